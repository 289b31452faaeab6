/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>

#include "mail-enums.h"
#include "mail-error.h"
#include "mail-probe.h"
#include "mail-test-await.h"
#include "mail-verify.h"

/* Against real Dovecot and real Postfix. real_servers_test.py starts them, and says in a key file
 * (MAIL_TEST_SERVERS) where they are: a group a server, in it "address" and the port of each service. A
 * server that could not be started here is not in the file, and its cases are skipped. */

#define ALICE "alice@example.test", "secret"
#define BOB   "bob@example.test", " b\"a\\ck slash "
#define CAROL "carol@example.test", "pässwörd €"
#define DAVE  "dave", "davespassword"

#define SCRAM  "SCRAM-SHA-256"
#define PASSED -1

/* Where nobody answers: the tests need not wait as long as a person would. */
#define TIME_LIMIT 700 /* milliseconds */

typedef struct
{
  const char *name;
  const char *server;
  const char *service;
  MailProtocol protocol;
  MailSecurity security;
  const char *username;
  const char *password; /* NULL: nobody signs in */

  int outcome;   /* PASSED, or a MailError */
  MailStep step; /* where it failed */
  const char *mechanism;
  const char *tls;
  MailSecurity used; /* AUTOMATIC: what was asked for */
  guint port;        /* 0: what was asked for */
  const char *sender;
  gboolean slow;   /* ends by the time limit */
  gboolean knocks; /* finds out after some silence */
} Case;

#define IMAP             MAIL_PROTOCOL_IMAP
#define POP3             MAIL_PROTOCOL_POP3
#define SMTP             MAIL_PROTOCOL_SMTP
#define TLS              MAIL_SECURITY_TLS
#define STARTTLS         MAIL_SECURITY_STARTTLS
#define AUTOMATIC        MAIL_SECURITY_AUTOMATIC
#define FAILS(error, at) .outcome = MAIL_ERROR_##error, .step = MAIL_STEP_##at
#define WORKS            .outcome = PASSED
#define SIGN_IN_FAILS    FAILS (SIGN_IN_REJECTED, SIGN_IN)

static const Case cases[] = {
  /* Every protocol, every way to be encrypted. */
  { "imap/tls", "ec", "imaps", IMAP, TLS, ALICE, WORKS, .mechanism = SCRAM, .tls = "TLS1.3" },
  { "imap/starttls", "ec", "imap", IMAP, STARTTLS, ALICE, WORKS, .mechanism = SCRAM, .tls = "TLS1.3" },
  { "imap/automatic-tls", "ec", "imaps", IMAP, AUTOMATIC, ALICE, WORKS, .used = TLS },
  { "imap/automatic-starttls", "ec", "imap", IMAP, AUTOMATIC, ALICE, WORKS, .used = STARTTLS },
  { "pop3/tls", "ec", "pop3s", POP3, TLS, ALICE, WORKS, .mechanism = SCRAM, .tls = "TLS1.3" },
  { "pop3/starttls", "ec", "pop3", POP3, STARTTLS, ALICE, WORKS, .mechanism = SCRAM, .tls = "TLS1.3" },
  { "pop3/automatic-tls", "ec", "pop3s", POP3, AUTOMATIC, ALICE, WORKS, .used = TLS },
  { "pop3/automatic-starttls", "ec", "pop3", POP3, AUTOMATIC, ALICE, WORKS, .used = STARTTLS },
  { "smtp/tls", "ec", "submissions", SMTP, TLS, ALICE, WORKS, .mechanism = SCRAM, .tls = "TLS1.3" },
  { "smtp/starttls", "ec", "submission", SMTP, STARTTLS, ALICE, WORKS, .mechanism = SCRAM, .tls = "TLS1.3" },
  { "smtp/automatic-tls", "ec", "submissions", SMTP, AUTOMATIC, ALICE, WORKS, .used = TLS },
  { "smtp/automatic-starttls", "ec", "submission", SMTP, AUTOMATIC, ALICE, WORKS, .used = STARTTLS },

  /* An RSA certificate, and nothing but PLAIN and LOGIN. */
  { "rsa/imap", "rsa", "imaps", IMAP, TLS, ALICE, WORKS, .mechanism = "PLAIN" },
  { "rsa/imap-starttls", "rsa", "imap", IMAP, STARTTLS, ALICE, WORKS, .mechanism = "PLAIN" },
  { "rsa/pop3", "rsa", "pop3s", POP3, TLS, ALICE, WORKS, .mechanism = "PLAIN" },
  { "rsa/smtp", "rsa", "submissions", SMTP, TLS, ALICE, WORKS, .mechanism = "PLAIN" },
  { "login/imap", "login", "imaps", IMAP, TLS, BOB, WORKS, .mechanism = "LOGIN" },
  { "login/pop3", "login", "pop3s", POP3, TLS, BOB, WORKS, .mechanism = "LOGIN" },
  { "login/smtp", "login", "submissions", SMTP, TLS, BOB, WORKS, .mechanism = "LOGIN" },

  { "tls12/imap", "tls12", "imaps", IMAP, TLS, ALICE, WORKS, .mechanism = SCRAM, .tls = "TLS1.2" },
  { "tls12/imap-starttls", "tls12", "imap", IMAP, STARTTLS, ALICE, WORKS, .tls = "TLS1.2" },
  { "tls12/pop3", "tls12", "pop3s", POP3, TLS, ALICE, WORKS, .tls = "TLS1.2" },
  { "tls12/smtp", "tls12", "submissions", SMTP, TLS, ALICE, WORKS, .tls = "TLS1.2" },
  { "tls12/smtp-starttls", "tls12", "submission", SMTP, STARTTLS, ALICE, WORKS, .tls = "TLS1.2" },

  /* Passwords byte for byte: quotes, backslash, spaces at the ends; UTF-8. */
  { "password/quoted/imap-scram", "ec", "imaps", IMAP, TLS, BOB, WORKS, .mechanism = SCRAM },
  { "password/quoted/imap-plain", "rsa", "imaps", IMAP, TLS, BOB, WORKS, .mechanism = "PLAIN" },
  { "password/quoted/pop3-plain", "rsa", "pop3s", POP3, TLS, BOB, WORKS, .mechanism = "PLAIN" },
  { "password/quoted/smtp-plain", "rsa", "submissions", SMTP, TLS, BOB, WORKS, .mechanism = "PLAIN" },
  { "password/utf8/imap-scram", "ec", "imaps", IMAP, TLS, CAROL, WORKS, .mechanism = SCRAM },
  { "password/utf8/imap-plain", "rsa", "imaps", IMAP, TLS, CAROL, WORKS, .mechanism = "PLAIN" },
  { "password/utf8/pop3-plain", "rsa", "pop3s", POP3, TLS, CAROL, WORKS, .mechanism = "PLAIN" },
  { "password/utf8/smtp-plain", "rsa", "submissions", SMTP, TLS, CAROL, WORKS, .mechanism = "PLAIN" },

  { "wrong-password/imap", "ec", "imaps", IMAP, TLS, "alice@example.test", "Secret", SIGN_IN_FAILS },
  { "wrong-password/imap-plain", "rsa", "imaps", IMAP, TLS, "alice@example.test", "secret ", SIGN_IN_FAILS },
  { "wrong-password/pop3", "ec", "pop3s", POP3, TLS, "alice@example.test", "Secret", SIGN_IN_FAILS },
  { "wrong-password/pop3-plain", "rsa", "pop3s", POP3, TLS, "alice@example.test", "Secret", SIGN_IN_FAILS },
  { "wrong-password/smtp", "ec", "submissions", SMTP, TLS, "alice@example.test", "Secret", SIGN_IN_FAILS },
  { "wrong-password/smtp-plain", "rsa", "submission", SMTP, STARTTLS, "alice@example.test", "?",
    SIGN_IN_FAILS },
  { "unknown-user/imap", "ec", "imaps", IMAP, TLS, "nobody@example.test", "secret", SIGN_IN_FAILS },
  { "unknown-user/pop3", "ec", "pop3s", POP3, TLS, "nobody@example.test", "secret", SIGN_IN_FAILS },
  { "unknown-user/smtp", "ec", "submissions", SMTP, TLS, "nobody@example.test", "secret", SIGN_IN_FAILS },

  { "no-inbox/imap", "no-inbox", "imaps", IMAP, TLS, ALICE, FAILS (MAILBOX_UNAVAILABLE, MAILBOX) },
  { "no-inbox/pop3", "no-inbox", "pop3s", POP3, TLS, ALICE, FAILS (MAILBOX_UNAVAILABLE, MAILBOX) },

  /* Without a password: as far as the capabilities. */
  { "no-login/imap", "ec", "imaps", IMAP, TLS, .outcome = PASSED },
  { "no-login/pop3", "ec", "pop3", POP3, STARTTLS, .outcome = PASSED },
  { "no-login/smtp", "ec", "submission", SMTP, STARTTLS, .outcome = PASSED },

  { "certificate/expired", "expired", "imaps", IMAP, TLS, ALICE, FAILS (CERTIFICATE_EXPIRED, IDENTITY) },
  { "certificate/expired-starttls", "expired", "imap", IMAP, STARTTLS, ALICE,
    FAILS (CERTIFICATE_EXPIRED, IDENTITY) },
  { "certificate/expired-automatic", "expired", "imaps", IMAP, AUTOMATIC, ALICE,
    FAILS (CERTIFICATE_EXPIRED, IDENTITY), .used = TLS },
  { "certificate/not-yet", "notyet", "imaps", IMAP, TLS, ALICE, FAILS (CERTIFICATE_NOT_YET_VALID, IDENTITY) },
  { "certificate/wrong-host", "wronghost", "imaps", IMAP, TLS, ALICE,
    FAILS (CERTIFICATE_WRONG_HOST, IDENTITY) },
  { "certificate/self-signed", "selfsigned", "imaps", IMAP, TLS, ALICE,
    FAILS (CERTIFICATE_SELF_SIGNED, IDENTITY) },
  { "certificate/unknown-issuer", "otherca", "imaps", IMAP, TLS, ALICE,
    FAILS (CERTIFICATE_UNKNOWN_ISSUER, IDENTITY) },

  /* The wrong kind of encryption, or none. */
  { "plaintext-on-tls-port/imap", "ec", "imap", IMAP, TLS, ALICE, FAILS (PLAINTEXT_ON_TLS_PORT, TLS) },
  { "plaintext-on-tls-port/pop3", "ec", "pop3", POP3, TLS, ALICE, FAILS (PLAINTEXT_ON_TLS_PORT, TLS) },
  { "plaintext-on-tls-port/smtp", "ec", "submission", SMTP, TLS, ALICE, FAILS (PLAINTEXT_ON_TLS_PORT, TLS) },
  { "tls-on-plaintext-port/imap", "ec", "imaps", IMAP, STARTTLS, ALICE,
    FAILS (TLS_ON_PLAINTEXT_PORT, GREETING), .knocks = TRUE },
  { "tls-on-plaintext-port/pop3", "ec", "pop3s", POP3, STARTTLS, ALICE,
    FAILS (TLS_ON_PLAINTEXT_PORT, GREETING), .knocks = TRUE },
  { "tls-on-plaintext-port/smtp", "ec", "submissions", SMTP, STARTTLS, ALICE,
    FAILS (TLS_ON_PLAINTEXT_PORT, GREETING), .knocks = TRUE },
  { "tls-on-plaintext-port/postfix", "postfix", "submissions", SMTP, STARTTLS, ALICE,
    FAILS (TLS_ON_PLAINTEXT_PORT, GREETING), .knocks = TRUE },
  { "starttls-missing/imap", "unencrypted", "imap", IMAP, STARTTLS, ALICE,
    FAILS (STARTTLS_MISSING, STARTTLS) },
  { "starttls-missing/pop3", "unencrypted", "pop3", POP3, STARTTLS, ALICE,
    FAILS (STARTTLS_MISSING, STARTTLS) },
  { "starttls-missing/smtp", "unencrypted", "submission", SMTP, STARTTLS, ALICE,
    FAILS (STARTTLS_MISSING, STARTTLS) },
  { "starttls-missing/automatic", "unencrypted", "imap", IMAP, AUTOMATIC, ALICE,
    FAILS (STARTTLS_MISSING, STARTTLS), .used = STARTTLS },

  { "wrong-protocol/imap-at-pop3", "ec", "pop3s", IMAP, TLS, ALICE, FAILS (NOT_THIS_PROTOCOL, GREETING) },
  { "wrong-protocol/imap-at-smtp", "ec", "submission", IMAP, STARTTLS, ALICE,
    FAILS (NOT_THIS_PROTOCOL, GREETING) },
  { "wrong-protocol/pop3-at-imap", "ec", "imaps", POP3, TLS, ALICE, FAILS (NOT_THIS_PROTOCOL, GREETING) },
  { "wrong-protocol/smtp-at-imap", "ec", "imap", SMTP, STARTTLS, ALICE, FAILS (NOT_THIS_PROTOCOL, GREETING) },

  { "refused/tls", "nobody", "imaps", IMAP, TLS, ALICE, FAILS (CONNECTION_REFUSED, CONNECT) },
  { "refused/automatic", "nobody", "submission", SMTP, AUTOMATIC, ALICE,
    FAILS (CONNECTION_REFUSED, CONNECT) },
  { "silent/tls", "silent", "imaps", IMAP, TLS, ALICE, FAILS (TIMED_OUT, TLS), .slow = TRUE },
  { "silent/starttls", "silent", "imaps", IMAP, STARTTLS, ALICE, FAILS (TIMED_OUT, GREETING), .slow = TRUE },
  { "silent/automatic", "silent", "imaps", IMAP, AUTOMATIC, ALICE, FAILS (TIMED_OUT, GREETING),
    .slow = TRUE },

  { "drip/starttls", "drip", "imap", IMAP, STARTTLS, ALICE, FAILS (TIMED_OUT, GREETING), .slow = TRUE },

  /* TLS refused on its standard port, STARTTLS on the other one. */

  { "standard-ports/imap", "standard", "imaps", IMAP, AUTOMATIC, ALICE, WORKS, .used = STARTTLS,
    .port = 143 },

  { "standard-ports/pop3", "standard", "pop3s", POP3, AUTOMATIC, ALICE, WORKS, .used = STARTTLS,
    .port = 110 },
  { "standard-ports/smtp", "standard", "submissions", SMTP, AUTOMATIC, ALICE, WORKS, .used = STARTTLS,
    .port = 587 },

  /* Postfix, which asks Dovecot about passwords. */
  { "postfix/tls", "postfix", "submissions", SMTP, TLS, ALICE, WORKS, .mechanism = SCRAM, .tls = "TLS1.3" },
  { "postfix/starttls", "postfix", "submission", SMTP, STARTTLS, ALICE, WORKS, .mechanism = SCRAM },
  { "postfix/automatic", "postfix", "submission", SMTP, AUTOMATIC, ALICE, WORKS, .used = STARTTLS },
  { "postfix/quoted-password", "postfix", "submissions", SMTP, TLS, BOB, WORKS,
    .sender = "bob@example.test" },
  { "postfix/utf8-password", "postfix", "submissions", SMTP, TLS, CAROL, WORKS,
    .sender = "carol@example.test" },
  { "postfix/wrong-password", "postfix", "submissions", SMTP, TLS, "alice@example.test", "?", SIGN_IN_FAILS },
  { "postfix/foreign-sender", "postfix", "submissions", SMTP, TLS, ALICE, FAILS (SENDER_REJECTED, SENDER),
    .sender = "eve@example.test" },
  { "postfix/no-login", "postfix", "submission", SMTP, STARTTLS, .outcome = PASSED },
};

static GKeyFile *servers;
static MailAnchors *anchors;

static MailServer *
create_server (const char *group, const char *service, MailProtocol protocol, MailSecurity security)
{
  g_autofree char *address = g_key_file_get_string (servers, group, "address", NULL);
  int port = g_key_file_get_integer (servers, group, service, NULL);

  g_assert_cmpint (port, >, 0);
  return mail_server_new (protocol, address, port, security);
}

static MailReport *
create_report (const Case *c)
{
  g_autoptr (MailServer) server = create_server (c->server, c->service, c->protocol, c->security);

  if (c->username != NULL)
    mail_server_set_username (server, c->username);
  return mail_report_new (server, c->password != NULL ? MAIL_GOAL_ACCESS : MAIL_GOAL_CAPABILITIES);
}

static void
assert_passed (const Case *c, MailReport *report, const GError *error)
{
  g_assert_no_error (error);
  g_assert_cmpint (mail_report_get_state (report), ==, MAIL_STATE_PASSED);
  g_assert_true (mail_report_get_tls (report)->trusted);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);

      g_assert_cmpint (mail_check_get_state (check), ==, MAIL_STATE_PASSED);
      g_assert_cmpint (mail_check_get_duration (check), >=, 0);
    }
  if (c->mechanism != NULL)
    g_assert_cmpstr (mail_report_get_mechanism (report), ==, c->mechanism);
  if (c->tls != NULL)
    g_assert_cmpstr (mail_report_get_tls (report)->version, ==, c->tls);
}

static void
assert_failed (const Case *c, MailReport *report, const GError *error)
{
  MailStep step;

  g_assert_error (error, MAIL_ERROR, c->outcome);
  g_assert_error (mail_report_get_error (report), MAIL_ERROR, c->outcome);
  g_assert_cmpint (mail_report_get_state (report), ==, MAIL_STATE_FAILED);
  g_assert_true (mail_report_get_failed_step (report, &step));
  g_assert_cmpstr (mail_step_to_string (step), ==, mail_step_to_string (c->step));
  if (c->step == MAIL_STEP_SIGN_IN || c->step == MAIL_STEP_MAILBOX || c->step == MAIL_STEP_SENDER)
    g_assert_nonnull (mail_report_get_server_said (report));
}

static gboolean
on_time_limit (gpointer probe)
{
  mail_probe_time_out (probe);
  return G_SOURCE_REMOVE;
}

static void
run_probe (const Case *c, MailProbe *probe, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (c->slow || c->knocks)
    mail_probe_set_patience (probe, TIME_LIMIT / 2);
  if (c->slow)
    g_timeout_add (TIME_LIMIT, on_time_limit, probe);
  mail_probe_run_async (probe, NULL, mail_test_store_result, &result);
  mail_probe_run_finish (probe, mail_test_await (&result), error);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MailAddress) address = NULL;
  g_autoptr (MailSecret) secret = NULL;
  g_autoptr (GError) error = NULL;
  MailReport *report;
  MailProbe *probe;

  if (!g_key_file_has_group (servers, c->server))
    {
      g_test_skip ("this server cannot be started here");
      return;
    }
  address = mail_address_new (c->sender != NULL ? c->sender : "alice@example.test", NULL);
  secret = c->password != NULL ? mail_secret_new (c->password, -1) : NULL;
  report = create_report (c);
  probe = mail_probe_new (report, address, anchors);
  mail_probe_set_secret (probe, secret);
  run_probe (c, probe, &error);
  if (c->outcome == PASSED)
    assert_passed (c, report, error);
  else
    assert_failed (c, report, error);
  g_assert_cmpint (mail_server_get_security (mail_report_get_server (report)), ==,
                   c->used != AUTOMATIC ? c->used : c->security);
  if (c->port != 0)
    g_assert_cmpuint (mail_server_get_port (mail_report_get_server (report)), ==, c->port);
  g_assert_finalize_object (probe);
  g_assert_finalize_object (report);
}

static MailVerify *
create_verify (const char *username, gboolean guessed, const char *address_text, const char *incoming_group)
{
  g_autoptr (MailServer) incoming = create_server (incoming_group, "imaps", IMAP, AUTOMATIC);
  g_autoptr (MailServer) outgoing = create_server ("ec", "submission", SMTP, AUTOMATIC);
  g_autoptr (MailAddress) address = mail_address_new (address_text, NULL);
  g_autofree char *ca_file = g_key_file_get_string (servers, "certificates", "ca", NULL);
  g_autoptr (MailSettings) settings = NULL;
  MailVerify *verify;

  mail_server_set_username (incoming, username);
  mail_server_set_username_guessed (incoming, guessed);
  mail_server_set_username (outgoing, username);
  mail_server_set_username_guessed (outgoing, guessed);
  settings = mail_settings_new (incoming, outgoing);
  verify = mail_verify_new (settings, address, MAIL_GOAL_ACCESS);
  g_assert_true (mail_verify_set_ca_file (verify, ca_file, NULL));
  return verify;
}

static gboolean
run_verify (MailVerify *verify, const char *password, GCancellable *cancellable, GError **error)
{
  g_autoptr (MailSecret) secret = mail_secret_new (password, -1);
  g_autoptr (GAsyncResult) result = NULL;

  mail_verify_set_secret (verify, secret);
  mail_verify_run_async (verify, cancellable, mail_test_store_result, &result);
  return mail_verify_run_finish (verify, mail_test_await (&result), error);
}

static void
test_both (void)
{
  MailVerify *verify = create_verify ("alice@example.test", FALSE, "alice@example.test", "ec");
  g_autoptr (GError) error = NULL;
  g_autoptr (MailSettings) proven = NULL;

  g_assert_null (mail_verify_dup_proven (verify));
  run_verify (verify, "secret", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mail_verify_get_elapsed (verify), >, 0);
  proven = mail_verify_dup_proven (verify);
  g_assert_cmpint (mail_server_get_security (mail_settings_get_incoming (proven)), ==, TLS);
  g_assert_cmpint (mail_server_get_security (mail_settings_get_outgoing (proven)), ==, STARTTLS);
  g_assert_finalize_object (verify);
}

/* The same check a second time, after the password was mended: nothing is left of the first. */
static void
test_again (void)
{
  MailVerify *verify = create_verify ("alice@example.test", FALSE, "alice@example.test", "ec");
  g_autoptr (GError) error = NULL;

  g_assert_false (run_verify (verify, "Secret", NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED);
  g_clear_error (&error);
  run_verify (verify, "secret", NULL, &error);
  g_assert_no_error (error);
  g_assert_null (mail_report_get_error (mail_verify_get_incoming (verify)));
  g_assert_finalize_object (verify);
}

static void
test_guessed_name (void)
{
  MailVerify *verify = create_verify ("", TRUE, "dave@example.test", "ec");
  g_autoptr (GError) error = NULL;
  g_autoptr (MailSettings) proven = NULL;

  run_verify (verify, "davespassword", NULL, &error);
  g_assert_no_error (error);
  proven = mail_verify_dup_proven (verify);
  g_assert_cmpstr (mail_server_get_username (mail_settings_get_incoming (proven)), ==, "dave");
  g_assert_cmpstr (mail_server_get_username (mail_settings_get_outgoing (proven)), ==, "dave");
  g_assert_false (mail_server_get_username_guessed (mail_settings_get_incoming (proven)));
  g_assert_finalize_object (verify);
}

/* A silent server costs the deadline; what the other one said stays. */
static void
test_deadline (void)
{
  MailVerify *verify = create_verify ("alice@example.test", FALSE, "alice@example.test", "silent");
  g_autoptr (GError) error = NULL;

  mail_verify_set_timeout (verify, 1);
  g_assert_false (run_verify (verify, "secret", NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_TIMED_OUT);
  g_assert_cmpint (mail_verify_get_elapsed (verify), <, 2000);
  g_assert_cmpint (mail_report_get_state (mail_verify_get_outgoing (verify)), ==, MAIL_STATE_PASSED);
  g_assert_finalize_object (verify);
}

static gboolean
on_stop (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  MailVerify *verify = create_verify ("alice@example.test", FALSE, "alice@example.test", "silent");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_timeout_add (20, on_stop, cancellable);
  g_assert_false (run_verify (verify, "secret", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_error (mail_report_get_error (mail_verify_get_incoming (verify)), G_IO_ERROR,
                  G_IO_ERROR_CANCELLED);
  g_assert_cmpint (mail_verify_get_elapsed (verify), <, 1000);
  g_assert_finalize_object (verify);
}

static void
add_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/real-servers/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/real-servers/verify/both", test_both);
  g_test_add_func ("/real-servers/verify/again", test_again);
  g_test_add_func ("/real-servers/verify/guessed-name", test_guessed_name);
  g_test_add_func ("/real-servers/verify/deadline", test_deadline);
  g_test_add_func ("/real-servers/verify/cancel", test_cancel);
}

int
main (int argc, char **argv)
{
  g_autofree char *ca_file = NULL;
  int status;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  servers = g_key_file_new ();
  g_key_file_load_from_file (servers, g_getenv ("MAIL_TEST_SERVERS"), G_KEY_FILE_NONE, NULL);
  ca_file = g_key_file_get_string (servers, "certificates", "ca", NULL);
  anchors = mail_anchors_new (ca_file, NULL);
  g_assert_nonnull (anchors);
  add_cases ();
  status = g_test_run ();
  g_assert_finalize_object (anchors);
  g_key_file_unref (servers);
  return status;
}
