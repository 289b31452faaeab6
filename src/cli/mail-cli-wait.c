/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>

#include "mail-cli-wait.h"
#include "mail-cli.h"

struct _MailCliWait
{
  GMainLoop *loop;
  GCancellable *cancellable;
  GAsyncResult *result;
  guint interrupt_id;
};

static gboolean
on_interrupt (gpointer user_data)
{
  MailCliWait *self = user_data;

  /* Asked twice: something does not let itself be cancelled, and the person has waited enough. */
  if (g_cancellable_is_cancelled (self->cancellable))
    _exit (MAIL_CLI_INTERRUPTED);
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

/**
 * mail_cli_wait_new:
 *
 * From now on Ctrl-C cancels what is being waited for.
 *
 * Returns: (transfer full): a new #MailCliWait
 */
MailCliWait *
mail_cli_wait_new (void)
{
  MailCliWait *self = g_new0 (MailCliWait, 1);

  self->loop = g_main_loop_new (NULL, FALSE);
  self->cancellable = g_cancellable_new ();
  self->interrupt_id = g_unix_signal_add (SIGINT, on_interrupt, self);
  return self;
}

/**
 * mail_cli_wait_free:
 * @self: (transfer full): a #MailCliWait
 *
 * Frees @self; Ctrl-C ends the program again.
 */
void
mail_cli_wait_free (MailCliWait *self)
{
  g_source_remove (self->interrupt_id);
  g_clear_object (&self->result);
  g_clear_object (&self->cancellable);
  g_main_loop_unref (self->loop);
  g_free (self);
}

/**
 * mail_cli_wait_get_cancellable:
 * @self: a #MailCliWait
 *
 * Returns: (transfer none): what Ctrl-C cancels; for the operation to wait for
 */
GCancellable *
mail_cli_wait_get_cancellable (MailCliWait *self)
{
  return self->cancellable;
}

/**
 * mail_cli_wait_done:
 * @source: (nullable): unused
 * @result: the result of the operation
 * @self: (type MailCliWait): who waits for it
 *
 * The callback to give to the operation.
 */
void
mail_cli_wait_done (GObject *source, GAsyncResult *result, gpointer self)
{
  MailCliWait *wait = self;

  g_set_object (&wait->result, result);
  g_main_loop_quit (wait->loop);
}

/**
 * mail_cli_wait_for_result:
 * @self: a #MailCliWait
 *
 * Waits for mail_cli_wait_done(), which the operation must have been given.
 *
 * Returns: (transfer none): what to hand to the operation's finish function; valid until the next call
 */
GAsyncResult *
mail_cli_wait_for_result (MailCliWait *self)
{
  g_clear_object (&self->result);
  g_main_loop_run (self->loop);
  return self->result;
}
