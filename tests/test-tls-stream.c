/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "mail-error.h"
#include "mail-line-stream.h"
#include "mail-test-await.h"
#include "mail-test-tls-client.h"
#include "mail-tls-stream.h"

#define LARGE (3 * 1024 * 1024 + 17)

/* What a server says instead of, or in, its handshake. */
typedef struct
{
  const char *name;
  const char *script;
  const char *priority;
  int code;
} HandshakeCase;

static const HandshakeCase handshake_cases[] = {
  { "tls-1.3", "TLS", MAIL_TEST_TLS_1_3, MAIL_TEST_NO_ERROR },
  { "tls-1.2", "TLS", MAIL_TEST_TLS_1_2, MAIL_TEST_NO_ERROR },
  { "tls-1.1", "TLS", MAIL_TEST_TLS_1_1, MAIL_ERROR_TLS_TOO_OLD },
  { "tls-1.0", "TLS", MAIL_TEST_TLS_1_0, MAIL_ERROR_TLS_TOO_OLD },
  /* A ServerHello of a server that never heard of newer versions: it just answers with its own. */
  { "tls-1.0-hello",
    "S+ "
    "\\026\\003\\001\\000\\052\\002\\000\\000\\046\\003\\0010123456789abcdef0123456789abcdef\\000\\300\\024\\"
    "000\n"
    "WAIT",
    NULL, MAIL_ERROR_TLS_TOO_OLD },
  { "imap", "S: * OK [CAPABILITY IMAP4rev1] ready\nWAIT", NULL, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT },
  { "pop3", "S: +OK ready\nWAIT", NULL, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT },
  { "smtp", "S: 220 mail.example.test ESMTP\nWAIT", NULL, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT },
  { "http", "S: HTTP/1.1 400 Bad Request", NULL, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT },
  { "one-byte", "S+ *\nWAIT", NULL, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT },
  { "closed", "BYE", NULL, MAIL_ERROR_CLOSED_EARLY },
  { "reset", "CUT", NULL, MAIL_ERROR_CLOSED_EARLY },
  { "closed-in-header", "S+ \\026\\003", NULL, MAIL_ERROR_CLOSED_EARLY },
  { "closed-in-record", "S+ \\026\\003\\003\\000\\100\\002\\000", NULL, MAIL_ERROR_CLOSED_EARLY },
  { "alert-version", "S+ \\025\\003\\003\\000\\002\\002\\106\nWAIT", NULL, MAIL_ERROR_TLS_TOO_OLD },
  { "alert-other", "S+ \\025\\003\\003\\000\\002\\002\\050\nWAIT", NULL, MAIL_ERROR_TLS_FAILED },
  { "nonsense", "S+ \\026\\003\\003\\000\\004\\002\\000\\000\\000\nWAIT", NULL, MAIL_ERROR_TLS_FAILED },
  { "warnings", "S* \\025\\003\\003\\000\\002\\001\\132", NULL, MAIL_ERROR_TLS_FAILED },
  { "no-forward-secrecy", "TLS", MAIL_TEST_TLS_1_2 ":-KX-ALL:+RSA", MAIL_ERROR_TLS_FAILED },
};

static void
test_handshake (gconstpointer data)
{
  const HandshakeCase *c = data;
  MailTestTlsServerPlan plan = { c->script, "rsa", c->priority };
  MailTestTlsClient client = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean success;

  mail_test_tls_client_set_up (&client, &plan, "localhost", "ca.pem", NULL);
  success = mail_test_tls_client_handshake (&client, &error);
  mail_test_assert_outcome (success, error, c->code);
  if (error != NULL)
    g_assert_nonnull (strstr (error->message, "localhost"));
  mail_test_tls_client_tear_down (&client);
}

/* More than the network takes at once, in both directions at the same time. */
static void
test_large (gconstpointer data)
{
  MailTestTlsClient client = { NULL };
  g_autofree guint8 *sent = g_malloc (LARGE);
  g_autofree guint8 *heard = g_malloc (LARGE);
  g_autoptr (GAsyncResult) written = NULL;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GError) error = NULL;
  GOutputStream *out;
  GInputStream *in;
  gsize n_read = 0;

  for (gsize i = 0; i < LARGE; i++)
    sent[i] = i ^ i >> 8 ^ i >> 16;
  mail_test_tls_client_set_up_proven (&client, "TLS\nECHO", data);
  out = g_io_stream_get_output_stream (G_IO_STREAM (client.stream));
  in = g_io_stream_get_input_stream (G_IO_STREAM (client.stream));

  g_output_stream_write_all_async (out, sent, LARGE, G_PRIORITY_DEFAULT, NULL, mail_test_store_result,
                                   &written);
  g_input_stream_read_all_async (in, heard, LARGE, G_PRIORITY_DEFAULT, NULL, mail_test_store_result, &read);
  g_assert_true (g_output_stream_write_all_finish (out, mail_test_await (&written), NULL, &error));
  g_assert_true (g_input_stream_read_all_finish (in, mail_test_await (&read), &n_read, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (sent, LARGE, heard, n_read);
  g_clear_object (&written);
  g_clear_object (&read);
  mail_test_tls_client_tear_down (&client);
}

/* A small read leaves decrypted bytes behind, for which the network has no more to say. */
static void
test_small_reads (void)
{
  MailTestTlsClient client = { NULL };
  g_autoptr (GError) error = NULL;
  char c;

  mail_test_tls_client_set_up_proven (&client, "TLS\nS: abc\nWAIT", NULL);
  for (const char *p = "abc\r\n"; *p != '\0'; p++)
    {
      g_assert_cmpint (mail_test_read (G_IO_STREAM (client.stream), &c, 1, &error), ==, 1);
      g_assert_cmpint (c, ==, *p);
    }
  mail_test_tls_client_tear_down (&client);
}

/* The sources that GIO makes for asynchronous reads, with something to read already. */
static gboolean
count_and_stop (GObject *stream, gpointer user_data)
{
  ++*(guint *) user_data;
  return G_SOURCE_REMOVE;
}

static void
test_pending_source (void)
{
  MailTestTlsClient client = { NULL };
  GPollableInputStream *in;
  g_autoptr (GSource) source = NULL;
  guint calls = 0;
  char c;

  mail_test_tls_client_set_up_proven (&client, "TLS\nS: abc\nWAIT", NULL);
  in = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (G_IO_STREAM (client.stream)));
  g_assert_cmpint (mail_test_read (G_IO_STREAM (client.stream), &c, 1, NULL), ==, 1);
  g_assert_true (g_pollable_input_stream_is_readable (in));

  source = g_pollable_input_stream_create_source (in, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (count_and_stop), &calls, NULL);
  g_source_attach (source, NULL);
  while (calls == 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&source, g_source_unref);
  mail_test_tls_client_tear_down (&client);
}

/* What happens to a session that stands. */
typedef struct
{
  const char *name;
  const char *script;
  const char *priority;
  const char *heard;
  int code;
} ReadCase;

static const ReadCase read_cases[] = {
  { "goodbye", "TLS\nS: done\nBYE", NULL, "done\r\n", MAIL_TEST_NO_ERROR },
  { "cut-1.3", "TLS\nS: done\nCUT", MAIL_TEST_TLS_1_3, "done\r\n", MAIL_ERROR_CLOSED_EARLY },
  { "cut-1.2", "TLS\nS: done\nCUT", MAIL_TEST_TLS_1_2, "done\r\n", MAIL_ERROR_CLOSED_EARLY },
  { "rekey", "TLS\nS: old\nREKEY\nS: new", MAIL_TEST_TLS_1_3, "old\r\nnew\r\n", MAIL_TEST_NO_ERROR },
  { "rehandshake", "TLS\nS: a\nREHANDSHAKE 1\nS: b", MAIL_TEST_TLS_1_2, "a\r\nb\r\n", MAIL_TEST_NO_ERROR },
  { "rehandshakes", "TLS\nS: a\nREHANDSHAKE 100\nS: b", MAIL_TEST_TLS_1_2, "a\r\n", MAIL_ERROR_TLS_FAILED },
};

static void
test_read (gconstpointer data)
{
  const ReadCase *c = data;
  MailTestTlsClient client = { NULL };
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char buffer[64];
  gssize got;

  mail_test_tls_client_set_up_proven (&client, c->script, c->priority);
  while ((got = mail_test_read (G_IO_STREAM (client.stream), buffer, sizeof buffer, &error)) > 0)
    g_string_append_len (heard, buffer, got);

  g_assert_cmpstr (heard->str, ==, c->heard);
  mail_test_assert_outcome (got == 0, error, c->code);
  mail_test_tls_client_tear_down (&client);
}

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_handshake_cancelled (void)
{
  MailTestTlsServerPlan plan = { "WAIT" };
  MailTestTlsClient client = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_test_tls_client_set_up (&client, &plan, "localhost", "ca.pem", NULL);
  g_timeout_add (20, cancel, cancellable);
  mail_tls_stream_handshake_async (client.stream, cancellable, mail_test_store_result, &result);
  g_assert_false (mail_tls_stream_handshake_finish (client.stream, mail_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  mail_test_tls_client_tear_down (&client);
}

static void
test_read_cancelled (void)
{
  MailTestTlsClient client = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GInputStream *in;
  char c;

  mail_test_tls_client_set_up_proven (&client, "TLS\nWAIT", NULL);
  in = g_io_stream_get_input_stream (G_IO_STREAM (client.stream));
  g_timeout_add (20, cancel, cancellable);
  g_input_stream_read_async (in, &c, 1, G_PRIORITY_DEFAULT, cancellable, mail_test_store_result, &result);
  g_assert_cmpint (g_input_stream_read_finish (in, mail_test_await (&result), &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  mail_test_tls_client_tear_down (&client);
}

static void
test_close (void)
{
  MailTestTlsClient client = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GIOStream *stream;

  mail_test_tls_client_set_up_proven (&client, "TLS\nECHO\nS: not heard", NULL);
  stream = G_IO_STREAM (client.stream);
  g_io_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, mail_test_store_result, &result);
  g_assert_true (g_io_stream_close_finish (stream, mail_test_await (&result), &error));
  g_assert_no_error (error);
  g_assert_true (g_io_stream_is_closed (client.base));
  g_assert_cmpint (mail_test_write (stream, "x", 1, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_object (&result);
  mail_test_tls_client_tear_down (&client);
}

static char *
read_line (MailLineStream *lines)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) line = NULL;

  mail_line_stream_read_async (lines, NULL, mail_test_store_result, &result);
  line = mail_line_stream_read_finish (lines, mail_test_await (&result), &error);
  g_assert_no_error (error);
  return g_strdup (g_bytes_get_data (line, NULL));
}

static void
write_line (MailLineStream *lines, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  mail_line_stream_write_async (lines, bytes, NULL, mail_test_store_result, &result);
  g_assert_true (mail_line_stream_write_finish (lines, mail_test_await (&result), &error));
  g_assert_no_error (error);
}

/* As a probe does it: lines, then TLS under them, then lines. */
static void
test_starttls (void)
{
  MailTestTlsServerPlan plan
      = { "S: * OK hello\nC: a STARTTLS\nS: a OK go\nTLS\nC: b NOOP\nS: b OK done\nWAIT" };
  MailTestTlsClient client = { NULL };
  g_autofree char *greeting = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *last = NULL;
  MailLineStream *lines;

  mail_test_tls_client_set_up (&client, &plan, "localhost", "ca.pem", NULL);
  lines = mail_line_stream_new (client.base);
  greeting = read_line (lines);
  write_line (lines, "a STARTTLS\r\n");
  answer = read_line (lines);
  g_assert_true (mail_test_tls_client_handshake (&client, NULL));
  g_assert_true (mail_tls_stream_verify (client.stream, NULL));
  g_assert_true (mail_line_stream_rebase (lines, G_IO_STREAM (client.stream), NULL));
  write_line (lines, "b NOOP\r\n");
  last = read_line (lines);

  g_assert_cmpstr (greeting, ==, "* OK hello");
  g_assert_cmpstr (answer, ==, "a OK go");
  g_assert_cmpstr (last, ==, "b OK done");
  g_assert_finalize_object (lines);
  mail_test_tls_client_tear_down (&client);
}

#define ADD_CASES(path, cases, function)                                                                     \
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)                                                           \
    {                                                                                                        \
      g_autofree char *full_path = g_strdup_printf ("/tls-stream/%s/%s", path, cases[i].name);               \
                                                                                                             \
      g_test_add_data_func (full_path, &cases[i], function);                                                 \
    }

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_CASES ("handshake", handshake_cases, test_handshake);
  ADD_CASES ("read", read_cases, test_read);
  g_test_add_func ("/tls-stream/handshake/cancelled", test_handshake_cancelled);
  g_test_add_data_func ("/tls-stream/large/1.3", MAIL_TEST_TLS_1_3, test_large);
  g_test_add_data_func ("/tls-stream/large/1.2", MAIL_TEST_TLS_1_2, test_large);
  g_test_add_func ("/tls-stream/small-reads", test_small_reads);
  g_test_add_func ("/tls-stream/pending-source", test_pending_source);
  g_test_add_func ("/tls-stream/read/cancelled", test_read_cancelled);
  g_test_add_func ("/tls-stream/close", test_close);
  g_test_add_func ("/tls-stream/starttls", test_starttls);

  return g_test_run ();
}
