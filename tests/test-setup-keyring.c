/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "keyring-fixture.h"
#include "mail-doctor.h"
#include "mail-error.h"
#include "setup-servers.h"

/* Saving as a stage of a run, with scripted servers and a real GNOME Keyring. */

typedef struct
{
  KeyringFixture keyring;
  MailStore *store;
  MailSetup *setup;
  SetupServers servers;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "siegel", NULL);

  g_free (run_tool ("rm", "-rf", folder, NULL));
  keyring_fixture_set_up (&fixture->keyring, data);
  fixture->store = mail_store_new (NULL, fixture->keyring.keyring);
  fixture->setup = mail_setup_new (fixture->store, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->setup);
  g_assert_finalize_object (fixture->store);
  setup_servers_stop (&fixture->servers);
  keyring_fixture_tear_down (&fixture->keyring, data);
}

static void
prove (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  setup_servers_stop (&fixture->servers);
  setup_servers_start (&fixture->servers, fixture->setup, SETUP_IMAP_WELCOME, SETUP_SMTP_WELCOME);
  mail_setup_check_async (fixture->setup, MAIL_GOAL_ACCESS, NULL, mail_test_store_result, &result);
  mail_setup_check_finish (fixture->setup, mail_test_await (&result), &error);
  g_assert_no_error (error);
}

static gboolean
save (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_setup_save_async (fixture->setup, NULL, mail_test_store_result, &result);
  return mail_setup_save_finish (fixture->setup, mail_test_await (&result), error);
}

static void
assert_saved (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  save (fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (mail_setup_get_account (fixture->setup));
  g_assert_null (mail_setup_get_existing (fixture->setup));
  g_assert_false (mail_setup_get_has_secret (fixture->setup));
  g_assert_false (mail_setup_get_saving (fixture->setup));
  g_assert_true (mail_setup_is_page_complete (fixture->setup, MAIL_SETUP_PAGE_DONE, NULL));
}

static guint
count_accounts (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->store));
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;
  MailAccount *account;

  mail_setup_set_name (fixture->setup, " Alice ");
  prove (fixture);
  assert_saved (fixture);
  account = mail_setup_get_account (fixture->setup);
  g_assert_true (mail_store_find (fixture->store, SETUP_ADDRESS) == account);
  g_assert_cmpstr (mail_account_get_name (account), ==, "Alice");
  found = run_tool ("secret-tool", "lookup", "host", "127.0.0.1", "service", "smtp", "user", SETUP_ADDRESS,
                    NULL);
  g_assert_cmpstr (found, ==, "correct-horse");
  /* Again is no error, and no second account. */
  g_assert_true (save (fixture, &error));
  g_assert_cmpuint (count_accounts (fixture), ==, 1);
}

/* The reports stay to be read on the last page, the passwords do not. */
static void
test_forgets (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MailVerify *verify;

  prove (fixture);
  assert_saved (fixture);
  verify = mail_setup_get_verify (fixture->setup);
  mail_verify_run_async (verify, NULL, mail_test_store_result, &result);
  g_assert_false (mail_verify_run_finish (verify, mail_test_await (&result), &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
}

/* A mail program of its own making finds the password, with nothing but the server and the user name. */
static void
test_msmtp (Fixture *fixture, gconstpointer data)
{
  const MailTestTlsServerPlan plan
      = { .script = "TLS\nS: 220 mx\nC*\nS: 250-mx\nS: 250 AUTH PLAIN\nC*\nS: 535 no" };
  g_autofree char *program = g_find_program_in_path ("msmtp");
  g_autoptr (MailTestTlsServer) server = NULL;
  g_autofree char *ca_file = mail_test_certificate_path ("ca.pem");
  g_autofree char *command = NULL;
  g_autofree char *output = NULL;
  g_autofree char *heard = NULL;

  if (program == NULL)
    {
      g_test_skip ("msmtp is not installed");
      return;
    }
  prove (fixture);
  assert_saved (fixture);
  server = mail_test_tls_server_new (&plan);
  command
      = g_strdup_printf ("echo | msmtp --host=127.0.0.1 --port=%u --tls=on --tls-starttls=off"
                         " --tls-trust-file='%s' --auth=plain --user=%s --from=%s bob@example.test || true",
                         mail_test_tls_server_get_port (server), ca_file, SETUP_ADDRESS, SETUP_ADDRESS);
  output = run_tool ("sh", "-c", command, NULL);
  heard = mail_test_tls_server_dup_heard (server, 1);
  /* "\0alice@example.test\0correct-horse" */
  g_assert_nonnull (strstr (heard, "AUTH PLAIN AGFsaWNlQGV4YW1wbGUudGVzdABjb3JyZWN0LWhvcnNl"));
}

static void
test_not_proven (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (save (fixture, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_STORE_FAILED);
  g_assert_cmpuint (count_accounts (fixture), ==, 0);
}

static void
test_existing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const char *missing;
  MailAccount *old;

  prove (fixture);
  assert_saved (fixture);
  old = mail_setup_get_account (fixture->setup);
  mail_setup_reset (fixture->setup);
  prove (fixture);
  g_assert_true (mail_setup_get_existing (fixture->setup) == old);
  g_assert_false (mail_setup_is_page_complete (fixture->setup, MAIL_SETUP_PAGE_SAVE, &missing));
  g_assert_nonnull (strstr (missing, SETUP_ADDRESS));
  g_assert_false (save (fixture, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_STORE_FAILED);
  mail_setup_set_replace (fixture->setup, TRUE);
  assert_saved (fixture);
  g_assert_cmpuint (count_accounts (fixture), ==, 1);
  g_assert_cmpuint (keyring_fixture_count ("service=imap", NULL), ==, 1);
}

/* The account of this run becomes an existing one for the next change of it. */
static void
test_edit_afterwards (Fixture *fixture, gconstpointer data)
{
  MailAccount *account;

  prove (fixture);
  assert_saved (fixture);
  account = mail_setup_get_account (fixture->setup);
  mail_server_set_username (mail_settings_get_incoming (mail_setup_get_settings (fixture->setup)), "bob");
  g_assert_null (mail_setup_get_account (fixture->setup));
  g_assert_true (mail_setup_get_existing (fixture->setup) == account);
}

/* Nothing is lost: the proof and the password are still there. */
static void
test_try_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prove (fixture);
  keyring_fixture_lock ();
  g_assert_false (save (fixture, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_KEYRING_LOCKED);
  g_assert_true (mail_setup_get_proven (fixture->setup));
  g_assert_true (mail_setup_get_has_secret (fixture->setup));
  g_assert_true (mail_setup_is_page_complete (fixture->setup, MAIL_SETUP_PAGE_SAVE, NULL));
  keyring_fixture_unlock ();
  assert_saved (fixture);
}

static void
test_change_while_saving (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  prove (fixture);
  mail_setup_save_async (fixture->setup, NULL, mail_test_store_result, &result);
  g_assert_true (mail_setup_get_saving (fixture->setup));
  g_assert_false (mail_setup_is_page_complete (fixture->setup, MAIL_SETUP_PAGE_SAVE, NULL));
  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  g_assert_false (mail_setup_get_saving (fixture->setup));
  g_assert_false (mail_setup_save_finish (fixture->setup, mail_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (mail_setup_get_account (fixture->setup));
  g_assert_cmpuint (count_accounts (fixture), ==, 0);
  g_assert_cmpuint (keyring_fixture_count ("service=imap", NULL), ==, 0);
}

/* ---- a stored account ---- */

static MailAccount *
save_first (Fixture *fixture)
{
  prove (fixture);
  assert_saved (fixture);
  return mail_setup_get_account (fixture->setup);
}

/* Others, as long as the account is about the same ports. */
static void
restart_servers (Fixture *fixture, const char *incoming)
{
  MailSettings *settings = mail_account_get_settings (mail_setup_get_account (fixture->setup));
  const MailTestTlsServerPlan plans[] = { { .script = incoming }, { .script = SETUP_SMTP_WELCOME } };

  setup_servers_stop (&fixture->servers);
  fixture->servers.incoming = mail_test_tls_server_new (&plans[0]);
  fixture->servers.outgoing = mail_test_tls_server_new (&plans[1]);
  mail_server_set_port (mail_settings_get_incoming (settings),
                        mail_test_tls_server_get_port (fixture->servers.incoming));
  mail_server_set_port (mail_settings_get_outgoing (settings),
                        mail_test_tls_server_get_port (fixture->servers.outgoing));
}

static void
test_edit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) account = g_object_ref (save_first (fixture));
  g_autoptr (MailSetup) setup = mail_setup_new (fixture->store, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_setup_edit_async (setup, account, NULL, mail_test_store_result, &result);
  mail_setup_edit_finish (setup, mail_test_await (&result), &error);
  g_assert_no_error (error);
  g_assert_true (mail_setup_get_editing (setup) == account);
  g_assert_true (mail_setup_get_existing (setup) == account);
  g_assert_true (mail_setup_get_replace (setup));
  g_assert_true (mail_setup_get_has_secret (setup));
  g_assert_false (mail_setup_get_way (setup).search);
  g_assert_true (mail_setup_is_page_complete (setup, MAIL_SETUP_PAGE_SERVERS, NULL));
  g_assert_false (mail_setup_is_page_complete (setup, MAIL_SETUP_PAGE_SAVE, NULL));
  g_assert_true (mail_server_equal (mail_settings_get_incoming (mail_setup_get_settings (setup)),
                                    mail_settings_get_incoming (mail_account_get_settings (account))));

  /* Another address is another account. */
  mail_setup_set_address_text (setup, "bob@example.test");
  g_assert_null (mail_setup_get_editing (setup));
  g_assert_false (mail_setup_get_replace (setup));
}

static void
test_edit_without_password (Fixture *fixture, gconstpointer data)
{
  MailAccount *account = save_first (fixture);
  g_autoptr (MailSetup) setup = mail_setup_new (fixture->store, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_free (run_tool ("secret-tool", "clear", "service", "smtp", NULL));
  mail_setup_edit_async (setup, account, NULL, mail_test_store_result, &result);
  g_assert_false (mail_setup_edit_finish (setup, mail_test_await (&result), &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_KEYRING_FAILED);
  g_assert_null (mail_setup_get_editing (setup));
}

static gboolean
change_password (MailDoctor *doctor, const char *password, GError **error)
{
  g_autoptr (MailSecret) secret = mail_secret_new (password, -1);
  g_autoptr (GAsyncResult) result = NULL;

  mail_doctor_change_password_async (doctor, secret, NULL, NULL, mail_test_store_result, &result);
  g_assert_true (mail_doctor_get_busy (doctor));
  mail_test_await (&result);
  g_assert_false (mail_doctor_get_busy (doctor));
  return mail_doctor_change_password_finish (doctor, result, error);
}

static char *
look_password_up (void)
{
  return run_tool ("secret-tool", "lookup", "host", "127.0.0.1", "service", "imap", "user", SETUP_ADDRESS,
                   NULL);
}

/* What was not proven is not stored, and what was there stays. */
static void
test_doctor_changes_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) account = g_object_ref (save_first (fixture));
  g_autoptr (MailDoctor) doctor = mail_doctor_new (fixture->store, account);
  g_autofree char *ca_file = mail_test_certificate_path ("ca.pem");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  mail_doctor_set_ca_file (doctor, ca_file);
  restart_servers (fixture, SETUP_IMAP_REJECTED);
  g_assert_false (change_password (doctor, "new", &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED);
  g_assert_true (mail_doctor_get_account (doctor) == account);
  before = look_password_up ();
  g_assert_cmpstr (before, ==, "correct-horse");
  g_clear_error (&error);

  restart_servers (fixture, SETUP_IMAP_WELCOME);
  change_password (doctor, "new", &error);
  g_assert_no_error (error);
  g_assert_true (mail_doctor_get_account (doctor) != account);
  g_assert_true (mail_store_find (fixture->store, SETUP_ADDRESS) == mail_doctor_get_account (doctor));
  g_assert_cmpuint (count_accounts (fixture), ==, 1);
  after = look_password_up ();
  g_assert_cmpstr (after, ==, "new");
}

static void
test_doctor_checks (Fixture *fixture, gconstpointer data)
{
  MailAccount *account = save_first (fixture);
  g_autoptr (MailDoctor) doctor = mail_doctor_new (fixture->store, account);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* Whatever vouched for the servers is stored with the account. */
  mail_doctor_check_async (doctor, MAIL_GOAL_ACCESS, NULL, mail_test_store_result, &result);
  mail_doctor_check_finish (doctor, mail_test_await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (mail_report_get_state (mail_verify_get_outgoing (mail_doctor_get_verify (doctor))), ==,
                   MAIL_STATE_PASSED);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, GUINT_TO_POINTER (KEYRING_UNLOCKED), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  add ("/setup-keyring/alone/save", test_save);
  add ("/setup-keyring/alone/forgets", test_forgets);
  add ("/setup-keyring/alone/msmtp", test_msmtp);
  add ("/setup-keyring/alone/not-proven", test_not_proven);
  add ("/setup-keyring/alone/existing", test_existing);
  add ("/setup-keyring/alone/edit-afterwards", test_edit_afterwards);
  add ("/setup-keyring/alone/try-again", test_try_again);
  add ("/setup-keyring/alone/change-while-saving", test_change_while_saving);
  add ("/setup-keyring/alone/edit", test_edit);
  add ("/setup-keyring/alone/edit-without-password", test_edit_without_password);
  add ("/setup-keyring/alone/doctor-changes-password", test_doctor_changes_password);
  add ("/setup-keyring/alone/doctor-checks", test_doctor_checks);
  return g_test_run ();
}
