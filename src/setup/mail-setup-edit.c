/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-setup-private.h"

/* A stored account comes back to be changed and proven again. */

/**
 * mail_setup_edit:
 * @self: a setup that does nothing
 * @account: an account of its store
 *
 * Takes over a stored account without its passwords, so that its settings can be changed and proven again;
 * saving then replaces it. Nothing of it changes before that. Another address ends the editing.
 */
void
mail_setup_edit (MailSetup *self, MailAccount *account)
{
  g_object_freeze_notify (G_OBJECT (self));
  mail_setup_reset (self);
  mail_setup_set_name (self, mail_account_get_name (account));
  mail_setup_set_address_text (self, mail_address_get_address (mail_account_get_address (account)));
  mail_setup_set_settings (self, mail_account_get_settings (account));
  self->editing = g_object_ref (account);
  mail_setup_notify (self, MAIL_SETUP_PROP_EDITING);
  mail_setup_set_replace (self, TRUE);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailSetup *self = g_task_get_source_object (task);
  MailAccount *account = g_task_get_task_data (task);
  g_autoptr (MailSecret) secret = NULL;
  g_autoptr (MailSecret) outgoing_secret = NULL;
  GError *error = NULL;

  if (!mail_store_load_secrets_finish (MAIL_STORE (source), result, &secret, &outgoing_secret, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  mail_setup_edit (self, account);
  mail_setup_set_secret (self, secret);
  if (outgoing_secret != NULL && mail_settings_get_separate_login (mail_account_get_settings (account)))
    mail_setup_set_outgoing_secret (self, outgoing_secret);
  g_task_return_boolean (task, TRUE);
}

/**
 * mail_setup_edit_async:
 * @self: a setup that does nothing
 * @account: an account of its store
 * @cancellable: (nullable): closes an open question of the keyring, too
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Takes over a stored account with its passwords, so that its settings can be changed and proven again;
 * saving then replaces it. Nothing of it changes before that. Another address ends the editing.
 */
void
mail_setup_edit_async (MailSetup *self,
                       MailAccount *account,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_setup_edit_async);
  g_task_set_task_data (task, g_object_ref (account), g_object_unref);
  mail_store_load_secrets_async (self->store, account, cancellable, on_loaded, g_steal_pointer (&task));
}

/**
 * mail_setup_edit_finish:
 * @self: a setup
 * @result: the result
 * @error: return location, as in mail_store_load_secrets_finish()
 *
 * Returns: whether the account is there; if not, the setup is as before
 */
gboolean
mail_setup_edit_finish (MailSetup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_setup_edit_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_setup_get_editing:
 * @self: a setup
 *
 * Returns: (transfer none) (nullable): the stored account that this run is about
 */
MailAccount *
mail_setup_get_editing (MailSetup *self)
{
  return self->editing;
}
