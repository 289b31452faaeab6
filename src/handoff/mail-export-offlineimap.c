/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-export-quote.h"
#include "mail-export-server.h"

/* It goes on in plain text where a server does not offer STARTTLS, and checks no certificate where it does.
 */
static gboolean
can_hold (MailAccount *account, GError **error)
{
  return mail_export_check_incoming (account, "OfflineIMAP", MAIL_EXPORT_TAKES_IMAP, error);
}

/* A percent sign begins the name of another value, unless it is doubled. */
static void
append (GString *text, const char *key, const char *expression)
{
  g_autofree char *value = mail_export_quote_replace (expression, "%", "%%");

  g_string_append_printf (text, "%s = %s\n", key, value);
}

/* As expressions of Python nothing is cut off, nor read in the encoding of the locale. */
static void
append_remote (GString *text, MailServer *server)
{
  const char *host = mail_server_get_host (server);
  g_autofree char *user = mail_export_quote_python (mail_server_get_username (server));
  g_autofree char *lookup = mail_export_get_lookup_list (server);
  g_autofree char *password
      = g_strdup_printf ("__import__(\"subprocess\").check_output([%s]).decode(\"utf-8\")", lookup);

  g_string_append_printf (text, "type = IMAP\nremotehost = %s\nremoteport = %u\n", host,
                          mail_server_get_port (server));
  g_string_append (text, "ssl = yes\nsslcacertfile = OS-DEFAULT\n");
  append (text, "remoteusereval", user);
  append (text, "remotepasseval", password);
  g_string_append (text,
                   "# Nothing is ever changed on the server, until you delete this line.\nreadonly = yes\n");
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  GString *text
      = g_string_new ("# OfflineIMAP keeps a copy of the mailbox on this computer. This belongs into "
                      "~/.offlineimaprc\n");
  g_autofree char *label = mail_export_get_label (account);

  g_string_append_printf (text, "\n[general]\naccounts = %s\n\n[Account %s]\n", label, label);
  g_string_append_printf (text, "localrepository = %s-local\nremoterepository = %s-remote\n", label, label);
  g_string_append_printf (text, "\n[Repository %s-local]\ntype = Maildir\nlocalfolders = ~/Mail/%s\n", label,
                          label);
  g_string_append_printf (text, "\n[Repository %s-remote]\n", label);
  append_remote (text, mail_export_get_incoming (account));
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Install the program secret-tool, which reads the keyring. Its package is libsecret-tools on Debian "
      "and "
      "Ubuntu, libsecret elsewhere."),
  N_("Save the text as ~/.offlineimaprc. If you have such a file, add all but the part “[general]” at its "
      "end, "
      "and the name of the account to its line “accounts”."),
  N_("Run “offlineimap”. It fetches only; to have your changes go to the server, delete the line "
      "“readonly”."),
  NULL,
};

const MailExport mail_export_offlineimap = {
  .id = "offlineimap",
  .name = "OfflineIMAP",
  .summary = N_("Keeps a copy of the mailbox in a folder"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "offlineimap",
  .file_name = "%s.offlineimaprc",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
