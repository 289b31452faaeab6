/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "mail-attempts.h"
#include "mail-error.h"
#include "mail-other-way.h"
#include "mail-probe.h"
#include "mail-test-await.h"
#include "mail-test-tls-server.h"

/* Why a conversation fails, found out by a second one that carries no password. */

#define USERNAME "alice@example.test"
#define PASSWORD "correct-horse"
#define PATIENCE 1000 /* milliseconds */

#define OLD(version)  "NORMAL:-VERS-ALL:+VERS-" version
#define IMAP_STARTTLS "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\nC*\nS: A1 OK go\nTLS\nWAIT"

#define IMAP     MAIL_PROTOCOL_IMAP
#define POP3     MAIL_PROTOCOL_POP3
#define SMTP     MAIL_PROTOCOL_SMTP
#define TLS      MAIL_SECURITY_TLS
#define STARTTLS MAIL_SECURITY_STARTTLS

typedef struct
{
  const char *name;
  MailProtocol protocol;
  MailSecurity security;
  const char *script;
  const char *priority; /* of the server's GnuTLS */
  int code;             /* MailError */
  const char *old_tls;
  const char *service;
  const char *words; /* in the error's message */
} Case;

static const Case cases[] = {
  { "old/1.0", IMAP, TLS, "TLS\nWAIT", OLD ("TLS1.0"), MAIL_ERROR_TLS_TOO_OLD, "TLS1.0", NULL, "TLS 1.0" },
  { "old/1.1", IMAP, TLS, "TLS\nWAIT", OLD ("TLS1.1"), MAIL_ERROR_TLS_TOO_OLD, "TLS1.1", NULL, "TLS 1.1" },
  { "old/1.0-and-1.1", IMAP, TLS, "TLS\nWAIT", OLD ("TLS1.0:+VERS-TLS1.1"), MAIL_ERROR_TLS_TOO_OLD, "TLS1.1",
    NULL, "TLS 1.1" },
  { "old/starttls", IMAP, STARTTLS, IMAP_STARTTLS, OLD ("TLS1.0"), MAIL_ERROR_TLS_TOO_OLD, "TLS1.0", NULL,
    "TLS 1.0" },
  /* RC4, 3DES, and a key exchange without forward secrecy. */
  { "old/rc4", IMAP, TLS, "TLS\nWAIT", "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+ARCFOUR-128",
    MAIL_ERROR_TLS_FAILED, NULL, NULL, "no longer safe" },
  { "old/3des", IMAP, TLS, "TLS\nWAIT", "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+3DES-CBC",
    MAIL_ERROR_TLS_FAILED, NULL, NULL, "no longer safe" },
  { "old/static-rsa", IMAP, TLS, "TLS\nWAIT", "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA",
    MAIL_ERROR_TLS_FAILED, NULL, NULL, "no longer safe" },
  /* None that anybody knows, and a refusal for a reason of its own. */
  { "old/nothing-in-common", IMAP, TLS, "TLS\nWAIT", "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+NULL",
    MAIL_ERROR_TLS_FAILED, NULL, NULL, "came about" },
  { "old/refusal", IMAP, TLS, "S+ \\025\\003\\003\\000\\002\\002\\050\nWAIT", NULL, MAIL_ERROR_TLS_FAILED,
    NULL, NULL, "came about" },

  /* Who answers instead: where TLS was wanted ... */
  { "stranger/ssh", IMAP, TLS, "S: SSH-2.0-OpenSSH_9.2\nWAIT", NULL, MAIL_ERROR_NOT_THIS_PROTOCOL, NULL,
    "SSH", "SSH answers" },
  { "stranger/ftp", SMTP, TLS, "S: 220 (vsFTPd 3.0.3)\nWAIT", NULL, MAIL_ERROR_NOT_THIS_PROTOCOL, NULL, "FTP",
    "FTP answers" },
  { "stranger/smtp", IMAP, TLS, "S: 220 mx.example.test ESMTP\nWAIT", NULL, MAIL_ERROR_NOT_THIS_PROTOCOL,
    NULL, "SMTP", "SMTP answers" },
  { "stranger/http-complains", IMAP, TLS, "S: HTTP/1.1 400 Bad Request\nWAIT", NULL,
    MAIL_ERROR_NOT_THIS_PROTOCOL, NULL, "HTTP", "HTTP answers" },
  { "stranger/right-protocol", IMAP, TLS, "S: * OK IMAP4rev1 ready\nWAIT", NULL,
    MAIL_ERROR_PLAINTEXT_ON_TLS_PORT, NULL, NULL, NULL },
  { "stranger/nobody-known", IMAP, TLS, "S: hello there\nWAIT", NULL, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT, NULL,
    NULL, NULL },
  /* ... and where it was not, or is there. */
  { "stranger/pop3", IMAP, STARTTLS, "S: +OK POP3 ready\nWAIT", NULL, MAIL_ERROR_NOT_THIS_PROTOCOL, NULL,
    "POP3", "POP3 answers" },
  { "stranger/imap-inside", POP3, TLS, "TLS\nS: * OK IMAP4rev1 ready\nWAIT", NULL,
    MAIL_ERROR_NOT_THIS_PROTOCOL, NULL, "IMAP", "IMAP answers" },
};

static MailAnchors *anchors;

static MailReport *
create_report (MailTestTlsServer *server, MailProtocol protocol, MailSecurity security)
{
  g_autoptr (MailServer) endpoint
      = mail_server_new (protocol, "127.0.0.1", mail_test_tls_server_get_port (server), security);

  mail_server_set_username (endpoint, USERNAME);
  return mail_report_new (endpoint, MAIL_GOAL_ACCESS);
}

static void
run (MailReport *report, GError **error)
{
  g_autoptr (MailAddress) address = mail_address_new (USERNAME, NULL);
  g_autoptr (MailSecret) secret = mail_secret_new (PASSWORD, -1);
  MailProbe *probe = mail_probe_new (report, address, anchors);
  g_autoptr (GAsyncResult) result = NULL;

  mail_probe_set_secret (probe, secret);
  mail_probe_set_patience (probe, PATIENCE);
  mail_probe_run_async (probe, NULL, mail_test_store_result, &result);
  mail_probe_run_finish (probe, mail_test_await (&result), error);
  g_clear_object (&result);
  g_assert_finalize_object (probe);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  const MailTestTlsServerPlan plan = { .script = c->script, .certificate = "rsa", .priority = c->priority };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (MailReport) report = create_report (server, c->protocol, c->security);
  MailEvidence *evidence = mail_report_get_evidence (report);
  g_autoptr (GError) error = NULL;
  g_autofree char *heard = NULL;

  run (report, &error);
  g_assert_error (error, MAIL_ERROR, c->code);
  g_assert_cmpstr (evidence->old_tls, ==, c->old_tls);
  g_assert_cmpstr (evidence->service, ==, c->service);
  g_assert_nonnull (strstr (error->message, c->words != NULL ? c->words : ""));
  g_assert_cmpuint (evidence->sign_ins, ==, 0);
  /* The looks said nothing inside: neither the old session nor anybody else heard a command there. */
  heard = mail_test_tls_server_dup_heard (server, 1);
  g_assert_null (strstr (heard, "LOGIN"));
  g_assert_null (strstr (heard, "AUTHENTICATE"));
}

/* In TLS that is too old, not a single byte is said. */
static void
test_old_session_is_silent (void)
{
  const MailTestTlsServerPlan plan
      = { .script = "TLS\nS: * OK IMAP4rev1\nC*\nWAIT", .certificate = "ec", .priority = OLD ("TLS1.0") };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (MailReport) report = create_report (server, IMAP, TLS);
  g_autoptr (GError) error = NULL;
  g_autofree char *heard = NULL;

  run (report, &error);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_TLS_TOO_OLD);
  g_assert_null (mail_report_get_tls (report));
  heard = mail_test_tls_server_dup_heard (server, 2);
  g_assert_cmpstr (heard, ==, "");
}

/* The words of a stranger are shown as its own. */
static void
test_stranger_is_quoted (void)
{
  const MailTestTlsServerPlan plan = { .script = "S: SSH-2.0-OpenSSH_9.2\nWAIT" };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (MailReport) report = create_report (server, IMAP, TLS);
  g_autoptr (GError) error = NULL;

  run (report, &error);
  g_assert_cmpstr (mail_report_get_server_said (report), ==, "SSH-2.0-OpenSSH_9.2");
}

/* A server on a port of its own that has STARTTLS instead of TLS: the same port is proven to work. */
static void
test_same_port (void)
{
  const MailTestTlsServerPlan plan = { .script = IMAP_STARTTLS };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (MailReport) report = create_report (server, IMAP, TLS);
  MailEvidence *evidence = mail_report_get_evidence (report);
  g_autoptr (GError) error = NULL;

  run (report, &error);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT);
  g_assert_true (evidence->alternative);
  g_assert_cmpint (evidence->alternative_security, ==, STARTTLS);
  g_assert_cmpuint (evidence->alternative_port, ==, mail_test_tls_server_get_port (server));
}

/* As above, but whoever answers cannot prove to be the server. */
static void
test_unproven (void)
{
  const MailTestTlsServerPlan plan = { .script = IMAP_STARTTLS, .certificate = "wronghost" };
  g_autoptr (MailTestTlsServer) server = mail_test_tls_server_new (&plan);
  g_autoptr (MailReport) report = create_report (server, IMAP, TLS);
  MailEvidence *evidence = mail_report_get_evidence (report);
  g_autoptr (GError) error = NULL;

  run (report, &error);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT);
  g_assert_false (evidence->alternative);
  g_assert_cmpuint (evidence->alternative_port, ==, 0);
}

typedef struct
{
  const char *address;
  int code; /* GIOErrorEnum; 0: stands, -1: still pending */
} Tried;

typedef struct
{
  const char *name;
  Tried tried[3];
  const char *text;
  guint reach;
} AttemptCase;

static const AttemptCase attempt_cases[] = {
  { "one", { { "192.0.2.1", 0 } }, "192.0.2.1", 0 },
  { "no-ipv6",
    { { "2001:db8::1", G_IO_ERROR_HOST_UNREACHABLE }, { "192.0.2.1", 0 } },
    "192.0.2.1 (IPv6 does not work here)",
    MAIL_REACH_NO_IPV6 },
  { "no-ipv4",
    { { "192.0.2.1", G_IO_ERROR_TIMED_OUT }, { "2001:db8::1", 0 } },
    "2001:db8::1 (IPv4 does not work here)",
    MAIL_REACH_NO_IPV4 },
  { "absent", { { "2001:db8::1", G_IO_ERROR_NETWORK_UNREACHABLE }, { "192.0.2.1", 0 } }, "192.0.2.1", 0 },
  { "refused", { { "2001:db8::1", G_IO_ERROR_CONNECTION_REFUSED }, { "192.0.2.1", 0 } }, "192.0.2.1", 0 },
  { "only-slower", { { "2001:db8::1", -1 }, { "192.0.2.1", 0 } }, "192.0.2.1", 0 },
  { "same-family", { { "192.0.2.2", G_IO_ERROR_TIMED_OUT }, { "192.0.2.1", 0 } }, "192.0.2.1", 0 },
  { "nobody",
    { { "2001:db8::1", G_IO_ERROR_HOST_UNREACHABLE },
      { "192.0.2.1", G_IO_ERROR_CONNECTION_REFUSED },
      { "192.0.2.2", -1 } },
    "2001:db8::1: cannot be reached, 192.0.2.1: refused, 192.0.2.2: no answer",
    0 },
  { "none", { { NULL } }, "", 0 },
};

static void
try_address (MailAttempts *attempts, const Tried *tried)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (tried->address, 993);
  guint number = mail_attempts_begin (attempts, address);
  g_autoptr (GError) error = NULL;

  if (tried->code > 0)
    error = g_error_new_literal (G_IO_ERROR, tried->code, "no");
  if (tried->code >= 0)
    mail_attempts_end (attempts, number, error);
}

static void
test_attempts (gconstpointer data)
{
  const AttemptCase *c = data;
  g_autoptr (MailAttempts) attempts = mail_attempts_new ();
  g_autofree char *text = NULL;
  guint reach = 0;

  for (guint i = 0; i < G_N_ELEMENTS (c->tried) && c->tried[i].address != NULL; i++)
    try_address (attempts, &c->tried[i]);
  text = mail_attempts_describe (attempts, &reach);
  g_assert_cmpstr (text, ==, c->text);
  g_assert_cmpuint (reach, ==, c->reach);
}

static void
assert_other_way (MailProtocol protocol,
                  MailSecurity security,
                  guint port,
                  MailError code,
                  MailSecurity other_security,
                  guint other_port)
{
  g_autoptr (MailServer) server = mail_server_new (protocol, "mail.example.test", port, security);
  g_autoptr (GError) error = g_error_new_literal (MAIL_ERROR, code, "Because.");

  g_assert_true (mail_other_way_choose (server, error, &security, &port));
  g_assert_cmpint (security, ==, other_security);
  g_assert_cmpuint (port, ==, other_port);
}

static void
test_other_way (void)
{
  g_autoptr (MailServer) automatic = mail_server_new (IMAP, "mail.example.test", 0, MAIL_SECURITY_AUTOMATIC);
  MailSecurity security;
  guint port;

  assert_other_way (SMTP, TLS, 465, MAIL_ERROR_TIMED_OUT, STARTTLS, 587);
  assert_other_way (SMTP, STARTTLS, 587, MAIL_ERROR_CONNECTION_REFUSED, TLS, 465);
  assert_other_way (IMAP, TLS, 993, MAIL_ERROR_CONNECTION_REFUSED, STARTTLS, 143);
  assert_other_way (IMAP, STARTTLS, 143, MAIL_ERROR_STARTTLS_MISSING, TLS, 993);
  assert_other_way (POP3, TLS, 995, MAIL_ERROR_CLOSED_EARLY, STARTTLS, 110);
  assert_other_way (POP3, TLS, 4995, MAIL_ERROR_CONNECTION_REFUSED, TLS, 995);
  assert_other_way (SMTP, TLS, 587, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT, STARTTLS, 587);
  assert_other_way (IMAP, STARTTLS, 993, MAIL_ERROR_TLS_ON_PLAINTEXT_PORT, TLS, 993);
  assert_other_way (IMAP, TLS, 995, MAIL_ERROR_NOT_THIS_PROTOCOL, TLS, 993);
  g_assert_false (mail_other_way_choose (automatic, NULL, &security, &port));
}

static void
add_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/second-look/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (attempt_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/second-look/attempts/", attempt_cases[i].name, NULL);

      g_test_add_data_func (path, &attempt_cases[i], test_attempts);
    }
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
  add_cases ();
  g_test_add_func ("/second-look/old-session-is-silent", test_old_session_is_silent);
  g_test_add_func ("/second-look/stranger-is-quoted", test_stranger_is_quoted);
  g_test_add_func ("/second-look/same-port", test_same_port);
  g_test_add_func ("/second-look/unproven", test_unproven);
  g_test_add_func ("/second-look/other-way", test_other_way);
  status = g_test_run ();
  g_clear_object (&anchors);
  return status;
}
