/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"
#include "mail-handoff-bus.h"

/**
 * mail_handoff_is_address:
 * @account: an account
 * @address: (nullable): what a program has as an address
 *
 * Returns: whether mail for both goes to the same mailbox, as far as anybody can tell: no provider gives
 *   addresses to two people that differ in capitals
 */
gboolean
mail_handoff_is_address (MailAccount *account, const char *address)
{
  return address != NULL
         && g_ascii_strcasecmp (mail_address_get_address (mail_account_get_address (account)), address) == 0;
}

/**
 * mail_handoff_is_text:
 * @program: the name of a program
 * @secret: (nullable): a password
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED
 *
 * What goes over D-Bus as text is valid UTF-8 without a NUL; a password that came from a file may be neither.
 *
 * Returns: whether @secret is text, or there is none
 */
gboolean
mail_handoff_is_text (const char *program, MailSecret *secret, GError **error)
{
  const char *text;
  gsize length;

  if (secret == NULL)
    return TRUE;
  text = mail_secret_peek (secret, &length);
  if (g_utf8_validate_len (text, length, NULL))
    return TRUE;
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
               /* Translators: %s is the name of a program. */
               _("%s cannot keep this password: it holds characters that are not text."), program);
  return FALSE;
}

/**
 * mail_handoff_dup_outgoing_secret:
 * @account: an account
 * @secret: its password
 * @outgoing_secret: (nullable): that of the outgoing server, where it has its own
 *
 * Returns: (transfer full) (nullable): what the outgoing server wants to hear; %NULL: nothing
 */
MailSecret *
mail_handoff_dup_outgoing_secret (MailAccount *account, MailSecret *secret, MailSecret *outgoing_secret)
{
  if (mail_server_get_auth (mail_settings_get_outgoing (mail_account_get_settings (account)))
      == MAIL_AUTH_NONE)
    return NULL;
  return mail_secret_ref (outgoing_secret != NULL ? outgoing_secret : secret);
}

/**
 * mail_handoff_error_not_ready:
 * @program: the name of a program
 * @state: any but %MAIL_HANDOFF_READY
 *
 * Returns: (transfer full): why nothing is added, or removed
 */
GError *
mail_handoff_error_not_ready (const char *program, MailHandoffState state)
{
  const char *text = NULL;

  switch (state)
    {
    case MAIL_HANDOFF_ADDED:
      /* Translators: %s is the name of a program. */
      text = _("%s has this account from Siegel already.");
      break;
    case MAIL_HANDOFF_FOREIGN:
      /* Translators: %s is the name of a program. */
      text = _("%s has an account with this address that is not from Siegel; it stays as it is.");
      break;
    case MAIL_HANDOFF_MISSING:
    case MAIL_HANDOFF_READY:
      /* Translators: %s is the name of a program. */
      text = _("%s is not on this computer, or cannot be reached from here.");
      break;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_error_new (MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED, text, program);
#pragma GCC diagnostic pop
}
