/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Version 2 has another language than version 1, which many distributions still have; neither knows the words
 * of the other. The file speaks both, one of them behind "#". */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-export-quote.h"
#include "mail-export-server.h"

static gboolean
can_hold (MailAccount *account, GError **error)
{
  return mail_export_check_incoming (account, "himalaya", MAIL_EXPORT_TAKES_IMAP | MAIL_EXPORT_TAKES_STARTTLS,
                                     error);
}

/* A basic string of TOML 1.0 has the escapes of Python's that are used. */
static void
append (GString *text, const char *key, const char *rest, const char *value)
{
  g_autofree char *quoted = mail_export_quote_python (value);

  g_string_append_printf (text, "%s%s = %s\n", key, rest, quoted);
}

static void
append_server (GString *text, MailServer *server)
{
  const char *protocol = mail_protocol_to_string (mail_server_get_protocol (server));
  gboolean starttls = mail_export_is_starttls (server);
  g_autofree char *scheme = g_strconcat (protocol, starttls ? "" : "s", NULL);
  g_autofree char *place = mail_export_get_place (server);
  g_autofree char *lookup = mail_export_get_lookup_list (server);

  g_string_append_printf (text, "%s.server = \"%s://%s\"\n", protocol, scheme, place);
  if (starttls)
    g_string_append_printf (text, "%s.starttls = true\n", protocol);
  if (!mail_export_signs_in (server))
    return;
  append (text, protocol, ".sasl.plain.username", mail_server_get_username (server));
  g_string_append_printf (text, "%s.sasl.plain.password.command = [%s]\n", protocol, lookup);
}

static void
append_old_server (GString *text, MailServer *server, const char *key)
{
  const char *host = mail_server_get_host (server);
  g_autofree char *command = mail_export_get_lookup_command (server);

  append (text, key, ".type", mail_protocol_to_string (mail_server_get_protocol (server)));
  append (text, key, ".host", host);
  g_string_append_printf (text, "%s.port = %u\n", key, mail_server_get_port (server));
  append (text, key, ".encryption.type", mail_export_is_starttls (server) ? "start-tls" : "tls");
  append (text, key, ".login", mail_server_get_username (server));
  if (!mail_export_signs_in (server))
    return;
  append (text, key, ".auth.type", "password");
  append (text, key, ".auth.cmd", command);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  MailServer *incoming = mail_export_get_incoming (account);
  MailServer *outgoing = mail_export_get_outgoing (account);
  GString *text = g_string_new ("# himalaya reads and sends mail, command by command. This belongs into\n"
                                "# ~/.config/himalaya/config.toml\n\n");
  g_autofree char *label = mail_export_get_label (account);

  g_string_append_printf (text, "[accounts.\"%s\"]\ndefault = true\n\n", label);
  g_string_append (text, "# For version 2:\n");
  append_server (text, incoming);
  append_server (text, outgoing);
  g_string_append (text,
                   "\n# For version 1, take the \"#\" off these lines, and delete those for version 2.\n");
  append (text, "#email", "", mail_export_get_address (account));
  append (text, "#display-name", "", mail_account_get_name (account));
  append_old_server (text, incoming, "#backend");
  append_old_server (text, outgoing, "#message.send.backend");
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Install the program secret-tool, which reads the keyring. Its package is libsecret-tools on Debian "
      "and "
      "Ubuntu, libsecret elsewhere."),
  N_("Save the text as ~/.config/himalaya/config.toml, or add it at the end of that file. Only one account "
      "may "
      "have “default = true”."),
  N_("“himalaya --version” tells which version you have. For version 1, take the “#” off the lines that the "
      "text has for it, and delete those for version 2."),
  N_("Run “himalaya envelope list” to see the inbox."),
  NULL,
};

const MailExport mail_export_himalaya = {
  .id = "himalaya",
  .name = "himalaya",
  .summary = N_("Reads and sends mail, command by command"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "himalaya",
  .file_name = "%s.himalaya.toml",
  .content_type = "application/toml",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
