/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-test-tls-client.h"

#include "mail-error.h"
#include "mail-test-await.h"

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

void
mail_test_tls_client_set_up (MailTestTlsClient *client,
                             const MailTestTlsServerPlan *plan,
                             const char *host,
                             const char *ca,
                             const char *pin)
{
  client->server = mail_test_tls_server_new (plan);
  client->anchors = new_anchors (ca);
  client->base = connect_to (client->server);
  client->stream = mail_tls_stream_new (client->base, host, client->anchors, pin);
}

void
mail_test_tls_client_tear_down (MailTestTlsClient *client)
{
  g_autofree char *fault = mail_test_tls_server_dup_fault (client->server);

  g_assert_cmpstr (fault, ==, NULL);
  g_assert_finalize_object (client->stream);
  g_assert_true (g_io_stream_is_closed (client->base));
  g_assert_finalize_object (client->base);
  g_assert_finalize_object (client->anchors);
  mail_test_tls_server_free (client->server);
}

gboolean
mail_test_tls_client_handshake (MailTestTlsClient *client, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_tls_stream_handshake_async (client->stream, NULL, mail_test_store_result, &result);
  return mail_tls_stream_handshake_finish (client->stream, mail_test_await (&result), error);
}

void
mail_test_tls_client_set_up_proven (MailTestTlsClient *client, const char *script, const char *priority)
{
  MailTestTlsServerPlan plan = { script, "ec", priority };
  g_autoptr (GError) error = NULL;

  mail_test_tls_client_set_up (client, &plan, "localhost", "ca.pem", NULL);
  g_assert_true (mail_test_tls_client_handshake (client, &error));
  g_assert_no_error (error);
  g_assert_true (mail_tls_stream_verify (client->stream, &error));
  g_assert_no_error (error);
}

void
mail_test_assert_outcome (gboolean success, const GError *error, int code)
{
  if (code == MAIL_TEST_NO_ERROR)
    g_assert_no_error (error);
  else
    g_assert_error (error, MAIL_ERROR, code);
  g_assert_true (success == (code == MAIL_TEST_NO_ERROR));
}

gssize
mail_test_write (GIOStream *stream, const void *data, gsize size, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GOutputStream *out = g_io_stream_get_output_stream (stream);

  g_output_stream_write_async (out, data, size, G_PRIORITY_DEFAULT, NULL, mail_test_store_result, &result);
  return g_output_stream_write_finish (out, mail_test_await (&result), error);
}

gssize
mail_test_read (GIOStream *stream, void *buffer, gsize size, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GInputStream *in = g_io_stream_get_input_stream (stream);

  g_input_stream_read_async (in, buffer, size, G_PRIORITY_DEFAULT, NULL, mail_test_store_result, &result);
  return g_input_stream_read_finish (in, mail_test_await (&result), error);
}
