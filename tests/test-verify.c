/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "mail-error.h"
#include "mail-test-await.h"
#include "mail-test-tls-server.h"
#include "mail-verify.h"

#define ADDRESS           "alice@example.test"
#define PASSWORD          "correct-horse"
#define OUTGOING_PASSWORD "battery-staple"

#define GREETING "TLS\nS: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\n"
#define WELCOME                                                                                              \
  GREETING "C*\nS: A1 OK [CAPABILITY IMAP4rev1] in\nC: A2 EXAMINE INBOX\nS: A2 OK done\nC: A3 LOGOUT"
#define REJECTED GREETING "C*\nS: A1 NO [AUTHENTICATIONFAILED] no\nWAIT"
#define BUSY     GREETING "C*\nS: A1 NO [UNAVAILABLE] later\nWAIT"
#define SILENT   "WAIT"

#define SMTP_GREETING "TLS\nS: 220 mx\nC*\nS: 250-mx\nS: 250 AUTH PLAIN\nC*\n"
#define SMTP_WELCOME                                                                                         \
  SMTP_GREETING "S: 235 in\nC: MAIL FROM:<" ADDRESS ">\nS: 250 ok\nC: RCPT TO:<" ADDRESS                     \
                ">\nS: 250 ok\nC: RSET\nS: 250 ok\nC: QUIT"
#define SMTP_REJECTED SMTP_GREETING "S: 535 5.7.8 no\nWAIT"

/* Both servers and the check of them. */
typedef struct
{
  MailTestTlsServer *incoming;
  MailTestTlsServer *outgoing;
  MailVerify *verify;
} Fixture;

static MailServer *
create_endpoint (MailTestTlsServer *server, MailProtocol protocol, const char *username, gboolean guessed)
{
  MailServer *endpoint = mail_server_new (protocol, "127.0.0.1", mail_test_tls_server_get_port (server),
                                          MAIL_SECURITY_AUTOMATIC);

  mail_server_set_username (endpoint, username);
  mail_server_set_username_guessed (endpoint, guessed);
  return endpoint;
}

static MailVerify *
create_verify (Fixture *fixture, const char *username, gboolean guessed, MailGoal goal)
{
  g_autoptr (MailServer) incoming
      = create_endpoint (fixture->incoming, MAIL_PROTOCOL_IMAP, username, guessed);
  g_autoptr (MailServer) outgoing
      = create_endpoint (fixture->outgoing, MAIL_PROTOCOL_SMTP, username, guessed);
  g_autoptr (MailSettings) settings = mail_settings_new (incoming, outgoing);
  g_autoptr (MailAddress) address = mail_address_new (ADDRESS, NULL);
  g_autoptr (MailSecret) secret = mail_secret_new (PASSWORD, -1);
  g_autofree char *ca_file = mail_test_certificate_path ("ca.pem");
  g_autoptr (GError) error = NULL;
  MailVerify *verify = mail_verify_new (settings, address, goal);

  mail_verify_set_ca_file (verify, ca_file, &error);
  g_assert_no_error (error);
  mail_verify_set_secret (verify, secret);
  return verify;
}

static void
set_up (Fixture *fixture, const char *incoming, const char *outgoing, const char *username, gboolean guessed)
{
  const MailTestTlsServerPlan incoming_plan = { .script = incoming };
  const MailTestTlsServerPlan outgoing_plan = { .script = outgoing };

  fixture->incoming = mail_test_tls_server_new (&incoming_plan);
  fixture->outgoing = mail_test_tls_server_new (&outgoing_plan);
  fixture->verify = create_verify (fixture, username, guessed, MAIL_GOAL_ACCESS);
}

static void
tear_down (Fixture *fixture)
{
  g_assert_finalize_object (fixture->verify);
  mail_test_tls_server_free (fixture->incoming);
  mail_test_tls_server_free (fixture->outgoing);
}

static gboolean
run (MailVerify *verify, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_verify_run_async (verify, cancellable, mail_test_store_result, &result);
  return mail_verify_run_finish (verify, mail_test_await (&result), error);
}

static void
assert_states (MailVerify *verify, MailState incoming, MailState outgoing)
{
  g_assert_cmpint (mail_report_get_state (mail_verify_get_incoming (verify)), ==, incoming);
  g_assert_cmpint (mail_report_get_state (mail_verify_get_outgoing (verify)), ==, outgoing);
}

static void
assert_count (MailTestTlsServer *server, guint n_clients)
{
  /* Waits until they are gone. */
  g_free (mail_test_tls_server_dup_heard (server, n_clients));
  g_assert_cmpuint (mail_test_tls_server_get_count (server), ==, n_clients);
}

static void
assert_no_secret (MailTestTlsServer *server)
{
  g_autofree char *heard = mail_test_tls_server_dup_heard (server, 1);

  g_assert_null (strstr (heard, "AUTH"));
  g_assert_null (strstr (heard, "LOGIN"));
}

/* How often each server was asked. */
static void
assert_counts (Fixture *fixture, guint incoming, guint outgoing)
{
  assert_count (fixture->incoming, incoming);
  assert_count (fixture->outgoing, outgoing);
}

static const MailEvidence *
get_evidence (Fixture *fixture)
{
  return mail_report_get_evidence (mail_verify_get_incoming (fixture->verify));
}

static void
test_proven (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (MailSettings) proven = NULL;

  set_up (&fixture, WELCOME, SMTP_WELCOME, ADDRESS, TRUE);
  g_assert_null (mail_verify_dup_proven (fixture.verify));
  g_assert_cmpint (mail_verify_get_elapsed (fixture.verify), ==, 0);
  run (fixture.verify, NULL, &error);
  g_assert_no_error (error);
  assert_states (fixture.verify, MAIL_STATE_PASSED, MAIL_STATE_PASSED);
  assert_counts (&fixture, 1, 1);

  proven = mail_verify_dup_proven (fixture.verify);
  g_assert_cmpint (mail_server_get_security (mail_settings_get_incoming (proven)), ==, MAIL_SECURITY_TLS);
  g_assert_cmpint (mail_server_get_security (mail_settings_get_outgoing (proven)), ==, MAIL_SECURITY_TLS);
  g_assert_cmpstr (mail_server_get_username (mail_settings_get_incoming (proven)), ==, ADDRESS);
  g_assert_false (mail_server_get_username_guessed (mail_settings_get_incoming (proven)));
  g_assert_false (mail_settings_get_separate_login (proven));
  tear_down (&fixture);
}

static void
assert_said_password (MailTestTlsServer *server, const char *password)
{
  g_autofree char *heard = mail_test_tls_server_dup_heard (server, 1);
  g_autoptr (GString) message = g_string_new (NULL);
  g_autofree char *base64 = NULL;

  /* RFC 4616: [authzid] NUL authcid NUL passwd. */
  g_string_append_len (message, "\0" ADDRESS "\0", strlen (ADDRESS) + 2);
  g_string_append (message, password);
  base64 = g_base64_encode ((const guchar *) message->str, message->len);
  g_assert_nonnull (strstr (heard, base64));
}

static void
test_separate_passwords (void)
{
  g_autoptr (MailSecret) secret = mail_secret_new (OUTGOING_PASSWORD, -1);
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, WELCOME, SMTP_WELCOME, ADDRESS, FALSE);
  mail_verify_set_outgoing_secret (fixture.verify, secret);
  run (fixture.verify, NULL, &error);
  g_assert_no_error (error);
  assert_said_password (fixture.incoming, PASSWORD);
  assert_said_password (fixture.outgoing, OUTGOING_PASSWORD);
  tear_down (&fixture);
}

/* Two guesses and no third, which could lock the account. */
static void
test_two_guesses (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, REJECTED, SMTP_REJECTED, "", TRUE);
  g_assert_false (run (fixture.verify, NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED);
  assert_states (fixture.verify, MAIL_STATE_FAILED, MAIL_STATE_FAILED);
  assert_counts (&fixture, 2, 2);
  g_assert_cmpuint (get_evidence (&fixture)->sign_ins, ==, 2);
  g_assert_null (get_evidence (&fixture)->other_username);
  tear_down (&fixture);
}

/* Where the first mechanism was refused for technical reasons, two proofs have been given for the first name:
 * the second one is offered, not tried. */
static void
test_budget_is_for_the_run (void)
{
  static const char technical[]
      = "TLS\nS: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN] hi\nC*\nS: A1 NO [CANNOT] not "
        "this\n"
        "C: A2 AUTHENTICATE LOGIN\nS: + \nC*\nS: + \nC*\nS: A2 NO [AUTHENTICATIONFAILED] no\nWAIT";
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, technical, SMTP_REJECTED, "", TRUE);
  g_assert_false (run (fixture.verify, NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED);
  assert_counts (&fixture, 1, 2);
  g_assert_cmpuint (get_evidence (&fixture)->sign_ins, ==, 2);
  g_assert_cmpstr (get_evidence (&fixture)->other_username, ==, "alice");
  tear_down (&fixture);
}

/* A user name that somebody vouched for is not varied. */
static void
test_no_guess (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, REJECTED, SMTP_REJECTED, ADDRESS, FALSE);
  g_assert_false (run (fixture.verify, NULL, &error));
  assert_counts (&fixture, 1, 1);
  g_assert_cmpuint (get_evidence (&fixture)->sign_ins, ==, 1);
  g_assert_cmpstr (get_evidence (&fixture)->other_username, ==, "alice");
  tear_down (&fixture);
}

/* One that the server has taken before is not doubted, either. */
static void
test_known_username (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, REJECTED, SMTP_REJECTED, ADDRESS, FALSE);
  mail_verify_set_knows_usernames (fixture.verify, TRUE);
  g_assert_false (run (fixture.verify, NULL, &error));
  assert_counts (&fixture, 1, 1);
  g_assert_null (get_evidence (&fixture)->other_username);
  tear_down (&fixture);
}

/* Only a rejection says that the name may be wrong; and a failure of one server leaves the other alone. */
static void
test_busy_is_no_rejection (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, BUSY, SMTP_WELCOME, ADDRESS, TRUE);
  g_assert_false (run (fixture.verify, NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SERVER_BUSY);
  assert_states (fixture.verify, MAIL_STATE_FAILED, MAIL_STATE_PASSED);
  g_assert_null (mail_verify_dup_proven (fixture.verify));
  assert_counts (&fixture, 1, 1);
  tear_down (&fixture);
}

static void
test_deadline (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, SILENT, SILENT, ADDRESS, TRUE);
  mail_verify_set_timeout (fixture.verify, 1);
  g_assert_false (run (fixture.verify, NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_TIMED_OUT);
  g_assert_error (mail_report_get_error (mail_verify_get_outgoing (fixture.verify)), MAIL_ERROR,
                  MAIL_ERROR_TIMED_OUT);
  g_assert_cmpint (mail_verify_get_elapsed (fixture.verify), >=, 1000);
  /* A third of the time for TLS, the rest for STARTTLS. */
  assert_counts (&fixture, 2, 2);
  tear_down (&fixture);
}

static gboolean
on_stop (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

/* A server that floods us and one that lets each byte be waited for: neither keeps the other from its end,
 * nor both of them us. */
static void
test_hostile_sides (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, "TLS\nDRIP 200\nS: * OK a long, long greeting\nWAIT",
          "TLS\nS: 220 mx\nC*\nS* 250-mx\\r\\n", ADDRESS, FALSE);
  mail_verify_set_timeout (fixture.verify, 5);
  g_assert_false (run (fixture.verify, NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_TIMED_OUT);
  g_assert_error (mail_report_get_error (mail_verify_get_outgoing (fixture.verify)), MAIL_ERROR,
                  MAIL_ERROR_TOO_MUCH_DATA);
  g_assert_cmpint (mail_verify_get_elapsed (fixture.verify), >=, 4900);
  g_assert_cmpint (mail_verify_get_elapsed (fixture.verify), <, 10000);
  assert_no_secret (fixture.incoming);
  assert_no_secret (fixture.outgoing);
  tear_down (&fixture);
}

/* Stopped, then run once more: nothing is left of the first time, not even the password. */
static void
test_stop_and_run_again (void)
{
  g_autoptr (MailSecret) secret = mail_secret_new (PASSWORD, -1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, SILENT, SMTP_REJECTED, ADDRESS, FALSE);
  g_timeout_add (50, on_stop, cancellable);
  g_assert_false (run (fixture.verify, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_states (fixture.verify, MAIL_STATE_FAILED, MAIL_STATE_FAILED);
  g_clear_error (&error);

  mail_verify_set_secret (fixture.verify, secret);
  mail_verify_set_timeout (fixture.verify, 1);
  g_assert_false (run (fixture.verify, NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_TIMED_OUT);
  g_assert_error (mail_report_get_error (mail_verify_get_outgoing (fixture.verify)), MAIL_ERROR,
                  MAIL_ERROR_SIGN_IN_REJECTED);
  tear_down (&fixture);
}

/* Where nobody signs in, nobody learns the password, whatever was set. */
static void
test_capabilities_only (void)
{
  const MailTestTlsServerPlan incoming = { .script = GREETING "C: A1 LOGOUT" };
  const MailTestTlsServerPlan outgoing = {
    .script = "TLS\nS: 220 mx\nC*\nS: 250-mx\nS: 250 AUTH PLAIN\nC: QUIT",
  };
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *fault = NULL;

  fixture.incoming = mail_test_tls_server_new (&incoming);
  fixture.outgoing = mail_test_tls_server_new (&outgoing);
  fixture.verify = create_verify (&fixture, ADDRESS, TRUE, MAIL_GOAL_CAPABILITIES);
  run (fixture.verify, NULL, &error);
  g_assert_no_error (error);
  assert_counts (&fixture, 1, 1);
  fault = mail_test_tls_server_dup_fault (fixture.incoming);
  g_assert_null (fault);
  tear_down (&fixture);
}

static void
test_bad_ca_file (void)
{
  g_autofree char *path = mail_test_certificate_path ("ec.key");
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, SILENT, SILENT, ADDRESS, FALSE);
  g_assert_false (mail_verify_set_ca_file (fixture.verify, path, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verify/proven", test_proven);
  g_test_add_func ("/verify/separate-passwords", test_separate_passwords);
  g_test_add_func ("/verify/two-guesses", test_two_guesses);
  g_test_add_func ("/verify/budget-is-for-the-run", test_budget_is_for_the_run);
  g_test_add_func ("/verify/no-guess", test_no_guess);
  g_test_add_func ("/verify/known-username", test_known_username);
  g_test_add_func ("/verify/busy-is-no-rejection", test_busy_is_no_rejection);
  g_test_add_func ("/verify/deadline", test_deadline);
  g_test_add_func ("/verify/hostile-sides", test_hostile_sides);
  g_test_add_func ("/verify/stop-and-run-again", test_stop_and_run_again);
  g_test_add_func ("/verify/capabilities-only", test_capabilities_only);
  g_test_add_func ("/verify/bad-ca-file", test_bad_ca_file);
  return g_test_run ();
}
