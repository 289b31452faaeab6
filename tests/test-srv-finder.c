/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-error.h"
#include "mail-srv-finder.h"
#include "mail-test-await.h"
#include "mail-test-inquiry.h"

#define ADDRESS "alice@example.test"

#define SRV(service) "dns:SRV _" service "._tcp.example.test"

typedef struct
{
  const char *name;
  MailTestAnswer script[8];
  const char *servers; /* NULL: nothing is found */
  MailTrust trust;
} Case;

static const Case cases[] = {
  { "nothing", { { NULL } } },
  { "rfc-6186",
    { { SRV ("imap"), "imap.example.test:143" }, { SRV ("submission"), "mail.example.test:587" } },
    "imap:imap.example.test:143:starttls smtp:mail.example.test:587:starttls",
    MAIL_TRUST_UNVERIFIED },
  { "rfc-8314",
    { { SRV ("imaps"), "imap.example.test:993" }, { SRV ("submissions"), "smtp.example.test:465" } },
    "imap:imap.example.test:993:tls smtp:smtp.example.test:465:tls",
    MAIL_TRUST_UNVERIFIED },
  { "tls-first-and-imap-first",
    { { SRV ("pop3"), "a.example.test:110" },
      { SRV ("pop3s"), "b.example.test:995" },
      { SRV ("imap"), "c.example.test:143" },
      { SRV ("imaps"), "d.example.test:993" },
      { SRV ("submission"), "e.example.test:587" },
      { SRV ("submissions"), "f.example.test:465" } },
    "imap:d.example.test:993:tls imap:c.example.test:143:starttls pop3:b.example.test:995:tls "
    "pop3:a.example.test:110:starttls smtp:f.example.test:465:tls smtp:e.example.test:587:starttls",
    MAIL_TRUST_UNVERIFIED },
  { "in-the-order-of-the-answer",
    { { SRV ("imaps"), "a.example.test:9993 b.example.test:993 c.example.test:993" } },
    "imap:a.example.test:9993:tls imap:b.example.test:993:tls imap:c.example.test:993:tls",
    MAIL_TRUST_UNVERIFIED },
  { "not-offered",
    { { SRV ("pop3"), "." },
      { SRV ("pop3s"), "." },
      { SRV ("imap"), "." },
      { SRV ("imaps"), "imap.example.test:993" } },
    "imap:imap.example.test:993:tls",
    MAIL_TRUST_UNVERIFIED },
  { "nothing-is-offered", { { SRV ("imaps"), "." }, { SRV ("submission"), "." } } },
  { "no-port", { { SRV ("imaps"), "imap.example.test:0" } } },
  { "not-even-the-domain",
    { { SRV ("imaps"), "nxdomain" }, { SRV ("imap"), "nxdomain" }, { SRV ("pop3"), "nxdomain" } } },
  { "a-farm",
    { { SRV ("imaps"), "a.example.test:993 b.example.test:993 c.example.test:993 "
                       "d.example.test:993 e.example.test:993" } },
    "imap:a.example.test:993:tls imap:b.example.test:993:tls imap:c.example.test:993:tls "
    "imap:d.example.test:993:tls",
    MAIL_TRUST_UNVERIFIED },

  { "authentic",
    { { SRV ("imaps"), "ad imap.example.test:993" }, { SRV ("submissions"), "ad smtp.example.test:465" } },
    "imap:imap.example.test:993:tls smtp:smtp.example.test:465:tls",
    MAIL_TRUST_DNSSEC },
  { "half-authentic",
    { { SRV ("imaps"), "ad imap.example.test:993" }, { SRV ("submissions"), "smtp.example.test:465" } },
    "imap:imap.example.test:993:tls smtp:smtp.example.test:465:tls",
    MAIL_TRUST_UNVERIFIED },
  { "what-is-not-used-need-not-be-authentic",
    { { SRV ("imaps"), "ad imap.example.test:993" }, { SRV ("pop3"), "." } },
    "imap:imap.example.test:993:tls",
    MAIL_TRUST_DNSSEC },
  { "one-answer-is-missing",
    { { SRV ("imap"), "network-unreachable" }, { SRV ("imaps"), "imap.example.test:993" } },
    "imap:imap.example.test:993:tls",
    MAIL_TRUST_UNVERIFIED },
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
  return g_object_new (MAIL_TYPE_SRV_FINDER, NULL);
}

static GPtrArray *
find (MailFinder *finder, MailInquiry *inquiry, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_finder_find_async (finder, inquiry, cancellable, mail_test_store_result, &result);
  return mail_finder_find_finish (finder, mail_test_await (&result), error);
}

static void
assert_user (MailServer *server)
{
  g_assert_cmpstr (mail_server_get_username (server), ==, ADDRESS);
  g_assert_true (mail_server_get_username_guessed (server));
  g_assert_cmpint (mail_server_get_auth (server), ==, MAIL_AUTH_PASSWORD);
}

static void
assert_found (const Case *c, MailCandidate *candidate)
{
  g_autofree char *servers = mail_test_describe_servers (candidate);
  GPtrArray *incoming = mail_candidate_get_incoming (candidate);

  g_assert_cmpstr (servers, ==, c->servers);
  g_assert_cmpint (mail_candidate_get_source (candidate), ==, MAIL_SOURCE_SRV);
  g_assert_cmpint (mail_candidate_get_trust (candidate), ==, c->trust);
  g_assert_cmpstr (mail_candidate_get_where (candidate), ==, "SRV records of example.test");
  for (guint i = 0; i < incoming->len; i++)
    assert_user (g_ptr_array_index (incoming, i));
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  MailInquiry *inquiry = create_inquiry (&options, c->script);
  MailFinder *finder = create_finder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = find (finder, inquiry, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, c->servers != NULL ? 1 : 0);
  if (c->servers != NULL)
    assert_found (c, g_ptr_array_index (found, 0));
  g_assert_finalize_object (finder);
  g_assert_finalize_object (inquiry);
}

/* Six questions, all at once, and no other. */
static void
test_questions (void)
{
  static const char *const questions[]
      = { SRV ("imaps"), SRV ("imap"), SRV ("pop3s"), SRV ("pop3"), SRV ("submissions"), SRV ("submission") };
  const MailTestAnswer nothing[] = { { NULL } };
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  MailInquiry *inquiry = create_inquiry (&options, nothing);
  g_autoptr (MailFinder) finder = create_finder ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;

  mail_finder_find_async (finder, inquiry, NULL, mail_test_store_result, &result);
  g_assert_cmpuint (mail_test_inquiry_get_n_open (inquiry), ==, G_N_ELEMENTS (questions));
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    g_assert_true (mail_test_inquiry_was_asked (inquiry, questions[i]));
  found = mail_finder_find_finish (finder, mail_test_await (&result), NULL);
  g_assert_nonnull (found);
  g_clear_object (&result);
  g_assert_finalize_object (inquiry);
}

/* Where no question at all is answered, the DNS is out of order, and that is worth saying. */
static void
test_no_dns (void)
{
  const MailTestAnswer script[] = {
    { SRV ("imaps"), "network-unreachable" },
    { SRV ("imap"), "network-unreachable" },
    { SRV ("pop3s"), "network-unreachable" },
    { SRV ("pop3"), "network-unreachable" },
    { SRV ("submissions"), "network-unreachable" },
    { SRV ("submission"), "network-unreachable" },
    { NULL },
  };
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  g_autoptr (MailInquiry) inquiry = create_inquiry (&options, script);
  g_autoptr (MailFinder) finder = create_finder ();
  g_autoptr (GError) error = NULL;

  g_assert_null (find (finder, inquiry, NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_NETWORK_UNREACHABLE);
}

static void
test_cancel (void)
{
  const MailTestAnswer script[] = { { SRV ("pop3"), "silent" }, { NULL } };
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };

  for (guint n = 1; n <= 6; n++)
    {
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
}

static void
test_label (void)
{
  const MailTestAnswer nothing[] = { { NULL } };
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  g_autoptr (MailInquiry) inquiry = create_inquiry (&options, nothing);
  g_autoptr (MailFinder) finder = create_finder ();
  g_autofree char *label = mail_finder_dup_label (finder, inquiry);

  g_assert_cmpstr (label, ==, "SRV records of example.test");
  g_assert_cmpint (mail_finder_get_source (finder), ==, MAIL_SOURCE_SRV);
  g_assert_true (mail_finder_may_ask (finder, inquiry, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/srv-finder/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/srv-finder/questions", test_questions);
  g_test_add_func ("/srv-finder/no-dns", test_no_dns);
  g_test_add_func ("/srv-finder/cancel", test_cancel);
  g_test_add_func ("/srv-finder/label", test_label);
  return g_test_run ();
}
