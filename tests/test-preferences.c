/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-preferences.h"

/* What is remembered is only tested where the schema can be found: GSETTINGS_SCHEMA_DIR names its folder. */

static void
count (MailPreferences *preferences, GParamSpec *pspec, guint *notified)
{
  (*notified)++;
}

static void
assert_flags (MailPreferences *preferences, gboolean offline, gboolean ask_ispdb, gboolean send_address)
{
  g_assert_cmpint (mail_preferences_get_offline (preferences), ==, offline);
  g_assert_cmpint (mail_preferences_get_ask_ispdb (preferences), ==, ask_ispdb);
  g_assert_cmpint (mail_preferences_get_send_address (preferences), ==, send_address);
}

static void
test_off_at_first (void)
{
  MailPreferences *preferences = mail_preferences_new (FALSE);

  assert_flags (preferences, FALSE, FALSE, FALSE);
  g_assert_finalize_object (preferences);
}

static void
test_properties (void)
{
  MailPreferences *preferences = mail_preferences_new (FALSE);
  gboolean offline, ask_ispdb, send_address;
  guint notified = 0;

  g_signal_connect (preferences, "notify", G_CALLBACK (count), &notified);
  g_object_set (preferences, "offline", TRUE, "ask-ispdb", TRUE, "send-address", TRUE, NULL);
  g_assert_cmpuint (notified, ==, 3);
  assert_flags (preferences, TRUE, TRUE, TRUE);
  g_object_get (preferences, "offline", &offline, "ask-ispdb", &ask_ispdb, "send-address", &send_address,
                NULL);
  g_assert_true (offline && ask_ispdb && send_address);
  mail_preferences_set_offline (preferences, TRUE);
  g_assert_cmpuint (notified, ==, 3);
  g_assert_finalize_object (preferences);
}

/* Those of one run say nothing to the next. */
static void
test_one_run (void)
{
  MailPreferences *first = mail_preferences_new (FALSE);
  MailPreferences *remembering;

  mail_preferences_set_offline (first, TRUE);
  remembering = mail_preferences_new (TRUE);
  assert_flags (remembering, FALSE, FALSE, FALSE);
  g_assert_finalize_object (first);
  g_assert_finalize_object (remembering);
}

static void
test_remembered (void)
{
  MailPreferences *first = mail_preferences_new (TRUE);
  MailPreferences *second;

  mail_preferences_set_ask_ispdb (first, TRUE);
  mail_preferences_set_send_address (first, TRUE);
  mail_preferences_set_send_address (first, FALSE);
  g_assert_finalize_object (first);
  second = mail_preferences_new (TRUE);
  assert_flags (second, FALSE, TRUE, FALSE);
  mail_preferences_set_ask_ispdb (second, FALSE);
  g_assert_finalize_object (second);
}

/* Nowhere to remember them: they hold all the same. */
static void
test_not_installed (void)
{
  MailPreferences *first = mail_preferences_new (TRUE);
  MailPreferences *second;

  mail_preferences_set_offline (first, TRUE);
  assert_flags (first, TRUE, FALSE, FALSE);
  second = mail_preferences_new (TRUE);
  assert_flags (second, FALSE, FALSE, FALSE);
  g_assert_finalize_object (first);
  g_assert_finalize_object (second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preferences/off-at-first", test_off_at_first);
  g_test_add_func ("/preferences/properties", test_properties);
  g_test_add_func ("/preferences/one-run", test_one_run);
  if (g_getenv ("GSETTINGS_SCHEMA_DIR") != NULL)
    g_test_add_func ("/preferences/remembered", test_remembered);
  else
    g_test_add_func ("/preferences/not-installed", test_not_installed);
  return g_test_run ();
}
