/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-keyring-service.h"

#include "mail-keyring-error.h"

/* A service that has no way to show its question reports the same as one whose question was closed by the
 * person: "dismissed". Only the time tells them apart. No dialog is drawn, read and closed within this. */
#define SHORTEST_DIALOG (400 * G_TIME_SPAN_MILLISECOND)

struct _MailKeyringService
{
  SecretService parent_instance;

  MailDeadline *deadline;
  gboolean interactive;
};

G_DEFINE_FINAL_TYPE (MailKeyringService, mail_keyring_service, SECRET_TYPE_SERVICE)

/* Whether the service went away: libsecret calls that "dismissed" as well. */
static gboolean
is_gone (MailKeyringService *self, const char *owner)
{
  g_autofree char *now = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (self));

  return g_strcmp0 (now, owner) != 0;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_task_return_error_if_cancelled (user_data);
  return G_SOURCE_REMOVE;
}

/* For what must not be cancelled itself: ends the waiting for it. Whoever waited looks at the source, and
 * destroys it. */
static GSource *
end_when_cancelled (GTask *task)
{
  GSource *source = g_cancellable_source_new (g_task_get_cancellable (task));

  g_task_attach_source (task, source, G_SOURCE_FUNC (on_cancelled));
  return source;
}

/* ---- questions to the person ---- */

typedef struct
{
  char *owner;
  gint64 asked_at; /* monotonic, microseconds */
  GSource *cancelled;
} Question;

static void
question_free (Question *question)
{
  g_free (question->owner);
  g_clear_pointer (&question->cancelled, g_source_unref);
  g_free (question);
}

static GError *
explain_no_answer (MailKeyringService *self, const Question *question)
{
  if (is_gone (self, question->owner))
    return mail_keyring_error_new (MAIL_KEYRING_STOPPED);
  if (g_get_monotonic_time () - question->asked_at < SHORTEST_DIALOG)
    return mail_keyring_error_new (MAIL_KEYRING_LOCKED);
  return mail_keyring_error_new (MAIL_KEYRING_DISMISSED);
}

/* Nothing unlocked, or nothing created. libsecret 0.20 hands that on even when it comes with "dismissed". */
static gboolean
is_empty (GVariant *answer)
{
  if (g_variant_is_of_type (answer, G_VARIANT_TYPE_OBJECT_PATH_ARRAY))
    return g_variant_n_children (answer) == 0;
  return g_variant_is_of_type (answer, G_VARIANT_TYPE_OBJECT_PATH)
         && g_str_equal (g_variant_get_string (answer, NULL), "/");
}

static void
on_prompt_performed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailKeyringService *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = secret_prompt_perform_finish (SECRET_PROMPT (source), result, &error);

  if (g_source_is_destroyed (question->cancelled))
    return;
  g_source_destroy (question->cancelled);
  mail_deadline_restart (self->deadline);
  if (answer != NULL && !is_empty (answer))
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) g_variant_unref);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_error (task, explain_no_answer (self, question));
}

/* The time limit is for the service, not for the person: it is held as long as a question is open. */
static void
mail_keyring_service_prompt_async (SecretService *service,
                                   SecretPrompt *prompt,
                                   const GVariantType *return_type,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  MailKeyringService *self = MAIL_KEYRING_SERVICE (service);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Question *question;

  g_task_set_source_tag (task, mail_keyring_service_prompt_async);
  if (!self->interactive)
    {
      g_task_return_error (task, mail_keyring_error_new (MAIL_KEYRING_LOCKED));
      return;
    }
  question = g_new0 (Question, 1);
  question->owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (self));
  question->asked_at = g_get_monotonic_time ();
  question->cancelled = end_when_cancelled (task);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  mail_deadline_hold (self->deadline);
  /* Cancelled, libsecret would close the dialog, and GNOME Keyring (42 at least) ends with a failed assertion
   * when somebody does that: every program of the session would find its keyring locked. So the dialog is
   * left to the person, and only the waiting for it ends. */
  secret_prompt_perform (prompt, "", return_type, NULL, on_prompt_performed, g_steal_pointer (&task));
}

/* "Dismissed" becomes an error here, so that every call that needed an answer stops at the place where it was
 * missing. */
static GVariant *
mail_keyring_service_prompt_finish (SecretService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- the class ---- */

static void
mail_keyring_service_finalize (GObject *object)
{
  MailKeyringService *self = MAIL_KEYRING_SERVICE (object);

  g_clear_pointer (&self->deadline, mail_deadline_unref);
  G_OBJECT_CLASS (mail_keyring_service_parent_class)->finalize (object);
}

static void
mail_keyring_service_class_init (MailKeyringServiceClass *klass)
{
  SecretServiceClass *service_class = SECRET_SERVICE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mail_keyring_service_finalize;
  service_class->prompt_async = mail_keyring_service_prompt_async;
  service_class->prompt_finish = mail_keyring_service_prompt_finish;
}

static void
mail_keyring_service_init (MailKeyringService *self)
{
}

/* ---- opening ---- */

typedef struct
{
  MailDeadline *deadline;
  gboolean interactive;
  GSource *cancelled;
} Opening;

static void
opening_free (Opening *opening)
{
  mail_deadline_unref (opening->deadline);
  g_clear_pointer (&opening->cancelled, g_source_unref);
  g_free (opening);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  SecretService *service = secret_service_open_finish (result, &error);
  MailKeyringService *self;

  if (service == NULL)
    {
      g_task_return_error (task, mail_keyring_error_opening (error));
      return;
    }
  self = MAIL_KEYRING_SERVICE (service);
  self->deadline = mail_deadline_ref (opening->deadline);
  self->interactive = opening->interactive;
  g_task_return_pointer (task, self, g_object_unref);
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (g_source_is_destroyed (opening->cancelled))
    return;
  g_source_destroy (opening->cancelled);
  if (bus == NULL)
    g_task_return_error (task, mail_keyring_error_new (MAIL_KEYRING_NO_BUS));
  else
    secret_service_open (MAIL_TYPE_KEYRING_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION, cancellable, on_opened,
                         g_steal_pointer (&task));
}

/**
 * mail_keyring_service_open_async:
 * @deadline: the limit of the call that the session is for
 * @interactive: whether the person may be asked anything
 * @callback: called when the session is open
 * @user_data: for @callback
 *
 * Connects to the Secret Service over D-Bus and agrees on the key that passwords are encrypted with on their
 * way. Every call has a session of its own: one that was opened earlier may belong to a service that has
 * ended since.
 */
void
mail_keyring_service_open_async (MailDeadline *deadline,
                                 gboolean interactive,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GCancellable *cancellable = mail_deadline_get_cancellable (deadline);
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->deadline = mail_deadline_ref (deadline);
  opening->interactive = interactive;
  opening->cancelled = end_when_cancelled (task);
  g_task_set_source_tag (task, mail_keyring_service_open_async);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  /* Asked for separately, because its failure is no failure of a keyring; and not to be cancelled, because
   * everybody shares the connection: the next call would get the one that was cancelled. */
  g_bus_get (G_BUS_TYPE_SESSION, NULL, on_bus, g_steal_pointer (&task));
}

/**
 * mail_keyring_service_open_finish:
 * @result: the result
 * @error: return location: %MAIL_ERROR_KEYRING_MISSING, or an error for mail_keyring_error_translate()
 *
 * Returns: (transfer full) (nullable): the session
 */
MailKeyringService *
mail_keyring_service_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_keyring_service_open_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mail_keyring_service_step_new:
 * @self: a session
 * @tag: the source tag of the step
 * @callback: called when the step is done
 * @user_data: for @callback
 *
 * Returns: (transfer full): the task of one step of the call, under its limit
 */
GTask *
mail_keyring_service_step_new (MailKeyringService *self,
                               gpointer tag,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, mail_deadline_get_cancellable (self->deadline), callback, user_data);

  g_task_set_source_tag (task, tag);
  return task;
}
