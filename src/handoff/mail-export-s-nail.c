/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-export-quote.h"
#include "mail-export-server.h"

/* Between double quotes (“Shell-style argument quoting” of its manual). */
#define SPECIALS "\"\\$`"

static gboolean
can_hold (MailAccount *account, GError **error)
{
  return mail_export_check_incoming (account, "S-nail", MAIL_EXPORT_TAKES_BOTH, error);
}

/* "vput !" puts what a command prints into a variable. Its line goes to the shell as it is. */
static void
append_password (GString *text, MailServer *server)
{
  const char *host = mail_server_get_host (server);
  g_autofree char *command = mail_export_get_lookup_command (server);

  g_string_append_printf (text, "  vput ! siegel_password %s\n", command);
  g_string_append_printf (text, "  set password-%s:%u=\"$siegel_password\"\n  unset siegel_password\n", host,
                          mail_server_get_port (server));
}

static void
append_server (GString *text, const char *variable, const char *protocol, MailServer *server)
{
  g_autofree char *scheme = g_strconcat (protocol, mail_export_is_starttls (server) ? "" : "s", NULL);
  g_autofree char *url = mail_export_get_url (server, scheme);

  if (mail_export_is_starttls (server))
    g_string_append_printf (text, "  set %s-use-starttls\n", protocol);
  if (mail_export_signs_in (server))
    append_password (text, server);
  else
    g_string_append_printf (text, "  set %s-auth=none\n", protocol);
  g_string_append_printf (text, "  set %s=%s\n", variable, url);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  MailServer *incoming = mail_export_get_incoming (account);
  GString *text = g_string_new ("# S-nail reads and sends mail. This belongs into ~/.mailrc\n"
                                "# Its newer language; what follows in the file is read by its rules, too.\n"
                                "set v15-compat=yes\n\n");
  g_autofree char *label = mail_export_get_label (account);
  g_autofree char *mailbox = mail_export_get_mailbox (account);
  g_autofree char *from = mail_export_quote_double (mailbox, SPECIALS);

  g_string_append_printf (text, "account %s {\n  set from=%s\n  set tls-verify=strict\n", label, from);
  append_server (text, "mta", "smtp", mail_export_get_outgoing (account));
  append_server (text, "inbox", mail_export_is_pop3 (incoming) ? "pop3" : "imap", incoming);
  g_string_append (text, "}\n");
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Install the program secret-tool, which reads the keyring. Its package is libsecret-tools on Debian "
      "and "
      "Ubuntu, libsecret elsewhere."),
  N_("Save the text as ~/.mailrc, or add it at the end of that file."),
  N_("Start “s-nail -A” with the name that follows “account” in the text. It opens the inbox."),
  NULL,
};

const MailExport mail_export_s_nail = {
  .id = "s-nail",
  .name = "S-nail",
  .summary = N_("Reads and sends mail, command by command"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "s-nail",
  .file_name = "%s.mailrc",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
