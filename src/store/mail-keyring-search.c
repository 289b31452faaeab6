/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-keyring-search.h"

#include "mail-keyring-place.h"

typedef struct
{
  const SecretSchema *schema;
  GHashTable *attributes;
  gboolean again;
  GList *items;
} Search;

static void
items_free (GList *items)
{
  g_list_free_full (items, g_object_unref);
}

static void
search_free (Search *search)
{
  g_hash_table_unref (search->attributes);
  items_free (search->items);
  g_free (search);
}

static void
return_items (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&search->items), (GDestroyNotify) items_free);
}

static void search_start (GTask *task);

static void
on_empty_place_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  search->again = TRUE;
  if (secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error) < 0)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    search_start (g_steal_pointer (&task));
}

static void
on_empty_place (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SecretService *service = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) place = mail_keyring_place_lookup_finish (result, &error);
  g_autoptr (GList) places = g_list_prepend (NULL, place);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (place == NULL || !secret_collection_get_locked (place))
    return_items (task);
  else
    secret_service_unlock (service, places, cancellable, on_empty_place_unlocked, g_steal_pointer (&task));
}

/* The flag alone does not refuse: KWallet calls its items locked and gives them out all the same. */
static void
on_items_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error) < 0)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    return_items (task);
}

static GList *
pick_locked (GList *items)
{
  GList *locked = NULL;

  for (GList *item = items; item != NULL; item = item->next)
    if (secret_item_get_locked (item->data))
      locked = g_list_prepend (locked, item->data);
  return locked;
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SecretService *service = SECRET_SERVICE (source);
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) locked = NULL;

  search->items = secret_service_search_finish (service, result, &error);
  locked = pick_locked (search->items);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (locked != NULL)
    secret_service_unlock (service, locked, cancellable, on_items_unlocked, g_steal_pointer (&task));
  else if (search->items != NULL || search->again)
    return_items (task);
  else
    /* Some services list nothing while they are locked: an empty answer of a locked keyring proves nothing.
     */
    secret_collection_for_alias (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, cancellable,
                                 on_empty_place, g_steal_pointer (&task));
}

static void
search_start (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  /* Not SECRET_SEARCH_UNLOCK: it swallows the reason why something stayed locked. */
  secret_service_search (g_task_get_source_object (task), search->schema, search->attributes,
                         SECRET_SEARCH_ALL, g_task_get_cancellable (task), on_searched, task);
}

/**
 * mail_keyring_search_async:
 * @service: a session
 * @schema: the schema of the items; static
 * @attributes: (element-type utf8 utf8): what all of them must have
 * @callback: called when they are found
 * @user_data: for @callback
 *
 * Finds all items with @attributes and unlocks them, asking the person where that is needed.
 */
void
mail_keyring_search_async (MailKeyringService *service,
                           const SecretSchema *schema,
                           GHashTable *attributes,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = mail_keyring_service_step_new (service, mail_keyring_search_async, callback, user_data);
  Search *search = g_new0 (Search, 1);

  search->schema = schema;
  search->attributes = g_hash_table_ref (attributes);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  search_start (task);
}

/**
 * mail_keyring_search_finish:
 * @service: a session
 * @result: the result
 * @error: return location for an error for mail_keyring_error_translate()
 *
 * Returns: (transfer full) (element-type SecretItem) (nullable): the items; %NULL without an error: there are
 * none
 */
GList *
mail_keyring_search_finish (MailKeyringService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_keyring_search_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
