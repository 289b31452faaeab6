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
  { "for-clients", HEAR, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER, "does not trust", "purpose" },
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

int
main (int argc, char **argv)
{
  g_autoptr (GResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = mail_test_resolver_new (names);
  g_resolver_set_default (resolver);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/fetch/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  return g_test_run ();
}
