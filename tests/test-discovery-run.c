/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-discovery-private.h"
#include "mail-error.h"
#include "mail-inquiry-private.h"
#include "mail-sandbox.h"
#include "mail-test-await.h"
#include "mail-test-candidates.h"
#include "mail-test-dns-server.h"
#include "mail-test-finder.h"

/* The sources of these searches, by rank. */
typedef enum
{
  BUILTIN,
  PACC,
  AUTOCONFIG,
  SRV,
  GUESS,
  N_FINDERS,
} Rank;

static const MailSource sources[] = {
  [BUILTIN] = MAIL_SOURCE_DATABASE, [PACC] = MAIL_SOURCE_PACC,   [AUTOCONFIG] = MAIL_SOURCE_AUTOCONFIG,
  [SRV] = MAIL_SOURCE_SRV,          [GUESS] = MAIL_SOURCE_GUESS,
};

typedef struct
{
  MailDiscoveryOptions options;
  const char *address;
  GPtrArray *finders;
  MailDiscovery *discovery;
  GCancellable *cancellable;
  GAsyncResult *result;
  gboolean over;
  guint n_late_changes; /* after the callback */
} Fixture;

static void
on_change (Fixture *fixture)
{
  if (fixture->over)
    fixture->n_late_changes++;
}

/* Everything that a page could see change. */
static void
watch (Fixture *fixture)
{
  GListModel *lookups = mail_discovery_get_lookups (fixture->discovery);

  g_signal_connect_swapped (fixture->discovery, "notify", G_CALLBACK (on_change), fixture);
  g_signal_connect_swapped (mail_discovery_get_candidates (fixture->discovery), "items-changed",
                            G_CALLBACK (on_change), fixture);
  for (guint i = 0; i < g_list_model_get_n_items (lookups); i++)
    {
      g_autoptr (MailLookup) lookup = g_list_model_get_item (lookups, i);

      g_signal_connect_swapped (lookup, "notify", G_CALLBACK (on_change), fixture);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->address = "anna@example.org";
  fixture->finders = g_ptr_array_new_with_free_func (g_object_unref);
  for (Rank rank = BUILTIN; rank < N_FINDERS; rank++)
    g_ptr_array_add (fixture->finders, mail_test_finder_new (sources[rank]));
  fixture->cancellable = g_cancellable_new ();
}

static MailTestFinder *
get_finder (Fixture *fixture, Rank rank)
{
  return g_ptr_array_index (fixture->finders, rank);
}

static void
on_over (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  mail_test_store_result (source, result, &fixture->result);
  fixture->over = TRUE;
}

static void
run_pending (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
begin (Fixture *fixture)
{
  g_autoptr (MailAddress) address = mail_address_new (fixture->address, NULL);
  g_autoptr (GError) error = NULL;

  fixture->discovery = mail_discovery_new_with_finders (address, &fixture->options, fixture->finders, &error);
  g_assert_no_error (error);
  watch (fixture);
  mail_discovery_run_async (fixture->discovery, fixture->cancellable, on_over, fixture);
  run_pending ();
}

/* Numbers stand for servers; "" is a candidate that lacks the outgoing one, "-" is none. */
static void
answer (Fixture *fixture, Rank rank, const char *servers)
{
  g_autofree char *imap = g_strconcat ("imap", servers, NULL);
  g_autofree char *smtp = *servers != '\0' ? g_strconcat ("smtp", servers, NULL) : NULL;
  gboolean nothing = g_str_equal (servers, "-");

  mail_test_finder_answer (
      get_finder (fixture, rank),
      mail_test_found (
          nothing ? NULL : mail_test_candidate (sources[rank], MAIL_TRUST_UNVERIFIED, imap, smtp), NULL));
  run_pending ();
}

static void
fail (Fixture *fixture, Rank rank, MailError code)
{
  mail_test_finder_fail (get_finder (fixture, rank), g_error_new (MAIL_ERROR, code, "trouble"));
  run_pending ();
}

static void
begin_on_network (Fixture *fixture)
{
  begin (fixture);
  answer (fixture, BUILTIN, "-");
}

static void
answer_nothing (Fixture *fixture, Rank first)
{
  for (Rank rank = first; rank < N_FINDERS; rank++)
    if (mail_test_finder_is_running (get_finder (fixture, rank)))
      answer (fixture, rank, "-");
}

/* Nothing runs any more, and nothing changes. */
static void
assert_at_rest (Fixture *fixture)
{
  for (Rank rank = BUILTIN; rank < N_FINDERS; rank++)
    g_assert_false (mail_test_finder_is_running (get_finder (fixture, rank)));
  g_assert_false (mail_discovery_get_running (fixture->discovery));
  g_assert_false (g_main_context_pending (NULL));
  g_assert_cmpuint (fixture->n_late_changes, ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  run_pending ();
  assert_at_rest (fixture);
  g_clear_object (&fixture->result);
  g_assert_finalize_object (fixture->discovery);
  g_assert_finalize_object (fixture->cancellable);
  for (Rank rank = BUILTIN; rank < N_FINDERS; rank++)
    g_assert_finalize_object (g_ptr_array_steal_index (fixture->finders, 0));
  g_ptr_array_unref (fixture->finders);
}

static void
assert_found (Fixture *fixture, const char *expected)
{
  GListModel *candidates = mail_discovery_get_candidates (fixture->discovery);
  GAsyncResult *result = mail_test_await (&fixture->result);
  g_autofree char *text = mail_test_describe_all (candidates);
  g_autoptr (MailCandidate) first = g_list_model_get_item (candidates, 0);
  g_autoptr (GError) error = NULL;

  g_assert_true (mail_discovery_run_finish (fixture->discovery, result, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
  g_assert_true (mail_discovery_get_best (fixture->discovery) == first);
}

static void
assert_error (Fixture *fixture, GQuark domain, int code, const char *sentence)
{
  g_autoptr (GError) error = NULL;

  mail_test_await (&fixture->result);
  g_assert_false (mail_discovery_run_finish (fixture->discovery, fixture->result, &error));
  g_assert_error (error, domain, code);
  g_test_message ("%s", error->message);
  g_assert_true (g_pattern_match_simple (sentence, error->message));
}

static void
assert_candidates (Fixture *fixture, const char *expected)
{
  g_autofree char *text = mail_test_describe_all (mail_discovery_get_candidates (fixture->discovery));

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_lookup (Fixture *fixture, Rank rank, MailState state, const char *detail)
{
  g_autoptr (MailLookup) lookup
      = g_list_model_get_item (mail_discovery_get_lookups (fixture->discovery), rank);

  g_assert_cmpint (mail_lookup_get_source (lookup), ==, sources[rank]);
  g_assert_cmpstr (mail_lookup_get_label (lookup), ==, mail_source_to_string (sources[rank]));
  g_assert_cmpstr (mail_lookup_get_detail (lookup), ==, detail);
  g_assert_cmpint (mail_lookup_get_state (lookup), ==, state);
}

static void
assert_waiting_for (Fixture *fixture, const char *expected)
{
  g_autofree char *waiting_for = mail_discovery_dup_waiting_for (fixture->discovery);

  g_assert_cmpstr (waiting_for, ==, expected);
}

static void
test_built_in (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  g_assert_true (mail_discovery_get_running (fixture->discovery));
  assert_lookup (fixture, BUILTIN, MAIL_STATE_RUNNING, NULL);
  assert_lookup (fixture, GUESS, MAIL_STATE_WAITING, NULL);
  answer (fixture, BUILTIN, "1");
  assert_found (fixture, "imap1/smtp1 database");
  assert_lookup (fixture, BUILTIN, MAIL_STATE_PASSED, "IMAP at imap1");
  for (Rank rank = PACC; rank < N_FINDERS; rank++)
    {
      g_assert_false (mail_test_finder_is_asked (get_finder (fixture, rank)));
      assert_lookup (fixture, rank, MAIL_STATE_SKIPPED, "not needed");
    }
}

static void
test_without_access (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  mail_test_finder_answer (
      get_finder (fixture, BUILTIN),
      mail_test_found (mail_test_unsupported (MAIL_SOURCE_DATABASE, "example.net"), NULL));
  assert_found (fixture, "-/- database");
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  fixture->options.offline = TRUE;
  fixture->options.exhaustive = TRUE;
  begin_on_network (fixture);
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN, "Siegel does not know *“example.org”*");
  for (Rank rank = PACC; rank < N_FINDERS; rank++)
    {
      g_assert_false (mail_test_finder_is_asked (get_finder (fixture, rank)));
      assert_lookup (fixture, rank, MAIL_STATE_SKIPPED, "not asked: without the internet");
    }
}

/* Those below are ended at once, those above may still win. */
static void
test_win (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  answer (fixture, SRV, "1");
  assert_lookup (fixture, SRV, MAIL_STATE_PASSED, "IMAP at imap1");
  assert_lookup (fixture, GUESS, MAIL_STATE_SKIPPED, "not needed any more");
  g_assert_true (mail_test_finder_was_cancelled (get_finder (fixture, GUESS)));
  g_assert_null (fixture->result);
  assert_waiting_for (fixture, "pacc, autoconfig");
  answer (fixture, PACC, "-");
  assert_lookup (fixture, PACC, MAIL_STATE_SKIPPED, "nothing there");
  assert_waiting_for (fixture, "autoconfig");
  fail (fixture, AUTOCONFIG, MAIL_ERROR_CERTIFICATE_EXPIRED);
  assert_lookup (fixture, AUTOCONFIG, MAIL_STATE_FAILED, "trouble");
  assert_waiting_for (fixture, NULL);
  assert_found (fixture, "imap1/smtp1 srv");
}

static void
test_better (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  answer (fixture, GUESS, "1");
  g_assert_cmpint (mail_candidate_get_source (mail_discovery_get_best (fixture->discovery)), ==,
                   MAIL_SOURCE_GUESS);
  answer (fixture, PACC, "2");
  assert_lookup (fixture, AUTOCONFIG, MAIL_STATE_SKIPPED, "not needed any more");
  assert_lookup (fixture, GUESS, MAIL_STATE_PASSED, "IMAP at imap1");
  assert_found (fixture, "imap2/smtp2 pacc; imap1/smtp1 guess");
}

static void
test_agreement (Fixture *fixture, gconstpointer data)
{
  g_autofree char *reason = NULL;

  begin_on_network (fixture);
  answer (fixture, GUESS, "1");
  answer (fixture, SRV, "1");
  answer (fixture, AUTOCONFIG, "1");
  answer (fixture, PACC, "-");
  assert_found (fixture, "imap1/smtp1 autoconfig,srv,guess");
  reason = mail_discovery_dup_reason (fixture->discovery, mail_discovery_get_best (fixture->discovery));
  g_assert_true (g_str_has_suffix (reason, " 2 other sources say the same."));
}

/* A half one does not win, but it is there. */
static void
test_incomplete (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  answer (fixture, PACC, "");
  g_assert_null (mail_discovery_get_best (fixture->discovery));
  assert_lookup (fixture, PACC, MAIL_STATE_PASSED, "IMAP at imap");
  g_assert_true (mail_test_finder_is_running (get_finder (fixture, GUESS)));
  answer (fixture, GUESS, "1");
  answer_nothing (fixture, PACC);
  assert_found (fixture, "imap1/smtp1 guess; imap/- pacc");
}

static void
test_only_incomplete (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  answer (fixture, PACC, "");
  answer_nothing (fixture, PACC);
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN, "No mail servers of “example.org” *");
  assert_candidates (fixture, "imap/- pacc");
  g_assert_null (mail_discovery_get_best (fixture->discovery));
}

/* Whose customer the domain is explains why there is nothing; settings would count more. */
static void
test_customer_without_access (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  mail_test_finder_answer (get_finder (fixture, PACC),
                           mail_test_found (mail_test_unsupported (MAIL_SOURCE_MX, "example.net"), NULL));
  run_pending ();
  assert_lookup (fixture, PACC, MAIL_STATE_PASSED, "example.net lets no mail programs in");
  g_assert_null (mail_discovery_get_best (fixture->discovery));
  answer_nothing (fixture, AUTOCONFIG);
  assert_found (fixture, "-/- mx");
}

static void
test_exhaustive (Fixture *fixture, gconstpointer data)
{
  fixture->options.exhaustive = TRUE;
  begin (fixture);
  answer (fixture, BUILTIN, "1");
  for (Rank rank = GUESS; rank > BUILTIN; rank--)
    answer (fixture, rank, rank == SRV ? "1" : "2");
  for (Rank rank = PACC; rank < N_FINDERS; rank++)
    g_assert_false (mail_test_finder_was_cancelled (get_finder (fixture, rank)));
  assert_found (fixture, "imap1/smtp1 database,srv; imap2/smtp2 pacc,autoconfig,guess");
}

static void
test_forbidden (Fixture *fixture, gconstpointer data)
{
  mail_test_finder_forbid (get_finder (fixture, AUTOCONFIG), "Only if you allow it.");
  begin_on_network (fixture);
  assert_lookup (fixture, AUTOCONFIG, MAIL_STATE_SKIPPED, "Only if you allow it.");
  g_assert_false (mail_test_finder_is_asked (get_finder (fixture, AUTOCONFIG)));
  answer_nothing (fixture, PACC);
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN, "No mail servers of “example.org” *");
}

static void
test_all_forbidden (Fixture *fixture, gconstpointer data)
{
  for (Rank rank = PACC; rank < N_FINDERS; rank++)
    mail_test_finder_forbid (get_finder (fixture, rank), "No.");
  begin_on_network (fixture);
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN, "No mail servers of “example.org” *");
}

static void
test_deadline (Fixture *fixture, gconstpointer data)
{
  fixture->options.timeout = 1;
  begin_on_network (fixture);
  answer (fixture, SRV, "1");
  assert_waiting_for (fixture, "pacc, autoconfig");
  mail_test_await (&fixture->result);
  assert_found (fixture, "imap1/smtp1 srv");
  assert_lookup (fixture, PACC, MAIL_STATE_FAILED, "did not answer in time");
  assert_lookup (fixture, GUESS, MAIL_STATE_SKIPPED, "not needed any more");
  assert_waiting_for (fixture, NULL);
  g_assert_cmpint (mail_discovery_get_elapsed (fixture->discovery), >=, 1000);
  g_assert_cmpint (mail_discovery_get_elapsed (fixture->discovery), <, 2000);
}

/* Long before the deadline. */
static void
test_silent_better (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  answer (fixture, SRV, "1");
  mail_test_await (&fixture->result);
  assert_found (fixture, "imap1/smtp1 srv");
  assert_lookup (fixture, PACC, MAIL_STATE_FAILED, "did not answer in time");
  g_assert_cmpint (mail_discovery_get_elapsed (fixture->discovery), >=, 3000);
  g_assert_cmpint (mail_discovery_get_elapsed (fixture->discovery), <, 5000);
}

static void
test_deadline_with_nothing (Fixture *fixture, gconstpointer data)
{
  fixture->options.timeout = 1;
  begin_on_network (fixture);
  answer (fixture, SRV, "-");
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN, "*“example.org” were found in time. *");
}

/* A source has its own idea of how long is too long. */
static void
test_silent_source (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  fail (fixture, SRV, MAIL_ERROR_TIMED_OUT);
  answer_nothing (fixture, PACC);
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN, "*“example.org” were found in time. *");
}

static void
test_no_network (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  for (Rank rank = PACC; rank < GUESS; rank++)
    fail (fixture, rank, MAIL_ERROR_NETWORK_UNREACHABLE);
  answer_nothing (fixture, GUESS);
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_NETWORK_UNREACHABLE, "*“example.org”*");
}

static void
test_forbidden_network (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "flatpak-info-no-network", NULL);

  mail_sandbox_set_file (path);
  begin_on_network (fixture);
  for (Rank rank = PACC; rank < GUESS; rank++)
    fail (fixture, rank, MAIL_ERROR_NETWORK_UNREACHABLE);
  answer_nothing (fixture, GUESS);
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_NETWORK_UNREACHABLE, "*“example.org”, because the sandbox *");
  mail_sandbox_set_file (NULL);
}

/* One who got an answer shows that the network is there. */
static void
test_half_a_network (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  fail (fixture, PACC, MAIL_ERROR_NETWORK_UNREACHABLE);
  fail (fixture, AUTOCONFIG, MAIL_ERROR_HOST_UNKNOWN);
  fail (fixture, SRV, MAIL_ERROR_NETWORK_UNREACHABLE);
  fail (fixture, GUESS, MAIL_ERROR_NETWORK_UNREACHABLE);
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN, "No mail servers of “example.org” *");
}

/* As a source does that asks for the exchanger. */
static void
ask_for_exchanger (Fixture *fixture, MailTestDnsServer *server)
{
  MailInquiry *inquiry = fixture->discovery->inquiry;
  g_autofree char *servers = mail_test_dns_server_dup_address (server);
  g_autoptr (MailDns) dns = mail_dns_new_for_servers (servers);
  g_autoptr (MailDnsAnswer) answer = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  mail_inquiry_set_dns (inquiry, dns);
  mail_inquiry_query_async (inquiry, mail_inquiry_get_domain (inquiry), MAIL_DNS_MX, NULL,
                            mail_test_store_result, &result);
  answer = mail_inquiry_query_finish (inquiry, mail_test_await (&result), NULL);
  g_assert_nonnull (answer);
}

static void
test_no_domain (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailTestDnsServer) server = mail_test_dns_server_new ();

  fixture->address = "anna@missing.example.org";
  begin_on_network (fixture);
  ask_for_exchanger (fixture, server);
  answer_nothing (fixture, PACC);
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN,
                "There is no domain “missing.example.org”*");
  g_assert_cmpstr (mail_discovery_get_contacted (fixture->discovery)[0], ==, "dns:MX missing.example.org");
}

static void
test_only_others (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  fail (fixture, AUTOCONFIG, MAIL_ERROR_PROVIDER_UNSUPPORTED);
  assert_lookup (fixture, AUTOCONFIG, MAIL_STATE_SKIPPED, "trouble");
  answer_nothing (fixture, PACC);
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_PROVIDER_UNSUPPORTED, "trouble");
}

/* A server that is there and cannot prove its name tells more than “nothing was found”. */
static void
test_certificate (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  fail (fixture, GUESS, MAIL_ERROR_CERTIFICATE_WRONG_HOST);
  answer_nothing (fixture, PACC);
  assert_error (fixture, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN, "trouble");
}

/* What happens in a search that has everything, step by step. */
static gboolean
take_step (Fixture *fixture, guint step)
{
  switch (step)
    {
    case 0:
      begin (fixture);
      break;
    case 1:
      answer (fixture, BUILTIN, "-");
      break;
    case 2:
      fail (fixture, AUTOCONFIG, MAIL_ERROR_HOST_UNKNOWN);
      break;
    case 3:
      answer (fixture, GUESS, "1");
      break;
    case 4:
      answer (fixture, SRV, "1");
      break;
    default:
      return FALSE;
    }
  return TRUE;
}

/* Stopped after so many steps, with finders that end within the call or a little later. */
static void
stop_after (guint n_steps, gboolean hasty)
{
  static const char *expected[] = { "", "", "", "", "imap1/smtp1 guess", "imap1/smtp1 srv,guess" };
  Fixture fixture = { 0 };

  set_up (&fixture, NULL);
  for (Rank rank = BUILTIN; hasty && rank < N_FINDERS; rank++)
    mail_test_finder_end_hastily (get_finder (&fixture, rank));
  if (n_steps == 0)
    g_cancellable_cancel (fixture.cancellable);
  for (guint step = 0; step < MAX (n_steps, 1); step++)
    g_assert_true (take_step (&fixture, step));
  g_cancellable_cancel (fixture.cancellable);
  assert_error (&fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED, "*");
  assert_candidates (&fixture, expected[n_steps]);
  tear_down (&fixture, NULL);
}

static void
test_stop_at_every_step (void)
{
  for (guint n_steps = 0; n_steps <= 5; n_steps++)
    {
      stop_after (n_steps, FALSE);
      stop_after (n_steps, TRUE);
    }
}

static void
test_stopped_lookups (Fixture *fixture, gconstpointer data)
{
  begin_on_network (fixture);
  answer (fixture, SRV, "1");
  g_cancellable_cancel (fixture->cancellable);
  run_pending ();
  assert_error (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED, "*");
  assert_lookup (fixture, PACC, MAIL_STATE_SKIPPED, "stopped");
  assert_lookup (fixture, SRV, MAIL_STATE_PASSED, "IMAP at imap1");
  assert_candidates (fixture, "imap1/smtp1 srv");
}

static void
test_hasty_win (Fixture *fixture, gconstpointer data)
{
  for (Rank rank = BUILTIN; rank < N_FINDERS; rank++)
    mail_test_finder_end_hastily (get_finder (fixture, rank));
  begin_on_network (fixture);
  answer (fixture, PACC, "1");
  for (Rank rank = AUTOCONFIG; rank < N_FINDERS; rank++)
    assert_lookup (fixture, rank, MAIL_STATE_SKIPPED, "not needed any more");
  assert_found (fixture, "imap1/smtp1 pacc");
}

static void
answer_in_order (const guint *order)
{
  Fixture fixture = { .options.exhaustive = TRUE };

  set_up (&fixture, NULL);
  begin_on_network (&fixture);
  for (guint i = 0; i < N_FINDERS - 1; i++)
    answer (&fixture, PACC + order[i], order[i] == 1 ? "" : order[i] == 3 ? "2" : "1");
  assert_found (&fixture, "imap1/smtp1 pacc,srv; imap2/smtp2 guess; imap/- autoconfig");
  tear_down (&fixture, NULL);
}

static void
test_all_orders (void)
{
  for (guint code = 0; code < 4 * 4 * 4 * 4; code++)
    {
      guint order[] = { code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6 };

      if ((1u << order[0] | 1u << order[1] | 1u << order[2] | 1u << order[3]) == 0xf)
        answer_in_order (order);
    }
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", g_param_spec_get_name (pspec));
}

static void
test_notifications (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) names = g_string_new (NULL);

  begin_on_network (fixture);
  g_signal_connect (fixture->discovery, "notify", G_CALLBACK (on_notify), names);
  answer (fixture, AUTOCONFIG, "1");
  g_assert_cmpstr (names->str, ==, "best waiting-for ");
  answer (fixture, PACC, "-");
  g_assert_cmpstr (names->str, ==, "best waiting-for waiting-for running ");
  assert_found (fixture, "imap1/smtp1 autoconfig");
}

/* The real sources, of which only the built-in one is asked. */
static void
test_real_sources (void)
{
  g_autoptr (MailAddress) address = mail_address_new ("anna@gmx.de", NULL);
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  g_autoptr (GError) error = NULL;
  MailDiscovery *discovery = mail_discovery_new (address, &options, &error);
  g_autoptr (GAsyncResult) result = NULL;
  GListModel *lookups = mail_discovery_get_lookups (discovery);

  g_assert_no_error (error);
  mail_discovery_run_async (discovery, NULL, mail_test_store_result, &result);
  g_assert_true (mail_discovery_run_finish (discovery, mail_test_await (&result), &error));
  g_assert_no_error (error);
  g_assert_null (mail_discovery_get_contacted (discovery)[0]);
  for (guint i = 1; i < g_list_model_get_n_items (lookups); i++)
    {
      g_autoptr (MailLookup) lookup = g_list_model_get_item (lookups, i);

      g_assert_cmpint (mail_lookup_get_state (lookup), ==, MAIL_STATE_SKIPPED);
      g_assert_cmpstr (mail_lookup_get_label (lookup), !=, "");
    }
  g_clear_object (&result);
  g_assert_finalize_object (discovery);
}

static void
test_bad_certificates (void)
{
  g_autoptr (MailAddress) address = mail_address_new ("anna@example.org", NULL);
  const MailDiscoveryOptions options = { .ca_file = "/nonexistent/ca.pem" };
  g_autoptr (GError) error = NULL;

  g_assert_null (mail_discovery_new (address, &options, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/discovery-run/built-in", test_built_in);
  add ("/discovery-run/without-access", test_without_access);
  add ("/discovery-run/offline", test_offline);
  add ("/discovery-run/win", test_win);
  add ("/discovery-run/better", test_better);
  add ("/discovery-run/agreement", test_agreement);
  add ("/discovery-run/incomplete", test_incomplete);
  add ("/discovery-run/only-incomplete", test_only_incomplete);
  add ("/discovery-run/customer-without-access", test_customer_without_access);
  add ("/discovery-run/exhaustive", test_exhaustive);
  add ("/discovery-run/forbidden", test_forbidden);
  add ("/discovery-run/all-forbidden", test_all_forbidden);
  add ("/discovery-run/deadline", test_deadline);
  add ("/discovery-run/silent-better", test_silent_better);
  add ("/discovery-run/deadline-with-nothing", test_deadline_with_nothing);
  add ("/discovery-run/silent-source", test_silent_source);
  add ("/discovery-run/no-network", test_no_network);
  add ("/discovery-run/forbidden-network", test_forbidden_network);
  add ("/discovery-run/half-a-network", test_half_a_network);
  add ("/discovery-run/no-domain", test_no_domain);
  add ("/discovery-run/only-others", test_only_others);
  add ("/discovery-run/certificate", test_certificate);
  g_test_add_func ("/discovery-run/stop-at-every-step", test_stop_at_every_step);
  add ("/discovery-run/stopped-lookups", test_stopped_lookups);
  add ("/discovery-run/hasty-win", test_hasty_win);
  g_test_add_func ("/discovery-run/all-orders", test_all_orders);
  add ("/discovery-run/notifications", test_notifications);
  g_test_add_func ("/discovery-run/real-sources", test_real_sources);
  g_test_add_func ("/discovery-run/bad-certificates", test_bad_certificates);
  return g_test_run ();
}
