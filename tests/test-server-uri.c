/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-server-uri.h"

#include <string.h>

#include "mail-error.h"

static const struct
{
  const char *uri;
  MailProtocol protocol;
  const char *host;
  guint port;
  MailSecurity security;
  const char *username;
} valid[] = {
  { "imaps://imap.example.org", MAIL_PROTOCOL_IMAP, "imap.example.org", 993, MAIL_SECURITY_TLS, "" },
  { "imap://imap.example.org", MAIL_PROTOCOL_IMAP, "imap.example.org", 143, MAIL_SECURITY_STARTTLS, "" },
  { "pop3s://h", MAIL_PROTOCOL_POP3, "h", 995, MAIL_SECURITY_TLS, "" },
  { "pop3://h/", MAIL_PROTOCOL_POP3, "h", 110, MAIL_SECURITY_STARTTLS, "" },
  { "smtps://h:4465", MAIL_PROTOCOL_SMTP, "h", 4465, MAIL_SECURITY_TLS, "" },
  { "SMTP://H:", MAIL_PROTOCOL_SMTP, "h", 587, MAIL_SECURITY_STARTTLS, "" },
  { "imaps://alice%40example.org@h", MAIL_PROTOCOL_IMAP, "h", 993, MAIL_SECURITY_TLS, "alice@example.org" },
  { "imaps://a%3Ab%20c@h", MAIL_PROTOCOL_IMAP, "h", 993, MAIL_SECURITY_TLS, "a:b c" },
  { "imaps://[::1]:1993", MAIL_PROTOCOL_IMAP, "::1", 1993, MAIL_SECURITY_TLS, "" },
  { "imaps://127.0.0.1", MAIL_PROTOCOL_IMAP, "127.0.0.1", 993, MAIL_SECURITY_TLS, "" },
  { "imaps://imap.straße.de", MAIL_PROTOCOL_IMAP, "imap.xn--strae-oqa.de", 993, MAIL_SECURITY_TLS, "" },
};

static const struct
{
  const char *uri;
  const char *says;
} invalid[] = {
  { "", "no address of a server" },
  { "imap.example.org", "no address of a server" },
  { "imaps://h:99999", "no address of a server" },
  { "imaps://h:abc", "no address of a server" },
  { "https://h", "starts with imaps://" },
  { "imaps:h", "name of the server is missing" },
  { "imaps://", "name of the server is missing" },
  { "imaps://alice@", "name of the server is missing" },
  { "imaps://h:0", "between 1 and 65535" },
  { "imaps://h/INBOX", "Nothing may follow" },
  { "imaps://h?tls=no", "Nothing may follow" },
  { "imaps://h#x", "Nothing may follow" },
  { "imaps://a b", "“a b”" },
  { "imaps://exa_mple.org", "“exa_mple.org”" },
  { "imaps://alice:hunter2@h", "password" },
};

static void
test_valid (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MailServer) server = mail_server_new_from_uri (valid[i].uri, &error);

      g_assert_no_error (error);
      g_assert_cmpint (mail_server_get_protocol (server), ==, valid[i].protocol);
      g_assert_cmpstr (mail_server_get_host (server), ==, valid[i].host);
      g_assert_cmpuint (mail_server_get_port (server), ==, valid[i].port);
      g_assert_cmpint (mail_server_get_security (server), ==, valid[i].security);
      g_assert_cmpstr (mail_server_get_username (server), ==, valid[i].username);
    }
}

static void
test_invalid (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MailServer) server = mail_server_new_from_uri (invalid[i].uri, &error);

      g_assert_null (server);
      g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
      if (strstr (error->message, invalid[i].says) == NULL)
        g_error ("%s: “%s” does not say “%s”", invalid[i].uri, error->message, invalid[i].says);
      g_assert_null (strstr (error->message, "hunter2"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-uri/valid", test_valid);
  g_test_add_func ("/server-uri/invalid", test_invalid);
  return g_test_run ();
}
