/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-export-quote.h"
#include "mail-export-server.h"

static gboolean
can_hold (MailAccount *account, GError **error)
{
  return mail_export_check_incoming (account, "aerc", MAIL_EXPORT_TAKES_IMAP | MAIL_EXPORT_TAKES_STARTTLS,
                                     error);
}

/* Between backquotes nothing is special, "#", ";" and backquotes neither: the last backquote of the line ends
 * the value. All that remains is the name of another value, as in "%(from)s". */
static void
append (GString *text, const char *key, const char *value)
{
  g_string_append_printf (text, "%s = `%s`\n", key, value);
}

/* A single quote and another one mean nothing to the shell inside of a quoted word, and break the name up. */
static void
append_command (GString *text, const char *key, MailServer *server)
{
  g_autofree char *command = mail_export_get_lookup_command (server);
  g_autofree char *value = mail_export_quote_replace (command, "%(", "%''(");

  append (text, key, value);
}

/* The word is “yes”: to “true”, which its manual has, version 0.14 does not listen. Later versions need
 * neither. */
static void
append_outgoing (GString *text, MailServer *server)
{
  gboolean starttls = mail_export_is_starttls (server);
  gboolean signs_in = mail_export_signs_in (server);
  const char *scheme = starttls ? (signs_in ? "smtp" : "smtp+none") : (signs_in ? "smtps" : "smtps+none");
  g_autofree char *url = mail_export_get_url (server, scheme);

  append (text, "outgoing", url);
  if (starttls)
    g_string_append (text, "# Without this line, aerc up to 0.14 would not encrypt. "
                           "Delete it where aerc says that it is deprecated.\nsmtp-starttls = yes\n");
  if (signs_in)
    append_command (text, "outgoing-cred-cmd", server);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  MailServer *incoming = mail_export_get_incoming (account);
  GString *text
      = g_string_new ("# aerc reads and sends mail. This belongs into ~/.config/aerc/accounts.conf, "
                      "which only you may read:\n# chmod 600 ~/.config/aerc/accounts.conf\n");
  g_autofree char *label = mail_export_get_label (account);
  g_autofree char *mailbox = mail_export_get_mailbox (account);
  g_autofree char *url
      = mail_export_get_url (incoming, mail_export_is_starttls (incoming) ? "imap" : "imaps");

  g_string_append_printf (text, "\n[%s]\n", label);
  append (text, "from", mailbox);
  append (text, "source", url);
  append_command (text, "source-cred-cmd", incoming);
  append_outgoing (text, mail_export_get_outgoing (account));
  g_string_append (text, "default = INBOX\n");
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Install the program secret-tool, which reads the keyring. Its package is libsecret-tools on Debian "
      "and "
      "Ubuntu, libsecret elsewhere."),
  N_("Save the text as ~/.config/aerc/accounts.conf, or add it at the end of that file."),
  N_("Run “chmod 600 ~/.config/aerc/accounts.conf”: aerc insists that nobody else can read the file."),
  N_("Start “aerc”. A password that begins or ends with a space is not for aerc: it cuts the space off."),
  NULL,
};

const MailExport mail_export_aerc = {
  .id = "aerc",
  .name = "aerc",
  .summary = N_("Reads and sends mail in the terminal"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "aerc",
  .file_name = "%s.aerc.conf",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
