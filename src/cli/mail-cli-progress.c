/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <unistd.h>

#include "mail-cli-progress.h"

#include <glib/gi18n-lib.h>

/* Back to the first column, and clear the line (ECMA-48 EL). */
#define CLEAR_LINE "\r\033[K"

struct _MailCliProgress
{
  GPtrArray *items; /* MailCheck, MailLookup or MailDelivery */
};

static const char *
get_stage (MailDelivery *delivery)
{
  switch ((int) mail_delivery_get_state (delivery))
    {
    case MAIL_DELIVERY_OPENING:
      return _("Open the inbox");
    case MAIL_DELIVERY_SENDING:
      return _("Send the message");
    case MAIL_DELIVERY_TRAVELLING:
      return _("Wait for the message");
    default:
      return NULL;
    }
}

/* What @item is doing, NULL while it is doing nothing. */
static const char *
get_running (gpointer item)
{
  if (MAIL_IS_DELIVERY (item))
    return get_stage (item);
  if (MAIL_IS_LOOKUP (item))
    return mail_lookup_get_state (item) == MAIL_STATE_RUNNING ? mail_lookup_get_label (item) : NULL;
  return mail_check_get_state (item) == MAIL_STATE_RUNNING ? mail_step_get_label (mail_check_get_step (item))
                                                           : NULL;
}

static void
on_state_changed (GObject *item, GParamSpec *pspec, gpointer user_data)
{
  MailCliProgress *self = user_data;
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const char *running = get_running (g_ptr_array_index (self->items, i));

      if (running != NULL)
        g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", running);
    }
  g_printerr (CLEAR_LINE "%s", line->str);
}

static MailCliProgress *
progress_new (void)
{
  MailCliProgress *self = g_new0 (MailCliProgress, 1);

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

/* Takes item. */
static void
watch_one (MailCliProgress *self, GObject *item)
{
  g_signal_connect (item, "notify::state", G_CALLBACK (on_state_changed), self);
  g_ptr_array_add (self->items, item);
}

static void
watch (MailCliProgress *self, GListModel *items)
{
  guint n = g_list_model_get_n_items (items);

  for (guint i = 0; i < n; i++)
    watch_one (self, g_list_model_get_item (items, i));
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
  self = progress_new ();
  watch (self, G_LIST_MODEL (mail_verify_get_incoming (verify)));
  watch (self, G_LIST_MODEL (mail_verify_get_outgoing (verify)));
  return self;
}

/**
 * mail_cli_progress_new_for_search:
 * @search: (nullable): a search that has not ended; %NULL where it could not begin
 *
 * Shows who is being asked.
 *
 * Returns: (transfer full) (nullable): a new #MailCliProgress; %NULL where there is nothing to show, or
 * nobody to see it
 */
MailCliProgress *
mail_cli_progress_new_for_search (MailDiscovery *search)
{
  MailCliProgress *self;

  if (search == NULL || !isatty (STDERR_FILENO))
    return NULL;
  self = progress_new ();
  watch (self, mail_discovery_get_lookups (search));
  return self;
}

/**
 * mail_cli_progress_new_for_delivery:
 * @delivery: a test mail that has not run
 *
 * Shows how far it has come.
 *
 * Returns: (transfer full) (nullable): a new #MailCliProgress; %NULL where there is nobody to see it
 */
MailCliProgress *
mail_cli_progress_new_for_delivery (MailDelivery *delivery)
{
  MailCliProgress *self;

  if (!isatty (STDERR_FILENO))
    return NULL;
  self = progress_new ();
  watch_one (self, g_object_ref (G_OBJECT (delivery)));
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
  for (guint i = 0; i < self->items->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->items, i), self);
  g_ptr_array_unref (self->items);
  g_free (self);
  g_printerr (CLEAR_LINE);
}
