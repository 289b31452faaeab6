/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-store.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"

/* The passwords of an account, for whoever proves it again. */

typedef struct
{
  MailAccount *account;
  MailSecret *secret;
  MailSecret *outgoing_secret;
} Load;

static void
load_free (Load *load)
{
  g_clear_object (&load->account);
  g_clear_pointer (&load->secret, mail_secret_unref);
  g_clear_pointer (&load->outgoing_secret, mail_secret_unref);
  g_free (load);
}

static MailServer *
get_outgoing (MailAccount *account)
{
  return mail_settings_get_outgoing (mail_account_get_settings (account));
}

static void
fail_without_password (GTask *task)
{
  Load *load = g_task_get_task_data (task);

  /* Translators: %s is an e-mail address. */
  g_task_return_new_error (task, MAIL_ERROR, MAIL_ERROR_KEYRING_FAILED,
                           _ ("The password for %s is no longer in the keyring. Enter it again."),
                           mail_address_get_address (mail_account_get_address (load->account)));
}

/* Whether there was a password; if not, the task has ended. */
static gboolean
take_found (GTask *task, GObject *keyring, GAsyncResult *result, MailSecret **place)
{
  GError *error = NULL;

  *place = mail_keyring_lookup_finish (MAIL_KEYRING (keyring), result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (*place == NULL)
    fail_without_password (task);
  return *place != NULL;
}

static void
on_outgoing_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);

  /* Without it the password of the incoming server would be tried, and that is for no other server. */
  if (take_found (task, source, result, &load->outgoing_secret))
    g_task_return_boolean (task, TRUE);
}

static void
on_incoming_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);

  if (!take_found (task, source, result, &load->secret))
    return;
  if (mail_server_get_auth (get_outgoing (load->account)) == MAIL_AUTH_NONE)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  mail_keyring_lookup_async (MAIL_KEYRING (source), mail_account_get_id (load->account),
                             get_outgoing (load->account), g_task_get_cancellable (task), on_outgoing_found,
                             g_object_ref (task));
}

/**
 * mail_store_load_secrets_async:
 * @self: a store
 * @account: an account in it
 * @cancellable: (nullable): closes an open question of the keyring, too
 * @callback: called when they are there
 * @user_data: for @callback
 *
 * Looks the passwords of @account up. The keyring may ask the person to unlock it.
 */
void
mail_store_load_secrets_async (MailStore *self,
                               MailAccount *account,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  g_task_set_source_tag (task, mail_store_load_secrets_async);
  load->account = g_object_ref (account);
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  mail_keyring_lookup_async (mail_store_get_keyring (self), mail_account_get_id (account),
                             mail_settings_get_incoming (mail_account_get_settings (account)), cancellable,
                             on_incoming_found, g_steal_pointer (&task));
}

/**
 * mail_store_load_secrets_finish:
 * @self: a store
 * @result: the result
 * @secret: (out) (transfer full): the password of the incoming server
 * @outgoing_secret: (out) (transfer full) (nullable): that of the outgoing server; %NULL where nobody signs
 * in there
 * @error: return location: %MAIL_ERROR_KEYRING_FAILED also where a password is missing; the errors of
 *   mail_keyring_lookup_finish()
 *
 * Returns: whether all passwords are there
 */
gboolean
mail_store_load_secrets_finish (MailStore *self,
                                GAsyncResult *result,
                                MailSecret **secret,
                                MailSecret **outgoing_secret,
                                GError **error)
{
  Load *load;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_store_load_secrets_async), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  load = g_task_get_task_data (G_TASK (result));
  *secret = g_steal_pointer (&load->secret);
  *outgoing_secret = g_steal_pointer (&load->outgoing_secret);
  return TRUE;
}
