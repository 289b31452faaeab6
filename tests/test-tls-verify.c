/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "mail-error.h"
#include "mail-test-tls-client.h"
#include "mail-tls-stream.h"

/* Who stands at the other end. */
typedef struct
{
  const char *name;
  const char *certificate;
  const char *host;
  const char *priority;
  const char *ca;
  int code;
  guint more_faults; /* beside the one that the code names */
} ProofCase;

/* Names for a table. */
#define WRONG_HOST  MAIL_CERTIFICATE_FAULT_WRONG_HOST
#define EXPIRED     MAIL_CERTIFICATE_FAULT_EXPIRED
#define SELF_SIGNED MAIL_CERTIFICATE_FAULT_SELF_SIGNED
#define UNKNOWN     MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER

static const struct
{
  int code;
  guint fault;
} faults_of_codes[] = {
  { MAIL_TEST_NO_ERROR, 0 },
  { MAIL_ERROR_CERTIFICATE_WRONG_HOST, WRONG_HOST },
  { MAIL_ERROR_CERTIFICATE_EXPIRED, EXPIRED },
  { MAIL_ERROR_CERTIFICATE_NOT_YET_VALID, MAIL_CERTIFICATE_FAULT_NOT_YET_VALID },
  { MAIL_ERROR_CERTIFICATE_WEAK, MAIL_CERTIFICATE_FAULT_WEAK },
  { MAIL_ERROR_CERTIFICATE_SELF_SIGNED, SELF_SIGNED },
  { MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER, UNKNOWN },
};

static guint
get_fault (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults_of_codes); i++)
    if (faults_of_codes[i].code == code)
      return faults_of_codes[i].fault;
  g_assert_not_reached ();
}

static const ProofCase proof_cases[] = {
  { "ec", "ec", "mail.example.test", MAIL_TEST_TLS_1_3, "ca.pem", MAIL_TEST_NO_ERROR },
  { "ec-1.2", "ec", "mail.example.test", MAIL_TEST_TLS_1_2, "ca.pem", MAIL_TEST_NO_ERROR },
  { "rsa", "rsa", "mail.example.test", MAIL_TEST_TLS_1_3, "ca.pem", MAIL_TEST_NO_ERROR },
  { "rsa-1.2", "rsa", "mail.example.test", MAIL_TEST_TLS_1_2, "ca.pem", MAIL_TEST_NO_ERROR },
  { "upper-case", "ec", "MAIL.Example.TEST", NULL, "ca.pem", MAIL_TEST_NO_ERROR },
  { "dot", "ec", "mail.example.test.", NULL, "ca.pem", MAIL_TEST_NO_ERROR },
  { "ipv4", "ec", "127.0.0.1", NULL, "ca.pem", MAIL_TEST_NO_ERROR },
  { "ipv6", "ec", "::1", NULL, "ca.pem", MAIL_TEST_NO_ERROR },
  { "other-ipv4", "ec", "127.0.0.3", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WRONG_HOST },
  { "other-name", "ec", "evil.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WRONG_HOST },
  { "longer-name", "ec", "mail.example.test.evil.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WRONG_HOST },
  { "wrong-host", "wronghost", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WRONG_HOST },
  { "expired", "expired", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_EXPIRED },
  { "not-yet", "notyet", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_NOT_YET_VALID },
  { "weak", "weak", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WEAK },
  { "self-signed", "selfsigned", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_SELF_SIGNED },
  { "own-anchor", "selfsigned", "mail.example.test", NULL, "selfsigned.pem", MAIL_TEST_NO_ERROR },
  { "other-ca", "otherca", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER },
  { "system-only", "ec", "mail.example.test", NULL, NULL, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER },
  { "many-faults", "manyfaults", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WRONG_HOST,
    EXPIRED | SELF_SIGNED },
  { "expired-and-issuer", "expired", "mail.example.test", NULL, NULL, MAIL_ERROR_CERTIFICATE_EXPIRED,
    UNKNOWN },
  { "host-and-issuer", "wronghost", "mail.example.test", NULL, NULL, MAIL_ERROR_CERTIFICATE_WRONG_HOST,
    UNKNOWN },
  { "host-and-expired", "expired", "evil.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WRONG_HOST,
    EXPIRED },
  { "purpose", "purpose", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
    UNKNOWN ^ MAIL_CERTIFICATE_FAULT_UNFIT },
  { "weak-and-issuer", "weak", "mail.example.test", NULL, NULL, MAIL_ERROR_CERTIFICATE_WEAK, UNKNOWN },
  { "services-only", "services", "mail.example.test", NULL, "ca.pem", MAIL_ERROR_CERTIFICATE_WRONG_HOST },
};

static void
check_proof (const ProofCase *c)
{
  MailTestTlsServerPlan plan = { "TLS\nWAIT", c->certificate, c->priority };
  MailTestTlsClient client = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (MailTlsInfo) before = NULL;
  g_autoptr (MailTlsInfo) info = NULL;
  gboolean success;

  mail_test_tls_client_set_up (&client, &plan, c->host, c->ca, NULL);
  g_assert_true (mail_test_tls_client_handshake (&client, &error));
  g_assert_no_error (error);
  before = mail_tls_stream_dup_info (client.stream);
  g_assert_false (before->trusted);
  g_assert_cmphex (before->faults, ==, get_fault (c->code) ^ c->more_faults);
  success = mail_tls_stream_verify (client.stream, &error);
  mail_test_assert_outcome (success, error, c->code);

  info = mail_tls_stream_dup_info (client.stream);
  g_assert_true (info->trusted == success);
  g_assert_false (info->pinned);
  g_assert_cmphex (info->faults, ==, before->faults);
  mail_test_tls_client_tear_down (&client);
}

static void
test_proof (gconstpointer data)
{
  check_proof (data);
}

/* A certificate that names no host, but who serves this domain's mail. */
static void
check_service (MailProtocol protocol, const char *domain, int code)
{
  MailTestTlsServerPlan plan = { "TLS\nWAIT", "services" };
  MailTestTlsClient client = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean success;

  mail_test_tls_client_set_up (&client, &plan, "mail.hosting.test", "ca.pem", NULL);
  mail_tls_stream_set_service (client.stream, protocol, domain);
  g_assert_true (mail_test_tls_client_handshake (&client, NULL));
  success = mail_tls_stream_verify (client.stream, &error);
  mail_test_assert_outcome (success, error, code);
  mail_test_tls_client_tear_down (&client);
}

static void
test_service (void)
{
  check_service (MAIL_PROTOCOL_IMAP, "example.test", MAIL_TEST_NO_ERROR);
  check_service (MAIL_PROTOCOL_POP3, "example.test", MAIL_TEST_NO_ERROR);
  check_service (MAIL_PROTOCOL_SMTP, "example.test", MAIL_TEST_NO_ERROR);
  check_service (MAIL_PROTOCOL_IMAP, "other.test", MAIL_ERROR_CERTIFICATE_WRONG_HOST);
  check_service (MAIL_PROTOCOL_IMAP, NULL, MAIL_ERROR_CERTIFICATE_WRONG_HOST);
}

/* The key of a certificate, as a person would have pinned it. */
static char *
dup_key_of (const char *certificate)
{
  MailTestTlsServerPlan plan = { "TLS\nWAIT", certificate };
  MailTestTlsClient client = { NULL };
  g_autoptr (MailTlsInfo) info = NULL;

  mail_test_tls_client_set_up (&client, &plan, "localhost", NULL, NULL);
  g_assert_true (mail_test_tls_client_handshake (&client, NULL));
  info = mail_tls_stream_dup_info (client.stream);
  mail_test_tls_client_tear_down (&client);
  return g_steal_pointer (&info->spki_sha256);
}

typedef struct
{
  const char *name;
  const char *certificate;
  const char *pinned; /* a certificate, or the pin itself where it is none */
  int code;
  guint faults; /* beside that it changed */
} PinCase;

static const PinCase pin_cases[] = {
  { "self-signed", "selfsigned", "selfsigned", MAIL_TEST_NO_ERROR, SELF_SIGNED },
  { "expired", "expired", "expired", MAIL_TEST_NO_ERROR, EXPIRED },
  { "wrong-host", "wronghost", "wronghost", MAIL_TEST_NO_ERROR, WRONG_HOST },
  { "many-faults", "manyfaults", "manyfaults", MAIL_TEST_NO_ERROR, WRONG_HOST | EXPIRED | SELF_SIGNED },
  { "renewed", "renewed", "selfsigned", MAIL_TEST_NO_ERROR, SELF_SIGNED },
  { "right", "ec", "ec", MAIL_TEST_NO_ERROR, 0 },
  { "changed", "selfsigned", "expired", MAIL_ERROR_CERTIFICATE_CHANGED, SELF_SIGNED },
  /* A right certificate is still not the pinned one. */
  { "other-but-right", "ec", "selfsigned", MAIL_ERROR_CERTIFICATE_CHANGED, 0 },
  { "empty", "ec", "", MAIL_ERROR_CERTIFICATE_CHANGED, 0 },
  { "short", "ec", "0123", MAIL_ERROR_CERTIFICATE_CHANGED, 0 },
};

static void
test_pin (gconstpointer data)
{
  const PinCase *c = data;
  MailTestTlsServerPlan plan = { "TLS\nWAIT", c->certificate };
  gboolean is_name = g_ascii_isalpha (c->pinned[0]);
  g_autofree char *pin = is_name ? dup_key_of (c->pinned) : g_strdup (c->pinned);
  MailTestTlsClient client = { NULL };
  g_autoptr (MailTlsInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  gboolean success;

  mail_test_tls_client_set_up (&client, &plan, "localhost", "ca.pem", pin);
  g_assert_true (mail_test_tls_client_handshake (&client, &error));
  success = mail_tls_stream_verify (client.stream, &error);
  mail_test_assert_outcome (success, error, c->code);
  info = mail_tls_stream_dup_info (client.stream);
  g_assert_true (info->trusted == success);
  g_assert_true (info->pinned == success);
  g_assert_cmphex (info->faults, ==, c->faults | (success ? 0 : MAIL_CERTIFICATE_FAULT_CHANGED));
  mail_test_tls_client_tear_down (&client);
}

static void
test_info (void)
{
  MailTestTlsClient client = { NULL };
  g_autoptr (MailTlsInfo) info = NULL;

  mail_test_tls_client_set_up_proven (&client, "TLS\nWAIT", MAIL_TEST_TLS_1_3);
  info = mail_tls_stream_dup_info (client.stream);
  g_assert_cmpstr (info->version, ==, "TLS1.3");
  g_assert_cmpstr (info->cipher, ==, "AES-256-GCM");
  g_assert_cmpstr (info->subject, ==, "CN=ec.example.test");
  g_assert_cmpstr (info->issuer, ==, "CN=Test Authority");
  /* The first name, and an address of each family. */
  g_assert_cmpstr (info->names[0], ==, "mail.example.test");
  g_assert_true (g_strv_contains ((const char *const *) info->names, "127.0.0.1"));
  g_assert_true (g_strv_contains ((const char *const *) info->names, "::1"));
  g_assert_cmpint (info->not_before, <=, g_get_real_time () / G_USEC_PER_SEC);
  g_assert_cmpint (info->not_after - info->not_before, >, 3600 * G_GINT64_CONSTANT (24) * 3600);
  g_assert_cmpuint (strlen (info->sha256), ==, 64);
  g_assert_cmpuint (strlen (info->spki_sha256), ==, 64);
  g_assert_cmpstr (info->key, ==, "ECDSA 256");
  g_assert_cmpstr (info->group, ==, "SECP256R1");
  g_assert_cmpstr (info->chain[0], ==, "CN=ec.example.test");
  g_assert_null (info->chain[1]);
  mail_test_tls_client_tear_down (&client);
}

/* What a stranger wrote into a certificate ends up in terminals and labels. */
static void
test_info_odd (void)
{
  MailTestTlsServerPlan plan = { "TLS\nWAIT", "odd" };
  MailTestTlsClient client = { NULL };
  g_autoptr (MailTlsInfo) info = NULL;

  mail_test_tls_client_set_up (&client, &plan, "localhost", "ca.pem", NULL);
  g_assert_true (mail_test_tls_client_handshake (&client, NULL));
  info = mail_tls_stream_dup_info (client.stream);
  g_assert_nonnull (strstr (info->subject, "desrever"));
  g_assert_null (strchr (info->subject, '\033'));
  g_assert_null (strstr (info->subject, "\342\200\256"));
  g_assert_true (g_utf8_validate (info->subject, -1, NULL));
  mail_test_tls_client_tear_down (&client);
}

static void
assert_refuses_to_write (MailTestTlsClient *client)
{
  GPollableOutputStream *out
      = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (G_IO_STREAM (client->stream)));
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) sync_error = NULL;

  g_assert_cmpint (mail_test_write (G_IO_STREAM (client->stream), "secret\r\n", 8, &error), ==, -1);
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
  MailTestTlsClient client = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *fault = NULL;

  mail_test_tls_client_set_up (&client, &plan, "localhost", "ca.pem", NULL);
  assert_refuses_to_write (&client);
  g_assert_true (mail_test_tls_client_handshake (&client, NULL));
  assert_refuses_to_write (&client);
  g_assert_false (mail_tls_stream_verify (client.stream, &error));
  assert_refuses_to_write (&client);

  /* The server heard nothing: not one byte, but the end. */
  g_assert_finalize_object (client.stream);
  g_assert_finalize_object (client.base);
  while ((fault = mail_test_tls_server_dup_fault (client.server)) == NULL)
    g_usleep (1000);
  g_assert_true (g_str_has_suffix (fault, "but heard “”"));
  g_assert_finalize_object (client.anchors);
  mail_test_tls_server_free (client.server);
}

typedef struct
{
  const char *name;
  const char *priority;
  const char *type; /* NULL: there must be none */
} BindingCase;

static const BindingCase binding_cases[] = {
  { "1.3", MAIL_TEST_TLS_1_3, "tls-exporter" },
  { "1.2", MAIL_TEST_TLS_1_2, "tls-unique" },
  { "1.2-without-extended-master-secret", MAIL_TEST_TLS_1_2 ":%NO_SESSION_HASH", NULL },
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
  MailTestTlsClient client = { NULL };
  char line[1024] = "";
  const char *type = "unset";
  g_autoptr (GBytes) binding = NULL;

  mail_test_tls_client_set_up_proven (&client, "TLS\nBINDING\nWAIT", c->priority);
  g_assert_cmpint (mail_test_read (G_IO_STREAM (client.stream), line, sizeof line - 1, NULL), >, 0);
  binding = mail_tls_stream_get_channel_binding (client.stream, &type);
  g_assert_cmpstr (type, ==, c->type);
  g_assert_true ((binding != NULL) == (c->type != NULL));
  if (binding != NULL)
    assert_binding (c, binding, g_strchomp (line));
  mail_test_tls_client_tear_down (&client);
}

static void
test_binding_before_handshake (void)
{
  MailTestTlsServerPlan plan = { "TLS" };
  MailTestTlsClient client = { NULL };
  const char *type = "unset";

  mail_test_tls_client_set_up (&client, &plan, "localhost", "ca.pem", NULL);
  g_assert_null (mail_tls_stream_get_channel_binding (client.stream, &type));
  g_assert_null (type);
  mail_test_tls_client_tear_down (&client);
}

#define ADD_CASES(path, cases, function)                                                                     \
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)                                                           \
    {                                                                                                        \
      g_autofree char *full_path = g_strdup_printf ("/tls-verify/%s/%s", path, cases[i].name);               \
                                                                                                             \
      g_test_add_data_func (full_path, &cases[i], function);                                                 \
    }

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_CASES ("proof", proof_cases, test_proof);
  ADD_CASES ("pin", pin_cases, test_pin);
  ADD_CASES ("binding", binding_cases, test_binding);
  g_test_add_func ("/tls-verify/service", test_service);
  g_test_add_func ("/tls-verify/info", test_info);
  g_test_add_func ("/tls-verify/info/odd", test_info_odd);
  g_test_add_func ("/tls-verify/refuses-to-write", test_refuses_to_write);
  g_test_add_func ("/tls-verify/binding/before-handshake", test_binding_before_handshake);

  return g_test_run ();
}
