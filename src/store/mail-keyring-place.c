/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-keyring-place.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"
#include "mail-keyring-error.h"

/* A keyring that cannot ask for the password of a new one leaves the person with nothing to unlock. */
static GError *
explain_no_place (GError *error)
{
  if (!g_error_matches (error, MAIL_ERROR, MAIL_ERROR_KEYRING_LOCKED))
    return error;
  g_error_free (error);
  return mail_keyring_error_new (MAIL_KEYRING_NO_PLACE);
}

static void
on_place_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SecretCollection *place = secret_collection_create_finish (result, &error);

  if (place == NULL)
    g_task_return_error (task, explain_no_place (error));
  else
    g_task_return_pointer (task, place, g_object_unref);
}

static void
on_place_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error) < 0)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_object_ref (g_task_get_task_data (task)), g_object_unref);
}

static void
unlock_place (SecretCollection *place, GTask *task)
{
  g_autoptr (GList) places = g_list_prepend (NULL, place);

  g_task_set_task_data (task, g_object_ref (place), g_object_unref);
  secret_service_unlock (g_task_get_source_object (task), places, g_task_get_cancellable (task),
                         on_place_unlocked, task);
}

static void
on_place (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SecretService *service = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) place = mail_keyring_place_lookup_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (place == NULL)
    /* Translators: the name of a new keyring, shown by the keyring's own programs. */
    secret_collection_create (service, _("Default keyring"), SECRET_COLLECTION_DEFAULT,
                              SECRET_COLLECTION_CREATE_NONE, cancellable, on_place_created,
                              g_steal_pointer (&task));
  else if (secret_collection_get_locked (place))
    unlock_place (place, g_steal_pointer (&task));
  else
    g_task_return_pointer (task, g_steal_pointer (&place), g_object_unref);
}

/**
 * mail_keyring_place_async:
 * @service: a session
 * @callback: called when there is a place
 * @user_data: for @callback
 *
 * Gets the keyring that new items belong into: the default one, created where there is none, unlocked where
 * it is locked; the person is asked for both.
 */
void
mail_keyring_place_async (MailKeyringService *service, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = mail_keyring_service_step_new (service, mail_keyring_place_async, callback, user_data);

  secret_collection_for_alias (SECRET_SERVICE (service), SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                               g_task_get_cancellable (task), on_place, task);
}

/**
 * mail_keyring_place_finish:
 * @service: a session
 * @result: the result
 * @error: return location for an error for mail_keyring_error_translate()
 *
 * Returns: (transfer full) (nullable): the keyring
 */
SecretCollection *
mail_keyring_place_finish (MailKeyringService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_keyring_place_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mail_keyring_place_lookup_finish:
 * @result: the result of secret_collection_for_alias() for the default keyring
 * @error: return location for an error for mail_keyring_error_translate()
 *
 * No default keyring is an error in libsecret 0.20, and %NULL in later ones.
 *
 * Returns: (transfer full) (nullable): the default keyring; %NULL without an error: there is none
 */
SecretCollection *
mail_keyring_place_lookup_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GError) reason = NULL;
  SecretCollection *place = secret_collection_for_alias_finish (result, &reason);

  if (reason != NULL && !g_error_matches (reason, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT))
    g_propagate_error (error, g_steal_pointer (&reason));
  return place;
}
