/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-knock.h"

#include "mail-connect.h"
#include "mail-tls-stream.h"

typedef struct
{
  char *host;
  MailAnchors *anchors;
  MailTlsStream *tls;
} Knock;

static void
knock_free (Knock *knock)
{
  g_free (knock->host);
  g_clear_object (&knock->anchors);
  g_clear_object (&knock->tls);
  g_free (knock);
}

static void
on_handshake_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, mail_tls_stream_handshake_finish (MAIL_TLS_STREAM (source), result, NULL));
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Knock *knock = g_task_get_task_data (task);
  g_autoptr (GIOStream) connection = mail_connect_finish (result, NULL, NULL);

  if (connection == NULL)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }
  knock->tls = mail_tls_stream_new (connection, knock->host, knock->anchors, NULL);
  mail_tls_stream_handshake_async (knock->tls, g_task_get_cancellable (task), on_handshake_done,
                                   g_object_ref (task));
}

/**
 * mail_knock_async:
 * @host: the name (A-labels) or IP address of a server
 * @port: the TCP port
 * @anchors: what vouches for servers
 * @cancellable: (nullable): ends the attempt
 * @callback: called when the answer is known
 * @user_data: data for @callback
 *
 * Finds out, over a connection of its own, whether a server speaks TLS from the first byte.
 *
 * Such a server waits for our first word as we wait for its greeting; without this, both would be silent
 * until the deadline. A second connection asks because the first may belong to a slow server, which must not
 * hear TLS. Nothing is sent but the handshake, and no certificate counts as proven.
 */
void
mail_knock_async (const char *host,
                  guint16 port,
                  MailAnchors *anchors,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Knock *knock = g_new0 (Knock, 1);

  knock->host = g_strdup (host);
  knock->anchors = g_object_ref (anchors);
  g_task_set_source_tag (task, mail_knock_async);
  g_task_set_task_data (task, knock, (GDestroyNotify) knock_free);
  mail_connect_async (host, port, NULL, NULL, cancellable, on_connected, g_steal_pointer (&task));
}

/**
 * mail_knock_finish:
 * @result: the result handed to the callback
 *
 * Returns: whether the server speaks TLS; %FALSE also where that could not be found out
 */
gboolean
mail_knock_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_knock_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
