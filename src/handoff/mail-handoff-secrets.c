/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Always secret_service_*, which speaks to the keyring over D-Bus: secret_password_* would use a file of the
 * sandbox inside a Flatpak, and the program that the password is for would not find it there. */
#include "config.h"

#include "mail-handoff-secrets.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"

/* One item and what is to become of it. */
typedef struct
{
  const SecretSchema *schema;
  GHashTable *attributes;
  char *label;
  SecretValue *value; /* NULL: it goes */
} Item;

static void
item_free (Item *item)
{
  g_hash_table_unref (item->attributes);
  g_free (item->label);
  g_clear_pointer (&item->value, secret_value_unref);
  g_free (item);
}

static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER);
}

/* A keyring that could not ask, and a person who did not answer, look the same here. */
static gboolean
is_locked (const GError *error)
{
  return g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED);
}

static void
fail (GTask *task, GError *reason)
{
  g_autoptr (GError) error = reason;

  if (is_locked (error))
    g_task_return_new_error (task, MAIL_ERROR, MAIL_ERROR_KEYRING_LOCKED,
                             _("The keyring stayed locked: unlock it, then try again."));
  else if (is_missing (error))
    g_task_return_new_error (
        task, MAIL_ERROR, MAIL_ERROR_KEYRING_MISSING,
        _("No keyring is running here: start GNOME Keyring, KWallet or KeePassXC, then try again."));
  else
    g_task_return_new_error (task, MAIL_ERROR, MAIL_ERROR_KEYRING_FAILED,
                             /* Translators: %s is the keyring's own message, in its own words. */
                             _("The keyring refused: %s"), error->message);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_service_store_finish (SECRET_SERVICE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    fail (task, error);
  else
    fail (task, g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "dismissed"));
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *left = secret_service_search_finish (SECRET_SERVICE (source), result, &error);

  if (error != NULL)
    fail (task, error);
  else if (left != NULL)
    fail (task, g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "left"));
  else
    g_task_return_boolean (task, TRUE);
  g_list_free_full (left, g_object_unref);
}

/* Nothing is said of items that stayed because they could not be unlocked, so it is looked for them. */
static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SecretService *service = SECRET_SERVICE (source);
  Item *item = g_task_get_task_data (task);
  GError *error = NULL;

  secret_service_clear_finish (service, result, &error);
  if (error != NULL)
    fail (task, error);
  else
    secret_service_search (service, item->schema, item->attributes, SECRET_SEARCH_ALL, NULL, on_searched,
                           g_steal_pointer (&task));
}

static void
on_service (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Item *item = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (SecretService) service = secret_service_get_finish (result, &error);

  if (service == NULL)
    fail (task, error);
  else if (item->value != NULL)
    secret_service_store (service, item->schema, item->attributes, SECRET_COLLECTION_DEFAULT, item->label,
                          item->value, NULL, on_stored, g_steal_pointer (&task));
  else
    secret_service_clear (service, item->schema, item->attributes, NULL, on_cleared, g_steal_pointer (&task));
}

static Item *
start (GTask *task, gpointer tag, const SecretSchema *schema, GHashTable *attributes)
{
  Item *item = g_new0 (Item, 1);

  item->schema = schema;
  item->attributes = g_hash_table_ref (attributes);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, item, (GDestroyNotify) item_free);
  secret_service_get (SECRET_SERVICE_OPEN_SESSION, NULL, on_service, task);
  return item;
}

/**
 * mail_handoff_secrets_store_async:
 * @schema: what a program calls its items
 * @attributes: (element-type utf8 utf8): by which it finds this one
 * @label: what people read in the programs of the keyring
 * @secret: a password
 * @callback: called when it is stored
 * @user_data: for @callback
 *
 * Stores a password in the default keyring, in place of one with the same attributes. The person is asked to
 * unlock the keyring where it is locked.
 */
void
mail_handoff_secrets_store_async (const SecretSchema *schema,
                                  GHashTable *attributes,
                                  const char *label,
                                  MailSecret *secret,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Item *item = start (task, mail_handoff_secrets_store_async, schema, attributes);
  gsize length;
  const char *text = mail_secret_peek (secret, &length);

  item->label = g_strdup (label);
  item->value = secret_value_new (text, length, "text/plain");
}

/**
 * mail_handoff_secrets_store_finish:
 * @result: the result
 * @error: return location: %MAIL_ERROR_KEYRING_LOCKED, %MAIL_ERROR_KEYRING_MISSING,
 * %MAIL_ERROR_KEYRING_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is stored
 */
gboolean
mail_handoff_secrets_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handoff_secrets_store_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_handoff_secrets_clear_async:
 * @schema: what a program calls its items
 * @attributes: (element-type utf8 utf8): which of them
 * @callback: called when they are gone
 * @user_data: for @callback
 *
 * Removes what was stored; it is no error when there is nothing.
 */
void
mail_handoff_secrets_clear_async (const SecretSchema *schema,
                                  GHashTable *attributes,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  start (g_task_new (NULL, NULL, callback, user_data), mail_handoff_secrets_clear_async, schema, attributes);
}

/**
 * mail_handoff_secrets_clear_finish:
 * @result: the result
 * @error: return location, as in mail_handoff_secrets_store_finish()
 *
 * Returns: whether none is left
 */
gboolean
mail_handoff_secrets_clear_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handoff_secrets_clear_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
