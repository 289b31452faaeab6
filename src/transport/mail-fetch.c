/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-fetch.h"

#include <libsoup/soup.h>

#include "mail-domain.h"
#include "mail-fetch-error.h"
#include "mail-tls-database.h"

/* Without a byte, in seconds. The deadline is the caller's; this one only ends what he forgot. */
#define IDLE_TIMEOUT 15

/* A search asks many hosts at once, each for little. */
#define MAX_CONNECTIONS        32
#define MAX_CONNECTIONS_TO_ONE 4

#define CHUNK 16384

/* Where libsoup gives up on headers that do not end, saying no more than that they did not. In bytes. */
#define MAX_HEADER_BYTES (64 * 1024)

struct _MailFetch
{
  GObject parent_instance;

  SoupSession *session;
  MailTlsDatabase *database;
};

/* One document, over all redirects. */
typedef struct
{
  char *first_host;
  gboolean has_query;
  MailFetchFunc progress;
  gpointer progress_data;
  MailTlsDatabase *database;
  GCancellable *caller;
  gulong caller_handler;

  GUri *uri;
  guint n_redirects;
  gboolean redirected;

  /* Of the present hop. */
  SoupMessage *message;
  GCancellable *stop;
  GError *fault; /* why we stopped it */
  gboolean has_said_resolving;
  gboolean has_said_connecting;
  gboolean has_headers;
  gboolean stops_late;

  GInputStream *stream;
  GByteArray *body;
} Request;

G_DEFINE_FINAL_TYPE (MailFetch, mail_fetch, G_TYPE_OBJECT)

/* A message that the session still knows must not call back. */
static void
clear_hop (Request *request)
{
  if (request->message != NULL)
    g_signal_handlers_disconnect_by_data (request->message, request);
  g_clear_object (&request->stream);
  g_clear_object (&request->message);
  g_clear_object (&request->stop);
  request->has_said_resolving = FALSE;
  request->has_said_connecting = FALSE;
  request->has_headers = FALSE;
  request->stops_late = FALSE;
}

static void
request_free (Request *request)
{
  g_clear_signal_handler (&request->caller_handler, request->caller);
  clear_hop (request);
  g_clear_error (&request->fault);
  g_clear_object (&request->caller);
  g_clear_object (&request->database);
  g_clear_pointer (&request->uri, g_uri_unref);
  g_clear_pointer (&request->body, g_byte_array_unref);
  g_free (request->first_host);
  g_free (request);
}

static guint
get_port (GUri *uri)
{
  return g_uri_get_port (uri) > 0 ? (guint) g_uri_get_port (uri) : 443;
}

/* Where the headers are read, but not yet handed out, libsoup 3.6 ends a message twice when it is cancelled,
 * and frees what it still uses. It waits for nobody then, so that nothing is lost in waiting for it. */
static void
stop (Request *request)
{
  if (request->has_headers)
    request->stops_late = TRUE;
  else
    g_cancellable_cancel (request->stop);
}

/* Ends the present hop, with a reason that is better than being cancelled. */
static void
stop_with (Request *request, GError *taken_fault)
{
  if (request->fault == NULL)
    request->fault = taken_fault;
  else
    g_error_free (taken_fault);
  stop (request);
}

static void
on_caller_cancelled (GCancellable *cancellable, gpointer user_data)
{
  stop (user_data);
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

/* One document a host needs no HTTP/2, whose code in libsoup is large and young. */
static void
avoid_http2 (GIOStream *connection)
{
  static const char *const protocols[] = { "http/1.1", NULL };

  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
}

/* GIO leaves it to the system how old TLS may be. Nothing was said over this connection yet. */
static void
refuse_old_tls (Request *request, GIOStream *connection)
{
  if (g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection)) < G_TLS_PROTOCOL_VERSION_TLS_1_2)
    stop_with (request, mail_fetch_error_new (MAIL_FETCH_FAULT_OLD_TLS, g_uri_get_host (request->uri)));
}

static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, gpointer user_data)
{
  Request *request = user_data;

  switch (event)
    {
    case G_SOCKET_CLIENT_RESOLVING:
      say_resolving (request);
      break;
    case G_SOCKET_CLIENT_CONNECTING:
      say_connecting (request);
      mail_tls_database_prepare (request->database);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKING:
      avoid_http2 (connection);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKED:
      refuse_old_tls (request, connection);
      break;
    default:
      break;
    }
}

/* A connection that was there already brings no event of the network. */
static void
on_starting (SoupMessage *message, gpointer user_data)
{
  say_connecting (user_data);
}

static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  ((Request *) user_data)->has_headers = TRUE;
}

static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags faults,
                       gpointer user_data)
{
  Request *request = user_data;

  g_clear_error (&request->fault);
  return mail_tls_database_judge (certificate, faults, g_uri_get_host (request->uri), &request->fault);
}

/* NULL where text is no URI that we would ask. The host is brought into the form of the DNS, so that the one
 * that is judged is the one that is asked; a name and password in the URI are nothing that anybody needs. */
static GUri *
parse_uri (GUri *base, const char *text)
{
  g_autoptr (GUri) uri = base != NULL ? g_uri_parse_relative (base, text, SOUP_HTTP_URI_FLAGS, NULL)
                                      : g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *host = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL)
    return NULL;
  host = mail_domain_to_ascii (g_uri_get_host (uri), NULL);
  if (host == NULL)
    return NULL;
  return g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri),
                      g_uri_get_path (uri), g_uri_get_query (uri), NULL);
}

/* What stands behind the "?" was said to one host. That it repeats it to others is not what the person
 * agreed to. */
static GUri *
withhold_query (GUri *uri)
{
  return g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                      g_uri_get_port (uri), g_uri_get_path (uri), NULL, NULL);
}

static gboolean
is_https (GUri *uri)
{
  return g_str_equal (g_uri_get_scheme (uri), "https");
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

/* Our own reason first; what libsoup made of it says less. */
static void
fail_with (GTask *task, GError *taken_error)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = taken_error;

  if (request->fault != NULL)
    return_error (task, g_steal_pointer (&request->fault));
  else
    return_error (task, mail_fetch_error_take (g_steal_pointer (&error), g_uri_get_host (request->uri),
                                               get_port (request->uri)));
}

static void ask (GTask *task);

/* RFC 9110, section 15.4, but never to where anybody could change what comes. */
static void
follow (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  const char *location
      = soup_message_headers_get_one (soup_message_get_response_headers (request->message), "Location");
  g_autoptr (GUri) next = location != NULL ? parse_uri (request->uri, location) : NULL;

  if (next == NULL)
    fail (task, MAIL_FETCH_FAULT_NOT_UNDERSTOOD);
  else if (!is_https (next))
    fail (task, MAIL_FETCH_FAULT_NO_HTTPS);
  else if (request->n_redirects++ == MAIL_FETCH_MAX_REDIRECTS)
    fail (task, MAIL_FETCH_FAULT_ENDLESS);
  else
    {
      clear_hop (request);
      g_uri_unref (request->uri);
      request->uri = request->has_query && !g_str_equal (g_uri_get_host (next), request->first_host)
                         ? withhold_query (next)
                         : g_steal_pointer (&next);
      if (!mail_domain_same_registrable (request->first_host, g_uri_get_host (request->uri)))
        request->redirected = TRUE;
      ask (g_object_ref (task));
    }
}

static void
return_document (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autofree char *uri = g_uri_to_string (request->uri);
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&request->body));

  clear_hop (request);
  g_task_return_pointer (task, mail_fetch_answer_new (uri, body, request->redirected),
                         (GDestroyNotify) mail_fetch_answer_unref);
}

static void read_more (GTask *task);

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize size = chunk != NULL ? g_bytes_get_size (chunk) : 0;

  if (chunk == NULL)
    fail_with (task, g_steal_pointer (&error));
  else if (size == 0)
    return_document (task);
  else if (request->body->len + size > MAIL_FETCH_MAX_BYTES)
    fail (task, MAIL_FETCH_FAULT_TOO_MUCH);
  else
    {
      g_byte_array_append (request->body, g_bytes_get_data (chunk, NULL), size);
      read_more (g_steal_pointer (&task));
    }
}

/* Takes the task. */
static void
read_more (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (request->stream, CHUNK, G_PRIORITY_DEFAULT, request->stop, on_read, task);
}

/* Networks that want a sign-in first, and hosts that have a page for everything, answer with a web page. */
static gboolean
is_web_page (SoupMessage *message)
{
  const char *type
      = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  return type != NULL
         && (g_ascii_strcasecmp (type, "text/html") == 0
             || g_ascii_strcasecmp (type, "application/xhtml+xml") == 0);
}

static gboolean
has_too_long_header (SoupMessage *message)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);

  return soup_message_metrics_get_response_header_bytes_received (metrics) > MAX_HEADER_BYTES;
}

/* What came is nothing any more when it was stopped meanwhile. */
static GInputStream *
finish_send (Request *request, SoupSession *session, GAsyncResult *result, GError **error)
{
  g_autoptr (GInputStream) stream = soup_session_send_finish (session, result, error);

  request->has_headers = FALSE;
  if (request->stops_late)
    g_cancellable_cancel (request->stop);
  if (stream != NULL && g_cancellable_set_error_if_cancelled (request->stop, error))
    return NULL;
  return g_steal_pointer (&stream);
}

static gboolean
is_redirect (guint status)
{
  return status == SOUP_STATUS_MOVED_PERMANENTLY || status == SOUP_STATUS_FOUND
         || status == SOUP_STATUS_SEE_OTHER || status == SOUP_STATUS_TEMPORARY_REDIRECT
         || status == SOUP_STATUS_PERMANENT_REDIRECT;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  guint status = soup_message_get_status (request->message);

  request->stream = finish_send (request, SOUP_SESSION (source), result, &error);
  if (request->stream == NULL && has_too_long_header (request->message))
    fail (task, MAIL_FETCH_FAULT_TOO_MUCH);
  else if (request->stream == NULL)
    fail_with (task, g_steal_pointer (&error));
  else if (is_redirect (status))
    follow (task);
  else if (status != SOUP_STATUS_OK)
    return_error (task, mail_fetch_error_new_for_status (status, g_uri_get_host (request->uri)));
  else if (is_web_page (request->message))
    fail (task, MAIL_FETCH_FAULT_WEB_PAGE);
  else
    read_more (g_steal_pointer (&task));
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
  request->message = soup_message_new_from_uri (SOUP_METHOD_GET, request->uri);
  soup_message_add_flags (request->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE
                                                | SOUP_MESSAGE_COLLECT_METRICS);
  g_signal_connect (request->message, "network-event", G_CALLBACK (on_network_event), request);
  g_signal_connect (request->message, "starting", G_CALLBACK (on_starting), request);
  g_signal_connect (request->message, "got-headers", G_CALLBACK (on_got_headers), request);
  g_signal_connect (request->message, "accept-certificate", G_CALLBACK (on_accept_certificate), request);
  soup_session_send_async (self->session, request->message, G_PRIORITY_DEFAULT, request->stop, on_sent, task);
}

static Request *
request_new (MailFetch *self, MailFetchFunc progress, gpointer progress_data, GCancellable *cancellable)
{
  Request *request = g_new0 (Request, 1);

  request->progress = progress;
  request->progress_data = progress_data;
  request->database = g_object_ref (self->database);
  request->body = g_byte_array_new ();
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

  /* Nobody waits any more, so this ends only connections that were kept for the next one. */
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->database);

  G_OBJECT_CLASS (mail_fetch_parent_class)->dispose (object);
}

static void
mail_fetch_class_init (MailFetchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_fetch_dispose;
}

/* Whatever a session could learn about a person is switched off: it has no cookies by itself, and there is
 * nobody to ask for a password. What a document is, its server says; a guess would wait for its beginning. */
static void
mail_fetch_init (MailFetch *self)
{
  self->session = soup_session_new_with_options ("user-agent", "Siegel", "accept-language-auto", FALSE,
                                                 "timeout", IDLE_TIMEOUT, "max-conns", MAX_CONNECTIONS,
                                                 "max-conns-per-host", MAX_CONNECTIONS_TO_ONE, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_SNIFFER);
}

/**
 * mail_fetch_new:
 * @ca_file: (nullable) (type filename): certificates to trust as well as those of the system, in PEM format
 * @error: return location for an error
 *
 * Prepares to fetch documents. Nothing is asked yet, and connections live no longer than the object.
 *
 * Errors: %MAIL_ERROR_SETTINGS_INVALID where @ca_file cannot be read or holds no certificate.
 *
 * Returns: (transfer full): a new #MailFetch, or %NULL with @error set
 */
MailFetch *
mail_fetch_new (const char *ca_file, GError **error)
{
  MailTlsDatabase *database = mail_tls_database_new (ca_file, error);
  MailFetch *self;

  if (database == NULL)
    return NULL;
  self = g_object_new (MAIL_TYPE_FETCH, NULL);
  self->database = database;
  soup_session_set_tls_database (self->session, G_TLS_DATABASE (database));
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
 * Fetches a document with a GET of HTTP/1.1 that says nothing about the person: no cookie, no referrer, no
 * language. At most %MAIL_FETCH_MAX_REDIRECTS redirects are followed, to https only, and a query stays with
 * the host that it was for. At most %MAIL_FETCH_MAX_BYTES of the decoded document are read.
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
  request->uri = parse_uri (NULL, uri);
  if (request->uri == NULL || !is_https (request->uri))
    {
      g_task_return_error (task, mail_fetch_error_new (MAIL_FETCH_FAULT_NO_HTTPS, uri));
      return;
    }
  request->first_host = g_strdup (g_uri_get_host (request->uri));
  request->has_query = g_uri_get_query (request->uri) != NULL;
  ask (g_steal_pointer (&task));
}

/**
 * mail_fetch_get_finish:
 * @self: a #MailFetch
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Gives the document. Errors, each with a sentence that names the host: %MAIL_ERROR_SETTINGS_UNKNOWN where
 * there is no document, or a web page in its place, %MAIL_ERROR_SERVER_BUSY, %MAIL_ERROR_PROTOCOL_ERROR,
 * %MAIL_ERROR_TOO_MUCH_DATA, those of mail_connect_finish(), and those of a TLS connection that is not to be
 * trusted.
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
