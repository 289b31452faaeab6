/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "mail-discovery-private.h"
#include "mail-error.h"
#include "mail-setup-private.h"
#include "mail-test-await.h"
#include "mail-test-candidates.h"
#include "mail-test-finder.h"

/* The search as a stage of a run: what it takes, what ends it, and what a person has to decide after it. Two
 * sources stand for the network. */

#define STRANGER "alice@nobody-knows.example"
#define OWN_IMAP "imap.nobody-knows.example"
#define OWN_SMTP "smtp.nobody-knows.example"
#define FOREIGN  "mail.elsewhere.example"

typedef enum
{
  WEBSITE,
  RECORDS,
} Rank;

typedef struct
{
  char *folder;
  MailStore *store;
  MailPreferences *preferences;
  MailSetup *setup;
  GPtrArray *finders;
  GCancellable *cancellable;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailKeyring) keyring = mail_keyring_new ();

  fixture->folder = g_dir_make_tmp ("siegel-setup-XXXXXX", NULL);
  fixture->store = mail_store_new (fixture->folder, keyring);
  fixture->preferences = mail_preferences_new (FALSE);
  fixture->setup = mail_setup_new (fixture->store, fixture->preferences);
  fixture->cancellable = g_cancellable_new ();
  mail_setup_set_address_text (fixture->setup, STRANGER);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", fixture->folder, NULL };

  g_clear_object (&fixture->result);
  g_clear_pointer (&fixture->finders, g_ptr_array_unref);
  /* A search that was left ends on the main loop. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->setup);
  g_assert_finalize_object (fixture->preferences);
  g_assert_finalize_object (fixture->store);
  g_assert_finalize_object (fixture->cancellable);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->folder);
}

static void
start (Fixture *fixture)
{
  const MailDiscoveryOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  MailDiscovery *search;

  g_clear_pointer (&fixture->finders, g_ptr_array_unref);
  fixture->finders = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (fixture->finders, mail_test_finder_new (MAIL_SOURCE_AUTOCONFIG));
  g_ptr_array_add (fixture->finders, mail_test_finder_new (MAIL_SOURCE_SRV));
  search = mail_discovery_new_with_finders (mail_setup_get_address (fixture->setup), &options,
                                            fixture->finders, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->result);
  mail_setup_run_search (fixture->setup, search, NULL, fixture->cancellable, mail_test_store_result,
                         &fixture->result);
}

/* With servers @imap and @smtp, or without settings where those are NULL. */
static void
answer (Fixture *fixture, Rank rank, MailTrust trust, const char *imap, const char *smtp)
{
  MailSource source = rank == WEBSITE ? MAIL_SOURCE_AUTOCONFIG : MAIL_SOURCE_SRV;
  MailCandidate *candidate = imap != NULL ? mail_test_candidate (source, trust, imap, smtp) : NULL;

  mail_test_finder_answer (g_ptr_array_index (fixture->finders, rank), mail_test_found (candidate, NULL));
}

static void
finish (Fixture *fixture, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;
  gboolean found = mail_setup_search_finish (fixture->setup, mail_test_await (&fixture->result), &error);

  g_assert_cmpint (found, ==, domain == 0);
  if (domain == 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, domain, code);
  g_assert_false (mail_setup_get_searching (fixture->setup));
}

/* A search that finds @imap and @smtp by @trust, and nothing is missing. */
static void
find (Fixture *fixture, MailTrust trust, const char *imap, const char *smtp)
{
  MailSettings *settings;

  start (fixture);
  answer (fixture, WEBSITE, trust, imap, smtp);
  finish (fixture, 0, 0);
  settings = mail_setup_get_settings (fixture->setup);
  mail_server_set_username (mail_settings_get_incoming (settings), "alice");
  mail_server_set_username (mail_settings_get_outgoing (settings), "alice");
}

static void
assert_incoming (Fixture *fixture, const char *host)
{
  MailServer *incoming = mail_settings_get_incoming (mail_setup_get_settings (fixture->setup));

  g_assert_cmpstr (mail_server_get_host (incoming), ==, host);
}

static void
assert_suggested (Fixture *fixture)
{
  g_assert_false (mail_setup_get_known (fixture->setup));
  assert_incoming (fixture, OWN_IMAP);
  g_assert_cmpint (mail_candidate_get_source (mail_setup_get_candidate (fixture->setup)), ==,
                   MAIL_SOURCE_GUESS);
}

static void
assert_missing (Fixture *fixture, MailSetupPage page, const char *part)
{
  const char *missing = "unset";

  g_assert_cmpint (mail_setup_is_page_complete (fixture->setup, page, &missing), ==, part == NULL);
  if (part == NULL)
    g_assert_null (missing);
  else if (missing == NULL || strstr (missing, part) == NULL)
    g_error ("“%s” is not in “%s”", part, missing);
}

static void
assert_way (Fixture *fixture, gboolean search, gboolean choose)
{
  MailSetupWay way = mail_setup_get_way (fixture->setup);

  g_assert_cmpint (way.search, ==, search);
  g_assert_cmpint (way.choose, ==, choose);
}

/* ---- what is found ---- */

static void
test_found (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  g_assert_true (mail_setup_get_searching (fixture->setup));
  g_assert_nonnull (mail_setup_get_search (fixture->setup));
  assert_suggested (fixture);
  assert_missing (fixture, MAIL_SETUP_PAGE_SEARCH, "running");
  answer (fixture, WEBSITE, MAIL_TRUST_HTTPS, "in.nobody-knows.example", OWN_SMTP);
  finish (fixture, 0, 0);
  g_assert_true (mail_setup_get_known (fixture->setup));
  assert_incoming (fixture, "in.nobody-knows.example");
  assert_missing (fixture, MAIL_SETUP_PAGE_SEARCH, NULL);
  g_assert_nonnull (mail_setup_get_search (fixture->setup));
  assert_way (fixture, TRUE, FALSE);
}

static void
test_not_found (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  answer (fixture, WEBSITE, MAIL_TRUST_HTTPS, NULL, NULL);
  answer (fixture, RECORDS, MAIL_TRUST_HTTPS, NULL, NULL);
  finish (fixture, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN);
  assert_suggested (fixture);
  assert_missing (fixture, MAIL_SETUP_PAGE_SEARCH, NULL);
  assert_way (fixture, TRUE, FALSE);
}

/* A provider that lets no mail programs in is found, and says so. */
static void
test_unsupported (Fixture *fixture, gconstpointer data)
{
  GPtrArray *found = mail_test_found (mail_test_unsupported (MAIL_SOURCE_AUTOCONFIG, "tuta.com"), NULL);

  start (fixture);
  mail_test_finder_answer (g_ptr_array_index (fixture->finders, WEBSITE), found);
  answer (fixture, RECORDS, MAIL_TRUST_HTTPS, NULL, NULL);
  finish (fixture, 0, 0);
  g_assert_null (mail_setup_get_settings (fixture->setup));
  assert_missing (fixture, MAIL_SETUP_PAGE_SEARCH, "tuta.com");
}

/* The whole of it, without anybody on the network. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  mail_preferences_set_offline (fixture->preferences, TRUE);
  assert_way (fixture, FALSE, FALSE);
  mail_setup_search_async (fixture->setup, NULL, mail_test_store_result, &fixture->result);
  g_assert_true (mail_setup_get_searching (fixture->setup));
  finish (fixture, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN);
  assert_suggested (fixture);
  g_assert_cmpuint (
      g_strv_length ((char **) mail_discovery_get_contacted (mail_setup_get_search (fixture->setup))), ==, 0);
  g_clear_object (&fixture->result);
  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  mail_setup_search_async (fixture->setup, NULL, mail_test_store_result, &fixture->result);
  finish (fixture, 0, 0);
  assert_incoming (fixture, "imap.gmx.net");
}

static void
test_without_address (Fixture *fixture, gconstpointer data)
{
  mail_setup_set_address_text (fixture->setup, "alice@");
  assert_way (fixture, FALSE, FALSE);
  mail_setup_search_async (fixture->setup, NULL, mail_test_store_result, &fixture->result);
  g_assert_null (mail_setup_get_search (fixture->setup));
  finish (fixture, MAIL_ERROR, MAIL_ERROR_ADDRESS_INVALID);
}

static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailDiscovery) first = NULL;

  find (fixture, MAIL_TRUST_HTTPS, "in.nobody-knows.example", OWN_SMTP);
  first = g_object_ref (mail_setup_get_search (fixture->setup));
  start (fixture);
  assert_suggested (fixture);
  g_assert_true (mail_setup_get_search (fixture->setup) != first);
  answer (fixture, WEBSITE, MAIL_TRUST_HTTPS, "other.nobody-knows.example", OWN_SMTP);
  finish (fixture, 0, 0);
  assert_incoming (fixture, "other.nobody-knows.example");
}

/* ---- what ends a search ---- */

static void
change_address (Fixture *fixture)
{
  mail_setup_set_address_text (fixture->setup, "bob@nobody-knows.example");
}

static void
change_preferences (Fixture *fixture)
{
  mail_preferences_set_ask_ispdb (fixture->preferences, TRUE);
}

static void
change_certificates (Fixture *fixture)
{
  g_assert_true (mail_setup_set_ca_file (fixture->setup, NULL, NULL));
}

static void
enter_by_hand (Fixture *fixture)
{
  mail_setup_enter_by_hand (fixture->setup);
}

static void
use_file (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "settings.xml", NULL);
  const char *text
      = "<clientConfig version='1.1'><emailProvider id='x'>"
        "<incomingServer type='imap'><hostname>in.file.example</hostname><port>993</port>"
        "<socketType>SSL</socketType><authentication>password-cleartext</authentication></incomingServer>"
        "<outgoingServer type='smtp'><hostname>out.file.example</hostname><port>465</port>"
        "<socketType>SSL</socketType><authentication>password-cleartext</authentication></outgoingServer>"
        "</emailProvider></clientConfig>";
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  mail_setup_use_file (fixture->setup, path, &error);
  g_assert_no_error (error);
}

static void
stop (Fixture *fixture)
{
  g_cancellable_cancel (fixture->cancellable);
}

static void
start_anew (Fixture *fixture)
{
  const MailDiscoveryOptions options = { .offline = TRUE };
  MailDiscovery *search = mail_discovery_new (mail_setup_get_address (fixture->setup), &options, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  mail_setup_run_search (fixture->setup, search, NULL, NULL, mail_test_store_result, &result);
  mail_test_await (&result);
  g_assert_false (mail_setup_search_finish (fixture->setup, result, NULL));
}

typedef struct
{
  const char *path;
  void (*end) (Fixture *fixture);
  gboolean keeps_search; /* what was found so far stays to be seen */
  const char *incoming;
} End;

static const End ends[] = {
  { "/setup-search/ends/address", change_address, FALSE, OWN_IMAP },
  { "/setup-search/ends/preferences", change_preferences, FALSE, OWN_IMAP },
  { "/setup-search/ends/certificates", change_certificates, FALSE, OWN_IMAP },
  { "/setup-search/ends/by-hand", enter_by_hand, TRUE, OWN_IMAP },
  { "/setup-search/ends/file", use_file, TRUE, "in.file.example" },
  { "/setup-search/ends/stop", stop, TRUE, OWN_IMAP },
  { "/setup-search/ends/anew", start_anew, TRUE, OWN_IMAP },
};

/* In the middle of a search, when the worse of two sources has answered. */
static void
test_end (Fixture *fixture, gconstpointer data)
{
  const End *end = data;

  start (fixture);
  answer (fixture, RECORDS, MAIL_TRUST_UNVERIFIED, "found.nobody-knows.example", OWN_SMTP);
  while (mail_discovery_get_best (mail_setup_get_search (fixture->setup)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  end->end (fixture);
  finish (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (mail_setup_get_search (fixture->setup) != NULL, ==, end->keeps_search);
  assert_incoming (fixture, end->incoming);
  g_assert_true (mail_test_finder_was_cancelled (g_ptr_array_index (fixture->finders, WEBSITE)));
}

/* After it, what it found goes with what it rested on. */
static void
test_forgotten (Fixture *fixture, gconstpointer data)
{
  find (fixture, MAIL_TRUST_HTTPS, "in.nobody-knows.example", OWN_SMTP);
  mail_preferences_set_send_address (fixture->preferences, TRUE);
  g_assert_null (mail_setup_get_search (fixture->setup));
  assert_suggested (fixture);
  find (fixture, MAIL_TRUST_HTTPS, "in.nobody-knows.example", OWN_SMTP);
  change_certificates (fixture);
  assert_suggested (fixture);
  find (fixture, MAIL_TRUST_HTTPS, "in.nobody-knows.example", OWN_SMTP);
  mail_setup_reset (fixture->setup);
  g_assert_null (mail_setup_get_search (fixture->setup));
  g_assert_null (mail_setup_get_candidate (fixture->setup));
}

/* What no search found does not go with it. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  MailSettings *settings;

  find (fixture, MAIL_TRUST_HTTPS, "in.nobody-knows.example", OWN_SMTP);
  use_file (fixture);
  settings = mail_setup_get_settings (fixture->setup);
  mail_preferences_set_offline (fixture->preferences, TRUE);
  g_assert_null (mail_setup_get_search (fixture->setup));
  g_assert_true (mail_setup_get_settings (fixture->setup) == settings);
  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  settings = mail_setup_get_settings (fixture->setup);
  mail_preferences_set_offline (fixture->preferences, FALSE);
  g_assert_true (mail_setup_get_settings (fixture->setup) == settings);
}

/* ---- the way ---- */

static void
count_changes (MailSetup *setup, guint *count)
{
  (*count)++;
}

static void
test_way (Fixture *fixture, gconstpointer data)
{
  guint changes = 0;

  assert_way (fixture, TRUE, FALSE);
  g_signal_connect (fixture->setup, "changed", G_CALLBACK (count_changes), &changes);
  mail_preferences_set_offline (fixture->preferences, TRUE);
  g_assert_cmpuint (changes, >, 0);
  assert_way (fixture, FALSE, FALSE);
  mail_preferences_set_offline (fixture->preferences, FALSE);
  use_file (fixture);
  assert_way (fixture, FALSE, FALSE);
  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  assert_way (fixture, FALSE, FALSE);
  mail_setup_set_address_text (fixture->setup, "alice@tuta.com");
  assert_way (fixture, FALSE, FALSE);
  mail_setup_set_address_text (fixture->setup, "");
  assert_way (fixture, FALSE, FALSE);
}

/* Nothing proves either of two, so the person looks at both; what is proven is not asked about. */
static void
test_choice (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    MailTrust trust;
    const char *other;
    gboolean choose;
  } cases[] = {
    { MAIL_TRUST_UNVERIFIED, "other.nobody-knows.example", TRUE },
    { MAIL_TRUST_UNVERIFIED, OWN_IMAP, FALSE },
    { MAIL_TRUST_UNVERIFIED, NULL, FALSE },
    { MAIL_TRUST_HTTPS, "other.nobody-knows.example", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      start (fixture);
      answer (fixture, RECORDS, MAIL_TRUST_UNVERIFIED, cases[i].other, OWN_SMTP);
      answer (fixture, WEBSITE, cases[i].trust, OWN_IMAP, OWN_SMTP);
      finish (fixture, 0, 0);
      assert_way (fixture, TRUE, cases[i].choose);
    }
}

static MailCandidate *
get_other (Fixture *fixture)
{
  GListModel *candidates = mail_discovery_get_candidates (mail_setup_get_search (fixture->setup));
  g_autoptr (MailCandidate) other = g_list_model_get_item (candidates, 1);

  return other;
}

/* The page at which the person chooses stays, whatever is chosen; what was edited stays with it. */
static void
test_choose (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  answer (fixture, RECORDS, MAIL_TRUST_DNSSEC, "other.nobody-knows.example", OWN_SMTP);
  answer (fixture, WEBSITE, MAIL_TRUST_UNVERIFIED, OWN_IMAP, OWN_SMTP);
  finish (fixture, 0, 0);
  mail_setup_choose (fixture->setup, get_other (fixture));
  assert_incoming (fixture, "other.nobody-knows.example");
  assert_way (fixture, TRUE, TRUE);
  mail_server_set_host (mail_settings_get_incoming (mail_setup_get_settings (fixture->setup)),
                        "edited.example");
  mail_setup_choose (fixture->setup, get_other (fixture));
  assert_incoming (fixture, "edited.example");
  mail_setup_enter_by_hand (fixture->setup);
  assert_suggested (fixture);
  assert_way (fixture, TRUE, FALSE);
}

/* Nobody has to wait for a better source. */
static void
test_choose_early (Fixture *fixture, gconstpointer data)
{
  MailDiscovery *search;

  start (fixture);
  search = mail_setup_get_search (fixture->setup);
  answer (fixture, RECORDS, MAIL_TRUST_DNSSEC, "other.nobody-knows.example", OWN_SMTP);
  while (mail_discovery_get_best (search) == NULL)
    g_main_context_iteration (NULL, TRUE);
  mail_setup_choose (fixture->setup, mail_discovery_get_best (search));
  finish (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_incoming (fixture, "other.nobody-knows.example");
  g_assert_true (mail_setup_get_known (fixture->setup));
}

/* ---- who vouches ---- */

static void
set_password (Fixture *fixture)
{
  g_autoptr (MailSecret) secret = mail_secret_new ("secret", -1);

  mail_setup_set_secret (fixture->setup, secret);
}

/* Whether a check with a password begins; it is stopped at once. */
static gboolean
may_check (Fixture *fixture, MailGoal goal)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean began;

  mail_setup_check_async (fixture->setup, goal, cancellable, mail_test_store_result, &result);
  began = mail_setup_get_checking (fixture->setup);
  if (began)
    g_cancellable_cancel (cancellable);
  mail_test_await (&result);
  g_assert_false (mail_setup_check_finish (fixture->setup, result, &error));
  if (!began)
    {
      g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
      g_assert_nonnull (strstr (error->message, FOREIGN));
    }
  return began;
}

static void
test_consent (Fixture *fixture, gconstpointer data)
{
  find (fixture, MAIL_TRUST_UNVERIFIED, FOREIGN, OWN_SMTP);
  set_password (fixture);
  assert_way (fixture, TRUE, TRUE);
  g_assert_true (mail_setup_get_needs_consent (fixture->setup));
  g_assert_false (mail_setup_get_consent (fixture->setup));
  assert_missing (fixture, MAIL_SETUP_PAGE_CHOOSE, FOREIGN);
  assert_missing (fixture, MAIL_SETUP_PAGE_SERVERS, NULL);
  g_assert_false (may_check (fixture, MAIL_GOAL_ACCESS));
  g_assert_null (mail_setup_get_verify (fixture->setup));
  mail_setup_set_consent (fixture->setup, TRUE);
  assert_missing (fixture, MAIL_SETUP_PAGE_CHOOSE, NULL);
  g_assert_true (mail_setup_get_needs_consent (fixture->setup));
  g_assert_true (may_check (fixture, MAIL_GOAL_ACCESS));
}

/* A look at the certificates takes no password there. */
static void
test_no_password (Fixture *fixture, gconstpointer data)
{
  find (fixture, MAIL_TRUST_UNVERIFIED, FOREIGN, OWN_SMTP);
  g_assert_true (may_check (fixture, MAIL_GOAL_CAPABILITIES));
}

static void
test_no_consent_needed (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    MailTrust trust;
    const char *imap;
  } cases[] = {
    { MAIL_TRUST_UNVERIFIED, OWN_IMAP }, { MAIL_TRUST_UNVERIFIED, "nobody-knows.example" },
    { MAIL_TRUST_HTTPS, FOREIGN },       { MAIL_TRUST_DIGEST, FOREIGN },
    { MAIL_TRUST_DNSSEC, FOREIGN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) hosts = NULL;

      find (fixture, cases[i].trust, cases[i].imap, OWN_SMTP);
      hosts = mail_setup_dup_unconfirmed (fixture->setup);
      g_assert_cmpuint (g_strv_length (hosts), ==, 0);
      g_assert_false (mail_setup_get_needs_consent (fixture->setup));
      assert_missing (fixture, MAIL_SETUP_PAGE_CHOOSE, NULL);
    }
}

/* Whoever types the name of a server vouches for it, and for no other. */
static void
test_typed_servers (Fixture *fixture, gconstpointer data)
{
  MailSettings *settings;
  g_auto (GStrv) hosts = NULL;
  g_auto (GStrv) left = NULL;

  find (fixture, MAIL_TRUST_UNVERIFIED, FOREIGN, "smtp.elsewhere.example");
  settings = mail_setup_get_settings (fixture->setup);
  hosts = mail_setup_dup_unconfirmed (fixture->setup);
  g_assert_cmpstrv (hosts, ((const char *const[]){ FOREIGN, "smtp.elsewhere.example", NULL }));
  mail_server_set_host (mail_settings_get_incoming (settings), "typed.example");
  left = mail_setup_dup_unconfirmed (fixture->setup);
  g_assert_cmpstrv (left, ((const char *const[]){ "smtp.elsewhere.example", NULL }));
  g_assert_true (mail_setup_get_needs_consent (fixture->setup));
  mail_server_set_host (mail_settings_get_outgoing (settings), "typed.example");
  g_assert_false (mail_setup_get_needs_consent (fixture->setup));
  /* Another port of the same server is not another server. */
  mail_server_set_host (mail_settings_get_outgoing (settings), "SMTP.elsewhere.example");
  mail_server_set_port (mail_settings_get_outgoing (settings), 587);
  g_assert_true (mail_setup_get_needs_consent (fixture->setup));
}

/* It was given to these servers. */
static void
test_consent_goes (Fixture *fixture, gconstpointer data)
{
  find (fixture, MAIL_TRUST_UNVERIFIED, FOREIGN, OWN_SMTP);
  mail_setup_set_consent (fixture->setup, TRUE);
  find (fixture, MAIL_TRUST_UNVERIFIED, FOREIGN, OWN_SMTP);
  g_assert_false (mail_setup_get_consent (fixture->setup));
  mail_setup_set_consent (fixture->setup, TRUE);
  mail_setup_enter_by_hand (fixture->setup);
  g_assert_false (mail_setup_get_consent (fixture->setup));
  find (fixture, MAIL_TRUST_UNVERIFIED, FOREIGN, OWN_SMTP);
  mail_setup_set_consent (fixture->setup, TRUE);
  change_address (fixture);
  g_assert_false (mail_setup_get_consent (fixture->setup));
}

static void
test_consent_withdrawn (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  find (fixture, MAIL_TRUST_UNVERIFIED, FOREIGN, OWN_SMTP);
  set_password (fixture);
  mail_setup_set_consent (fixture->setup, TRUE);
  mail_setup_check_async (fixture->setup, MAIL_GOAL_ACCESS, NULL, mail_test_store_result, &result);
  mail_setup_set_consent (fixture->setup, FALSE);
  g_assert_false (mail_setup_get_checking (fixture->setup));
  mail_test_await (&result);
  g_assert_false (mail_setup_check_finish (fixture->setup, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- for the pages ---- */

static void
test_properties (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailDiscovery) search = NULL;
  g_autofree char *correction = NULL;
  gboolean searching, needs_consent, consent;

  g_assert_true (mail_setup_get_preferences (fixture->setup) == fixture->preferences);
  mail_setup_set_address_text (fixture->setup, "alice@gmial.com");
  g_object_get (fixture->setup, "correction", &correction, NULL);
  g_assert_cmpstr (correction, ==, "alice@gmail.com");
  mail_setup_set_address_text (fixture->setup, "alice@gmail.com");
  g_assert_null (mail_setup_get_correction (fixture->setup));
  mail_setup_set_address_text (fixture->setup, STRANGER);
  find (fixture, MAIL_TRUST_UNVERIFIED, FOREIGN, OWN_SMTP);
  g_object_set (fixture->setup, "consent", TRUE, NULL);
  g_object_get (fixture->setup, "search", &search, "searching", &searching, "needs-consent", &needs_consent,
                "consent", &consent, NULL);
  g_assert_true (search == mail_setup_get_search (fixture->setup));
  g_assert_true (!searching && needs_consent && consent);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  add ("/setup-search/found", test_found);
  add ("/setup-search/not-found", test_not_found);
  add ("/setup-search/unsupported", test_unsupported);
  add ("/setup-search/offline", test_offline);
  add ("/setup-search/without-address", test_without_address);
  add ("/setup-search/again", test_again);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    g_test_add (ends[i].path, Fixture, &ends[i], set_up, test_end, tear_down);
  add ("/setup-search/forgotten", test_forgotten);
  add ("/setup-search/kept", test_kept);
  add ("/setup-search/way", test_way);
  add ("/setup-search/choice", test_choice);
  add ("/setup-search/choose", test_choose);
  add ("/setup-search/choose-early", test_choose_early);
  add ("/setup-search/consent", test_consent);
  add ("/setup-search/no-password", test_no_password);
  add ("/setup-search/no-consent-needed", test_no_consent_needed);
  add ("/setup-search/typed-servers", test_typed_servers);
  add ("/setup-search/consent-goes", test_consent_goes);
  add ("/setup-search/consent-withdrawn", test_consent_withdrawn);
  add ("/setup-search/properties", test_properties);
  return g_test_run ();
}
