/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the finders that ask the web make of the answers: by a script, since the names and the port are fixed.
 */
#include "mail-autoconfig-finder.h"
#include "mail-autoconfig-places.h"
#include "mail-error.h"
#include "mail-hoster-finder.h"
#include "mail-ispdb-finder.h"
#include "mail-pacc-finder.h"

#include "mail-test-await.h"
#include "mail-test-inquiry.h"

#define ADDRESS "anna+x@example.org"

#define HOST      "https://autoconfig.example.org/mail/config-v1.1.xml"
#define WEBSITE   "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml"
#define ISPDB     "https://autoconfig.thunderbird.net/v1.1/example.org"
#define MX        "dns:MX example.org"
#define FULL      "https://autoconfig.eu.hoster.test/mail/config-v1.1.xml"
#define BASE      "https://autoconfig.hoster.test/mail/config-v1.1.xml"
#define LIST_FULL "https://autoconfig.thunderbird.net/v1.1/eu.hoster.test"
#define LIST_BASE "https://autoconfig.thunderbird.net/v1.1/hoster.test"
#define PACC      "https://ua-auto-config.example.org/.well-known/user-agent-configuration.json"
#define TXT       "dns:TXT _ua-auto-config.example.org"

#define PACC_DOCUMENT                                                                                        \
  "{\"protocols\":{\"imap\":{\"host\":\"imap.one.test\"},\"submit\":{\"host\":\"smtp.one.test\"}}}"
/* openssl dgst -sha256 -binary | base64 */
#define PACC_RECORD  "v=UAAC1; a=sha256; d=w19TIKFeeecMBhW4PfdGsWMUB3p5HZWUQgyhhI7L1Nc="
#define OTHER_RECORD "v=UAAC1; a=sha256; d=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

typedef enum
{
  NOTHING,
  DOCUMENT,   /* value: for imap. and smtp. before this name */
  HALF,       /* the same without smtp. */
  REDIRECTED, /* a document for one.test; value: where it came from */
  PACC_REDIRECTED, /* the same of PACC */
  BODY,       /* value: the document itself */
  FAILURE,
  RECORDS, /* value: what is in the DNS */
  SIGNED,  /* the same, authentic */
} Kind;

typedef struct
{
  const char *question;
  guint delay;
  Kind kind;
  const char *value;
  MailError code;
} Answer;

typedef struct
{
  const char *name;
  GType (*get_type) (void);
  MailDiscoveryOptions options;
  Answer answers[4];
  const char *found;
  const char *asked;
  const char *dropped; /* of what was asked */
} Case;

static const Case cases[] = {
  { "autoconfig/first-wins",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, DOCUMENT, "one.test" }, { WEBSITE, MAIL_TEST_NEVER, DOCUMENT, "two.test" } },
    "autoconfig https " HOST " imap.one.test smtp.one.test\n",
    HOST "\n" WEBSITE "\n",
    WEBSITE "\n" },
  { "autoconfig/first-is-late",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 100, DOCUMENT, "one.test" }, { WEBSITE, 1, DOCUMENT, "two.test" } },
    "autoconfig https " HOST " imap.one.test smtp.one.test\n"
    "autoconfig https " WEBSITE " imap.two.test smtp.two.test\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/first-is-dead",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, MAIL_TEST_NEVER, DOCUMENT, "one.test" }, { WEBSITE, 1, DOCUMENT, "two.test" } },
    "autoconfig https " WEBSITE " imap.two.test smtp.two.test\n",
    HOST "\n" WEBSITE "\n",
    HOST "\n" },
  { "autoconfig/first-is-absent",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, FAILURE, NULL, MAIL_ERROR_SETTINGS_UNKNOWN }, { WEBSITE, 20, DOCUMENT, "two.test" } },
    "autoconfig https " WEBSITE " imap.two.test smtp.two.test\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/first-is-broken",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, BODY, "<html><body>Welcome</body></html>" }, { WEBSITE, 20, DOCUMENT, "two.test" } },
    "autoconfig https " WEBSITE " imap.two.test smtp.two.test\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/first-is-half",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, HALF, "one.test" }, { WEBSITE, 20, DOCUMENT, "two.test" } },
    "autoconfig https " HOST " imap.one.test\n"
    "autoconfig https " WEBSITE " imap.two.test smtp.two.test\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/exhaustive",
    mail_autoconfig_finder_get_type,
    { .exhaustive = TRUE },
    { { HOST, 1, DOCUMENT, "one.test" }, { WEBSITE, 50, DOCUMENT, "two.test" } },
    "autoconfig https " HOST " imap.one.test smtp.one.test\n"
    "autoconfig https " WEBSITE " imap.two.test smtp.two.test\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/with-address",
    mail_autoconfig_finder_get_type,
    { .send_address = TRUE },
    { { HOST "?emailaddress=anna%2Bx%40example.org", 1, DOCUMENT, "one.test" } },
    "autoconfig https " HOST " imap.one.test smtp.one.test\n",
    HOST "?emailaddress=anna%2Bx%40example.org\n" WEBSITE "\n",
    "" },
  { "autoconfig/nothing", mail_autoconfig_finder_get_type, { 0 }, { { 0 } }, "", HOST "\n" WEBSITE "\n", "" },
  { "autoconfig/all-absent",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, FAILURE, NULL, MAIL_ERROR_SETTINGS_UNKNOWN },
      { WEBSITE, 1, FAILURE, NULL, MAIL_ERROR_HOST_UNKNOWN } },
    "",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/failure-told",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, FAILURE, NULL, MAIL_ERROR_SETTINGS_UNKNOWN },
      { WEBSITE, 1, FAILURE, NULL, MAIL_ERROR_CERTIFICATE_EXPIRED } },
    "certificate-expired: the script says so\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/portal",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, BODY, "<html><body>Welcome</body></html>" }, { WEBSITE, 1, BODY, "" } },
    "settings-invalid: The file contains no mail settings (line 1, column 7). Ask for an autoconfig file.\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/jmap-only",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, BODY,
        "<clientConfig version=\"1.2\"><emailProvider id=\"example.org\"><incomingServer type=\"jmap\">"
        "<url>https://jmap.example.org/</url></incomingServer></emailProvider></clientConfig>" } },
    "provider-unsupported: The published settings are for JMAP only. Ask your provider for IMAP or "
    "POP3.\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/exchange-only",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, BODY,
        "<clientConfig version=\"1.2\"><emailProvider id=\"example.org\"><incomingServer type=\"ews\">"
        "<url>https://ews.example.org/</url></incomingServer></emailProvider></clientConfig>" } },
    "provider-unsupported: The published settings are for Exchange only. Ask your provider for IMAP or "
    "POP3.\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/both-others-only",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, BODY,
        "<clientConfig version=\"1.2\"><emailProvider id=\"example.org\"><incomingServer type=\"exchange\"/>"
        "<incomingServer type=\"jmap\"/></emailProvider></clientConfig>" } },
    "provider-unsupported: The published settings are for JMAP and Exchange only. Ask your provider for IMAP "
    "or "
    "POP3.\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/plain-only",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, BODY,
        "<clientConfig version=\"1.1\"><emailProvider id=\"example.org\"><incomingServer type=\"imap\">"
        "<hostname>imap.example.org</hostname><port>143</port><socketType>plain</socketType>"
        "</incomingServer></emailProvider></clientConfig>" } },
    "settings-invalid: The published settings name no encrypted IMAP, POP3 or SMTP server. Ask your provider "
    "for one.\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "autoconfig/redirected",
    mail_autoconfig_finder_get_type,
    { .send_address = TRUE },
    { { HOST "?emailaddress=anna%2Bx%40example.org", 1, REDIRECTED,
        "https://xn--strae-oqa.test/x?emailaddress=anna%2Bx%40example.org" } },
    "autoconfig unverified " HOST ", redirected to straße.test imap.one.test smtp.one.test\n",
    HOST "?emailaddress=anna%2Bx%40example.org\n" WEBSITE "\n",
    "" },
  { "autoconfig/order",
    mail_autoconfig_finder_get_type,
    { 0 },
    { { HOST, 1, BODY,
        "<clientConfig version=\"1.1\"><emailProvider id=\"example.org\">"
        "<incomingServer type=\"pop3\"><hostname>pop.one.test</hostname><port>995</port>"
        "<socketType>SSL</socketType></incomingServer>"
        "<incomingServer type=\"imap\"><hostname>imap.one.test</hostname><port>143</port>"
        "<socketType>STARTTLS</socketType></incomingServer>"
        "<outgoingServer type=\"smtp\"><hostname>late.one.test</hostname><port>587</port>"
        "<socketType>STARTTLS</socketType></outgoingServer>"
        "<outgoingServer type=\"smtp\"><hostname>smtp.one.test</hostname><port>465</port>"
        "<socketType>SSL</socketType></outgoingServer></emailProvider></clientConfig>" } },
    "autoconfig https " HOST " imap.one.test pop.one.test smtp.one.test late.one.test\n",
    HOST "\n" WEBSITE "\n",
    "" },
  { "ispdb/found",
    mail_ispdb_finder_get_type,
    { .ask_ispdb = TRUE, .send_address = TRUE },
    { { ISPDB, 1, DOCUMENT, "one.test" } },
    "ispdb https " ISPDB " imap.one.test smtp.one.test\n",
    ISPDB "\n",
    "" },
  { "ispdb/nothing", mail_ispdb_finder_get_type, { .ask_ispdb = TRUE }, { { 0 } }, "", ISPDB "\n", "" },
  { "hoster/all-places",
    mail_hoster_finder_get_type,
    { .ask_ispdb = TRUE, .send_address = TRUE },
    { { MX, 1, RECORDS, "mx1.eu.hoster.test mx.other.test" }, { LIST_BASE, 1, DOCUMENT, "one.test" } },
    "mx unverified " LIST_BASE " imap.one.test smtp.one.test\n",
    MX "\n" FULL "\n" BASE "\n" LIST_FULL "\n" LIST_BASE "\n",
    "" },
  { "hoster/order-of-places",
    mail_hoster_finder_get_type,
    { .ask_ispdb = TRUE, .exhaustive = TRUE },
    { { MX, 1, RECORDS, "mx1.eu.hoster.test" },
      { FULL, 30, DOCUMENT, "one.test" },
      { BASE, 20, DOCUMENT, "two.test" },
      { LIST_FULL, 1, DOCUMENT, "three.test" } },
    "mx unverified " FULL " imap.one.test smtp.one.test\n"
    "mx unverified " BASE " imap.two.test smtp.two.test\n"
    "mx unverified " LIST_FULL " imap.three.test smtp.three.test\n",
    MX "\n" FULL "\n" BASE "\n" LIST_FULL "\n" LIST_BASE "\n",
    "" },
  { "hoster/list-not-allowed",
    mail_hoster_finder_get_type,
    { 0 },
    { { MX, 1, RECORDS, "mx.hoster.test" }, { BASE, 1, DOCUMENT, "one.test" } },
    "mx unverified " BASE " imap.one.test smtp.one.test\n",
    MX "\n" BASE "\n",
    "" },
  { "hoster/signed",
    mail_hoster_finder_get_type,
    { 0 },
    { { MX, 1, SIGNED, "mx.hoster.test" }, { BASE, 1, DOCUMENT, "one.test" } },
    "mx dnssec " BASE " imap.one.test smtp.one.test\n",
    MX "\n" BASE "\n",
    "" },
  { "hoster/signed-and-redirected",
    mail_hoster_finder_get_type,
    { 0 },
    { { MX, 1, SIGNED, "mx.hoster.test" }, { BASE, 1, REDIRECTED, "https://two.test/" } },
    "mx unverified " BASE ", redirected to two.test imap.one.test smtp.one.test\n",
    MX "\n" BASE "\n",
    "" },
  { "hoster/built-in",
    mail_hoster_finder_get_type,
    { .ask_ispdb = TRUE },
    { { MX, 1, RECORDS, "aspmx.l.google.com" } },
    "",
    MX "\n",
    "" },
  { "hoster/built-in-exhaustive",
    mail_hoster_finder_get_type,
    { .exhaustive = TRUE },
    { { MX, 1, RECORDS, "aspmx.l.google.com" } },
    "",
    MX "\nhttps://autoconfig.l.google.com/mail/config-v1.1.xml\n"
       "https://autoconfig.google.com/mail/config-v1.1.xml\n",
    "" },
  { "hoster/none", mail_hoster_finder_get_type, { .ask_ispdb = TRUE }, { { 0 } }, "", MX "\n", "" },
  { "hoster/takes-no-mail",
    mail_hoster_finder_get_type,
    { .ask_ispdb = TRUE },
    { { MX, 1, RECORDS, "." } },
    "",
    MX "\n",
    "" },
  { "hoster/itself",
    mail_hoster_finder_get_type,
    { .ask_ispdb = TRUE },
    { { MX, 1, RECORDS, "mx.example.org" } },
    "",
    MX "\n",
    "" },
  { "hoster/unknown",
    mail_hoster_finder_get_type,
    { .ask_ispdb = TRUE },
    { { MX, 1, FAILURE, NULL, MAIL_ERROR_TIMED_OUT } },
    "timed-out: the script says so\n",
    MX "\n",
    "" },
  { "pacc/found",
    mail_pacc_finder_get_type,
    { .send_address = TRUE },
    { { TXT, 1, RECORDS, PACC_RECORD }, { PACC, 20, BODY, PACC_DOCUMENT } },
    "pacc digest " PACC " imap.one.test smtp.one.test\n",
    TXT "\n" PACC "\n",
    "" },
  { "pacc/document-first",
    mail_pacc_finder_get_type,
    { 0 },
    { { TXT, 20, RECORDS, PACC_RECORD }, { PACC, 1, BODY, PACC_DOCUMENT } },
    "pacc digest " PACC " imap.one.test smtp.one.test\n",
    TXT "\n" PACC "\n",
    "" },
  { "pacc/several-records",
    mail_pacc_finder_get_type,
    { 0 },
    { { TXT, 1, RECORDS, "v=spf1 -all\n" OTHER_RECORD "\n" PACC_RECORD }, { PACC, 1, BODY, PACC_DOCUMENT } },
    "pacc digest " PACC " imap.one.test smtp.one.test\n",
    TXT "\n" PACC "\n",
    "" },
  { "pacc/other-digest",
    mail_pacc_finder_get_type,
    { 0 },
    { { TXT, 1, RECORDS, OTHER_RECORD }, { PACC, 1, BODY, PACC_DOCUMENT } },
    "settings-invalid: The settings that “example.org” publishes do not match their fingerprint in its DNS. "
    "They may be forged, and are not used.\n",
    TXT "\n" PACC "\n",
    "" },
  { "pacc/one-byte-more",
    mail_pacc_finder_get_type,
    { 0 },
    { { TXT, 1, RECORDS, PACC_RECORD }, { PACC, 1, BODY, PACC_DOCUMENT "\n" } },
    "settings-invalid: The settings that “example.org” publishes do not match their fingerprint in its DNS. "
    "They may be forged, and are not used.\n",
    TXT "\n" PACC "\n",
    "" },
  { "pacc/no-record",
    mail_pacc_finder_get_type,
    { 0 },
    { { TXT, 1, RECORDS, "v=spf1 -all" }, { PACC, MAIL_TEST_NEVER, BODY, PACC_DOCUMENT } },
    "",
    TXT "\n" PACC "\n",
    PACC "\n" },
  { "pacc/no-record-after-document",
    mail_pacc_finder_get_type,
    { 0 },
    { { TXT, 20, RECORDS, NULL }, { PACC, 1, BODY, PACC_DOCUMENT } },
    "settings-invalid: The settings that “example.org” publishes have no fingerprint in its DNS, and are not "
    "used.\n",
    TXT "\n" PACC "\n",
    "" },
  { "pacc/no-record-exhaustive",
    mail_pacc_finder_get_type,
    { .exhaustive = TRUE },
    { { TXT, 1, RECORDS, NULL }, { PACC, 20, BODY, PACC_DOCUMENT } },
    "settings-invalid: The settings that “example.org” publishes have no fingerprint in its DNS, and are not "
    "used.\n",
    TXT "\n" PACC "\n",
    "" },
  { "pacc/record-without-document",
    mail_pacc_finder_get_type,
    { 0 },
    { { TXT, MAIL_TEST_NEVER, RECORDS, PACC_RECORD },
      { PACC, 1, FAILURE, NULL, MAIL_ERROR_SETTINGS_UNKNOWN } },
    "",
    TXT "\n" PACC "\n",
    TXT "\n" },
  { "pacc/document-not-to-be-had",
    mail_pacc_finder_get_type,
    { 0 },
    { { TXT, 1, RECORDS, PACC_RECORD }, { PACC, 20, FAILURE, NULL, MAIL_ERROR_CERTIFICATE_WRONG_HOST } },
    "certificate-wrong-host: the script says so\n",
    TXT "\n" PACC "\n",
    "" },
  { "pacc/record-not-to-be-had",
    mail_pacc_finder_get_type,
    { 0 },
    { { TXT, 1, FAILURE, NULL, MAIL_ERROR_TIMED_OUT }, { PACC, MAIL_TEST_NEVER, BODY, PACC_DOCUMENT } },
    "timed-out: the script says so\n",
    TXT "\n" PACC "\n",
    PACC "\n" },
  { "pacc/nothing",
    mail_pacc_finder_get_type,
    { 0 },
    { { PACC, 100, FAILURE, NULL, MAIL_ERROR_HOST_UNKNOWN } },
    "",
    TXT "\n" PACC "\n",
    PACC "\n" },
  { "pacc/redirected",
    mail_pacc_finder_get_type,
    { 0 },
    { { TXT, 1, RECORDS, OTHER_RECORD }, { PACC, 1, REDIRECTED, "https://two.test/" } },
    "settings-invalid: The settings that “example.org” publishes do not match their fingerprint in its DNS. "
    "They may be forged, and are not used.\n",
    TXT "\n" PACC "\n",
    "" },
  { "pacc/redirected-and-confirmed",
    mail_pacc_finder_get_type,
    { 0 },
    { { TXT, 1, RECORDS, PACC_RECORD }, { PACC, 1, PACC_REDIRECTED, "https://two.test/" } },
    "pacc unverified " PACC ", redirected to two.test imap.one.test smtp.one.test\n",
    TXT "\n" PACC "\n",
    "" },
};

static char *
create_document (const char *name, gboolean whole)
{
  g_autofree char *outgoing
      = g_strconcat ("<outgoingServer type=\"smtp\"><hostname>smtp.", name,
                     "</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>", NULL);

  return g_strconcat ("<clientConfig version=\"1.1\"><emailProvider id=\"", name,
                      "\"><incomingServer type=\"imap\"><hostname>imap.", name,
                      "</hostname><port>993</port><socketType>SSL</socketType></incomingServer>",
                      whole ? outgoing : "", "</emailProvider></clientConfig>", NULL);
}

static void
add_answer (MailInquiry *inquiry, const Answer *answer)
{
  g_autofree char *document = NULL;

  switch (answer->kind)
    {
    case NOTHING:
      break;
    case DOCUMENT:
    case HALF:
      document = create_document (answer->value, answer->kind == DOCUMENT);
      mail_test_inquiry_add_document (inquiry, answer->question, answer->delay, document, NULL);
      break;
    case REDIRECTED:
      document = create_document ("one.test", TRUE);
      mail_test_inquiry_add_document (inquiry, answer->question, answer->delay, document, answer->value);
      break;
    case PACC_REDIRECTED:
      mail_test_inquiry_add_document (inquiry, answer->question, answer->delay, PACC_DOCUMENT, answer->value);
      break;
    case BODY:
      mail_test_inquiry_add_document (inquiry, answer->question, answer->delay, answer->value, NULL);
      break;
    case FAILURE:
      mail_test_inquiry_add_error (inquiry, answer->question, answer->delay, answer->code);
      break;
    case RECORDS:
    case SIGNED:
      mail_test_inquiry_add_records (inquiry, answer->question, answer->delay, answer->value,
                                     answer->kind == SIGNED);
      break;
    }
}

static void
add_hosts (GString *text, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    g_string_append_printf (text, " %s", mail_server_get_host (g_ptr_array_index (servers, i)));
}

static char *
describe (GPtrArray *candidates, const GError *error)
{
  GString *text = g_string_new (NULL);

  if (candidates == NULL)
    g_string_append_printf (text, "%s: %s\n", mail_error_get_code_name (error), error->message);
  for (guint i = 0; candidates != NULL && i < candidates->len; i++)
    {
      MailCandidate *candidate = g_ptr_array_index (candidates, i);

      g_string_append_printf (text, "%s %s %s", mail_source_to_string (mail_candidate_get_source (candidate)),
                              mail_trust_to_string (mail_candidate_get_trust (candidate)),
                              mail_candidate_get_where (candidate));
      add_hosts (text, mail_candidate_get_incoming (candidate));
      add_hosts (text, mail_candidate_get_outgoing (candidate));
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static char *
run_finder (MailFinder *finder, MailInquiry *inquiry)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) candidates = NULL;
  g_autoptr (GError) error = NULL;

  mail_finder_find_async (finder, inquiry, NULL, mail_test_store_result, &result);
  candidates = mail_finder_find_finish (finder, mail_test_await (&result), &error);
  return describe (candidates, error);
}

static MailInquiry *
create_inquiry (const Case *test)
{
  MailInquiry *inquiry = mail_test_inquiry_new (ADDRESS, &test->options);

  for (guint i = 0; i < G_N_ELEMENTS (test->answers); i++)
    add_answer (inquiry, &test->answers[i]);
  return inquiry;
}

/* Whatever holds on to the finder or to the inquiry goes within a turn or two of the main loop. */
static void
assert_all_gone (MailFinder *finder, MailInquiry *inquiry)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (finder);
  g_assert_finalize_object (inquiry);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  MailFinder *finder = g_object_new (test->get_type (), NULL);
  MailInquiry *inquiry = create_inquiry (test);
  gint64 started = g_get_monotonic_time ();
  g_autofree char *found = run_finder (finder, inquiry);
  g_autofree char *asked = NULL;
  g_autofree char *lines = g_strjoinv ("\n", (char **) mail_inquiry_get_contacted (inquiry));

  asked = g_strconcat (lines, "\n", NULL);
  g_assert_cmpstr (found, ==, test->found);
  g_assert_cmpstr (asked, ==, test->asked);
  g_assert_cmpstr (mail_test_inquiry_get_dropped (inquiry), ==, test->dropped);
  g_assert_cmpuint (mail_test_inquiry_get_n_open (inquiry), ==, 0);
  /* Nothing waits for the dead for longer than it should. */
  g_assert_cmpint (g_get_monotonic_time () - started, <, 5 * G_USEC_PER_SEC);
  assert_all_gone (finder, inquiry);
}

/* After so many turns of the main loop. */
static void
cancel_after (const Case *test, guint turns)
{
  MailFinder *finder = g_object_new (test->get_type (), NULL);
  MailInquiry *inquiry = create_inquiry (test);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) candidates = NULL;
  g_autoptr (GError) error = NULL;

  if (turns == 0)
    g_cancellable_cancel (cancellable);
  mail_finder_find_async (finder, inquiry, cancellable, mail_test_store_result, &result);
  for (guint i = 1; i < turns && result == NULL; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_cancellable_cancel (cancellable);
  candidates = mail_finder_find_finish (finder, mail_test_await (&result), &error);
  if (turns < 2)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  g_assert_cmpuint (mail_test_inquiry_get_n_open (inquiry), ==, 0);
  assert_all_gone (finder, inquiry);
}

static void
test_cancel (gconstpointer data)
{
  for (guint turns = 0; turns < 12; turns++)
    cancel_after (data, turns);
}

static void
test_permission (void)
{
  MailDiscoveryOptions options = { .send_address = TRUE };
  MailInquiry *inquiry = mail_test_inquiry_new (ADDRESS, &options);
  MailFinder *finder = g_object_new (MAIL_TYPE_ISPDB_FINDER, NULL);
  g_autofree char *reason = NULL;

  g_assert_false (mail_finder_may_ask (finder, inquiry, &reason));
  g_assert_cmpstr (reason, ==, "not asked: it would learn your domain, and needs your permission");
  g_assert_false (mail_finder_may_ask (finder, inquiry, NULL));
  assert_all_gone (finder, inquiry);
}

static const struct
{
  GType (*get_type) (void);
  MailSource source;
  const char *label;
} labels[] = {
  { mail_autoconfig_finder_get_type, MAIL_SOURCE_AUTOCONFIG, "The website of straße.example" },
  { mail_ispdb_finder_get_type, MAIL_SOURCE_ISPDB, "Thunderbird’s list of providers" },
  { mail_hoster_finder_get_type, MAIL_SOURCE_MX, "The company that receives the mail of straße.example" },
  { mail_pacc_finder_get_type, MAIL_SOURCE_PACC, "The configuration service of straße.example" },
};

static void
test_labels (void)
{
  MailDiscoveryOptions options = { .ask_ispdb = TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      MailInquiry *inquiry = mail_test_inquiry_new ("anna@straße.example", &options);
      MailFinder *finder = g_object_new (labels[i].get_type (), NULL);
      g_autofree char *label = mail_finder_dup_label (finder, inquiry);

      g_assert_cmpstr (label, ==, labels[i].label);
      g_assert_cmpint (mail_finder_get_source (finder), ==, labels[i].source);
      g_assert_true (mail_finder_may_ask (finder, inquiry, NULL));
      assert_all_gone (finder, inquiry);
    }
}

static const struct
{
  const char *domain;
  const char *exchanger;
  const char *domains; /* those that are asked, in order */
} hosters[] = {
  { "example.org", "mx.hoster.test", "hoster.test" },
  { "example.org", "hoster.test", "hoster.test" },
  { "example.org", "mx1.eu.hoster.test", "eu.hoster.test hoster.test" },
  { "example.org", "a.b.eu.hoster.test", "b.eu.hoster.test hoster.test" },
  { "example.co.uk", "mx.hoster.co.uk", "hoster.co.uk" },
  { "example.co.uk", "mx.eu.hoster.co.uk", "eu.hoster.co.uk hoster.co.uk" },
  { "example.org", "mx.example.org", "" },
  { "example.org", "example.org", "" },
  { "example.org", "mx.mail.example.org", "mail.example.org" },
  { "mail.example.org", "mx.mail.example.org", "example.org" },
  { "mail.example.org", "mx.example.org", "example.org" },
  { "example.org", "co.uk", "" },
  { "example.org", "test", "" },
  { "example.org", "192.0.2.1", "" },
  { "example.org", "", "" },
};

static void
test_hosters (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hosters); i++)
    {
      g_auto (GStrv) domains = g_strsplit (hosters[i].domains, " ", -1);
      g_auto (GStrv) uris
          = mail_autoconfig_places_list_hoster (hosters[i].domain, hosters[i].exchanger, TRUE);
      guint n_domains = g_strv_length (domains);

      g_test_message ("%s, %s", hosters[i].domain, hosters[i].exchanger);
      g_assert_cmpuint (g_strv_length (uris), ==, 2 * n_domains);
      for (guint j = 0; j < n_domains; j++)
        {
          g_autofree char *host = g_strdup_printf ("https://autoconfig.%s/mail/config-v1.1.xml", domains[j]);
          g_autofree char *list = g_strdup_printf ("https://autoconfig.thunderbird.net/v1.1/%s", domains[j]);

          g_assert_cmpstr (uris[j], ==, host);
          g_assert_cmpstr (uris[n_domains + j], ==, list);
        }
    }
}

/* Nothing of the local part gets out of its place in the URI. */
static void
test_escape (void)
{
  g_autoptr (MailAddress) address = mail_address_new ("\"a&b#c%/ ü\"@straße.example", NULL);
  g_auto (GStrv) uris = mail_autoconfig_places_list_own (address, TRUE);

  g_assert_cmpstr (uris[0], ==,
                   "https://autoconfig.xn--strae-oqa.example/mail/config-v1.1.xml"
                   "?emailaddress=%22a%26b%23c%25%2F%20%C3%BC%22%40xn--strae-oqa.example");
  g_assert_cmpstr (uris[1], ==, "https://xn--strae-oqa.example/.well-known/autoconfig/mail/config-v1.1.xml");
}

static void
add_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/web-finders/find/", cases[i].name, NULL);
      g_autofree char *cancel_path = g_strconcat ("/web-finders/cancel/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
      g_test_add_data_func (cancel_path, &cases[i], test_cancel);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ();
  g_test_add_func ("/web-finders/permission", test_permission);
  g_test_add_func ("/web-finders/labels", test_labels);
  g_test_add_func ("/web-finders/hosters", test_hosters);
  g_test_add_func ("/web-finders/escape", test_escape);
  return g_test_run ();
}
