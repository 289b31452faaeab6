/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-ranking.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *before; /* one word a server: protocol, security, and a name to know it by */
  const char *after;
} Case;

static const Case cases[] = {
  { "nothing", "", "" },
  { "one", "pop3:starttls:a", "pop3:starttls:a" },
  { "protocol", "pop3:tls:a imap:tls:b", "imap:tls:b pop3:tls:a" },
  { "security", "smtp:starttls:a smtp:tls:b", "smtp:tls:b smtp:starttls:a" },
  { "protocol-first", "pop3:tls:a imap:starttls:b", "imap:starttls:b pop3:tls:a" },
  { "both", "pop3:starttls:a imap:starttls:b pop3:tls:c imap:tls:d",
    "imap:tls:d imap:starttls:b pop3:tls:c pop3:starttls:a" },
  { "stable", "imap:tls:c imap:starttls:x imap:tls:a imap:tls:b imap:starttls:w",
    "imap:tls:c imap:tls:a imap:tls:b imap:starttls:x imap:starttls:w" },
};

static GPtrArray *
create_servers (const char *text)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], ":", 3);
      MailProtocol protocol;
      MailSecurity security;

      g_assert_true (mail_protocol_from_string (parts[0], &protocol));
      g_assert_true (mail_security_from_string (parts[1], &security));
      g_ptr_array_add (servers, mail_server_new (protocol, parts[2], 1, security));
    }
  return servers;
}

static char *
describe (GPtrArray *servers)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < servers->len; i++)
    {
      MailServer *server = g_ptr_array_index (servers, i);

      g_string_append_printf (
          words, "%s%s:%s:%s", i == 0 ? "" : " ", mail_protocol_to_string (mail_server_get_protocol (server)),
          mail_security_to_string (mail_server_get_security (server)), mail_server_get_host (server));
    }
  return g_string_free (words, FALSE);
}

static void
test_sort (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GPtrArray) servers = create_servers (test->before);
  g_autofree char *after = NULL;

  mail_ranking_sort (servers);
  after = describe (servers);
  g_assert_cmpstr (after, ==, test->after);
}

static void
test_arrange (void)
{
  g_autoptr (GPtrArray) incoming = create_servers ("pop3:tls:a imap:tls:b");
  g_autoptr (GPtrArray) outgoing = create_servers ("smtp:starttls:c smtp:tls:d");
  g_autoptr (MailProvider) provider = mail_provider_new (&(MailProviderFacts){ .id = "example.org" });
  MailCandidate *original = mail_candidate_new (MAIL_SOURCE_ISPDB, MAIL_TRUST_HTTPS, "https://example.org/",
                                                provider, incoming, outgoing);
  MailCandidate *arranged = mail_ranking_arrange (original);
  g_autofree char *words = describe (mail_candidate_get_incoming (arranged));
  g_autofree char *untouched = describe (incoming);

  g_assert_cmpstr (words, ==, "imap:tls:b pop3:tls:a");
  g_assert_cmpstr (untouched, ==, "pop3:tls:a imap:tls:b");
  g_free (words);
  words = describe (mail_candidate_get_outgoing (arranged));
  g_assert_cmpstr (words, ==, "smtp:tls:d smtp:starttls:c");
  g_assert_cmpint (mail_candidate_get_source (arranged), ==, MAIL_SOURCE_ISPDB);
  g_assert_cmpint (mail_candidate_get_trust (arranged), ==, MAIL_TRUST_HTTPS);
  g_assert_cmpstr (mail_candidate_get_where (arranged), ==, "https://example.org/");
  g_assert_true (mail_candidate_get_provider (arranged) == provider);
  g_assert_finalize_object (original);
  g_assert_finalize_object (arranged);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/ranking/sort/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_sort);
    }
  g_test_add_func ("/ranking/arrange", test_arrange);
  return g_test_run ();
}
