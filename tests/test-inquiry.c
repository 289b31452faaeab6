/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/socket.h>

#include "mail-error.h"
#include "mail-inquiry-private.h"
#include "mail-test-await.h"
#include "mail-test-dns-server.h"
#include "mail-test-resolver.h"
#include "mail-test-tls-server.h"

#define HOST "imap.example.test"

#define IMAP_SCRIPT "TLS\nS: * OK hello\nWAIT\n"
#define HTTP_SCRIPT                                                                                          \
  "TLS\nC: GET /a HTTP/1.1\nC..\nS: HTTP/1.1 200 OK\nS: Content-Length: 4\nS:\nS+ <a/>\nBYE\n"

/* How many greetings are heard at once, and how many are asked for in the test of that. */
#define LIMIT       24
#define N_GREETINGS 30

static const MailTestName names[] = {
  { HOST, "127.0.0.1", MAIL_TEST_RESOLVER_OK },
  { NULL },
};

typedef struct
{
  MailTestDnsServer *dns_server;
  MailInquiry *inquiry;
  GCancellable *cancellables[3];
  GAsyncResult *results[3];
} Fixture;

static void
set_dns (Fixture *fixture)
{
  g_autofree char *servers = mail_test_dns_server_dup_address (fixture->dns_server);
  g_autoptr (MailDns) dns = mail_dns_new_for_servers (servers);

  mail_inquiry_set_dns (fixture->inquiry, dns);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAddress) address = mail_address_new ("anna@example.test", NULL);
  g_autofree char *ca = mail_test_certificate_path ("ca.pem");
  const MailDiscoveryOptions options = { .send_address = TRUE, .ca_file = ca };
  g_autoptr (GError) error = NULL;

  fixture->dns_server = mail_test_dns_server_new ();
  fixture->inquiry = mail_inquiry_new (address, &options, &error);
  g_assert_no_error (error);
  set_dns (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->cancellables); i++)
    fixture->cancellables[i] = g_cancellable_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->cancellables); i++)
    {
      g_clear_object (&fixture->results[i]);
      g_assert_finalize_object (fixture->cancellables[i]);
    }
  g_assert_finalize_object (fixture->inquiry);
  g_assert_finalize_object (fixture->dns_server);
}

static void
query (Fixture *fixture, guint i, const char *name)
{
  g_clear_object (&fixture->results[i]);
  mail_inquiry_query_async (fixture->inquiry, name, MAIL_DNS_MX, fixture->cancellables[i],
                            mail_test_store_result, &fixture->results[i]);
}

static MailDnsAnswer *
await_answer (Fixture *fixture, guint i)
{
  g_autoptr (GError) error = NULL;
  MailDnsAnswer *answer
      = mail_inquiry_query_finish (fixture->inquiry, mail_test_await (&fixture->results[i]), &error);

  g_assert_no_error (error);
  return answer;
}

static void
assert_exchanger (Fixture *fixture, guint i, const char *host)
{
  g_autoptr (MailDnsAnswer) answer = await_answer (fixture, i);

  g_assert_true (answer->exists);
  g_assert_cmpuint (answer->records->len, ==, 1);
  g_assert_cmpstr (((MailDnsRecord *) g_ptr_array_index (answer->records, 0))->host, ==, host);
}

static void
assert_query_cancelled (Fixture *fixture, guint i)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
      mail_inquiry_query_finish (fixture->inquiry, mail_test_await (&fixture->results[i]), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
assert_contacted (Fixture *fixture, const char *expected)
{
  g_autofree char *text = g_strjoinv ("; ", (char **) mail_inquiry_get_contacted (fixture->inquiry));

  g_assert_cmpstr (text, ==, expected);
}

static void
test_nothing_asked (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (mail_inquiry_get_domain (fixture->inquiry), ==, "example.test");
  g_assert_cmpstr (mail_address_get_local (mail_inquiry_get_address (fixture->inquiry)), ==, "anna");
  g_assert_true (mail_inquiry_get_options (fixture->inquiry)->send_address);
  g_assert_false (mail_inquiry_get_options (fixture->inquiry)->ask_ispdb);
  assert_contacted (fixture, "");
  g_assert_null (mail_inquiry_get_contacted (fixture->inquiry)[0]);
}

static void
on_contacted (guint *n_notifications)
{
  ++*n_notifications;
}

static void
test_asked_once (Fixture *fixture, gconstpointer data)
{
  guint n_notifications = 0;

  g_signal_connect_swapped (fixture->inquiry, "notify::contacted", G_CALLBACK (on_contacted),
                            &n_notifications);
  g_assert_null (mail_inquiry_get_answer (fixture->inquiry, "example.test", MAIL_DNS_MX));
  query (fixture, 0, "example.test");
  query (fixture, 1, "Example.TEST");
  assert_exchanger (fixture, 0, "mail.example.test");
  assert_exchanger (fixture, 1, "mail.example.test");
  query (fixture, 2, "example.test");
  assert_exchanger (fixture, 2, "mail.example.test");
  g_assert_nonnull (mail_inquiry_get_answer (fixture->inquiry, "example.test", MAIL_DNS_MX));
  g_assert_null (mail_inquiry_get_answer (fixture->inquiry, "example.test", MAIL_DNS_TXT));
  g_assert_cmpuint (mail_test_dns_server_get_count (fixture->dns_server), ==, 1);
  assert_contacted (fixture, "dns:MX example.test");
  g_assert_cmpuint (n_notifications, ==, 1);
}

static void
test_no_such_domain (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailDnsAnswer) answer = NULL;

  query (fixture, 0, "missing.example.test");
  answer = await_answer (fixture, 0);
  g_assert_false (answer->exists);
  g_assert_true (mail_inquiry_get_answer (fixture->inquiry, "missing.example.test", MAIL_DNS_MX) == answer);
}

static void
test_let_go (Fixture *fixture, gconstpointer data)
{
  query (fixture, 0, "example.test");
  query (fixture, 1, "example.test");
  g_cancellable_cancel (fixture->cancellables[0]);
  assert_query_cancelled (fixture, 0);
  assert_exchanger (fixture, 1, "mail.example.test");
}

static void
await_questions (Fixture *fixture, guint n_questions)
{
  while (mail_test_dns_server_get_count (fixture->dns_server) < n_questions)
    g_main_context_iteration (NULL, TRUE);
}

/* Who comes after everybody let go asks anew. */
static void
test_ask_anew (Fixture *fixture, gconstpointer data)
{
  query (fixture, 0, "silent.example.test");
  query (fixture, 1, "silent.example.test");
  await_questions (fixture, 1);
  g_cancellable_cancel (fixture->cancellables[0]);
  g_cancellable_cancel (fixture->cancellables[1]);
  assert_query_cancelled (fixture, 0);
  assert_query_cancelled (fixture, 1);
  query (fixture, 2, "silent.example.test");
  await_questions (fixture, 2);
  g_cancellable_cancel (fixture->cancellables[2]);
  assert_query_cancelled (fixture, 2);
  assert_contacted (fixture, "dns:MX silent.example.test");
}

static void
test_stopped_before (Fixture *fixture, gconstpointer data)
{
  g_cancellable_cancel (fixture->cancellables[0]);
  query (fixture, 0, "example.test");
  assert_query_cancelled (fixture, 0);
  assert_contacted (fixture, "");
}

static MailTestTlsServer *
new_server (const char *script)
{
  return mail_test_tls_server_new (&(MailTestTlsServerPlan){ .script = script });
}

static void
fetch (Fixture *fixture, guint i, const char *uri)
{
  mail_inquiry_fetch_async (fixture->inquiry, uri, fixture->cancellables[i], mail_test_store_result,
                            &fixture->results[i]);
}

static void
assert_document (Fixture *fixture, guint i, const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MailFetchAnswer) answer
      = mail_inquiry_fetch_finish (fixture->inquiry, mail_test_await (&fixture->results[i]), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (answer->uri, ==, uri);
  g_assert_cmpuint (g_bytes_get_size (answer->body), ==, 4);
}

static void
test_fetched_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailTestTlsServer) server = new_server (HTTP_SCRIPT);
  g_autofree char *uri = g_strdup_printf ("https://" HOST ":%u/a", mail_test_tls_server_get_port (server));
  g_autofree char *expected = g_strdup_printf ("dns:A " HOST "; dns:AAAA " HOST "; https://" HOST ":%u/a",
                                               mail_test_tls_server_get_port (server));

  fetch (fixture, 0, uri);
  fetch (fixture, 1, uri);
  assert_document (fixture, 0, uri);
  assert_document (fixture, 1, uri);
  fetch (fixture, 2, uri);
  assert_document (fixture, 2, uri);
  g_assert_cmpuint (mail_test_tls_server_get_count (server), ==, 1);
  assert_contacted (fixture, expected);
}

static void
greet (Fixture *fixture, guint i, const char *host, guint port, guint milliseconds)
{
  g_autoptr (MailServer) server = mail_server_new (MAIL_PROTOCOL_IMAP, host, port, MAIL_SECURITY_TLS);

  mail_inquiry_greet_async (fixture->inquiry, server, milliseconds, fixture->cancellables[i],
                            mail_test_store_result, &fixture->results[i]);
}

static gboolean
finish_greeting (Fixture *fixture, guint i, GError **error)
{
  return mail_inquiry_greet_finish (fixture->inquiry, mail_test_await (&fixture->results[i]), error);
}

static void
test_greeting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailTestTlsServer) server = new_server (IMAP_SCRIPT);
  guint port = mail_test_tls_server_get_port (server);
  g_autofree char *expected
      = g_strdup_printf ("dns:A " HOST "; dns:AAAA " HOST "; tcp:" HOST ":%u; tcp:127.0.0.1:%u", port, port);
  g_autoptr (GError) error = NULL;

  greet (fixture, 0, HOST, port, 5000);
  g_assert_true (finish_greeting (fixture, 0, &error));
  g_assert_no_error (error);
  greet (fixture, 1, "127.0.0.1", port, 5000);
  g_assert_true (finish_greeting (fixture, 1, &error));
  g_assert_no_error (error);
  assert_contacted (fixture, expected);
}

/* A name that does not exist was asked for, but nobody was connected to. */
static void
test_unknown_host (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  greet (fixture, 0, "pop.example.test", 995, 5000);
  g_assert_false (finish_greeting (fixture, 0, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_HOST_UNKNOWN);
  assert_contacted (fixture, "dns:A pop.example.test; dns:AAAA pop.example.test");
}

static void
test_wrong_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (
      &(MailTestTlsServerPlan){ .script = IMAP_SCRIPT, .certificate = "wronghost" });
  g_autoptr (GError) error = NULL;

  greet (fixture, 0, HOST, mail_test_tls_server_get_port (server), 5000);
  g_assert_false (finish_greeting (fixture, 0, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_WRONG_HOST);
}

static void
test_silent_server (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailTestTlsServer) server = new_server ("WAIT\n");
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  greet (fixture, 0, HOST, mail_test_tls_server_get_port (server), 200);
  g_assert_false (finish_greeting (fixture, 0, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 200 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 1000 * 1000);
}

/* A server that says nothing to whoever comes, and more greetings than are heard at once. */
typedef struct
{
  GSocketService *service;
  guint port;
  guint n_clients;
  GPtrArray *connections;
  GAsyncResult *results[N_GREETINGS];
} Crowd;

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  Crowd *crowd = user_data;

  crowd->n_clients++;
  g_ptr_array_add (crowd->connections, g_object_ref (connection));
  return TRUE;
}

/* The first may be let go alone. */
static void
greet_all (Fixture *fixture, Crowd *crowd)
{
  g_autoptr (MailServer) server = NULL;

  crowd->connections = g_ptr_array_new_with_free_func (g_object_unref);
  crowd->service = g_socket_service_new ();
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (crowd->service), N_GREETINGS);
  crowd->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (crowd->service), NULL, NULL);
  g_signal_connect (crowd->service, "incoming", G_CALLBACK (on_incoming), crowd);
  server = mail_server_new (MAIL_PROTOCOL_IMAP, "127.0.0.1", crowd->port, MAIL_SECURITY_TLS);
  for (guint i = 0; i < N_GREETINGS; i++)
    mail_inquiry_greet_async (fixture->inquiry, server, 60000, fixture->cancellables[i == 0 ? 0 : 1],
                              mail_test_store_result, &crowd->results[i]);
}

static void
assert_let_go (Fixture *fixture, Crowd *crowd, guint i)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (mail_inquiry_greet_finish (fixture->inquiry, mail_test_await (&crowd->results[i]), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&crowd->results[i]);
}

static void
on_moment_over (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* So many come, and a moment later there are no more. */
static void
assert_clients (Crowd *crowd, guint n_clients)
{
  gboolean over = FALSE;

  while (crowd->n_clients < n_clients)
    g_main_context_iteration (NULL, TRUE);
  g_timeout_add_once (50, on_moment_over, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (crowd->n_clients, ==, n_clients);
}

/* Those that wait for their turn are let go, too, without having asked. */
static void
test_some_at_a_time (Fixture *fixture, gconstpointer data)
{
  Crowd crowd = { 0 };

  greet_all (fixture, &crowd);
  assert_clients (&crowd, LIMIT);
  g_cancellable_cancel (fixture->cancellables[0]);
  assert_let_go (fixture, &crowd, 0);
  assert_clients (&crowd, LIMIT + 1);
  g_cancellable_cancel (fixture->cancellables[1]);
  for (guint i = 1; i < N_GREETINGS; i++)
    assert_let_go (fixture, &crowd, i);
  assert_clients (&crowd, LIMIT + 1);
  g_socket_service_stop (crowd.service);
  g_socket_listener_close (G_SOCKET_LISTENER (crowd.service));
  g_clear_object (&crowd.service);
  g_ptr_array_unref (crowd.connections);
}

/* Of our own side: those whose other end has this port. */
static guint
count_sockets_to (guint port)
{
  guint n_sockets = 0;

  for (int fd = 3; fd < 256; fd++)
    {
      union
      {
        struct sockaddr any;
        struct sockaddr_storage storage;
      } peer;
      socklen_t size = sizeof peer;
      g_autoptr (GSocketAddress) address = NULL;

      if (getpeername (fd, &peer.any, &size) != 0)
        continue;
      address = g_socket_address_new_from_native (&peer, size);
      if (G_IS_INET_SOCKET_ADDRESS (address)
          && g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)) == port)
        n_sockets++;
    }
  return n_sockets;
}

static void
assert_ends (gboolean success, GError *error)
{
  if (!success)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
}

static void
await_all (Fixture *fixture)
{
  g_autoptr (MailDnsAnswer) answer = NULL;
  g_autoptr (MailFetchAnswer) document = NULL;
  GError *error = NULL;
  gboolean greeted;

  answer = mail_inquiry_query_finish (fixture->inquiry, mail_test_await (&fixture->results[0]), &error);
  assert_ends (answer != NULL, g_steal_pointer (&error));
  document = mail_inquiry_fetch_finish (fixture->inquiry, mail_test_await (&fixture->results[1]), &error);
  assert_ends (document != NULL, g_steal_pointer (&error));
  greeted = finish_greeting (fixture, 2, &error);
  assert_ends (greeted, g_steal_pointer (&error));
}

/* Cancelled after so many turns of the main loop: everything ends, and leaves no socket. */
static gboolean
stop_after (guint n_turns)
{
  g_autoptr (MailTestTlsServer) web = new_server (HTTP_SCRIPT);
  g_autoptr (MailTestTlsServer) imap = new_server (IMAP_SCRIPT);
  g_autofree char *uri = g_strdup_printf ("https://" HOST ":%u/a", mail_test_tls_server_get_port (web));
  Fixture fixture = { 0 };
  gboolean stopped;

  set_up (&fixture, NULL);
  query (&fixture, 0, "example.test");
  fetch (&fixture, 1, uri);
  greet (&fixture, 2, HOST, mail_test_tls_server_get_port (imap), 5000);
  for (guint turn = 0; turn < n_turns; turn++)
    g_main_context_iteration (NULL, FALSE);
  stopped = fixture.results[0] == NULL || fixture.results[1] == NULL || fixture.results[2] == NULL;
  for (guint i = 0; i < G_N_ELEMENTS (fixture.cancellables); i++)
    g_cancellable_cancel (fixture.cancellables[i]);
  await_all (&fixture);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_sockets_to (mail_test_tls_server_get_port (imap)), ==, 0);
  tear_down (&fixture, NULL);
  g_assert_cmpuint (count_sockets_to (mail_test_tls_server_get_port (web)), ==, 0);
  return stopped;
}

static void
test_stop_at_every_turn (void)
{
  guint n_turns = 0;

  while (stop_after (n_turns))
    n_turns++;
  g_test_message ("%u turns", n_turns);
  g_assert_cmpuint (n_turns, >, 5);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GResolver) resolver = mail_test_resolver_new (names);

  g_test_init (&argc, &argv, NULL);
  g_resolver_set_default (resolver);
  add ("/inquiry/nothing-asked", test_nothing_asked);
  add ("/inquiry/asked-once", test_asked_once);
  add ("/inquiry/no-such-domain", test_no_such_domain);
  add ("/inquiry/let-go", test_let_go);
  add ("/inquiry/ask-anew", test_ask_anew);
  add ("/inquiry/stopped-before", test_stopped_before);
  add ("/inquiry/fetched-once", test_fetched_once);
  add ("/inquiry/greeting", test_greeting);
  add ("/inquiry/unknown-host", test_unknown_host);
  add ("/inquiry/wrong-name", test_wrong_name);
  add ("/inquiry/silent-server", test_silent_server);
  add ("/inquiry/some-at-a-time", test_some_at_a_time);
  g_test_add_func ("/inquiry/stop-at-every-turn", test_stop_at_every_turn);
  return g_test_run ();
}
