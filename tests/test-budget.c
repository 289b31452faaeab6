/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How often a server gets to see the password: at most twice in a run, and never again after an answer that
 * says so. What counts is what the servers have heard, not what we count ourselves. */

#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "mail-dialogue.h"
#include "mail-error.h"
#include "mail-test-await.h"
#include "mail-test-tls-server.h"
#include "mail-verify.h"

#define ADDRESS  "alice@example.test"
#define PASSWORD "correct-horse"

#define IMAP_WELCOME                                                                                         \
  "TLS\nS: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\nC*\nS: A1 OK in\nC*\nS: A2 OK done\nC*\nWAIT"
#define SMTP_WELCOME                                                                                         \
  "TLS\nS: 220 mx\nC*\nS: 250-mx\nS: 250 AUTH PLAIN\nC*\nS: 235 in\nC*\nS: 250 ok\nC*\nS: 250 ok\nC*\n"      \
  "S: 250 ok\nC*\nWAIT"

/* Three ways in, one after the other: PLAIN, LOGIN, and the protocol's own command where it has one. “%s”
 * is what the server says to each. A client that has had enough is gone before the end. */
static const char *const scripts[] = {
  [MAIL_PROTOCOL_IMAP] = "TLS\nS: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN] hi\n"
                         "C*\nS: A1 %s\nC*\nS: + \nC*\nS: + \nC*\nS: A2 %s\nC*\nS: A3 %s\nWAIT",
  [MAIL_PROTOCOL_POP3] = "TLS\nS: +OK hi\nC*\nS: +OK\nS: SASL PLAIN LOGIN\nS: USER\nS: .\n"
                         "C*\nS: %s\nC*\nS: + \nC*\nS: + \nC*\nS: %s\nC*\nS: +OK\nC*\nS: %s\nWAIT",
  [MAIL_PROTOCOL_SMTP] = "TLS\nS: 220 mx\nC*\nS: 250-mx\nS: 250 AUTH PLAIN LOGIN\n"
                         "C*\nS: %s\nC*\nS: 334 \nC*\nS: 334 \nC*\nS: %s\nC*\nS: %s\nWAIT",
};

#define N_PROTOCOLS G_N_ELEMENTS (scripts)

/* What a server says to the first way in, and to all that come after. */
typedef struct
{
  const char *name;
  MailError code;
  const char *first[N_PROTOCOLS];
  const char *later[N_PROTOCOLS]; /* NULL: the same */
  guint given;                    /* showings where somebody said what the user name is */
  guint guessed;                  /* showings where it is a guess */
  const char *offered;            /* the name that is left after guessing */
} Answer;

#define REJECTED  "NO [AUTHENTICATIONFAILED] no", "-ERR [AUTH] no", "535 5.7.8 no"
#define TECHNICAL "NO [CANNOT] no", "-ERR unsupported", "504 5.5.4 no"
#define STOPS     .given = 1, .guessed = 1
#define SAID(text)                                                                                           \
  {                                                                                                          \
    "NO " text, "-ERR " text, "535 5.7.8 " text                                                              \
  }

static const Answer answers[] = {
  { "rejected", MAIL_ERROR_SIGN_IN_REJECTED, { REJECTED }, .given = 1, .guessed = 2 },
  { "technical", MAIL_ERROR_MECHANISM_UNSUPPORTED, { TECHNICAL }, .given = 2, .guessed = 2 },
  { "technical-then-rejected", MAIL_ERROR_SIGN_IN_REJECTED, { TECHNICAL }, { REJECTED }, 2, 2, "alice" },
  { "technical-then-locked", MAIL_ERROR_ACCOUNT_LOCKED, { TECHNICAL }, SAID ("Account is locked"), 2, 2 },
  { "locked", MAIL_ERROR_ACCOUNT_LOCKED, SAID ("Account is locked"), STOPS },
  { "locked-by-code",
    MAIL_ERROR_ACCOUNT_LOCKED,
    { "NO [CONTACTADMIN] no", "-ERR [AUTH] Login disabled for this user", "525 5.7.13 no" },
    STOPS },
  { "expired",
    MAIL_ERROR_PASSWORD_EXPIRED,
    { "NO [EXPIRED] no", "-ERR [AUTH] Password expired", "535 5.7.8 Password expired" },
    STOPS },
  { "busy", MAIL_ERROR_SERVER_BUSY, { "NO [UNAVAILABLE] no", "-ERR [SYS/TEMP] no", "454 4.7.0 no" }, STOPS },
  { "rate-limit",
    MAIL_ERROR_SERVER_BUSY,
    { "NO [LIMIT] LOGIN Rate limit hit.", "-ERR [LOGIN-DELAY] no", "535 5.7.0 Too many bad auth attempts." },
    STOPS },
  { "too-many-connections",
    MAIL_ERROR_TOO_MANY_CONNECTIONS,
    { "NO [INUSE] no", "-ERR [IN-USE] no", "421 4.7.0 Error: too many connections" },
    STOPS },
  { "access-disabled",
    MAIL_ERROR_ACCESS_DISABLED,
    { "NO [ALERT] You are yet to enable IMAP for your account.", "-ERR [AUTH] POP3 access is disabled",
      "535 5.7.139 SmtpClientAuthentication is disabled for the Mailbox." },
    STOPS },
  { "app-password", MAIL_ERROR_APP_PASSWORD_NEEDED, SAID ("Application-specific password required"), STOPS },
  { "oauth", MAIL_ERROR_OAUTH_NEEDED, SAID ("Basic authentication is disabled."), STOPS },
  { "web-login", MAIL_ERROR_WEB_LOGIN_NEEDED, SAID ("Please log in via your web browser"), STOPS },
};

/* One answer, in one protocol. */
typedef struct
{
  const Answer *answer;
  MailProtocol protocol;
  gboolean guessed;
} Case;

static gboolean
shows_password (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  if (strstr (line, PASSWORD) != NULL)
    return TRUE;
  for (guint i = 0; words[i] != NULL; i++)
    {
      gsize length;
      g_autofree guchar *bytes = g_base64_decode (words[i], &length);

      if (memmem (bytes, length, PASSWORD, strlen (PASSWORD)) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* In all conversations together. */
static guint
count_showings (MailTestTlsServer *server)
{
  g_autofree char *heard = mail_test_tls_server_dup_heard (server, mail_test_tls_server_get_count (server));
  g_auto (GStrv) lines = g_strsplit_set (heard, "\r\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += shows_password (lines[i]);
  return n;
}

static char *
write_script (const Case *c)
{
  const char *first = c->answer->first[c->protocol];
  const char *later = c->answer->later[c->protocol] != NULL ? c->answer->later[c->protocol] : first;
  g_auto (GStrv) parts = g_strsplit (scripts[c->protocol], "%s", -1);

  return g_strconcat (parts[0], first, parts[1], later, parts[2], later, parts[3], NULL);
}

static MailServer *
create_endpoint (const Case *c, MailProtocol protocol, MailTestTlsServer *server)
{
  MailServer *endpoint
      = mail_server_new (protocol, "127.0.0.1", mail_test_tls_server_get_port (server), MAIL_SECURITY_TLS);

  mail_server_set_username (endpoint, c->guessed ? "" : ADDRESS);
  mail_server_set_username_guessed (endpoint, c->guessed);
  return endpoint;
}

static MailVerify *
create_verify (const Case *c, MailTestTlsServer *tested, MailTestTlsServer *other)
{
  gboolean sends = c->protocol == MAIL_PROTOCOL_SMTP;
  g_autoptr (MailServer) incoming
      = create_endpoint (c, sends ? MAIL_PROTOCOL_IMAP : c->protocol, sends ? other : tested);
  g_autoptr (MailServer) outgoing = create_endpoint (c, MAIL_PROTOCOL_SMTP, sends ? tested : other);
  g_autoptr (MailSettings) settings = mail_settings_new (incoming, outgoing);
  g_autoptr (MailAddress) address = mail_address_new (ADDRESS, NULL);
  g_autoptr (MailSecret) secret = mail_secret_new (PASSWORD, -1);
  g_autofree char *ca_file = mail_test_certificate_path ("ca.pem");
  g_autoptr (GError) error = NULL;
  MailVerify *verify = mail_verify_new (settings, address, MAIL_GOAL_ACCESS);

  mail_verify_set_ca_file (verify, ca_file, &error);
  g_assert_no_error (error);
  mail_verify_set_secret (verify, secret);
  return verify;
}

static void
check_report (const Case *c, MailReport *report, guint showings)
{
  const MailEvidence *evidence = mail_report_get_evidence (report);

  g_assert_error (mail_report_get_error (report), MAIL_ERROR, (int) c->answer->code);
  g_assert_cmpuint (evidence->sign_ins, ==, showings);
  if (c->answer->code == MAIL_ERROR_SIGN_IN_REJECTED)
    g_assert_cmpstr (evidence->other_username, ==, c->guessed ? c->answer->offered : "alice");
}

static void
run (MailVerify *verify)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_verify_run_async (verify, NULL, mail_test_store_result, &result);
  g_assert_false (mail_verify_run_finish (verify, mail_test_await (&result), NULL));
}

static void
test_answer (gconstpointer data)
{
  const Case *c = data;
  gboolean sends = c->protocol == MAIL_PROTOCOL_SMTP;
  g_autofree char *script = write_script (c);
  g_autoptr (MailTestTlsServer) tested
      = mail_test_tls_server_new (&(MailTestTlsServerPlan){ .script = script });
  g_autoptr (MailTestTlsServer) other
      = mail_test_tls_server_new (&(MailTestTlsServerPlan){ .script = sends ? IMAP_WELCOME : SMTP_WELCOME });
  MailVerify *verify = create_verify (c, tested, other);
  guint showings;

  run (verify);
  showings = count_showings (tested);
  g_assert_cmpuint (showings, ==, c->guessed ? c->answer->guessed : c->answer->given);
  check_report (c, sends ? mail_verify_get_outgoing (verify) : mail_verify_get_incoming (verify), showings);
  /* A good sign-in needs no second. */
  g_assert_cmpuint (count_showings (other), ==, 1);
  g_assert_finalize_object (verify);
}

static MailDialogue *
create_dialogue (guint sign_ins)
{
  g_autoptr (MailSecret) secret = mail_secret_new (PASSWORD, -1);
  const MailDialoguePlan plan = {
    .security = MAIL_SECURITY_TLS,
    .goal = MAIL_GOAL_ACCESS,
    .host = "mail.example.test",
    .username = "alice",
    .secret = secret,
    .sign_in = TRUE,
    .sign_ins = sign_ins,
  };
  MailDialogue *dialogue = mail_dialogue_new (MAIL_PROTOCOL_IMAP, &plan);

  g_assert_cmpint (mail_dialogue_encrypted (dialogue, NULL, NULL, NULL), ==, MAIL_TURN_LISTEN);
  return dialogue;
}

static MailTurn
hear (MailDialogue *dialogue, const char *line)
{
  g_autoptr (GError) error = NULL;
  MailTurn turn = mail_dialogue_hear (dialogue, line, strlen (line), &error);

  g_bytes_unref (mail_dialogue_take_words (dialogue));
  return turn;
}

/* A conversation that is not the first of its run: one showing is left, or none. */
static void
test_what_is_left (void)
{
  const char *greeting = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN] hi";
  MailDialogue *last = create_dialogue (1);
  MailDialogue *late = create_dialogue (MAIL_EVIDENCE_MAX_SIGN_INS);

  g_assert_cmpint (hear (last, greeting), ==, MAIL_TURN_SAY);
  g_assert_cmpuint (mail_dialogue_get_sign_ins (last), ==, 2);
  g_assert_cmpint (hear (last, "A1 NO [CANNOT] no"), ==, MAIL_TURN_FAIL);
  g_assert_cmpuint (mail_dialogue_get_sign_ins (last), ==, 2);
  g_assert_cmpint (hear (late, greeting), ==, MAIL_TURN_FAIL);
  g_assert_finalize_object (last);
  g_assert_finalize_object (late);
}

static void
add_case (const Answer *answer, MailProtocol protocol, gboolean guessed)
{
  g_autofree char *path = g_strdup_printf ("/budget/%s/%s/%s", mail_protocol_to_string (protocol),
                                           answer->name, guessed ? "guessed" : "given");
  Case *c = g_new (Case, 1);

  *c = (Case){ answer, protocol, guessed };
  g_test_add_data_func_full (path, c, test_answer, g_free);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    for (guint protocol = 0; protocol < N_PROTOCOLS; protocol++)
      {
        add_case (&answers[i], protocol, FALSE);
        add_case (&answers[i], protocol, TRUE);
      }
  g_test_add_func ("/budget/what-is-left", test_what_is_left);
  return g_test_run ();
}
