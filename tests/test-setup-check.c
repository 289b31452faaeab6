/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "mail-error.h"
#include "mail-test-await.h"
#include "setup-servers.h"

/* The check as a stage of a run, with scripted servers: what it proves, and what a change does to it. */

typedef struct
{
  char *folder;
  MailStore *store;
  MailSetup *setup;
  SetupServers servers;
  GCancellable *cancellable;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailKeyring) keyring = mail_keyring_new ();

  fixture->folder = g_dir_make_tmp ("siegel-setup-XXXXXX", NULL);
  fixture->store = mail_store_new (fixture->folder, keyring);
  fixture->setup = mail_setup_new (fixture->store, NULL);
  fixture->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", fixture->folder, NULL };

  g_clear_object (&fixture->result);
  g_assert_finalize_object (fixture->setup);
  g_assert_finalize_object (fixture->store);
  g_assert_finalize_object (fixture->cancellable);
  setup_servers_stop (&fixture->servers);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->folder);
}

static void
start (Fixture *fixture, const char *incoming, const char *outgoing, MailGoal goal)
{
  if (fixture->servers.incoming == NULL)
    setup_servers_start (&fixture->servers, fixture->setup, incoming, outgoing);
  g_clear_object (&fixture->result);
  mail_setup_check_async (fixture->setup, goal, fixture->cancellable, mail_test_store_result,
                          &fixture->result);
}

static void
finish (Fixture *fixture, GError **error)
{
  gboolean passed = mail_setup_check_finish (fixture->setup, mail_test_await (&fixture->result), error);

  g_assert_cmpint (passed, ==, error == NULL || *error == NULL);
  g_assert_false (mail_setup_get_checking (fixture->setup));
}

static void
check (Fixture *fixture, const char *incoming, const char *outgoing)
{
  g_autoptr (GError) error = NULL;

  start (fixture, incoming, outgoing, MAIL_GOAL_ACCESS);
  finish (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (mail_setup_get_proven (fixture->setup));
}

/* Lets the servers hear the greeting, so that the check is under way. */
static void
wait_for_conversation (Fixture *fixture)
{
  MailReport *report = mail_verify_get_incoming (mail_setup_get_verify (fixture->setup));

  while (mail_report_get_state (report) != MAIL_STATE_RUNNING
         || mail_test_tls_server_get_count (fixture->servers.incoming) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_complete (Fixture *fixture, MailSetupPage page, gboolean expected)
{
  g_assert_cmpint (mail_setup_is_page_complete (fixture->setup, page, NULL), ==, expected);
}

/* ---- what is proven ---- */

static void
test_proven (Fixture *fixture, gconstpointer data)
{
  MailServer *incoming, *outgoing;

  start (fixture, SETUP_IMAP_WELCOME, SETUP_SMTP_WELCOME, MAIL_GOAL_ACCESS);
  g_assert_true (mail_setup_get_checking (fixture->setup));
  g_assert_nonnull (mail_setup_get_verify (fixture->setup));
  assert_complete (fixture, MAIL_SETUP_PAGE_CHECK, FALSE);
  finish (fixture, NULL);
  g_assert_true (mail_setup_get_proven (fixture->setup));
  g_assert_nonnull (mail_setup_get_verify (fixture->setup));
  assert_complete (fixture, MAIL_SETUP_PAGE_CHECK, TRUE);
  assert_complete (fixture, MAIL_SETUP_PAGE_SAVE, TRUE);
  incoming = mail_settings_get_incoming (mail_setup_get_settings (fixture->setup));
  outgoing = mail_settings_get_outgoing (mail_setup_get_settings (fixture->setup));
  g_assert_cmpint (mail_server_get_security (incoming), ==, MAIL_SECURITY_TLS);
  g_assert_cmpint (mail_server_get_security (outgoing), ==, MAIL_SECURITY_TLS);
  g_assert_cmpint (mail_server_get_port (incoming), ==,
                   mail_test_tls_server_get_port (fixture->servers.incoming));
  g_assert_false (mail_server_get_username_guessed (incoming));
  g_assert_false (mail_server_get_username_guessed (outgoing));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->store)), ==, 0);
}

static void
test_capabilities_prove_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  setup_servers_start (&fixture->servers, fixture->setup, SETUP_IMAP_GREETING "C*",
                       "TLS\nS: 220 mx\nC*\nS: 250-mx\nS: 250 AUTH PLAIN\nC*");
  mail_setup_set_secret (fixture->setup, NULL);
  start (fixture, NULL, NULL, MAIL_GOAL_CAPABILITIES);
  finish (fixture, &error);
  g_assert_no_error (error);
  g_assert_false (mail_setup_get_proven (fixture->setup));
}

static void
test_rejected (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  start (fixture, SETUP_IMAP_REJECTED, SETUP_SMTP_WELCOME, MAIL_GOAL_ACCESS);
  finish (fixture, &error);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED);
  g_assert_false (mail_setup_get_proven (fixture->setup));
  /* The reports stay to be read. */
  g_assert_nonnull (mail_setup_get_verify (fixture->setup));
}

static void
assert_said_to_outgoing (Fixture *fixture, const char *words, gboolean expected)
{
  g_autofree char *heard = mail_test_tls_server_dup_heard (fixture->servers.outgoing, 2);

  g_assert_cmpint (strstr (heard, words) != NULL, ==, expected);
}

/* Typed, then switched off, so that the other password was proven. That the user names differ makes the
 * log-ins separate again, and must not bring it back. */
static void
test_unused_outgoing_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailSecret) unused = mail_secret_new ("unused", -1);
  MailSettings *settings;

  setup_servers_start (&fixture->servers, fixture->setup, SETUP_IMAP_WELCOME, SETUP_SMTP_WELCOME);
  settings = mail_setup_get_settings (fixture->setup);
  mail_setup_set_outgoing_secret (fixture->setup, unused);
  mail_settings_set_separate_login (settings, FALSE);
  mail_server_set_username (mail_settings_get_outgoing (settings), "bob");
  check (fixture, NULL, NULL);
  g_assert_true (mail_settings_get_separate_login (settings));
  /* What would be stored is what is asked about now. */
  check (fixture, NULL, NULL);
  /* "\0bob\0correct-horse" and "\0bob\0unused" */
  assert_said_to_outgoing (fixture, "AGJvYgBjb3JyZWN0LWhvcnNl", TRUE);
  assert_said_to_outgoing (fixture, "AGJvYgB1bnVzZWQ=", FALSE);
}

/* ---- what is not even begun ---- */

static void
assert_refused (Fixture *fixture, MailGoal goal, const char *part)
{
  g_autoptr (GError) error = NULL;

  start (fixture, "WAIT", "WAIT", goal);
  finish (fixture, &error);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_null (mail_setup_get_verify (fixture->setup));
}

static void
test_not_ready (Fixture *fixture, gconstpointer data)
{
  setup_servers_start (&fixture->servers, fixture->setup, "WAIT", "WAIT");
  mail_setup_set_secret (fixture->setup, NULL);
  assert_refused (fixture, MAIL_GOAL_ACCESS, "password");
  mail_server_set_host (mail_settings_get_incoming (mail_setup_get_settings (fixture->setup)), "");
  assert_refused (fixture, MAIL_GOAL_CAPABILITIES, "server");
  mail_setup_reset (fixture->setup);
  assert_refused (fixture, MAIL_GOAL_ACCESS, "address");
}

/* ---- a change while it runs, and after it ---- */

typedef void (*Change) (MailSetup *setup);

static void
change_password (MailSetup *setup)
{
  g_autoptr (MailSecret) secret = mail_secret_new ("another", -1);

  mail_setup_set_secret (setup, secret);
}

static void
change_outgoing_password (MailSetup *setup)
{
  g_autoptr (MailSecret) secret = mail_secret_new ("another", -1);

  mail_setup_set_outgoing_secret (setup, secret);
}

static void
change_host (MailSetup *setup)
{
  mail_server_set_host (mail_settings_get_incoming (mail_setup_get_settings (setup)),
                        "elsewhere.example.test");
}

static void
change_username (MailSetup *setup)
{
  mail_server_set_username (mail_settings_get_outgoing (mail_setup_get_settings (setup)), "bob");
}

static void
change_address (MailSetup *setup)
{
  mail_setup_set_address_text (setup, "alice@gmx.de");
}

static void
change_protocol (MailSetup *setup)
{
  mail_setup_set_protocol (setup, MAIL_PROTOCOL_POP3);
}

static void
change_pin (MailSetup *setup)
{
  mail_setup_set_pin (setup, "00");
}

static const struct
{
  const char *name;
  Change change;
} changes[] = {
  { "password", change_password }, { "outgoing-password", change_outgoing_password },
  { "host", change_host },         { "username", change_username },
  { "address", change_address },   { "protocol", change_protocol },
  { "pin", change_pin },           { "reset", mail_setup_reset },
};

static void
test_change_while_running (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  start (fixture, "WAIT", "WAIT", MAIL_GOAL_ACCESS);
  wait_for_conversation (fixture);
  changes[GPOINTER_TO_UINT (data)].change (fixture->setup);
  g_assert_false (mail_setup_get_checking (fixture->setup));
  g_assert_null (mail_setup_get_verify (fixture->setup));
  finish (fixture, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_change_afterwards (Fixture *fixture, gconstpointer data)
{
  check (fixture, SETUP_IMAP_WELCOME, SETUP_SMTP_WELCOME);
  changes[GPOINTER_TO_UINT (data)].change (fixture->setup);
  g_assert_false (mail_setup_get_proven (fixture->setup));
  g_assert_null (mail_setup_get_verify (fixture->setup));
  assert_complete (fixture, MAIL_SETUP_PAGE_SAVE, FALSE);
}

/* A name is no part of what the servers agreed to. */
static void
test_name_afterwards (Fixture *fixture, gconstpointer data)
{
  check (fixture, SETUP_IMAP_WELCOME, SETUP_SMTP_WELCOME);
  mail_setup_set_name (fixture->setup, "Alice");
  g_assert_true (mail_setup_get_proven (fixture->setup));
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  start (fixture, "WAIT", "WAIT", MAIL_GOAL_ACCESS);
  wait_for_conversation (fixture);
  g_cancellable_cancel (fixture->cancellable);
  finish (fixture, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_nonnull (mail_setup_get_verify (fixture->setup));
}

static void
test_stopped_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (fixture->cancellable);
  start (fixture, "WAIT", "WAIT", MAIL_GOAL_ACCESS);
  finish (fixture, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The second check takes the place of the first. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GError) error = NULL;

  setup_servers_start (&fixture->servers, fixture->setup, "WAIT", "WAIT");
  mail_setup_check_async (fixture->setup, MAIL_GOAL_ACCESS, NULL, mail_test_store_result, &first);
  start (fixture, NULL, NULL, MAIL_GOAL_ACCESS);
  g_assert_false (mail_setup_check_finish (fixture->setup, mail_test_await (&first), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (mail_setup_get_checking (fixture->setup));
  g_cancellable_cancel (fixture->cancellable);
  mail_test_await (&fixture->result);
}

/* ---- trust ---- */

static void
start_with_own_certificate (Fixture *fixture, const char *certificate)
{
  const MailTestTlsServerPlan plan = { .script = SETUP_IMAP_WELCOME, .certificate = certificate };

  setup_servers_start (&fixture->servers, fixture->setup, SETUP_IMAP_WELCOME, SETUP_SMTP_WELCOME);
  mail_test_tls_server_free (fixture->servers.incoming);
  fixture->servers.incoming = mail_test_tls_server_new (&plan);
  mail_server_set_port (mail_settings_get_incoming (mail_setup_get_settings (fixture->setup)),
                        mail_test_tls_server_get_port (fixture->servers.incoming));
}

static MailReport *
get_incoming_report (Fixture *fixture)
{
  return mail_verify_get_incoming (mail_setup_get_verify (fixture->setup));
}

static void
fail_check (Fixture *fixture, MailError code)
{
  g_autoptr (GError) error = NULL;

  start (fixture, NULL, NULL, MAIL_GOAL_ACCESS);
  finish (fixture, &error);
  g_assert_error (error, MAIL_ERROR, (int) code);
}

/* No password before the decision; after it for this server and this key only. */
static void
test_trust (Fixture *fixture, gconstpointer data)
{
  MailSettings *settings;
  g_autofree char *heard = NULL;

  start_with_own_certificate (fixture, "selfsigned");
  fail_check (fixture, MAIL_ERROR_CERTIFICATE_SELF_SIGNED);
  heard = mail_test_tls_server_dup_heard (fixture->servers.incoming, 1);
  g_assert_cmpstr (heard, ==, "");
  g_assert_true (mail_setup_may_trust (fixture->setup, get_incoming_report (fixture)));
  g_assert_false (mail_setup_may_trust (fixture->setup,
                                        mail_verify_get_outgoing (mail_setup_get_verify (fixture->setup))));

  mail_setup_trust (fixture->setup, get_incoming_report (fixture));
  g_assert_null (mail_setup_get_verify (fixture->setup));
  settings = mail_setup_get_settings (fixture->setup);
  g_assert_nonnull (mail_server_get_pin (mail_settings_get_incoming (settings)));
  g_assert_null (mail_server_get_pin (mail_settings_get_outgoing (settings)));
  check (fixture, NULL, NULL);
  g_assert_true (mail_report_get_tls (get_incoming_report (fixture))->trusted);

  /* It was a decision about that host. */
  mail_server_set_host (mail_settings_get_incoming (settings), "localhost");
  g_assert_null (mail_server_get_pin (mail_settings_get_incoming (settings)));
}

static void
test_another_key (Fixture *fixture, gconstpointer data)
{
  start_with_own_certificate (fixture, "ec");
  mail_server_set_pin (mail_settings_get_incoming (mail_setup_get_settings (fixture->setup)), "00");
  fail_check (fixture, MAIL_ERROR_CERTIFICATE_CHANGED);
  g_assert_true (mail_setup_may_trust (fixture->setup, get_incoming_report (fixture)));
}

/* A provider's certificate is its own business: whoever shows another one is somebody else. */
static void
test_no_trust_at_a_provider (Fixture *fixture, gconstpointer data)
{
  MailServer *incoming;
  g_autoptr (MailReport) report = NULL;
  g_autoptr (MailTlsInfo) tls = mail_tls_info_new ();
  g_autoptr (GError) error
      = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_SELF_SIGNED, "self-signed");

  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  incoming = mail_settings_get_incoming (mail_setup_get_settings (fixture->setup));
  tls->spki_sha256 = g_strdup ("00");
  for (guint own = 0; own < 2; own++)
    {
      g_clear_object (&report);
      report = mail_report_new (incoming, MAIL_GOAL_ACCESS);
      mail_report_enter (report, MAIL_STEP_RESOLVE);
      mail_report_set_tls (report, tls);
      mail_report_fail (report, error, NULL);
      g_assert_cmpint (mail_setup_may_trust (fixture->setup, report), ==, own);
      mail_server_set_host (incoming, "mail.example.test");
    }
  tls->faults = MAIL_CERTIFICATE_FAULT_REVOKED;
  mail_report_set_tls (report, tls);
  g_assert_false (mail_setup_may_trust (fixture->setup, report));
}

static void
add (const char *path, gconstpointer data, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, data, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  add ("/setup-check/proven", NULL, test_proven);
  add ("/setup-check/capabilities-prove-nothing", NULL, test_capabilities_prove_nothing);
  add ("/setup-check/rejected", NULL, test_rejected);
  add ("/setup-check/unused-outgoing-password", NULL, test_unused_outgoing_password);
  add ("/setup-check/not-ready", NULL, test_not_ready);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *running = g_strconcat ("/setup-check/change-while-running/", changes[i].name, NULL);
      g_autofree char *afterwards = g_strconcat ("/setup-check/change-afterwards/", changes[i].name, NULL);

      add (running, GUINT_TO_POINTER (i), test_change_while_running);
      add (afterwards, GUINT_TO_POINTER (i), test_change_afterwards);
    }
  add ("/setup-check/name-afterwards", NULL, test_name_afterwards);
  add ("/setup-check/stop", NULL, test_stop);
  add ("/setup-check/stopped-before", NULL, test_stopped_before);
  add ("/setup-check/again", NULL, test_again);
  add ("/setup-check/trust", NULL, test_trust);
  add ("/setup-check/trust/another-key", NULL, test_another_key);
  add ("/setup-check/trust/no-provider", NULL, test_no_trust_at_a_provider);
  return g_test_run ();
}
