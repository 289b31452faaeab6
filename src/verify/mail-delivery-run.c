/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two conversations, one beside the other:
 *
 *   incoming  open the mailbox ── watch ─────────────────────────── seen
 *                               └▶ ready                             │
 *   outgoing                       send ── accepted ─────────────────┴─▶ arrived
 *
 * Nothing is sent before the watch is ready, so that nothing can be missed, and nothing at all where the
 * mailbox does not open. With POP3 the watch is one short conversation after the other. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-delivery-private.h"
#include "mail-error.h"
#include "mail-test-message.h"

/* POP3: each look is a sign-in. */
#define FIRST_PAUSE   5 /* seconds */
#define LONGEST_PAUSE 30

#define REMOVAL_TIMEOUT 30 /* seconds */

static gboolean
has_found (MailDelivery *self)
{
  return self->watch != NULL && mail_watch_has_found (self->watch);
}

static gboolean
has_failed (MailDelivery *self, MailSide side)
{
  return mail_report_get_state (self->reports[side]) == MAIL_STATE_FAILED;
}

static MailProbe *
create_probe (MailDelivery *self, MailSide side, MailReport *report)
{
  MailProbe *probe = mail_probe_new (report, self->address, self->anchors);

  mail_probe_set_secret (probe, self->secrets[side] != NULL ? self->secrets[side]
                                                            : self->secrets[MAIL_SIDE_INCOMING]);
  return probe;
}

static void
begin_conversation (MailDelivery *self, MailSide side, GAsyncReadyCallback callback)
{
  self->n_running++;
  mail_probe_run_async (self->probes[side], self->stop, callback, self);
}

static void
on_person_cancelled (GCancellable *person, gpointer user_data)
{
  MailDelivery *self = user_data;

  g_cancellable_cancel (self->stop);
}

/* Takes task. */
static void
begin (MailDelivery *self, GTask *task, guint timeout, GSourceFunc on_deadline)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  /* What has happened has happened, even when the wish to stop comes in the last moment. */
  g_task_set_check_cancellable (task, FALSE);
  self->task = task;
  if (self->anchors == NULL)
    self->anchors = mail_anchors_new (NULL, NULL);
  mail_anchors_add_text (self->anchors, self->authorities);
  self->stop = g_cancellable_new ();
  self->deadline_source = g_timeout_add_seconds (timeout, on_deadline, self);
  if (cancellable == NULL)
    return;
  self->person = g_object_ref (cancellable);
  self->person_handler = g_cancellable_connect (cancellable, G_CALLBACK (on_person_cancelled), self, NULL);
}

/* Returns: (transfer full): the task, to be answered */
static GTask *
end (MailDelivery *self)
{
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  g_cancellable_disconnect (self->person, self->person_handler);
  self->person_handler = 0;
  g_clear_object (&self->person);
  g_clear_object (&self->stop);
  for (MailSide side = MAIL_SIDE_INCOMING; side < MAIL_N_SIDES; side++)
    g_clear_object (&self->probes[side]);
  return g_steal_pointer (&self->task);
}

/* What the whole run ends with: the person's wish to stop, or else the first thing that went wrong. What was
 * only stopped for it counts last. */
static GError *
dup_error (MailDelivery *self)
{
  const GError *found = NULL;

  if (g_cancellable_is_cancelled (self->person))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Stopped."));
  for (MailSide side = MAIL_SIDE_INCOMING; side < MAIL_N_SIDES; side++)
    {
      const GError *error = mail_report_get_error (self->reports[side]);

      if (found == NULL || g_error_matches (found, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        found = error != NULL ? error : found;
    }
  return found != NULL ? g_error_copy (found) : NULL;
}

static void
end_run (MailDelivery *self)
{
  const gboolean arrived = self->accepted != 0 && has_found (self);
  GError *error = arrived ? NULL : dup_error (self);
  g_autoptr (GTask) task = end (self);

  mail_delivery_set_state (self, arrived ? MAIL_DELIVERY_ARRIVED : MAIL_DELIVERY_FAILED);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void go_on (MailDelivery *self);

/* POP3: one more look, told to nobody unless it fails. */
static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MailDelivery *self = user_data;
  g_autoptr (MailReport) report = g_object_ref (mail_probe_get_report (MAIL_PROBE (source)));
  g_autoptr (GError) error = NULL;

  self->n_running--;
  if (!mail_probe_run_finish (MAIL_PROBE (source), result, &error))
    mail_report_fail (self->reports[MAIL_SIDE_INCOMING], error, mail_report_get_server_said (report));
  else if (has_found (self))
    self->seen = g_get_monotonic_time ();
  go_on (self);
}

static void
look_again (MailDelivery *self)
{
  MailServer *server = mail_report_get_server (self->reports[MAIL_SIDE_INCOMING]);
  g_autoptr (MailReport) report = mail_report_new (server, MAIL_GOAL_DELIVERY);

  g_clear_object (&self->probes[MAIL_SIDE_INCOMING]);
  self->probes[MAIL_SIDE_INCOMING] = create_probe (self, MAIL_SIDE_INCOMING, report);
  mail_probe_set_watch (self->probes[MAIL_SIDE_INCOMING], self->watch);
  begin_conversation (self, MAIL_SIDE_INCOMING, on_looked);
}

static gboolean
on_pause_ended (gpointer user_data)
{
  MailDelivery *self = user_data;

  self->n_running--;
  if (g_cancellable_is_cancelled (self->stop))
    go_on (self);
  else
    look_again (self);
  return G_SOURCE_REMOVE;
}

/* Longer and longer, and never shorter than the server wants. The wish to stop ends it. */
static void
begin_pause (MailDelivery *self)
{
  const guint seconds = MAX (self->pause, mail_watch_get_delay (self->watch));
  g_autoptr (GSource) pause = g_timeout_source_new_seconds (seconds);
  g_autoptr (GSource) stop = g_cancellable_source_new (self->stop);

  self->n_running++;
  self->pause = MIN (self->pause * 3 / 2, LONGEST_PAUSE);
  g_source_set_dummy_callback (stop);
  g_source_add_child_source (pause, stop);
  g_source_set_callback (pause, on_pause_ended, self, NULL);
  g_source_attach (pause, g_main_context_get_thread_default ());
}

/* One thing has ended. With POP3 one more look follows, unless something is wrong. */
static void
go_on (MailDelivery *self)
{
  if (self->n_running > 0)
    return;
  if (!mail_delivery_is_imap (self) && self->accepted != 0 && !has_found (self)
      && !has_failed (self, MAIL_SIDE_INCOMING) && !g_cancellable_is_cancelled (self->stop))
    begin_pause (self);
  else
    end_run (self);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MailDelivery *self = user_data;

  self->n_running--;
  if (!mail_probe_run_finish (MAIL_PROBE (source), result, NULL))
    g_cancellable_cancel (self->stop);
  else
    {
      self->accepted = g_get_monotonic_time ();
      mail_delivery_set_state (self, MAIL_DELIVERY_TRAVELLING);
    }
  go_on (self);
}

static void
send (MailDelivery *self)
{
  g_autoptr (GBytes) message = mail_test_message_new (self->address, self->name, self->message_id);

  self->sent = g_get_monotonic_time ();
  self->probes[MAIL_SIDE_OUTGOING]
      = create_probe (self, MAIL_SIDE_OUTGOING, self->reports[MAIL_SIDE_OUTGOING]);
  mail_probe_set_message (self->probes[MAIL_SIDE_OUTGOING], message);
  mail_delivery_set_state (self, MAIL_DELIVERY_SENDING);
  begin_conversation (self, MAIL_SIDE_OUTGOING, on_sent);
}

static void
on_ready (MailWatch *watch, GParamSpec *pspec, MailDelivery *self)
{
  if (self->state == MAIL_DELIVERY_OPENING && !g_cancellable_is_cancelled (self->stop))
    send (self);
}

/* A failure here does not stop the sending: better to know what became of it. */
static void
on_watched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MailDelivery *self = user_data;

  self->n_running--;
  if (mail_probe_run_finish (MAIL_PROBE (source), result, NULL) && has_found (self))
    self->seen = g_get_monotonic_time ();
  go_on (self);
}

static void
open_mailbox (MailDelivery *self)
{
  MailServer *server = mail_report_get_server (self->reports[MAIL_SIDE_INCOMING]);

  g_free (self->message_id);
  self->message_id = mail_test_message_create_id (self->address);
  g_clear_object (&self->watch);
  self->watch = mail_watch_new (mail_server_get_protocol (server), self->message_id);
  g_signal_connect_object (self->watch, "notify::ready", G_CALLBACK (on_ready), self, 0);
  self->probes[MAIL_SIDE_INCOMING]
      = create_probe (self, MAIL_SIDE_INCOMING, self->reports[MAIL_SIDE_INCOMING]);
  mail_probe_set_watch (self->probes[MAIL_SIDE_INCOMING], self->watch);
  mail_delivery_set_state (self, MAIL_DELIVERY_OPENING);
  begin_conversation (self, MAIL_SIDE_INCOMING, on_watched);
}

/* It was accepted, and nobody is to blame yet. */
static void
fail_to_arrive (MailDelivery *self)
{
  g_autoptr (GError) error = g_error_new (
      MAIL_ERROR, MAIL_ERROR_TIMED_OUT,
      g_dngettext (
          GETTEXT_PACKAGE,
          /* Translators: %u is a number of seconds. */
          "The message was sent, but is not in the inbox after %u second. Look into the spam folder.",
          "The message was sent, but is not in the inbox after %u seconds. Look into the spam folder.",
          self->timeout),
      self->timeout);

  mail_report_fail (self->reports[MAIL_SIDE_INCOMING], error, NULL);
  g_cancellable_cancel (self->stop);
}

static gboolean
on_deadline (gpointer user_data)
{
  MailDelivery *self = user_data;

  self->deadline_source = 0;
  if (self->state == MAIL_DELIVERY_TRAVELLING)
    fail_to_arrive (self);
  else
    mail_probe_time_out (
        self->probes[self->state == MAIL_DELIVERY_SENDING ? MAIL_SIDE_OUTGOING : MAIL_SIDE_INCOMING]);
  return G_SOURCE_REMOVE;
}

static gboolean
on_removal_deadline (gpointer user_data)
{
  MailDelivery *self = user_data;

  self->deadline_source = 0;
  mail_probe_time_out (self->probes[MAIL_SIDE_INCOMING]);
  return G_SOURCE_REMOVE;
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MailDelivery *self = user_data;
  GError *error = NULL;
  const gboolean removed = mail_probe_run_finish (MAIL_PROBE (source), result, &error);
  g_autoptr (GTask) task = end (self);

  self->n_running--;
  if (!removed)
    {
      g_task_return_error (task, error);
      return;
    }
  mail_delivery_set_state (self, MAIL_DELIVERY_REMOVED);
  g_task_return_boolean (task, TRUE);
}

/**
 * mail_delivery_run_async:
 * @self: a test mail that does not run
 * @cancellable: (nullable): the person's wish to stop
 * @callback: called when it has arrived or cannot
 * @user_data: data for @callback
 *
 * Opens the mailbox, sends the message and waits until it is there. Each conversation shows the password
 * once; with POP3 that is one every five seconds and then less often, up to the first that fails, and never
 * sooner than the server allows (RFC 2449, section 6.5).
 */
void
mail_delivery_run_async (MailDelivery *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (self->task == NULL);

  g_task_set_source_tag (task, mail_delivery_run_async);
  self->sent = 0;
  self->accepted = 0;
  self->seen = 0;
  self->pause = FIRST_PAUSE;
  for (MailSide side = MAIL_SIDE_INCOMING; side < MAIL_N_SIDES; side++)
    {
      mail_evidence_clear (mail_report_get_evidence (self->reports[side]));
      mail_report_restart (self->reports[side]);
    }
  begin (self, g_steal_pointer (&task), self->timeout, on_deadline);
  open_mailbox (self);
}

/**
 * mail_delivery_run_finish:
 * @self: a test mail
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Ends with %G_IO_ERROR_CANCELLED where the person stopped it, else with the error of the report that failed.
 * %MAIL_ERROR_TIMED_OUT after a sending time is known: it was accepted and did not arrive.
 *
 * Returns: %TRUE when it has arrived
 */
gboolean
mail_delivery_run_finish (MailDelivery *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_delivery_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_delivery_remove_async:
 * @self: a test mail that has arrived by IMAP
 * @cancellable: (nullable): the person's wish to stop
 * @callback: called when it is gone or stays
 * @user_data: data for @callback
 *
 * Takes it out of the mailbox, and nothing else: where the server cannot do that (RFC 4315), it stays.
 */
void
mail_delivery_remove_async (MailDelivery *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (MailReport) report = NULL;

  g_return_if_fail (self->task == NULL && mail_delivery_can_remove (self));

  g_task_set_source_tag (task, mail_delivery_remove_async);
  begin (self, g_steal_pointer (&task), REMOVAL_TIMEOUT, on_removal_deadline);
  report = mail_report_new (mail_report_get_server (self->reports[MAIL_SIDE_INCOMING]), MAIL_GOAL_ACCESS);
  mail_watch_remove (self->watch);
  self->probes[MAIL_SIDE_INCOMING] = create_probe (self, MAIL_SIDE_INCOMING, report);
  mail_probe_set_watch (self->probes[MAIL_SIDE_INCOMING], self->watch);
  begin_conversation (self, MAIL_SIDE_INCOMING, on_removed);
}

/**
 * mail_delivery_remove_finish:
 * @self: a test mail
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Errors: %MAIL_ERROR_MAILBOX_UNAVAILABLE where the server cannot remove a single message, those of a
 * conversation, and %G_IO_ERROR_CANCELLED.
 *
 * Returns: %TRUE when it is gone, or was gone before
 */
gboolean
mail_delivery_remove_finish (MailDelivery *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_delivery_remove_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
