/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-recheck.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"

/* An account that is stored, with its passwords from the keyring, made ready to be checked again. */

typedef struct
{
  MailKeyring *keyring;
  MailVerify *verify;
} Recheck;

static void
recheck_free (Recheck *data)
{
  g_clear_object (&data->keyring);
  g_clear_object (&data->verify);
  g_free (data);
}

static void
fail_without_password (GTask *task)
{
  MailAccount *account = g_task_get_source_object (task);

  /* Translators: %s is an e-mail address. */
  g_task_return_new_error (task, MAIL_ERROR, MAIL_ERROR_KEYRING_FAILED,
                           _("The password for %s is no longer in the keyring. Set the account up again."),
                           mail_address_get_address (mail_account_get_address (account)));
}

static gboolean
needs_outgoing_password (MailAccount *account)
{
  MailServer *outgoing = mail_settings_get_outgoing (mail_account_get_settings (account));

  return mail_server_get_auth (outgoing) != MAIL_AUTH_NONE;
}

static void
on_outgoing_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Recheck *data = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (MailSecret) secret = mail_keyring_lookup_finish (MAIL_KEYRING (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Without it, the password of the incoming server would be tried, and that is for no other server. */
  if (secret == NULL && needs_outgoing_password (g_task_get_source_object (task)))
    {
      fail_without_password (task);
      return;
    }

  mail_verify_set_outgoing_secret (data->verify, secret);
  g_task_return_pointer (task, g_object_ref (data->verify), g_object_unref);
}

static void
on_incoming_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Recheck *data = g_task_get_task_data (task);
  MailAccount *account = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (MailSecret) secret = mail_keyring_lookup_finish (MAIL_KEYRING (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (secret == NULL)
    {
      fail_without_password (task);
      return;
    }

  mail_verify_set_secret (data->verify, secret);
  mail_keyring_lookup_async (data->keyring, mail_account_get_id (account),
                             mail_settings_get_outgoing (mail_account_get_settings (account)),
                             g_task_get_cancellable (task), on_outgoing_found, g_object_ref (task));
}

/**
 * mail_recheck_prepare_async:
 * @store: the accounts, and the keyring with their passwords
 * @account: one of them
 * @cancellable: (nullable): stops it
 * @callback: what to call when it is ready
 * @user_data: for @callback
 *
 * Looks the passwords of @account up. The keyring may ask the person to unlock it.
 */
void
mail_recheck_prepare_async (MailStore *store,
                            MailAccount *account,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (account, cancellable, callback, user_data);
  MailSettings *settings = mail_account_get_settings (account);
  Recheck *data = g_new0 (Recheck, 1);

  g_task_set_source_tag (task, mail_recheck_prepare_async);
  data->keyring = g_object_ref (mail_store_get_keyring (store));
  data->verify = mail_verify_new (settings, mail_account_get_address (account), MAIL_GOAL_ACCESS);
  g_task_set_task_data (task, data, (GDestroyNotify) recheck_free);

  mail_keyring_lookup_async (data->keyring, mail_account_get_id (account),
                             mail_settings_get_incoming (settings), cancellable, on_incoming_found,
                             g_steal_pointer (&task));
}

/**
 * mail_recheck_prepare_finish:
 * @account: the account
 * @result: what the callback got
 * @error: where to put an error; MAIL_ERROR_KEYRING_*
 *
 * Returns: (transfer full): a #MailVerify that holds the passwords and has not run yet; %NULL with @error set
 */
MailVerify *
mail_recheck_prepare_finish (MailAccount *account, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, account), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_recheck_prepare_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
