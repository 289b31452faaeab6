/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-setup-private.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"

static void
on_outer_cancelled (GCancellable *outer, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

MailSetupStage *
mail_setup_stage_new (GCancellable *outer)
{
  MailSetupStage *stage = g_new0 (MailSetupStage, 1);

  stage->cancellable = g_cancellable_new ();
  if (outer == NULL)
    return stage;
  stage->outer = g_object_ref (outer);
  /* A plain signal, since g_cancellable_disconnect() waits for the emission that may be ending this stage.
   * All of it happens on one thread. */
  stage->outer_handler
      = g_signal_connect_object (outer, "cancelled", G_CALLBACK (on_outer_cancelled), stage->cancellable, 0);
  if (g_cancellable_is_cancelled (outer))
    g_cancellable_cancel (stage->cancellable);
  return stage;
}

void
mail_setup_stage_free (MailSetupStage *stage)
{
  if (stage->outer != NULL)
    g_clear_signal_handler (&stage->outer_handler, stage->outer);
  g_clear_object (&stage->outer);
  g_clear_object (&stage->cancellable);
  g_clear_object (&stage->search);
  g_clear_object (&stage->verify);
  g_clear_object (&stage->account);
  g_free (stage);
}

/* ---- the check ---- */

static void
adopt_server (MailServer *server, MailServer *proven)
{
  mail_server_set_security (server, mail_server_get_security (proven));
  mail_server_set_port (server, mail_server_get_port (proven));
  mail_server_set_username (server, mail_server_get_username (proven));
  mail_server_set_username_guessed (server, FALSE);
}

static gboolean
logins_differ (MailSettings *settings)
{
  MailServer *outgoing = mail_settings_get_outgoing (settings);

  return mail_server_get_auth (outgoing) != MAIL_AUTH_NONE
         && !g_str_equal (mail_server_get_username (mail_settings_get_incoming (settings)),
                          mail_server_get_username (outgoing));
}

/* What was "automatic" or a guess becomes what the servers agreed to. */
static void
adopt_proven (MailSetup *self)
{
  g_autoptr (MailSettings) proven = mail_verify_dup_proven (self->verify);

  self->adopting = TRUE;
  if (logins_differ (proven) && !mail_settings_get_separate_login (self->settings))
    {
      /* One that was typed and then switched off was not asked about, so it must not be stored. */
      g_clear_pointer (&self->outgoing_secret, mail_secret_unref);
      mail_settings_set_separate_login (self->settings, TRUE);
    }
  adopt_server (mail_settings_get_incoming (self->settings), mail_settings_get_incoming (proven));
  adopt_server (mail_settings_get_outgoing (self->settings), mail_settings_get_outgoing (proven));
  self->adopting = FALSE;
}

static void
end_check (MailSetup *self, gboolean proven)
{
  g_clear_object (&self->checking);
  mail_setup_notify (self, MAIL_SETUP_PROP_CHECKING);
  if (!proven)
    return;
  adopt_proven (self);
  self->proven = TRUE;
  mail_setup_notify (self, MAIL_SETUP_PROP_PROVEN);
}

static MailGoal
get_goal (MailVerify *verify)
{
  return mail_report_get_goal (mail_verify_get_incoming (verify));
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailSetup *self = g_task_get_source_object (task);
  MailSetupStage *stage = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean passed = mail_verify_run_finish (stage->verify, result, &error);

  /* Something changed meanwhile: this check says nothing about the settings as they are now. */
  if (self->checking != stage->cancellable)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("The settings changed."));
      return;
    }
  end_check (self, passed && get_goal (stage->verify) == MAIL_GOAL_ACCESS);
  if (passed)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static gboolean
has_own_outgoing_secret (MailSetup *self)
{
  return self->outgoing_secret != NULL && mail_settings_get_separate_login (self->settings);
}

/* The pin of the whole run is a decision about both servers. */
static void
adopt_pin (MailSetup *self)
{
  if (self->pin == NULL)
    return;
  self->adopting = TRUE;
  mail_server_set_pin (mail_settings_get_incoming (self->settings), self->pin);
  mail_server_set_pin (mail_settings_get_outgoing (self->settings), self->pin);
  self->adopting = FALSE;
}

static MailVerify *
verify_new (MailSetup *self, MailGoal goal, GError **error)
{
  g_autoptr (MailVerify) verify = mail_verify_new (self->settings, self->address, goal);

  mail_verify_set_timeout (verify, self->timeout);
  if (self->ca_file != NULL && !mail_verify_set_ca_file (verify, self->ca_file, error))
    return NULL;
  if (goal == MAIL_GOAL_ACCESS)
    mail_verify_set_secret (verify, self->secret);
  if (goal == MAIL_GOAL_ACCESS && has_own_outgoing_secret (self))
    mail_verify_set_outgoing_secret (verify, self->outgoing_secret);
  return g_steal_pointer (&verify);
}

static char *
dup_unready (MailSetup *self, MailGoal goal)
{
  char *missing = mail_setup_dup_missing (self, MAIL_SETUP_PAGE_SERVERS);

  if (missing != NULL)
    return missing;
  if (self->address == NULL)
    return mail_setup_dup_missing (self, MAIL_SETUP_PAGE_ACCOUNT);
  if (goal != MAIL_GOAL_ACCESS)
    return NULL;
  return self->secret != NULL ? mail_setup_dup_disagreed (self) : g_strdup (_("Enter your password."));
}

static MailVerify *
verify_new_if_ready (MailSetup *self, MailGoal goal, GError **error)
{
  g_autofree char *unready = dup_unready (self, goal);

  if (unready == NULL)
    {
      adopt_pin (self);
      return verify_new (self, goal, error);
    }
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID, unready);
  return NULL;
}

/**
 * mail_setup_check_async:
 * @self: a setup
 * @goal: how far the conversations go; only %MAIL_GOAL_ACCESS needs the password, and only it proves anything
 * @cancellable: (nullable): stops it
 * @callback: called when both servers have had their say
 * @user_data: for @callback
 *
 * Asks both servers whether they accept the settings and passwords as they are. [property@Mail.Setup:verify]
 * is there when this returns. Nothing is stored. No password goes to a server that nobody vouches for
 * ([property@Mail.Setup:needs-consent]) before the person has agreed. After success the settings are what was
 * proven: "automatic" security and guessed user names are gone from them.
 */
void
mail_setup_check_async (MailSetup *self,
                        MailGoal goal,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  MailSetupStage *stage = mail_setup_stage_new (cancellable);
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, mail_setup_check_async);
  g_task_set_task_data (task, stage, (GDestroyNotify) mail_setup_stage_free);
  stage->verify = verify_new_if_ready (self, goal, &error);
  if (stage->verify == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  mail_setup_clear_after (self, MAIL_SETUP_PART_SETTINGS);
  self->verify = g_object_ref (stage->verify);
  self->checking = g_object_ref (stage->cancellable);
  mail_setup_notify (self, MAIL_SETUP_PROP_VERIFY);
  mail_setup_notify (self, MAIL_SETUP_PROP_CHECKING);
  mail_verify_run_async (stage->verify, stage->cancellable, on_checked, g_steal_pointer (&task));
}

/**
 * mail_setup_check_finish:
 * @self: a setup
 * @result: the result
 * @error: return location: what the first server that failed ran into; %MAIL_ERROR_SETTINGS_INVALID where
 *   something is missing; %G_IO_ERROR_CANCELLED also when the settings changed meanwhile
 *
 * Returns: whether both servers are content
 */
gboolean
mail_setup_check_finish (MailSetup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_setup_check_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- saving ---- */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailSetup *self = g_task_get_source_object (task);
  MailSetupStage *stage = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean saved = mail_store_save_finish (self->store, result, &error);

  /* Otherwise the run has moved on; the account is what the store says, and the run will meet it as an
   * existing one. */
  if (self->saving == stage->cancellable)
    {
      g_clear_object (&self->saving);
      if (saved)
        {
          self->account = g_object_ref (stage->account);
          mail_setup_drop_secrets (self);
          mail_setup_notify (self, MAIL_SETUP_PROP_ACCOUNT);
        }
      mail_setup_notify (self, MAIL_SETUP_PROP_SAVING);
    }
  mail_setup_update_existing (self);
  if (saved)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Always with an id of its own, so that an account which is replaced stays whole until this one is. */
static MailAccount *
account_new (MailSetup *self)
{
  MailProvider *provider = mail_setup_get_provider (self);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = g_strstrip (g_strdup (self->name));
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (MailSettings) settings = mail_settings_copy (self->settings);

  if (self->authorities != NULL)
    mail_settings_set_authorities (settings, self->authorities);
  return mail_account_new (id, name, self->address, settings,
                           provider != NULL ? mail_provider_get_id (provider) : NULL,
                           provider != NULL ? mail_provider_get_name (provider) : NULL, now);
}

/**
 * mail_setup_save_async:
 * @self: a setup
 * @cancellable: (nullable): stops it, and closes nothing that is open at the keyring
 * @callback: called when it is stored, or everything is as before
 * @user_data: for @callback
 *
 * Stores what was proven. An account of the same address is replaced only with [property@Mail.Setup:replace].
 * The passwords are dropped on success. To save again what is saved is no error.
 */
void
mail_setup_save_async (MailSetup *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *missing = mail_setup_dup_missing (self, MAIL_SETUP_PAGE_SAVE);
  MailSetupStage *stage;

  g_task_set_source_tag (task, mail_setup_save_async);
  g_task_set_check_cancellable (task, FALSE);
  if (missing != NULL)
    g_task_return_new_error (task, MAIL_ERROR, MAIL_ERROR_STORE_FAILED, "%s", missing);
  else if (self->account != NULL)
    g_task_return_boolean (task, TRUE);
  if (missing != NULL || self->account != NULL)
    return;

  stage = mail_setup_stage_new (cancellable);
  stage->account = account_new (self);
  g_task_set_task_data (task, stage, (GDestroyNotify) mail_setup_stage_free);
  self->saving = g_object_ref (stage->cancellable);
  mail_setup_notify (self, MAIL_SETUP_PROP_SAVING);
  mail_store_save_async (self->store, stage->account, self->secret,
                         has_own_outgoing_secret (self) ? self->outgoing_secret : NULL, self->existing,
                         stage->cancellable, on_saved, g_steal_pointer (&task));
}

/**
 * mail_setup_save_finish:
 * @self: a setup
 * @result: the result
 * @error: return location: as in mail_store_save_finish(); %MAIL_ERROR_STORE_FAILED also where something is
 * missing
 *
 * Returns: whether the account is stored
 */
gboolean
mail_setup_save_finish (MailSetup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_setup_save_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
