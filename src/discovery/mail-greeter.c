/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-greeter.h"

#include "mail-probe.h"

/* A conversation that waits for its turn or runs. */
typedef struct
{
  MailReport *report;
  MailAnchors *anchors;
  MailProbe *probe; /* NULL: it waits */
  guint limit;      /* milliseconds */
  guint limit_source;
  GSource *cancel_source; /* while it waits */
  MailGreeter *greeter;   /* unowned */
} Greeting;

/**
 * MailGreeter:
 *
 * Hears the greetings of many servers: so many conversations at once, the others in the order in which they
 * were asked for. A domain with many names must not open a hundred connections.
 */
struct _MailGreeter
{
  GObject parent_instance;

  MailAddress *address;
  MailGreeterFunc progress;
  gpointer progress_data;
  guint limit;
  guint n_running;
  GQueue waiting; /* of GTask */
};

G_DEFINE_FINAL_TYPE (MailGreeter, mail_greeter, G_TYPE_OBJECT)

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
greeting_free (gpointer data)
{
  Greeting *greeting = data;

  g_clear_handle_id (&greeting->limit_source, g_source_remove);
  clear_source (&greeting->cancel_source);
  g_clear_object (&greeting->probe);
  g_object_unref (greeting->report);
  g_object_unref (greeting->anchors);
  g_free (greeting);
}

static void
on_check_changed (MailCheck *check, GParamSpec *pspec, gpointer user_data)
{
  Greeting *greeting = user_data;
  MailGreeter *self = greeting->greeter;
  MailStep step = mail_check_get_step (check);

  if (mail_check_get_state (check) == MAIL_STATE_RUNNING
      && (step == MAIL_STEP_RESOLVE || step == MAIL_STEP_CONNECT))
    self->progress (mail_report_get_server (greeting->report), step, self->progress_data);
}

/* The report begins anew with other checks where the way of encryption changes. */
static void
on_checks_changed (GListModel *checks, guint position, guint removed, guint added, gpointer user_data)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (checks, i);

      g_signal_handlers_disconnect_by_func (check, on_check_changed, user_data);
      g_signal_connect (check, "notify::state", G_CALLBACK (on_check_changed), user_data);
    }
}

static void
watch_report (Greeting *greeting)
{
  GListModel *checks = G_LIST_MODEL (greeting->report);

  g_signal_connect (checks, "items-changed", G_CALLBACK (on_checks_changed), greeting);
  on_checks_changed (checks, 0, 0, g_list_model_get_n_items (checks), greeting);
}

static void
on_time_up (gpointer user_data)
{
  Greeting *greeting = user_data;

  greeting->limit_source = 0;
  mail_probe_time_out (greeting->probe);
}

static void start_next (MailGreeter *self);

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailGreeter *self = g_task_get_source_object (task);
  Greeting *greeting = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_handle_id (&greeting->limit_source, g_source_remove);
  self->n_running--;
  start_next (self);
  if (mail_probe_run_finish (MAIL_PROBE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The limit is shorter than the probe's own patience: TLS may take half of it before STARTTLS gets its turn,
 * and nobody asks a silent STARTTLS port whether it speaks TLS, since that question has a server of its own.
 */
static void
start (GTask *task)
{
  MailGreeter *self = g_task_get_source_object (task);
  Greeting *greeting = g_task_get_task_data (task);
  MailServer *server = mail_report_get_server (greeting->report);
  gboolean automatic = mail_server_get_security (server) == MAIL_SECURITY_AUTOMATIC;

  clear_source (&greeting->cancel_source);
  self->n_running++;
  greeting->probe = mail_probe_new (greeting->report, self->address, greeting->anchors);
  mail_probe_set_patience (greeting->probe, automatic ? greeting->limit / 2 : greeting->limit * 4);
  greeting->limit_source = g_timeout_add_once (greeting->limit, on_time_up, greeting);
  watch_report (greeting);
  mail_probe_run_async (greeting->probe, g_task_get_cancellable (task), on_probed, task);
}

static void
start_next (MailGreeter *self)
{
  if (self->n_running < self->limit && !g_queue_is_empty (&self->waiting))
    start (g_queue_pop_head (&self->waiting));
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailGreeter *self = g_task_get_source_object (task);

  g_queue_remove (&self->waiting, task);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
put_in_queue (MailGreeter *self, GTask *task)
{
  Greeting *greeting = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_queue_push_tail (&self->waiting, task);
  if (cancellable == NULL)
    return;
  greeting->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_callback (greeting->cancel_source, G_SOURCE_FUNC (on_cancelled), task, NULL);
  g_source_attach (greeting->cancel_source, g_task_get_context (task));
}

static void
mail_greeter_finalize (GObject *object)
{
  MailGreeter *self = MAIL_GREETER (object);

  mail_address_unref (self->address);
  G_OBJECT_CLASS (mail_greeter_parent_class)->finalize (object);
}

static void
mail_greeter_class_init (MailGreeterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_greeter_finalize;
}

static void
mail_greeter_init (MailGreeter *self)
{
  g_queue_init (&self->waiting);
}

/**
 * mail_greeter_new:
 * @address: whose servers
 * @limit: how many conversations may run at once
 * @progress: (scope notified): told of what happens on the way; not called after a conversation's callback
 * @progress_data: data for @progress, which lives as long as a conversation runs
 *
 * Returns: (transfer full): a greeter
 */
MailGreeter *
mail_greeter_new (MailAddress *address, guint limit, MailGreeterFunc progress, gpointer progress_data)
{
  MailGreeter *self = g_object_new (MAIL_TYPE_GREETER, NULL);

  self->address = mail_address_ref (address);
  self->limit = limit;
  self->progress = progress;
  self->progress_data = progress_data;
  return self;
}

/**
 * mail_greeter_greet_async:
 * @self: a greeter
 * @server: the server; copied
 * @anchors: what vouches for it
 * @milliseconds: how long it has, from when its turn has come
 * @cancellable: (nullable): ends it
 * @callback: called when the greeting was heard or cannot be
 * @user_data: data for @callback
 *
 * Hears the greeting of @server over TLS and proves its certificate (%MAIL_GOAL_GREETING).
 */
void
mail_greeter_greet_async (MailGreeter *self,
                          MailServer *server,
                          MailAnchors *anchors,
                          guint milliseconds,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Greeting *greeting;

  g_task_set_source_tag (task, mail_greeter_greet_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  greeting = g_new0 (Greeting, 1);
  greeting->report = mail_report_new (server, MAIL_GOAL_GREETING);
  greeting->anchors = g_object_ref (anchors);
  greeting->limit = milliseconds;
  greeting->greeter = self;
  g_task_set_task_data (task, greeting, greeting_free);
  if (self->n_running < self->limit)
    start (g_steal_pointer (&task));
  else
    put_in_queue (self, g_steal_pointer (&task));
}

/**
 * mail_greeter_greet_finish:
 * @self: a greeter
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Ends as the conversation ended: #MailError, %MAIL_ERROR_TIMED_OUT where the time was not enough, and
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: %TRUE where the protocol is spoken there, by a server that has proven its name
 */
gboolean
mail_greeter_greet_finish (MailGreeter *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_greeter_greet_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
