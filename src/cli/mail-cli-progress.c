/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "mail-cli-progress.h"

/* Back to the first column, and clear the line (ECMA-48 EL). */
#define CLEAR_LINE "\r\033[K"

struct _MailCliProgress
{
  GPtrArray *checks;
};

static void
append_running (GString *line, MailCheck *check)
{
  if (mail_check_get_state (check) != MAIL_STATE_RUNNING)
    return;
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, mail_step_get_label (mail_check_get_step (check)));
}

static void
on_state_changed (GObject *check, GParamSpec *pspec, gpointer user_data)
{
  MailCliProgress *self = user_data;
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < self->checks->len; i++)
    append_running (line, g_ptr_array_index (self->checks, i));
  g_printerr (CLEAR_LINE "%s", line->str);
}

static void
watch (MailCliProgress *self, MailReport *report)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (report));

  for (guint i = 0; i < n; i++)
    {
      MailCheck *check = g_list_model_get_item (G_LIST_MODEL (report), i);

      g_signal_connect (check, "notify::state", G_CALLBACK (on_state_changed), self);
      g_ptr_array_add (self->checks, check);
    }
}

/**
 * mail_cli_progress_new:
 * @verify: (nullable): a check that has just begun; %NULL where it could not begin
 *
 * Shows what @verify is doing, on standard error so that the answer stays clean.
 *
 * Returns: (transfer full) (nullable): a new #MailCliProgress; %NULL where there is nothing to show, or
 * nobody to see it
 */
MailCliProgress *
mail_cli_progress_new (MailVerify *verify)
{
  MailCliProgress *self;

  if (verify == NULL || !isatty (STDERR_FILENO))
    return NULL;
  self = g_new0 (MailCliProgress, 1);
  self->checks = g_ptr_array_new_with_free_func (g_object_unref);
  watch (self, mail_verify_get_incoming (verify));
  watch (self, mail_verify_get_outgoing (verify));
  return self;
}

/**
 * mail_cli_progress_free:
 * @self: (transfer full): a #MailCliProgress
 *
 * Clears the line.
 */
void
mail_cli_progress_free (MailCliProgress *self)
{
  for (guint i = 0; i < self->checks->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->checks, i), self);
  g_ptr_array_unref (self->checks);
  g_free (self);
  g_printerr (CLEAR_LINE);
}
