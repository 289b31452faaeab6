/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-account.h"

static MailSettings *
make_settings (void)
{
  g_autoptr (MailServer) imap = mail_server_new (MAIL_PROTOCOL_IMAP, "imap", 0, MAIL_SECURITY_TLS);
  g_autoptr (MailServer) smtp = mail_server_new (MAIL_PROTOCOL_SMTP, "smtp", 0, MAIL_SECURITY_TLS);

  return mail_settings_new (imap, smtp);
}

static void
test_values (void)
{
  g_autoptr (MailAddress) address = mail_address_new ("alice@example.test", NULL);
  g_autoptr (MailSettings) settings = make_settings ();
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 1, 2, 3, 4, 5);
  MailAccount *account
      = mail_account_new ("id", "Alice", address, settings, "example.test", "Example", created);
  MailServer *incoming = mail_settings_get_incoming (mail_account_get_settings (account));

  mail_server_set_host (mail_settings_get_incoming (settings), "edited");
  g_assert_cmpstr (mail_server_get_host (incoming), ==, "imap");
  g_assert_cmpstr (mail_account_get_id (account), ==, "id");
  g_assert_cmpstr (mail_account_get_name (account), ==, "Alice");
  g_assert_true (mail_address_equal (mail_account_get_address (account), address));
  g_assert_cmpstr (mail_account_get_provider_id (account), ==, "example.test");
  g_assert_cmpstr (mail_account_get_provider_name (account), ==, "Example");
  g_assert_true (g_date_time_equal (mail_account_get_created (account), created));
  g_assert_finalize_object (account);
}

static void
test_properties (void)
{
  g_autoptr (MailAddress) address = mail_address_new ("alice@example.test", NULL);
  g_autoptr (MailSettings) settings = make_settings ();
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 1, 2, 3, 4, 5);
  g_autoptr (MailAccount) account = mail_account_new ("id", NULL, address, settings, NULL, NULL, created);
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  g_object_get (account, "id", &id, "name", &name, "address", &text, NULL);
  g_assert_cmpstr (id, ==, "id");
  g_assert_cmpstr (name, ==, "");
  g_assert_cmpstr (text, ==, "alice@example.test");
  g_assert_null (mail_account_get_provider_id (account));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/values", test_values);
  g_test_add_func ("/account/properties", test_properties);
  return g_test_run ();
}
