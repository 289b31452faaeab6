/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-discovery.h"
#include "mail-error.h"
#include "mail-test-candidates.h"

static MailAddress *
parse_address (const char *text)
{
  g_autoptr (GError) error = NULL;
  MailAddress *address = mail_address_new (text, &error);

  g_assert_no_error (error);
  return address;
}

static void
assert_server (GPtrArray *servers,
               guint index,
               MailProtocol protocol,
               const char *host,
               guint port,
               MailSecurity security)
{
  MailServer *server;

  g_assert_cmpuint (servers->len, >, index);
  server = g_ptr_array_index (servers, index);
  g_assert_cmpint (mail_server_get_protocol (server), ==, protocol);
  g_assert_cmpstr (mail_server_get_host (server), ==, host);
  g_assert_cmpuint (mail_server_get_port (server), ==, port);
  g_assert_cmpint (mail_server_get_security (server), ==, security);
}

static void
test_lookup (void)
{
  g_autoptr (MailAddress) address = parse_address ("Anna@GMX.DE.");
  g_autoptr (GError) error = NULL;
  MailCandidate *candidate = mail_discovery_lookup (address, &error);
  MailProvider *provider;

  g_assert_no_error (error);
  provider = mail_candidate_get_provider (candidate);
  g_assert_cmpstr (mail_provider_get_name (provider), ==, "GMX");
  g_assert_cmpint (mail_provider_get_needs (provider), ==, MAIL_NEED_ENABLE_IMAP);
  g_assert_cmpint (mail_provider_get_needs_with_2fa (provider), ==, MAIL_NEED_APP_PASSWORD);
  g_assert_cmpint (mail_candidate_get_source (candidate), ==, MAIL_SOURCE_DATABASE);
  g_assert_cmpint (mail_candidate_get_trust (candidate), ==, MAIL_TRUST_BUILT_IN);
  g_assert_true (
      g_str_has_prefix (mail_candidate_get_where (candidate), "Siegel’s list of providers, as of 20"));
  assert_server (mail_candidate_get_incoming (candidate), 0, MAIL_PROTOCOL_IMAP, "imap.gmx.net", 993,
                 MAIL_SECURITY_TLS);
  assert_server (mail_candidate_get_outgoing (candidate), 1, MAIL_PROTOCOL_SMTP, "mail.gmx.net", 587,
                 MAIL_SECURITY_STARTTLS);
  g_assert_finalize_object (candidate);
}

static void
test_unknown (void)
{
  g_autoptr (MailAddress) address = parse_address ("anna@straße.example");
  g_autoptr (GError) error = NULL;

  g_assert_null (mail_discovery_lookup (address, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN);
  /* As the person typed it. */
  g_assert_nonnull (g_strrstr (error->message, "“straße.example”"));
}

static void
test_without_access (void)
{
  g_autoptr (MailAddress) address = parse_address ("anna@tutanota.com");
  g_autoptr (GError) error = NULL;
  g_autoptr (MailCandidate) candidate = mail_discovery_lookup (address, &error);

  g_assert_no_error (error);
  g_assert_false (mail_provider_is_supported (mail_candidate_get_provider (candidate)));
  g_assert_cmpuint (mail_candidate_get_incoming (candidate)->len, ==, 0);
  g_assert_cmpuint (mail_candidate_get_outgoing (candidate)->len, ==, 0);
}

static void
test_suggest (void)
{
  g_autoptr (MailAddress) address = parse_address ("anna@straße.example");
  MailCandidate *candidate = mail_discovery_suggest (address);
  GPtrArray *incoming = mail_candidate_get_incoming (candidate);
  MailServer *imap = g_ptr_array_index (incoming, 0);

  g_assert_cmpint (mail_candidate_get_source (candidate), ==, MAIL_SOURCE_GUESS);
  g_assert_cmpint (mail_candidate_get_trust (candidate), ==, MAIL_TRUST_UNVERIFIED);
  g_assert_null (mail_candidate_get_provider (candidate));
  assert_server (incoming, 0, MAIL_PROTOCOL_IMAP, "imap.xn--strae-oqa.example", 993, MAIL_SECURITY_AUTOMATIC);
  assert_server (incoming, 1, MAIL_PROTOCOL_POP3, "pop.xn--strae-oqa.example", 995, MAIL_SECURITY_AUTOMATIC);
  assert_server (mail_candidate_get_outgoing (candidate), 0, MAIL_PROTOCOL_SMTP, "smtp.xn--strae-oqa.example",
                 465, MAIL_SECURITY_AUTOMATIC);
  g_assert_cmpstr (mail_server_get_username (imap), ==, "anna@xn--strae-oqa.example");
  g_assert_true (mail_server_get_username_guessed (imap));
  g_assert_finalize_object (candidate);
}

static void
test_read_file (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "autoconfig", "plain-1.1.xml", NULL);
  g_autoptr (MailAddress) address = parse_address ("anna@example.org");
  g_autoptr (GError) error = NULL;
  g_autoptr (MailCandidate) candidate = mail_discovery_read_file (path, address, &error);

  g_assert_no_error (error);
  g_assert_cmpint (mail_candidate_get_source (candidate), ==, MAIL_SOURCE_FILE);
  g_assert_cmpstr (mail_candidate_get_where (candidate), ==, path);
  assert_server (mail_candidate_get_incoming (candidate), 0, MAIL_PROTOCOL_IMAP, "imap.example.org", 993,
                 MAIL_SECURITY_TLS);
}

static void
assert_unreadable (const char *path, const char *sentence)
{
  g_autoptr (MailAddress) address = parse_address ("anna@example.org");
  g_autoptr (GError) error = NULL;

  g_assert_null (mail_discovery_read_file (path, address, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
  g_test_message ("%s", error->message);
  g_assert_true (g_pattern_match_simple (sentence, error->message));
}

static void
test_unreadable_files (void)
{
  g_autofree char *without_servers
      = g_test_build_filename (G_TEST_DIST, "data", "autoconfig", "unusable.xml", NULL);
  g_autofree char *other_format = g_test_build_filename (G_TEST_DIST, "meson.build", NULL);

  assert_unreadable ("/nonexistent/anna.xml", "The file “/nonexistent/anna.xml” cannot be read. *");
  assert_unreadable ("/", "The file “/” cannot be read. *");
  assert_unreadable (without_servers, "*names no encrypted*server*");
  assert_unreadable (other_format, "*not valid XML*");
}

/* It would never end. */
static void
test_endless_file (void)
{
  assert_unreadable ("/dev/zero", "*bigger than 256 KiB*");
}

/* A candidate with these hosts, and whether a person has to agree to it. */
typedef struct
{
  const char *name;
  MailSource source;
  MailTrust trust;
  const char *imap;
  const char *smtp;
  const char *provider;
  gboolean consent;
} ConsentCase;

static const ConsentCase consent_cases[] = {
  { "own", MAIL_SOURCE_SRV, MAIL_TRUST_UNVERIFIED, "imap.example.co.uk", "example.co.uk", NULL, FALSE },
  { "foreign", MAIL_SOURCE_SRV, MAIL_TRUST_UNVERIFIED, "imap.example.net", "smtp.example.net", NULL, TRUE },
  { "half-foreign", MAIL_SOURCE_SRV, MAIL_TRUST_UNVERIFIED, "imap.example.co.uk", "smtp.example.net", NULL,
    TRUE },
  { "only-outgoing", MAIL_SOURCE_SRV, MAIL_TRUST_UNVERIFIED, NULL, "smtp.example.net", NULL, TRUE },
  { "same-suffix", MAIL_SOURCE_MX, MAIL_TRUST_UNVERIFIED, "imap.evil.co.uk", "smtp.evil.co.uk", NULL, TRUE },
  { "look-alike", MAIL_SOURCE_GUESS, MAIL_TRUST_UNVERIFIED, "imap.notexample.co.uk", "imap.notexample.co.uk",
    NULL, TRUE },
  { "address", MAIL_SOURCE_SRV, MAIL_TRUST_UNVERIFIED, "192.0.2.1", "192.0.2.1", NULL, TRUE },
  { "signed", MAIL_SOURCE_SRV, MAIL_TRUST_DNSSEC, "imap.example.net", "smtp.example.net", NULL, FALSE },
  { "https", MAIL_SOURCE_AUTOCONFIG, MAIL_TRUST_HTTPS, "imap.example.net", "smtp.example.net", NULL, FALSE },
  { "redirected", MAIL_SOURCE_AUTOCONFIG, MAIL_TRUST_UNVERIFIED, "imap.example.net", "smtp.example.net", NULL,
    TRUE },
  { "known", MAIL_SOURCE_MX, MAIL_TRUST_UNVERIFIED, "imap.gmx.net", "mail.gmx.net", "gmx.net", FALSE },
  { "said-to-be-known", MAIL_SOURCE_MX, MAIL_TRUST_UNVERIFIED, "imap.gmx.net.example.net", "mail.gmx.net",
    "gmx.net", TRUE },
  { "other-provider", MAIL_SOURCE_MX, MAIL_TRUST_UNVERIFIED, "imap.gmx.net", "mail.gmx.net", "example.net",
    TRUE },
  { "file", MAIL_SOURCE_FILE, MAIL_TRUST_UNVERIFIED, "imap.example.net", "smtp.example.net", NULL, FALSE },
  { "manual", MAIL_SOURCE_MANUAL, MAIL_TRUST_UNVERIFIED, "imap.example.net", "smtp.example.net", NULL,
    FALSE },
};

static void
test_consent (gconstpointer data)
{
  const ConsentCase *test = data;
  g_autoptr (MailAddress) address = parse_address ("anna@mail.example.co.uk");
  g_autoptr (MailProvider) provider = mail_test_provider (test->provider, 0);
  g_autoptr (GPtrArray) incoming = mail_test_servers (MAIL_PROTOCOL_IMAP, test->imap);
  g_autoptr (GPtrArray) outgoing = mail_test_servers (MAIL_PROTOCOL_SMTP, test->smtp);
  g_autoptr (MailCandidate) candidate
      = mail_candidate_new (test->source, test->trust, NULL, provider, incoming, outgoing);

  g_assert_cmpint (mail_discovery_needs_consent (candidate, address), ==, test->consent);
}

static void
add_consent_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (consent_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/discovery/consent/", consent_cases[i].name, NULL);

      g_test_add_data_func (path, &consent_cases[i], test_consent);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/discovery/lookup", test_lookup);
  g_test_add_func ("/discovery/unknown", test_unknown);
  g_test_add_func ("/discovery/without-access", test_without_access);
  g_test_add_func ("/discovery/suggest", test_suggest);
  g_test_add_func ("/discovery/read-file", test_read_file);
  g_test_add_func ("/discovery/unreadable-files", test_unreadable_files);
  g_test_add_func ("/discovery/endless-file", test_endless_file);
  add_consent_cases ();
  return g_test_run ();
}
