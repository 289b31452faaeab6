/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"
#include "mail-export-quote.h"
#include "mail-export-server.h"

#define HOSTILE "o'brien \"x\" \\y #z $(id) `id` %s %(from)s, {q} é@example.test"
#define NAME    "Alice \"A\" Ex\\ample $HOME"

static MailServer *
server_new (MailProtocol protocol, MailSecurity security, const char *user)
{
  MailServer *server = mail_server_new (protocol, "mail.example.test", 0, security);

  mail_server_set_username (server, user);
  mail_server_set_auth (server, *user != '\0' ? MAIL_AUTH_PASSWORD : MAIL_AUTH_NONE);
  return server;
}

static MailAccount *
account_new (MailProtocol protocol, MailSecurity security, const char *user, const char *outgoing_user)
{
  g_autoptr (MailServer) incoming = server_new (protocol, security, user);
  g_autoptr (MailServer) outgoing = server_new (MAIL_PROTOCOL_SMTP, security, outgoing_user);
  g_autoptr (MailSettings) settings = mail_settings_new (incoming, outgoing);
  g_autoptr (MailAddress) address = mail_address_new ("alice@example.test", NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return mail_account_new ("0f9b7c5e-0000-4000-8000-000000000000", NAME, address, settings, NULL, NULL, now);
}

static char *
write_text (const char *id, MailAccount *account)
{
  const MailExport *format = mail_export_find (id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mail_export_write (format, account, NULL, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
assert_contains (const char *id, MailAccount *account, const char *part)
{
  g_autofree char *text = write_text (id, account);

  if (strstr (text, part) == NULL)
    g_error ("%s lacks %s:\n%s", id, part, text);
}

static void
assert_refused (const char *id, MailAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mail_export_write (mail_export_find (id), account, NULL, &error);

  g_assert_null (bytes);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED);
}

/* ---- quoting ---- */

static void
assert_takes (char *quoted, const char *expected)
{
  g_assert_cmpstr (quoted, ==, expected);
  g_free (quoted);
}

static void
test_quote (void)
{
  assert_takes (mail_export_quote_shell ("alice@example.test"), "alice@example.test");
  assert_takes (mail_export_quote_shell (""), "''");
  assert_takes (mail_export_quote_shell ("~"), "'~'");
  assert_takes (mail_export_quote_shell ("a b'c"), "'a b'\\''c'");
  assert_takes (mail_export_quote_escape ("a\"b\\$", "\"\\$`"), "a\\\"b\\\\\\$");
  assert_takes (mail_export_quote_double ("a\"b\\c", "\"\\"), "\"a\\\"b\\\\c\"");
  assert_takes (mail_export_quote_percent ("a b@é/:"), "a%20b%40%C3%A9%2F%3A");
  assert_takes (mail_export_quote_python ("a'\"\\é€😀"), "\"a'\\\"\\\\\\U000000e9\\U000020ac\\U0001f600\"");
  assert_takes (mail_export_quote_replace ("%a%%b", "%", "%%"), "%%a%%%%b");
  assert_takes (mail_export_quote_label ("o'brien/é@example.test"), "o_brien___@example.test");
  assert_takes (mail_export_quote_label ("..@example.test"), "_.@example.test");
  assert_takes (mail_export_quote_mailbox ("A \"B\"", "a@example.test"), "\"A \\\"B\\\"\" <a@example.test>");
  assert_takes (mail_export_quote_mailbox ("", "a@example.test"), "a@example.test");
}

static void
test_words (void)
{
  const char *words[] = { "secret-tool", "lookup", "a b", HOSTILE, NULL };
  g_autofree char *command = mail_export_quote_words (words);
  g_auto (GStrv) back = NULL;

  g_assert_true (g_shell_parse_argv (command, NULL, &back, NULL));
  g_assert_cmpstrv (back, words);
}

/* ---- what is known of a server ---- */

static void
test_server (void)
{
  g_autoptr (MailServer) server = mail_server_new (MAIL_PROTOCOL_IMAP, "::1", 143, MAIL_SECURITY_STARTTLS);

  mail_server_set_username (server, "a b");
  assert_takes (mail_export_get_url (server, "imap"), "imap://a%20b@[::1]:143");
  mail_server_set_host (server, "mail.bücher.example");
  assert_takes (mail_export_get_place (server), "mail.xn--bcher-kva.example:143");
  assert_takes (mail_export_get_lookup_command (server),
                "secret-tool lookup -- host mail.xn--bcher-kva.example service imap "
                "port 143 user 'a b'");
  assert_takes (mail_export_get_lookup_list (server),
                "\"secret-tool\", \"lookup\", \"--\", \"host\", \"mail.xn--bcher-kva.example\", \"service\", "
                "\"imap\", \"port\", \"143\", \"user\", \"a b\"");
  mail_server_set_auth (server, MAIL_AUTH_NONE);
  assert_takes (mail_export_get_url (server, "smtp"), "smtp://mail.xn--bcher-kva.example:143");
}

/* ---- all formats ---- */

static void
test_list (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (MailAccount) account = account_new (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, "alice", "alice");
  const MailExport *const *formats = mail_export_list ();

  for (gsize i = 0; formats[i] != NULL; i++)
    {
      const MailExport *format = formats[i];
      g_autofree char *name = mail_export_get_file_name (format, account);

      g_assert_true (g_hash_table_add (ids, (char *) format->id));
      g_assert_true (mail_export_find (format->id) == format);
      g_assert_true (format->name != NULL && format->summary != NULL && format->content_type != NULL);
      g_assert_true (format->steps != NULL && format->steps[0] != NULL);
      g_assert_nonnull (format->write);
      g_assert_null (strpbrk (name, " /'\"\\%"));
    }
  g_assert_null (mail_export_find ("no such program"));
}

/* Whatever holds the account at all is written, tells nothing of a password, and has no line too many. */
static void
check_format (const MailExport *format, MailAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mail_export_write (format, account, NULL, &error);

  g_assert_true ((bytes != NULL) == mail_export_can_hold (format, account, NULL));
  if (bytes == NULL)
    {
      g_assert_error (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED);
      g_assert_cmpuint (strlen (error->message), >, 10);
      return;
    }
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
}

static void
test_every_account (void)
{
  const MailExport *const *formats = mail_export_list ();
  const char *users[] = { "alice", HOSTILE, " a ", "-x" };

  for (gsize i = 0; formats[i] != NULL; i++)
    for (gsize user = 0; user < G_N_ELEMENTS (users); user++)
      for (MailProtocol protocol = MAIL_PROTOCOL_IMAP; protocol <= MAIL_PROTOCOL_POP3; protocol++)
        for (MailSecurity security = MAIL_SECURITY_AUTOMATIC; security <= MAIL_SECURITY_STARTTLS; security++)
          {
            g_autoptr (MailAccount) account = account_new (protocol, security, users[user], users[user]);
            g_autoptr (MailAccount) relayed = account_new (protocol, security, users[user], "");

            check_format (formats[i], account);
            check_format (formats[i], relayed);
          }
}

static void
test_line_breaks (void)
{
  g_autoptr (MailAccount) account = account_new (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, "a\nb", "a\nb");
  g_autoptr (MailAccount) pop3 = account_new (MAIL_PROTOCOL_POP3, MAIL_SECURITY_TLS, "a\nb", "a\nb");
  const MailExport *const *formats = mail_export_list ();

  for (gsize i = 0; formats[i] != NULL; i++)
    if (formats[i]->group == MAIL_EXPORT_TERMINAL)
      {
        assert_refused (formats[i]->id, account);
        assert_refused (formats[i]->id, pop3);
      }
}

/* ---- what a program cannot do ---- */

static void
test_protocols (void)
{
  g_autoptr (MailAccount) imap = account_new (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, "alice", "alice");
  g_autoptr (MailAccount) pop3 = account_new (MAIL_PROTOCOL_POP3, MAIL_SECURITY_TLS, "alice", "alice");
  const char *imap_only[] = { "mbsync", "offlineimap", "aerc", "himalaya" };

  for (gsize i = 0; i < G_N_ELEMENTS (imap_only); i++)
    assert_refused (imap_only[i], pop3);
  assert_refused ("mpop", imap);
}

/* These would go on without encryption, or without a look at the certificate. */
static void
test_starttls (void)
{
  g_autoptr (MailAccount) account
      = account_new (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_STARTTLS, "alice", "alice");

  assert_refused ("getmail", account);
  assert_refused ("offlineimap", account);
  assert_contains ("msmtp", account, "tls_starttls on\n");
  assert_contains ("mbsync", account, "SSLType STARTTLS\n");
  assert_contains ("neomutt", account, "set ssl_force_tls = yes\n");
  assert_contains ("neomutt", account, "set folder = \"imap://mail.example.test:143/\"\n");
  assert_contains ("aerc", account, "source = `imap://alice@mail.example.test:143`\n");
  assert_contains ("aerc", account, "smtp-starttls = yes\n");
  assert_contains ("fetchmail", account, "  sslproto \"TLS1.2+\" sslcertck\n");
  assert_contains ("alpine", account, "inbox-path={mail.example.test:143/tls/user=\"alice\"}INBOX\n");
  assert_contains ("s-nail", account, "  set imap-use-starttls\n");
}

static void
test_tls (void)
{
  g_autoptr (MailAccount) account = account_new (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, "alice", "alice");
  g_autoptr (MailAccount) pop3 = account_new (MAIL_PROTOCOL_POP3, MAIL_SECURITY_TLS, "alice", "alice");

  assert_contains ("msmtp", account, "tls_starttls off\n");
  assert_contains ("mbsync", account, "SSLType IMAPS\n");
  assert_contains ("neomutt", account, "set smtp_url = \"smtps://alice@mail.example.test:465/\"\n");
  assert_contains ("neomutt", pop3, "set spoolfile = \"pops://mail.example.test:995/\"\n");
  assert_contains ("fetchmail", account, "  ssl sslproto \"TLS1.2+\" sslcertck\n");
  assert_contains ("fetchmail", pop3, "protocol POP3 port 995 uidl\n");
  assert_contains ("alpine", pop3, "inbox-path={mail.example.test:995/pop3/ssl/user=\"alice\"}INBOX\n");
  assert_contains ("getmail", pop3, "type = SimplePOP3SSLRetriever\n");
  assert_contains ("offlineimap", account, "sslcacertfile = OS-DEFAULT\n");
}

static void
test_no_sign_in (void)
{
  g_autoptr (MailAccount) account = account_new (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, "alice", "");
  const char *ids[] = { "msmtp", "neomutt", "aerc", "himalaya", "s-nail", "alpine" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *text = write_text (ids[i], account);

      g_assert_null (strstr (text, "service smtp"));
    }
  assert_contains ("msmtp", account, "auth off\n");
  assert_contains ("aerc", account, "outgoing = `smtps+none://mail.example.test:465`\n");
  assert_contains ("s-nail", account, "  set smtp-auth=none\n");
}

/* ---- user names, each by the rules of its file ---- */

static void
test_hostile (void)
{
  g_autoptr (MailAccount) account
      = account_new (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, "a'b\" \\c #`%(x)s", "a'b\" \\c #`%(x)s");

  assert_contains ("msmtp", account, "user \"a'b\" \\c #`%(x)s\"\n");
  assert_contains ("mbsync", account, "User \"a'b\\\" \\\\c #`%(x)s\"\n");
  assert_contains ("mbsync", account, "user 'a'\\\\''b\\\" \\\\c #`%(x)s'\"\n");
  assert_contains ("neomutt", account, "set imap_user = \"a'b\\\" \\\\c #\\`%(x)s\"\n");
  assert_contains ("aerc", account, "user 'a'\\''b\" \\c #`%''(x)s'`\n");
  assert_contains ("fetchmail", account, "  user \"a'b\\x22 \\x5cc #`%(x)s\"\n");
  assert_contains ("getmail", account, "username = \"a'b\\\" \\\\c #`%(x)s\"\n");
  assert_contains ("offlineimap", account, "remoteusereval = \"a'b\\\" \\\\c #`%%(x)s\"\n");
  assert_contains ("himalaya", account, "imap.sasl.plain.username = \"a'b\\\" \\\\c #`%(x)s\"\n");
  assert_contains ("s-nail", account,
                   "set inbox=imaps://a%27b%22%20%5Cc%20%23%60%25%28x%29s@mail.example.test:993\n");
  assert_refused ("alpine", account);
}

static void
test_pointers (void)
{
  g_autoptr (MailAccount) account = account_new (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, "alice", "alice");
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = write_text ("notmuch", account);
  g_autofree char *name = NULL;

  g_assert_true (g_key_file_load_from_data (file, text, -1, 0, NULL));
  name = g_key_file_get_string (file, "user", "name", NULL);
  g_assert_cmpstr (name, ==, NAME);
  assert_contains ("mu4e", account, "(setq user-full-name \"Alice \\\"A\\\" Ex\\\\ample $HOME\")\n");
  assert_contains ("mu4e", account, "--my-address=alice@example.test");
  assert_contains ("alpine", account, "personal-name=Alice \"A\" Ex\\ample $$HOME\n");
}

/* The sender's address of msmtp. */
static void
test_percent (void)
{
  g_autoptr (MailAccount) plain = account_new (MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, "a", "a");
  g_autoptr (MailAddress) address = mail_address_new ("a%U@example.test", NULL);
  g_autoptr (MailAccount) account = mail_account_new ("x", NULL, address, mail_account_get_settings (plain),
                                                      NULL, NULL, mail_account_get_created (plain));

  assert_refused ("msmtp", account);
  g_assert_true (mail_export_can_hold (mail_export_find ("msmtp"), plain, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/quote", test_quote);
  g_test_add_func ("/export/words", test_words);
  g_test_add_func ("/export/server", test_server);
  g_test_add_func ("/export/list", test_list);
  g_test_add_func ("/export/every-account", test_every_account);
  g_test_add_func ("/export/line-breaks", test_line_breaks);
  g_test_add_func ("/export/protocols", test_protocols);
  g_test_add_func ("/export/starttls", test_starttls);
  g_test_add_func ("/export/tls", test_tls);
  g_test_add_func ("/export/no-sign-in", test_no_sign_in);
  g_test_add_func ("/export/hostile", test_hostile);
  g_test_add_func ("/export/pointers", test_pointers);
  g_test_add_func ("/export/percent", test_percent);
  return g_test_run ();
}
