/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-handover.h"

typedef struct
{
  MailAccount *account;
  MailHandoff *handoff;
  const MailExport *format;
  MailQr *picture;
} Handover;

static void
handover_free (Handover *handover)
{
  g_object_unref (handover->account);
  g_clear_object (&handover->handoff);
  g_clear_pointer (&handover->picture, mail_qr_free);
  g_free (handover);
}

static GTask *
task_new (MailStore *store,
          Handover handover,
          GCancellable *cancellable,
          gpointer tag,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_object_ref (handover.account);
  if (handover.handoff != NULL)
    g_object_ref (handover.handoff);
  g_task_set_task_data (task, g_memdup2 (&handover, sizeof handover), (GDestroyNotify) handover_free);
  return task;
}

static void
on_secrets_for_warn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Handover *handover = g_task_get_task_data (task);
  g_autoptr (MailSecret) secret = NULL;
  g_autoptr (MailSecret) outgoing = NULL;
  GError *error = NULL;

  if (mail_store_load_secrets_finish (MAIL_STORE (source), result, &secret, &outgoing, &error))
    g_task_return_pointer (task, mail_handoff_warn (handover->handoff, handover->account, secret),
                           (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mail_handoff_add_finish (MAIL_HANDOFF (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_secrets_for_add (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Handover *handover = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (MailSecret) secret = NULL;
  g_autoptr (MailSecret) outgoing = NULL;
  GError *error = NULL;

  if (!mail_store_load_secrets_finish (MAIL_STORE (source), result, &secret, &outgoing, &error))
    g_task_return_error (task, error);
  else
    mail_handoff_add_async (handover->handoff, handover->account, secret, outgoing, cancellable, on_added,
                            g_steal_pointer (&task));
}

/* Takes the task. */
static void
write_file (GTask *task, MailSecret *secret)
{
  Handover *handover = g_task_get_task_data (task);
  GError *error = NULL;
  GBytes *file = mail_export_write (handover->format, handover->account, secret, &error);

  if (file != NULL && handover->format->draw != NULL)
    handover->picture = handover->format->draw (handover->account, secret, NULL);
  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_secrets_for_write (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (MailSecret) secret = NULL;
  g_autoptr (MailSecret) outgoing = NULL;
  GError *error = NULL;

  if (mail_store_load_secrets_finish (MAIL_STORE (source), result, &secret, &outgoing, &error))
    write_file (g_steal_pointer (&task), secret);
  else
    g_task_return_error (task, error);
}

/**
 * mail_handover_warn_async:
 * @store: the accounts
 * @account: one of them
 * @handoff: a program
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: data for @callback
 *
 * Some programs cannot take every password, so it is looked at before it is handed over. The keyring may ask
 * the person.
 */
void
mail_handover_warn_async (MailStore *store,
                          MailAccount *account,
                          MailHandoff *handoff,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  const Handover handover = { .account = account, .handoff = handoff };
  GTask *task = task_new (store, handover, cancellable, mail_handover_warn_async, callback, user_data);

  mail_store_load_secrets_async (store, account, cancellable, on_secrets_for_warn, task);
}

/**
 * mail_handover_warn_finish:
 * @store: the accounts
 * @result: the result handed to the callback
 * @error: return location for an error of the keyring or %G_IO_ERROR_CANCELLED
 *
 * Returns: (array zero-terminated=1) (transfer full) (nullable): what a person has to know first, a
 * translated sentence each
 */
char **
mail_handover_warn_finish (MailStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handover_warn_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mail_handover_add_async:
 * @store: the accounts
 * @account: one of them
 * @handoff: a program
 * @cancellable: (nullable): a cancellable
 * @callback: called when the program has the account
 * @user_data: data for @callback
 *
 * Takes the passwords from the keyring, which may ask the person, and adds the account to the program.
 */
void
mail_handover_add_async (MailStore *store,
                         MailAccount *account,
                         MailHandoff *handoff,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  const Handover handover = { .account = account, .handoff = handoff };
  GTask *task = task_new (store, handover, cancellable, mail_handover_add_async, callback, user_data);

  mail_store_load_secrets_async (store, account, cancellable, on_secrets_for_add, task);
}

/**
 * mail_handover_add_finish:
 * @store: the accounts
 * @result: the result handed to the callback
 * @error: return location for an error of the keyring, a %MAIL_ERROR_HANDOFF_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the program has the account now
 */
gboolean
mail_handover_add_finish (MailStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handover_add_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_handover_write_async:
 * @store: the accounts
 * @account: one of them
 * @format: what to write
 * @with_password: whether the person wants the password in it; only where the format takes one
 * @cancellable: (nullable): a cancellable
 * @callback: called when the file is written
 * @user_data: data for @callback
 *
 * The keyring is asked only for a file that holds the password.
 */
void
mail_handover_write_async (MailStore *store,
                           MailAccount *account,
                           const MailExport *format,
                           gboolean with_password,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  const Handover handover = { .account = account, .format = format };
  GTask *task = task_new (store, handover, cancellable, mail_handover_write_async, callback, user_data);

  if (with_password)
    mail_store_load_secrets_async (store, account, cancellable, on_secrets_for_write, task);
  else
    write_file (task, NULL);
}

/**
 * mail_handover_write_finish:
 * @store: the accounts
 * @result: the result handed to the callback
 * @picture: (out) (nullable) (transfer full): what a device reads from the screen, if it does
 * @error: return location for an error of the keyring, a %MAIL_ERROR_HANDOFF_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the file
 */
GBytes *
mail_handover_write_finish (MailStore *store, GAsyncResult *result, MailQr **picture, GError **error)
{
  Handover *handover;

  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handover_write_async), NULL);

  handover = g_task_get_task_data (G_TASK (result));
  *picture = g_steal_pointer (&handover->picture);
  return g_task_propagate_pointer (G_TASK (result), error);
}
