/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the programs for the terminal have in common: they are told of one server or of two, and get the
 * password from the keyring by running secret-tool each time they need it. */
#include "config.h"

#include "mail-export-server.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"
#include "mail-export-quote.h"

/**
 * mail_export_refuse:
 * @error: return location
 * @format: why an account cannot be held: a translated sentence, as for printf()
 * @...: its values
 *
 * Returns: %FALSE, with %MAIL_ERROR_HANDOFF_FAILED set
 */
gboolean
mail_export_refuse (GError **error, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  g_propagate_error (error, g_error_new_valist (MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED, format, values));
  va_end (values);
  return FALSE;
}

static gboolean
check_protocol (MailServer *server, const char *program, MailExportTakes takes, GError **error)
{
  gboolean pop3 = mail_export_is_pop3 (server);

  if (takes & (pop3 ? MAIL_EXPORT_TAKES_POP3 : MAIL_EXPORT_TAKES_IMAP))
    return TRUE;
  if (pop3)
    /* Translators: %s is the name of a program. */
    return mail_export_refuse (error, _("%s fetches mail by IMAP only; this account uses POP3."), program);
  /* Translators: %s is the name of a program. */
  return mail_export_refuse (error, _("%s fetches mail by POP3 only; this account uses IMAP."), program);
}

/**
 * mail_export_check_incoming:
 * @account: an account
 * @program: the name of a program
 * @takes: what it has words for
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED
 *
 * Returns: whether the program can fetch the mail of the account, never in plain text
 */
gboolean
mail_export_check_incoming (MailAccount *account, const char *program, MailExportTakes takes, GError **error)
{
  MailServer *server = mail_export_get_incoming (account);

  if (!mail_export_is_one_line (account, error) || !check_protocol (server, program, takes, error))
    return FALSE;
  if (mail_export_is_starttls (server) && !(takes & MAIL_EXPORT_TAKES_STARTTLS))
    return mail_export_refuse (error,
                               /* Translators: %s is the name of a program. */
                               _("%s cannot insist on encryption by STARTTLS, and would send the password "
                                  "unprotected. It works with servers that offer SSL/TLS."),
                               program);
  return TRUE;
}

/**
 * mail_export_get_label:
 * Returns: (transfer full): what the account is called in files and as a folder: nearly its address
 */
char *
mail_export_get_label (MailAccount *account)
{
  return mail_export_quote_label (mail_export_get_address (account));
}

/**
 * mail_export_get_mailbox:
 * Returns: (transfer full): what goes behind From:
 */
char *
mail_export_get_mailbox (MailAccount *account)
{
  return mail_export_quote_mailbox (mail_account_get_name (account), mail_export_get_address (account));
}

/**
 * mail_export_is_pop3:
 * Returns: whether it is a server for POP3
 */
gboolean
mail_export_is_pop3 (MailServer *server)
{
  return mail_server_get_protocol (server) == MAIL_PROTOCOL_POP3;
}

/**
 * mail_export_get_place:
 * @server: a server
 *
 * Returns: (transfer full): host:port, as URLs have it
 */
char *
mail_export_get_place (MailServer *server)
{
  const char *host = mail_server_get_host (server);

  return g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%u" : "%s:%u", host,
                          mail_server_get_port (server));
}

/**
 * mail_export_get_url:
 * @server: a server
 * @scheme: what the program calls the protocol
 *
 * Returns: (transfer full): scheme://user@host:port, without a path; the user name percent-encoded
 */
char *
mail_export_get_url (MailServer *server, const char *scheme)
{
  g_autofree char *place = mail_export_get_place (server);
  g_autofree char *user = mail_export_quote_percent (mail_server_get_username (server));

  if (!mail_export_signs_in (server))
    return g_strdup_printf ("%s://%s", scheme, place);
  return g_strdup_printf ("%s://%s@%s", scheme, user, place);
}

/**
 * mail_export_get_lookup:
 * @server: a server that wants a password
 *
 * The account's id is left out: it changes with the password. What other programs stored for the same mailbox
 * lacks the port or has another name for the service, so there is one item that has all of these.
 *
 * Returns: (array zero-terminated=1) (transfer full): a program and its arguments; it prints the password,
 * and no line break
 */
char **
mail_export_get_lookup (MailServer *server)
{
  g_autofree char *port = g_strdup_printf ("%u", mail_server_get_port (server));
  const char *words[] = {
    "secret-tool",
    "lookup",
    /* A user name may look like an option. */
    "--",
    "host",
    mail_server_get_host (server),
    "service",
    mail_protocol_to_string (mail_server_get_protocol (server)),
    "port",
    port,
    "user",
    mail_server_get_username (server),
    NULL,
  };

  return g_strdupv ((char **) words);
}

/**
 * mail_export_get_lookup_command:
 * @server: a server that wants a password
 *
 * Returns: (transfer full): mail_export_get_lookup() as a command for sh(1)
 */
char *
mail_export_get_lookup_command (MailServer *server)
{
  g_auto (GStrv) words = mail_export_get_lookup (server);

  return mail_export_quote_words ((const char *const *) words);
}

/**
 * mail_export_get_lookup_list:
 * @server: a server that wants a password
 *
 * Returns: (transfer full): mail_export_get_lookup() as strings in double quotes with commas between them, as
 *   Python and TOML have it, without brackets; ASCII only
 */
char *
mail_export_get_lookup_list (MailServer *server)
{
  g_auto (GStrv) words = mail_export_get_lookup (server);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      char *quoted = mail_export_quote_python (words[i]);

      g_free (words[i]);
      words[i] = quoted;
    }
  return g_strjoinv (", ", words);
}

/**
 * mail_export_get_trust_file:
 *
 * Programs of Python want the file named. Each distribution has it elsewhere.
 *
 * Returns: (transfer none): the file with the certificates that this computer trusts
 */
const char *
mail_export_get_trust_file (void)
{
  static const char *const files[] = {
    "/etc/ssl/certs/ca-certificates.crt", /* Debian, Arch */
    "/etc/pki/tls/certs/ca-bundle.crt",   /* Fedora */
    "/etc/ssl/ca-bundle.pem",             /* openSUSE */
    "/etc/ssl/cert.pem",                  /* Alpine Linux */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    if (g_file_test (files[i], G_FILE_TEST_EXISTS))
      return files[i];
  return files[0];
}
