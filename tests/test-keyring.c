/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>

#include "keyring-fixture.h"
#include "mail-error.h"

/* A real GNOME Keyring in every state that a person's can be in. Each group of paths wants another session
 * around it (with or without dialogs, with or without a bus), see meson.build. */

#define ID "7e0c3c9e-6f0b-4c0e-9a55-5a6a1a5d7f10"

static MailServer *
server_new (MailProtocol protocol, const char *host)
{
  MailServer *server = mail_server_new (protocol, host, 0, MAIL_SECURITY_TLS);

  mail_server_set_username (server, "alice@example.test");
  return server;
}

/* ---- the calls, and what must come of them; code -1: success ---- */

static void
assert_outcome (const GError *error, int code)
{
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, MAIL_ERROR, code);
  if (code >= 0)
    g_assert_null (strstr (error->message, "s3cret"));
}

static void
store_at (KeyringFixture *fixture, const char *host, const char *password, int code)
{
  g_autoptr (MailServer) server = server_new (MAIL_PROTOCOL_IMAP, host);
  g_autoptr (MailSecret) secret = mail_secret_new (password, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_keyring_store_async (fixture->keyring, ID, server, "Mail password", secret, NULL,
                            mail_test_store_result, &result);
  mail_keyring_store_finish (fixture->keyring, mail_test_await (&result), &error);
  assert_outcome (error, code);
}

static void
store (KeyringFixture *fixture, const char *password, int code)
{
  store_at (fixture, "imap.example.test", password, code);
}

static char *
lookup (KeyringFixture *fixture, int code)
{
  g_autoptr (MailServer) server = server_new (MAIL_PROTOCOL_IMAP, "imap.example.test");
  g_autoptr (MailSecret) secret = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_keyring_lookup_async (fixture->keyring, ID, server, NULL, mail_test_store_result, &result);
  secret = mail_keyring_lookup_finish (fixture->keyring, mail_test_await (&result), &error);
  assert_outcome (error, code);
  return secret != NULL ? g_strdup (mail_secret_peek (secret, NULL)) : NULL;
}

static void
assert_lookup (KeyringFixture *fixture, const char *password)
{
  g_autofree char *found = lookup (fixture, -1);

  g_assert_cmpstr (found, ==, password);
}

static void
assert_lookup_fails (KeyringFixture *fixture, int code)
{
  g_autofree char *found = lookup (fixture, code);

  g_assert_null (found);
}

static void
clear (KeyringFixture *fixture, int code)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_keyring_clear_async (fixture->keyring, ID, NULL, mail_test_store_result, &result);
  mail_keyring_clear_finish (fixture->keyring, mail_test_await (&result), &error);
  assert_outcome (error, code);
}

static char *
secret_tool_lookup (void)
{
  return run_tool ("secret-tool", "lookup", "host", "imap.example.test", "service", "imap", "user",
                   "alice@example.test", NULL);
}

/* ---- unlocked ---- */

static void
test_round_trip (KeyringFixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL;
  g_autofree char *by_account = NULL;

  store (fixture, "s3cret", -1);
  assert_lookup (fixture, "s3cret");
  found = secret_tool_lookup ();
  g_assert_cmpstr (found, ==, "s3cret");
  by_account = run_tool ("secret-tool", "lookup", "account", ID, "port", "993", NULL);
  g_assert_cmpstr (by_account, ==, "s3cret");
}

static void
test_bytes (KeyringFixture *fixture, gconstpointer data)
{
  static const char *const passwords[] = { " s3cret ", "Grüße\"\\'", "a\nb\n", "%s{}$HOME", "" };

  for (guint i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      store (fixture, passwords[i], -1);
      assert_lookup (fixture, passwords[i]);
    }
}

static void
test_replace (KeyringFixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL;

  store (fixture, "old", -1);
  store (fixture, "new", -1);
  g_assert_cmpuint (keyring_fixture_count ("account=" ID, NULL), ==, 1);
  store_at (fixture, "mail.example.test", "moved", -1);
  g_assert_cmpuint (keyring_fixture_count ("account=" ID, NULL), ==, 1);
  assert_lookup (fixture, NULL);
  found = run_tool ("secret-tool", "lookup", "host", "mail.example.test", "service", "imap", NULL);
  g_assert_cmpstr (found, ==, "moved");
}

/* What another program stored for the same mailbox is its own: ours is found beside it, and removed without
 * it. */
static void
test_other_program (KeyringFixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL;

  g_free (run_tool ("sh", "-c",
                    "printf theirs | secret-tool store --label=theirs host imap.example.test"
                    " service imap user alice@example.test",
                    NULL));
  store (fixture, "ours", -1);
  assert_lookup (fixture, "ours");
  g_assert_cmpuint (keyring_fixture_count ("host=imap.example.test", NULL), ==, 2);
  clear (fixture, -1);
  found = secret_tool_lookup ();
  g_assert_cmpstr (found, ==, "theirs");
}

static void
test_clear (KeyringFixture *fixture, gconstpointer data)
{
  clear (fixture, -1);
  assert_lookup (fixture, NULL);
  store (fixture, "s3cret", -1);
  clear (fixture, -1);
  assert_lookup (fixture, NULL);
  g_assert_cmpuint (keyring_fixture_count ("account=" ID, NULL), ==, 0);
}

/* ---- nobody to ask ---- */

static void
test_locked (KeyringFixture *fixture, gconstpointer data)
{
  store (fixture, "s3cret", -1);
  keyring_fixture_lock ();
  store (fixture, "other", MAIL_ERROR_KEYRING_LOCKED);
  assert_lookup_fails (fixture, MAIL_ERROR_KEYRING_LOCKED);
  clear (fixture, MAIL_ERROR_KEYRING_LOCKED);
  keyring_fixture_unlock ();
  assert_lookup (fixture, "s3cret");
}

static void
test_no_service (KeyringFixture *fixture, gconstpointer data)
{
  store (fixture, "s3cret", MAIL_ERROR_KEYRING_MISSING);
  assert_lookup_fails (fixture, MAIL_ERROR_KEYRING_MISSING);
  clear (fixture, MAIL_ERROR_KEYRING_MISSING);
  keyring_fixture_start (fixture, KEYRING_UNLOCKED);
  store (fixture, "s3cret", -1);
}

static void
test_no_bus (KeyringFixture *fixture, gconstpointer data)
{
  store (fixture, "s3cret", MAIL_ERROR_KEYRING_MISSING);
  assert_lookup_fails (fixture, MAIL_ERROR_KEYRING_MISSING);
  clear (fixture, MAIL_ERROR_KEYRING_MISSING);
}

static void
test_no_keyring (KeyringFixture *fixture, gconstpointer data)
{
  store (fixture, "s3cret", MAIL_ERROR_KEYRING_MISSING);
  assert_lookup (fixture, NULL);
  clear (fixture, -1);
}

/* ---- a service that is ill ---- */

static void
test_hangs (KeyringFixture *fixture, gconstpointer data)
{
  gint64 start = g_get_monotonic_time ();

  store (fixture, "s3cret", -1);
  mail_keyring_set_timeout (fixture->keyring, 300);
  keyring_fixture_signal (fixture, SIGSTOP);
  store (fixture, "other", MAIL_ERROR_KEYRING_FAILED);
  assert_lookup_fails (fixture, MAIL_ERROR_KEYRING_FAILED);
  clear (fixture, MAIL_ERROR_KEYRING_FAILED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_TIME_SPAN_SECOND);
  keyring_fixture_signal (fixture, SIGCONT);
  mail_keyring_set_timeout (fixture->keyring, 10000);
  assert_lookup (fixture, "s3cret");
}

/* In the middle of a call, at each of its steps. */
static void
test_dies (KeyringFixture *fixture, gconstpointer data)
{
  static const char *const members[] = { "ReadAlias", "CreateItem", "SearchItems" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      KeyringAccident accident = { fixture, members[i] };

      keyring_accident_arm (&accident);
      store (fixture, "s3cret", MAIL_ERROR_KEYRING_FAILED);
      keyring_accident_disarm (&accident);
      keyring_fixture_stop (fixture);
      keyring_fixture_start (fixture, KEYRING_UNLOCKED);
      store (fixture, "s3cret", -1);
    }
}

static gboolean
on_cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
store_and_cancel (KeyringFixture *fixture, guint milliseconds)
{
  g_autoptr (MailServer) server = server_new (MAIL_PROTOCOL_IMAP, "imap.example.test");
  g_autoptr (MailSecret) secret = mail_secret_new ("s3cret", -1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  if (milliseconds == 0)
    g_cancellable_cancel (cancellable);
  else
    g_timeout_add (milliseconds, on_cancel, cancellable);
  mail_keyring_store_async (fixture->keyring, ID, server, "Mail password", secret, cancellable,
                            mail_test_store_result, &result);
  g_assert_false (mail_keyring_store_finish (fixture->keyring, mail_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, (milliseconds + 5000) * G_TIME_SPAN_MILLISECOND);
}

static void
test_cancel (KeyringFixture *fixture, gconstpointer data)
{
  store_and_cancel (fixture, 0);
  keyring_fixture_signal (fixture, SIGSTOP);
  store_and_cancel (fixture, 200);
}

/* ---- dialogs ---- */

static void
test_answered (KeyringFixture *fixture, gconstpointer data)
{
  keyring_fixture_person (fixture, "answer");
  store (fixture, "s3cret", -1);
  keyring_fixture_lock ();
  keyring_fixture_person (fixture, "answer");
  assert_lookup (fixture, "s3cret");
  keyring_fixture_lock ();
  keyring_fixture_person (fixture, "answer");
  clear (fixture, -1);
  assert_lookup (fixture, NULL);
}

static void
test_dismissed (KeyringFixture *fixture, gconstpointer data)
{
  keyring_fixture_person (fixture, "dismiss");
  store (fixture, "s3cret", MAIL_ERROR_KEYRING_DISMISSED);
  keyring_fixture_person (fixture, "answer");
  store (fixture, "s3cret", -1);
  keyring_fixture_lock ();
  keyring_fixture_person (fixture, "dismiss");
  assert_lookup_fails (fixture, MAIL_ERROR_KEYRING_DISMISSED);
  keyring_fixture_person (fixture, "dismiss");
  clear (fixture, MAIL_ERROR_KEYRING_DISMISSED);
}

/* The person takes longer than the service may. */
static void
test_patience (KeyringFixture *fixture, gconstpointer data)
{
  mail_keyring_set_timeout (fixture->keyring, 900);
  keyring_fixture_person (fixture, "answer");
  store (fixture, "s3cret", -1);
}

static void
test_created (KeyringFixture *fixture, gconstpointer data)
{
  keyring_fixture_person (fixture, "dismiss");
  store (fixture, "s3cret", MAIL_ERROR_KEYRING_DISMISSED);
  keyring_fixture_person (fixture, "create");
  store (fixture, "s3cret", -1);
  assert_lookup (fixture, "s3cret");
}

static gboolean
on_kill (gpointer user_data)
{
  keyring_fixture_signal (user_data, SIGKILL);
  return G_SOURCE_REMOVE;
}

static void
test_cancel_dialog (KeyringFixture *fixture, gconstpointer data)
{
  store_and_cancel (fixture, 1500);
  /* The dialog stays, and the service lives: an answer now serves the next call. */
  keyring_fixture_person (fixture, "answer");
  store (fixture, "s3cret", -1);
}

static void
test_dies_in_dialog (KeyringFixture *fixture, gconstpointer data)
{
  g_timeout_add (1500, on_kill, fixture);
  store (fixture, "s3cret", MAIL_ERROR_KEYRING_FAILED);
}

static void
add (const char *path, KeyringState state, void (*test) (KeyringFixture *fixture, gconstpointer data))
{
  g_test_add (path, KeyringFixture, GUINT_TO_POINTER (state), keyring_fixture_set_up, test,
              keyring_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/keyring/alone/round-trip", KEYRING_UNLOCKED, test_round_trip);
  add ("/keyring/alone/bytes", KEYRING_UNLOCKED, test_bytes);
  add ("/keyring/alone/replace", KEYRING_UNLOCKED, test_replace);
  add ("/keyring/alone/other-program", KEYRING_UNLOCKED, test_other_program);
  add ("/keyring/alone/clear", KEYRING_UNLOCKED, test_clear);
  add ("/keyring/alone/locked", KEYRING_UNLOCKED, test_locked);
  add ("/keyring/alone/no-service", KEYRING_ABSENT, test_no_service);
  add ("/keyring/alone/no-keyring", KEYRING_EMPTY, test_no_keyring);
  add ("/keyring/alone/hangs", KEYRING_UNLOCKED, test_hangs);
  add ("/keyring/alone/dies", KEYRING_UNLOCKED, test_dies);
  add ("/keyring/alone/cancel", KEYRING_UNLOCKED, test_cancel);
  add ("/keyring/dialog/answered", KEYRING_LOCKED, test_answered);
  add ("/keyring/dialog/dismissed", KEYRING_LOCKED, test_dismissed);
  add ("/keyring/dialog/patience", KEYRING_LOCKED, test_patience);
  add ("/keyring/dialog/created", KEYRING_EMPTY, test_created);
  add ("/keyring/dialog/cancel", KEYRING_LOCKED, test_cancel_dialog);
  add ("/keyring/dialog/dies", KEYRING_LOCKED, test_dies_in_dialog);
  add ("/keyring/no-bus/missing", KEYRING_ABSENT, test_no_bus);
  return g_test_run ();
}
