/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-report.h"

#include "mail-error.h"

static MailReport *
make_report (MailProtocol protocol, MailSecurity security, MailGoal goal)
{
  g_autoptr (MailServer) server = mail_server_new (protocol, "mail.example.test", 0, security);

  return mail_report_new (server, goal);
}

/* "resolve=passed connect=running …" */
static char *
describe (MailReport *report, gboolean with_states)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                              mail_step_to_string (mail_check_get_step (check)));
      if (with_states)
        g_string_append_printf (text, "=%s", mail_state_to_string (mail_check_get_state (check)));
    }
  return g_string_free (text, FALSE);
}

static void
assert_states (MailReport *report, const char *expected)
{
  g_autofree char *states = describe (report, TRUE);

  g_assert_cmpstr (states, ==, expected);
}

static MailCheck *
get_check (MailReport *report, guint position)
{
  g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), position);

  return check; /* the report keeps it */
}

static void
test_steps (void)
{
  static const struct
  {
    MailProtocol protocol;
    MailSecurity security;
    MailGoal goal;
    const char *steps;
  } cases[] = {
    { MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_ACCESS,
      "resolve connect tls identity greeting capabilities sign-in mailbox" },
    { MAIL_PROTOCOL_SMTP, MAIL_SECURITY_AUTOMATIC, MAIL_GOAL_ACCESS,
      "resolve connect tls identity greeting capabilities sign-in sender" },
    { MAIL_PROTOCOL_POP3, MAIL_SECURITY_STARTTLS, MAIL_GOAL_ACCESS,
      "resolve connect greeting starttls tls identity capabilities sign-in mailbox" },
    { MAIL_PROTOCOL_SMTP, MAIL_SECURITY_STARTTLS, MAIL_GOAL_CAPABILITIES,
      "resolve connect greeting starttls tls identity capabilities" },
    { MAIL_PROTOCOL_SMTP, MAIL_SECURITY_STARTTLS, MAIL_GOAL_GREETING,
      "resolve connect greeting starttls tls identity" },
    { MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_GREETING, "resolve connect tls identity greeting" },
    { MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_CAPABILITIES,
      "resolve connect tls identity greeting capabilities" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MailReport *report = make_report (cases[i].protocol, cases[i].security, cases[i].goal);
      g_autofree char *steps = describe (report, FALSE);

      g_assert_cmpstr (steps, ==, cases[i].steps);
      g_assert_cmpint (mail_report_get_state (report), ==, MAIL_STATE_WAITING);
      g_assert_cmpint (mail_report_get_goal (report), ==, cases[i].goal);
      g_assert_finalize_object (report);
    }
}

static void
test_list_model (void)
{
  g_autoptr (MailReport) report = make_report (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_CAPABILITIES);
  GListModel *model = G_LIST_MODEL (report);

  g_assert_true (g_list_model_get_item_type (model) == MAIL_TYPE_CHECK);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 6);
  g_assert_null (g_list_model_get_item (model, 6));
}

static void
log_notify (GObject *object, GParamSpec *pspec, GString *log)
{
  g_string_append_printf (log, "%s ", pspec->name);
}

static void
test_success (void)
{
  g_autoptr (MailReport) report = make_report (MAIL_PROTOCOL_SMTP, MAIL_SECURITY_TLS, MAIL_GOAL_ACCESS);
  g_autoptr (GString) log = g_string_new (NULL);

  g_signal_connect (report, "notify", G_CALLBACK (log_notify), log);
  mail_report_enter (report, MAIL_STEP_RESOLVE);
  mail_report_enter (report, MAIL_STEP_CONNECT);
  mail_report_enter (report, MAIL_STEP_CONNECT);
  g_assert_cmpint (mail_report_get_state (report), ==, MAIL_STATE_RUNNING);
  mail_report_enter (report, MAIL_STEP_TLS);
  mail_report_enter (report, MAIL_STEP_IDENTITY);
  mail_report_enter (report, MAIL_STEP_GREETING);
  mail_report_enter (report, MAIL_STEP_CAPABILITIES);
  mail_report_skip (report, MAIL_STEP_SIGN_IN);
  mail_report_enter (report, MAIL_STEP_SENDER);
  mail_report_succeed (report);
  assert_states (report, "resolve=passed connect=passed tls=passed identity=passed greeting=passed "
                         "capabilities=passed sign-in=skipped sender=passed");
  g_assert_cmpint (mail_report_get_state (report), ==, MAIL_STATE_PASSED);
  g_assert_false (mail_report_get_failed_step (report, NULL));
  g_assert_null (mail_report_get_error (report));
  g_assert_cmpstr (log->str, ==, "state state ");
}

static void
test_failure (void)
{
  g_autoptr (MailReport) report = make_report (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_ACCESS);
  g_autoptr (GError) error
      = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_EXPIRED, "It is expired.");
  g_autoptr (GError) later = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_CLOSED_EARLY, "It went away.");
  MailStep step;

  mail_report_enter (report, MAIL_STEP_RESOLVE);
  mail_report_enter (report, MAIL_STEP_CONNECT);
  mail_report_enter (report, MAIL_STEP_TLS);
  mail_report_enter (report, MAIL_STEP_IDENTITY);
  mail_report_fail (report, error, NULL);
  mail_report_fail (report, later, "late");
  mail_report_enter (report, MAIL_STEP_GREETING);
  mail_report_succeed (report);
  assert_states (report, "resolve=passed connect=passed tls=passed identity=failed greeting=skipped "
                         "capabilities=skipped sign-in=skipped mailbox=skipped");
  g_assert_cmpint (mail_report_get_state (report), ==, MAIL_STATE_FAILED);
  g_assert_true (mail_report_get_failed_step (report, &step));
  g_assert_cmpint (step, ==, MAIL_STEP_IDENTITY);
  g_assert_error (mail_report_get_error (report), MAIL_ERROR, MAIL_ERROR_CERTIFICATE_EXPIRED);
  g_assert_null (mail_report_get_server_said (report));
}

static void
test_failure_between_steps (void)
{
  g_autoptr (MailReport) idle = make_report (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_ACCESS);
  g_autoptr (MailReport) done = make_report (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_ACCESS);
  g_autoptr (GError) error = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_TIMED_OUT, "It took too long.");
  MailStep step;

  mail_report_fail (idle, error, NULL);
  g_assert_true (mail_report_get_failed_step (idle, &step));
  g_assert_cmpint (step, ==, MAIL_STEP_RESOLVE);
  mail_report_enter (done, MAIL_STEP_MAILBOX);
  mail_report_succeed (done);
  mail_report_fail (done, error, NULL);
  g_assert_true (mail_report_get_failed_step (done, &step));
  g_assert_cmpint (step, ==, MAIL_STEP_MAILBOX);
}

static void
log_change (GListModel *model, guint position, guint removed, guint added, GString *log)
{
  g_string_append_printf (log, "%u -%u +%u (%u)", position, removed, added, g_list_model_get_n_items (model));
}

static void
test_restart (void)
{
  g_autoptr (MailReport) report = make_report (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_CAPABILITIES);
  g_autoptr (GError) error
      = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_CONNECTION_REFUSED, "Nobody is there.");
  g_autoptr (MailTlsInfo) tls = mail_tls_info_new ();
  g_autoptr (GString) log = g_string_new (NULL);

  g_signal_connect (report, "items-changed", G_CALLBACK (log_change), log);
  mail_report_enter (report, MAIL_STEP_CONNECT);
  mail_report_set_tls (report, tls);
  mail_report_set_mechanism (report, "PLAIN");
  mail_report_fail (report, error, "no");
  mail_server_set_security (mail_report_get_server (report), MAIL_SECURITY_STARTTLS);
  mail_report_restart (report);
  g_assert_cmpstr (log->str, ==, "0 -6 +7 (7)");
  assert_states (report, "resolve=waiting connect=waiting greeting=waiting starttls=waiting tls=waiting "
                         "identity=waiting capabilities=waiting");
  g_assert_cmpint (mail_report_get_state (report), ==, MAIL_STATE_WAITING);
  g_assert_null (mail_report_get_error (report));
  g_assert_null (mail_report_get_server_said (report));
  g_assert_null (mail_report_get_mechanism (report));
  g_assert_null (mail_report_get_tls (report));
}

static void
test_server_said (void)
{
  static const char *const cases[][2] = {
    { "NO [AUTHENTICATIONFAILED] Wrong.", "NO [AUTHENTICATIONFAILED] Wrong." },
    { "  two\r\nlines \r\n", "two lines" },
    { "\x1b[31mred\x07", "\xef\xbf\xbd[31mred\xef\xbf\xbd" },
    { "caf\xe9 geschlossen", "caf\xef\xbf\xbd geschlossen" },
    { "a\xe2\x80\xae-\xe2\x81\xa6-\xc2\x9b", "a\xef\xbf\xbd-\xef\xbf\xbd-\xef\xbf\xbd" },
    { "Straße “zu”", "Straße \"zu\"" },
    { " \r\n", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MailReport) report = make_report (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_ACCESS);
      g_autoptr (GError) error = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED, "No.");

      mail_report_fail (report, error, cases[i][0]);
      g_assert_cmpstr (mail_report_get_server_said (report), ==, cases[i][1]);
    }
}

static void
test_server_said_bounded (void)
{
  for (guint length = 499; length <= 600; length += 1)
    {
      g_autoptr (MailReport) report = make_report (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_ACCESS);
      g_autoptr (GError) error = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED, "No.");
      g_autofree char *said = g_strnfill (length, 'x');

      mail_report_fail (report, error, said);
      g_assert_cmpint (g_utf8_strlen (mail_report_get_server_said (report), -1), ==, MIN (length, 500));
      g_assert_cmpint (g_str_has_suffix (mail_report_get_server_said (report), "…"), ==, length > 500);
    }
}

static void
test_check (void)
{
  g_autoptr (MailReport) report = make_report (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_ACCESS);
  MailCheck *check = get_check (report, 0);
  g_autoptr (GString) log = g_string_new (NULL);
  g_autofree char *detail = NULL;
  MailState state;
  MailStep step;
  gint64 duration;

  g_signal_connect (check, "notify", G_CALLBACK (log_notify), log);
  g_assert_cmpint (mail_check_get_duration (check), ==, -1);
  mail_report_enter (report, MAIL_STEP_RESOLVE);
  g_usleep (2 * G_TIME_SPAN_MILLISECOND);
  mail_report_enter (report, MAIL_STEP_CONNECT);
  mail_report_set_detail (report, MAIL_STEP_RESOLVE, "192.0.2.1");
  g_object_get (check, "step", &step, "state", &state, "duration", &duration, "detail", &detail, NULL);
  g_assert_cmpint (step, ==, MAIL_STEP_RESOLVE);
  g_assert_cmpint (state, ==, MAIL_STATE_PASSED);
  g_assert_cmpint (duration, >=, 2);
  g_assert_cmpstr (detail, ==, "192.0.2.1");
  g_assert_cmpstr (log->str, ==, "state duration state detail ");
}

static void
test_properties (void)
{
  g_autoptr (MailReport) report = make_report (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_GOAL_ACCESS);
  g_autoptr (GError) error = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED, "No.");
  g_autoptr (MailTlsInfo) tls = mail_tls_info_new ();
  g_autoptr (MailTlsInfo) got_tls = NULL;
  g_autoptr (GError) got_error = NULL;
  g_autoptr (MailServer) server = NULL;
  g_autofree char *said = NULL;
  g_autofree char *mechanism = NULL;
  MailGoal goal;
  MailState state;

  tls->version = g_strdup ("TLS1.3");
  tls->names = g_strsplit ("a.test b.test", " ", -1);
  mail_report_set_tls (report, tls);
  mail_report_set_mechanism (report, "SCRAM-SHA-256");
  mail_report_fail (report, error, "No!");
  g_object_get (report, "server", &server, "goal", &goal, "state", &state, "error", &got_error, "server-said",
                &said, "mechanism", &mechanism, "tls", &got_tls, NULL);
  g_assert_true (server == mail_report_get_server (report));
  g_assert_cmpint (goal, ==, MAIL_GOAL_ACCESS);
  g_assert_cmpint (state, ==, MAIL_STATE_FAILED);
  g_assert_error (got_error, MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED);
  g_assert_cmpstr (said, ==, "No!");
  g_assert_cmpstr (mechanism, ==, "SCRAM-SHA-256");
  g_assert_cmpstr (got_tls->version, ==, "TLS1.3");
  g_assert_cmpstr (got_tls->names[1], ==, "b.test");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/steps", test_steps);
  g_test_add_func ("/report/list-model", test_list_model);
  g_test_add_func ("/report/success", test_success);
  g_test_add_func ("/report/failure", test_failure);
  g_test_add_func ("/report/failure-between-steps", test_failure_between_steps);
  g_test_add_func ("/report/restart", test_restart);
  g_test_add_func ("/report/server-said", test_server_said);
  g_test_add_func ("/report/server-said-bounded", test_server_said_bounded);
  g_test_add_func ("/report/check", test_check);
  g_test_add_func ("/report/properties", test_properties);
  return g_test_run ();
}
