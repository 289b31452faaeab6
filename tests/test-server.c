/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-server.h"

#include <string.h>

#include "mail-error.h"

static void
log_notify (GObject *object, GParamSpec *pspec, GString *log)
{
  g_string_append_printf (log, "%s ", pspec->name);
}

static GString *
watch (MailServer *server)
{
  GString *log = g_string_new (NULL);

  g_signal_connect (server, "notify", G_CALLBACK (log_notify), log);
  return log;
}

static void
assert_log (GString *log, const char *expected)
{
  g_assert_cmpstr (log->str, ==, expected);
  g_string_truncate (log, 0);
}

static void
test_new (void)
{
  MailServer *server = mail_server_new (MAIL_PROTOCOL_IMAP, "IMAP.Example.org", 0, MAIL_SECURITY_TLS);

  g_assert_cmpint (mail_server_get_protocol (server), ==, MAIL_PROTOCOL_IMAP);
  g_assert_cmpstr (mail_server_get_host (server), ==, "imap.example.org");
  g_assert_cmpuint (mail_server_get_port (server), ==, 993);
  g_assert_cmpint (mail_server_get_security (server), ==, MAIL_SECURITY_TLS);
  g_assert_cmpstr (mail_server_get_username (server), ==, "");
  g_assert_false (mail_server_get_username_guessed (server));
  g_assert_cmpint (mail_server_get_auth (server), ==, MAIL_AUTH_PASSWORD);
  g_assert_true (mail_server_is_incoming (server));
  g_assert_finalize_object (server);
}

static void
test_standard_port_moves (void)
{
  g_autoptr (MailServer) server = mail_server_new (MAIL_PROTOCOL_IMAP, "h", 0, MAIL_SECURITY_TLS);
  g_autoptr (GString) log = watch (server);

  mail_server_set_security (server, MAIL_SECURITY_STARTTLS);
  g_assert_cmpuint (mail_server_get_port (server), ==, 143);
  assert_log (log, "security port ");
  mail_server_set_protocol (server, MAIL_PROTOCOL_POP3);
  g_assert_cmpuint (mail_server_get_port (server), ==, 110);
  assert_log (log, "protocol port ");
  mail_server_set_port (server, 1110);
  mail_server_set_security (server, MAIL_SECURITY_TLS);
  g_assert_cmpuint (mail_server_get_port (server), ==, 1110);
  assert_log (log, "port security ");
}

static void
test_notify_once (void)
{
  g_autoptr (MailServer) server = mail_server_new (MAIL_PROTOCOL_SMTP, "h", 25, MAIL_SECURITY_TLS);
  g_autoptr (GString) log = watch (server);

  for (int i = 0; i < 2; i++)
    {
      mail_server_set_host (server, "mail.example.org");
      mail_server_set_port (server, 465);
      mail_server_set_username (server, "alice");
      mail_server_set_username_guessed (server, TRUE);
      mail_server_set_auth (server, MAIL_AUTH_NONE);
    }
  assert_log (log, "host port username username-guessed auth ");
}

static void
test_properties (void)
{
  g_autoptr (MailServer) server = mail_server_new (MAIL_PROTOCOL_IMAP, "", 0, MAIL_SECURITY_TLS);
  g_autofree char *host = NULL;
  g_autofree char *username = NULL;
  guint port;
  MailSecurity security;

  g_object_set (server, "protocol", MAIL_PROTOCOL_SMTP, "host", " Imap.Straße.de", "port", 2465, "security",
                MAIL_SECURITY_STARTTLS, "username", NULL, "username-guessed", TRUE, "auth", MAIL_AUTH_OAUTH2,
                NULL);
  g_object_get (server, "host", &host, "port", &port, "username", &username, "security", &security, NULL);
  g_assert_cmpstr (host, ==, " Imap.Straße.de");
  g_assert_cmpstr (mail_server_get_host (server), ==, "imap.xn--strae-oqa.de");
  g_assert_cmpuint (port, ==, 2465);
  g_assert_cmpstr (username, ==, "");
  g_assert_cmpint (security, ==, MAIL_SECURITY_STARTTLS);
  g_assert_false (mail_server_is_incoming (server));
}

static void
test_copy (void)
{
  g_autoptr (MailServer) server = mail_server_new (MAIL_PROTOCOL_SMTP, "h.test", 26, MAIL_SECURITY_STARTTLS);
  MailServer *copy;

  mail_server_set_username (server, "alice");
  mail_server_set_username_guessed (server, TRUE);
  mail_server_set_auth (server, MAIL_AUTH_PASSWORD | MAIL_AUTH_OAUTH2);
  copy = mail_server_copy (server);
  g_assert_true (mail_server_equal (server, copy));
  mail_server_set_host (copy, "H.test.");
  g_assert_true (mail_server_equal (server, copy));
  mail_server_set_username (copy, "bob");
  g_assert_false (mail_server_equal (server, copy));
  g_assert_cmpstr (mail_server_get_username (server), ==, "alice");
  g_assert_finalize_object (copy);
}

static void
test_describe (void)
{
  g_autoptr (MailServer) server
      = mail_server_new (MAIL_PROTOCOL_IMAP, "imap.Straße.de", 0, MAIL_SECURITY_TLS);
  g_autofree char *line = mail_server_describe (server);

  g_assert_cmpstr (line, ==, "imap.straße.de · port 993 · SSL/TLS");
}

static void
test_port_hints (void)
{
  static const struct
  {
    MailProtocol protocol;
    guint port;
    MailSecurity security;
    const char *hint;
  } cases[] = {
    { MAIL_PROTOCOL_SMTP, 587, MAIL_SECURITY_TLS,
      "Port 587 is usual for STARTTLS; with SSL/TLS it is mostly 465." },
    { MAIL_PROTOCOL_IMAP, 993, MAIL_SECURITY_STARTTLS,
      "Port 993 is usual for SSL/TLS; with STARTTLS it is mostly 143." },
    { MAIL_PROTOCOL_IMAP, 995, MAIL_SECURITY_TLS, "Port 995 is usual for POP3; for IMAP it is mostly 993." },
    { MAIL_PROTOCOL_SMTP, 25, MAIL_SECURITY_STARTTLS,
      "Servers use port 25 among themselves; mail programs send on port 465 or 587." },
    { MAIL_PROTOCOL_SMTP, 465, MAIL_SECURITY_TLS, NULL },
    { MAIL_PROTOCOL_SMTP, 587, MAIL_SECURITY_AUTOMATIC, NULL },
    { MAIL_PROTOCOL_SMTP, 2525, MAIL_SECURITY_TLS, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MailServer) server
          = mail_server_new (cases[i].protocol, "h", cases[i].port, cases[i].security);
      g_autofree char *hint = mail_server_get_port_hint (server);

      g_assert_cmpstr (hint, ==, cases[i].hint);
    }
}

static void
test_validate (void)
{
  static const struct
  {
    MailProtocol protocol;
    const char *host;
    guint port;
    const char *username;
    MailAuth auth;
    const char *says; /* NULL: nothing is wrong */
  } cases[] = {
    { MAIL_PROTOCOL_IMAP, "imap.example.org", 993, "alice", MAIL_AUTH_PASSWORD, NULL },
    { MAIL_PROTOCOL_IMAP, "::1", 1, "alice", MAIL_AUTH_PASSWORD, NULL },
    { MAIL_PROTOCOL_IMAP, "localhost", 65535, " ä\"lice ", MAIL_AUTH_PASSWORD, NULL },
    { MAIL_PROTOCOL_SMTP, "smtp.example.org", 25, "", MAIL_AUTH_NONE, NULL },
    { MAIL_PROTOCOL_IMAP, "", 993, "alice", MAIL_AUTH_PASSWORD, "name of the incoming server" },
    { MAIL_PROTOCOL_SMTP, "  ", 465, "alice", MAIL_AUTH_PASSWORD, "name of the outgoing server" },
    { MAIL_PROTOCOL_IMAP, "imap example", 993, "alice", MAIL_AUTH_PASSWORD, "“imap example”" },
    { MAIL_PROTOCOL_IMAP, "imap..example", 993, "alice", MAIL_AUTH_PASSWORD, "“imap..example”" },
    { MAIL_PROTOCOL_IMAP, "h", 65536, "alice", MAIL_AUTH_PASSWORD, "between 1 and 65535" },
    { MAIL_PROTOCOL_IMAP, "h", 993, "", MAIL_AUTH_PASSWORD, "user name for the incoming" },
    { MAIL_PROTOCOL_SMTP, "h", 465, "", MAIL_AUTH_PASSWORD, "user name for the outgoing" },
    { MAIL_PROTOCOL_IMAP, "h", 993, "a\r\nb", MAIL_AUTH_PASSWORD, "user name contains" },
    { MAIL_PROTOCOL_IMAP, "h", 993, "a\xff", MAIL_AUTH_PASSWORD, "user name contains" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MailServer) server
          = mail_server_new (cases[i].protocol, cases[i].host, cases[i].port, MAIL_SECURITY_TLS);
      g_autoptr (GError) error = NULL;

      mail_server_set_username (server, cases[i].username);
      mail_server_set_auth (server, cases[i].auth);
      g_assert_cmpint (mail_server_validate (server, &error), ==, cases[i].says == NULL);
      if (cases[i].says == NULL)
        continue;
      g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/new", test_new);
  g_test_add_func ("/server/standard-port-moves", test_standard_port_moves);
  g_test_add_func ("/server/notify-once", test_notify_once);
  g_test_add_func ("/server/properties", test_properties);
  g_test_add_func ("/server/copy", test_copy);
  g_test_add_func ("/server/describe", test_describe);
  g_test_add_func ("/server/port-hints", test_port_hints);
  g_test_add_func ("/server/validate", test_validate);
  return g_test_run ();
}
