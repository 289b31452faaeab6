/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mail-error.h"
#include "mail-guess-finder.h"
#include "mail-test-await.h"
#include "mail-test-inquiry.h"

#define ADDRESS       "alice@example.test"
#define SRV(service)  "dns:SRV _" service "._tcp.example.test"
#define MX            "dns:MX example.test"
#define HOST(label)   "host:" label "example.test"
#define TCP(endpoint) "tcp:" endpoint

/* Time limits are met by a clock that this machine may stop at any moment: at least so much, and less than
 * the next longer limit. */
typedef struct
{
  const char *name;
  MailTestAnswer script[16];
  MailDiscoveryOptions options; /* IMAP where nothing is said */
  const char *servers;          /* NULL: nothing is found */
  const char *where;            /* nullable */
  MailError code;               /* with part */
  const char *part;             /* of the error; NULL: there is none */
  const char *never;            /* nullable: the beginning of what must not be asked */
  guint at_least;               /* milliseconds */
  guint less_than;              /* milliseconds; 0: nobody looks */
} Case;

static const Case cases[] = {
  { "nothing", { { NULL } }, .never = "tcp:" },
  { "usual-names",
    { { HOST ("imap."), "yes" },
      { HOST ("smtp."), "yes" },
      { TCP ("imap.example.test:993"), "yes" },
      { TCP ("smtp.example.test:465"), "yes" } },
    .servers = "imap:imap.example.test:993:tls smtp:smtp.example.test:465:tls",
    .where = "imap.example.test and smtp.example.test answered, with certificates that prove their names",
    .never = "tcp:mail." },
  { "one-name",
    { { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" },
      { TCP ("mail.example.test:587"), "yes" } },
    .servers = "imap:mail.example.test:993:tls smtp:mail.example.test:587:starttls",
    .where = "mail.example.test answered, with a certificate that proves its name" },
  { "the-domain-itself",
    { { HOST (""), "yes" }, { TCP ("example.test:143"), "yes" }, { TCP ("example.test:465"), "yes" } },
    .servers = "imap:example.test:143:starttls smtp:example.test:465:tls" },
  { "the-exchanger",
    { { MX, "mx1.hoster.test mx2.hoster.test", 20 },
      { "host:mx1.hoster.test", "yes", 20 },
      { TCP ("mx1.hoster.test:993"), "yes" },
      { TCP ("mx1.hoster.test:587"), "yes" } },
    .servers = "imap:mx1.hoster.test:993:tls smtp:mx1.hoster.test:587:starttls",
    .never = "host:mx2." },
  { "own-names-before-the-exchanger",
    { { MX, "mx.example.test" },
      { "host:mx.example.test", "yes" },
      { HOST ("mail."), "yes", 30 },
      { TCP ("mx.example.test:993"), "yes" },
      { TCP ("mx.example.test:465"), "yes" },
      { TCP ("mail.example.test:993"), "yes", 100 },
      { TCP ("mail.example.test:465"), "yes", 100 } },
    .servers = "imap:mail.example.test:993:tls smtp:mail.example.test:465:tls" },
  { "exchanger-has-an-own-name",
    { { MX, "mail.example.test" },
      { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" },
      { TCP ("mail.example.test:465"), "yes" } },
    .options = { .exhaustive = TRUE },
    .servers = "imap:mail.example.test:993:tls smtp:mail.example.test:465:tls" },
  { "incoming-only",
    { { HOST ("imap."), "yes" }, { TCP ("imap.example.test:993"), "yes" } },
    .servers = "imap:imap.example.test:993:tls" },

  { "tls-before-starttls",
    { { HOST ("imap."), "yes" },
      { HOST ("mail."), "yes" },
      { TCP ("imap.example.test:143"), "yes" },
      { TCP ("mail.example.test:993"), "yes", 100 },
      { TCP ("mail.example.test:587"), "yes" },
      { TCP ("mail.example.test:465"), "yes", 100 } },
    .servers = "imap:mail.example.test:993:tls smtp:mail.example.test:465:tls" },
  { "better-port-swallows",
    { { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "silent" },
      { TCP ("mail.example.test:143"), "yes" },
      { TCP ("mail.example.test:465"), "silent" },
      { TCP ("mail.example.test:587"), "yes" } },
    .servers = "imap:mail.example.test:143:starttls smtp:mail.example.test:587:starttls",
    .at_least = 1500,
    .less_than = 5000 },
  { "everything-swallows",
    { { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "silent" },
      { TCP ("mail.example.test:143"), "silent" } },
    .at_least = 5000 },
  { "worse-port-swallows",
    { { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" },
      { TCP ("mail.example.test:143"), "silent" },
      { TCP ("mail.example.test:465"), "yes" },
      { TCP ("mail.example.test:587"), "silent" } },
    .servers = "imap:mail.example.test:993:tls smtp:mail.example.test:465:tls",
    .less_than = 1500 },

  /* RFC 2782 and RFC 6186: "." is not to be looked for, however likely a server is there. */
  { "imaps-not-offered",
    { { SRV ("imaps"), ".", 300 },
      { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" },
      { TCP ("mail.example.test:143"), "yes" },
      { TCP ("mail.example.test:465"), "yes" } },
    .servers = "imap:mail.example.test:143:starttls smtp:mail.example.test:465:tls",
    .never = "tcp:mail.example.test:993" },
  { "imap-not-offered",
    { { SRV ("imap"), ".", 300 },
      { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:143"), "yes" },
      { TCP ("mail.example.test:465"), "yes" } },
    .servers = "smtp:mail.example.test:465:tls",
    .never = "tcp:mail.example.test:143" },
  { "only-pop3-offered",
    { { SRV ("imap"), ".", 300 },
      { SRV ("imaps"), ".", 300 },
      { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" },
      { TCP ("mail.example.test:995"), "yes", 200 },
      { TCP ("mail.example.test:465"), "yes" } },
    .servers = "pop3:mail.example.test:995:tls smtp:mail.example.test:465:tls",
    .never = "tcp:mail.example.test:993" },
  { "submission-not-offered",
    { { SRV ("submission"), "." },
      { SRV ("submissions"), "." },
      { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" } },
    .servers = "imap:mail.example.test:993:tls",
    .never = "tcp:mail.example.test:465" },

  { "srv-never-answered",
    { { SRV ("imap"), "silent" },
      { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" },
      { TCP ("mail.example.test:465"), "yes" } },
    .servers = "imap:mail.example.test:993:tls smtp:mail.example.test:465:tls",
    .at_least = 1000,
    .less_than = 5000 },
  { "mx-never-answered",
    { { MX, "silent" },
      { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" },
      { TCP ("mail.example.test:465"), "yes" } },
    .servers = "imap:mail.example.test:993:tls smtp:mail.example.test:465:tls",
    .at_least = 1000,
    .less_than = 5000 },
  { "what-was-said-in-time-counts",
    { { SRV ("imap"), "silent" },
      { SRV ("imaps"), "." },
      { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" },
      { TCP ("mail.example.test:143"), "yes" } },
    .servers = "imap:mail.example.test:143:starttls",
    .never = "tcp:mail.example.test:993" },
  { "takes-no-mail",
    { { MX, "." }, { HOST ("mail."), "yes" }, { TCP ("mail.example.test:993"), "yes" } },
    .never = "tcp:" },
  { "no-dns",
    { { SRV ("imaps"), "network-unreachable" },
      { SRV ("imap"), "network-unreachable" },
      { SRV ("pop3s"), "network-unreachable" },
      { SRV ("pop3"), "network-unreachable" },
      { SRV ("submissions"), "network-unreachable" },
      { SRV ("submission"), "network-unreachable" },
      { MX, "network-unreachable" },
      { HOST ("mail."), "network-unreachable" } },
    .code = MAIL_ERROR_NETWORK_UNREACHABLE,
    .part = "the script says so" },
  { "no-srv",
    { { SRV ("imaps"), "network-unreachable" },
      { SRV ("imap"), "network-unreachable" },
      { SRV ("pop3s"), "network-unreachable" },
      { SRV ("pop3"), "network-unreachable" },
      { SRV ("submissions"), "network-unreachable" },
      { SRV ("submission"), "network-unreachable" },
      { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" } },
    .servers = "imap:mail.example.test:993:tls" },

  { "pop3-is-there-as-well",
    { { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" },
      { TCP ("mail.example.test:995"), "yes", 10 },
      { TCP ("mail.example.test:465"), "yes" } },
    .servers
    = "imap:mail.example.test:993:tls pop3:mail.example.test:995:tls smtp:mail.example.test:465:tls" },
  { "pop3-is-not-waited-for",
    { { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "yes" },
      { TCP ("mail.example.test:995"), "silent" },
      { TCP ("mail.example.test:465"), "yes" } },
    .servers = "imap:mail.example.test:993:tls smtp:mail.example.test:465:tls",
    .less_than = 1500 },
  { "pop3-is-wanted",
    { { HOST ("pop3."), "yes" },
      { HOST ("imap."), "yes" },
      { HOST ("smtp."), "yes" },
      { TCP ("pop3.example.test:995"), "yes", 300 },
      { TCP ("imap.example.test:993"), "yes" },
      { TCP ("smtp.example.test:465"), "yes" } },
    .options = { .protocol = MAIL_PROTOCOL_POP3 },
    .servers
    = "imap:imap.example.test:993:tls pop3:pop3.example.test:995:tls smtp:smtp.example.test:465:tls" },
  { "everything-is-wanted",
    { { HOST ("imap."), "yes" },
      { HOST ("mail."), "yes" },
      { TCP ("imap.example.test:993"), "yes" },
      { TCP ("imap.example.test:143"), "yes", 300 },
      { TCP ("mail.example.test:993"), "yes", 200 },
      { TCP ("mail.example.test:995"), "yes", 400 },
      { TCP ("mail.example.test:465"), "yes" },
      { TCP ("mail.example.test:587"), "yes" } },
    .options = { .exhaustive = TRUE },
    .servers
    = "imap:imap.example.test:993:tls imap:mail.example.test:993:tls imap:imap.example.test:143:starttls "
      "pop3:mail.example.test:995:tls smtp:mail.example.test:465:tls smtp:mail.example.test:587:starttls" },

  /* Nothing counts that is not proven, but it says where to look. */
  { "wrong-certificate",
    { { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:993"), "certificate-wrong-host" },
      { TCP ("mail.example.test:465"), "certificate-wrong-host" } },
    .code = MAIL_ERROR_CERTIFICATE_WRONG_HOST,
    .part = "mail.example.test answers on port 993, but its certificate does not prove that it is "
            "mail.example.test." },
  { "self-signed",
    { { HOST ("smtp."), "yes" }, { TCP ("smtp.example.test:587"), "certificate-self-signed" } },
    .code = MAIL_ERROR_CERTIFICATE_SELF_SIGNED,
    .part = "smtp.example.test answers on port 587" },
  { "wrong-certificate-but-another-name",
    { { MX, "server.hoster.test" },
      { HOST ("mail."), "yes" },
      { "host:server.hoster.test", "yes" },
      { TCP ("mail.example.test:993"), "certificate-wrong-host" },
      { TCP ("mail.example.test:465"), "certificate-wrong-host" },
      { TCP ("server.hoster.test:993"), "yes" },
      { TCP ("server.hoster.test:465"), "yes" } },
    .servers = "imap:server.hoster.test:993:tls smtp:server.hoster.test:465:tls" },
  { "stripped",
    { { HOST ("mail."), "yes" },
      { TCP ("mail.example.test:143"), "starttls-missing" },
      { TCP ("mail.example.test:587"), "starttls-injection" } } },
};

static MailInquiry *
create_inquiry (const MailDiscoveryOptions *options, const MailTestAnswer *script)
{
  MailInquiry *inquiry = mail_test_inquiry_new (ADDRESS, options);

  mail_test_inquiry_add_script (inquiry, script);
  return inquiry;
}

static MailFinder *
create_finder (void)
{
  return g_object_new (MAIL_TYPE_GUESS_FINDER, NULL);
}

static GPtrArray *
find (MailFinder *finder, MailInquiry *inquiry, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_finder_find_async (finder, inquiry, cancellable, mail_test_store_result, &result);
  return mail_finder_find_finish (finder, mail_test_await (&result), error);
}

static void
assert_found (const Case *c, GPtrArray *found)
{
  g_autofree char *servers = NULL;

  g_assert_cmpuint (found->len, ==, c->servers != NULL ? 1 : 0);
  if (c->servers == NULL)
    return;
  servers = mail_test_describe_servers (g_ptr_array_index (found, 0));
  g_assert_cmpstr (servers, ==, c->servers);
  g_assert_cmpint (mail_candidate_get_source (g_ptr_array_index (found, 0)), ==, MAIL_SOURCE_GUESS);
  g_assert_cmpint (mail_candidate_get_trust (g_ptr_array_index (found, 0)), ==, MAIL_TRUST_UNVERIFIED);
  if (c->where != NULL)
    g_assert_cmpstr (mail_candidate_get_where (g_ptr_array_index (found, 0)), ==, c->where);
}

static void
assert_time (const Case *c, gint64 began)
{
  const gint64 milliseconds = (g_get_monotonic_time () - began) / 1000;

  g_assert_cmpint (milliseconds, >=, c->at_least);
  if (c->less_than != 0)
    g_assert_cmpint (milliseconds, <, c->less_than);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  const gint64 began = g_get_monotonic_time ();
  MailInquiry *inquiry = create_inquiry (&c->options, c->script);
  MailFinder *finder = create_finder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = find (finder, inquiry, NULL, &error);

  assert_time (c, began);
  if (c->part != NULL)
    {
      g_assert_error (error, MAIL_ERROR, (int) c->code);
      g_assert_nonnull (strstr (error->message, c->part));
    }
  else
    {
      g_assert_no_error (error);
      assert_found (c, found);
    }
  if (c->never != NULL)
    g_assert_false (mail_test_inquiry_was_asked (inquiry, c->never));
  g_assert_finalize_object (finder);
  g_assert_finalize_object (inquiry);
}

/* The DNS is asked everything that can be asked at once: a further round trip only for the exchanger. */
static void
test_first_questions (void)
{
  static const char *const questions[] = {
    SRV ("imaps"),  SRV ("submission"), MX,        HOST ("imap."), HOST ("pop."), HOST ("pop3."),
    HOST ("smtp."), HOST ("mail."),     HOST (""),
  };
  const MailTestAnswer nothing[] = { { NULL } };
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  MailInquiry *inquiry = create_inquiry (&options, nothing);
  g_autoptr (MailFinder) finder = create_finder ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;

  mail_finder_find_async (finder, inquiry, NULL, mail_test_store_result, &result);
  g_assert_cmpuint (mail_test_inquiry_get_n_open (inquiry), ==, 6 + 1 + 6);
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    g_assert_true (mail_test_inquiry_was_asked (inquiry, questions[i]));
  found = mail_finder_find_finish (finder, mail_test_await (&result), NULL);
  g_assert_nonnull (found);
  g_clear_object (&result);
  g_assert_finalize_object (inquiry);
}

static void
assert_cancelled_at (const MailTestAnswer *script, guint n)
{
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  MailInquiry *inquiry = create_inquiry (&options, script);
  MailFinder *finder = create_finder ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  mail_test_inquiry_cancel_at (inquiry, n, cancellable);
  g_assert_null (find (finder, inquiry, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (mail_test_inquiry_get_n_open (inquiry), ==, 0);
  g_assert_finalize_object (finder);
  g_assert_finalize_object (inquiry);
}

/* Whatever is asked last: nothing goes on afterwards, and nothing is found. */
static void
test_cancel (void)
{
  static const MailTestAnswer script[] = {
    { MX, "mx.hoster.test" },
    { "host:mx.hoster.test", "yes" },
    { HOST ("imap."), "yes", 5 },
    { HOST ("mail."), "yes" },
    { TCP ("imap.example.test:143"), "yes", 5 },
    { TCP ("imap.example.test:993"), "silent" },
    { TCP ("mail.example.test:465"), "silent" },
    { TCP ("mx.hoster.test:465"), "yes" },
    { NULL },
  };
  static const MailTestAnswer silent[]
      = { { MX, "silent" }, { SRV ("imap"), "silent" }, { HOST ("imap."), "silent" }, { NULL } };

  for (guint n = 1; n <= 13 + 1 + 6 + 6 + 2; n++)
    assert_cancelled_at (script, n);
  for (guint n = 1; n <= 13; n++)
    assert_cancelled_at (silent, n);
}

static gboolean
on_cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

/* While a better guess is waited for. */
static void
test_cancel_while_waiting (void)
{
  const MailTestAnswer script[] = {
    { HOST ("imap."), "yes" },
    { TCP ("imap.example.test:143"), "yes" },
    { TCP ("imap.example.test:993"), "silent" },
    { NULL },
  };
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  MailInquiry *inquiry = create_inquiry (&options, script);
  MailFinder *finder = create_finder ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_timeout_add (200, on_cancel, cancellable);
  g_assert_null (find (finder, inquiry, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_finalize_object (finder);
  g_assert_finalize_object (inquiry);
}

static void
test_cancelled_before (void)
{
  const MailTestAnswer nothing[] = { { NULL } };
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  g_autoptr (MailInquiry) inquiry = create_inquiry (&options, nothing);
  g_autoptr (MailFinder) finder = create_finder ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (find (finder, inquiry, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (mail_test_inquiry_was_asked (inquiry, ""));
}

static void
test_label (void)
{
  const MailTestAnswer nothing[] = { { NULL } };
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  g_autoptr (MailInquiry) inquiry = create_inquiry (&options, nothing);
  g_autoptr (MailFinder) finder = create_finder ();
  g_autofree char *label = mail_finder_dup_label (finder, inquiry);

  g_assert_cmpstr (label, ==, "Likely names such as imap.example.test");
  g_assert_cmpint (mail_finder_get_source (finder), ==, MAIL_SOURCE_GUESS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/guess-finder/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/guess-finder/first-questions", test_first_questions);
  g_test_add_func ("/guess-finder/cancel", test_cancel);
  g_test_add_func ("/guess-finder/cancel-while-waiting", test_cancel_while_waiting);
  g_test_add_func ("/guess-finder/cancelled-before", test_cancelled_before);
  g_test_add_func ("/guess-finder/label", test_label);
  return g_test_run ();
}
