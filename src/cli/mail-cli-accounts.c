/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-accounts.h"
#include "mail-error.h"

/**
 * mail_cli_accounts_open:
 *
 * Returns: (transfer full): the accounts of the person; the keyring is not asked for anything yet
 */
MailStore *
mail_cli_accounts_open (void)
{
  g_autoptr (MailKeyring) keyring = mail_keyring_new ();

  return mail_store_new (NULL, keyring);
}

/**
 * mail_cli_accounts_find:
 * @store: the accounts
 * @address_or_id: as typed
 * @error: return location of %MAIL_ERROR_SETTINGS_UNKNOWN
 *
 * Returns: (transfer none) (nullable): the account
 */
MailAccount *
mail_cli_accounts_find (MailStore *store, const char *address_or_id, GError **error)
{
  MailAccount *account = mail_store_find (store, address_or_id);
  g_autofree char *shown = g_utf8_make_valid (address_or_id, -1);

  if (account == NULL)
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN,
                 /* Translators: %s is an address or an id, as typed. */
                 _("No account “%s” is stored: “siegel-cli list” shows the accounts there are."), shown);
  return account;
}
