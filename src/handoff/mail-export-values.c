/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-export-values.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"

/**
 * mail_export_get_incoming:
 * @account: an account
 *
 * Returns: (transfer none): where it receives mail
 */
MailServer *
mail_export_get_incoming (MailAccount *account)
{
  return mail_settings_get_incoming (mail_account_get_settings (account));
}

/**
 * mail_export_get_outgoing:
 * @account: an account
 *
 * Returns: (transfer none): where it sends mail
 */
MailServer *
mail_export_get_outgoing (MailAccount *account)
{
  return mail_settings_get_outgoing (mail_account_get_settings (account));
}

/**
 * mail_export_get_address:
 * @account: an account
 *
 * Returns: (transfer none): its address, the domain as an A-label
 */
const char *
mail_export_get_address (MailAccount *account)
{
  return mail_address_get_address (mail_account_get_address (account));
}

/**
 * mail_export_dup_host:
 * @server: a server
 *
 * A person may have typed “mail.straße.de”, and few programs know what that means.
 *
 * Returns: (transfer full): its name as the DNS has it
 */
char *
mail_export_dup_host (MailServer *server)
{
  char *ascii = mail_domain_to_ascii (mail_server_get_host (server), NULL);

  return ascii != NULL ? ascii : g_strdup (mail_server_get_host (server));
}

/**
 * mail_export_is_imap:
 * @account: an account
 *
 * Returns: whether it receives by IMAP; otherwise by POP3
 */
gboolean
mail_export_is_imap (MailAccount *account)
{
  return mail_server_get_protocol (mail_export_get_incoming (account)) == MAIL_PROTOCOL_IMAP;
}

/**
 * mail_export_signs_in:
 * @server: a server
 *
 * Returns: whether it wants a user name and a password
 */
gboolean
mail_export_signs_in (MailServer *server)
{
  return mail_server_get_auth (server) != MAIL_AUTH_NONE;
}

/**
 * mail_export_is_starttls:
 * @server: a server
 *
 * Returns: whether encryption begins after the greeting; otherwise with the first byte
 */
gboolean
mail_export_is_starttls (MailServer *server)
{
  MailSecurity security = mail_server_get_security (server);
  guint port = mail_protocol_get_port (mail_server_get_protocol (server), MAIL_SECURITY_STARTTLS);

  /* Nothing but the port tells how an account that left it open was proven. */
  return security == MAIL_SECURITY_STARTTLS
         || (security == MAIL_SECURITY_AUTOMATIC && mail_server_get_port (server) == port);
}

static gboolean
is_one_line (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)) || g_utf8_get_char (p) == 0x2028
        || g_utf8_get_char (p) == 0x2029)
      return FALSE;
  return TRUE;
}

/**
 * mail_export_is_one_line:
 * @account: an account
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED
 *
 * A line break in a user name would be a second setting in most files.
 *
 * Returns: whether nothing in @account holds a line break or another control character
 */
gboolean
mail_export_is_one_line (MailAccount *account, GError **error)
{
  const char *texts[] = {
    mail_account_get_name (account),
    mail_server_get_username (mail_export_get_incoming (account)),
    mail_server_get_username (mail_export_get_outgoing (account)),
    mail_export_get_address (account),
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!is_one_line (texts[i]))
      {
        g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
                             _("A name in this account contains a line break or another character that "
                                "cannot be typed. Set the account up again."));
        return FALSE;
      }
  return TRUE;
}
