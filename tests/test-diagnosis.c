/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "mail-diagnosis.h"
#include "mail-enums.h"
#include "mail-error.h"

/* A failure as a probe leaves it. */
typedef struct
{
  const char *name;
  MailError code;
  MailProtocol protocol;
  MailSecurity security;
  guint port; /* 0: the standard one */
  MailStep step;
  MailNeed needs;
  MailNeed needs_with_2fa;
  gint64 not_after; /* of the certificate */
  guint faults;
  MailEvidence evidence;
  const char *title;
  const char *cause;  /* NULL: whatever it is */
  const char *remedy; /* NULL: whatever it is */
  MailAction action;
  MailSecurity action_security;
  guint action_port;
} Case;

/* The standard that the words are held to; the button and what it proposes. */
static const Case cases[] = {
  {
      .name = "enable-imap-first",
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .step = MAIL_STEP_SIGN_IN,
      .needs = MAIL_NEED_ENABLE_IMAP,
      .title = "Example Mail did not accept the password for receiving mail.",
      .cause = "Either it is mistyped, or access by mail programs is still switched off.",
      .remedy = "Switch on “POP3 & IMAP” in your Example Mail settings, wait a few minutes, and try again.",
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .name = "app-password-for-sending",
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .protocol = MAIL_PROTOCOL_SMTP,
      .step = MAIL_STEP_SIGN_IN,
      .needs = MAIL_NEED_APP_PASSWORD,
      .title = "Example Mail did not accept the password for sending mail.",
      .remedy = "Create an app password in your Example Mail settings and enter it instead.",
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .name = "app-password-with-2fa",
      .code = MAIL_ERROR_SIGN_IN_REJECTED,
      .step = MAIL_STEP_SIGN_IN,
      .needs_with_2fa = MAIL_NEED_APP_PASSWORD,
      .title = "Example Mail did not accept the password for receiving mail.",
      .cause = "Either it is mistyped, or two-step sign-in is on: then mail programs need an app password.",
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .name = "app-password-needed",
      .code = MAIL_ERROR_APP_PASSWORD_NEEDED,
      .step = MAIL_STEP_SIGN_IN,
      .needs = MAIL_NEED_APP_PASSWORD,
      .title = "Example Mail wants an app password here.",
      .cause = "Your normal password works only in the browser.",
      .remedy = "Create an app password and enter it instead.",
      .action = MAIL_ACTION_OPEN_PAGE,
  },
  {
      .name = "starttls-missing",
      .code = MAIL_ERROR_STARTTLS_MISSING,
      .security = MAIL_SECURITY_STARTTLS,
      .step = MAIL_STEP_STARTTLS,
      .title = "The incoming server mail.example.test offers no encryption on port 143.",
      .cause = "Siegel never sends a password unprotected.",
      .remedy = "Try SSL/TLS on port 993.",
      .action = MAIL_ACTION_CHANGE_SECURITY,
      .action_security = MAIL_SECURITY_TLS,
      .action_port = 993,
  },
  {
      .name = "refused-465",
      .code = MAIL_ERROR_CONNECTION_REFUSED,
      .protocol = MAIL_PROTOCOL_SMTP,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_CONNECT,
      .title = "The outgoing server mail.example.test does not answer on port 465.",
      .remedy = "Try STARTTLS on port 587.",
      .action = MAIL_ACTION_CHANGE_SECURITY,
      .action_security = MAIL_SECURITY_STARTTLS,
      .action_port = 587,
  },
  {
      .name = "refused-465-but-587-proven",
      .code = MAIL_ERROR_CONNECTION_REFUSED,
      .protocol = MAIL_PROTOCOL_SMTP,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_CONNECT,
      .evidence
      = { .alternative = TRUE, .alternative_security = MAIL_SECURITY_STARTTLS, .alternative_port = 587 },
      .title = "The outgoing server mail.example.test does not answer on port 465, but it does on port 587.",
      .remedy = "Use STARTTLS on port 587. It encrypts the connection, too.",
      .action = MAIL_ACTION_CHANGE_SECURITY,
      .action_security = MAIL_SECURITY_STARTTLS,
      .action_port = 587,
  },
  {
      .name = "refused-465-and-587",
      .code = MAIL_ERROR_CONNECTION_REFUSED,
      .protocol = MAIL_PROTOCOL_SMTP,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_CONNECT,
      .evidence = { .alternative_security = MAIL_SECURITY_STARTTLS, .alternative_port = 587 },
      .title = "The outgoing server mail.example.test answers neither on port 465 nor on port 587.",
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .name = "swallowed-993-but-143-proven",
      .code = MAIL_ERROR_TIMED_OUT,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_CONNECT,
      .evidence
      = { .alternative = TRUE, .alternative_security = MAIL_SECURITY_STARTTLS, .alternative_port = 143 },
      .title = "The incoming server mail.example.test does not answer on port 993, but it does on port 143.",
      .cause = "A firewall, or the network that you are in, swallows connections to port 993.",
      .action = MAIL_ACTION_CHANGE_SECURITY,
      .action_security = MAIL_SECURITY_STARTTLS,
      .action_port = 143,
  },
  {
      .name = "starttls-missing-993-in-vain",
      .code = MAIL_ERROR_STARTTLS_MISSING,
      .security = MAIL_SECURITY_STARTTLS,
      .step = MAIL_STEP_STARTTLS,
      .evidence = { .alternative_security = MAIL_SECURITY_TLS, .alternative_port = 993 },
      .title = "The incoming server mail.example.test offers no encryption on port 143.",
      .remedy = "Ask your provider for a server with SSL/TLS.",
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .name = "offline",
      .code = MAIL_ERROR_NETWORK_UNREACHABLE,
      .step = MAIL_STEP_RESOLVE,
      .evidence = { .reach = MAIL_REACH_OFFLINE },
      .title = "This computer is not connected to any network.",
      .cause = "Without a network, mail.example.test cannot be reached.",
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .name = "forbidden",
      .code = MAIL_ERROR_NETWORK_UNREACHABLE,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_CONNECT,
      .evidence = { .reach = MAIL_REACH_FORBIDDEN, .alternative_port = 143 },
      .title = "The sandbox does not let Siegel use the network.",
      .cause = "This Flatpak was denied the permission “Network”. Without it, mail.example.test cannot be "
               "reached.",
      .remedy = "Allow it, for example in Flatseal, then start Siegel again.",
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  /* Whatever the code is. */
  {
      .name = "portal",
      .code = MAIL_ERROR_CERTIFICATE_WRONG_HOST,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .evidence = { .reach = MAIL_REACH_PORTAL },
      .title = "This network wants you to sign in to it first.",
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .name = "tls-1.0",
      .code = MAIL_ERROR_TLS_TOO_OLD,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_TLS,
      .evidence = { .old_tls = "TLS1.0" },
      .title = "The incoming server mail.example.test knows only outdated encryption.",
      .cause = "It offers nothing newer than TLS 1.0, which can be broken. Nothing was sent to it.",
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .name = "ssh",
      .code = MAIL_ERROR_NOT_THIS_PROTOCOL,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_TLS,
      .evidence = { .service = "SSH" },
      .title = "The incoming server mail.example.test answers on port 993, but does not speak IMAP.",
      .cause = "Another service lives there: SSH.",
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .name = "refused-odd-port",
      .code = MAIL_ERROR_CONNECTION_REFUSED,
      .security = MAIL_SECURITY_TLS,
      .port = 9993,
      .step = MAIL_STEP_CONNECT,
      .title = "The incoming server mail.example.test does not answer on port 9993.",
      .remedy = "Try SSL/TLS on port 993.",
      .action = MAIL_ACTION_CHANGE_SECURITY,
      .action_security = MAIL_SECURITY_TLS,
      .action_port = 993,
  },
  {
      .name = "refused-automatic",
      .code = MAIL_ERROR_CONNECTION_REFUSED,
      .security = MAIL_SECURITY_AUTOMATIC,
      .step = MAIL_STEP_CONNECT,
      .title = "The incoming server mail.example.test does not answer, neither for SSL/TLS nor for STARTTLS.",
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .name = "tls-on-587",
      .code = MAIL_ERROR_PLAINTEXT_ON_TLS_PORT,
      .protocol = MAIL_PROTOCOL_SMTP,
      .security = MAIL_SECURITY_TLS,
      .port = 587,
      .step = MAIL_STEP_TLS,
      .title = "The outgoing server mail.example.test does not use SSL/TLS on port 587.",
      .remedy = "Try STARTTLS on port 587. It encrypts the connection, too.",
      .action = MAIL_ACTION_CHANGE_SECURITY,
      .action_security = MAIL_SECURITY_STARTTLS,
      .action_port = 587,
  },
  {
      .name = "starttls-on-993",
      .code = MAIL_ERROR_TLS_ON_PLAINTEXT_PORT,
      .security = MAIL_SECURITY_STARTTLS,
      .port = 993,
      .step = MAIL_STEP_GREETING,
      .title = "The incoming server mail.example.test wants SSL/TLS on port 993 from the first moment.",
      .remedy = "Use SSL/TLS on port 993.",
      .action = MAIL_ACTION_CHANGE_SECURITY,
      .action_security = MAIL_SECURITY_TLS,
      .action_port = 993,
  },
  {
      .name = "silent-starttls-on-465",
      .code = MAIL_ERROR_TIMED_OUT,
      .protocol = MAIL_PROTOCOL_SMTP,
      .security = MAIL_SECURITY_STARTTLS,
      .port = 465,
      .step = MAIL_STEP_GREETING,
      .title = "The outgoing server mail.example.test took too long to answer.",
      .cause = "It took the connection and said nothing. Perhaps port 465 is not for STARTTLS.",
      .remedy = "Try SSL/TLS on port 465.",
      .action = MAIL_ACTION_CHANGE_SECURITY,
      .action_security = MAIL_SECURITY_TLS,
      .action_port = 465,
  },
  {
      .name = "imap-asked-at-pop3",
      .code = MAIL_ERROR_NOT_THIS_PROTOCOL,
      .security = MAIL_SECURITY_TLS,
      .port = 995,
      .step = MAIL_STEP_GREETING,
      .title = "The incoming server mail.example.test answers on port 995, but does not speak IMAP.",
      .remedy = "Check the port. For IMAP with SSL/TLS it is usually 993.",
      .action = MAIL_ACTION_CHANGE_SECURITY,
      .action_security = MAIL_SECURITY_TLS,
      .action_port = 993,
  },
  {
      .name = "wrong-host",
      .code = MAIL_ERROR_CERTIFICATE_WRONG_HOST,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .title = "The server that answered is not mail.example.test.",
      .cause = "Its certificate was issued for hosting.example.net, www.example.net. Nothing was sent to it.",
      .remedy = "Check the server’s name, or ask your provider for the right one.",
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .name = "expired-issuer",
      .code = MAIL_ERROR_CERTIFICATE_EXPIRED,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .not_after = G_MAXINT64,
      .title = "The incoming server mail.example.test shows a certificate whose issuer is no longer valid.",
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .name = "unknown-issuer",
      .code = MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .title = "The incoming server mail.example.test shows a certificate from an issuer that this computer "
               "does not know.",
      .cause = "It comes from “Example CA”. Nothing was sent to the server.",
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .name = "many-faults",
      .code = MAIL_ERROR_CERTIFICATE_WRONG_HOST,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .not_after = G_GINT64_CONSTANT (1746273600),
      .faults = MAIL_CERTIFICATE_FAULT_WRONG_HOST | MAIL_CERTIFICATE_FAULT_EXPIRED
                | MAIL_CERTIFICATE_FAULT_SELF_SIGNED,
      .title = "The server that answered is not mail.example.test.",
      .cause
      = "It was issued for hosting.example.net, www.\357\277\275example.net, not for mail.example.test. It "
        "was valid only until 3 May 2025. The server issued it to itself: nobody else vouches for it. "
        "Nothing "
        "was sent to the server.",
      .remedy
      = "Check the server’s name. If it is right and the server is your own, look at its certificate and "
        "decide whether to trust it.",
      .action = MAIL_ACTION_REVIEW_CERTIFICATE,
  },
  {
      .name = "many-faults-of-provider",
      .code = MAIL_ERROR_CERTIFICATE_EXPIRED,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .needs = MAIL_NEED_ENABLE_IMAP,
      .not_after = G_GINT64_CONSTANT (1746273600),
      .faults = MAIL_CERTIFICATE_FAULT_EXPIRED | MAIL_CERTIFICATE_FAULT_SELF_SIGNED,
      .title
      = "The incoming server mail.example.test shows a certificate that was valid only until 3 May 2025.",
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .name = "own-issuer",
      .code = MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .faults = MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER,
      .title = "The incoming server mail.example.test shows a certificate from an issuer that this computer "
               "does not know.",
      .cause = "It comes from “Example CA”. Nothing was sent to the server.",
      .action = MAIL_ACTION_REVIEW_CERTIFICATE,
  },
  {
      .name = "own-self-signed",
      .code = MAIL_ERROR_CERTIFICATE_SELF_SIGNED,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .faults = MAIL_CERTIFICATE_FAULT_SELF_SIGNED,
      .title = "The incoming server mail.example.test shows a certificate that nobody vouches for.",
      .remedy
      = "If this is your own server, compare the fingerprint of its certificate, and decide whether to "
        "trust it.",
      .action = MAIL_ACTION_REVIEW_CERTIFICATE,
  },
  {
      .name = "revoked-and-more",
      .code = MAIL_ERROR_CERTIFICATE_REVOKED,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .faults = MAIL_CERTIFICATE_FAULT_REVOKED | MAIL_CERTIFICATE_FAULT_WEAK,
      .title = "The incoming server mail.example.test shows a certificate that was withdrawn.",
      .cause
      = "Its issuer withdrew it: somebody else may hold its key. It was made with outdated methods and can "
        "be forged. Nothing was sent to the server.",
      .action = MAIL_ACTION_CHANGE_HOST,
  },
  {
      .name = "changed",
      .code = MAIL_ERROR_CERTIFICATE_CHANGED,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .faults = MAIL_CERTIFICATE_FAULT_CHANGED | MAIL_CERTIFICATE_FAULT_SELF_SIGNED,
      .title = "The incoming server mail.example.test shows another certificate than the one you accepted.",
      .cause = "It was renewed, or somebody else answers in its place. Nothing was sent to it.",
      .action = MAIL_ACTION_REVIEW_CERTIFICATE,
  },
  {
      .name = "clock",
      .code = MAIL_ERROR_CERTIFICATE_NOT_YET_VALID,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .faults = MAIL_CERTIFICATE_FAULT_NOT_YET_VALID,
      .title = "The incoming server mail.example.test shows a certificate that is valid only from 1 January "
               "1970 on.",
      .remedy = "Set date and time of this computer right, then try again.",
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .name = "unconfirmed",
      .code = MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
      .security = MAIL_SECURITY_TLS,
      .step = MAIL_STEP_IDENTITY,
      .faults = MAIL_CERTIFICATE_FAULT_UNCONFIRMED,
      .title = "The incoming server mail.example.test shows a certificate that is not valid.",
      .cause = "The server brought no valid word of the issuer that it still counts. Nothing was sent to the "
               "server.",
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .name = "sender",
      .code = MAIL_ERROR_SENDER_REJECTED,
      .protocol = MAIL_PROTOCOL_SMTP,
      .step = MAIL_STEP_SENDER,
      .title = "You are signed in, but this server does not let you send as anna@example.test.",
      .cause = "",
      .remedy = "Use the address that belongs to this mailbox, or ask your provider to allow this one.",
      .action = MAIL_ACTION_CHANGE_ADDRESS,
  },
  {
      .name = "message",
      .code = MAIL_ERROR_SENDER_REJECTED,
      .protocol = MAIL_PROTOCOL_SMTP,
      .step = MAIL_STEP_MESSAGE,
      .title = "The outgoing server mail.example.test did not take the message.",
      .cause
      = "It accepts you and your address. Perhaps it takes the message for spam, or the mailbox is full.",
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .name = "arrival",
      .code = MAIL_ERROR_TIMED_OUT,
      .step = MAIL_STEP_ARRIVAL,
      .title = "The message was sent, but is not in the inbox yet.",
      .cause = "It may still be on its way, or in another folder.",
      .remedy = "Look into the spam folder, and once more into the inbox in a few minutes.",
      .action = MAIL_ACTION_TRY_AGAIN,
  },
  {
      .name = "arrival-closed",
      .code = MAIL_ERROR_CLOSED_EARLY,
      .step = MAIL_STEP_ARRIVAL,
      .title = "The incoming server mail.example.test hung up before the message was there.",
      .action = MAIL_ACTION_TRY_AGAIN,
  },
};

static MailReport *
create_report (const Case *c)
{
  char *names[] = { (char *) "hosting.example.net", (char *) "www.\033example.net", NULL };
  MailTlsInfo tls = {
    .version = (char *) "TLS1.3",
    .issuer = (char *) "O=Example,CN=Example CA",
    .names = names,
    .not_after = c->not_after,
    .faults = c->faults,
    .spki_sha256 = (char *) "00",
  };
  g_autoptr (MailServer) server = mail_server_new (c->protocol, "mail.example.test", c->port, c->security);
  g_autoptr (GError) error = g_error_new_literal (MAIL_ERROR, c->code, "Because.");
  MailReport *report = NULL;

  mail_server_set_username (server, "anna");
  report = mail_report_new (server, c->step >= MAIL_STEP_MESSAGE ? MAIL_GOAL_DELIVERY : MAIL_GOAL_ACCESS);
  mail_report_restart (report);
  mail_report_set_tls (report, &tls);
  mail_report_enter (report, c->step);
  *mail_report_get_evidence (report) = c->evidence;
  mail_report_fail (report, error, "go away");
  return report;
}

static MailProvider *
create_provider (MailNeed needs, MailNeed needs_with_2fa)
{
  const MailProviderFacts facts = {
    .id = "example.test",
    .name = "Example Mail",
    .needs = needs,
    .needs_with_2fa = needs_with_2fa,
    .prepare_uri = "https://example.test/settings",
  };

  return needs || needs_with_2fa ? mail_provider_new (&facts) : NULL;
}

static void
assert_complete (MailDiagnosis *diagnosis)
{
  g_autofree char *all
      = g_strjoin ("\n", mail_diagnosis_get_title (diagnosis), mail_diagnosis_get_cause (diagnosis),
                   mail_diagnosis_get_remedy (diagnosis), mail_diagnosis_get_action_label (diagnosis), NULL);

  g_assert_cmpstr (mail_diagnosis_get_title (diagnosis), !=, "");
  g_assert_cmpstr (mail_diagnosis_get_remedy (diagnosis), !=, "");
  g_assert_null (strpbrk (all, "{}"));
  g_assert_null (strstr (all, "  "));
  g_assert_true (g_utf8_validate (all, -1, NULL));
  g_assert_true ((mail_diagnosis_get_action (diagnosis) == MAIL_ACTION_NONE)
                 == (mail_diagnosis_get_action_label (diagnosis) == NULL));
  g_assert_true ((mail_diagnosis_get_action (diagnosis) == MAIL_ACTION_OPEN_PAGE)
                 == (mail_diagnosis_get_action_uri (diagnosis) != NULL));
}

static void
test_words (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MailReport) report = create_report (c);
  g_autoptr (MailAddress) address = mail_address_new ("anna@example.test", NULL);
  g_autoptr (MailProvider) provider = create_provider (c->needs, c->needs_with_2fa);
  MailDiagnosis *diagnosis = mail_diagnosis_new (report, address, provider);

  assert_complete (diagnosis);
  g_assert_cmpstr (mail_diagnosis_get_code (diagnosis), ==, mail_error_to_string (c->code));
  g_assert_cmpstr (mail_diagnosis_get_title (diagnosis), ==, c->title);
  if (c->cause != NULL)
    g_assert_cmpstr (mail_diagnosis_get_cause (diagnosis), ==, c->cause);
  if (c->remedy != NULL)
    g_assert_cmpstr (mail_diagnosis_get_remedy (diagnosis), ==, c->remedy);
  g_assert_cmpint (mail_diagnosis_get_action (diagnosis), ==, c->action);
  if (c->action == MAIL_ACTION_CHANGE_SECURITY)
    {
      g_assert_cmpint (mail_diagnosis_get_action_security (diagnosis), ==, c->action_security);
      g_assert_cmpuint (mail_diagnosis_get_action_port (diagnosis), ==, c->action_port);
    }
  g_assert_cmpstr (mail_diagnosis_get_server_said (diagnosis), ==, "go away");
  g_assert_finalize_object (diagnosis);
}

static void
check_case (const Case *c, MailAddress *address, MailProvider *provider)
{
  g_autoptr (MailReport) report = create_report (c);
  g_autoptr (MailDiagnosis) diagnosis = mail_diagnosis_new (report, address, provider);

  assert_complete (diagnosis);
  g_assert_cmpstr (mail_diagnosis_get_title (diagnosis), !=, "Because.");
}

/* One code at every step, for every way to be connected. */
static void
check_code (MailError code, MailAddress *address)
{
  for (int protocol = MAIL_PROTOCOL_IMAP; protocol <= MAIL_PROTOCOL_SMTP; protocol++)
    for (int security = MAIL_SECURITY_AUTOMATIC; security <= MAIL_SECURITY_STARTTLS; security++)
      for (int step = MAIL_STEP_RESOLVE; step <= MAIL_STEP_SIGN_IN; step++)
        {
          const Case c = {
            .code = code,
            .protocol = protocol,
            .security = security,
            .step = step,
            .port = 2525,
          };

          if (step != MAIL_STEP_STARTTLS || security == MAIL_SECURITY_STARTTLS)
            check_case (&c, address, NULL);
        }
}

/* One code with every sort of provider. */
static void
check_providers (MailError code, MailAddress *address)
{
  const Case c = { .code = code, .security = MAIL_SECURITY_TLS, .step = MAIL_STEP_SIGN_IN };
  g_autoptr (GError) error = g_error_new_literal (MAIL_ERROR, code, "Because.");

  for (guint need = 0; need <= MAIL_NEED_NO_IMAP; need = need == 0 ? 1 : need << 1)
    {
      g_autoptr (MailProvider) provider = create_provider (need, 0);
      g_autoptr (MailDiagnosis) alone = mail_diagnosis_new_for_error (error, provider);

      assert_complete (alone);
      check_case (&c, address, provider);
    }
}

/* One code with every fault alone, and with all at once. */
static void
check_faults (MailError code, MailAddress *address)
{
  for (guint fault = MAIL_CERTIFICATE_FAULT_REVOKED; fault <= MAIL_CERTIFICATE_FAULT_UNFIT << 1; fault <<= 1)
    {
      const Case c = {
        .code = code,
        .security = MAIL_SECURITY_TLS,
        .step = MAIL_STEP_IDENTITY,
        .faults = fault > MAIL_CERTIFICATE_FAULT_UNFIT ? fault - 1 : fault,
      };

      check_case (&c, address, NULL);
    }
}

static void
test_every_code (void)
{
  g_autoptr (GEnumClass) codes = g_type_class_ref (MAIL_TYPE_ERROR);
  g_autoptr (MailAddress) address = mail_address_new ("anna@example.test", NULL);

  for (guint i = 0; i < codes->n_values; i++)
    {
      check_code (codes->values[i].value, address);
      check_providers (codes->values[i].value, address);
      check_faults (codes->values[i].value, address);
    }
}

static void
assert_page_label (const MailProviderFacts *facts, const char *label)
{
  g_autoptr (MailProvider) provider = mail_provider_new (facts);
  g_autoptr (GError) error = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_PROVIDER_UNSUPPORTED, "Because.");
  g_autoptr (MailDiagnosis) diagnosis = mail_diagnosis_new_for_error (error, provider);

  g_assert_cmpstr (mail_diagnosis_get_action_label (diagnosis), ==, label);
}

/* The button says which kind of page it opens. */
static void
test_page_labels (void)
{
  assert_page_label (&(MailProviderFacts){ .name = "Example", .prepare_uri = "https://example.test/do" },
                     "Open the Settings at Example");
  assert_page_label (&(MailProviderFacts){ .name = "Example", .help_uri = "https://example.test/help" },
                     "Open the Help Page of Example");
}

static void
test_foreign_errors (void)
{
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "was cancelled");
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Something broke.");
  g_autoptr (MailDiagnosis) stopped = mail_diagnosis_new_for_error (cancelled, NULL);
  g_autoptr (MailDiagnosis) broken = mail_diagnosis_new_for_error (other, NULL);

  assert_complete (stopped);
  g_assert_cmpstr (mail_diagnosis_get_code (stopped), ==, "cancelled");
  g_assert_cmpstr (mail_diagnosis_get_title (stopped), ==, "Stopped.");
  assert_complete (broken);
  g_assert_cmpstr (mail_diagnosis_get_title (broken), ==, "Something broke.");
}

/* Words of a server may look like placeholders of ours; they are not. */
static void
test_braces_in_values (void)
{
  g_autoptr (GError) error = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_STORE_FAILED, "{title} {why} {");
  g_autoptr (MailDiagnosis) diagnosis = mail_diagnosis_new_for_error (error, NULL);

  g_assert_cmpstr (mail_diagnosis_get_cause (diagnosis), ==, "{title} {why} {");
}

static void
assert_success (MailProtocol protocol, MailGoal goal, MailAuth auth, const char *sentence)
{
  MailTlsInfo tls = { .version = (char *) "TLS1.3" };
  g_autoptr (MailServer) server = mail_server_new (protocol, "mail.example.test", 0, MAIL_SECURITY_TLS);
  g_autoptr (MailReport) report = NULL;
  g_autofree char *text = NULL;

  mail_server_set_auth (server, auth);
  report = mail_report_new (server, goal);
  mail_report_restart (report);
  mail_report_set_tls (report, &tls);
  mail_report_succeed (report);
  text = mail_diagnosis_describe_success (report);
  g_assert_cmpstr (text, ==, sentence);
}

static void
test_success (void)
{
  assert_success (MAIL_PROTOCOL_IMAP, MAIL_GOAL_ACCESS, MAIL_AUTH_PASSWORD,
                  "Receiving works: signed in to mail.example.test, encrypted with TLS 1.3.");
  assert_success (MAIL_PROTOCOL_SMTP, MAIL_GOAL_ACCESS, MAIL_AUTH_PASSWORD,
                  "Sending works: signed in to mail.example.test, encrypted with TLS 1.3.");
  assert_success (MAIL_PROTOCOL_SMTP, MAIL_GOAL_ACCESS, MAIL_AUTH_NONE,
                  "Sending works: mail.example.test wants no sign-in, encrypted with TLS 1.3.");
  assert_success (MAIL_PROTOCOL_POP3, MAIL_GOAL_CAPABILITIES, MAIL_AUTH_PASSWORD,
                  "The incoming server mail.example.test answers, encrypted with TLS 1.3. "
                  "The password was not tried.");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/diagnosis/words/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_words);
    }
  g_test_add_func ("/diagnosis/every-code", test_every_code);
  g_test_add_func ("/diagnosis/page-labels", test_page_labels);
  g_test_add_func ("/diagnosis/foreign-errors", test_foreign_errors);
  g_test_add_func ("/diagnosis/braces-in-values", test_braces_in_values);
  g_test_add_func ("/diagnosis/success", test_success);
  return g_test_run ();
}
