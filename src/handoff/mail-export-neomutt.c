/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-export-quote.h"
#include "mail-export-server.h"

/* Between double quotes: variables and commands are expanded there. Single quotes hold no single quote. */
#define SPECIALS "\"\\$`"

static gboolean
can_hold (MailAccount *account, GError **error)
{
  return mail_export_check_incoming (account, "NeoMutt", MAIL_EXPORT_TAKES_BOTH, error);
}

static void
append_set (GString *text, const char *variable, const char *value)
{
  g_autofree char *quoted = mail_export_quote_double (value, SPECIALS);

  g_string_append_printf (text, "set %s = %s\n", variable, quoted);
}

/* What is between backquotes is unescaped once before a shell sees it. The double quotes around it keep the
 * password from being read as part of the file. */
static void
append_password (GString *text, const char *variable, MailServer *server)
{
  g_autofree char *command = mail_export_get_lookup_command (server);
  g_autofree char *escaped = mail_export_quote_escape (command, SPECIALS);

  g_string_append_printf (text, "set %s = \"`%s`\"\n", variable, escaped);
}

static void
append_url (GString *text, const char *variable, const char *scheme, const char *url)
{
  g_string_append_printf (text, "set %s = \"%s://%s/\"\n", variable, scheme, url);
}

/* A name in the URL of a folder comes out wrong where it has other characters than most. */
static void
append_incoming (GString *text, MailServer *server)
{
  gboolean pop3 = mail_export_is_pop3 (server);
  gboolean starttls = mail_export_is_starttls (server);
  g_autofree char *place = mail_export_get_place (server);

  append_set (text, pop3 ? "pop_user" : "imap_user", mail_server_get_username (server));
  append_password (text, pop3 ? "pop_pass" : "imap_pass", server);
  if (pop3)
    {
      append_url (text, "spoolfile", starttls ? "pop" : "pops", place);
      g_string_append (text, "set pop_delete = no\n");
      return;
    }
  append_url (text, "folder", starttls ? "imap" : "imaps", place);
  g_string_append (text, "set spoolfile = \"+INBOX\"\n");
}

static void
append_outgoing (GString *text, MailServer *server)
{
  g_autofree char *url = mail_export_get_url (server, mail_export_is_starttls (server) ? "smtp" : "smtps");

  g_string_append_printf (text, "set smtp_url = \"%s/\"\n", url);
  if (mail_export_signs_in (server))
    append_password (text, "smtp_pass", server);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  GString *text
      = g_string_new ("# NeoMutt reads and sends mail. This belongs into ~/.config/neomutt/neomuttrc\n"
                      "# The passwords come from the keyring when NeoMutt starts.\n\n");

  append_set (text, "realname", mail_account_get_name (account));
  append_set (text, "from", mail_export_get_address (account));
  g_string_append (text,
                   "set use_from = yes\n\n# Never without encryption, also where it begins by STARTTLS.\n"
                   "set ssl_force_tls = yes\nset ssl_starttls = yes\n\n");
  append_incoming (text, mail_export_get_incoming (account));
  g_string_append_c (text, '\n');
  append_outgoing (text, mail_export_get_outgoing (account));
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Install the program secret-tool, which reads the keyring. Its package is libsecret-tools on Debian "
      "and "
      "Ubuntu, libsecret elsewhere."),
  N_("Save the text as ~/.config/neomutt/neomuttrc, or add it at the end of that file."),
  N_("Start “neomutt”. It opens the inbox."),
  NULL,
};

const MailExport mail_export_neomutt = {
  .id = "neomutt",
  .name = "NeoMutt",
  .summary = N_("Reads and sends mail in the terminal"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "neomutt",
  .file_name = "%s.neomuttrc",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
