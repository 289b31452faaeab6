/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said when a sign-in fails, as data: the code and what is known around it, and the sentences. */

#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "mail-diagnosis.h"
#include "mail-error.h"

#define USERNAME "anna@example.test"
#define OTHER    "anna"

/* Who the provider is. */
typedef enum
{
  NOBODY,  /* not known */
  NAMED,   /* known by name, with a page */
  PAGELESS /* known by name alone */
} Known;

typedef struct
{
  const char *name;
  MailError code;
  MailProtocol protocol;
  MailStep step; /* RESOLVE: the sign-in */
  Known known;
  MailNeed needs;
  MailNeed needs_with_2fa;
  gboolean guessed;
  gboolean other; /* a form of the user name was not tried */
  gboolean anonymous;

  const char *title;  /* NULL: whatever it is */
  const char *cause;  /* the same */
  const char *remedy; /* the same */
  MailAction action;
} Case;

#define CODE(what)         .code = MAIL_ERROR_##what
#define SENDING            .protocol = MAIL_PROTOCOL_SMTP
#define NEEDS(need)        .known = NAMED, .needs = (need)
#define WITH_2FA           .needs_with_2fa = MAIL_NEED_APP_PASSWORD
#define APP                MAIL_NEED_APP_PASSWORD
#define ENABLE             MAIL_NEED_ENABLE_IMAP
#define SPECIAL            MAIL_NEED_SPECIAL_PASSWORD
#define ACTION(what)       .action = MAIL_ACTION_##what
#define PROVIDER_RECEIVING "Example did not accept the password for receiving mail."
#define PROVIDER_SENDING   "Example did not accept the password for sending mail."
#define IN                 "The incoming server mail.example.test "
#define OUT                "The outgoing server mail.example.test "

static const Case cases[] = {
  /* Wrong password, wrong name, or a need. */
  { "rejected/nobody", CODE (SIGN_IN_REJECTED), .title = IN "did not accept the user name or the password.",
    .cause = "Either the password is mistyped, or the user name is not “" USERNAME "”.",
    .remedy = "Type the password again, and compare the user name with what your provider says.",
    ACTION (CHANGE_PASSWORD) },
  { "rejected/nobody-sending", CODE (SIGN_IN_REJECTED), SENDING,
    .title = OUT "did not accept the user name or the password.", ACTION (CHANGE_PASSWORD) },
  { "rejected/other-name-given", CODE (SIGN_IN_REJECTED), .other = TRUE,
    .title = IN "did not accept the user name or the password.",
    .cause = "Either the password is mistyped, or your user name is not “" USERNAME
             "”. No other name was tried, so that the account does not get locked.",
    .remedy = "Type the password again, or sign in as “" OTHER "”.", ACTION (USE_USERNAME) },
  { "rejected/other-name-guessed", CODE (SIGN_IN_REJECTED), .guessed = TRUE, .other = TRUE,
    .remedy = "Type the password again, or sign in as “" OTHER "”.", ACTION (USE_USERNAME) },
  { "rejected/both-names-tried", CODE (SIGN_IN_REJECTED), .guessed = TRUE,
    .cause = "Either the password is mistyped, or your user name is another one. Your whole address and the "
             "part before the @ were tried.",
    .remedy = "Type the password again, or ask your provider for the user name.", ACTION (CHANGE_USERNAME) },
  { "rejected/provider", CODE (SIGN_IN_REJECTED), .known = NAMED, .title = PROVIDER_RECEIVING,
    ACTION (CHANGE_PASSWORD) },
  { "rejected/provider-sending", CODE (SIGN_IN_REJECTED), SENDING, .known = NAMED, .title = PROVIDER_SENDING,
    ACTION (CHANGE_PASSWORD) },
  /* The name comes from the provider: there is no other. */
  { "rejected/provider-knows-the-name", CODE (SIGN_IN_REJECTED), .known = NAMED, .other = TRUE,
    .title = PROVIDER_RECEIVING,
    .cause = "Either the password is mistyped, or the user name is not “" USERNAME "”.",
    ACTION (CHANGE_PASSWORD) },
  { "rejected/provider-name-guessed", CODE (SIGN_IN_REJECTED), .known = NAMED, .guessed = TRUE, .other = TRUE,
    .title = PROVIDER_RECEIVING, ACTION (USE_USERNAME) },
  /* The standard of all. */
  { "rejected/enable-imap", CODE (SIGN_IN_REJECTED), NEEDS (ENABLE), .title = PROVIDER_RECEIVING,
    .cause = "Either it is mistyped, or access by mail programs is still switched off.",
    .remedy = "Switch on “POP3 & IMAP” in your Example settings, wait a few minutes, and try again.",
    ACTION (OPEN_PAGE) },
  { "rejected/enable-imap-sending", CODE (SIGN_IN_REJECTED), SENDING, NEEDS (ENABLE),
    .title = PROVIDER_SENDING,
    .cause = "Either it is mistyped, or access by mail programs is still switched off.", ACTION (OPEN_PAGE) },
  { "rejected/enable-imap-2fa", CODE (SIGN_IN_REJECTED), NEEDS (ENABLE), WITH_2FA,
    .remedy = "Switch on “POP3 & IMAP” in your Example settings, wait a few minutes, and try again. "
              "With two-step sign-in, create an app password there and enter it.",
    ACTION (OPEN_PAGE) },
  { "rejected/2fa", CODE (SIGN_IN_REJECTED), .known = NAMED, WITH_2FA,
    .cause = "Either it is mistyped, or two-step sign-in is on: then mail programs need an app password.",
    ACTION (OPEN_PAGE) },
  { "rejected/app-password", CODE (SIGN_IN_REJECTED), NEEDS (APP),
    .cause = "Mail programs need an app password here. Your normal password works only in the browser.",
    .remedy = "Create an app password in your Example settings and enter it instead.", ACTION (OPEN_PAGE) },
  { "rejected/app-password-and-enable", CODE (SIGN_IN_REJECTED), NEEDS (APP | ENABLE),
    .remedy = "Do both in your Example settings, wait a few minutes, and enter the app password.",
    ACTION (OPEN_PAGE) },
  { "rejected/special-password", CODE (SIGN_IN_REJECTED), NEEDS (SPECIAL),
    .cause = "Mail programs have a password of their own here. It is not the one for the website.",
    ACTION (OPEN_PAGE) },
  { "rejected/special-password-and-enable", CODE (SIGN_IN_REJECTED), NEEDS (SPECIAL | ENABLE),
    .remedy = "Do both in your Example settings, wait a few minutes, and enter the e-mail password.",
    ACTION (OPEN_PAGE) },
  { "rejected/paid-plan", CODE (SIGN_IN_REJECTED), NEEDS (MAIL_NEED_PAID_PLAN),
    .remedy = "Type the password again, and look up what your plan at Example includes.",
    ACTION (OPEN_PAGE) },
  { "rejected/bridge", CODE (SIGN_IN_REJECTED), NEEDS (MAIL_NEED_BRIDGE),
    .remedy = "Start the bridge, and enter the password that it shows you.", ACTION (OPEN_PAGE) },
  { "rejected/oauth2-only", CODE (SIGN_IN_REJECTED), NEEDS (MAIL_NEED_OAUTH2_ONLY),
    .cause = "It lets mail programs in only by a sign-in in the browser, not with a password.",
    ACTION (OPEN_PAGE) },
  { "rejected/no-imap", CODE (SIGN_IN_REJECTED), NEEDS (MAIL_NEED_NO_IMAP),
    .cause = "It has no standard access for mail programs.", ACTION (OPEN_PAGE) },
  /* A need leaves no room for doubts about the name, with or without a page to open. */
  { "rejected/need-before-name", CODE (SIGN_IN_REJECTED), NEEDS (APP), .guessed = TRUE, .other = TRUE,
    .remedy = "Create an app password in your Example settings and enter it instead.", ACTION (OPEN_PAGE) },
  { "rejected/need-without-page", CODE (SIGN_IN_REJECTED), .known = PAGELESS, .needs = APP, .guessed = TRUE,
    .other = TRUE, .remedy = "Create an app password in your Example settings and enter it instead.",
    ACTION (CHANGE_PASSWORD) },
  { "rejected/nobody-signed-in", CODE (SIGN_IN_REJECTED), SENDING, .step = MAIL_STEP_SENDER,
    .anonymous = TRUE, .title = OUT "wants you to sign in.",
    .remedy = "Enter a user name and a password for sending mail.", ACTION (CHANGE_USERNAME) },

  { "access/nobody", CODE (ACCESS_DISABLED), .title = IN "does not let mail programs into this mailbox.",
    ACTION (TRY_AGAIN) },
  { "access/nobody-sending", CODE (ACCESS_DISABLED), SENDING,
    .title = OUT "does not let mail programs send from this mailbox.",
    .cause = "Sending by mail programs is switched off for it.", ACTION (TRY_AGAIN) },
  { "access/provider", CODE (ACCESS_DISABLED), .known = NAMED,
    .title = "Example does not let mail programs into this mailbox yet.", ACTION (OPEN_PAGE) },
  { "access/provider-sending", CODE (ACCESS_DISABLED), SENDING, .known = NAMED,
    .title = "Example does not let mail programs send from this mailbox yet.",
    .remedy = "Switch on access by mail programs (“POP3 & IMAP”) in your Example settings, wait a few "
              "minutes, and try again.",
    ACTION (OPEN_PAGE) },
  { "access/without-page", CODE (ACCESS_DISABLED), .known = PAGELESS, ACTION (TRY_AGAIN) },
  { "access/enable-imap", CODE (ACCESS_DISABLED), NEEDS (ENABLE),
    .title = "Example does not let mail programs into this mailbox yet.", ACTION (OPEN_PAGE) },
  { "access/app-password", CODE (ACCESS_DISABLED), NEEDS (APP | ENABLE),
    .cause = "Access by mail programs is switched off for it. Once it is on, they need an app password.",
    ACTION (OPEN_PAGE) },
  { "access/special-password", CODE (ACCESS_DISABLED), NEEDS (SPECIAL),
    .remedy = "Switch on access by mail programs in your Example settings, set the e-mail password there, "
              "and enter it.",
    ACTION (OPEN_PAGE) },
  { "access/oauth2-only", CODE (ACCESS_DISABLED), NEEDS (MAIL_NEED_OAUTH2_ONLY),
    .cause = "It lets mail programs in only by a sign-in in the browser, not with a password.",
    ACTION (OPEN_PAGE) },
  { "access/paid-plan", CODE (ACCESS_DISABLED), NEEDS (MAIL_NEED_PAID_PLAN),
    .cause = "Access by mail programs is not part of every plan.", ACTION (OPEN_PAGE) },
  { "access/bridge", CODE (ACCESS_DISABLED), NEEDS (MAIL_NEED_BRIDGE),
    .remedy = "Start the bridge, and enter the password that it shows you.", ACTION (OPEN_PAGE) },
  { "access/no-imap", CODE (ACCESS_DISABLED), NEEDS (MAIL_NEED_NO_IMAP),
    .remedy = "Use its own program or its website.", ACTION (OPEN_PAGE) },

  { "app/nobody", CODE (APP_PASSWORD_NEEDED), .title = IN "wants an app password.",
    .cause = "Your normal password works only in the browser.", ACTION (CHANGE_PASSWORD) },
  { "app/provider", CODE (APP_PASSWORD_NEEDED), NEEDS (APP), .title = "Example wants an app password here.",
    .cause = "Your normal password works only in the browser.",
    .remedy = "Create an app password and enter it instead.", ACTION (OPEN_PAGE) },
  { "app/and-enable", CODE (APP_PASSWORD_NEEDED), NEEDS (APP | ENABLE),
    .remedy = "Create an app password and enter it instead. In the same settings, see that “POP3 & IMAP” is "
              "switched on.",
    ACTION (OPEN_PAGE) },
  { "app/special", CODE (APP_PASSWORD_NEEDED), NEEDS (SPECIAL),
    .remedy = "Set or look up the e-mail password in your Example settings and enter it.",
    ACTION (OPEN_PAGE) },

  { "oauth/nobody", CODE (OAUTH_NEEDED), .title = IN "wants you to sign in with the browser.",
    ACTION (TRY_AGAIN) },
  { "oauth/provider", CODE (OAUTH_NEEDED), NEEDS (MAIL_NEED_OAUTH2_ONLY),
    .title = "Example wants you to sign in with the browser.",
    .remedy = "Use a mail program that signs in with the browser. Siegel cannot do that yet.",
    ACTION (OPEN_PAGE) },
  { "oauth/app-password", CODE (OAUTH_NEEDED), NEEDS (APP),
    .remedy = "Create an app password in your Example settings and enter it instead.", ACTION (OPEN_PAGE) },
  { "oauth/2fa", CODE (OAUTH_NEEDED), .known = NAMED, WITH_2FA,
    .cause = "It does not accept your normal password from mail programs.", ACTION (OPEN_PAGE) },

  { "web/nobody", CODE (WEB_LOGIN_NEEDED),
    .title = IN "wants you to sign in on your provider’s website first.", ACTION (TRY_AGAIN) },
  { "web/provider", CODE (WEB_LOGIN_NEEDED), .known = NAMED,
    .title = "Example wants you to sign in on its website first.",
    .remedy = "Sign in with your browser, confirm there that it was you, and try again.",
    ACTION (OPEN_PAGE) },
  { "web/app-password", CODE (WEB_LOGIN_NEEDED), NEEDS (APP),
    .remedy = "Sign in with your browser, confirm there that it was you, create an app password, and enter "
              "it instead.",
    ACTION (OPEN_PAGE) },
  { "web/special-password", CODE (WEB_LOGIN_NEEDED), NEEDS (SPECIAL), ACTION (OPEN_PAGE) },
  { "web/enable-imap", CODE (WEB_LOGIN_NEEDED), NEEDS (ENABLE),
    .cause = "It saw a sign-in that it does not know, and blocked it. Perhaps access by mail programs is "
             "still switched off.",
    ACTION (OPEN_PAGE) },

  { "locked/nobody", CODE (ACCOUNT_LOCKED), .title = IN "says that this account is locked.",
    ACTION (TRY_AGAIN) },
  { "locked/provider", CODE (ACCOUNT_LOCKED), .known = NAMED, .title = "Example has locked this account.",
    .remedy = "Sign in with your browser and follow what Example says, then try again.", ACTION (OPEN_PAGE) },
  { "locked/app-password", CODE (ACCOUNT_LOCKED), NEEDS (APP),
    .cause = "Many wrong passwords lock it. Mail programs need an app password here; the normal one counts "
             "as wrong.",
    ACTION (OPEN_PAGE) },
  { "locked/special-password", CODE (ACCOUNT_LOCKED), NEEDS (SPECIAL), ACTION (OPEN_PAGE) },
  { "locked/enable-imap", CODE (ACCOUNT_LOCKED), NEEDS (ENABLE),
    .cause = "Many refused sign-ins lock it. While access by mail programs is switched off, the right "
             "password is refused as well.",
    ACTION (OPEN_PAGE) },
  { "locked/after-sign-in", CODE (ACCOUNT_LOCKED), SENDING, .step = MAIL_STEP_SENDER,
    .title = "You are signed in, but mail.example.test lets nothing out of this mailbox any more.",
    ACTION (TRY_AGAIN) },

  { "expired/nobody", CODE (PASSWORD_EXPIRED), .title = IN "says that your password has expired.",
    ACTION (CHANGE_PASSWORD) },
  { "expired/provider", CODE (PASSWORD_EXPIRED), .known = NAMED,
    .title = "Your password at Example has expired.", ACTION (CHANGE_PASSWORD) },
  { "expired/app-password", CODE (PASSWORD_EXPIRED), NEEDS (APP),
    .remedy = "Create a new app password in your Example settings, then enter it here.", ACTION (OPEN_PAGE) },
  { "expired/special-password", CODE (PASSWORD_EXPIRED), NEEDS (SPECIAL),
    .remedy = "Set a new e-mail password in your Example settings, then enter it here.", ACTION (OPEN_PAGE) },

  /* Nobody needs anything where a server has no time; a need would only distract. */
  { "busy/sign-in", CODE (SERVER_BUSY), .title = IN "takes no sign-ins right now.", ACTION (TRY_AGAIN) },
  { "busy/need", CODE (SERVER_BUSY), NEEDS (APP | ENABLE), .title = IN "takes no sign-ins right now.",
    .remedy = "Wait a quarter of an hour before you try again: each sign-in until then may make it longer.",
    ACTION (TRY_AGAIN) },
  { "busy/sender", CODE (SERVER_BUSY), SENDING, .step = MAIL_STEP_SENDER,
    .title = OUT "has no time right now.", ACTION (TRY_AGAIN) },

  { "mechanism/nobody", CODE (MECHANISM_UNSUPPORTED),
    .title = IN "offers no way to sign in that Siegel knows.", ACTION (CHANGE_HOST) },
  { "mechanism/oauth2-only", CODE (MECHANISM_UNSUPPORTED), NEEDS (MAIL_NEED_OAUTH2_ONLY),
    .cause = "It lets mail programs in only by a sign-in in the browser, not with a password.",
    ACTION (OPEN_PAGE) },
  { "sender/nobody", CODE (SENDER_REJECTED), SENDING, .step = MAIL_STEP_SENDER,
    .title = "You are signed in, but this server does not let you send as " USERNAME ".",
    ACTION (CHANGE_ADDRESS) },
  { "sender/anonymous", CODE (SENDER_REJECTED), SENDING, .step = MAIL_STEP_SENDER, .anonymous = TRUE,
    .title = OUT "does not let you send as " USERNAME ".", ACTION (CHANGE_HOST) },
};

static MailReport *
create_report (const Case *c)
{
  g_autoptr (MailServer) server = mail_server_new (c->protocol, "mail.example.test", 0, MAIL_SECURITY_TLS);
  g_autoptr (GError) error = g_error_new_literal (MAIL_ERROR, c->code, "Because.");
  MailReport *report;

  mail_server_set_username (server, USERNAME);
  mail_server_set_username_guessed (server, c->guessed);
  mail_server_set_auth (server, c->anonymous ? MAIL_AUTH_NONE : MAIL_AUTH_PASSWORD);
  report = mail_report_new (server, MAIL_GOAL_ACCESS);
  mail_report_restart (report);
  if (c->other)
    mail_evidence_set_other_username (mail_report_get_evidence (report), OTHER);
  mail_report_enter (report, c->step != MAIL_STEP_RESOLVE ? c->step : MAIL_STEP_SIGN_IN);
  mail_report_fail (report, error, "go away");
  return report;
}

static MailProvider *
create_provider (const Case *c)
{
  const MailProviderFacts facts = {
    .id = "example.test",
    .name = "Example",
    .needs = c->needs,
    .needs_with_2fa = c->needs_with_2fa,
    .prepare_uri = c->known == NAMED ? "https://example.test/settings" : NULL,
  };

  return c->known != NOBODY ? mail_provider_new (&facts) : NULL;
}

static void
assert_text (const char *text, const char *expected)
{
  if (expected != NULL)
    g_assert_cmpstr (text, ==, expected);
  g_assert_null (strpbrk (text, "{}"));
}

static void
test_words (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MailReport) report = create_report (c);
  g_autoptr (MailAddress) address = mail_address_new ("anna@example.test", NULL);
  g_autoptr (MailProvider) provider = create_provider (c);
  MailDiagnosis *diagnosis = mail_diagnosis_new (report, address, provider);

  assert_text (mail_diagnosis_get_title (diagnosis), c->title);
  assert_text (mail_diagnosis_get_cause (diagnosis), c->cause);
  assert_text (mail_diagnosis_get_remedy (diagnosis), c->remedy);
  g_assert_cmpint (mail_diagnosis_get_action (diagnosis), ==, c->action);
  g_assert_nonnull (mail_diagnosis_get_action_label (diagnosis));
  g_assert_cmpstr (mail_diagnosis_get_action_username (diagnosis), ==,
                   c->action == MAIL_ACTION_USE_USERNAME ? OTHER : NULL);
  g_assert_cmpstr (mail_diagnosis_get_action_uri (diagnosis), ==,
                   c->action == MAIL_ACTION_OPEN_PAGE ? "https://example.test/settings" : NULL);
  g_assert_finalize_object (diagnosis);
}

/* Settings that were published may leave out whose they are. */
static void
test_provider_without_name (void)
{
  const MailProviderFacts facts = { .id = "example.test", .needs = MAIL_NEED_APP_PASSWORD };
  const Case c = { CODE (SIGN_IN_REJECTED) };
  g_autoptr (MailProvider) provider = mail_provider_new (&facts);
  g_autoptr (MailReport) report = create_report (&c);
  g_autoptr (MailDiagnosis) diagnosis = mail_diagnosis_new (report, NULL, provider);

  g_assert_cmpstr (mail_diagnosis_get_title (diagnosis), ==,
                   IN "did not accept the user name or the password.");
  g_assert_cmpstr (mail_diagnosis_get_remedy (diagnosis), ==,
                   "Create an app password in your example.test settings and enter it instead.");
}

/* RFC 9051, section 7.1: an alert is shown also when all is well, and stays words in quotation marks. */
static void
test_alert_after_success (void)
{
  MailTlsInfo tls = { .version = (char *) "TLS1.3" };
  g_autoptr (MailServer) server
      = mail_server_new (MAIL_PROTOCOL_IMAP, "mail.example.test", 0, MAIL_SECURITY_TLS);
  g_autoptr (MailReport) report = mail_report_new (server, MAIL_GOAL_ACCESS);
  g_autofree char *text = NULL;

  mail_report_restart (report);
  mail_report_set_tls (report, &tls);
  mail_report_set_server_said (report, "Mailbox is ”full“,\033[1m {host} %s");
  mail_report_succeed (report);
  text = mail_diagnosis_describe_success (report);
  g_assert_cmpstr (text, ==,
                   "Receiving works: signed in to mail.example.test, encrypted with TLS 1.3. "
                   "The server says: “Mailbox is \"full\",\uFFFD[1m {host} %s”");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/diagnosis-sign-in/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_words);
    }
  g_test_add_func ("/diagnosis-sign-in/provider-without-name", test_provider_without_name);
  g_test_add_func ("/diagnosis-sign-in/alert-after-success", test_alert_after_success);
  return g_test_run ();
}
