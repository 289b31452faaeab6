/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-connect.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "mail-network-error.h"
#include "mail-recording-address.h"

/* For one address, in seconds. The kernel alone would try for more than two minutes. */
#define CONNECT_TIMEOUT 20

typedef struct
{
  char *host;
  guint16 port;
  MailConnectFunc progress;
  gpointer progress_data;
  GSocketClient *client;
  MailRecordingAddress *address;
  gulong event_handler;
  gulong address_handler;
} ConnectClosure;

static void
connect_closure_free (ConnectClosure *closure)
{
  g_clear_signal_handler (&closure->event_handler, closure->client);
  g_clear_signal_handler (&closure->address_handler, closure->address);
  g_clear_object (&closure->client);
  g_clear_object (&closure->address);
  g_free (closure->host);
  g_free (closure);
}

static char *
dup_peer_address (GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);

  if (address == NULL || !G_IS_INET_SOCKET_ADDRESS (address))
    return NULL;

  return g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

/* Our commands are short and wait for an answer each: Nagle's algorithm would only hold them back. The time
 * limit was for connecting; from here on the one deadline of the caller counts. */
static void
tune_socket (GSocket *socket)
{
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_socket_set_timeout (socket, 0);
}

static void
on_event (GSocketClient *client,
          GSocketClientEvent event,
          GSocketConnectable *connectable,
          GIOStream *connection,
          gpointer user_data)
{
  ConnectClosure *closure = user_data;

  if (event == G_SOCKET_CLIENT_RESOLVING)
    closure->progress (MAIL_CONNECT_RESOLVING, NULL, closure->progress_data);
}

static void
on_address_found (MailRecordingAddress *address, const char *addresses, gpointer user_data)
{
  ConnectClosure *closure = user_data;

  closure->progress (MAIL_CONNECT_RESOLVED, addresses, closure->progress_data);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ConnectClosure *closure = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);

  g_clear_signal_handler (&closure->event_handler, closure->client);
  g_clear_signal_handler (&closure->address_handler, closure->address);

  if (connection == NULL)
    {
      g_task_return_error (task,
                           mail_network_error_take (g_steal_pointer (&error), closure->host, closure->port));
      return;
    }

  tune_socket (g_socket_connection_get_socket (connection));
  g_task_return_pointer (task, connection, g_object_unref);
}

static ConnectClosure *
connect_closure_new (const char *host, guint16 port, MailConnectFunc progress, gpointer progress_data)
{
  ConnectClosure *closure = g_new0 (ConnectClosure, 1);
  g_autoptr (GSocketConnectable) target = g_network_address_new (host, port);

  closure->host = g_strdup (host);
  closure->port = port;
  closure->progress = progress;
  closure->progress_data = progress_data;
  closure->address = mail_recording_address_new (target);
  closure->client = g_socket_client_new ();
  g_socket_client_set_timeout (closure->client, CONNECT_TIMEOUT);

  if (progress != NULL)
    {
      closure->event_handler = g_signal_connect (closure->client, "event", G_CALLBACK (on_event), closure);
      closure->address_handler
          = g_signal_connect (closure->address, "address-found", G_CALLBACK (on_address_found), closure);
    }

  return closure;
}

/**
 * mail_connect_async:
 * @host: a host name (A-labels) or an IP address
 * @port: the TCP port
 * @progress: (nullable) (scope notified): told of what happens on the way; not called after @callback
 * @progress_data: data for @progress
 * @cancellable: (nullable): ends the attempt
 * @callback: called when the connection stands or cannot
 * @user_data: data for @callback
 *
 * Connects to @host over TCP.
 *
 * Both address families are tried, the second one shortly after the first (RFC 8305, “happy eyeballs”), which
 * GSocketClient does in its asynchronous way only, and the proxies of the system are used.
 */
void
mail_connect_async (const char *host,
                    guint16 port,
                    MailConnectFunc progress,
                    gpointer progress_data,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ConnectClosure *closure = connect_closure_new (host, port, progress, progress_data);

  g_task_set_source_tag (task, mail_connect_async);
  g_task_set_task_data (task, closure, (GDestroyNotify) connect_closure_free);
  g_socket_client_connect_async (closure->client, G_SOCKET_CONNECTABLE (closure->address), cancellable,
                                 on_connected, g_steal_pointer (&task));
}

/**
 * mail_connect_finish:
 * @result: the result handed to the callback
 * @peer_address: (out) (optional) (nullable) (transfer full): return location for the IP address that
 *   answered
 * @error: return location for an error
 *
 * Gives the connection. Errors: %MAIL_ERROR_HOST_UNKNOWN, %MAIL_ERROR_NETWORK_UNREACHABLE,
 * %MAIL_ERROR_CONNECTION_REFUSED, %MAIL_ERROR_TIMED_OUT, %MAIL_ERROR_CLOSED_EARLY, each with a sentence that
 * names the host.
 *
 * Returns: (transfer full): a connection with pollable streams, TCP_NODELAY set
 */
GIOStream *
mail_connect_finish (GAsyncResult *result, char **peer_address, GError **error)
{
  GSocketConnection *connection;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_connect_async), NULL);

  connection = g_task_propagate_pointer (G_TASK (result), error);
  if (peer_address != NULL)
    *peer_address = connection != NULL ? dup_peer_address (connection) : NULL;

  return (GIOStream *) connection;
}
