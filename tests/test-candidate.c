/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-candidate.h"

static GPtrArray *
make_servers (MailProtocol first, const char *first_host, MailProtocol second, const char *second_host)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (servers, mail_server_new (first, first_host, 0, MAIL_SECURITY_TLS));
  g_ptr_array_add (servers, mail_server_new (second, second_host, 0, MAIL_SECURITY_TLS));
  return servers;
}

static void
assert_incoming (MailCandidate *candidate, MailProtocol protocol, const char *host)
{
  g_autoptr (MailSettings) settings = mail_candidate_create_settings (candidate, protocol);

  g_assert_cmpstr (mail_server_get_host (mail_settings_get_incoming (settings)), ==, host);
  g_assert_cmpstr (mail_server_get_host (mail_settings_get_outgoing (settings)), ==, "smtp1");
}

static void
test_choose (void)
{
  g_autoptr (GPtrArray) both = make_servers (MAIL_PROTOCOL_IMAP, "imap", MAIL_PROTOCOL_POP3, "pop");
  g_autoptr (GPtrArray) imap = make_servers (MAIL_PROTOCOL_IMAP, "imap1", MAIL_PROTOCOL_IMAP, "imap2");
  g_autoptr (GPtrArray) smtp = make_servers (MAIL_PROTOCOL_SMTP, "smtp1", MAIL_PROTOCOL_SMTP, "smtp2");
  MailCandidate *a = mail_candidate_new (MAIL_SOURCE_FILE, MAIL_TRUST_HTTPS, "here", NULL, both, smtp);
  MailCandidate *b = mail_candidate_new (MAIL_SOURCE_FILE, MAIL_TRUST_HTTPS, NULL, NULL, imap, smtp);

  g_assert_true (mail_candidate_has_protocol (a, MAIL_PROTOCOL_POP3));
  g_assert_false (mail_candidate_has_protocol (b, MAIL_PROTOCOL_POP3));
  g_assert_true (mail_candidate_has_protocol (b, MAIL_PROTOCOL_SMTP));
  assert_incoming (a, MAIL_PROTOCOL_IMAP, "imap");
  assert_incoming (a, MAIL_PROTOCOL_POP3, "pop");
  assert_incoming (b, MAIL_PROTOCOL_POP3, "imap1");
  g_assert_finalize_object (a);
  g_assert_finalize_object (b);
}

static void
test_copies (void)
{
  g_autoptr (GPtrArray) imap = make_servers (MAIL_PROTOCOL_IMAP, "imap1", MAIL_PROTOCOL_IMAP, "imap2");
  g_autoptr (GPtrArray) smtp = make_servers (MAIL_PROTOCOL_SMTP, "smtp1", MAIL_PROTOCOL_SMTP, "smtp2");
  g_autoptr (MailCandidate) candidate
      = mail_candidate_new (MAIL_SOURCE_DATABASE, MAIL_TRUST_BUILT_IN, NULL, NULL, imap, smtp);
  g_autoptr (MailSettings) settings = mail_candidate_create_settings (candidate, MAIL_PROTOCOL_IMAP);

  mail_server_set_host (mail_settings_get_incoming (settings), "edited");
  assert_incoming (candidate, MAIL_PROTOCOL_IMAP, "imap1");
}

static void
test_without_servers (void)
{
  g_autoptr (GPtrArray) smtp = make_servers (MAIL_PROTOCOL_SMTP, "smtp1", MAIL_PROTOCOL_SMTP, "smtp2");
  MailProviderFacts facts = { .id = "example.org" };
  g_autoptr (MailProvider) provider = mail_provider_new (&facts);
  g_autoptr (MailCandidate) empty
      = mail_candidate_new (MAIL_SOURCE_DATABASE, MAIL_TRUST_BUILT_IN, "2026-01-01", provider, NULL, NULL);
  g_autoptr (MailCandidate) half
      = mail_candidate_new (MAIL_SOURCE_FILE, MAIL_TRUST_UNVERIFIED, NULL, NULL, NULL, smtp);

  g_assert_cmpint (mail_candidate_get_source (empty), ==, MAIL_SOURCE_DATABASE);
  g_assert_cmpint (mail_candidate_get_trust (empty), ==, MAIL_TRUST_BUILT_IN);
  g_assert_cmpstr (mail_candidate_get_where (empty), ==, "2026-01-01");
  g_assert_true (mail_candidate_get_provider (empty) == provider);
  g_assert_cmpuint (mail_candidate_get_incoming (empty)->len, ==, 0);
  g_assert_cmpuint (mail_candidate_get_outgoing (half)->len, ==, 2);
  g_assert_null (mail_candidate_create_settings (empty, MAIL_PROTOCOL_IMAP));
  g_assert_null (mail_candidate_create_settings (half, MAIL_PROTOCOL_IMAP));
}

static MailCandidate *
make_candidate (MailSource source, const char *where, guint port, MailSecurity security, const char *second)
{
  g_autoptr (GPtrArray) incoming = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) outgoing = make_servers (MAIL_PROTOCOL_SMTP, "smtp1", MAIL_PROTOCOL_SMTP, second);

  g_ptr_array_add (incoming, mail_server_new (MAIL_PROTOCOL_IMAP, "imap", port, security));
  return mail_candidate_new (source, MAIL_TRUST_UNVERIFIED, where, NULL, incoming, outgoing);
}

/* What is preferred counts, not what stands behind it, nor who says so. */
static void
test_same_settings (void)
{
  g_autoptr (MailCandidate) a = make_candidate (MAIL_SOURCE_MX, NULL, 993, MAIL_SECURITY_TLS, "smtp2");
  g_autoptr (MailCandidate) same = make_candidate (MAIL_SOURCE_SRV, NULL, 993, MAIL_SECURITY_TLS, "smtp3");
  g_autoptr (MailCandidate) port = make_candidate (MAIL_SOURCE_MX, NULL, 994, MAIL_SECURITY_TLS, "smtp2");
  g_autoptr (MailCandidate) way = make_candidate (MAIL_SOURCE_MX, NULL, 993, MAIL_SECURITY_STARTTLS, "smtp2");
  g_autoptr (MailCandidate) half = mail_candidate_new (MAIL_SOURCE_MX, MAIL_TRUST_UNVERIFIED, NULL, NULL,
                                                       mail_candidate_get_incoming (a), NULL);

  g_assert_true (mail_candidate_is_complete (a));
  g_assert_false (mail_candidate_is_complete (half));
  g_assert_true (mail_candidate_same_settings (a, same));
  g_assert_false (mail_candidate_same_settings (a, port));
  g_assert_false (mail_candidate_same_settings (a, way));
  g_assert_false (mail_candidate_same_settings (a, half));
  g_assert_false (mail_candidate_same_settings (half, a));
  g_assert_true (mail_candidate_same_settings (half, half));
}

static void
test_same_without_servers (void)
{
  g_autoptr (MailProvider) one = mail_provider_new (&(MailProviderFacts){ .id = "example.org" });
  g_autoptr (MailProvider) two = mail_provider_new (&(MailProviderFacts){ .id = "example.net" });
  g_autoptr (MailCandidate) a
      = mail_candidate_new (MAIL_SOURCE_DATABASE, MAIL_TRUST_BUILT_IN, NULL, one, NULL, NULL);
  g_autoptr (MailCandidate) b
      = mail_candidate_new (MAIL_SOURCE_MX, MAIL_TRUST_UNVERIFIED, NULL, one, NULL, NULL);
  g_autoptr (MailCandidate) c
      = mail_candidate_new (MAIL_SOURCE_MX, MAIL_TRUST_UNVERIFIED, NULL, two, NULL, NULL);

  g_assert_true (mail_candidate_same_settings (a, b));
  g_assert_false (mail_candidate_same_settings (a, c));
}

static void
test_merge (void)
{
  g_autoptr (MailCandidate) a = make_candidate (MAIL_SOURCE_MX, "one", 993, MAIL_SECURITY_TLS, "smtp2");
  g_autoptr (MailCandidate) b = make_candidate (MAIL_SOURCE_SRV, "two", 993, MAIL_SECURITY_TLS, "smtp3");
  g_autoptr (MailCandidate) c = make_candidate (MAIL_SOURCE_GUESS, NULL, 993, MAIL_SECURITY_TLS, "smtp4");
  g_autoptr (MailCandidate) b_and_c = mail_candidate_merge (b, c);
  MailCandidate *all = mail_candidate_merge (a, b_and_c);

  g_assert_cmpuint (mail_candidate_get_n_provenances (a), ==, 1);
  g_assert_cmpuint (mail_candidate_get_n_provenances (all), ==, 3);
  g_assert_cmpint (mail_candidate_get_source (all), ==, MAIL_SOURCE_MX);
  g_assert_cmpstr (mail_candidate_get_where (all), ==, "one");
  g_assert_cmpint (mail_candidate_get_provenance (all, 1)->source, ==, MAIL_SOURCE_SRV);
  g_assert_cmpstr (mail_candidate_get_provenance (all, 1)->where, ==, "two");
  g_assert_cmpint (mail_candidate_get_provenance (all, 2)->source, ==, MAIL_SOURCE_GUESS);
  g_assert_null (mail_candidate_get_provenance (all, 2)->where);
  g_assert_true (mail_candidate_get_outgoing (all) == mail_candidate_get_outgoing (a));
  g_assert_finalize_object (all);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/candidate/choose", test_choose);
  g_test_add_func ("/candidate/copies", test_copies);
  g_test_add_func ("/candidate/without-servers", test_without_servers);
  g_test_add_func ("/candidate/same-settings", test_same_settings);
  g_test_add_func ("/candidate/same-without-servers", test_same_without_servers);
  g_test_add_func ("/candidate/merge", test_merge);
  return g_test_run ();
}
