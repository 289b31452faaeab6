/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-knock.h"

#include "mail-connect.h"
#include "mail-greeting.h"
#include "mail-line-stream.h"
#include "mail-tls-stream.h"

/* How long a server may take to greet. */
#define LISTENING 1500 /* milliseconds */

typedef struct
{
  char *host;
  guint16 port;
  MailAnchors *anchors;
  gboolean listen;
  gboolean no_web; /* said the server */
  MailTlsStream *tls;
  MailLineStream *lines;
  GCancellable *listening;
  guint listening_source;
  guint caller_source;
  MailKnock found;
} Knock;

static void
stop_listening (Knock *self)
{
  g_clear_handle_id (&self->listening_source, g_source_remove);
  g_clear_handle_id (&self->caller_source, g_source_remove);
}

static void
knock_free (Knock *self)
{
  stop_listening (self);
  g_clear_object (&self->listening);
  g_clear_object (&self->lines);
  g_clear_object (&self->tls);
  g_clear_object (&self->anchors);
  g_free (self->host);
  g_free (self);
}

static gboolean
on_listened_enough (gpointer user_data)
{
  Knock *self = user_data;

  self->listening_source = 0;
  g_cancellable_cancel (self->listening);
  return G_SOURCE_REMOVE;
}

static gboolean
on_caller_cancelled (GCancellable *caller, gpointer user_data)
{
  Knock *self = user_data;

  self->caller_source = 0;
  g_cancellable_cancel (self->listening);
  return G_SOURCE_REMOVE;
}

static void
on_heard (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Knock *self = g_task_get_task_data (task);
  g_autoptr (GBytes) line = mail_line_stream_read_finish (MAIL_LINE_STREAM (source), result, NULL);

  stop_listening (self);
  if (line != NULL)
    {
      self->found.greets = TRUE;
      self->found.service = mail_greeting_identify (g_bytes_get_data (line, NULL));
    }
  g_task_return_boolean (task, TRUE);
}

/* What is heard here proves nothing, since anybody may say it; that nothing is heard tells more. */
static void
listen_to_greeting (GTask *task)
{
  Knock *self = g_task_get_task_data (task);
  g_autoptr (GSource) caller = g_cancellable_source_new (g_task_get_cancellable (task));

  self->lines = mail_line_stream_new (G_IO_STREAM (self->tls));
  self->listening = g_cancellable_new ();
  self->listening_source = g_timeout_add (LISTENING, on_listened_enough, self);
  g_source_set_callback (caller, G_SOURCE_FUNC (on_caller_cancelled), self, NULL);
  self->caller_source = g_source_attach (caller, NULL);
  mail_line_stream_read_async (self->lines, self->listening, on_heard, task);
}

static void go_there (GTask *task);

/* A web server waits for a question. It tells who it is in the handshake, or by its complaint about one. One
 * for mail may hang up because of the offer to speak HTTP (RFC 7301, section 3.2; Dovecot 2.4 does). */
static void
on_handshake_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Knock *self = g_task_get_task_data (task);
  const char *words;

  self->found.tls = mail_tls_stream_handshake_finish (self->tls, result, NULL);
  if (!self->no_web && mail_tls_stream_refuses_web (self->tls))
    {
      self->no_web = self->found.tls = TRUE;
      go_there (task);
      return;
    }
  words = mail_tls_stream_get_plain_words (self->tls);
  if (words != NULL)
    self->found.service = mail_greeting_identify (words);
  else if (self->found.tls && mail_tls_stream_is_web (self->tls))
    self->found.service = "HTTP";
  else if (self->found.tls && self->listen)
    {
      listen_to_greeting (g_steal_pointer (&task));
      return;
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Knock *self = g_task_get_task_data (task);
  g_autoptr (GIOStream) connection = mail_connect_finish (result, NULL, NULL);

  if (connection == NULL)
    {
      g_task_return_boolean (task, self->no_web);
      return;
    }
  g_clear_object (&self->tls);
  self->tls = mail_tls_stream_new (connection, self->host, self->anchors, NULL);
  if (!self->no_web)
    mail_tls_stream_ask_for_web (self->tls);
  mail_tls_stream_handshake_async (self->tls, g_task_get_cancellable (task), on_handshake_done,
                                   g_object_ref (task));
}

static void
go_there (GTask *task)
{
  Knock *self = g_task_get_task_data (task);

  mail_connect_async (self->host, self->port, NULL, NULL, g_task_get_cancellable (task), on_connected,
                      g_object_ref (task));
}

/**
 * mail_knock_async:
 * @host: the name (A-labels) or IP address of a server
 * @port: the TCP port
 * @anchors: what vouches for servers
 * @listen: whether to wait a moment for a greeting inside TLS
 * @cancellable: (nullable): ends the attempt
 * @callback: called when the answer is known
 * @user_data: data for @callback
 *
 * Finds out, over a connection of its own, who it is that says nothing, or is not who it has to be.
 *
 * A server that speaks TLS waits for our first word as we wait for its greeting, and a web server waits
 * inside TLS, too; without this, both would be silent until the deadline. A second connection asks because
 * the first may belong to a slow server, which must not hear TLS. Nothing is sent but the handshake, and no
 * certificate counts as proven.
 */
void
mail_knock_async (const char *host,
                  guint16 port,
                  MailAnchors *anchors,
                  gboolean listen,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Knock *self = g_new0 (Knock, 1);

  self->host = g_strdup (host);
  self->port = port;
  self->anchors = g_object_ref (anchors);
  self->listen = listen;
  g_task_set_source_tag (task, mail_knock_async);
  g_task_set_task_data (task, self, (GDestroyNotify) knock_free);
  go_there (task);
}

/**
 * mail_knock_finish:
 * @result: the result handed to the callback
 * @knock: (out): return location for what was found out; all of it unknown where that was nothing
 *
 * Returns: whether somebody opened
 */
gboolean
mail_knock_finish (GAsyncResult *result, MailKnock *knock)
{
  *knock = (MailKnock){ 0 };
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_knock_async), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return FALSE;
  *knock = ((Knock *) g_task_get_task_data (G_TASK (result)))->found;
  return TRUE;
}
