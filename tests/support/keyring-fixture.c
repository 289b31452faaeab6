/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keyring-fixture.h"

#include <signal.h>

#define COLLECTION "/org/freedesktop/secrets/collection/login"

char *
support_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "support", name, NULL);
}

/* ---- waiting ---- */

static gboolean
on_time (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
run_for (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_time, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* ---- programs ---- */

/* What makes the test strict would make other people's programs abort. */
static GSubprocessLauncher *
launcher_new (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  return launcher;
}

static char *
run_argv (const char *const *argv)
{
  g_autoptr (GSubprocessLauncher) launcher = launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return output;
}

char *
run_tool (const char *program, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const char *argument = program;
  va_list arguments;

  va_start (arguments, program);
  for (; argument != NULL; argument = va_arg (arguments, const char *))
    g_ptr_array_add (argv, (char *) argument);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);
  return run_argv ((const char *const *) argv->pdata);
}

static char *
run_helper (const char *verb, const char *a, const char *b)
{
  g_autofree char *helper = support_path ("keyring.py");

  return run_tool ("/usr/bin/python3", helper, verb, a, b, NULL);
}

guint
keyring_fixture_count (const char *attribute, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *helper = support_path ("keyring.py");
  g_autofree char *output = NULL;
  va_list arguments;

  g_ptr_array_add (argv, (char *) "/usr/bin/python3");
  g_ptr_array_add (argv, helper);
  g_ptr_array_add (argv, (char *) "count");
  va_start (arguments, attribute);
  for (; attribute != NULL; attribute = va_arg (arguments, const char *))
    g_ptr_array_add (argv, (char *) attribute);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);
  output = run_argv ((const char *const *) argv->pdata);
  return (guint) g_ascii_strtoull (output, NULL, 10);
}

/* ---- the daemon ---- */

static gboolean
service_is_there (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  gboolean there = FALSE;

  if (bus == NULL)
    return FALSE;
  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus",
                                        "NameHasOwner", g_variant_new ("(s)", "org.freedesktop.secrets"),
                                        NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_variant_get (answer, "(b)", &there);
  return there;
}

static void
wait_for_service (gboolean wanted)
{
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (service_is_there () != wanted)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      run_for (20);
    }
}

static void
remove_keyrings (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "keyrings", NULL);

  g_free (run_tool ("rm", "-rf", folder, NULL));
}

static void
spawn_daemon (KeyringFixture *fixture, gboolean unlock)
{
  g_autoptr (GSubprocessLauncher) launcher = launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GOutputStream *input;

  fixture->daemon = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground",
                                                 "--components=secrets", unlock ? "--unlock" : NULL, NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (fixture->daemon);
  if (unlock)
    g_output_stream_write_all (input, "test", 4, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (input, NULL, &error);
  g_assert_no_error (error);
}

void
keyring_fixture_start (KeyringFixture *fixture, KeyringState state)
{
  if (state == KEYRING_ABSENT)
    return;
  spawn_daemon (fixture, state != KEYRING_EMPTY);
  wait_for_service (TRUE);
  if (state == KEYRING_LOCKED)
    keyring_fixture_lock ();
}

void
keyring_fixture_stop (KeyringFixture *fixture)
{
  if (fixture->daemon == NULL)
    return;
  g_subprocess_force_exit (fixture->daemon);
  g_subprocess_wait (fixture->daemon, NULL, NULL);
  g_clear_object (&fixture->daemon);
  wait_for_service (FALSE);
}

void
keyring_fixture_signal (KeyringFixture *fixture, int signal_number)
{
  const char *pid = g_subprocess_get_identifier (fixture->daemon);

  /* GSubprocess would leave it to another thread, and return before. */
  kill ((pid_t) g_ascii_strtoll (pid, NULL, 10), signal_number);
}

void
keyring_fixture_lock (void)
{
  g_free (run_helper ("lock", COLLECTION, NULL));
}

void
keyring_fixture_unlock (void)
{
  g_free (run_helper ("unlock", COLLECTION, "test"));
}

void
keyring_fixture_person (KeyringFixture *fixture, const char *deed)
{
  g_autoptr (GSubprocessLauncher) launcher = launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *helper = support_path ("prompt.sh");
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->person);
  fixture->person = g_subprocess_launcher_spawn (launcher, &error, helper, deed, NULL);
  g_assert_no_error (error);
}

void
keyring_fixture_set_up (KeyringFixture *fixture, gconstpointer data)
{
  remove_keyrings ();
  keyring_fixture_start (fixture, GPOINTER_TO_UINT (data));
  fixture->keyring = mail_keyring_new ();
}

void
keyring_fixture_tear_down (KeyringFixture *fixture, gconstpointer data)
{
  if (fixture->person != NULL)
    g_subprocess_force_exit (fixture->person);
  g_clear_object (&fixture->person);
  g_assert_finalize_object (g_steal_pointer (&fixture->keyring));
  keyring_fixture_stop (fixture);
}

/* ---- accidents ---- */

static gboolean
on_cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* Runs in the bus's own thread. */
static GDBusMessage *
on_message (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer user_data)
{
  KeyringAccident *accident = user_data;

  if (incoming || g_strcmp0 (g_dbus_message_get_member (message), accident->member) != 0
      || accident->after-- != 0)
    return message;
  if (accident->cancellable != NULL)
    g_idle_add (on_cancel, accident->cancellable);
  else
    keyring_fixture_signal (accident->fixture, SIGKILL);
  return message;
}

void
keyring_accident_arm (KeyringAccident *accident)
{
  /* Held, so that the calls use this connection and no later one. */
  accident->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  accident->filter = g_dbus_connection_add_filter (accident->bus, on_message, accident, NULL);
}

void
keyring_accident_disarm (KeyringAccident *accident)
{
  g_dbus_connection_remove_filter (accident->bus, accident->filter);
  g_clear_object (&accident->bus);
}
