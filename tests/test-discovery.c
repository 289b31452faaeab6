/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-discovery.h"
#include "mail-error.h"

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
  return g_test_run ();
}
