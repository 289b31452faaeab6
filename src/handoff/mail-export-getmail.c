/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-export-quote.h"
#include "mail-export-server.h"

static gboolean
check_user (MailServer *server, GError **error)
{
  const char *user = mail_server_get_username (server);
  g_autofree char *stripped = g_strstrip (g_strdup (user));

  if (!mail_export_is_pop3 (server) && !g_str_is_ascii (user))
    return mail_export_refuse (error,
                               /* Translators: %1$s is the name of a program, %2$s a user name. */
                               _("%1$s has no way to write the user name “%2$s”."), "getmail", user);
  if (mail_export_is_pop3 (server) && !g_str_equal (user, stripped))
    return mail_export_refuse (error,
                               /* Translators: %s is the name of a program. */
                               _("%s cuts off the space at the beginning or the end of this user name."),
                               "getmail");
  return TRUE;
}

static gboolean
can_hold (MailAccount *account, GError **error)
{
  return mail_export_check_incoming (account, "getmail", MAIL_EXPORT_TAKES_IMAP | MAIL_EXPORT_TAKES_POP3,
                                     error)
         && check_user (mail_export_get_incoming (account), error);
}

/* It quotes the password for IMAP, and not the user name (RFC 3501, section 9: “astring”). */
static char *
write_user (MailServer *server)
{
  const char *user = mail_server_get_username (server);

  return mail_export_is_pop3 (server) ? g_strdup (user) : mail_export_quote_double (user, "\"\\");
}

/* Values are taken as they are up to the end of the line. With no ca_certs, no certificate would be checked.
 */
static void
append_retriever (GString *text, MailServer *server)
{
  const char *host = mail_server_get_host (server);
  g_autofree char *lookup = mail_export_get_lookup_list (server);
  g_autofree char *user = write_user (server);

  g_string_append_printf (text, "\n[retriever]\ntype = Simple%sSSLRetriever\n",
                          mail_export_is_pop3 (server) ? "POP3" : "IMAP");
  g_string_append_printf (text, "server = %s\nport = %u\n", host, mail_server_get_port (server));
  g_string_append_printf (text, "ca_certs = %s\n", mail_export_get_trust_file ());
  g_string_append_printf (text, "username = %s\npassword_command = (%s)\n", user, lookup);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  GString *text
      = g_string_new ("# getmail fetches mail into a folder. This belongs into ~/.config/getmail/getmailrc"
                      "\n");
  g_autofree char *label = mail_export_get_label (account);

  g_string_append_printf (
      text, "# The folder has to be there: cd && mkdir -p Mail/%s/cur Mail/%s/new Mail/%s/tmp\n", label,
      label, label);
  append_retriever (text, mail_export_get_incoming (account));
  g_string_append_printf (text, "\n[destination]\ntype = Maildir\npath = ~/Mail/%s/\n", label);
  g_string_append (
      text, "\n[options]\n"
            "# Each message once. They stay on the server: \"delete = true\" removes what was fetched.\n"
            "read_all = false\ndelete = false\n");
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Install the program secret-tool, which reads the keyring. Its package is libsecret-tools on Debian "
      "and "
      "Ubuntu, libsecret elsewhere."),
  N_("Save the text as ~/.config/getmail/getmailrc. Each account has a file of its own there; a second one "
      "is "
      "named with “getmail --rcfile”."),
  N_("Make the folder for the mail: the text says at its top how."),
  N_("Run “getmail”. The messages stay on the server, too."),
  N_("A password that begins or ends with a space, or has a letter such as “ä” in it, is not for getmail: "
      "it "
      "cannot send it."),
  NULL,
};

const MailExport mail_export_getmail = {
  .id = "getmail",
  .name = "getmail",
  .summary = N_("Fetches mail into a folder"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "getmail",
  .file_name = "%s.getmailrc",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
