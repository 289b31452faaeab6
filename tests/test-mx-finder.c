/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-error.h"
#include "mail-mx-finder.h"
#include "mail-test-await.h"
#include "mail-test-inquiry.h"

#include <string.h>

/* Against the database that is built in, with providers that will not go away. */

#define ADDRESS "alice@example.test"
#define MX      "dns:MX example.test"

typedef struct
{
  const char *name;
  const char *answer;
  const char *provider; /* NULL: nothing is found */
  const char *first;    /* the server that comes first; NULL: there is none */
  MailTrust trust;
} Case;

static const Case cases[] = {
  { "suffix-of-exchangers", "mxext1.mailbox.org mxext2.mailbox.org", "mailbox.org",
    "imap:imap.mailbox.org:993:tls", MAIL_TRUST_UNVERIFIED },
  { "authentic", "ad mxext1.mailbox.org", "mailbox.org", "imap:imap.mailbox.org:993:tls", MAIL_TRUST_DNSSEC },
  { "exchanger-is-the-server", "w00c0ffe.kasserver.com", "all-inkl.com",
    "imap:w00c0ffe.kasserver.com:993:tls", MAIL_TRUST_UNVERIFIED },
  { "domain-of-the-provider", "mx.hey.com", "hey.com", NULL, MAIL_TRUST_UNVERIFIED },
  { "the-best-one-counts", "mx.example.test mxext1.mailbox.org", NULL },
  { "unknown", "mx.hoster.test", NULL },
  { "none", "", NULL },
};

static MailInquiry *
create_inquiry (const MailDiscoveryOptions *options, const MailTestAnswer *script)
{
  MailInquiry *inquiry = mail_test_inquiry_new (ADDRESS, options);

  mail_test_inquiry_add_script (inquiry, script);
  return inquiry;
}

static GPtrArray *
find (MailFinder *finder, MailInquiry *inquiry, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_finder_find_async (finder, inquiry, cancellable, mail_test_store_result, &result);
  return mail_finder_find_finish (finder, mail_test_await (&result), error);
}

static void
assert_found (const Case *c, MailCandidate *candidate)
{
  g_autofree char *servers = mail_test_describe_servers (candidate);
  const char *where = mail_candidate_get_where (candidate);

  g_assert_cmpstr (mail_provider_get_id (mail_candidate_get_provider (candidate)), ==, c->provider);
  g_assert_cmpint (mail_candidate_get_source (candidate), ==, MAIL_SOURCE_MX);
  g_assert_cmpint (mail_candidate_get_trust (candidate), ==, c->trust);
  g_assert_true (g_str_has_prefix (where, "mail for example.test goes to "));
  g_assert_nonnull (strstr (where, "(MX); Siegel’s list of providers, as of 20"));
  if (c->first != NULL)
    g_assert_true (g_str_has_prefix (servers, c->first));
  else
    g_assert_cmpstr (servers, ==, "");
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  const MailTestAnswer script[] = { { MX, c->answer }, { NULL } };
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  MailInquiry *inquiry = create_inquiry (&options, script);
  MailFinder *finder = g_object_new (MAIL_TYPE_MX_FINDER, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = find (finder, inquiry, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, c->provider != NULL ? 1 : 0);
  if (c->provider != NULL)
    assert_found (c, g_ptr_array_index (found, 0));
  g_assert_true (mail_test_inquiry_was_asked (inquiry, MX));
  g_assert_finalize_object (finder);
  g_assert_finalize_object (inquiry);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *answer;
    MailError code;
    const char *part;
  } errors[] = {
    { ".", MAIL_ERROR_SETTINGS_UNKNOWN, "“example.test” does not receive mail" },
    { "nxdomain", MAIL_ERROR_HOST_UNKNOWN, "There is no domain “example.test”" },
    { "network-unreachable", MAIL_ERROR_NETWORK_UNREACHABLE, "" },
  };
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      const MailTestAnswer script[] = { { MX, errors[i].answer }, { NULL } };
      g_autoptr (MailInquiry) inquiry = create_inquiry (&options, script);
      g_autoptr (MailFinder) finder = g_object_new (MAIL_TYPE_MX_FINDER, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (find (finder, inquiry, NULL, &error));
      g_assert_error (error, MAIL_ERROR, (int) errors[i].code);
      g_assert_nonnull (strstr (error->message, errors[i].part));
    }
}

static void
test_cancel (void)
{
  const MailTestAnswer script[] = { { MX, "silent" }, { NULL } };
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  MailInquiry *inquiry = create_inquiry (&options, script);
  MailFinder *finder = g_object_new (MAIL_TYPE_MX_FINDER, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  mail_test_inquiry_cancel_at (inquiry, 1, cancellable);
  g_assert_null (find (finder, inquiry, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_finalize_object (finder);
  g_assert_finalize_object (inquiry);
}

static void
test_label (void)
{
  const MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  g_autoptr (MailInquiry) inquiry = mail_test_inquiry_new ("jörg@straße.test", &options);
  g_autoptr (MailFinder) finder = g_object_new (MAIL_TYPE_MX_FINDER, NULL);
  g_autofree char *label = mail_finder_dup_label (finder, inquiry);

  g_assert_cmpstr (label, ==, "Provider to whom mail for straße.test goes");
  g_assert_cmpint (mail_finder_get_source (finder), ==, MAIL_SOURCE_MX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/mx-finder/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/mx-finder/errors", test_errors);
  g_test_add_func ("/mx-finder/cancel", test_cancel);
  g_test_add_func ("/mx-finder/label", test_label);
  return g_test_run ();
}
