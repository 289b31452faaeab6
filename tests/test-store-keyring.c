/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "keyring-fixture.h"
#include "mail-error.h"
#include "mail-store.h"

/* All or nothing, with a real GNOME Keyring and real faults: whatever fails, the state is as before. */

#define OLD_ID "11111111-4a1d-4c54-8a35-6a2f3c1b0d11"
#define NEW_ID "22222222-4a1d-4c54-8a35-6a2f3c1b0d11"

typedef struct
{
  KeyringFixture keyring;
  char *folder;
  MailStore *store;
} Fixture;

static MailAccount *
account_new (const char *id, MailAuth outgoing_auth)
{
  g_autoptr (MailAddress) address = mail_address_new ("alice@example.test", NULL);
  g_autoptr (MailServer) incoming
      = mail_server_new (MAIL_PROTOCOL_IMAP, "imap.example.test", 0, MAIL_SECURITY_TLS);
  g_autoptr (MailServer) outgoing
      = mail_server_new (MAIL_PROTOCOL_SMTP, "smtp.example.test", 0, MAIL_SECURITY_TLS);
  g_autoptr (MailSettings) settings = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  mail_server_set_username (incoming, "alice");
  mail_server_set_username (outgoing, "alice");
  mail_server_set_auth (outgoing, outgoing_auth);
  settings = mail_settings_new (incoming, outgoing);
  return mail_account_new (id, "Alice", address, settings, NULL, NULL, now);
}

/* ---- the calls ---- */

static void
save (Fixture *fixture, MailAccount *account, const char *outgoing, MailAccount *replaces, int code)
{
  g_autoptr (MailSecret) secret = mail_secret_new (mail_account_get_id (account), -1);
  g_autoptr (MailSecret) outgoing_secret = outgoing != NULL ? mail_secret_new (outgoing, -1) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_store_save_async (fixture->store, account, secret, outgoing_secret, replaces, NULL,
                         mail_test_store_result, &result);
  mail_store_save_finish (fixture->store, mail_test_await (&result), &error);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, MAIL_ERROR, code);
}

static void
remove_account (Fixture *fixture, MailAccount *account, int code)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_store_remove_async (fixture->store, account, NULL, mail_test_store_result, &result);
  mail_store_remove_finish (fixture->store, mail_test_await (&result), &error);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, MAIL_ERROR, code);
}

/* ---- what is there ---- */

static char *
get_path (Fixture *fixture, const char *id)
{
  g_autofree char *name = g_strconcat (id, ".ini", NULL);

  return g_build_filename (fixture->folder, name, NULL);
}

static void
assert_files (Fixture *fixture, guint expected)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  g_assert_cmpuint (n, ==, expected);
}

/* In the list, on the disk, and in the keyring. */
static void
assert_whole (Fixture *fixture, const char *id)
{
  g_autofree char *path = get_path (fixture, id);
  g_autofree char *attribute = g_strconcat ("account=", id, NULL);
  g_autofree char *found = NULL;

  g_assert_nonnull (mail_store_find (fixture->store, id));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpuint (keyring_fixture_count (attribute, NULL), ==, 2);
  found = run_tool ("secret-tool", "lookup", "account", id, "service", "imap", NULL);
  g_assert_cmpstr (found, ==, id);
}

static void
assert_nothing (Fixture *fixture, const char *id)
{
  g_autofree char *path = get_path (fixture, id);
  g_autofree char *attribute = g_strconcat ("account=", id, NULL);

  g_assert_null (mail_store_find (fixture->store, id));
  g_assert_false (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpuint (keyring_fixture_count (attribute, NULL), ==, 0);
}

/* ---- the fixture ---- */

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *output = NULL;

  fixture->folder = g_build_filename (g_get_user_data_dir (), "siegel", "accounts", NULL);
  output = run_tool ("rm", "-rf", fixture->folder, NULL);
  keyring_fixture_set_up (&fixture->keyring, data);
  fixture->store = mail_store_new (NULL, fixture->keyring.keyring);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->store));
  keyring_fixture_tear_down (&fixture->keyring, data);
  g_free (fixture->folder);
}

/* ---- all is well ---- */

static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) account = account_new (NEW_ID, MAIL_AUTH_PASSWORD);
  g_autofree char *path = get_path (fixture, NEW_ID);
  g_autofree char *text = NULL;
  g_autofree char *found = NULL;
  g_autofree char *helper = support_path ("keyring.py");
  g_autofree char *labels = NULL;
  MailStore *again;
  GStatBuf info;

  save (fixture, account, "for sending", NULL, -1);
  assert_whole (fixture, NEW_ID);
  found = run_tool ("secret-tool", "lookup", "host", "smtp.example.test", "service", "smtp", "user", "alice",
                    NULL);
  g_assert_cmpstr (found, ==, "for sending");
  labels = run_tool ("/usr/bin/python3", helper, "labels", "service=imap", NULL);
  g_assert_cmpstr (labels, ==, "Mail password of alice@example.test (imap.example.test)\n");
  g_assert_cmpint (g_stat (fixture->folder, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0700);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "for sending"));
  again = mail_store_new (NULL, fixture->keyring.keyring);
  g_assert_nonnull (mail_store_find (again, "alice@example.test"));
  g_assert_finalize_object (again);
}

static void
test_one_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) account = account_new (NEW_ID, MAIL_AUTH_PASSWORD);
  g_autofree char *found = NULL;

  save (fixture, account, NULL, NULL, -1);
  found = run_tool ("secret-tool", "lookup", "account", NEW_ID, "service", "smtp", NULL);
  g_assert_cmpstr (found, ==, NEW_ID);
}

static void
test_no_sign_in (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) account = account_new (NEW_ID, MAIL_AUTH_NONE);

  save (fixture, account, NULL, NULL, -1);
  g_assert_cmpuint (keyring_fixture_count ("account=" NEW_ID, NULL), ==, 1);
  g_assert_cmpuint (keyring_fixture_count ("account=" NEW_ID, "service=smtp", NULL), ==, 0);
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) account = account_new (NEW_ID, MAIL_AUTH_PASSWORD);

  save (fixture, account, NULL, NULL, -1);
  keyring_fixture_lock ();
  remove_account (fixture, account, MAIL_ERROR_KEYRING_LOCKED);
  keyring_fixture_unlock ();
  assert_whole (fixture, NEW_ID);
  remove_account (fixture, account, -1);
  assert_nothing (fixture, NEW_ID);
  assert_files (fixture, 0);
}

/* Whoever shows an account looks for its address whenever the list changes. */
static void
assert_address_found (MailStore *store, guint position, guint removed, guint added, guint *changes)
{
  g_assert_nonnull (mail_store_find (store, "alice@example.test"));
  ++*changes;
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  guint changes = 0;
  g_autoptr (MailAccount) old = account_new (OLD_ID, MAIL_AUTH_PASSWORD);
  g_autoptr (MailAccount) new = account_new (NEW_ID, MAIL_AUTH_PASSWORD);

  save (fixture, old, NULL, NULL, -1);
  save (fixture, new, NULL, NULL, MAIL_ERROR_STORE_FAILED);
  assert_whole (fixture, OLD_ID);
  g_signal_connect (fixture->store, "items-changed", G_CALLBACK (assert_address_found), &changes);
  save (fixture, new, NULL, old, -1);
  g_assert_cmpuint (changes, >, 0);
  assert_whole (fixture, NEW_ID);
  assert_nothing (fixture, OLD_ID);
  assert_files (fixture, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->store)), ==, 1);
}

/* ---- faults, each while an old account is to be replaced ---- */

static void
assert_as_before (Fixture *fixture)
{
  assert_whole (fixture, OLD_ID);
  assert_nothing (fixture, NEW_ID);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->store)), ==, 1);
}

/* A folder where the file is to be: renaming fails, after the passwords are stored. */
static void
test_cannot_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) old = account_new (OLD_ID, MAIL_AUTH_PASSWORD);
  g_autoptr (MailAccount) new = account_new (NEW_ID, MAIL_AUTH_PASSWORD);
  g_autofree char *path = get_path (fixture, NEW_ID);

  save (fixture, old, NULL, NULL, -1);
  g_mkdir (path, 0700);
  save (fixture, new, NULL, old, MAIL_ERROR_STORE_FAILED);
  assert_as_before (fixture);
  assert_files (fixture, 2);
  g_rmdir (path);
  save (fixture, new, NULL, old, -1);
  assert_whole (fixture, NEW_ID);
}

/* A folder where the old file was: it cannot be unlinked, so the new account must go again. */
static void
test_cannot_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) old = account_new (OLD_ID, MAIL_AUTH_PASSWORD);
  g_autoptr (MailAccount) new = account_new (NEW_ID, MAIL_AUTH_PASSWORD);
  g_autofree char *path = get_path (fixture, OLD_ID);

  save (fixture, old, NULL, NULL, -1);
  g_unlink (path);
  g_mkdir (path, 0700);
  save (fixture, new, NULL, old, MAIL_ERROR_STORE_FAILED);
  assert_nothing (fixture, NEW_ID);
  g_assert_nonnull (mail_store_find (fixture->store, OLD_ID));
  g_assert_cmpuint (keyring_fixture_count ("account=" OLD_ID, NULL), ==, 2);
  g_rmdir (path);
}

static gboolean
mount_full_disk (const char *folder)
{
  const char *argv[] = { "mount", "-t", "tmpfs", "-o", "size=4k,mode=0700", "tmpfs", folder, NULL };
  g_autofree char *filler = g_build_filename (folder, "filler", NULL);
  g_autofree char *page = g_strnfill (4096, '.');
  int status = -1;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                NULL, NULL, &status, NULL);
  return status == 0 && g_file_set_contents (filler, page, 4096, NULL);
}

static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) account = account_new (NEW_ID, MAIL_AUTH_PASSWORD);
  g_autofree char *output = NULL;

  g_mkdir_with_parents (fixture->folder, 0700);
  if (!mount_full_disk (fixture->folder))
    {
      g_test_skip ("A full disk can only be mounted by root");
      return;
    }
  save (fixture, account, NULL, NULL, MAIL_ERROR_STORE_FAILED);
  assert_nothing (fixture, NEW_ID);
  assert_files (fixture, 1);
  output = run_tool ("umount", fixture->folder, NULL);
  save (fixture, account, NULL, NULL, -1);
  assert_whole (fixture, NEW_ID);
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) old = account_new (OLD_ID, MAIL_AUTH_PASSWORD);
  g_autoptr (MailAccount) new = account_new (NEW_ID, MAIL_AUTH_PASSWORD);

  save (fixture, old, NULL, NULL, -1);
  keyring_fixture_lock ();
  save (fixture, new, NULL, old, MAIL_ERROR_KEYRING_LOCKED);
  keyring_fixture_unlock ();
  assert_as_before (fixture);
  save (fixture, new, NULL, old, -1);
  assert_whole (fixture, NEW_ID);
}

/* The keyring ends when the second password is on its way. After a new start nothing is known of the first
 * one. */
static void
test_dies (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailAccount) account = account_new (NEW_ID, MAIL_AUTH_PASSWORD);
  KeyringAccident accident = { &fixture->keyring, "CreateItem", 1, NULL };

  keyring_accident_arm (&accident);
  save (fixture, account, NULL, NULL, MAIL_ERROR_KEYRING_FAILED);
  keyring_accident_disarm (&accident);
  g_assert_null (mail_store_find (fixture->store, NEW_ID));
  assert_files (fixture, 0);
  keyring_fixture_stop (&fixture->keyring);
  keyring_fixture_start (&fixture->keyring, KEYRING_UNLOCKED);
  save (fixture, account, NULL, NULL, -1);
  assert_whole (fixture, NEW_ID);
}

static void
save_and_cancel (Fixture *fixture, MailAccount *account, MailAccount *replaces, GCancellable *cancellable)
{
  g_autoptr (MailSecret) secret = mail_secret_new (NEW_ID, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_store_save_async (fixture->store, account, secret, NULL, replaces, cancellable, mail_test_store_result,
                         &result);
  g_assert_false (mail_store_save_finish (fixture->store, mail_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  static const char *const members[] = { "OpenSession", "ReadAlias", "CreateItem", "SearchItems" };
  g_autoptr (MailAccount) old = account_new (OLD_ID, MAIL_AUTH_PASSWORD);
  g_autoptr (MailAccount) new = account_new (NEW_ID, MAIL_AUTH_PASSWORD);

  save (fixture, old, NULL, NULL, -1);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (members); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      KeyringAccident accident = { &fixture->keyring, members[i / 2], i % 2, cancellable };

      keyring_accident_arm (&accident);
      save_and_cancel (fixture, new, old, cancellable);
      keyring_accident_disarm (&accident);
      assert_as_before (fixture);
    }
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, GUINT_TO_POINTER (KEYRING_UNLOCKED), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/store-keyring/alone/save", test_save);
  add ("/store-keyring/alone/one-password", test_one_password);
  add ("/store-keyring/alone/no-sign-in", test_no_sign_in);
  add ("/store-keyring/alone/remove", test_remove);
  add ("/store-keyring/alone/replace", test_replace);
  add ("/store-keyring/alone/cannot-write", test_cannot_write);
  add ("/store-keyring/alone/cannot-replace", test_cannot_replace);
  add ("/store-keyring/alone/disk-full", test_disk_full);
  add ("/store-keyring/alone/locked", test_locked);
  add ("/store-keyring/alone/dies", test_dies);
  add ("/store-keyring/alone/cancel", test_cancel);
  return g_test_run ();
}
