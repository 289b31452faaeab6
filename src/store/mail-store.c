/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-store.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "mail-account-file.h"
#include "mail-error.h"

struct _MailStore
{
  GObject parent_instance;

  char *folder;
  MailKeyring *keyring;
  GListStore *accounts;
};

static void mail_store_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailStore,
                               mail_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, mail_store_list_model_init))

static char *
get_path (MailStore *self, MailAccount *account)
{
  g_autofree char *name = g_strconcat (mail_account_get_id (account), ".ini", NULL);

  return g_build_filename (self->folder, name, NULL);
}

static int
compare_addresses (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const char *address_a = mail_address_get_address (mail_account_get_address ((MailAccount *) a));
  const char *address_b = mail_address_get_address (mail_account_get_address ((MailAccount *) b));

  return g_strcmp0 (address_a, address_b);
}

static MailAccount *
find_address (MailStore *self, const MailAddress *address)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MailAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      /* The list keeps it alive. */
      if (mail_address_equal (mail_account_get_address (account), address))
        return account;
    }
  return NULL;
}

static MailAccount *
find_id (MailStore *self, const char *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MailAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      if (g_str_equal (mail_account_get_id (account), id))
        return account;
    }
  return NULL;
}

/* ---- the folder ---- */

static void
load_file (MailStore *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MailAccount) account = mail_account_file_load (path, &error);

  if (account != NULL)
    g_list_store_insert_sorted (self->accounts, account, compare_addresses, NULL);
  else
    g_debug ("%s is left alone: %s", path, error->message);
}

static gboolean
is_loaded (MailStore *self, const char *name)
{
  g_autofree char *id = g_strndup (name, strlen (name) - strlen (".ini"));

  return find_id (self, id) != NULL;
}

/* Also later, for what another program has stored meanwhile. */
static void
load_folder (MailStore *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".ini") && !is_loaded (self, name))
      load_file (self, name);
}

/* Who has mail where is nobody else's business, so the folder is closed to others even where it was open. */
static gboolean
prepare_folder (MailStore *self, GError **error)
{
  if (g_mkdir_with_parents (self->folder, S_IRWXU) == 0 && g_chmod (self->folder, S_IRWXU) == 0)
    return TRUE;
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_STORE_FAILED,
               /* Translators: the first %s is a folder, the second the system's message. */
               _("The folder %s cannot be used: %s"), self->folder, g_strerror (errno));
  return FALSE;
}

static gboolean
remove_file (MailStore *self, MailAccount *account, GError **error)
{
  g_autofree char *path = get_path (self, account);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_STORE_FAILED,
               /* Translators: the first %s is a file, the second the system's message. */
               _("The file %s could not be removed: %s"), path, g_strerror (errno));
  return FALSE;
}

static void
forget (MailStore *self, MailAccount *account)
{
  guint position;

  if (g_list_store_find (self->accounts, account, &position))
    g_list_store_remove (self->accounts, position);
}

/* ---- saving: passwords, file, and then what is replaced ---- */

typedef struct
{
  MailAccount *account;
  MailSecret *secret;
  MailSecret *outgoing_secret;
  MailAccount *replaces;
  GError *failure;
} Save;

static void
save_free (Save *save)
{
  g_clear_object (&save->account);
  g_clear_pointer (&save->secret, mail_secret_unref);
  g_clear_pointer (&save->outgoing_secret, mail_secret_unref);
  g_clear_object (&save->replaces);
  g_clear_error (&save->failure);
  g_free (save);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Save *save = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* The person is told what went wrong first; a keyring that fails now as well adds nothing to that. */
  if (!mail_keyring_discard_finish (MAIL_KEYRING (source), result, &error))
    g_debug ("What was stored could not be taken back: %s", error->message);
  g_task_return_error (task, g_steal_pointer (&save->failure));
}

/* The new account has an id of its own, so taking it back cannot touch anything that was there before. */
static void
undo (GTask *task, GError *failure)
{
  MailStore *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);

  save->failure = failure;
  mail_keyring_discard_async (self->keyring, mail_account_get_id (save->account), on_undone, task);
}

static void
on_replaced_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  /* The new account is complete: an old password that stays behind is no reason to call that a failure. */
  if (!mail_keyring_clear_finish (MAIL_KEYRING (source), result, &error))
    g_debug ("Old passwords stay in the keyring: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

/* From here on nothing is undone. */
static void
commit (GTask *task)
{
  MailStore *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);

  /* In this order: whoever shows the old one looks for its address when it goes. */
  g_list_store_insert_sorted (self->accounts, save->account, compare_addresses, NULL);
  if (save->replaces != NULL)
    forget (self, save->replaces);
  else
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  mail_keyring_clear_async (self->keyring, mail_account_get_id (save->replaces), NULL, on_replaced_cleared,
                            task);
}

static void
on_file_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailStore *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);
  GError *error = NULL;

  if (!mail_account_file_save_finish (result, &error))
    undo (g_steal_pointer (&task), error);
  else if (save->replaces != NULL && !remove_file (self, save->replaces, &error))
    {
      remove_file (self, save->account, NULL);
      undo (g_steal_pointer (&task), error);
    }
  else
    commit (g_steal_pointer (&task));
}

static void
save_file (GTask *task)
{
  MailStore *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);
  g_autofree char *path = get_path (self, save->account);
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    undo (task, error);
  else
    mail_account_file_save_async (save->account, path, on_file_saved, task);
}

static void
store_secret (GTask *task, MailServer *server, MailSecret *secret, GAsyncReadyCallback callback)
{
  MailStore *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);
  const char *address = mail_address_get_address (mail_account_get_address (save->account));
  g_autofree char *label = NULL;

  /* Translators: shown by the programs of the keyring. The first %s is an e-mail address, the second a
   * server. */
  label = g_strdup_printf (_("Mail password of %s (%s)"), address, mail_server_get_host (server));
  mail_keyring_store_async (self->keyring, mail_account_get_id (save->account), server, label, secret,
                            g_task_get_cancellable (task), callback, task);
}

static void
on_outgoing_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (mail_keyring_store_finish (MAIL_KEYRING (source), result, &error))
    save_file (task);
  else
    undo (task, error);
}

static void
on_incoming_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Save *save = g_task_get_task_data (task);
  MailServer *outgoing = mail_settings_get_outgoing (mail_account_get_settings (save->account));
  GError *error = NULL;

  /* Also undone when it was the first: a call that was cancelled may have reached the keyring all the same.
   */
  if (!mail_keyring_store_finish (MAIL_KEYRING (source), result, &error))
    undo (task, error);
  else if (mail_server_get_auth (outgoing) == MAIL_AUTH_NONE)
    save_file (task);
  else
    store_secret (task, outgoing, save->outgoing_secret, on_outgoing_stored);
}

static gboolean
check_conflict (MailStore *self, MailAccount *account, MailAccount *replaces, GError **error)
{
  MailAddress *address = mail_account_get_address (account);
  MailAccount *existing = find_address (self, address);

  if (existing == NULL || existing == replaces)
    return TRUE;
  /* Translators: %s is an e-mail address. */
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_STORE_FAILED, _("There is already an account for %s."),
               mail_address_get_address (address));
  return FALSE;
}

/* ---- removing ---- */

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailStore *self = g_task_get_source_object (task);
  MailAccount *account = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!mail_keyring_clear_finish (MAIL_KEYRING (source), result, &error)
      || !remove_file (self, account, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  forget (self, account);
  g_task_return_boolean (task, TRUE);
}

/* ---- the class ---- */

static GType
mail_store_get_item_type (GListModel *model)
{
  return MAIL_TYPE_ACCOUNT;
}

static guint
mail_store_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (MAIL_STORE (model)->accounts));
}

static gpointer
mail_store_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (MAIL_STORE (model)->accounts), position);
}

static void
mail_store_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mail_store_get_item_type;
  iface->get_n_items = mail_store_get_n_items;
  iface->get_item = mail_store_get_item;
}

static void
mail_store_dispose (GObject *object)
{
  MailStore *self = MAIL_STORE (object);

  g_clear_object (&self->keyring);
  G_OBJECT_CLASS (mail_store_parent_class)->dispose (object);
}

static void
mail_store_finalize (GObject *object)
{
  MailStore *self = MAIL_STORE (object);

  g_clear_object (&self->accounts);
  g_clear_pointer (&self->folder, g_free);
  G_OBJECT_CLASS (mail_store_parent_class)->finalize (object);
}

static void
mail_store_class_init (MailStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mail_store_dispose;
  object_class->finalize = mail_store_finalize;
}

static void
mail_store_init (MailStore *self)
{
  self->accounts = g_list_store_new (MAIL_TYPE_ACCOUNT);
  g_signal_connect_object (self->accounts, "items-changed", G_CALLBACK (g_list_model_items_changed), self,
                           G_CONNECT_SWAPPED);
}

/**
 * mail_store_new:
 * @folder: (nullable): the folder of the accounts; %NULL for the person's, `$XDG_DATA_HOME/siegel/accounts`
 * @keyring: where the passwords are
 *
 * Loads the accounts that are there, one `ID.ini` each. Files that cannot be read are left alone and skipped.
 *
 * Returns: (transfer full): the store
 */
MailStore *
mail_store_new (const char *folder, MailKeyring *keyring)
{
  MailStore *self = g_object_new (MAIL_TYPE_STORE, NULL);

  if (folder != NULL)
    self->folder = g_strdup (folder);
  else
    self->folder = g_build_filename (g_get_user_data_dir (), "siegel", "accounts", NULL);
  self->keyring = g_object_ref (keyring);
  load_folder (self);
  return self;
}

/**
 * mail_store_get_keyring:
 * @self: a store
 *
 * Returns: (transfer none): where the passwords are
 */
MailKeyring *
mail_store_get_keyring (MailStore *self)
{
  g_return_val_if_fail (MAIL_IS_STORE (self), NULL);
  return self->keyring;
}

/**
 * mail_store_find:
 * @self: a store
 * @address_or_id: an e-mail address as a person types it, or an id
 *
 * Returns: (transfer none) (nullable): the account
 */
MailAccount *
mail_store_find (MailStore *self, const char *address_or_id)
{
  g_autoptr (MailAddress) address = mail_address_new (address_or_id, NULL);

  g_return_val_if_fail (MAIL_IS_STORE (self), NULL);
  return address != NULL ? find_address (self, address) : find_id (self, address_or_id);
}

/**
 * mail_store_save_async:
 * @self: a store
 * @account: a proven account with an id that is new
 * @secret: the password
 * @outgoing_secret: (nullable): that of the outgoing server, where it has its own
 * @replaces: (nullable): the account in the store whose place it takes
 * @cancellable: (nullable): closes an open question of the keyring, too
 * @callback: called when it is stored, or everything is as before
 * @user_data: for @callback
 *
 * All or nothing: the passwords first, then the file; when something fails, what was done is taken back. An
 * outgoing server without sign-in gets no password. @replaces stays whole until @account is complete: only
 * then its file goes, and last its passwords. Cancelling works until the file is being written.
 */
void
mail_store_save_async (MailStore *self,
                       MailAccount *account,
                       MailSecret *secret,
                       MailSecret *outgoing_secret,
                       MailAccount *replaces,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Save *save = g_new0 (Save, 1);
  g_autoptr (GError) error = NULL;

  g_return_if_fail (g_uuid_string_is_valid (mail_account_get_id (account)));
  g_task_set_source_tag (task, mail_store_save_async);
  /* What has been stored counts as stored, even if somebody cancelled in the last moment. */
  g_task_set_check_cancellable (task, FALSE);
  save->account = g_object_ref (account);
  save->secret = mail_secret_ref (secret);
  save->outgoing_secret = mail_secret_ref (outgoing_secret != NULL ? outgoing_secret : secret);
  g_set_object (&save->replaces, replaces);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);

  load_folder (self);
  /* What can fail without the keyring does so before the person is asked to unlock it. */
  if (!check_conflict (self, account, replaces, &error) || !prepare_folder (self, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  store_secret (task, mail_settings_get_incoming (mail_account_get_settings (account)), secret,
                on_incoming_stored);
}

/**
 * mail_store_save_finish:
 * @self: a store
 * @result: the result
 * @error: return location: %MAIL_ERROR_STORE_FAILED, also when there is another account of the same address;
 * the errors of mail_keyring_store_finish()
 *
 * Returns: whether the account is stored; if not, everything is as before
 */
gboolean
mail_store_save_finish (MailStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_store_save_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_store_remove_async:
 * @self: a store
 * @account: an account in it
 * @cancellable: (nullable): closes an open question of the keyring, too
 * @callback: called when it is removed
 * @user_data: for @callback
 *
 * Removes the passwords, then the file: as long as a password is left, its account can be seen and removed
 * again.
 */
void
mail_store_remove_async (MailStore *self,
                         MailAccount *account,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_store_remove_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (account), g_object_unref);
  mail_keyring_clear_async (self->keyring, mail_account_get_id (account), cancellable, on_cleared, task);
}

/**
 * mail_store_remove_finish:
 * @self: a store
 * @result: the result
 * @error: return location: %MAIL_ERROR_STORE_FAILED; the errors of mail_keyring_clear_finish()
 *
 * Returns: whether it is removed
 */
gboolean
mail_store_remove_finish (MailStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_store_remove_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
