/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real sources, where the names of a domain are refused or never answered: whenever the person stops, all
 * is over at once, and nothing happens afterwards. */
#include "config.h"

#include "mail-discovery-private.h"
#include "mail-error.h"
#include "mail-inquiry-private.h"
#include "mail-test-await.h"
#include "mail-test-dns-server.h"
#include "mail-test-resolver.h"

/* In milliseconds: when the person stops, how long that may take, and how long nothing happens after it. */
#define STEP     3
#define N_STEPS  20
#define AT_ONCE  500
#define A_MOMENT 20

static const MailTestName names[] = {
  { "autoconfig.example.test", "127.0.0.1", MAIL_TEST_RESOLVER_OK },
  { "ua-auto-config.example.test", "", MAIL_TEST_RESOLVER_SILENT },
  { "imap.example.test", "127.0.0.1", MAIL_TEST_RESOLVER_OK },
  { "smtp.example.test", "", MAIL_TEST_RESOLVER_SILENT },
  { "example.test", "", MAIL_TEST_RESOLVER_SILENT },
  { NULL },
};

typedef struct
{
  MailTestDnsServer *dns_server;
  MailDiscovery *discovery;
  GCancellable *cancellable;
  GAsyncResult *result;
  gboolean over;
} Fixture;

static void
on_change (Fixture *fixture)
{
  g_assert_false (fixture->over);
}

static void
on_over (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  mail_test_store_result (source, result, &fixture->result);
  fixture->over = TRUE;
}

static void
on_moment_over (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
run_for (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add_once (milliseconds, on_moment_over, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
watch (Fixture *fixture)
{
  GListModel *lookups = mail_discovery_get_lookups (fixture->discovery);

  g_signal_connect_swapped (fixture->discovery, "notify", G_CALLBACK (on_change), fixture);
  for (guint i = 0; i < g_list_model_get_n_items (lookups); i++)
    {
      g_autoptr (MailLookup) lookup = g_list_model_get_item (lookups, i);

      g_signal_connect_swapped (lookup, "notify", G_CALLBACK (on_change), fixture);
    }
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (dir) != NULL)
    n_files++;
  return n_files;
}

static void
begin (Fixture *fixture)
{
  const MailDiscoveryOptions options = { .ask_ispdb = TRUE, .send_address = TRUE, .timeout = 1 };
  g_autoptr (MailAddress) address = mail_address_new ("anna@example.test", NULL);
  g_autofree char *servers = NULL;
  g_autoptr (MailDns) dns = NULL;

  fixture->dns_server = mail_test_dns_server_new ();
  servers = mail_test_dns_server_dup_address (fixture->dns_server);
  dns = mail_dns_new_for_servers (servers);
  fixture->discovery = mail_discovery_new (address, &options, NULL);
  mail_inquiry_set_dns (fixture->discovery->inquiry, dns);
  fixture->cancellable = g_cancellable_new ();
  watch (fixture);
  mail_discovery_run_async (fixture->discovery, fixture->cancellable, on_over, fixture);
}

static void
end (Fixture *fixture)
{
  g_clear_object (&fixture->result);
  g_assert_finalize_object (fixture->discovery);
  g_assert_finalize_object (fixture->cancellable);
  g_assert_finalize_object (fixture->dns_server);
}

static void
stop_after (guint milliseconds)
{
  Fixture fixture = { 0 };
  g_autoptr (GError) error = NULL;
  gint64 stopped;

  begin (&fixture);
  if (milliseconds > 0)
    run_for (milliseconds);
  stopped = g_get_monotonic_time ();
  g_cancellable_cancel (fixture.cancellable);
  g_assert_false (mail_discovery_run_finish (fixture.discovery, mail_test_await (&fixture.result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - stopped, <, AT_ONCE * 1000);
  run_for (A_MOMENT);
  end (&fixture);
}

static void
test_stop (void)
{
  guint n_files;

  /* What GLib opens once stays open. */
  stop_after (STEP);
  n_files = count_files ();
  for (guint step = 0; step <= N_STEPS; step++)
    stop_after (step * STEP);
  g_assert_cmpuint (count_files (), ==, n_files);
}

static void
test_deadline (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GError) error = NULL;

  begin (&fixture);
  g_assert_false (mail_discovery_run_finish (fixture.discovery, mail_test_await (&fixture.result), &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN);
  g_assert_cmpint (mail_discovery_get_elapsed (fixture.discovery), <, 1000 + AT_ONCE);
  g_assert_true (g_strv_contains (mail_discovery_get_contacted (fixture.discovery), "dns:MX example.test"));
  run_for (A_MOMENT);
  end (&fixture);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GResolver) resolver = mail_test_resolver_new (names);

  g_test_init (&argc, &argv, NULL);
  g_resolver_set_default (resolver);
  g_test_add_func ("/discovery-stop/stop", test_stop);
  g_test_add_func ("/discovery-stop/deadline", test_deadline);
  return g_test_run ();
}
