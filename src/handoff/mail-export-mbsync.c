/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-export-quote.h"
#include "mail-export-server.h"

static gboolean
can_hold (MailAccount *account, GError **error)
{
  return mail_export_check_incoming (account, "mbsync", MAIL_EXPORT_TAKES_IMAP | MAIL_EXPORT_TAKES_STARTTLS,
                                     error);
}

/* Version 1.5 calls SSLType TLSType, and still knows the old name, which is the only one before. */
static void
append_account (GString *text, MailServer *server, const char *label)
{
  const char *host = mail_server_get_host (server);
  g_autofree char *user = mail_export_quote_double (mail_server_get_username (server), "\"\\");
  g_autofree char *command = mail_export_get_lookup_command (server);
  g_autofree char *quoted = mail_export_quote_double (command, "\"\\");

  g_string_append_printf (text, "\nIMAPAccount %s\nHost %s\nPort %u\n", label, host,
                          mail_server_get_port (server));
  g_string_append_printf (text, "User %s\nPassCmd %s\n", user, quoted);
  g_string_append_printf (text, "SSLType %s\n", mail_export_is_starttls (server) ? "STARTTLS" : "IMAPS");
}

/* An empty line ends a section. */
static void
append_stores (GString *text, const char *label)
{
  g_string_append_printf (text, "\nIMAPStore %s-remote\nAccount %s\n", label, label);
  g_string_append_printf (text,
                          "\nMaildirStore %s-local\nPath ~/Mail/%s/\nInbox ~/Mail/%s/INBOX\n"
                          "SubFolders Verbatim\n",
                          label, label, label);
  g_string_append_printf (text,
                          "\nChannel %s\nFar :%s-remote:\nNear :%s-local:\nPatterns *\nCreate Near\n"
                          "SyncState *\n",
                          label, label, label);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  GString *text = g_string_new ("# mbsync (isync) keeps a copy of the mailbox on this computer. This belongs "
                                "into ~/.mbsyncrc\n");
  g_autofree char *label = mail_export_get_label (account);

  g_string_append_printf (text, "# The folder has to be there: mkdir -p ~/Mail/%s\n", label);
  g_string_append (text,
                   "# Nothing is deleted on either side unless you add \"Expunge Both\" to the channel.\n");
  append_account (text, mail_export_get_incoming (account), label);
  append_stores (text, label);
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Install the program secret-tool, which reads the keyring. Its package is libsecret-tools on Debian "
      "and "
      "Ubuntu, libsecret elsewhere."),
  N_("Save the text as ~/.mbsyncrc, or add it at the end of that file after an empty line."),
  N_("Make the folder for the mail: the text says at its top how."),
  N_("Run “mbsync -a”. Programs such as NeoMutt, notmuch or mu4e read the folder."),
  NULL,
};

const MailExport mail_export_mbsync = {
  .id = "mbsync",
  .name = "mbsync (isync)",
  .summary = N_("Keeps a copy of the mailbox in a folder"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "mbsync",
  .file_name = "%s.mbsyncrc",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
