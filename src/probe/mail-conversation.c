/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-conversation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-connect.h"
#include "mail-dialogue.h"
#include "mail-error.h"
#include "mail-greeting.h"
#include "mail-line-stream.h"
#include "mail-tls-stream.h"
#include "mail-trace.h"

#define LEAVING_TIME 500 /* milliseconds */

/* The only place where bytes and words meet:
 *
 *   connect ─┬─ TLS from the first byte ─▶ start_tls ─▶ encrypted ─┐
 *            └─ STARTTLS ──────────────────────────────▶ listen ◀──┤
 *                  ┌── LISTEN ── hear a line ◀── listen            │
 *   take_turn ◀────┤   SAY ───── write, then listen                │
 *                  │             (so does listening for too long)  │
 *                  │   ENCRYPT ─ start_tls ─▶ encrypted ───────────┘
 *                  │   DONE ──── write the goodbye, end
 *                  └── FAIL ──── end
 *
 * On the way the report learns what happens. */
typedef struct
{
  MailConversationPlan plan;
  MailServer *server;
  MailDialogue *dialogue;
  GIOStream *connection;
  MailTlsStream *tls;
  MailLineStream *lines;
  MailTrace *trace;
  gboolean proven; /* the peer is who it has to be */
  guint patience_source;
  gboolean listening;
  gboolean saying;
  GAsyncResult *heard_early; /* a line that came while something was being said */
  GError *reason;            /* of leaving */
  GCancellable *hurry;
  char *said;      /* by somebody who is no such server */
} Conversation;

static void
conversation_free (Conversation *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_object (&self->heard_early);
  g_clear_error (&self->reason);
  g_clear_object (&self->hurry);
  g_clear_object (&self->lines);
  g_clear_object (&self->tls);
  g_clear_object (&self->connection);
  g_clear_object (&self->dialogue);
  mail_trace_free (self->trace);
  g_free (self->said);
  g_free (self);
}

/* AUTOMATIC begins with TLS; that STARTTLS comes next is the probe's business. */
static gboolean
is_starttls (Conversation *self)
{
  return mail_server_get_security (self->server) == MAIL_SECURITY_STARTTLS;
}

static MailDialogue *
create_dialogue (const MailConversationPlan *plan, MailServer *server)
{
  gboolean starttls = mail_server_get_security (server) == MAIL_SECURITY_STARTTLS;
  const MailDialoguePlan words = {
    .security = starttls ? MAIL_SECURITY_STARTTLS : MAIL_SECURITY_TLS,
    .goal = mail_report_get_goal (plan->report),
    .host = mail_server_get_host (server),
    .username = mail_server_get_username (server),
    .secret = plan->secret,
    .sign_in = mail_server_get_auth (server) != MAIL_AUTH_NONE,
    .sender = plan->address,
    .sign_ins = mail_report_get_evidence (plan->report)->sign_ins,
    .message = plan->message,
    .watch = plan->watch,
  };

  return mail_dialogue_new (mail_server_get_protocol (server), &words);
}

static Conversation *
conversation_new (const MailConversationPlan *plan)
{
  Conversation *self = g_new0 (Conversation, 1);

  self->plan = *plan;
  self->server = mail_report_get_server (plan->report);
  self->dialogue = create_dialogue (plan, self->server);
  self->trace = mail_trace_new (self->server, plan->secret);
  return self;
}

static gboolean
is_signing_in (Conversation *self)
{
  return mail_dialogue_get_step (self->dialogue) == MAIL_STEP_SIGN_IN;
}

/* A line may settle several steps at once; those passed over have passed. What a server says in plain text
 * settles nothing beyond STARTTLS. */
static void
advance (Conversation *self, MailStep target)
{
  GListModel *checks = G_LIST_MODEL (self->plan.report);

  if (!self->proven && target != MAIL_STEP_GREETING && target != MAIL_STEP_STARTTLS)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (checks, i);
      MailStep step = mail_check_get_step (check);

      if (mail_check_get_state (check) == MAIL_STATE_WAITING)
        mail_report_enter (self->plan.report, step);
      if (step == target)
        return;
    }
}

/* The goal is reached: a step that the last line settled in passing has passed, too. */
static void
finish_steps (Conversation *self)
{
  MailReport *report = self->plan.report;
  guint n_steps = g_list_model_get_n_items (G_LIST_MODEL (report));
  g_autoptr (MailCheck) last = g_list_model_get_item (G_LIST_MODEL (report), n_steps - 1);

  advance (self, mail_check_get_step (last));
}

/* Where the name is a guess, the person sees which one was tried. */
static void
note_sign_in (Conversation *self, const char *mechanism)
{
  MailReport *report = self->plan.report;
  g_autofree char *detail
      = mail_server_get_username_guessed (self->server)
            ? g_strdup_printf ("%s, %s", mechanism, mail_server_get_username (self->server))
            : g_strdup (mechanism);

  mail_report_set_mechanism (report, mechanism);
  mail_report_set_detail (report, MAIL_STEP_SIGN_IN, detail);
  mail_report_get_evidence (report)->sign_ins = mail_dialogue_get_sign_ins (self->dialogue);
}

static void
note_details (Conversation *self)
{
  MailReport *report = self->plan.report;
  const char *mechanism = mail_dialogue_get_mechanism (self->dialogue);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);
      MailStep step = mail_check_get_step (check);
      const char *detail = mail_dialogue_get_detail (self->dialogue, step);

      if (detail != NULL)
        mail_report_set_detail (report, step, detail);
    }
  if (mechanism != NULL)
    note_sign_in (self, mechanism);
}

static void listen (GTask *task);
static void start_tls (GTask *task);
static void understand (GTask *task, GAsyncResult *result);

/* Takes task and error. */
static void
end_badly (GTask *task, GError *error)
{
  Conversation *self = g_task_get_task_data (task);

  mail_trace_note (self->trace, error->message);
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_goodbye_said (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* The goal is reached, whether the server hears the goodbye or not. */
  mail_line_stream_write_finish (MAIL_LINE_STREAM (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
on_said (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Conversation *self = g_task_get_task_data (task);
  g_autoptr (GAsyncResult) heard = g_steal_pointer (&self->heard_early);
  g_autoptr (GError) error = NULL;

  self->saying = FALSE;
  if (mail_line_stream_write_finish (MAIL_LINE_STREAM (source), result, &error))
    heard != NULL ? understand (g_steal_pointer (&task), heard) : listen (g_steal_pointer (&task));
  else if (!self->listening)
    end_badly (g_steal_pointer (&task), g_steal_pointer (&error));
}

static void
say (GTask *task, GAsyncReadyCallback next)
{
  Conversation *self = g_task_get_task_data (task);
  g_autoptr (GBytes) words = mail_dialogue_take_words (self->dialogue);

  mail_dialogue_note_ahead (self->dialogue, mail_line_stream_count_lines (self->lines));
  self->saying = TRUE;
  mail_trace_said (self->trace, words, is_signing_in (self));
  mail_line_stream_write_async (self->lines, words, g_task_get_cancellable (task), next, task);
}

/* Takes task and error. */
static void
take_turn (GTask *task, MailTurn turn, GError *error)
{
  Conversation *self = g_task_get_task_data (task);

  advance (self, mail_dialogue_get_step (self->dialogue));
  note_details (self);
  switch (turn)
    {
    case MAIL_TURN_LISTEN:
      listen (task);
      break;
    case MAIL_TURN_SAY:
      say (task, on_said);
      break;
    case MAIL_TURN_ENCRYPT:
      start_tls (task);
      break;
    case MAIL_TURN_DONE:
      finish_steps (self);
      say (task, on_goodbye_said);
      break;
    case MAIL_TURN_FAIL:
    default:
      end_badly (task, error);
      break;
    }
}

/* Another service gives itself away by its first words. */
static void
note_stranger (Conversation *self, const char *words)
{
  mail_report_get_evidence (self->plan.report)->service = mail_greeting_identify (words);
  g_free (self->said);
  self->said = g_strndup (words, strcspn (words, "\r\n"));
}

static void
on_parted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Conversation *self = g_task_get_task_data (task);

  /* Whether they were heard makes no difference. */
  mail_line_stream_write_finish (MAIL_LINE_STREAM (source), result, NULL);
  end_badly (g_steal_pointer (&task), g_steal_pointer (&self->reason));
}

static gboolean
on_goodbye_ignored (gpointer user_data)
{
  Conversation *self = g_task_get_task_data (user_data);

  self->patience_source = 0;
  g_cancellable_cancel (self->hurry);
  return G_SOURCE_REMOVE;
}

/* Somebody wants to end it, so the parting words are said at once or not at all. Takes task and reason. */
static void
leave (GTask *task, GError *reason)
{
  Conversation *self = g_task_get_task_data (task);
  g_autoptr (GBytes) words = mail_dialogue_take_words (self->dialogue);

  self->reason = reason;
  self->hurry = g_cancellable_new ();
  self->patience_source = g_timeout_add (LEAVING_TIME, on_goodbye_ignored, task);
  mail_trace_said (self->trace, words, FALSE);
  mail_line_stream_write_async (self->lines, words, self->hurry, on_parted, task);
}

/* Takes task. */
static void
understand (GTask *task, GAsyncResult *result)
{
  Conversation *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) line = mail_line_stream_read_finish (self->lines, result, &error);
  MailTurn turn = MAIL_TURN_FAIL;
  gsize length;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && mail_dialogue_leave (self->dialogue))
    {
      leave (task, error);
      return;
    }
  if (line != NULL)
    {
      const char *text = g_bytes_get_data (line, &length);

      mail_trace_heard (self->trace, line, is_signing_in (self));
      turn = mail_dialogue_hear (self->dialogue, text, length, &error);
      if (g_error_matches (error, MAIL_ERROR, MAIL_ERROR_NOT_THIS_PROTOCOL))
        note_stranger (self, text);
    }
  take_turn (task, turn, error);
}

static void
on_heard (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Conversation *self = g_task_get_task_data (task);

  self->listening = FALSE;
  g_clear_handle_id (&self->patience_source, g_source_remove);
  /* Two sentences at a time would get mixed up: on_said() goes on with it. */
  if (self->saying)
    self->heard_early = g_object_ref (result);
  else
    understand (g_steal_pointer (&task), result);
}

/* Nothing was heard for long enough. The read goes on meanwhile. */
static gboolean
on_patience_ended (gpointer user_data)
{
  GTask *task = user_data;
  Conversation *self = g_task_get_task_data (task);

  self->patience_source = 0;
  mail_dialogue_resume (self->dialogue);
  say (g_object_ref (task), on_said);
  return G_SOURCE_REMOVE;
}

/* Takes task, like all that follow. */
static void
listen (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Conversation *self = g_task_get_task_data (task);
  const guint patience = mail_dialogue_get_patience (self->dialogue);

  g_clear_handle_id (&self->patience_source, g_source_remove);
  if (patience > 0)
    self->patience_source = g_timeout_add_seconds (patience, on_patience_ended, task);
  if (self->listening)
    return;
  self->listening = TRUE;
  mail_line_stream_read_async (self->lines, g_task_get_cancellable (task), on_heard, task);
  g_steal_pointer (&task);
}

static void
note_encryption (Conversation *self)
{
  g_autoptr (MailTlsInfo) info = mail_tls_stream_dup_info (self->tls);
  g_autofree char *detail = g_strdup_printf ("%s, %s", info->version, info->cipher);

  mail_report_set_tls (self->plan.report, info);
  mail_report_set_detail (self->plan.report, MAIL_STEP_TLS, detail);
  mail_trace_note (self->trace, detail);
}

static void
note_identity (Conversation *self)
{
  g_autoptr (MailTlsInfo) info = mail_tls_stream_dup_info (self->tls);
  g_autofree char *names = info->names != NULL ? g_strjoinv (", ", info->names) : NULL;

  mail_report_set_tls (self->plan.report, info);
  mail_report_set_detail (self->plan.report, MAIL_STEP_IDENTITY,
                          names != NULL && *names != '\0' ? names : info->subject);
}

/* Proves the peer before a single byte of ours can reach it inside TLS. */
static gboolean
prove (Conversation *self, GError **error)
{
  note_encryption (self);
  mail_report_enter (self->plan.report, MAIL_STEP_IDENTITY);
  self->proven = mail_tls_stream_verify (self->tls, error);
  note_identity (self);
  return self->proven;
}

static void
begin_encrypted (GTask *task)
{
  Conversation *self = g_task_get_task_data (task);
  const char *type = NULL;
  g_autoptr (GBytes) binding = mail_tls_stream_get_channel_binding (self->tls, &type);
  GError *error = NULL;
  MailTurn turn = mail_dialogue_encrypted (self->dialogue, type, binding, &error);

  take_turn (task, turn, error);
}

/* Plain text where TLS was agreed on was sent ahead by somebody (RFC 3207 section 6): with luck it was
 * read together with the answer to STARTTLS and the line stream found it, else the handshake meets it. */
static void
name_injection (Conversation *self, GError **error)
{
  if (!is_starttls (self) || !g_error_matches (*error, MAIL_ERROR, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT))
    return;
  g_clear_error (error);
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_STARTTLS_INJECTION,
               /* Translators: %s is the name of a server. */
               _("%s, or someone on the way, sent data ahead of the encryption."),
               mail_server_get_host (self->server));
}

/* Plain text from the first byte: the right server with another kind of encryption, or a stranger. */
static void
name_stranger (Conversation *self, GError **error)
{
  MailProtocol protocol = mail_server_get_protocol (self->server);
  const char *words = mail_tls_stream_get_plain_words (self->tls);

  if (is_starttls (self) || !g_error_matches (*error, MAIL_ERROR, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT)
      || words == NULL || mail_greeting_identify (words) == NULL || mail_greeting_is (words, protocol))
    return;
  g_clear_error (error);
  note_stranger (self, words);
  mail_greeting_set_error (words, protocol, mail_server_get_host (self->server), error);
}

/* All that was wanted; what follows would be said to nobody knows whom. */
static void
end_outdated (GTask *task)
{
  note_encryption (g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
on_handshake_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Conversation *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!mail_tls_stream_handshake_finish (self->tls, result, &error))
    {
      name_injection (self, &error);
      name_stranger (self, &error);
      end_badly (g_steal_pointer (&task), error);
    }
  else if (self->plan.outdated)
    end_outdated (g_steal_pointer (&task));
  else if (!prove (self, &error))
    end_badly (g_steal_pointer (&task), error);
  else
    begin_encrypted (g_steal_pointer (&task));
}

static void
start_tls (GTask *task)
{
  Conversation *self = g_task_get_task_data (task);
  GError *error = NULL;

  mail_report_enter (self->plan.report, MAIL_STEP_TLS);
  self->tls = mail_tls_stream_new (self->connection, mail_server_get_host (self->server), self->plan.anchors,
                                   mail_server_get_pin (self->server));
  mail_tls_stream_set_service (self->tls, mail_server_get_protocol (self->server),
                               mail_address_get_domain (self->plan.address));
  if (self->plan.outdated)
    mail_tls_stream_allow_outdated (self->tls);
  if (mail_line_stream_rebase (self->lines, G_IO_STREAM (self->tls), &error))
    mail_tls_stream_handshake_async (self->tls, g_task_get_cancellable (task), on_handshake_done, task);
  else
    take_turn (task, MAIL_TURN_FAIL, error);
}

static void
on_connecting (MailConnectEvent event, const char *addresses, gpointer user_data)
{
  Conversation *self = user_data;

  if (event != MAIL_CONNECT_RESOLVED)
    return;
  mail_report_set_detail (self->plan.report, MAIL_STEP_RESOLVE, addresses);
  mail_report_enter (self->plan.report, MAIL_STEP_CONNECT);
  mail_anchors_prepare (self->plan.anchors);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Conversation *self = g_task_get_task_data (task);
  g_autofree char *detail
      = mail_connect_describe (result, &mail_report_get_evidence (self->plan.report)->reach);
  GError *error = NULL;

  self->connection = mail_connect_finish (result, NULL, &error);
  if (self->connection == NULL)
    {
      mail_report_set_detail (self->plan.report, MAIL_STEP_CONNECT, detail);
      end_badly (g_steal_pointer (&task), error);
      return;
    }
  mail_report_enter (self->plan.report, MAIL_STEP_CONNECT);
  mail_report_set_detail (self->plan.report, MAIL_STEP_CONNECT, detail);
  self->lines = mail_line_stream_new (self->connection);
  if (is_starttls (self))
    take_turn (g_steal_pointer (&task), MAIL_TURN_LISTEN, NULL);
  else
    start_tls (g_steal_pointer (&task));
}

/**
 * mail_conversation_run_async:
 * @plan: what is needed; what it points to lives until @callback
 * @cancellable: (nullable): ends the conversation
 * @callback: called when the goal of the report is reached or cannot be
 * @user_data: data for @callback
 *
 * Holds one conversation with the server of a report, the way its security says (AUTOMATIC counts as TLS),
 * and tells the report of each step. Its outcome is left to the caller.
 */
void
mail_conversation_run_async (const MailConversationPlan *plan,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Conversation *self = conversation_new (plan);

  g_task_set_source_tag (task, mail_conversation_run_async);
  /* A goal that was reached stays reached. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) conversation_free);
  mail_report_enter (plan->report, MAIL_STEP_RESOLVE);
  mail_connect_async (mail_server_get_host (self->server), mail_server_get_port (self->server), on_connecting,
                      self, cancellable, on_connected, g_steal_pointer (&task));
}

/**
 * mail_conversation_run_finish:
 * @result: the result handed to the callback
 * @server_said: (out) (nullable) (transfer full): return location for the server's last refusal in its own
 * words @error: return location for an error
 *
 * Says whether the goal was reached. Errors: those of the connection, of the encryption and of the
 * dialogue, all #MailError, and %G_IO_ERROR_CANCELLED.
 *
 * Returns: %TRUE on success
 */
gboolean
mail_conversation_run_finish (GAsyncResult *result, char **server_said, GError **error)
{
  Conversation *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_conversation_run_async), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  *server_said = g_strdup (self->said != NULL ? self->said : mail_dialogue_get_server_said (self->dialogue));
  return g_task_propagate_boolean (G_TASK (result), error);
}
