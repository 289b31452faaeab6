/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "mail-error.h"
#include "mail-probe.h"
#include "mail-test-await.h"
#include "mail-test-tls-server.h"

/* Against servers that no honest program would be. Whatever they do, they get no password. */

#define USERNAME "alice@example.test"
#define PASSWORD "correct-horse"

/* How long a server may be silent; how often the tests look. */
#define PATIENCE 1000 /* milliseconds */
#define INTERVAL 30

#define IMAP             MAIL_PROTOCOL_IMAP
#define POP3             MAIL_PROTOCOL_POP3
#define SMTP             MAIL_PROTOCOL_SMTP
#define TLS              MAIL_SECURITY_TLS
#define STARTTLS         MAIL_SECURITY_STARTTLS
#define AUTOMATIC        MAIL_SECURITY_AUTOMATIC
#define FAILS(error, at) MAIL_ERROR_##error, MAIL_STEP_##at

#define IMAP_GREETING "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\n"
#define IMAP_STARTTLS "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\nC: A1 STARTTLS\n"
#define POP3_STARTTLS "S: +OK hi\nC: CAPA\nS: +OK\nS: STLS\nS: .\nC: STLS\n"
#define SMTP_STARTTLS "S: 220 mx\nC*\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\n"

typedef struct
{
  const char *name;
  MailProtocol protocol;
  MailSecurity security;
  const char *script;
  int code;
  MailStep step;

  const char *certificate;
  guint n_clients; /* 0: one */
  MailSecurity used;
  gboolean slow;     /* ends by the time limit */
  gboolean signs_in; /* the password was meant for this server */
} Case;

static const Case cases[] = {
  /* Words sent ahead of the encryption would count as said inside (RFC 3207, CVE-2011-0411). */
  { "injection/imap", IMAP, STARTTLS,
    IMAP_STARTTLS "S+ A1 OK go\\r\\n* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] forged\\r\\n\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "injection/pop3", POP3, STARTTLS, POP3_STARTTLS "S+ +OK go\\r\\n+OK forged\\r\\n\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "injection/smtp", SMTP, STARTTLS, SMTP_STARTTLS "S+ 220 go\\r\\n250 AUTH PLAIN\\r\\n\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "injection/half-a-line", IMAP, STARTTLS, IMAP_STARTTLS "S+ A1 OK go\\r\\n* OK\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "injection/a-moment-later", IMAP, STARTTLS, IMAP_STARTTLS "S+ A1 OK go\\r\\n\nS+ * OK forged\\r\\n\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },

  { "stripped/imap", IMAP, STARTTLS, "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\nWAIT",
    FAILS (STARTTLS_MISSING, STARTTLS) },
  { "stripped/pop3", POP3, STARTTLS, "S: +OK hi\nC: CAPA\nS: +OK\nS: USER\nS: SASL PLAIN\nS: .\nWAIT",
    FAILS (STARTTLS_MISSING, STARTTLS) },
  { "stripped/smtp", SMTP, STARTTLS, "S: 220 mx\nC*\nS: 250-mx\nS: 250 AUTH PLAIN\nWAIT",
    FAILS (STARTTLS_MISSING, STARTTLS) },
  { "stripped/automatic", IMAP, AUTOMATIC, "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\nWAIT",
    FAILS (STARTTLS_MISSING, STARTTLS), .used = STARTTLS, .n_clients = 2 },
  { "refused", IMAP, STARTTLS, IMAP_STARTTLS "S: A1 NO not today\nWAIT", FAILS (STARTTLS_REFUSED, STARTTLS) },
  { "preauth", IMAP, STARTTLS, "S: * PREAUTH welcome\nWAIT", FAILS (STARTTLS_INJECTION, GREETING) },

  /* Never falls back from a certificate, and says nothing to whom it belongs. */
  { "certificate/automatic", IMAP, AUTOMATIC, "TLS\n" IMAP_GREETING "WAIT",
    FAILS (CERTIFICATE_WRONG_HOST, IDENTITY), .certificate = "wronghost", .used = TLS },
  { "certificate/starttls", IMAP, STARTTLS, IMAP_STARTTLS "S: A1 OK go\nTLS\nWAIT",
    FAILS (CERTIFICATE_SELF_SIGNED, IDENTITY), .certificate = "selfsigned" },
  { "certificate/revoked", IMAP, TLS, "TLS\n" IMAP_GREETING "WAIT", FAILS (CERTIFICATE_REVOKED, IDENTITY),
    .certificate = "revoked" },
  { "certificate/weak", IMAP, TLS, "TLS\n" IMAP_GREETING "WAIT", FAILS (CERTIFICATE_WEAK, IDENTITY),
    .certificate = "weak" },

  { "endless/lines", IMAP, STARTTLS, "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\nS* * OK noise\\r\\n",
    FAILS (TOO_MUCH_DATA, STARTTLS) },
  { "endless/line", IMAP, STARTTLS, "S* xxxxxxxxxxxxxxxx", FAILS (TOO_MUCH_DATA, GREETING) },
  { "endless/line-over-tls", POP3, TLS, "TLS\nS* xxxxxxxxxxxxxxxx", FAILS (TOO_MUCH_DATA, GREETING) },
  { "endless/smtp-reply", SMTP, TLS, "TLS\nS* 220-hello\\r\\n", FAILS (TOO_MUCH_DATA, GREETING) },

  { "cut/at-once", IMAP, STARTTLS, "CUT", FAILS (CLOSED_EARLY, GREETING) },
  /* Once more, in case it is too old to be polite. */
  { "cut/before-tls", IMAP, TLS, "CUT", FAILS (CLOSED_EARLY, TLS), .n_clients = 2 },
  { "cut/automatic", IMAP, AUTOMATIC, "CUT", FAILS (CLOSED_EARLY, GREETING), .n_clients = 2 },
  { "cut/after-tls", IMAP, TLS, "TLS\nCUT", FAILS (CLOSED_EARLY, GREETING) },
  { "cut/in-a-line", IMAP, TLS, "TLS\nS+ * OK [CAP\nCUT", FAILS (CLOSED_EARLY, GREETING) },
  { "cut/in-the-sign-in", IMAP, TLS, "TLS\n" IMAP_GREETING "C*\nCUT", FAILS (CLOSED_EARLY, SIGN_IN),
    .signs_in = TRUE },

  { "silent/starttls", IMAP, STARTTLS, "WAIT", FAILS (TIMED_OUT, GREETING), .slow = TRUE },
  { "silent/tls", IMAP, TLS, "WAIT", FAILS (TIMED_OUT, TLS), .slow = TRUE },
  { "silent/after-tls", SMTP, TLS, "TLS\nWAIT", FAILS (TIMED_OUT, GREETING), .slow = TRUE },
  { "silent/in-a-line", IMAP, TLS, "TLS\nS+ * OK [CAP\nWAIT", FAILS (TIMED_OUT, GREETING), .slow = TRUE },
  { "silent/in-the-sign-in", IMAP, TLS, "TLS\n" IMAP_GREETING "C*\nWAIT", FAILS (TIMED_OUT, SIGN_IN),
    .slow = TRUE, .signs_in = TRUE },

  { "nonsense/nul", IMAP, STARTTLS, "S+ * OK \\000\\r\\n\nWAIT", FAILS (PROTOCOL_ERROR, GREETING) },
  { "nonsense/http", IMAP, STARTTLS, "S: HTTP/1.1 400 Bad Request\nWAIT",
    FAILS (NOT_THIS_PROTOCOL, GREETING) },
  { "nonsense/tls-alert", IMAP, STARTTLS, "S: \\025\\003\\003 alert\nWAIT",
    FAILS (TLS_ON_PLAINTEXT_PORT, GREETING), .n_clients = 2 },
};

/* Shared, since loading those of the system takes longer than a conversation. */
static MailAnchors *anchors;

static MailReport *
create_report_for (MailTestTlsServer *server, MailProtocol protocol, MailSecurity security, MailGoal goal)
{
  g_autoptr (MailServer) endpoint
      = mail_server_new (protocol, "127.0.0.1", mail_test_tls_server_get_port (server), security);

  mail_server_set_username (endpoint, USERNAME);
  return mail_report_new (endpoint, goal);
}

static MailReport *
create_report (MailTestTlsServer *server, MailProtocol protocol, MailSecurity security)
{
  return create_report_for (server, protocol, security, MAIL_GOAL_ACCESS);
}

static MailProbe *
create_probe (MailReport *report)
{
  g_autoptr (MailAddress) address = mail_address_new (USERNAME, NULL);
  g_autoptr (MailSecret) secret = mail_secret_new (PASSWORD, -1);
  MailProbe *probe = mail_probe_new (report, address, anchors);

  mail_probe_set_secret (probe, secret);
  return probe;
}

static gboolean
run (MailProbe *probe, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_probe_run_async (probe, cancellable, mail_test_store_result, &result);
  return mail_probe_run_finish (probe, mail_test_await (&result), error);
}

/* What ends a conversation that would never end: as soon as a step runs, however slow this machine is. */
typedef struct
{
  MailReport *report;
  MailStep step;
  MailProbe *probe;
  GCancellable *cancellable; /* NULL: time is up */
} End;

static gboolean
is_running (MailReport *report, MailStep step)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);

      if (mail_check_get_step (check) == step && mail_check_get_state (check) == MAIL_STATE_RUNNING)
        return TRUE;
    }
  return FALSE;
}

static gboolean
on_interval (gpointer data)
{
  End *end = data;

  if (!is_running (end->report, end->step))
    return G_SOURCE_CONTINUE;
  if (end->cancellable != NULL)
    g_cancellable_cancel (end->cancellable);
  else
    mail_probe_time_out (end->probe);
  return G_SOURCE_REMOVE;
}

static void
assert_failed_at (MailReport *report, MailStep step)
{
  MailStep failed;

  g_assert_cmpint (mail_report_get_state (report), ==, MAIL_STATE_FAILED);
  g_assert_true (mail_report_get_failed_step (report, &failed));
  g_assert_cmpstr (mail_step_to_string (failed), ==, mail_step_to_string (step));
}

/* Not even the attempt to sign in was heard. */
static void
assert_heard_no_password (MailTestTlsServer *server, guint n_clients)
{
  g_autofree char *heard = mail_test_tls_server_dup_heard (server, n_clients);

  g_assert_cmpuint (mail_test_tls_server_get_count (server), ==, n_clients);
  g_assert_null (strstr (heard, PASSWORD));
  g_assert_null (strstr (heard, "AUTH"));
  g_assert_null (strstr (heard, "LOGIN"));
  g_assert_null (strstr (heard, "PASS"));
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  const MailTestTlsServerPlan plan = { .script = c->script, .certificate = c->certificate };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  MailReport *report = create_report (server, c->protocol, c->security);
  MailProbe *probe = create_probe (report);
  End end = { report, c->step, probe };
  g_autoptr (GError) error = NULL;

  if (c->slow)
    g_timeout_add (INTERVAL, on_interval, &end);
  run (probe, NULL, &error);
  g_assert_error (error, MAIL_ERROR, c->code);
  g_assert_error (mail_report_get_error (report), MAIL_ERROR, c->code);
  assert_failed_at (report, c->step);
  g_assert_cmpint (mail_server_get_security (mail_report_get_server (report)), ==,
                   c->used != AUTOMATIC ? c->used : c->security);
  if (!c->signs_in)
    assert_heard_no_password (server, MAX (c->n_clients, 1));
  g_assert_finalize_object (probe);
  g_assert_finalize_object (report);
}

/* A silent TLS port leaves time for STARTTLS. */
static void
test_patience (void)
{
  const MailTestTlsServerPlan plan = { .script = "WAIT" };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (MailReport) report = create_report (server, IMAP, AUTOMATIC);
  g_autoptr (MailProbe) probe = create_probe (report);
  g_autoptr (GError) error = NULL;
  End end = { report, MAIL_STEP_GREETING, probe };

  mail_probe_set_patience (probe, PATIENCE);
  g_timeout_add (INTERVAL, on_interval, &end);
  run (probe, NULL, &error);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_TIMED_OUT);
  assert_failed_at (report, MAIL_STEP_GREETING);
  assert_heard_no_password (server, 2);
}

static gboolean
on_time_limit (gpointer probe)
{
  mail_probe_time_out (probe);
  return G_SOURCE_REMOVE;
}

/* Patience is for finding a TLS server, not for what that says. Whether it is a web server is asked beside.
 */
static void
test_patience_ends_with_tls (void)
{
  const MailTestTlsServerPlan plan = { .script = "TLS\nWAIT" };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (MailReport) report = create_report (server, IMAP, AUTOMATIC);
  g_autoptr (MailProbe) probe = create_probe (report);
  g_autoptr (GError) error = NULL;

  mail_probe_set_patience (probe, PATIENCE);
  g_timeout_add (PATIENCE + INTERVAL, on_time_limit, probe);
  run (probe, NULL, &error);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_TIMED_OUT);
  g_assert_cmpint (mail_server_get_security (mail_report_get_server (report)), ==, TLS);
  assert_heard_no_password (server, 2);
}

typedef struct
{
  const char *name;
  MailSecurity security;
  const char *script;
  MailStep step;
} StopCase;

static const StopCase stop_cases[] = {
  { "greeting", STARTTLS, "WAIT", MAIL_STEP_GREETING },
  { "starttls", STARTTLS, IMAP_STARTTLS "WAIT", MAIL_STEP_STARTTLS },
  { "tls", TLS, "WAIT", MAIL_STEP_TLS },
  { "tls-after-starttls", STARTTLS, IMAP_STARTTLS "S: A1 OK go\nWAIT", MAIL_STEP_TLS },
  { "sign-in", TLS, "TLS\n" IMAP_GREETING "C*\nWAIT", MAIL_STEP_SIGN_IN },
  { "mailbox", TLS, "TLS\n" IMAP_GREETING "C*\nS: A1 OK [CAPABILITY IMAP4rev1] in\nC*\nWAIT",
    MAIL_STEP_MAILBOX },
};

/* The person's wish to stop passes unchanged, whatever goes on. */
static void
test_stop (gconstpointer data)
{
  const StopCase *c = data;
  const MailTestTlsServerPlan plan = { .script = c->script };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  MailReport *report = create_report (server, IMAP, c->security);
  MailProbe *probe = create_probe (report);
  End end = { report, c->step, probe, cancellable };
  g_autofree char *heard = NULL;
  g_autoptr (GError) error = NULL;

  g_timeout_add (INTERVAL, on_interval, &end);
  g_assert_false (run (probe, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_failed_at (report, c->step);
  heard = mail_test_tls_server_dup_heard (server, 1);
  g_assert_cmpuint (mail_test_tls_server_get_count (server), ==, 1);
  g_assert_finalize_object (probe);
  g_assert_finalize_object (report);
}

static void
test_stopped_before (void)
{
  const MailTestTlsServerPlan plan = { .script = "WAIT" };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MailReport) report = create_report (server, IMAP, AUTOMATIC);
  g_autoptr (MailProbe) probe = create_probe (report);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (run (probe, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (mail_test_tls_server_get_count (server), ==, 0);
}

/* An outgoing server that knows its customers by their line. */
static void
test_no_sign_in (void)
{
  const MailTestTlsServerPlan plan = {
    .script = "TLS\nS: 220 mx\nC*\nS: 250-mx\nS: 250 AUTH PLAIN\n"
              "C: MAIL FROM:<" USERNAME ">\nS: 250 ok\nC: RCPT TO:<" USERNAME ">\nS: 250 ok\n"
              "C: RSET\nS: 250 ok\nC: QUIT",
  };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (MailReport) report = create_report (server, SMTP, TLS);
  g_autoptr (MailProbe) probe = NULL;
  g_autoptr (MailCheck) sign_in = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *fault = NULL;

  mail_server_set_auth (mail_report_get_server (report), MAIL_AUTH_NONE);
  probe = create_probe (report);
  run (probe, NULL, &error);
  g_assert_no_error (error);
  assert_heard_no_password (server, 1);
  fault = mail_test_tls_server_dup_fault (server);
  g_assert_null (fault);
  sign_in = g_list_model_get_item (G_LIST_MODEL (report), 6);
  g_assert_cmpint (mail_check_get_step (sign_in), ==, MAIL_STEP_SIGN_IN);
  g_assert_cmpint (mail_check_get_state (sign_in), ==, MAIL_STATE_SKIPPED);
}

/* What a page of details shows. */
static void
assert_detail (MailReport *report, MailStep step, const char *part)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);

      if (mail_check_get_step (check) != step)
        continue;
      g_assert_nonnull (mail_check_get_detail (check));
      g_assert_nonnull (strstr (mail_check_get_detail (check), part));
      return;
    }
  g_assert_not_reached ();
}

static void
test_details (void)
{
  const MailTestTlsServerPlan plan = {
    .script = "TLS\n" IMAP_GREETING "C*\nS: A1 OK [CAPABILITY IMAP4rev1] in\nC: A2 EXAMINE INBOX\n"
              "S: * 3 EXISTS\nS: A2 OK done\nC: A3 LOGOUT",
  };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (MailReport) report = create_report (server, IMAP, TLS);
  g_autoptr (MailProbe) probe = create_probe (report);
  g_autoptr (GError) error = NULL;
  g_autofree char *heard = NULL;

  run (probe, NULL, &error);
  g_assert_no_error (error);
  assert_detail (report, MAIL_STEP_RESOLVE, "127.0.0.1");
  assert_detail (report, MAIL_STEP_CONNECT, "127.0.0.1");
  assert_detail (report, MAIL_STEP_TLS, "TLS1.3, ");
  assert_detail (report, MAIL_STEP_IDENTITY, "mail.example.test");
  assert_detail (report, MAIL_STEP_CAPABILITIES, "IMAP4rev1");
  assert_detail (report, MAIL_STEP_SIGN_IN, "PLAIN");
  assert_detail (report, MAIL_STEP_MAILBOX, "3");
  g_assert_cmpstr (mail_report_get_mechanism (report), ==, "PLAIN");
  heard = mail_test_tls_server_dup_heard (server, 1);
  g_assert_true (g_str_has_suffix (heard, "A3 LOGOUT\r\n"));
}

/* Who is there, and no more: the servers say nothing after what proves them, so that a further question would
 * never be answered. The password stays at home though there is one. */
static void
test_greeting_only (void)
{
  static const struct
  {
    MailProtocol protocol;
    MailSecurity security;
    const char *script;
    const char *heard;
  } greetings[] = {
    { IMAP, TLS, "TLS\nS: * OK hi\nWAIT", "A1 LOGOUT\r\n" },
    { POP3, TLS, "TLS\nS: +OK hi\nWAIT", "QUIT\r\n" },
    { SMTP, TLS, "TLS\nS: 220-mx\nS: 220 hi\nWAIT", "QUIT\r\n" },
    { IMAP, STARTTLS, IMAP_STARTTLS "S: A1 OK go\nTLS\nWAIT", "A1 STARTTLS\r\nA2 LOGOUT\r\n" },
    { POP3, STARTTLS, "S: +OK hi\nC: STLS\nS: +OK go\nTLS\nWAIT", "STLS\r\nQUIT\r\n" },
    { SMTP, STARTTLS, SMTP_STARTTLS "S: 220 go\nTLS\nWAIT", "EHLO [127.0.0.1]\r\nSTARTTLS\r\nQUIT\r\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++)
    {
      const MailTestTlsServerPlan plan = { .script = greetings[i].script };
      g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
      g_autoptr (MailReport) report
          = create_report_for (server, greetings[i].protocol, greetings[i].security, MAIL_GOAL_GREETING);
      g_autoptr (MailProbe) probe = create_probe (report);
      g_autoptr (GError) error = NULL;
      g_autofree char *heard = NULL;

      g_assert_true (run (probe, NULL, &error));
      g_assert_no_error (error);
      assert_detail (report, MAIL_STEP_IDENTITY, "mail.example.test");
      heard = mail_test_tls_server_dup_heard (server, 1);
      g_assert_cmpstr (heard, ==, greetings[i].heard);
    }
}

/* A greeting does not make up for a certificate of another host. */
static void
test_greeting_only_proves (void)
{
  const MailTestTlsServerPlan plan = { .script = "TLS\nS: * OK hi\nWAIT", .certificate = "wronghost" };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (MailReport) report = create_report_for (server, IMAP, TLS, MAIL_GOAL_GREETING);
  g_autoptr (MailProbe) probe = create_probe (report);
  g_autoptr (GError) error = NULL;

  g_assert_false (run (probe, NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_WRONG_HOST);
  assert_heard_no_password (server, 1);
}

/* A key that the person accepted counts instead of chain and name, and no other key does. */
static void
test_pin (void)
{
  const MailTestTlsServerPlan plan = {
    .script = "TLS\n" IMAP_GREETING "C*\nS: A1 NO no\nWAIT",
    .certificate = "selfsigned",
  };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (MailReport) report = create_report (server, IMAP, TLS);
  g_autoptr (MailProbe) probe = create_probe (report);
  g_autoptr (GError) error = NULL;
  g_autofree char *pin = NULL;

  run (probe, NULL, &error);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_SELF_SIGNED);
  pin = g_strdup (mail_report_get_tls (report)->spki_sha256);
  g_clear_error (&error);

  mail_server_set_pin (mail_report_get_server (report), "00");
  run (probe, NULL, &error);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_CHANGED);
  assert_heard_no_password (server, 2);
  g_clear_error (&error);

  mail_server_set_pin (mail_report_get_server (report), pin);
  run (probe, NULL, &error);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED);
  g_assert_true (mail_report_get_tls (report)->trusted);
}

int
main (int argc, char **argv)
{
  g_autofree char *ca_file = NULL;
  int status;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  ca_file = mail_test_certificate_path ("ca.pem");
  anchors = mail_anchors_new (ca_file, NULL);
  g_assert_nonnull (anchors);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/probe/hostile/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (stop_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/probe/stop/", stop_cases[i].name, NULL);

      g_test_add_data_func (path, &stop_cases[i], test_stop);
    }
  g_test_add_func ("/probe/stop/before", test_stopped_before);
  g_test_add_func ("/probe/patience", test_patience);
  g_test_add_func ("/probe/patience-ends-with-tls", test_patience_ends_with_tls);
  g_test_add_func ("/probe/no-sign-in", test_no_sign_in);
  g_test_add_func ("/probe/details", test_details);
  g_test_add_func ("/probe/greeting-only", test_greeting_only);
  g_test_add_func ("/probe/greeting-only-proves", test_greeting_only_proves);
  g_test_add_func ("/probe/pin", test_pin);
  status = g_test_run ();
  g_assert_finalize_object (anchors);
  return status;
}
