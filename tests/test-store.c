/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "mail-account-file.h"
#include "mail-error.h"
#include "mail-store.h"
#include "mail-test-await.h"

/* What needs no keyring: the files, the list, and the refusals that come before the keyring is asked.
 * The other half is test-store-keyring.c. */

#define ID  "0f9b7c5e-4a1d-4c54-8a35-6a2f3c1b0d11"
#define PIN "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char valid[] = "[Account]\nFormat=1\nId=" ID "\nName=Alice Ünlü\nAddress=alice@example.test\n"
                            "Provider=example\nProviderName=Example Mail\nCreated=2026-08-30T12:00:00Z\n"
                            "[Incoming]\nProtocol=imap\nHost=imap.example.test\nPort=993\nSecurity=tls\n"
                            "User=alice\nAuthentication=password;oauth2;\n"
                            "[Outgoing]\nProtocol=smtp\nHost=smtp.example.test\nPort=587\nSecurity=starttls\n"
                            "User=alice-out\nAuthentication=password;\nSeparateLogin=true\n"
                            "[Later]\nKey=ignored\n";

/* ---- the file ---- */

static void
assert_valid_account (MailAccount *account)
{
  MailSettings *settings = mail_account_get_settings (account);
  g_autoptr (MailServer) incoming
      = mail_server_new (MAIL_PROTOCOL_IMAP, "imap.example.test", 993, MAIL_SECURITY_TLS);
  g_autoptr (MailServer) outgoing
      = mail_server_new (MAIL_PROTOCOL_SMTP, "smtp.example.test", 587, MAIL_SECURITY_STARTTLS);
  g_autofree char *created = g_date_time_format_iso8601 (mail_account_get_created (account));

  mail_server_set_username (incoming, "alice");
  mail_server_set_auth (incoming, MAIL_AUTH_PASSWORD | MAIL_AUTH_OAUTH2);
  mail_server_set_username (outgoing, "alice-out");
  mail_server_set_auth (outgoing, MAIL_AUTH_PASSWORD);
  g_assert_cmpstr (mail_account_get_id (account), ==, ID);
  g_assert_cmpstr (mail_account_get_name (account), ==, "Alice Ünlü");
  g_assert_cmpstr (mail_address_get_address (mail_account_get_address (account)), ==, "alice@example.test");
  g_assert_cmpstr (mail_account_get_provider_id (account), ==, "example");
  g_assert_cmpstr (mail_account_get_provider_name (account), ==, "Example Mail");
  g_assert_cmpstr (created, ==, "2026-08-30T12:00:00Z");
  g_assert_true (mail_server_equal (mail_settings_get_incoming (settings), incoming));
  g_assert_true (mail_server_equal (mail_settings_get_outgoing (settings), outgoing));
  g_assert_true (mail_settings_get_separate_login (settings));
}

static MailAccount *
account_new_valid (void)
{
  g_autoptr (GError) error = NULL;
  MailAccount *account = mail_account_file_parse (valid, strlen (valid), &error);

  g_assert_no_error (error);
  return account;
}

static void
test_round_trip (void)
{
  MailAccount *account = account_new_valid ();
  MailAccount *again;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  assert_valid_account (account);
  text = mail_account_file_format (account, &length);
  again = mail_account_file_parse (text, length, &error);
  g_assert_no_error (error);
  assert_valid_account (again);
  g_assert_finalize_object (account);
  g_assert_finalize_object (again);
}

/* What a person decided to trust is still there, each with its server. */
static void
test_trust_round_trip (void)
{
  static const char pem[] = "-----BEGIN CERTIFICATE-----\nTUFJTA==\n-----END CERTIFICATE-----\n";
  g_autoptr (MailAccount) valid_account = account_new_valid ();
  g_autoptr (MailSettings) settings = mail_settings_copy (mail_account_get_settings (valid_account));
  g_autoptr (MailAccount) account = NULL;
  g_autoptr (MailAccount) again = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  MailSettings *read;
  gsize length;

  mail_server_set_pin (mail_settings_get_outgoing (settings), PIN);
  mail_settings_set_authorities (settings, pem);
  account = mail_account_new (ID, "", mail_account_get_address (valid_account), settings, NULL, NULL,
                              mail_account_get_created (valid_account));
  text = mail_account_file_format (account, &length);
  again = mail_account_file_parse (text, length, &error);
  g_assert_no_error (error);
  read = mail_account_get_settings (again);
  g_assert_null (mail_server_get_pin (mail_settings_get_incoming (read)));
  g_assert_cmpstr (mail_server_get_pin (mail_settings_get_outgoing (read)), ==, PIN);
  g_assert_cmpstr (mail_settings_get_authorities (read), ==, pem);
}

typedef struct
{
  const char *name;
  const char *line; /* of the valid file */
  const char *replacement;
  gboolean accepted;
} Damage;

static const Damage damages[] = {
  { "no-format", "Format=1\n", "", FALSE },
  { "newer-format", "Format=1", "Format=2", FALSE },
  { "no-id", "Id=" ID "\n", "", FALSE },
  { "path-as-id", "Id=" ID, "Id=../../elsewhere", FALSE },
  { "no-address", "Address=alice@example.test\n", "", FALSE },
  { "bad-address", "Address=alice@example.test", "Address=alice", FALSE },
  { "no-host", "Host=imap.example.test\n", "", FALSE },
  { "empty-host", "Host=imap.example.test", "Host=", FALSE },
  { "port-zero", "Port=993", "Port=0", FALSE },
  { "port-too-big", "Port=993", "Port=70000", FALSE },
  { "port-no-number", "Port=993", "Port=imaps", FALSE },
  { "plain-text", "Security=tls", "Security=none", FALSE },
  { "unknown-protocol", "Protocol=imap", "Protocol=jmap", FALSE },
  { "receiving-by-smtp", "Protocol=imap", "Protocol=smtp", FALSE },
  { "sending-by-imap", "Protocol=smtp", "Protocol=imap", FALSE },
  { "no-outgoing", "[Outgoing]", "[Elsewhere]", FALSE },
  { "no-key-file", "[Account]", "<xml>", FALSE },
  { "short-pin", "Port=993", "Port=993\nPin=sha256:abc", FALSE },
  { "pin-of-another-kind", "Port=993", "Port=993\nPin=" PIN, FALSE },
  { "odd-authorities", "[Incoming]", "Authorities=none\n[Incoming]", TRUE },
  { "no-name", "Name=Alice Ünlü\n", "", TRUE },
  { "no-provider", "Provider=example\nProviderName=Example Mail\n", "", TRUE },
  { "odd-date", "Created=2026-08-30T12:00:00Z", "Created=yesterday", TRUE },
  { "odd-authentication", "Authentication=password;oauth2;", "Authentication=stars;", TRUE },
};

static void
test_damage (gconstpointer data)
{
  const Damage *damage = data;
  g_autoptr (GString) text = g_string_new (valid);
  g_autoptr (MailAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_string_replace (text, damage->line, damage->replacement, 1), ==, 1);
  account = mail_account_file_parse (text->str, text->len, &error);
  if (damage->accepted)
    g_assert_no_error (error);
  else
    g_assert_true (error != NULL && error->domain == MAIL_ERROR);
  g_assert_cmpint (account != NULL, ==, damage->accepted);
}

/* ---- the folder ---- */

typedef struct
{
  char *folder;
  MailKeyring *keyring;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("siegel-store-XXXXXX", NULL);
  fixture->keyring = mail_keyring_new ();
}

static void
remove_tree (const char *path)
{
  const char *argv[] = { "rm", "-rf", path, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->keyring));
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
write_account (Fixture *fixture, const char *id, const char *address)
{
  g_autoptr (GString) text = g_string_new (valid);
  g_autofree char *name = g_strconcat (id, ".ini", NULL);

  g_string_replace (text, ID, id, 0);
  g_string_replace (text, "alice@example.test", address, 0);
  write_file (fixture, name, text->str);
}

static void
assert_address (MailStore *store, guint position, const char *address)
{
  g_autoptr (MailAccount) account = g_list_model_get_item (G_LIST_MODEL (store), position);

  g_assert_nonnull (account);
  g_assert_cmpstr (mail_address_get_address (mail_account_get_address (account)), ==, address);
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  MailStore *store;

  write_account (fixture, "0f9b7c5e-4a1d-4c54-8a35-6a2f3c1b0d12", "carol@example.test");
  write_account (fixture, "0f9b7c5e-4a1d-4c54-8a35-6a2f3c1b0d13", "alice@example.test");
  write_account (fixture, "0f9b7c5e-4a1d-4c54-8a35-6a2f3c1b0d14", "bob@example.test");
  write_file (fixture, "broken.ini", "what is this");
  write_file (fixture, ID ".ini.ABCDEF", valid);
  /* A copy by hand: the same account under another name. */
  write_file (fixture, "copy.ini", valid);
  store = mail_store_new (fixture->folder, fixture->keyring);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 3);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (store)) == MAIL_TYPE_ACCOUNT);
  assert_address (store, 0, "alice@example.test");
  assert_address (store, 1, "bob@example.test");
  assert_address (store, 2, "carol@example.test");
  g_assert_true (mail_store_get_keyring (store) == fixture->keyring);
  g_assert_finalize_object (store);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  MailStore *store;
  MailAccount *account;

  write_account (fixture, ID, "alice@example.test");
  store = mail_store_new (fixture->folder, fixture->keyring);
  account = mail_store_find (store, ID);
  g_assert_nonnull (account);
  g_assert_true (mail_store_find (store, "alice@example.test") == account);
  g_assert_true (mail_store_find (store, "alice@EXAMPLE.test.") == account);
  g_assert_null (mail_store_find (store, "bob@example.test"));
  g_assert_null (mail_store_find (store, ""));
  g_assert_finalize_object (store);
}

static void
test_nothing_there (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "no", "where", NULL);
  MailStore *store = mail_store_new (folder, fixture->keyring);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 0);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_finalize_object (store);
}

/* ---- what is refused before the keyring is asked ---- */

static void
save_fails (MailStore *store, MailAccount *account)
{
  g_autoptr (MailSecret) secret = mail_secret_new ("s3cret", -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_store_save_async (store, account, secret, NULL, NULL, NULL, mail_test_store_result, &result);
  g_assert_false (mail_store_save_finish (store, mail_test_await (&result), &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_STORE_FAILED);
}

static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) account = account_new_valid ();
  MailStore *store;

  write_account (fixture, "0f9b7c5e-4a1d-4c54-8a35-6a2f3c1b0d12", "alice@example.test");
  store = mail_store_new (fixture->folder, fixture->keyring);
  save_fails (store, account);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 1);
  g_assert_finalize_object (store);
}

/* Two programs may be open, and this one has read the folder long ago. */
static void
test_conflict_with_another_program (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) account = account_new_valid ();
  MailStore *store = mail_store_new (fixture->folder, fixture->keyring);

  write_account (fixture, "0f9b7c5e-4a1d-4c54-8a35-6a2f3c1b0d12", "alice@example.test");
  save_fails (store, account);
  save_fails (store, account);
  /* Now it is there to be seen, once. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 1);
  g_assert_nonnull (mail_store_find (store, "alice@example.test"));
  g_assert_finalize_object (store);
}

static void
test_file_in_the_way (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "accounts", NULL);
  g_autoptr (MailAccount) account = account_new_valid ();
  MailStore *store = mail_store_new (folder, fixture->keyring);

  write_file (fixture, "accounts", "");
  save_fails (store, account);
  g_assert_finalize_object (store);
}

static void
test_save_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) account = account_new_valid ();
  g_autoptr (MailAccount) loaded = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, ID ".ini", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  mail_account_file_save_async (account, path, mail_test_store_result, &result);
  mail_account_file_save_finish (mail_test_await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
  loaded = mail_account_file_load (path, &error);
  g_assert_no_error (error);
  assert_valid_account (loaded);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/file/round-trip", test_round_trip);
  g_test_add_func ("/store/file/trust-round-trip", test_trust_round_trip);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/store/file/damage/", damages[i].name, NULL);

      g_test_add_data_func (path, &damages[i], test_damage);
    }
  g_test_add ("/store/file/save", Fixture, NULL, set_up, test_save_file, tear_down);
  g_test_add ("/store/load", Fixture, NULL, set_up, test_load, tear_down);
  g_test_add ("/store/find", Fixture, NULL, set_up, test_find, tear_down);
  g_test_add ("/store/nothing-there", Fixture, NULL, set_up, test_nothing_there, tear_down);
  g_test_add ("/store/conflict", Fixture, NULL, set_up, test_conflict, tear_down);
  g_test_add ("/store/conflict-with-another-program", Fixture, NULL, set_up,
              test_conflict_with_another_program, tear_down);
  g_test_add ("/store/file-in-the-way", Fixture, NULL, set_up, test_file_in_the_way, tear_down);
  return g_test_run ();
}
