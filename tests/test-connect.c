/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "mail-connect.h"
#include "mail-error.h"
#include "mail-test-await.h"
#include "mail-test-resolver.h"

#define NO_ERROR -1

static const MailTestName names[] = {
  { "four.example.test", "127.0.0.1", MAIL_TEST_RESOLVER_OK },
  { "six.example.test", "::1", MAIL_TEST_RESOLVER_OK },
  { "both.example.test", "::1 127.0.0.1", MAIL_TEST_RESOLVER_OK },
  { "unroutable.example.test", "fe80::1", MAIL_TEST_RESOLVER_OK },
  { "flaky.example.test", "", G_RESOLVER_ERROR_TEMPORARY_FAILURE },
  { "broken.example.test", "", G_RESOLVER_ERROR_INTERNAL },
  { "silent.example.test", "", MAIL_TEST_RESOLVER_SILENT },
  { NULL },
};

/* listen: the address somebody listens on, or NULL where nobody does. peer and progress are for success. */
typedef struct
{
  const char *name;
  const char *listen;
  const char *host;
  int code;
  const char *peer;
  const char *progress;
} Case;

static const Case cases[] = {
  { "ipv4", "127.0.0.1", "127.0.0.1", NO_ERROR, "127.0.0.1", "?;127.0.0.1;" },
  { "ipv6", "::1", "::1", NO_ERROR, "::1", "?;::1;" },
  { "name-ipv4", "127.0.0.1", "four.example.test", NO_ERROR, "127.0.0.1", "?;127.0.0.1;" },
  { "name-ipv6", "::1", "six.example.test", NO_ERROR, "::1", "?;::1;" },
  { "second-family", "127.0.0.1", "both.example.test", NO_ERROR, "127.0.0.1", "?;::1;::1, 127.0.0.1;" },
  { "refused", NULL, "127.0.0.1", MAIL_ERROR_CONNECTION_REFUSED },
  { "refused-by-both", NULL, "both.example.test", MAIL_ERROR_CONNECTION_REFUSED },
  { "unknown", NULL, "unknown.example.test", MAIL_ERROR_HOST_UNKNOWN },
  { "dns-down", NULL, "flaky.example.test", MAIL_ERROR_NETWORK_UNREACHABLE },
  { "dns-broken", NULL, "broken.example.test", MAIL_ERROR_NETWORK_UNREACHABLE },
  { "no-route", NULL, "unroutable.example.test", MAIL_ERROR_NETWORK_UNREACHABLE },
};

/* NULL where this machine does not have address. */
static GSocket *
listen_on (const char *address, guint16 *port)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (inet, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket
      = g_socket_new (g_inet_address_get_family (inet), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  if (socket == NULL || !g_socket_bind (socket, any_port, TRUE, NULL) || !g_socket_listen (socket, NULL))
    return NULL;

  bound = g_socket_get_local_address (socket, NULL);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return g_steal_pointer (&socket);
}

static guint16
find_free_port (void)
{
  guint16 port = 0;
  g_autoptr (GSocket) socket = listen_on ("127.0.0.1", &port);

  g_assert_nonnull (socket);
  g_socket_close (socket, NULL);
  return port;
}

static void
note_progress (MailConnectEvent event, const char *addresses, gpointer user_data)
{
  GString *progress = user_data;

  g_assert_true ((event == MAIL_CONNECT_RESOLVED) == (addresses != NULL));
  g_string_append_printf (progress, "%s;", addresses != NULL ? addresses : "?");
}

static void
assert_no_delay (GIOStream *stream)
{
  GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream));
  int no_delay = 0;

  g_assert_true (g_socket_get_option (socket, IPPROTO_TCP, TCP_NODELAY, &no_delay, NULL));
  g_assert_true (no_delay);
  g_assert_cmpuint (g_socket_get_timeout (socket), ==, 0);
}

static void
check_case (const Case *c, guint16 port)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) progress = g_string_new (NULL);
  g_autofree char *peer = NULL;
  g_autoptr (GIOStream) stream = NULL;

  mail_connect_async (c->host, port, note_progress, progress, NULL, mail_test_store_result, &result);
  stream = mail_connect_finish (mail_test_await (&result), &peer, &error);

  if (c->code == NO_ERROR)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (peer, ==, c->peer);
      g_assert_cmpstr (progress->str, ==, c->progress);
      assert_no_delay (stream);
    }
  else
    {
      g_assert_null (stream);
      g_assert_null (peer);
      g_assert_error (error, MAIL_ERROR, c->code);
      g_assert_nonnull (strstr (error->message, c->host));
    }
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  guint16 port = 0;
  g_autoptr (GSocket) listener = NULL;

  if (c->listen == NULL)
    port = find_free_port ();
  else
    listener = listen_on (c->listen, &port);

  if (port == 0)
    g_test_skip ("This machine has no such loopback address");
  else
    check_case (c, port);
}

/* One who does not want to know what happens on the way, nor who answered. */
static void
test_without_progress (void)
{
  guint16 port = 0;
  g_autoptr (GSocket) listener = listen_on ("127.0.0.1", &port);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) stream = NULL;

  g_assert_nonnull (listener);
  mail_connect_async ("127.0.0.1", port, NULL, NULL, NULL, mail_test_store_result, &result);
  stream = mail_connect_finish (mail_test_await (&result), NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (stream);
}

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* While the name is looked up; and before anything. */
static void
test_cancelled (void)
{
  for (guint delay = 0; delay <= 20; delay += 20)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) progress = g_string_new (NULL);
      g_autoptr (GIOStream) stream = NULL;

      if (delay == 0)
        g_cancellable_cancel (cancellable);
      else
        g_timeout_add (delay, cancel, cancellable);
      mail_connect_async ("silent.example.test", 993, note_progress, progress, cancellable,
                          mail_test_store_result, &result);
      stream = mail_connect_finish (mail_test_await (&result), NULL, &error);
      g_assert_null (stream);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
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
      g_autofree char *path = g_strdup_printf ("/connect/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/connect/without-progress", test_without_progress);
  g_test_add_func ("/connect/cancelled", test_cancelled);

  return g_test_run ();
}
