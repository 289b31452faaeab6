/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-deadline.h"

struct _MailDeadline
{
  GCancellable *cancellable;
  GCancellable *outer;
  gulong outer_handler;
  guint milliseconds;
  GSource *timer;
  gboolean passed;
};

static void
on_outer_cancelled (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
on_passed (gpointer user_data)
{
  MailDeadline *self = user_data;

  self->passed = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
mail_deadline_clear (MailDeadline *self)
{
  mail_deadline_hold (self);
  g_cancellable_disconnect (self->outer, self->outer_handler);
  g_clear_object (&self->outer);
  g_clear_object (&self->cancellable);
}

/**
 * mail_deadline_new:
 * @milliseconds: the time limit; 0 for none
 * @outer: (nullable): the caller's own
 *
 * Starts a time limit on the thread's main context.
 *
 * Returns: (transfer full): the deadline, already running
 */
MailDeadline *
mail_deadline_new (guint milliseconds, GCancellable *outer)
{
  MailDeadline *self = g_rc_box_new0 (MailDeadline);

  self->cancellable = g_cancellable_new ();
  self->milliseconds = milliseconds;
  g_set_object (&self->outer, outer);
  /* The callback owns what it cancels: it may run in another thread, beside the last unref. */
  if (outer != NULL)
    self->outer_handler = g_cancellable_connect (outer, G_CALLBACK (on_outer_cancelled),
                                                 g_object_ref (self->cancellable), g_object_unref);
  mail_deadline_restart (self);
  return self;
}

/**
 * mail_deadline_ref:
 * @self: a deadline
 *
 * Returns: (transfer full): @self
 */
MailDeadline *
mail_deadline_ref (MailDeadline *self)
{
  return g_rc_box_acquire (self);
}

/**
 * mail_deadline_unref:
 * @self: (transfer full): a deadline
 *
 * Stops the clock with the last reference; nothing is cancelled by that.
 */
void
mail_deadline_unref (MailDeadline *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) mail_deadline_clear);
}

/**
 * mail_deadline_get_cancellable:
 * @self: a deadline
 *
 * Returns: (transfer none): what the steps under the limit are to listen to
 */
GCancellable *
mail_deadline_get_cancellable (MailDeadline *self)
{
  return self->cancellable;
}

/**
 * mail_deadline_get_outer:
 * @self: a deadline
 *
 * Returns: (transfer none) (nullable): the caller's own
 */
GCancellable *
mail_deadline_get_outer (MailDeadline *self)
{
  return self->outer;
}

/**
 * mail_deadline_has_passed:
 * @self: a deadline
 *
 * Returns: whether the time limit, and not the caller, set it off
 */
gboolean
mail_deadline_has_passed (MailDeadline *self)
{
  return self->passed;
}

/**
 * mail_deadline_hold:
 * @self: a deadline
 *
 * Stops the clock: from now on a person is being waited for.
 */
void
mail_deadline_hold (MailDeadline *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

/**
 * mail_deadline_restart:
 * @self: a deadline
 *
 * Starts the clock anew, with the whole time.
 */
void
mail_deadline_restart (MailDeadline *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  mail_deadline_hold (self);
  if (self->milliseconds == 0)
    return;
  self->timer = g_timeout_source_new (self->milliseconds);
  g_source_set_callback (self->timer, on_passed, self, NULL);
  g_source_attach (self->timer, context);
}
