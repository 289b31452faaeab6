/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "mail-connect.h"
#include "mail-error.h"
#include "mail-test-await.h"

/* Where this computer has a proxy, servers are reached through it, by their name. */

#define HOST     "mail.example.test"
#define GREETING "* OK"

#define MAIL_TEST_TYPE_PROXIES (mail_test_proxies_get_type ())
G_DECLARE_FINAL_TYPE (MailTestProxies, mail_test_proxies, MAIL_TEST, PROXIES, GObject)

struct _MailTestProxies
{
  GObject parent_instance;
};

static void mail_test_proxies_resolver_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailTestProxies,
                               mail_test_proxies,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, mail_test_proxies_resolver_init))

static guint16 proxy_port;
static gboolean proxy_refuses;

static gboolean
mail_test_proxies_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
mail_test_proxies_lookup (GProxyResolver *resolver,
                          const char *uri,
                          GCancellable *cancellable,
                          GError **error)
{
  char *proxies[] = { g_strdup_printf ("socks5://127.0.0.1:%u", proxy_port), NULL };
  char **answer = g_strdupv (proxies);

  g_free (proxies[0]);
  return answer;
}

static void
mail_test_proxies_lookup_async (GProxyResolver *resolver,
                                const char *uri,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, mail_test_proxies_lookup (resolver, uri, NULL, NULL),
                         (GDestroyNotify) g_strfreev);
}

static char **
mail_test_proxies_lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_test_proxies_resolver_init (GProxyResolverInterface *iface)
{
  iface->is_supported = mail_test_proxies_is_supported;
  iface->lookup = mail_test_proxies_lookup;
  iface->lookup_async = mail_test_proxies_lookup_async;
  iface->lookup_finish = mail_test_proxies_lookup_finish;
}

static void
mail_test_proxies_class_init (MailTestProxiesClass *klass)
{
}

static void
mail_test_proxies_init (MailTestProxies *self)
{
}

/* Just enough of RFC 1928: no authentication, one request, and then the server behind it speaks. */
static gboolean
serve (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  const char reply[] = { 5, proxy_refuses ? 5 : 0, 0, 1, 0, 0, 0, 0, 0, 0 };
  char words[300] = { 0 };

  if (g_input_stream_read (input, words, 3, NULL, NULL) < 3)
    return TRUE;
  g_output_stream_write_all (output, "\5\0", 2, NULL, NULL, NULL);
  g_input_stream_read (input, words, sizeof words - 1, NULL, NULL);
  /* Version, command, reserved, "a name follows", its length. */
  g_assert_cmpint (words[3], ==, 3);
  g_assert_true (g_str_has_prefix (words + 5, HOST));
  g_output_stream_write_all (output, reply, sizeof reply, NULL, NULL, NULL);
  g_output_stream_write_all (output, GREETING, strlen (GREETING), NULL, NULL, NULL);
  return TRUE;
}

static GSocketService *
start_proxy (void)
{
  GSocketService *service = g_threaded_socket_service_new (1);

  proxy_port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_assert_cmpuint (proxy_port, !=, 0);
  g_signal_connect (service, "run", G_CALLBACK (serve), NULL);
  g_socket_service_start (service);
  return service;
}

static GIOStream *
connect_to_host (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_connect_async (HOST, 993, NULL, NULL, NULL, mail_test_store_result, &result);
  return mail_connect_finish (mail_test_await (&result), NULL, error);
}

static void
test_through (void)
{
  g_autoptr (GSocketService) service = start_proxy ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) stream = NULL;
  char heard[sizeof GREETING] = { 0 };

  proxy_refuses = FALSE;
  stream = connect_to_host (&error);
  g_assert_no_error (error);
  g_input_stream_read_all (g_io_stream_get_input_stream (stream), heard, strlen (GREETING), NULL, NULL,
                           &error);
  g_assert_no_error (error);
  g_assert_cmpstr (heard, ==, GREETING);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

static void
test_refused (void)
{
  g_autoptr (GSocketService) service = start_proxy ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) stream = NULL;

  proxy_refuses = TRUE;
  stream = connect_to_host (&error);
  g_assert_null (stream);
  g_assert_nonnull (error);
  g_assert_true (error->domain == MAIL_ERROR);
  g_assert_nonnull (strstr (error->message, HOST));
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
}

int
main (int argc, char **argv)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  /* Makes the place to which the proxies are added. */
  g_vfs_get_default ();
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, MAIL_TEST_TYPE_PROXIES, "test",
                                  1000);
  g_test_add_func ("/connect-proxy/through", test_through);
  g_test_add_func ("/connect-proxy/refused", test_refused);
  return g_test_run ();
}
