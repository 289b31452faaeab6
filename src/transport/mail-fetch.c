/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-fetch.h"

#include <string.h>

#include "mail-connect.h"
#include "mail-domain.h"
#include "mail-error.h"
#include "mail-fetch-error.h"
#include "mail-fetch-spare.h"
#include "mail-fetch-uri.h"
#include "mail-http-reply.h"
#include "mail-network-error.h"
#include "mail-stream-error.h"
#include "mail-tls-error.h"
#include "mail-tls-stream.h"

/* Without any progress, in seconds. The deadline is the caller's; this one only ends what he forgot. */
#define IDLE_TIMEOUT 15

#define BUFFER 16384

/* One document a host needs no HTTP library, with a database, Kerberos and GIO's TLS behind it: that one
 * shakes hands in threads, of which there are ten. Here is the TLS that mail servers get, with the same
 * proofs and the same sentences. */
struct _MailFetch
{
  GObject parent_instance;

  MailAnchors *anchors;
  MailFetchSpare *spare;
};

/* One document, over all redirects. */
typedef struct
{
  char *first_host;
  MailFetchFunc progress;
  gpointer progress_data;
  MailAnchors *anchors;
  GCancellable *caller;
  gulong caller_handler;

  GUri *uri;
  guint n_redirects;
  gboolean redirected;

  /* Of the present hop. */
  GCancellable *stop;
  gboolean is_idle; /* for too long */
  guint idle_timer;
  gboolean has_said_resolving;
  gboolean has_said_connecting;
  gboolean is_spare; /* the connection was there already */
  gboolean has_heard;
  GIOStream *connection;
  MailHttpReply *reply;
  guchar buffer[BUFFER];
} Request;

G_DEFINE_FINAL_TYPE (MailFetch, mail_fetch, G_TYPE_OBJECT)

static void
clear_hop (Request *request)
{
  g_clear_handle_id (&request->idle_timer, g_source_remove);
  mail_fetch_spare_close (g_steal_pointer (&request->connection));
  g_clear_pointer (&request->reply, mail_http_reply_free);
  g_clear_object (&request->stop);
  request->has_said_resolving = request->has_said_connecting = FALSE;
  request->is_spare = request->has_heard = FALSE;
}

static void
request_free (Request *request)
{
  g_clear_signal_handler (&request->caller_handler, request->caller);
  clear_hop (request);
  g_clear_object (&request->caller);
  g_clear_object (&request->anchors);
  g_clear_pointer (&request->uri, g_uri_unref);
  g_free (request->first_host);
  g_free (request);
}

static void
on_caller_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Request *request = user_data;

  g_cancellable_cancel (request->stop);
}

static gboolean
on_idle (gpointer user_data)
{
  Request *request = user_data;

  request->idle_timer = 0;
  request->is_idle = TRUE;
  g_cancellable_cancel (request->stop);
  return G_SOURCE_REMOVE;
}

static void
restart_idle_timer (Request *request)
{
  g_clear_handle_id (&request->idle_timer, g_source_remove);
  request->idle_timer = g_timeout_add_seconds (IDLE_TIMEOUT, on_idle, request);
}

static void
say_resolving (Request *request)
{
  const char *host = g_uri_get_host (request->uri);

  if (request->has_said_resolving || g_hostname_is_ip_address (host))
    return;
  request->has_said_resolving = TRUE;
  if (request->progress != NULL)
    request->progress (MAIL_FETCH_RESOLVING, host, request->progress_data);
}

static void
say_connecting (Request *request)
{
  g_autofree char *uri = g_uri_to_string (request->uri);

  if (request->has_said_connecting)
    return;
  request->has_said_connecting = TRUE;
  if (request->progress != NULL)
    request->progress (MAIL_FETCH_CONNECTING, uri, request->progress_data);
}

/* An address was found: now somebody is going to be asked, and while the connection is on its way there is
 * time to read the anchors. */
static void
on_progress (MailConnectEvent event, const char *addresses, gpointer user_data)
{
  Request *request = user_data;

  if (event == MAIL_CONNECT_RESOLVING)
    {
      say_resolving (request);
      return;
    }
  say_connecting (request);
  mail_anchors_prepare (request->anchors);
}

/* Everything is closed before anybody hears of it. */
static void
return_error (GTask *task, GError *taken_error)
{
  clear_hop (g_task_get_task_data (task));
  g_task_return_error (task, taken_error);
}

static void
fail (GTask *task, MailFetchFault fault)
{
  Request *request = g_task_get_task_data (task);

  return_error (task, mail_fetch_error_new (fault, g_uri_get_host (request->uri)));
}

/* Of an open connection, or of our own stopping it. */
static void
fail_with (GTask *task, GError *taken_error)
{
  Request *request = g_task_get_task_data (task);

  if (request->is_idle && g_error_matches (taken_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      taken_error->code = G_IO_ERROR_TIMED_OUT;
      return_error (task, mail_network_error_take (taken_error, g_uri_get_host (request->uri),
                                                   mail_fetch_uri_get_port (request->uri)));
    }
  else
    return_error (task, mail_stream_error_take (taken_error));
}

static void ask (GTask *task);

/* RFC 9110, section 15.4, but never to where anybody could change what comes. Takes the task. */
static void
follow (GTask *taken_task)
{
  g_autoptr (GTask) task = taken_task;
  Request *request = g_task_get_task_data (task);
  const char *location = mail_http_reply_get_location (request->reply);
  g_autoptr (GUri) next = location != NULL ? mail_fetch_uri_parse (request->uri, location) : NULL;

  if (next == NULL)
    fail (task, MAIL_FETCH_FAULT_NOT_UNDERSTOOD);
  else if (!mail_fetch_uri_is_https (next))
    fail (task, MAIL_FETCH_FAULT_NO_HTTPS);
  else if (request->n_redirects++ == MAIL_FETCH_MAX_REDIRECTS)
    fail (task, MAIL_FETCH_FAULT_ENDLESS);
  else
    {
      clear_hop (request);
      g_uri_unref (request->uri);
      request->uri = g_steal_pointer (&next);
      if (!mail_domain_same_registrable (request->first_host, g_uri_get_host (request->uri)))
        request->redirected = TRUE;
      ask (g_steal_pointer (&task));
    }
}

static void
keep_connection (GTask *task)
{
  MailFetch *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);

  if (!mail_http_reply_is_last (request->reply))
    mail_fetch_spare_add (self->spare, request->uri, g_steal_pointer (&request->connection));
}

/* Networks that want a sign-in first, and hosts that have a page for everything, answer with a web page. */
static gboolean
is_web_page (MailHttpReply *reply)
{
  const char *kind = mail_http_reply_get_kind (reply);

  return g_strcmp0 (kind, "text/html") == 0 || g_strcmp0 (kind, "application/xhtml+xml") == 0;
}

static gboolean
is_redirect (MailHttpReply *reply)
{
  switch (mail_http_reply_get_status (reply))
    {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return TRUE;
    default:
      return FALSE;
    }
}

static void fail_as (GTask *task, MailHttpResult result);

static void
return_document (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autofree char *uri = g_uri_to_string (request->uri);
  g_autoptr (GBytes) body = NULL;
  MailHttpResult result = mail_http_reply_decode (request->reply, &body);

  if (result != MAIL_HTTP_COMPLETE)
    {
      fail_as (task, result);
      return;
    }
  keep_connection (task);
  clear_hop (request);
  g_task_return_pointer (task, mail_fetch_answer_new (uri, body, request->redirected),
                         (GDestroyNotify) mail_fetch_answer_unref);
}

static void
fail_as (GTask *task, MailHttpResult result)
{
  Request *request = g_task_get_task_data (task);

  if (result == MAIL_HTTP_TOO_MUCH)
    fail (task, MAIL_FETCH_FAULT_TOO_MUCH);
  else if (result == MAIL_HTTP_CUT)
    return_error (task, mail_tls_error_new_closed (g_uri_get_host (request->uri)));
  else
    fail (task, MAIL_FETCH_FAULT_NOT_UNDERSTOOD);
}

/* What comes with a redirect is read so that the connection can be used again; whatever is wrong with it does
 * not matter. Takes the task. */
static void
end_redirect (GTask *task, MailHttpResult result)
{
  if (result == MAIL_HTTP_COMPLETE)
    keep_connection (task);
  follow (task);
}

static void read_more (GTask *task);

/* Takes the task. */
static void
take_stock (GTask *taken_task, MailHttpResult result)
{
  g_autoptr (GTask) task = taken_task;
  Request *request = g_task_get_task_data (task);
  guint status = mail_http_reply_get_status (request->reply);

  if (status != 0 && is_redirect (request->reply) && result != MAIL_HTTP_MORE)
    end_redirect (g_steal_pointer (&task), result);
  else if (status == 0 && result != MAIL_HTTP_MORE)
    fail_as (task, result);
  else if (status != 0 && status != 200 && !is_redirect (request->reply))
    return_error (task, mail_fetch_error_new_for_status (status, g_uri_get_host (request->uri)));
  else if (status == 200 && is_web_page (request->reply))
    fail (task, MAIL_FETCH_FAULT_WEB_PAGE);
  else if (result == MAIL_HTTP_MORE)
    read_more (g_steal_pointer (&task));
  else if (result == MAIL_HTTP_COMPLETE)
    return_document (task);
  else
    fail_as (task, result);
}

/* The other side may have closed a spare connection just when it was used again. Takes the task. */
static void
ask_again (GTask *task)
{
  clear_hop (g_task_get_task_data (task));
  ask (task);
}

static gboolean
was_closed_unheard (Request *request)
{
  return request->is_spare && !request->has_heard && !g_cancellable_is_cancelled (request->stop);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (size <= 0 && was_closed_unheard (request))
    ask_again (g_steal_pointer (&task));
  else if (size < 0)
    fail_with (task, g_steal_pointer (&error));
  else
    {
      request->has_heard = TRUE;
      restart_idle_timer (request);
      take_stock (g_steal_pointer (&task), mail_http_reply_feed (request->reply, request->buffer, size));
    }
}

/* Takes the task. */
static void
read_more (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  g_input_stream_read_async (g_io_stream_get_input_stream (request->connection), request->buffer,
                             sizeof request->buffer, G_PRIORITY_DEFAULT, request->stop, on_read, task);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    read_more (g_steal_pointer (&task));
  else if (was_closed_unheard (request))
    ask_again (g_steal_pointer (&task));
  else
    fail_with (task, g_steal_pointer (&error));
}

/* Says nothing that is not needed: no language, no cookie, no page that we came from. Takes the task. */
static void
write_request (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  char *text = mail_fetch_uri_write_request (request->uri);
  gsize length = strlen (text);

  restart_idle_timer (request);
  request->reply = mail_http_reply_new (MAIL_FETCH_MAX_BYTES);
  /* Lives as long as the task, which lives as long as the writing. */
  g_object_set_data_full (G_OBJECT (task), "request", text, g_free);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (request->connection), text, length,
                                   G_PRIORITY_DEFAULT, request->stop, on_written, task);
}

static void
on_handshaken (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailTlsStream *stream = MAIL_TLS_STREAM (source);
  g_autoptr (GError) error = NULL;

  if (mail_tls_stream_handshake_finish (stream, result, &error) && mail_tls_stream_verify (stream, &error))
    write_request (g_steal_pointer (&task));
  else
    fail_with (task, g_steal_pointer (&error));
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailFetch *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) base = mail_connect_finish (result, NULL, &error);
  MailTlsStream *stream;

  if (base == NULL)
    {
      fail_with (task, g_steal_pointer (&error));
      return;
    }
  restart_idle_timer (request);
  stream = mail_tls_stream_new (base, g_uri_get_host (request->uri), self->anchors, NULL);
  request->connection = G_IO_STREAM (stream);
  mail_tls_stream_handshake_async (stream, request->stop, on_handshaken, g_steal_pointer (&task));
}

/* Takes the task. */
static void
ask (GTask *task)
{
  MailFetch *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);

  request->stop = g_cancellable_new ();
  if (g_cancellable_is_cancelled (request->caller))
    g_cancellable_cancel (request->stop);
  restart_idle_timer (request);
  request->connection = mail_fetch_spare_take (self->spare, request->uri);
  if (request->connection != NULL)
    {
      request->is_spare = TRUE;
      say_connecting (request);
      write_request (task);
    }
  else
    mail_connect_async (g_uri_get_host (request->uri), mail_fetch_uri_get_port (request->uri), on_progress,
                        request, request->stop, on_connected, task);
}

static Request *
request_new (MailFetch *self, MailFetchFunc progress, gpointer progress_data, GCancellable *cancellable)
{
  Request *request = g_new0 (Request, 1);

  request->anchors = g_object_ref (self->anchors);
  request->progress = progress;
  request->progress_data = progress_data;
  /* Not g_cancellable_connect (): a request may come to its end while its cancellable is still at it, and
   * g_cancellable_disconnect () would then wait for itself. */
  if (cancellable != NULL)
    {
      request->caller = g_object_ref (cancellable);
      request->caller_handler
          = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_caller_cancelled), request);
    }
  return request;
}

static void
mail_fetch_dispose (GObject *object)
{
  MailFetch *self = MAIL_FETCH (object);

  g_clear_pointer (&self->spare, mail_fetch_spare_free);
  g_clear_object (&self->anchors);

  G_OBJECT_CLASS (mail_fetch_parent_class)->dispose (object);
}

static void
mail_fetch_class_init (MailFetchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_fetch_dispose;
}

static void
mail_fetch_init (MailFetch *self)
{
  self->spare = mail_fetch_spare_new ();
}

/**
 * mail_fetch_new:
 * @ca_file: (nullable) (type filename): certificates to trust as well as those of the system, in PEM format
 * @error: return location for an error
 *
 * Prepares to fetch documents. Nothing is asked yet, and connections live no longer than the object.
 *
 * Errors: those of mail_anchors_new().
 *
 * Returns: (transfer full): a new #MailFetch, or %NULL with @error set
 */
MailFetch *
mail_fetch_new (const char *ca_file, GError **error)
{
  g_autoptr (MailAnchors) anchors = mail_anchors_new (ca_file, error);
  MailFetch *self;

  if (anchors == NULL)
    return NULL;
  self = g_object_new (MAIL_TYPE_FETCH, NULL);
  self->anchors = g_steal_pointer (&anchors);
  return self;
}

/**
 * mail_fetch_get_async:
 * @self: a #MailFetch
 * @uri: an https URI; any other is refused
 * @progress: (nullable) (scope notified): told of what happens on the way; not called after @callback
 * @progress_data: data for @progress
 * @cancellable: (nullable): ends the attempt at any moment; the only deadline beside one for silence
 * @callback: called when the document is there, or cannot be had
 * @user_data: data for @callback
 *
 * Fetches a document with a GET of HTTP/1.1 (RFC 9112) that says nothing about the person. At most
 * %MAIL_FETCH_MAX_REDIRECTS redirects are followed, to https only, and at most %MAIL_FETCH_MAX_BYTES of the
 * document are read and decoded.
 */
void
mail_fetch_get_async (MailFetch *self,
                      const char *uri,
                      MailFetchFunc progress,
                      gpointer progress_data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Request *request = request_new (self, progress, progress_data, cancellable);

  g_task_set_source_tag (task, mail_fetch_get_async);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  request->uri = mail_fetch_uri_parse (NULL, uri);
  if (request->uri == NULL || !mail_fetch_uri_is_https (request->uri))
    {
      g_task_return_error (task, mail_fetch_error_new (MAIL_FETCH_FAULT_NO_HTTPS, uri));
      return;
    }
  request->first_host = g_strdup (g_uri_get_host (request->uri));
  ask (g_steal_pointer (&task));
}

/**
 * mail_fetch_get_finish:
 * @self: a #MailFetch
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Gives the document. Errors, each with a sentence: %MAIL_ERROR_SETTINGS_UNKNOWN where there is no document,
 * or a web page in its place, %MAIL_ERROR_SERVER_BUSY, %MAIL_ERROR_PROTOCOL_ERROR, %MAIL_ERROR_TOO_MUCH_DATA,
 * and those of mail_connect_finish(), mail_tls_stream_handshake_finish() and mail_tls_stream_verify().
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
MailFetchAnswer *
mail_fetch_get_finish (MailFetch *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_fetch_get_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
