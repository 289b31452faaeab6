/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stored account as what "check" and "password" are about. */
#include "mail-cli-stored.h"

#include "mail-cli-accounts.h"
#include "mail-cli-wait.h"

/**
 * mail_cli_stored_take:
 * @address_or_id: as typed
 * @setup: a run that does nothing
 * @error: return location of %MAIL_ERROR_SETTINGS_UNKNOWN
 *
 * Fills @setup with a stored account, short of its passwords.
 *
 * Returns: whether there is one
 */
gboolean
mail_cli_stored_take (const char *address_or_id, MailSetup *setup, GError **error)
{
  MailAccount *account = mail_cli_accounts_find (mail_setup_get_store (setup), address_or_id, error);

  if (account == NULL)
    return FALSE;
  mail_setup_edit (setup, account);
  return TRUE;
}

/**
 * mail_cli_stored_take_secrets:
 * @setup: a run about a stored account
 * @error: return location, as in mail_setup_edit_finish()
 *
 * Asks the keyring for the passwords.
 *
 * Returns: whether they are there
 */
gboolean
mail_cli_stored_take_secrets (MailSetup *setup, GError **error)
{
  g_autoptr (MailCliWait) wait = mail_cli_wait_new ();
  g_autoptr (MailAccount) account = g_object_ref (mail_setup_get_editing (setup));

  mail_setup_edit_async (setup, account, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done, wait);
  return mail_setup_edit_finish (setup, mail_cli_wait_for_result (wait), error);
}
