/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "mail-error.h"
#include "mail-line-stream.h"
#include "mail-test-await.h"
#include "mail-test-tls-server.h"
#include "mail-tls-stream.h"

#define TLS_1_0 "NORMAL:-VERS-ALL:+VERS-TLS1.0"
#define TLS_1_1 "NORMAL:-VERS-ALL:+VERS-TLS1.1"
#define TLS_1_2 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define TLS_1_3 "NORMAL:-VERS-ALL:+VERS-TLS1.3"

#define LARGE (3 * 1024 * 1024 + 17)

#define NO_ERROR -1

/* One client on one server. */
typedef struct
{
  MailTestTlsServer *server;
  MailAnchors *anchors;
  GIOStream *base;
  MailTlsStream *stream;
} Fixture;

static GIOStream *
connect_to (MailTestTlsServer *server)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = g_socket_client_connect_to_host (
      client, "127.0.0.1", mail_test_tls_server_get_port (server), NULL, &error);

  g_assert_no_error (error);
  return G_IO_STREAM (connection);
}

static MailAnchors *
new_anchors (const char *name)
{
  g_autofree char *path = name != NULL ? mail_test_certificate_path (name) : NULL;
  g_autoptr (GError) error = NULL;
  MailAnchors *anchors = mail_anchors_new (path, &error);

  g_assert_no_error (error);
  return anchors;
}

static void
set_up (Fixture *f, const MailTestTlsServerPlan *plan, const char *host, const char *ca, const char *pin)
{
  f->server = mail_test_tls_server_new (plan);
  f->anchors = new_anchors (ca);
  f->base = connect_to (f->server);
  f->stream = mail_tls_stream_new (f->base, host, f->anchors, pin);
}

static void
tear_down (Fixture *f)
{
  g_autofree char *fault = mail_test_tls_server_dup_fault (f->server);

  g_assert_cmpstr (fault, ==, NULL);
  g_assert_finalize_object (f->stream);
  g_assert_true (g_io_stream_is_closed (f->base));
  g_assert_finalize_object (f->base);
  g_assert_finalize_object (f->anchors);
  mail_test_tls_server_free (f->server);
}

static gboolean
shake_hands (Fixture *f, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_tls_stream_handshake_async (f->stream, NULL, mail_test_store_result, &result);
  return mail_tls_stream_handshake_finish (f->stream, mail_test_await (&result), error);
}

static void
set_up_proven (Fixture *f, const char *script, const char *priority)
{
  MailTestTlsServerPlan plan = { script, "ec", priority };
  g_autoptr (GError) error = NULL;

  set_up (f, &plan, "localhost", "ca.pem", NULL);
  g_assert_true (shake_hands (f, &error));
  g_assert_no_error (error);
  g_assert_true (mail_tls_stream_verify (f->stream, &error));
  g_assert_no_error (error);
}

static void
assert_outcome (gboolean success, const GError *error, int code)
{
  if (code == NO_ERROR)
    g_assert_no_error (error);
  else
    g_assert_error (error, MAIL_ERROR, code);
  g_assert_true (success == (code == NO_ERROR));
}

/* What a server says instead of, or in, its handshake. */
typedef struct
{
  const char *name;
  const char *script;
  const char *priority;
  int code;
} HandshakeCase;

static const HandshakeCase handshake_cases[] = {
  { "tls-1.3", "TLS", TLS_1_3, NO_ERROR },
  { "tls-1.2", "TLS", TLS_1_2, NO_ERROR },
  { "tls-1.1", "TLS", TLS_1_1, MAIL_ERROR_TLS_TOO_OLD },
  { "tls-1.0", "TLS", TLS_1_0, MAIL_ERROR_TLS_TOO_OLD },
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
  { "no-forward-secrecy", "TLS", TLS_1_2 ":-KX-ALL:+RSA", MAIL_ERROR_TLS_FAILED },
};

static void
test_handshake (gconstpointer data)
{
  const HandshakeCase *c = data;
  MailTestTlsServerPlan plan = { c->script, "rsa", c->priority };
  Fixture f = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean success;

  set_up (&f, &plan, "localhost", "ca.pem", NULL);
  success = shake_hands (&f, &error);
  assert_outcome (success, error, c->code);
  if (error != NULL)
    g_assert_nonnull (strstr (error->message, "localhost"));
  tear_down (&f);
}

/* Who stands at the other end. */
typedef struct
{
  const char *name;
  const char *certificate;
  const char *host;
  const char *priority;
  const char *ca;
  int code;
} ProofCase;

static const ProofCase proof_cases[] = {
  { "ec", "ec", "mail.example.test", TLS_1_3, "ca.pem", NO_ERROR },
  { "ec-1.2", "ec", "mail.example.test", TLS_1_2, "ca.pem", NO_ERROR },
  { "rsa", "rsa", "mail.example.test", TLS_1_3, "ca.pem", NO_ERROR },
  { "rsa-1.2", "rsa", "mail.example.test", TLS_1_2, "ca.pem", NO_ERROR },
  { "upper-case", "ec", "MAIL.Example.TEST", NULL, "ca.pem", NO_ERROR },
  { "dot", "ec", "mail.example.test.", NULL, "ca.pem", NO_ERROR },
  { "ipv4", "ec", "127.0.0.1", NULL, "ca.pem", NO_ERROR },
  { "ipv6", "ec", "::1", NULL, "ca.pem", NO_ERROR },
  { "other-ipv4", "ec", "127.0.0.2", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WRONG_HOST },
  { "other-name", "ec", "evil.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WRONG_HOST },
  { "longer-name", "ec", "mail.example.test.evil.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WRONG_HOST },
  { "wrong-host", "wronghost", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WRONG_HOST },
  { "expired", "expired", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_EXPIRED },
  { "not-yet", "notyet", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_NOT_YET_VALID },
  { "weak", "weak", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WEAK },
  { "purpose", "purpose", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER },
  { "self-signed", "selfsigned", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_SELF_SIGNED },
  { "own-anchor", "selfsigned", "mail.example.test", NULL, "selfsigned.pem", NO_ERROR },
  { "other-ca", "otherca", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER },
  { "system-only", "ec", "mail.example.test", NULL, NULL, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER },
};

static void
check_proof (const ProofCase *c)
{
  MailTestTlsServerPlan plan = { "TLS\nWAIT", c->certificate, c->priority };
  Fixture f = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (MailTlsInfo) info = NULL;
  gboolean success;

  set_up (&f, &plan, c->host, c->ca, NULL);
  g_assert_true (shake_hands (&f, &error));
  g_assert_no_error (error);
  success = mail_tls_stream_verify (f.stream, &error);
  assert_outcome (success, error, c->code);

  info = mail_tls_stream_dup_info (f.stream);
  g_assert_true (info->trusted == success);
  tear_down (&f);
}

static void
test_proof (gconstpointer data)
{
  check_proof (data);
}

static void
test_revoked (void)
{
  static const ProofCase revoked
      = { "revoked", "revoked", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_REVOKED };
  g_autofree char *ocsp = mail_test_certificate_path ("revoked.ocsp");

  if (g_file_test (ocsp, G_FILE_TEST_EXISTS))
    check_proof (&revoked);
  else
    g_test_skip ("openssl, which signs the answer of the OCSP responder, is not installed");
}

/* The key of a certificate, as a person would have pinned it. */
static char *
dup_key_of (const char *certificate)
{
  MailTestTlsServerPlan plan = { "TLS\nWAIT", certificate };
  Fixture f = { NULL };
  g_autoptr (MailTlsInfo) info = NULL;

  set_up (&f, &plan, "localhost", NULL, NULL);
  g_assert_true (shake_hands (&f, NULL));
  info = mail_tls_stream_dup_info (f.stream);
  tear_down (&f);
  return g_steal_pointer (&info->spki_sha256);
}

typedef struct
{
  const char *name;
  const char *certificate;
  const char *pinned; /* a certificate, or the pin itself where it is none */
  int code;
} PinCase;

static const PinCase pin_cases[] = {
  { "self-signed", "selfsigned", "selfsigned", NO_ERROR },
  { "expired", "expired", "expired", NO_ERROR },
  { "wrong-host", "wronghost", "wronghost", NO_ERROR },
  { "changed", "selfsigned", "expired", MAIL_ERROR_CERTIFICATE_CHANGED },
  /* A right certificate is still not the pinned one. */
  { "other-but-right", "ec", "selfsigned", MAIL_ERROR_CERTIFICATE_CHANGED },
  { "empty", "ec", "", MAIL_ERROR_CERTIFICATE_CHANGED },
  { "short", "ec", "0123", MAIL_ERROR_CERTIFICATE_CHANGED },
};

static void
test_pin (gconstpointer data)
{
  const PinCase *c = data;
  MailTestTlsServerPlan plan = { "TLS\nWAIT", c->certificate };
  gboolean is_name = g_ascii_isalpha (c->pinned[0]);
  g_autofree char *pin = is_name ? dup_key_of (c->pinned) : g_strdup (c->pinned);
  Fixture f = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean success;

  set_up (&f, &plan, "localhost", "ca.pem", pin);
  g_assert_true (shake_hands (&f, &error));
  success = mail_tls_stream_verify (f.stream, &error);
  assert_outcome (success, error, c->code);
  tear_down (&f);
}

static void
test_info (void)
{
  static const char *const names[] = { "mail.example.test",
                                       "imap.example.test",
                                       "pop.example.test",
                                       "smtp.example.test",
                                       "autoconfig.example.test",
                                       "example.test",
                                       "localhost",
                                       "127.0.0.1",
                                       "::1",
                                       NULL };
  Fixture f = { NULL };
  g_autoptr (MailTlsInfo) info = NULL;

  set_up_proven (&f, "TLS\nWAIT", TLS_1_3);
  info = mail_tls_stream_dup_info (f.stream);
  g_assert_cmpstr (info->version, ==, "TLS1.3");
  g_assert_cmpstr (info->cipher, ==, "AES-256-GCM");
  g_assert_cmpstr (info->subject, ==, "CN=ec.example.test");
  g_assert_cmpstr (info->issuer, ==, "CN=Test Authority");
  g_assert_cmpstrv (info->names, names);
  g_assert_cmpint (info->not_before, <=, g_get_real_time () / G_USEC_PER_SEC);
  g_assert_cmpint (info->not_after - info->not_before, >, 3600 * G_GINT64_CONSTANT (24) * 3600);
  g_assert_cmpuint (strlen (info->sha256), ==, 64);
  g_assert_cmpuint (strlen (info->spki_sha256), ==, 64);
  tear_down (&f);
}

/* Asynchronously, as everything is written in this program. */
static gssize
write_bytes (GIOStream *stream, const void *data, gsize size, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GOutputStream *out = g_io_stream_get_output_stream (stream);

  g_output_stream_write_async (out, data, size, G_PRIORITY_DEFAULT, NULL, mail_test_store_result, &result);
  return g_output_stream_write_finish (out, mail_test_await (&result), error);
}

static gssize
read_bytes (GIOStream *stream, void *buffer, gsize size, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GInputStream *in = g_io_stream_get_input_stream (stream);

  g_input_stream_read_async (in, buffer, size, G_PRIORITY_DEFAULT, NULL, mail_test_store_result, &result);
  return g_input_stream_read_finish (in, mail_test_await (&result), error);
}

static void
assert_refuses_to_write (Fixture *f)
{
  GPollableOutputStream *out
      = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (G_IO_STREAM (f->stream)));
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) sync_error = NULL;

  g_assert_cmpint (write_bytes (G_IO_STREAM (f->stream), "secret\r\n", 8, &error), ==, -1);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_TLS_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (g_pollable_output_stream_write_nonblocking (out, "x", 1, NULL, &error), ==, -1);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_TLS_FAILED);
  g_assert_cmpint (g_output_stream_write (G_OUTPUT_STREAM (out), "x", 1, NULL, &sync_error), ==, -1);
  g_assert_nonnull (sync_error);
}

/* Before the handshake, before the verification, and after one that failed. */
static void
test_refuses_to_write (void)
{
  MailTestTlsServerPlan plan = { "TLS\nC: not a byte came before this\nWAIT", "wronghost" };
  Fixture f = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *fault = NULL;

  set_up (&f, &plan, "localhost", "ca.pem", NULL);
  assert_refuses_to_write (&f);
  g_assert_true (shake_hands (&f, NULL));
  assert_refuses_to_write (&f);
  g_assert_false (mail_tls_stream_verify (f.stream, &error));
  assert_refuses_to_write (&f);

  /* The server heard nothing: not one byte, but the end. */
  g_assert_finalize_object (f.stream);
  g_assert_finalize_object (f.base);
  while ((fault = mail_test_tls_server_dup_fault (f.server)) == NULL)
    g_usleep (1000);
  g_assert_true (g_str_has_suffix (fault, "but heard “”"));
  g_assert_finalize_object (f.anchors);
  mail_test_tls_server_free (f.server);
}

/* More than the network takes at once, in both directions at the same time. */
static void
test_large (gconstpointer data)
{
  Fixture f = { NULL };
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
  set_up_proven (&f, "TLS\nECHO", data);
  out = g_io_stream_get_output_stream (G_IO_STREAM (f.stream));
  in = g_io_stream_get_input_stream (G_IO_STREAM (f.stream));

  g_output_stream_write_all_async (out, sent, LARGE, G_PRIORITY_DEFAULT, NULL, mail_test_store_result,
                                   &written);
  g_input_stream_read_all_async (in, heard, LARGE, G_PRIORITY_DEFAULT, NULL, mail_test_store_result, &read);
  g_assert_true (g_output_stream_write_all_finish (out, mail_test_await (&written), NULL, &error));
  g_assert_true (g_input_stream_read_all_finish (in, mail_test_await (&read), &n_read, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (sent, LARGE, heard, n_read);
  g_clear_object (&written);
  g_clear_object (&read);
  tear_down (&f);
}

/* A small read leaves decrypted bytes behind, for which the network has no more to say. */
static void
test_small_reads (void)
{
  Fixture f = { NULL };
  g_autoptr (GError) error = NULL;
  char c;

  set_up_proven (&f, "TLS\nS: abc\nWAIT", NULL);
  for (const char *p = "abc\r\n"; *p != '\0'; p++)
    {
      g_assert_cmpint (read_bytes (G_IO_STREAM (f.stream), &c, 1, &error), ==, 1);
      g_assert_cmpint (c, ==, *p);
    }
  tear_down (&f);
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
  Fixture f = { NULL };
  GPollableInputStream *in;
  g_autoptr (GSource) source = NULL;
  guint calls = 0;
  char c;

  set_up_proven (&f, "TLS\nS: abc\nWAIT", NULL);
  in = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (G_IO_STREAM (f.stream)));
  g_assert_cmpint (read_bytes (G_IO_STREAM (f.stream), &c, 1, NULL), ==, 1);
  g_assert_true (g_pollable_input_stream_is_readable (in));

  source = g_pollable_input_stream_create_source (in, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (count_and_stop), &calls, NULL);
  g_source_attach (source, NULL);
  while (calls == 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&source, g_source_unref);
  tear_down (&f);
}

typedef struct
{
  const char *name;
  const char *priority;
  const char *type; /* NULL: there must be none */
} BindingCase;

static const BindingCase binding_cases[] = {
  { "1.3", TLS_1_3, "tls-exporter" },
  { "1.2", TLS_1_2, "tls-unique" },
  { "1.2-without-extended-master-secret", TLS_1_2 ":%NO_SESSION_HASH", NULL },
};

static char *
to_hex (GBytes *bytes)
{
  GString *hex = g_string_new (NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", data[i]);
  return g_string_free (hex, FALSE);
}

static void
assert_binding (const BindingCase *c, GBytes *binding, const char *server_line)
{
  g_auto (GStrv) both = g_strsplit (server_line, " ", 2);
  g_autofree char *ours = to_hex (binding);

  g_assert_cmpstr (ours, ==, g_str_equal (c->type, "tls-exporter") ? both[0] : both[1]);
  g_assert_cmpuint (strlen (ours), >=, 24);
}

static void
test_binding (gconstpointer data)
{
  const BindingCase *c = data;
  Fixture f = { NULL };
  char line[1024] = "";
  const char *type = "unset";
  g_autoptr (GBytes) binding = NULL;

  set_up_proven (&f, "TLS\nBINDING\nWAIT", c->priority);
  g_assert_cmpint (read_bytes (G_IO_STREAM (f.stream), line, sizeof line - 1, NULL), >, 0);
  binding = mail_tls_stream_get_channel_binding (f.stream, &type);
  g_assert_cmpstr (type, ==, c->type);
  g_assert_true ((binding != NULL) == (c->type != NULL));
  if (binding != NULL)
    assert_binding (c, binding, g_strchomp (line));
  tear_down (&f);
}

static void
test_binding_before_handshake (void)
{
  MailTestTlsServerPlan plan = { "TLS" };
  Fixture f = { NULL };
  const char *type = "unset";

  set_up (&f, &plan, "localhost", "ca.pem", NULL);
  g_assert_null (mail_tls_stream_get_channel_binding (f.stream, &type));
  g_assert_null (type);
  tear_down (&f);
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
  { "goodbye", "TLS\nS: done\nBYE", NULL, "done\r\n", NO_ERROR },
  { "cut-1.3", "TLS\nS: done\nCUT", TLS_1_3, "done\r\n", MAIL_ERROR_CLOSED_EARLY },
  { "cut-1.2", "TLS\nS: done\nCUT", TLS_1_2, "done\r\n", MAIL_ERROR_CLOSED_EARLY },
  { "rekey", "TLS\nS: old\nREKEY\nS: new", TLS_1_3, "old\r\nnew\r\n", NO_ERROR },
  { "rehandshake", "TLS\nS: a\nREHANDSHAKE 1\nS: b", TLS_1_2, "a\r\nb\r\n", NO_ERROR },
  { "rehandshakes", "TLS\nS: a\nREHANDSHAKE 100\nS: b", TLS_1_2, "a\r\n", MAIL_ERROR_TLS_FAILED },
};

static void
test_read (gconstpointer data)
{
  const ReadCase *c = data;
  Fixture f = { NULL };
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char buffer[64];
  gssize got;

  set_up_proven (&f, c->script, c->priority);
  while ((got = read_bytes (G_IO_STREAM (f.stream), buffer, sizeof buffer, &error)) > 0)
    g_string_append_len (heard, buffer, got);

  g_assert_cmpstr (heard->str, ==, c->heard);
  assert_outcome (got == 0, error, c->code);
  tear_down (&f);
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
  Fixture f = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&f, &plan, "localhost", "ca.pem", NULL);
  g_timeout_add (20, cancel, cancellable);
  mail_tls_stream_handshake_async (f.stream, cancellable, mail_test_store_result, &result);
  g_assert_false (mail_tls_stream_handshake_finish (f.stream, mail_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  tear_down (&f);
}

static void
test_read_cancelled (void)
{
  Fixture f = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GInputStream *in;
  char c;

  set_up_proven (&f, "TLS\nWAIT", NULL);
  in = g_io_stream_get_input_stream (G_IO_STREAM (f.stream));
  g_timeout_add (20, cancel, cancellable);
  g_input_stream_read_async (in, &c, 1, G_PRIORITY_DEFAULT, cancellable, mail_test_store_result, &result);
  g_assert_cmpint (g_input_stream_read_finish (in, mail_test_await (&result), &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  tear_down (&f);
}

static void
test_close (void)
{
  Fixture f = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GIOStream *stream;

  set_up_proven (&f, "TLS\nECHO\nS: not heard", NULL);
  stream = G_IO_STREAM (f.stream);
  g_io_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, mail_test_store_result, &result);
  g_assert_true (g_io_stream_close_finish (stream, mail_test_await (&result), &error));
  g_assert_no_error (error);
  g_assert_true (g_io_stream_is_closed (f.base));
  g_assert_cmpint (write_bytes (stream, "x", 1, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_object (&result);
  tear_down (&f);
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
  Fixture f = { NULL };
  g_autofree char *greeting = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *last = NULL;
  MailLineStream *lines;

  set_up (&f, &plan, "localhost", "ca.pem", NULL);
  lines = mail_line_stream_new (f.base);
  greeting = read_line (lines);
  write_line (lines, "a STARTTLS\r\n");
  answer = read_line (lines);
  g_assert_true (shake_hands (&f, NULL));
  g_assert_true (mail_tls_stream_verify (f.stream, NULL));
  g_assert_true (mail_line_stream_rebase (lines, G_IO_STREAM (f.stream), NULL));
  write_line (lines, "b NOOP\r\n");
  last = read_line (lines);

  g_assert_cmpstr (greeting, ==, "* OK hello");
  g_assert_cmpstr (answer, ==, "a OK go");
  g_assert_cmpstr (last, ==, "b OK done");
  g_assert_finalize_object (lines);
  tear_down (&f);
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
  ADD_CASES ("proof", proof_cases, test_proof);
  ADD_CASES ("pin", pin_cases, test_pin);
  ADD_CASES ("binding", binding_cases, test_binding);
  ADD_CASES ("read", read_cases, test_read);
  g_test_add_func ("/tls-stream/handshake/cancelled", test_handshake_cancelled);
  g_test_add_func ("/tls-stream/proof/revoked", test_revoked);
  g_test_add_func ("/tls-stream/info", test_info);
  g_test_add_func ("/tls-stream/refuses-to-write", test_refuses_to_write);
  g_test_add_data_func ("/tls-stream/large/1.3", TLS_1_3, test_large);
  g_test_add_data_func ("/tls-stream/large/1.2", TLS_1_2, test_large);
  g_test_add_func ("/tls-stream/small-reads", test_small_reads);
  g_test_add_func ("/tls-stream/pending-source", test_pending_source);
  g_test_add_func ("/tls-stream/binding/before-handshake", test_binding_before_handshake);
  g_test_add_func ("/tls-stream/read/cancelled", test_read_cancelled);
  g_test_add_func ("/tls-stream/close", test_close);
  g_test_add_func ("/tls-stream/starttls", test_starttls);

  return g_test_run ();
}
