/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-reach.h"

#include "mail-evidence.h"
#include "mail-sandbox.h"

/* Without a route of last resort, no network is there but perhaps one at home; in a sandbox, that may be
 * true of the sandbox alone. */
static guint
judge (GNetworkMonitor *monitor)
{
  if (!mail_sandbox_lets_use_network ())
    return MAIL_REACH_FORBIDDEN;
  if (!g_network_monitor_get_network_available (monitor))
    return MAIL_REACH_OFFLINE;
  if (g_network_monitor_get_connectivity (monitor) == G_NETWORK_CONNECTIVITY_PORTAL)
    return MAIL_REACH_PORTAL;
  return 0;
}

/* The first look, which the monitor takes when it is made, asks the kernel or another program and waits for
 * the answer: nothing to do on the main loop. */
static void
look_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_network_monitor_get_default ();
  g_task_return_boolean (task, TRUE);
}

/**
 * mail_reach_find_async:
 * @cancellable: (nullable): ends the wait
 * @callback: called when the answer is known
 * @user_data: data for @callback
 *
 * Asks this computer whether it is in a network at all, and whether that wants a sign-in. Nobody outside is
 * asked. Meant for when something has failed: until the first time, nothing watches the network.
 */
void
mail_reach_find_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_reach_find_async);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, look_in_thread);
}

/**
 * mail_reach_find_finish:
 * @result: the result handed to the callback
 *
 * Returns: %MAIL_REACH_FORBIDDEN, %MAIL_REACH_OFFLINE, %MAIL_REACH_PORTAL, or 0 where none is known to be so
 */
guint
mail_reach_find_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), 0);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_reach_find_async), 0);

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return 0;
  return judge (g_network_monitor_get_default ());
}
