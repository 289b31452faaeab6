/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-account-words.h"

#include <glib/gi18n-lib.h>

#include "mail-database.h"
#include "mail-error.h"

/**
 * mail_account_words_find_provider:
 * @account: an account
 *
 * The provider as it is known today; its advice may have changed since the account was stored.
 *
 * Returns: (transfer full) (nullable): the provider, where it is known
 */
MailProvider *
mail_account_words_find_provider (MailAccount *account)
{
  const char *id = mail_account_get_provider_id (account);
  g_autoptr (MailClientConfig) config = NULL;

  if (id != NULL)
    config = mail_database_get_provider (mail_database_get_default (), id, NULL);

  return config != NULL ? mail_provider_ref (mail_client_config_get_provider (config)) : NULL;
}

/**
 * mail_account_words_dup_servers:
 * @account: an account
 *
 * Returns: (transfer full): its provider, where it has one, and its servers, on one line
 */
char *
mail_account_words_dup_servers (MailAccount *account)
{
  MailSettings *settings = mail_account_get_settings (account);
  const char *provider = mail_account_get_provider_name (account);
  const char *incoming = mail_server_get_host (mail_settings_get_incoming (settings));
  const char *outgoing = mail_server_get_host (mail_settings_get_outgoing (settings));

  if (provider == NULL)
    /* Translators: both are servers. */
    return g_strdup_printf (_("%s · %s"), incoming, outgoing);

  /* Translators: a provider and two servers: “GMX · imap.gmx.net · mail.gmx.net”. */
  return g_strdup_printf (_("%s · %s · %s"), provider, incoming, outgoing);
}

/**
 * mail_account_words_is_local:
 * @error: (nullable): what a check ended with
 *
 * Returns: whether @error is of this computer (its keyring, its files) and stands in no server's report
 */
gboolean
mail_account_words_is_local (const GError *error)
{
  return error != NULL && error->domain == MAIL_ERROR
         && (error->code == MAIL_ERROR_SETTINGS_INVALID || error->code >= MAIL_ERROR_KEYRING_LOCKED);
}
