/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes as the file of an account. What can be read at all is written and read again, and is the same. */

#include <string.h>

#include "fuzz.h"
#include "mail-account-file.h"

static void
assert_same (MailAccount *a, MailAccount *b)
{
  MailSettings *one = mail_account_get_settings (a);
  MailSettings *other = mail_account_get_settings (b);

  g_assert_cmpstr (mail_account_get_id (a), ==, mail_account_get_id (b));
  g_assert_cmpstr (mail_account_get_name (a), ==, mail_account_get_name (b));
  g_assert_true (mail_address_equal (mail_account_get_address (a), mail_account_get_address (b)));
  g_assert_true (mail_server_equal (mail_settings_get_incoming (one), mail_settings_get_incoming (other)));
  g_assert_true (mail_server_equal (mail_settings_get_outgoing (one), mail_settings_get_outgoing (other)));
  g_assert_cmpstr (mail_settings_get_authorities (one), ==, mail_settings_get_authorities (other));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (MailAccount) account = mail_account_file_parse ((const char *) data, size, NULL);
  g_autoptr (MailAccount) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (account == NULL)
    return 0;
  g_assert_true (g_uuid_string_is_valid (mail_account_get_id (account)));
  text = mail_account_file_format (account, &length);
  again = mail_account_file_parse (text, length, &error);
  g_assert_no_error (error);
  assert_same (account, again);
  return 0;
}
