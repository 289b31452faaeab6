/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-connect.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "mail-attempts.h"
#include "mail-network-error.h"
#include "mail-recording-address.h"

/* For one address, in seconds. The kernel alone would try for more than two minutes. */
#define CONNECT_TIMEOUT 20

/* How long an address may be silent before the next one is tried beside it (RFC 8305, section 5). */
#define NEXT_ADDRESS 250 /* milliseconds */

/* GSocketClient can try the addresses of a host by itself, but then tells only what became of the last one.
 * So each address gets a GSocketClient of its own. */
typedef struct
{
  char *host;
  guint16 port;
  MailConnectFunc progress;
  gpointer progress_data;
  MailRecordingAddress *address;
  gulong address_handler;
  GSocketAddressEnumerator *enumerator;
  GCancellable *race; /* ends all attempts: pulled by the winner and by the caller */
  guint caller_source;
  MailAttempts *attempts;
  GError *error;     /* the most telling one so far */
  guint n_running;   /* attempts */
  guint next_source; /* when the next address is asked for */
  gboolean is_asking;
  gboolean is_last; /* there are no more addresses */
  gboolean is_over;
} ConnectClosure;

/* One address. */
typedef struct
{
  GTask *task;
  guint number;
} Attempt;

static void
end_race (ConnectClosure *closure)
{
  closure->is_over = TRUE;
  g_clear_handle_id (&closure->next_source, g_source_remove);
  g_clear_signal_handler (&closure->address_handler, closure->address);
  g_clear_handle_id (&closure->caller_source, g_source_remove);
  g_cancellable_cancel (closure->race);
}

static void
connect_closure_free (ConnectClosure *closure)
{
  g_clear_object (&closure->address);
  g_clear_object (&closure->enumerator);
  g_clear_object (&closure->race);
  g_clear_pointer (&closure->attempts, mail_attempts_free);
  g_clear_error (&closure->error);
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

/* A refusal comes from somebody; that there is no way to one address tells nothing of the others. */
static int
weigh (const GError *error)
{
  if (error == NULL)
    return -1;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return 3;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return 2;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ? 0 : 1;
}

/* Takes error. */
static void
note_error (ConnectClosure *closure, GError *error)
{
  if (weigh (error) <= weigh (closure->error))
    {
      g_error_free (error);
      return;
    }
  g_clear_error (&closure->error);
  closure->error = error;
}

static void ask_for_next (GTask *task);

static void
end_if_lost (GTask *task)
{
  ConnectClosure *closure = g_task_get_task_data (task);

  if (closure->is_over || !closure->is_last || closure->n_running > 0)
    return;
  end_race (closure);
  if (closure->error == NULL)
    closure->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, "no address");
  g_task_return_error (
      task, mail_network_error_take (g_steal_pointer (&closure->error), closure->host, closure->port));
}

static void
end_won (GTask *task, GSocketConnection *connection)
{
  end_race (g_task_get_task_data (task));
  tune_socket (g_socket_connection_get_socket (connection));
  g_task_return_pointer (task, connection, g_object_unref);
}

static void
on_attempt_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Attempt *attempt = user_data;
  g_autoptr (GTask) task = attempt->task;
  ConnectClosure *closure = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);

  closure->n_running--;
  if (closure->is_over)
    {
      g_clear_error (&error);
      return;
    }
  mail_attempts_end (closure->attempts, attempt->number, error);
  if (connection != NULL)
    {
      end_won (task, g_steal_pointer (&connection));
      return;
    }
  note_error (closure, error);
  ask_for_next (task);
  end_if_lost (task);
}

static gboolean
on_next (gpointer user_data)
{
  GTask *task = user_data;
  ConnectClosure *closure = g_task_get_task_data (task);

  closure->next_source = 0;
  ask_for_next (task);
  return G_SOURCE_REMOVE;
}

static void
begin_attempt (GTask *task, GSocketAddress *address)
{
  ConnectClosure *closure = g_task_get_task_data (task);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->task = g_object_ref (task);
  attempt->number = mail_attempts_begin (closure->attempts, address);
  closure->n_running++;
  closure->next_source = g_timeout_add (NEXT_ADDRESS, on_next, task);
  g_socket_client_set_timeout (client, CONNECT_TIMEOUT);
  /* That of a proxy was found before, and is negotiated with; any other address is connected to as it is. */
  g_socket_client_set_enable_proxy (client, G_IS_PROXY_ADDRESS (address));
  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (address), closure->race, on_attempt_ended,
                                 attempt);
}

static void
on_address (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ConnectClosure *closure = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GSocketAddress) address
      = g_socket_address_enumerator_next_finish (G_SOCKET_ADDRESS_ENUMERATOR (source), result, &error);

  closure->is_asking = FALSE;
  if (closure->is_over)
    {
      g_clear_error (&error);
      return;
    }
  if (address != NULL)
    {
      begin_attempt (task, address);
      return;
    }
  closure->is_last = TRUE;
  if (error != NULL)
    note_error (closure, error);
  end_if_lost (task);
}

static void
ask_for_next (GTask *task)
{
  ConnectClosure *closure = g_task_get_task_data (task);

  g_clear_handle_id (&closure->next_source, g_source_remove);
  if (closure->is_asking || closure->is_last)
    return;
  closure->is_asking = TRUE;
  g_socket_address_enumerator_next_async (closure->enumerator, closure->race, on_address,
                                          g_object_ref (task));
}

static void
on_address_found (MailRecordingAddress *address, const char *addresses, gpointer user_data)
{
  ConnectClosure *closure = user_data;

  closure->progress (MAIL_CONNECT_RESOLVED, addresses, closure->progress_data);
}

static gboolean
on_caller_cancelled (GCancellable *caller, gpointer user_data)
{
  ConnectClosure *closure = user_data;

  closure->caller_source = 0;
  g_cancellable_cancel (closure->race);
  return G_SOURCE_REMOVE;
}

/* By way of the main loop, because a handler must not disconnect itself, which the end of a race would. */
static void
obey (ConnectClosure *closure, GCancellable *caller)
{
  g_autoptr (GSource) source = NULL;

  if (caller == NULL)
    return;
  if (g_cancellable_is_cancelled (caller))
    {
      g_cancellable_cancel (closure->race);
      return;
    }
  source = g_cancellable_source_new (caller);
  g_source_set_callback (source, G_SOURCE_FUNC (on_caller_cancelled), closure, NULL);
  closure->caller_source = g_source_attach (source, NULL);
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
  closure->enumerator = g_socket_connectable_proxy_enumerate (G_SOCKET_CONNECTABLE (closure->address));
  closure->race = g_cancellable_new ();
  closure->attempts = mail_attempts_new ();
  if (progress != NULL)
    closure->address_handler
        = g_signal_connect (closure->address, "address-found", G_CALLBACK (on_address_found), closure);
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
 * Both address families are tried, the second one shortly after the first (RFC 8305, “happy eyeballs”), and
 * the proxies of the system are used. What became of each address: mail_connect_describe().
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
  if (progress != NULL)
    progress (MAIL_CONNECT_RESOLVING, NULL, progress_data);
  obey (closure, cancellable);
  ask_for_next (task);
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

/**
 * mail_connect_describe:
 * @result: the result handed to the callback
 * @reach: (inout): #MailReach; the address family that does not work, while the other does, is added
 *
 * Says in a few words what became of the addresses, whether a connection came about or not.
 *
 * Returns: (transfer full): “192.0.2.1 (IPv6 does not work here)”; where nobody answered, each address with
 *   its own reason, and “” where the name has none
 */
char *
mail_connect_describe (GAsyncResult *result, guint *reach)
{
  ConnectClosure *closure = g_task_get_task_data (G_TASK (result));

  return mail_attempts_describe (closure->attempts, reach);
}
