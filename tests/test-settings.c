/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-settings.h"

#include "mail-error.h"

typedef struct
{
  MailServer *incoming;
  MailServer *outgoing;
  MailSettings *settings;
} Fixture;

static void
set_up (Fixture *f, const char *incoming_user, const char *outgoing_user, MailAuth outgoing_auth)
{
  f->incoming = mail_server_new (MAIL_PROTOCOL_IMAP, "imap.example.org", 0, MAIL_SECURITY_TLS);
  f->outgoing = mail_server_new (MAIL_PROTOCOL_SMTP, "smtp.example.org", 0, MAIL_SECURITY_TLS);
  mail_server_set_username (f->incoming, incoming_user);
  mail_server_set_username (f->outgoing, outgoing_user);
  mail_server_set_auth (f->outgoing, outgoing_auth);
  f->settings = mail_settings_new (f->incoming, f->outgoing);
}

/* The settings let go of their servers, and the servers know nothing of them. */
static void
tear_down (Fixture *f)
{
  g_assert_finalize_object (f->settings);
  g_assert_finalize_object (f->incoming);
  g_assert_finalize_object (f->outgoing);
}

static void
test_shared (void)
{
  Fixture f;

  set_up (&f, "alice", "alice", MAIL_AUTH_PASSWORD);
  g_assert_false (mail_settings_get_separate_login (f.settings));
  mail_server_set_username (f.incoming, "bob");
  mail_server_set_username_guessed (f.incoming, TRUE);
  g_assert_cmpstr (mail_server_get_username (f.outgoing), ==, "bob");
  g_assert_true (mail_server_get_username_guessed (f.outgoing));
  tear_down (&f);
}

static void
test_separate (void)
{
  Fixture f;

  set_up (&f, "alice", "relay", MAIL_AUTH_PASSWORD);
  g_assert_true (mail_settings_get_separate_login (f.settings));
  mail_server_set_username (f.incoming, "bob");
  g_assert_cmpstr (mail_server_get_username (f.outgoing), ==, "relay");
  mail_settings_set_separate_login (f.settings, FALSE);
  g_assert_cmpstr (mail_server_get_username (f.outgoing), ==, "bob");
  tear_down (&f);
}

static void
test_no_sign_in (void)
{
  Fixture f;

  set_up (&f, "alice", "", MAIL_AUTH_NONE);
  g_assert_false (mail_settings_get_separate_login (f.settings));
  mail_server_set_username (f.incoming, "bob");
  g_assert_cmpstr (mail_server_get_username (f.outgoing), ==, "");
  mail_server_set_auth (f.outgoing, MAIL_AUTH_PASSWORD);
  g_assert_cmpstr (mail_server_get_username (f.outgoing), ==, "bob");
  tear_down (&f);
}

static void
count (guint *counter)
{
  ++*counter;
}

static void
test_properties (void)
{
  Fixture f;
  MailServer *incoming;
  MailServer *outgoing;
  guint n_notified = 0;
  gboolean separate;

  set_up (&f, "alice", "alice", MAIL_AUTH_PASSWORD);
  g_signal_connect_swapped (f.settings, "notify::separate-login", G_CALLBACK (count), &n_notified);
  g_object_set (f.settings, "separate-login", TRUE, NULL);
  g_object_set (f.settings, "separate-login", TRUE, NULL);
  g_object_get (f.settings, "incoming", &incoming, "outgoing", &outgoing, "separate-login", &separate, NULL);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_true (separate);
  g_assert_true (incoming == f.incoming);
  g_assert_true (outgoing == f.outgoing);
  g_object_unref (incoming);
  g_object_unref (outgoing);
  tear_down (&f);
}

static void
test_copy (void)
{
  Fixture f;
  MailSettings *copy;

  set_up (&f, "alice", "alice", MAIL_AUTH_PASSWORD);
  mail_settings_set_separate_login (f.settings, TRUE);
  copy = mail_settings_copy (f.settings);
  g_assert_true (mail_settings_get_separate_login (copy));
  g_assert_true (mail_settings_get_incoming (copy) != f.incoming);
  g_assert_true (mail_server_equal (mail_settings_get_incoming (copy), f.incoming));
  g_assert_true (mail_server_equal (mail_settings_get_outgoing (copy), f.outgoing));
  mail_server_set_username (mail_settings_get_incoming (copy), "bob");
  g_assert_cmpstr (mail_server_get_username (f.incoming), ==, "alice");
  g_assert_finalize_object (copy);
  tear_down (&f);
}

static void
test_validate (void)
{
  Fixture f;
  g_autoptr (GError) error = NULL;

  set_up (&f, "alice", "alice", MAIL_AUTH_PASSWORD);
  g_assert_true (mail_settings_validate (f.settings, NULL));
  mail_server_set_host (f.outgoing, "");
  g_assert_false (mail_settings_validate (f.settings, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
  g_assert_cmpstr (error->message, ==, "Enter the name of the outgoing server.");
  tear_down (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/shared", test_shared);
  g_test_add_func ("/settings/separate", test_separate);
  g_test_add_func ("/settings/no-sign-in", test_no_sign_in);
  g_test_add_func ("/settings/properties", test_properties);
  g_test_add_func ("/settings/copy", test_copy);
  g_test_add_func ("/settings/validate", test_validate);
  return g_test_run ();
}
