/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-doctor.h"

/**
 * MailDoctor:
 *
 * What can be done for an account that is stored: check it again with its passwords from the keyring, prove
 * and store new ones, send a test mail. One thing at a time.
 */
struct _MailDoctor
{
  GObject parent_instance;

  MailStore *store;
  MailAccount *account;
  MailVerify *verify;
  char *ca_file;
  guint timeout; /* seconds */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (MailDoctor, mail_doctor, G_TYPE_OBJECT)

typedef enum
{
  PROP_ACCOUNT = 1,
  PROP_VERIFY,
  PROP_BUSY,
} MailDoctorProperty;

static GParamSpec *properties[PROP_BUSY + 1];

/* A new password on its way through the proof to the store. */
typedef struct
{
  MailSecret *secret;
  MailSecret *outgoing_secret; /* nullable */
  MailAccount *account;        /* as it will be */
} Change;

static void
change_free (Change *change)
{
  mail_secret_unref (change->secret);
  g_clear_pointer (&change->outgoing_secret, mail_secret_unref);
  g_clear_object (&change->account);
  g_free (change);
}

static void
notify (MailDoctor *self, MailDoctorProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_busy (MailDoctor *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  notify (self, PROP_BUSY);
}

/* Takes the task and, where something went wrong, its error. */
static void
end (GTask *task, GError *error)
{
  set_busy (g_task_get_source_object (task), FALSE);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static MailSettings *
get_settings (MailDoctor *self)
{
  return mail_account_get_settings (self->account);
}

/* A check that has not run, in place of the last one. */
static gboolean
renew_verify (MailDoctor *self, MailGoal goal, GError **error)
{
  g_autoptr (MailVerify) verify
      = mail_verify_new (get_settings (self), mail_account_get_address (self->account), goal);

  mail_verify_set_knows_usernames (verify, TRUE);
  mail_verify_set_timeout (verify, self->timeout);
  if (self->ca_file != NULL && !mail_verify_set_ca_file (verify, self->ca_file, error))
    return FALSE;
  g_set_object (&self->verify, verify);
  notify (self, PROP_VERIFY);
  return TRUE;
}

/* ---- checking again ---- */

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  mail_verify_run_finish (MAIL_VERIFY (source), result, &error);
  end (task, error);
}

static void
run_verify (GTask *task, GAsyncReadyCallback callback)
{
  MailDoctor *self = g_task_get_source_object (task);

  mail_verify_run_async (self->verify, g_task_get_cancellable (task), callback, task);
}

static void
on_secrets_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  MailDoctor *self = g_task_get_source_object (task);
  g_autoptr (MailSecret) secret = NULL;
  g_autoptr (MailSecret) outgoing_secret = NULL;
  GError *error = NULL;

  if (!mail_store_load_secrets_finish (MAIL_STORE (source), result, &secret, &outgoing_secret, &error)
      || !renew_verify (self, MAIL_GOAL_ACCESS, &error))
    {
      end (task, error);
      return;
    }
  mail_verify_set_secret (self->verify, secret);
  mail_verify_set_outgoing_secret (self->verify, outgoing_secret);
  run_verify (task, on_checked);
}

/* ---- another password ---- */

/* The new account is what the old one was, under an id of its own: the old one stays whole until the store
 * has the new one. */
static MailAccount *
account_new (MailDoctor *self)
{
  g_autofree char *id = g_uuid_string_random ();

  return mail_account_new (
      id, mail_account_get_name (self->account), mail_account_get_address (self->account),
      get_settings (self), mail_account_get_provider_id (self->account),
      mail_account_get_provider_name (self->account), mail_account_get_created (self->account));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  MailDoctor *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  if (mail_store_save_finish (MAIL_STORE (source), result, &error))
    {
      g_set_object (&self->account, change->account);
      notify (self, PROP_ACCOUNT);
    }
  end (task, error);
}

static void
on_proven (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  MailDoctor *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean proven = mail_verify_run_finish (MAIL_VERIFY (source), result, &error);

  if (!proven)
    {
      end (task, error);
      return;
    }
  change->account = account_new (self);
  mail_store_save_async (self->store, change->account, change->secret, change->outgoing_secret, self->account,
                         g_task_get_cancellable (task), on_saved, task);
}

/* ---- a test mail ---- */

static MailDelivery *
delivery_new (MailDoctor *self, GError **error)
{
  g_autoptr (MailDelivery) delivery
      = mail_delivery_new (get_settings (self), mail_account_get_address (self->account));

  mail_delivery_set_name (delivery, mail_account_get_name (self->account));
  if (self->ca_file != NULL && !mail_delivery_set_ca_file (delivery, self->ca_file, error))
    return NULL;
  return g_steal_pointer (&delivery);
}

static void
on_secrets_for_delivery (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailDoctor *self = g_task_get_source_object (task);
  g_autoptr (MailSecret) secret = NULL;
  g_autoptr (MailSecret) outgoing_secret = NULL;
  g_autoptr (MailDelivery) delivery = NULL;
  GError *error = NULL;

  set_busy (self, FALSE);
  if (mail_store_load_secrets_finish (MAIL_STORE (source), result, &secret, &outgoing_secret, &error))
    delivery = delivery_new (self, &error);
  if (delivery == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  mail_delivery_set_secret (delivery, secret);
  mail_delivery_set_outgoing_secret (delivery, outgoing_secret);
  g_task_return_pointer (task, g_steal_pointer (&delivery), g_object_unref);
}

/* ---- the class ---- */

static void
mail_doctor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailDoctor *self = MAIL_DOCTOR (object);

  switch ((MailDoctorProperty) id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_VERIFY:
      g_value_set_object (value, self->verify);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_doctor_dispose (GObject *object)
{
  MailDoctor *self = MAIL_DOCTOR (object);

  g_clear_object (&self->store);
  g_clear_object (&self->account);
  g_clear_object (&self->verify);
  g_clear_pointer (&self->ca_file, g_free);
  G_OBJECT_CLASS (mail_doctor_parent_class)->dispose (object);
}

static void
mail_doctor_class_init (MailDoctorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mail_doctor_get_property;
  object_class->dispose = mail_doctor_dispose;

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, MAIL_TYPE_ACCOUNT, flags);
  properties[PROP_VERIFY] = g_param_spec_object ("verify", NULL, NULL, MAIL_TYPE_VERIFY, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_doctor_init (MailDoctor *self)
{
  self->timeout = MAIL_VERIFY_DEFAULT_TIMEOUT;
}

/**
 * mail_doctor_new:
 * @store: the accounts, and the keyring with their passwords
 * @account: one of them
 *
 * Returns: (transfer full): who looks after @account
 */
MailDoctor *
mail_doctor_new (MailStore *store, MailAccount *account)
{
  MailDoctor *self = g_object_new (MAIL_TYPE_DOCTOR, NULL);

  self->store = g_object_ref (store);
  self->account = g_object_ref (account);
  return self;
}

/**
 * mail_doctor_set_ca_file:
 * @self: a doctor that is not busy
 * @path: (nullable) (type filename): a PEM file with certificates to trust as well
 *
 * A file that cannot be used is reported by whatever uses it first.
 */
void
mail_doctor_set_ca_file (MailDoctor *self, const char *path)
{
  g_free (self->ca_file);
  self->ca_file = g_strdup (path);
}

/**
 * mail_doctor_set_timeout:
 * @self: a doctor that is not busy
 * @seconds: how long a check may take
 */
void
mail_doctor_set_timeout (MailDoctor *self, guint seconds)
{
  self->timeout = seconds;
}

/**
 * mail_doctor_get_account:
 * @self: a doctor
 *
 * Returns: (transfer none): the account as it is stored; another one after a change
 */
MailAccount *
mail_doctor_get_account (MailDoctor *self)
{
  return self->account;
}

/**
 * mail_doctor_get_verify:
 * @self: a doctor
 *
 * Returns: (transfer none) (nullable): the check under way, or the last one
 */
MailVerify *
mail_doctor_get_verify (MailDoctor *self)
{
  return self->verify;
}

/**
 * mail_doctor_get_busy:
 * @self: a doctor
 *
 * Returns: whether something is under way
 */
gboolean
mail_doctor_get_busy (MailDoctor *self)
{
  return self->busy;
}

static GTask *
begin (MailDoctor *self,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* What is stored is stored, even if somebody cancelled in the last moment. */
  g_task_set_check_cancellable (task, FALSE);
  set_busy (self, TRUE);
  return task;
}

/**
 * mail_doctor_check_async:
 * @self: a doctor that is not busy
 * @goal: how far to go; only %MAIL_GOAL_ACCESS asks the keyring for the passwords
 * @cancellable: (nullable): stops it
 * @callback: called when both servers have had their say
 * @user_data: for @callback
 *
 * Checks the account as it is stored, pins included. [property@Mail.Doctor:verify] is there as soon as the
 * passwords are.
 */
void
mail_doctor_check_async (MailDoctor *self,
                         MailGoal goal,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;
  GError *error = NULL;

  g_return_if_fail (!self->busy);

  task = begin (self, mail_doctor_check_async, cancellable, callback, user_data);
  if (goal == MAIL_GOAL_ACCESS)
    mail_store_load_secrets_async (self->store, self->account, cancellable, on_secrets_loaded, task);
  else if (renew_verify (self, goal, &error))
    run_verify (task, on_checked);
  else
    end (task, error);
}

/**
 * mail_doctor_check_finish:
 * @self: a doctor
 * @result: the result
 * @error: return location: of mail_store_load_secrets_finish() or mail_verify_run_finish()
 *
 * Returns: whether both servers are content
 */
gboolean
mail_doctor_check_finish (MailDoctor *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_doctor_check_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_doctor_change_password_async:
 * @self: a doctor that is not busy
 * @secret: the new password
 * @outgoing_secret: (nullable): that of the outgoing server; %NULL: the same
 * @cancellable: (nullable): stops it
 * @callback: called when it is stored, or everything is as before
 * @user_data: for @callback
 *
 * Proves the new passwords with both servers, and only then stores them in place of the old ones.
 */
void
mail_doctor_change_password_async (MailDoctor *self,
                                   MailSecret *secret,
                                   MailSecret *outgoing_secret,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  Change *change = g_new0 (Change, 1);
  GTask *task;
  GError *error = NULL;

  g_return_if_fail (!self->busy);

  task = begin (self, mail_doctor_change_password_async, cancellable, callback, user_data);
  change->secret = mail_secret_ref (secret);
  change->outgoing_secret = outgoing_secret != NULL ? mail_secret_ref (outgoing_secret) : NULL;
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  if (!renew_verify (self, MAIL_GOAL_ACCESS, &error))
    {
      end (task, error);
      return;
    }
  mail_verify_set_secret (self->verify, secret);
  mail_verify_set_outgoing_secret (self->verify, outgoing_secret);
  run_verify (task, on_proven);
}

/**
 * mail_doctor_change_password_finish:
 * @self: a doctor
 * @result: the result
 * @error: return location: of mail_verify_run_finish() or mail_store_save_finish()
 *
 * Returns: whether the new passwords are stored; if not, everything is as before
 */
gboolean
mail_doctor_change_password_finish (MailDoctor *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_doctor_change_password_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_doctor_prepare_delivery_async:
 * @self: a doctor that is not busy
 * @cancellable: (nullable): stops it
 * @callback: called when it is ready
 * @user_data: for @callback
 *
 * Makes a test mail ready to be sent; sending is for the caller to begin, where the person asks for it.
 */
void
mail_doctor_prepare_delivery_async (MailDoctor *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task;

  g_return_if_fail (!self->busy);

  task = begin (self, mail_doctor_prepare_delivery_async, cancellable, callback, user_data);
  mail_store_load_secrets_async (self->store, self->account, cancellable, on_secrets_for_delivery, task);
}

/**
 * mail_doctor_prepare_delivery_finish:
 * @self: a doctor
 * @result: the result
 * @error: return location, as in mail_store_load_secrets_finish()
 *
 * Returns: (transfer full) (nullable): a test mail with the passwords it needs, which has not run
 */
MailDelivery *
mail_doctor_prepare_delivery_finish (MailDoctor *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_doctor_prepare_delivery_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
