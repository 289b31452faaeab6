/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-keyring.h"

#include "mail-keyring-error.h"
#include "mail-keyring-place.h"
#include "mail-keyring-search.h"

/* Only secret_service_*, secret_collection_* and secret_item_* are used here. Inside a sandbox
 * secret_password_* would store into the program's own file, where no mail program finds anything.
 *
 * Other programs find an item by "host", "service" and "user", whatever the name of the schema. Our own calls
 * always name "account" too, so that an item of another program for the same mailbox is neither taken for
 * ours nor touched. */

#define DEFAULT_TIMEOUT 10000 /* milliseconds */

static const SecretSchema schema = {
  APP_ID ".Account",
  SECRET_SCHEMA_NONE,
  {
      { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "service", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "host", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "port", SECRET_SCHEMA_ATTRIBUTE_INTEGER },
      { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

struct _MailKeyring
{
  GObject parent_instance;

  guint timeout; /* milliseconds */
};

G_DEFINE_FINAL_TYPE (MailKeyring, mail_keyring, G_TYPE_OBJECT)

/* One call, from opening the session to the answer. */
typedef struct
{
  MailDeadline *deadline;
  MailKeyringService *service;
  void (*proceed) (GTask *task);
  gboolean silent;
  GHashTable *attributes;
  char *label;
  SecretValue *value;
  SecretItem *stored;
  GList *items;
} Call;

static void
call_free (Call *call)
{
  g_list_free_full (call->items, g_object_unref);
  g_clear_object (&call->stored);
  g_clear_pointer (&call->value, secret_value_unref);
  g_free (call->label);
  g_hash_table_unref (call->attributes);
  g_clear_object (&call->service);
  g_clear_pointer (&call->deadline, mail_deadline_unref);
  g_free (call);
}

static void
fail (GTask *task, GError *error)
{
  Call *call = g_task_get_task_data (task);

  g_task_return_error (task, mail_keyring_error_translate (error, call->deadline));
}

static GCancellable *
get_cancellable (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  return mail_deadline_get_cancellable (call->deadline);
}

/* ---- attributes ---- */

static GHashTable *
attributes_new_for_account (const char *account_id)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (char *) "account", g_strdup (account_id));
  return attributes;
}

/* All of them, also to look one up: a password belongs to the server that it was proven with, and goes to no
 * other. */
static GHashTable *
attributes_new_for_server (const char *account_id, MailServer *server)
{
  GHashTable *attributes = attributes_new_for_account (account_id);

  g_hash_table_insert (attributes, (char *) "service",
                       g_strdup (mail_protocol_to_string (mail_server_get_protocol (server))));
  g_hash_table_insert (attributes, (char *) "host", g_strdup (mail_server_get_host (server)));
  g_hash_table_insert (attributes, (char *) "port", g_strdup_printf ("%u", mail_server_get_port (server)));
  g_hash_table_insert (attributes, (char *) "user", g_strdup (mail_server_get_username (server)));
  return attributes;
}

/* ---- a call's beginning ---- */

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->service = mail_keyring_service_open_finish (result, &error);
  if (call->service == NULL)
    fail (task, error);
  else
    call->proceed (g_steal_pointer (&task));
}

static void
call_start (Call *call, GTask *task)
{
  MailKeyring *self = g_task_get_source_object (task);

  call->deadline = mail_deadline_new (self->timeout, g_task_get_cancellable (task));
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  mail_keyring_service_open_async (call->deadline, !call->silent, on_opened, task);
}

/* ---- removing ---- */

static void delete_next (GTask *task);

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_item_delete_finish (SECRET_ITEM (source), result, &error))
    delete_next (g_steal_pointer (&task));
  else
    fail (task, error);
}

static void
delete_next (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (SecretItem) item = NULL;

  if (call->items == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  item = call->items->data;
  call->items = g_list_delete_link (call->items, call->items);
  secret_item_delete (item, get_cancellable (task), on_deleted, task);
}

static void
on_found_for_clear (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->items = mail_keyring_search_finish (call->service, result, &error);
  if (error != NULL)
    fail (task, error);
  else
    delete_next (g_steal_pointer (&task));
}

static void
proceed_clear (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  mail_keyring_search_async (call->service, &schema, call->attributes, on_found_for_clear, task);
}

/* ---- storing ---- */

static gboolean
is_same_item (SecretItem *a, SecretItem *b)
{
  return g_str_equal (g_dbus_proxy_get_object_path (G_DBUS_PROXY (a)),
                      g_dbus_proxy_get_object_path (G_DBUS_PROXY (b)));
}

static GList *
take_others (GList *items, SecretItem *stored)
{
  GList *others = NULL;

  for (GList *item = items; item != NULL; item = item->next)
    if (!is_same_item (item->data, stored))
      others = g_list_prepend (others, g_object_ref (item->data));
  g_list_free_full (items, g_object_unref);
  return others;
}

static void
on_others_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = mail_keyring_search_finish (call->service, result, &error);

  call->items = take_others (items, call->stored);
  if (error != NULL)
    fail (task, error);
  else
    delete_next (g_steal_pointer (&task));
}

/* The service replaces an item whose attributes are all the same. One of the same account and service with
 * another host or user name is the old one nevertheless; it goes now that the new one is safe. */
static void
remove_others (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes
      = attributes_new_for_account (g_hash_table_lookup (call->attributes, "account"));

  g_hash_table_insert (attributes, (char *) "service",
                       g_strdup (g_hash_table_lookup (call->attributes, "service")));
  mail_keyring_search_async (call->service, &schema, attributes, on_others_found, task);
}

static void
on_item_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->stored = secret_item_create_finish (result, &error);
  if (call->stored == NULL)
    fail (task, error);
  else
    remove_others (g_steal_pointer (&task));
}

static void
on_place (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GCancellable *cancellable = get_cancellable (task);
  GError *error = NULL;
  g_autoptr (SecretCollection) place = mail_keyring_place_finish (call->service, result, &error);

  if (place == NULL)
    fail (task, error);
  else
    secret_item_create (place, &schema, call->attributes, call->label, call->value,
                        SECRET_ITEM_CREATE_REPLACE, cancellable, on_item_created, g_steal_pointer (&task));
}

static void
proceed_store (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  mail_keyring_place_async (call->service, on_place, task);
}

/* ---- looking up ---- */

static void
on_secret_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SecretItem *item = SECRET_ITEM (source);
  g_autoptr (SecretValue) value = NULL;
  GError *error = NULL;
  const char *text;
  gsize length;

  if (!secret_item_load_secret_finish (item, result, &error))
    {
      fail (task, error);
      return;
    }
  value = secret_item_get_secret (item);
  if (value == NULL)
    {
      fail (task, g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "no secret came"));
      return;
    }
  text = secret_value_get (value, &length);
  g_task_return_pointer (task, mail_secret_new (text, length), (GDestroyNotify) mail_secret_unref);
}

static void
on_found_for_lookup (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GCancellable *cancellable = get_cancellable (task);
  GError *error = NULL;

  call->items = mail_keyring_search_finish (call->service, result, &error);
  if (error != NULL)
    fail (task, error);
  else if (call->items == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    secret_item_load_secret (call->items->data, cancellable, on_secret_loaded, g_steal_pointer (&task));
}

static void
proceed_lookup (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  mail_keyring_search_async (call->service, &schema, call->attributes, on_found_for_lookup, task);
}

/* ---- the class ---- */

static void
mail_keyring_class_init (MailKeyringClass *klass)
{
}

static void
mail_keyring_init (MailKeyring *self)
{
  self->timeout = DEFAULT_TIMEOUT;
}

/**
 * mail_keyring_new:
 *
 * Nothing is asked of the Secret Service before the first call.
 *
 * Returns: (transfer full): a keyring
 */
MailKeyring *
mail_keyring_new (void)
{
  return g_object_new (MAIL_TYPE_KEYRING, NULL);
}

/**
 * mail_keyring_set_timeout:
 * @self: a keyring
 * @milliseconds: how long the service may take for one call; 10 seconds unless set, 0: for ever
 *
 * The limit does not run while the service asks the person something.
 */
void
mail_keyring_set_timeout (MailKeyring *self, guint milliseconds)
{
  g_return_if_fail (MAIL_IS_KEYRING (self));
  self->timeout = milliseconds;
}

/**
 * mail_keyring_store_async:
 * @self: a keyring
 * @account_id: the account's id
 * @server: one of its servers
 * @label: what people read in the programs of the keyring
 * @secret: the password
 * @cancellable: (nullable): closes an open question, too
 * @callback: called when it is stored
 * @user_data: for @callback
 *
 * Stores the password of one server, in place of the one that the account had for the same service. The
 * default keyring is unlocked or created first, asking the person.
 *
 * An item that another program stored for the same mailbox stays as it is.
 */
void
mail_keyring_store_async (MailKeyring *self,
                          const char *account_id,
                          MailServer *server,
                          const char *label,
                          MailSecret *secret,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);
  gsize length;
  const char *text = mail_secret_peek (secret, &length);

  g_task_set_source_tag (task, mail_keyring_store_async);
  call->proceed = proceed_store;
  call->attributes = attributes_new_for_server (account_id, server);
  call->label = g_strdup (label);
  /* libsecret keeps this copy in memory that is not swapped out, and wipes it. */
  call->value = secret_value_new (text, length, "text/plain");
  call_start (call, task);
}

/**
 * mail_keyring_store_finish:
 * @self: a keyring
 * @result: the result
 * @error: return location: %MAIL_ERROR_KEYRING_LOCKED, %MAIL_ERROR_KEYRING_DISMISSED,
 * %MAIL_ERROR_KEYRING_MISSING, %MAIL_ERROR_KEYRING_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is stored
 */
gboolean
mail_keyring_store_finish (MailKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_keyring_store_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_keyring_lookup_async:
 * @self: a keyring
 * @account_id: the account's id
 * @server: one of its servers, as it was stored
 * @cancellable: (nullable): closes an open question, too
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Gets the password of one server of an account, unlocking the keyring where that is needed.
 */
void
mail_keyring_lookup_async (MailKeyring *self,
                           const char *account_id,
                           MailServer *server,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, mail_keyring_lookup_async);
  call->proceed = proceed_lookup;
  call->attributes = attributes_new_for_server (account_id, server);
  call_start (call, task);
}

/**
 * mail_keyring_lookup_finish:
 * @self: a keyring
 * @result: the result
 * @error: return location, as in mail_keyring_store_finish()
 *
 * Returns: (transfer full) (nullable): the password; %NULL without an error: there is none
 */
MailSecret *
mail_keyring_lookup_finish (MailKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_keyring_lookup_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
clear_start (MailKeyring *self, const char *account_id, gboolean silent, GTask *task)
{
  Call *call = g_new0 (Call, 1);

  call->proceed = proceed_clear;
  call->silent = silent;
  call->attributes = attributes_new_for_account (account_id);
  call_start (call, task);
}

/**
 * mail_keyring_clear_async:
 * @self: a keyring
 * @account_id: an account's id
 * @cancellable: (nullable): closes an open question, too
 * @callback: called when they are gone
 * @user_data: for @callback
 *
 * Removes every password of an account, unlocking the keyring where that is needed. It is no error when there
 * are none.
 */
void
mail_keyring_clear_async (MailKeyring *self,
                          const char *account_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_keyring_clear_async);
  clear_start (self, account_id, FALSE, task);
}

/**
 * mail_keyring_clear_finish:
 * @self: a keyring
 * @result: the result
 * @error: return location, as in mail_keyring_store_finish()
 *
 * Returns: whether none is left
 */
gboolean
mail_keyring_clear_finish (MailKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_keyring_clear_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_keyring_discard_async:
 * @self: a keyring
 * @account_id: an account's id
 * @callback: called when they are gone
 * @user_data: for @callback
 *
 * As mail_keyring_clear_async(), to take back what was stored a moment ago: the person is asked nothing,
 * since a keyring that just took something in is open, and one that was not opened took nothing in.
 */
void
mail_keyring_discard_async (MailKeyring *self,
                            const char *account_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, mail_keyring_discard_async);
  clear_start (self, account_id, TRUE, task);
}

/**
 * mail_keyring_discard_finish:
 * @self: a keyring
 * @result: the result
 * @error: return location, as in mail_keyring_store_finish()
 *
 * Returns: whether none is left
 */
gboolean
mail_keyring_discard_finish (MailKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_keyring_discard_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
