/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-handoff-bus.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"

/* A program may have to be started first, or to ask for the password of the keyring; milliseconds. */
#define PATIENCE (120 * 1000)

/* What is asked of a program, from the bus to its answer. */
typedef struct
{
  const MailHandoffPeer *peer;
  char *path;
  char *interface;
  char *method;
  GVariant *arguments;
} Question;

static void
question_free (Question *question)
{
  g_free (question->path);
  g_free (question->interface);
  g_free (question->method);
  g_clear_pointer (&question->arguments, g_variant_unref);
  g_free (question);
}

static Question *
question_new (const MailHandoffPeer *peer, const char *path, const char *method, GVariant *arguments)
{
  Question *question = g_new0 (Question, 1);
  const char *dot = strrchr (method, '.');

  question->peer = peer;
  question->path = g_strdup (path);
  question->interface = g_strndup (method, dot - method);
  question->method = g_strdup (dot + 1);
  question->arguments = arguments != NULL ? g_variant_ref_sink (arguments) : NULL;
  return question;
}

static void
fail (GTask *task, GError *reason)
{
  Question *question = g_task_get_task_data (task);

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, reason);
      return;
    }
  g_dbus_error_strip_remote_error (reason);
  g_task_return_new_error (task, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
                           /* Translators: the first %s is the name of a program, the second what it, or the
                            * system, says in its own words. */
                           _("%s did not do what it was asked for: %s"), question->peer->program,
                           reason->message);
  g_error_free (reason);
}

/* ---- one call ---- */

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GVariant *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL)
    fail (task, error);
  else
    g_task_return_pointer (task, answer, (GDestroyNotify) g_variant_unref);
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (bus == NULL)
    fail (task, error);
  else
    g_dbus_connection_call (bus, question->peer->name, question->path, question->interface, question->method,
                            question->arguments, NULL, G_DBUS_CALL_FLAGS_NONE, PATIENCE, cancellable,
                            on_answer, g_steal_pointer (&task));
}

/**
 * mail_handoff_bus_call_async:
 * @peer: whom to ask; it is started where it does not run
 * @path: one of its objects
 * @method: an interface, a dot and one of its methods
 * @arguments: (nullable): a floating tuple
 * @cancellable: (nullable): ends the waiting, not what the program does
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks a program to do something.
 */
void
mail_handoff_bus_call_async (const MailHandoffPeer *peer,
                             const char *path,
                             const char *method,
                             GVariant *arguments,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_handoff_bus_call_async);
  g_task_set_task_data (task, question_new (peer, path, method, arguments), (GDestroyNotify) question_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus, task);
}

/**
 * mail_handoff_bus_call_finish:
 * @result: the result
 * @type: the type that the answer must have
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer, a tuple
 */
GVariant *
mail_handoff_bus_call_finish (GAsyncResult *result, const char *type, GError **error)
{
  g_autoptr (GVariant) answer = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handoff_bus_call_async), NULL);
  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL || g_variant_is_of_type (answer, G_VARIANT_TYPE (type)))
    return g_steal_pointer (&answer);
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
                       _("A program answered in a way that is not understood; nothing was changed."));
  return NULL;
}

/**
 * mail_handoff_bus_list_async:
 * @peer: whom to ask
 * @cancellable: (nullable): ends the waiting
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks a program for all its objects.
 */
void
mail_handoff_bus_list_async (const MailHandoffPeer *peer,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  mail_handoff_bus_call_async (peer, peer->objects, "org.freedesktop.DBus.ObjectManager.GetManagedObjects",
                               NULL, cancellable, callback, user_data);
}

/**
 * mail_handoff_bus_list_finish:
 * @result: the result
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): `a{oa{sa{sv}}}`: path, interface, property, value
 */
GVariant *
mail_handoff_bus_list_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GVariant) answer = mail_handoff_bus_call_finish (result, "(a{oa{sa{sv}}})", error);

  return answer != NULL ? g_variant_get_child_value (answer, 0) : NULL;
}

/* ---- whether it is there ---- */

static const MailHandoffPeer the_bus = { "org.freedesktop.DBus", "/org/freedesktop/DBus", "D-Bus" };

static void
on_activatable (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const MailHandoffPeer *peer = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) answer = mail_handoff_bus_call_finish (result, "(as)", &error);
  g_autofree const char **names = NULL;

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_variant_get (answer, "(^a&s)", &names);
  g_task_return_boolean (task, g_strv_contains (names, peer->name));
}

static void
on_owned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GVariant) answer = mail_handoff_bus_call_finish (result, "(b)", &error);
  gboolean owned = FALSE;

  if (answer != NULL)
    g_variant_get (answer, "(b)", &owned);
  if (owned)
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (error != NULL)
    /* Without a session bus nothing is there. */
    g_task_return_boolean (task, FALSE);
  else
    mail_handoff_bus_call_async (&the_bus, the_bus.objects, "org.freedesktop.DBus.ListActivatableNames", NULL,
                                 cancellable, on_activatable, g_steal_pointer (&task));
  g_clear_error (&error);
}

/**
 * mail_handoff_bus_find_async:
 * @peer: somebody
 * @cancellable: (nullable): ends the waiting
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Asks the bus whether it knows a program: one that runs, or that it can start. It is not started by this.
 */
void
mail_handoff_bus_find_async (const MailHandoffPeer *peer,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_handoff_bus_find_async);
  g_task_set_task_data (task, (gpointer) peer, NULL);
  mail_handoff_bus_call_async (&the_bus, the_bus.objects, "org.freedesktop.DBus.NameHasOwner",
                               g_variant_new ("(s)", peer->name), cancellable, on_owned, task);
}

/**
 * mail_handoff_bus_find_finish:
 * @result: the result
 * @found: (out): whether the program is there
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is known
 */
gboolean
mail_handoff_bus_find_finish (GAsyncResult *result, gboolean *found, GError **error)
{
  GError *reason = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handoff_bus_find_async), FALSE);
  *found = g_task_propagate_boolean (G_TASK (result), &reason);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, reason);
  return FALSE;
}
