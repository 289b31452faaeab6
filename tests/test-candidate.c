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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/candidate/choose", test_choose);
  g_test_add_func ("/candidate/copies", test_copies);
  g_test_add_func ("/candidate/without-servers", test_without_servers);
  return g_test_run ();
}
