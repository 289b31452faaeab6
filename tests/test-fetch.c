/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mail-error.h"
#include "mail-fetch.h"
#include "mail-test-await.h"
#include "mail-test-resolver.h"
#include "mail-test-tls-server.h"

#define NO_ERROR -1

/* The names in the certificates of the tests; “localhost” stands for somebody else's domain. */
static const MailTestName names[] = {
  { "example.test", "127.0.0.1", MAIL_TEST_RESOLVER_OK },
  { "autoconfig.example.test", "127.0.0.1", MAIL_TEST_RESOLVER_OK },
  { "mail.example.test", "127.0.0.1", MAIL_TEST_RESOLVER_OK },
  { "flaky.example.test", "", G_RESOLVER_ERROR_TEMPORARY_FAILURE },
  { "silent.example.test", "", MAIL_TEST_RESOLVER_SILENT },
  { NULL },
};

#define HEAR "TLS\nC: GET /a?b=c%40d HTTP/1.1\nC..\n"
#define OK   HEAR "S: HTTP/1.1 200 OK\n"

/* A server, and what becomes of https://autoconfig.example.test:PORT/a?b=c%40d. */
typedef struct
{
  const char *name;
  const char *script;
  int code;
  const char *body; /* or, of a failure, a part of its sentence */
  const char *certificate;
  const char *priority;
} Case;

static const Case cases[] = {
  { "length", OK "S: Content-Type: text/xml\nS: Content-Length: 4\nS:\nS+ <a/>\n", NO_ERROR, "<a/>" },
  { "chunked", OK "S: Transfer-Encoding: chunked\nS:\nS: 3\nS: <a>\nS: 4\nS: </a>\nS: 0\nS:\n", NO_ERROR,
    "<a></a>" },
  { "until-closed", OK "S: Connection: close\nS:\nS+ <a/>\nBYE\n", NO_ERROR, "<a/>" },
  { "empty", OK "S: Content-Length: 0\nS:\n", NO_ERROR, "" },
  { "not-found", HEAR "S: HTTP/1.1 404 No\nS: Content-Length: 2\nS:\nS+ no\n", MAIL_ERROR_SETTINGS_UNKNOWN,
    "no settings" },
  { "gone", HEAR "S: HTTP/1.1 410 No\nS: Content-Length: 0\nS:\n", MAIL_ERROR_SETTINGS_UNKNOWN,
    "no settings" },
  { "forbidden", HEAR "S: HTTP/1.1 403 No\nS: Content-Length: 0\nS:\n", MAIL_ERROR_SETTINGS_UNKNOWN,
    "no settings" },
  { "password-wanted",
    HEAR "S: HTTP/1.1 401 No\nS: WWW-Authenticate: Basic realm=\"x\"\nS: Content-Length: 0\nS:\n",
    MAIL_ERROR_SETTINGS_UNKNOWN, "no settings" },
  { "busy", HEAR "S: HTTP/1.1 503 No\nS: Content-Length: 0\nS:\n", MAIL_ERROR_SERVER_BUSY, "try again" },
  { "too-many", HEAR "S: HTTP/1.1 429 No\nS: Content-Length: 0\nS:\n", MAIL_ERROR_SERVER_BUSY, "try again" },
  { "teapot", HEAR "S: HTTP/1.1 418 No\nS: Content-Length: 0\nS:\n", MAIL_ERROR_PROTOCOL_ERROR, "no sense" },
  { "nothing-new", HEAR "S: HTTP/1.1 304 No\nS:\n", MAIL_ERROR_PROTOCOL_ERROR, "no sense" },
  { "no-content", HEAR "S: HTTP/1.1 204 No\nS:\n", MAIL_ERROR_PROTOCOL_ERROR, "no sense" },
  { "web-page", OK "S: Content-Type: Text/HTML; charset=utf-8\nS: Content-Length: 6\nS:\nS+ <html>\n",
    MAIL_ERROR_SETTINGS_UNKNOWN, "web page" },
  { "xhtml", OK "S: Content-Type: application/xhtml+xml\nS: Content-Length: 6\nS:\nS+ <html>\n",
    MAIL_ERROR_SETTINGS_UNKNOWN, "web page" },
  { "endless", OK "S: Connection: close\nS:\nS* 0123456789abcdef0123456789abcdef\n", MAIL_ERROR_TOO_MUCH_DATA,
    "far more" },
  { "large-length", OK "S: Content-Length: 99999999\nS:\nS* 0123456789abcdef0123456789abcdef\n",
    MAIL_ERROR_TOO_MUCH_DATA, "far more" },
  { "endless-header", OK "S* X-A: 0123456789abcdef0123456789abcdef\\r\\n\n", MAIL_ERROR_TOO_MUCH_DATA,
    "far more" },
  { "endless-header-line", OK "S* X0123456789abcdef0123456789abcdef\n", MAIL_ERROR_TOO_MUCH_DATA,
    "far more" },
  { "too-short", OK "S: Content-Length: 9\nS:\nS+ <a/>\nBYE\n", MAIL_ERROR_CLOSED_EARLY, "closed" },
  { "no-answer", HEAR "BYE\n", MAIL_ERROR_CLOSED_EARLY, "closed" },
  { "no-http", HEAR "S: 220 mail.example.test ESMTP\nBYE\n", MAIL_ERROR_PROTOCOL_ERROR, "no sense" },
  { "no-gzip", OK "S: Content-Encoding: gzip\nS: Content-Length: 4\nS:\nS+ <a/>\n", NO_ERROR, "<a/>" },
  { "no-tls", "S: 220 mail.example.test ESMTP\n", MAIL_ERROR_TLS_FAILED, "No encrypted" },
  { "closed-at-once", "CUT\n", MAIL_ERROR_TLS_FAILED, "No encrypted" },
  { "http-redirect", HEAR "S: HTTP/1.1 302 No\nS: Location: http://example.test/\nS: Content-Length: 0\nS:\n",
    MAIL_ERROR_PROTOCOL_ERROR, "without encryption" },
  { "file-redirect", HEAR "S: HTTP/1.1 302 No\nS: Location: file:///etc/passwd\nS: Content-Length: 0\nS:\n",
    MAIL_ERROR_PROTOCOL_ERROR, "no sense" },
  { "redirect-to-nowhere", HEAR "S: HTTP/1.1 302 No\nS: Content-Length: 0\nS:\n", MAIL_ERROR_PROTOCOL_ERROR,
    "no sense" },
  { "redirect-with-password",
    HEAR "S: HTTP/1.1 302 No\nS: Location: https://a:b@localhost/\nS: Content-Length: 0\nS:\n",
    MAIL_ERROR_PROTOCOL_ERROR, "no sense" },
  { "redirect-loop",
    "TLS\nC..\nS: HTTP/1.1 302 No\nS: Location: /a?b=c%40d\nS: Connection: close\nS: Content-Length: 0\nS:\n",
    MAIL_ERROR_PROTOCOL_ERROR, "without end" },
  { "rsa", OK "S: Content-Length: 4\nS:\nS+ <a/>\n", NO_ERROR, "<a/>", "rsa" },
  { "wrong-host", HEAR, MAIL_ERROR_CERTIFICATE_WRONG_HOST, "other.example.test", "wronghost" },
  { "expired", HEAR, MAIL_ERROR_CERTIFICATE_EXPIRED, "expired on", "expired" },
  { "not-yet", HEAR, MAIL_ERROR_CERTIFICATE_NOT_YET_VALID, "clock", "notyet" },
  { "self-signed", HEAR, MAIL_ERROR_CERTIFICATE_SELF_SIGNED, "self-signed", "selfsigned" },
  { "other-authority", HEAR, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER, "Another Authority", "otherca" },
  { "for-clients", HEAR, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER, "not made for", "purpose" },
  { "weak", HEAR, MAIL_ERROR_CERTIFICATE_WEAK, "old cryptography", "weak" },
  { "tls-1.2", OK "S: Content-Length: 4\nS:\nS+ <a/>\n", NO_ERROR, "<a/>", NULL,
    "NORMAL:-VERS-ALL:+VERS-TLS1.2" },
  { "tls-1.1", HEAR, MAIL_ERROR_TLS_TOO_OLD, "old versions", NULL, "NORMAL:-VERS-ALL:+VERS-TLS1.1" },
};

static MailFetch *
new_fetch (void)
{
  g_autofree char *ca = mail_test_certificate_path ("ca.pem");
  g_autoptr (GError) error = NULL;
  MailFetch *fetch = mail_fetch_new (ca, &error);

  g_assert_no_error (error);
  return fetch;
}

static MailTestTlsServer *
new_server (const char *script, const char *certificate, const char *priority)
{
  MailTestTlsServerPlan plan = { script, certificate, priority };

  return mail_test_tls_server_new (&plan);
}

static char *
make_uri (MailTestTlsServer *server, const char *host, const char *rest)
{
  return g_strdup_printf ("https://%s:%u%s", host, mail_test_tls_server_get_port (server), rest);
}

static void
note_progress (MailFetchEvent event, const char *what, gpointer user_data)
{
  g_string_append_printf (user_data, "%s %s;", event == MAIL_FETCH_RESOLVING ? "dns" : "ask", what);
}

static void
assert_body (MailFetchAnswer *answer, const char *body)
{
  gsize size;
  const char *data = g_bytes_get_data (answer->body, &size);

  g_assert_cmpmem (data, size, body, strlen (body));
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MailTestTlsServer) server = new_server (c->script, c->certificate, c->priority);
  g_autofree char *uri = make_uri (server, "autoconfig.example.test", "/a?b=c%40d");
  g_autofree char *asked = g_strdup_printf ("dns autoconfig.example.test;ask %s;", uri);
  g_autofree char *fault = NULL;
  g_autoptr (GString) progress = g_string_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MailFetchAnswer) answer = NULL;
  MailFetch *fetch = new_fetch ();

  mail_fetch_get_async (fetch, uri, note_progress, progress, NULL, mail_test_store_result, &result);
  answer = mail_fetch_get_finish (fetch, mail_test_await (&result), &error);
  g_assert_true (g_str_has_prefix (progress->str, asked));
  if (c->code == NO_ERROR)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (answer->uri, ==, uri);
      g_assert_false (answer->redirected);
      assert_body (answer, c->body);
    }
  else
    {
      g_assert_null (answer);
      g_assert_error (error, MAIL_ERROR, c->code);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, c->body));
      g_assert_nonnull (strstr (error->message, "autoconfig.example.test"));
    }
  g_clear_object (&result);
  g_assert_finalize_object (fetch);
  fault = mail_test_tls_server_dup_fault (server);
  if (c->code == NO_ERROR)
    g_assert_cmpstr (fault, ==, NULL);
}

static MailFetchAnswer *
fetch_document (MailFetch *fetch, const char *uri, GString *progress, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_fetch_get_async (fetch, uri, progress != NULL ? note_progress : NULL, progress, NULL,
                        mail_test_store_result, &result);
  return mail_fetch_get_finish (fetch, mail_test_await (&result), error);
}

static guint
count_sockets (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  guint count = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
      g_autofree char *target = g_file_read_link (path, NULL);

      count += target != NULL && g_str_has_prefix (target, "socket:");
    }
  return count;
}

/* Nothing is kept where nobody needs it. The server's thread may still take note of connections that are over
 * already, so what counts is that there comes a moment without one. */
static void
assert_no_connection (guint sockets)
{
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  guint count;

  while ((count = count_sockets ()) > sockets && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (count, <=, sockets);
}

/* The ways from host to host; "localhost" is somebody else's domain. */
static const struct
{
  const char *hosts[4];
  gboolean redirected;
} ways[] = {
  { { "autoconfig.example.test", "example.test" }, FALSE },
  { { "autoconfig.example.test", "mail.example.test", "example.test", "autoconfig.example.test" }, FALSE },
  { { "example.test", "localhost" }, TRUE },
  { { "example.test", "127.0.0.1" }, TRUE },
  { { "example.test", "localhost", "example.test" }, TRUE },
  { { "localhost", "example.test" }, TRUE },
  { { "127.0.0.1", "127.0.0.1" }, FALSE },
};

static MailTestTlsServer *
new_redirecting_server (const char *uri)
{
  g_autofree char *script = g_strdup_printf ("TLS\nC..\nS: HTTP/1.1 301 Elsewhere\nS: Location: %s\n"
                                             "S: Content-Length: 5\nS:\nS+ there\nWAIT\n",
                                             uri);

  return new_server (script, NULL, NULL);
}

static void
test_redirects (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GPtrArray) servers
          = g_ptr_array_new_with_free_func ((GDestroyNotify) mail_test_tls_server_free);
      guint n_hosts = 0;
      g_autofree char *uri = NULL;
      g_autofree char *last = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (MailFetchAnswer) answer = NULL;
      MailFetch *fetch = new_fetch ();

      while (n_hosts < G_N_ELEMENTS (ways[i].hosts) && ways[i].hosts[n_hosts] != NULL)
        n_hosts++;
      g_ptr_array_add (
          servers,
          new_server ("TLS\nC..\nS: HTTP/1.1 200 OK\nS: Content-Length: 2\nS:\nS+ ok\nWAIT\n", NULL, NULL));
      uri = make_uri (servers->pdata[0], ways[i].hosts[n_hosts - 1], "/last");
      last = g_strdup (uri);
      for (guint hop = n_hosts - 1; hop > 0; hop--)
        {
          MailTestTlsServer *server = new_redirecting_server (uri);

          g_ptr_array_add (servers, server);
          g_free (uri);
          uri = make_uri (server, ways[i].hosts[hop - 1], "/hop");
        }
      answer = fetch_document (fetch, uri, NULL, &error);
      g_assert_no_error (error);
      assert_body (answer, "ok");
      g_assert_cmpstr (answer->uri, ==, last);
      g_assert_cmpint (answer->redirected, ==, ways[i].redirected);
      g_assert_finalize_object (fetch);
    }
}

/* What was said to one host is not repeated to another, even where the first one asks for it. */
static void
test_query_stays (void)
{
  static const char *const targets[][2] = { { "example.test", "?b=c" }, { "autoconfig.example.test", "" } };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (MailTestTlsServer) second = new_server (
          "TLS\nC..\nS: HTTP/1.1 200 OK\nS: Content-Length: 2\nS:\nS+ ok\nWAIT\n", NULL, NULL);
      g_autofree char *target = make_uri (second, targets[i][0], "/last?b=c");
      g_autofree char *expected = make_uri (second, targets[i][0], "/last");
      g_autoptr (MailTestTlsServer) first = new_redirecting_server (target);
      g_autofree char *uri = make_uri (first, "example.test", "/a?b=c");
      g_autofree char *last = g_strconcat (expected, targets[i][1], NULL);
      g_autoptr (GError) error = NULL;
      MailFetch *fetch = new_fetch ();
      g_autoptr (MailFetchAnswer) answer = fetch_document (fetch, uri, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (answer->uri, ==, last);
      g_assert_finalize_object (fetch);
    }
}

/* A server may hang up whenever it wants, also just when its connection is used again. */
static void
test_spare_connection_closed (void)
{
  g_autoptr (MailTestTlsServer) server = new_server (
      "TLS\nC: GET /a HTTP/1.1\nC..\nS: HTTP/1.1 200 OK\nS: Content-Length: 2\nS:\nS+ ok\n", NULL, NULL);
  g_autofree char *uri = make_uri (server, "example.test", "/a");
  MailFetch *fetch = new_fetch ();

  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MailFetchAnswer) answer = fetch_document (fetch, uri, NULL, &error);

      g_assert_no_error (error);
      assert_body (answer, "ok");
      g_assert_cmpuint (mail_test_tls_server_get_count (server), ==, i);
    }
  g_assert_finalize_object (fetch);
}

/* All that a server learns. */
static void
test_says_little (void)
{
  static const char *const known[]
      = { "GET ", "Host: ", "User-Agent: Siegel", "Accept: ", "Accept-Encoding: ", "Connection: " };
  g_autoptr (MailTestTlsServer) server
      = new_server ("TLS\nC..\nS: HTTP/1.1 200 OK\nS: Content-Length: 0\nS:\n", NULL, NULL);
  g_autofree char *uri = make_uri (server, "example.test", "/a");
  guint sockets = count_sockets ();
  g_autoptr (MailFetchAnswer) answer = NULL;
  MailFetch *fetch = new_fetch ();
  g_autofree char *heard = NULL;
  g_auto (GStrv) lines = NULL;

  g_setenv ("LANGUAGE", "de", TRUE);
  answer = fetch_document (fetch, uri, NULL, NULL);
  g_unsetenv ("LANGUAGE");
  g_assert_finalize_object (fetch);
  assert_no_connection (sockets);
  heard = mail_test_tls_server_dup_heard (server, 1);
  lines = g_strsplit (heard, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      guint known_ones = 0;

      for (guint j = 0; j < G_N_ELEMENTS (known); j++)
        known_ones += g_str_has_prefix (lines[i], known[j]);
      g_test_message ("%s", lines[i]);
      g_assert_cmpuint (known_ones, ==, 1);
    }
}

/* The script that says size zeros, compressed; of it, all but the last bytes. */
static char *
make_compressed_script (gsize size, gsize missing, gboolean is_garbled)
{
  g_autoptr (GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, compressor);
  g_autofree char *zeros = g_malloc0 (size);
  GString *script = g_string_new (NULL);
  const guint8 *data;
  gsize length;

  memset (zeros, '0', size);
  g_output_stream_write_all (stream, zeros, size, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  data = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory));
  length = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)) - missing;
  g_string_printf (script,
                   "TLS\nC..\nS: HTTP/1.1 200 OK\nS: Content-Encoding: gzip\nS: Content-Length: %zu\nS:\nS+ ",
                   length);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (script, "\\%03o", data[i] ^ (is_garbled && i > length / 2 ? 0xff : 0));
  g_string_append (script, "\n");
  return g_string_free (script, FALSE);
}

static const struct
{
  gsize size;
  gsize missing;
  gboolean is_garbled;
  int code;
} compressed[] = {
  { 100, 0, FALSE, NO_ERROR },
  { MAIL_FETCH_MAX_BYTES, 0, FALSE, NO_ERROR },
  { MAIL_FETCH_MAX_BYTES + 1, 0, FALSE, MAIL_ERROR_TOO_MUCH_DATA },
  { 20 * 1024 * 1024, 0, FALSE, MAIL_ERROR_TOO_MUCH_DATA },
  { 200 * 1024, 0, TRUE, MAIL_ERROR_PROTOCOL_ERROR },
};

static void
test_compressed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (compressed); i++)
    {
      g_autofree char *script
          = make_compressed_script (compressed[i].size, compressed[i].missing, compressed[i].is_garbled);
      g_autoptr (MailTestTlsServer) server = new_server (script, NULL, NULL);
      g_autofree char *uri = make_uri (server, "example.test", "/a");
      g_autoptr (GError) error = NULL;
      g_autoptr (MailFetchAnswer) answer = NULL;
      MailFetch *fetch = new_fetch ();

      answer = fetch_document (fetch, uri, NULL, &error);
      if (compressed[i].code == NO_ERROR)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (answer->body), ==, compressed[i].size);
        }
      else
        {
          g_assert_error (error, MAIL_ERROR, compressed[i].code);
        }
      g_assert_finalize_object (fetch);
    }
}

/* URIs that lead nowhere. */
static const struct
{
  const char *uri;
  int code;
  gboolean is_asked;
} nowhere[] = {
  { "http://example.test/", MAIL_ERROR_PROTOCOL_ERROR, FALSE },
  { "ftp://example.test/", MAIL_ERROR_PROTOCOL_ERROR, FALSE },
  { "https://", MAIL_ERROR_PROTOCOL_ERROR, FALSE },
  { "https://a:b@example.test/", MAIL_ERROR_PROTOCOL_ERROR, FALSE },
  { "https://exa_mple.test/", MAIL_ERROR_PROTOCOL_ERROR, FALSE },
  { "nonsense", MAIL_ERROR_PROTOCOL_ERROR, FALSE },
  { "https://unknown.example.test/", MAIL_ERROR_HOST_UNKNOWN, TRUE },
  { "https://flaky.example.test/", MAIL_ERROR_NETWORK_UNREACHABLE, TRUE },
  { "https://example.test:1/", MAIL_ERROR_CONNECTION_REFUSED, TRUE },
};

static void
test_nowhere (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (nowhere); i++)
    {
      g_autoptr (GString) progress = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      MailFetch *fetch = new_fetch ();

      g_test_message ("%s", nowhere[i].uri);
      g_assert_null (fetch_document (fetch, nowhere[i].uri, progress, &error));
      g_assert_error (error, MAIL_ERROR, nowhere[i].code);
      g_assert_cmpint (progress->len > 0, ==, nowhere[i].is_asked);
      g_assert_finalize_object (fetch);
    }
}

/* A name without an address was looked up, but nobody was asked for the document. */
static void
test_unknown_is_not_asked (void)
{
  g_autoptr (GString) progress = g_string_new (NULL);
  MailFetch *fetch = new_fetch ();

  g_assert_null (fetch_document (fetch, "https://unknown.example.test/a", progress, NULL));
  g_assert_cmpstr (progress->str, ==, "dns unknown.example.test;");
  g_assert_finalize_object (fetch);
}

/* Whom the system does not know, and no file names, is not trusted. */
static void
test_system_trust (void)
{
  g_autoptr (MailTestTlsServer) server = new_server (HEAR, NULL, NULL);
  g_autofree char *uri = make_uri (server, "example.test", "/a");
  g_autoptr (GError) error = NULL;
  MailFetch *fetch = mail_fetch_new (NULL, NULL);

  g_assert_null (fetch_document (fetch, uri, NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER);
  g_assert_finalize_object (fetch);
}

static void
test_wrong_files (void)
{
  static const char *const files[] = { "missing.pem", "ec.key" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = mail_test_certificate_path (files[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (mail_fetch_new (path, &error));
      g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
      g_assert_nonnull (strstr (error->message, path));
    }
}

#define N_HOSTS 8

/* Hosts that say nothing do not keep others from being asked. */
static void
test_at_once (void)
{
  MailTestTlsServer *silent[N_HOSTS];
  GAsyncResult *results[N_HOSTS] = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MailTestTlsServer) server = new_server (OK "S: Content-Length: 2\nS:\nS+ ok\n", NULL, NULL);
  g_autofree char *uri = make_uri (server, "example.test", "/a?b=c%40d");
  g_autoptr (GError) error = NULL;
  g_autoptr (MailFetchAnswer) answer = NULL;
  MailFetch *fetch = new_fetch ();

  for (guint i = 0; i < N_HOSTS; i++)
    {
      g_autofree char *silent_uri = NULL;

      silent[i] = new_server (i % 2 == 0 ? "WAIT\n" : "TLS\nC..\nWAIT\n", NULL, NULL);
      silent_uri = make_uri (silent[i], "example.test", "/a");
      mail_fetch_get_async (fetch, silent_uri, NULL, NULL, cancellable, mail_test_store_result, &results[i]);
    }
  answer = fetch_document (fetch, uri, NULL, &error);
  g_assert_no_error (error);
  assert_body (answer, "ok");
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < N_HOSTS; i++)
    {
      g_autoptr (GError) cancelled = NULL;

      g_assert_null (mail_fetch_get_finish (fetch, mail_test_await (&results[i]), &cancelled));
      g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (mail_test_tls_server_get_count (silent[i]), ==, 1);
      g_clear_object (&results[i]);
      mail_test_tls_server_free (silent[i]);
    }
  g_assert_finalize_object (fetch);
}

/* Where a server stops, or the name server does. */
static const struct
{
  const char *name;
  const char *script;
  const char *host;
} stops[] = {
  { "name", "WAIT\n", "silent.example.test" },
  { "handshake", "WAIT\n", "example.test" },
  { "header", "TLS\nC..\nS: HTTP/1.1 200 OK\nWAIT\n", "example.test" },
  { "body", "TLS\nC..\nS: HTTP/1.1 200 OK\nS: Content-Length: 9\nS:\nS+ <a/>\nWAIT\n", "example.test" },
  { "redirect",
    "TLS\nC..\nS: HTTP/1.1 302 No\nS: Location: https://silent.example.test/\nS: Content-Length: "
    "0\nS:\nWAIT\n",
    "example.test" },
};

#define MAX_TURNS 60

static void
cancel_after (const char *uri, guint turns)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) progress = g_string_new (NULL);
  g_autoptr (MailFetchAnswer) answer = NULL;
  MailFetch *fetch = new_fetch ();
  gint64 start;

  mail_fetch_get_async (fetch, uri, note_progress, progress, cancellable, mail_test_store_result, &result);
  /* A turn without an event takes a moment, too, since the other side is a thread. */
  for (guint i = 0; i < turns && result == NULL; i++)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (100);
  start = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  answer = mail_fetch_get_finish (fetch, mail_test_await (&result), &error);
  if (answer == NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
  g_clear_object (&result);
  g_assert_finalize_object (fetch);
}

static void
test_cancelled (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (MailTestTlsServer) server = new_server (stops[i].script, NULL, NULL);
  g_autofree char *uri = make_uri (server, stops[i].host, "/a");
  guint sockets = count_sockets ();

  for (guint turns = 0; turns < MAX_TURNS; turns += turns < 12 ? 1 : 12)
    {
      cancel_after (uri, turns);
      assert_no_connection (sockets);
    }
}

static void
add_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/fetch/get/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      g_autofree char *path = g_strdup_printf ("/fetch/cancelled/%s", stops[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_cancelled);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = mail_test_resolver_new (names);
  g_resolver_set_default (resolver);

  add_cases ();
  g_test_add_func ("/fetch/redirects", test_redirects);
  g_test_add_func ("/fetch/query-stays", test_query_stays);
  g_test_add_func ("/fetch/spare-connection-closed", test_spare_connection_closed);
  g_test_add_func ("/fetch/says-little", test_says_little);
  g_test_add_func ("/fetch/compressed", test_compressed);
  g_test_add_func ("/fetch/nowhere", test_nowhere);
  g_test_add_func ("/fetch/unknown-is-not-asked", test_unknown_is_not_asked);
  g_test_add_func ("/fetch/system-trust", test_system_trust);
  g_test_add_func ("/fetch/wrong-files", test_wrong_files);
  g_test_add_func ("/fetch/at-once", test_at_once);

  return g_test_run ();
}
