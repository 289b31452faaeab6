/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-probe.h"

#include <glib/gi18n-lib.h>

#include "mail-conversation.h"
#include "mail-error.h"
#include "mail-second-look.h"

/* A second look after a failure takes at most so long, or as long as the patience lasts. */
#define LOOK_LIMIT 4000 /* milliseconds */

/* Holds one conversation, and for MAIL_SECURITY_AUTOMATIC another one where the first met no TLS server.
 * Where that does not end well, a second look finds out why. What the conversation ends with becomes the
 * outcome of the report here, and nowhere else. */
struct _MailProbe
{
  GObject parent_instance;

  MailReport *report;
  MailAddress *address;
  MailAnchors *anchors;
  MailSecret *secret;
  GBytes *message;
  MailWatch *watch;
  guint patience; /* milliseconds */

  /* of the run under way */
  GCancellable *attempt; /* ends the conversation: pulled by the person, the patience or the deadline */
  GCancellable *person;
  gulong person_handler;
  guint patience_source;
  guint half_source; /* half of the patience */
  MailSecondLook *look;
  GError *error; /* what the conversation ended with, while the look is under way */
  char *server_said;
  gboolean timed_out;
  gboolean fell_back;
};

G_DEFINE_FINAL_TYPE (MailProbe, mail_probe, G_TYPE_OBJECT)

static gboolean
is_automatic (MailProbe *self)
{
  return mail_server_get_security (mail_report_get_server (self->report)) == MAIL_SECURITY_AUTOMATIC;
}

static gboolean
has_met_tls (MailProbe *self)
{
  return mail_report_get_tls (self->report) != NULL;
}

static MailState
get_state (MailProbe *self, MailStep step)
{
  GListModel *checks = G_LIST_MODEL (self->report);

  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (checks, i);

      if (mail_check_get_step (check) == step)
        return mail_check_get_state (check);
    }
  g_return_val_if_reached (MAIL_STATE_WAITING);
}

/* Where the conversation hangs, as long as nobody was heard. */
static gboolean
find_silent_step (MailProbe *self, MailStep *step)
{
  static const MailStep steps[] = { MAIL_STEP_RESOLVE, MAIL_STEP_CONNECT, MAIL_STEP_TLS, MAIL_STEP_GREETING };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (get_state (self, steps[i]) == MAIL_STATE_RUNNING)
      {
        *step = steps[i];
        return TRUE;
      }
  return FALSE;
}

/* What tells that nobody speaks TLS there. A certificate that is not right is not among it: falling back
 * from that would be what an attacker wants. */
static gboolean
is_no_tls_server (const GError *error)
{
  return g_error_matches (error, MAIL_ERROR, MAIL_ERROR_CONNECTION_REFUSED)
         || g_error_matches (error, MAIL_ERROR, MAIL_ERROR_TIMED_OUT)
         || g_error_matches (error, MAIL_ERROR, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT)
         || g_error_matches (error, MAIL_ERROR, MAIL_ERROR_CLOSED_EARLY);
}

static gboolean
may_fall_back (MailProbe *self, const GError *error)
{
  return is_automatic (self) && !has_met_tls (self) && is_no_tls_server (error) && !self->timed_out
         && !g_cancellable_is_cancelled (self->person);
}

/* The standard port moves along; any other port serves both. */
static void
set_security (MailProbe *self, MailSecurity security)
{
  mail_server_set_security (mail_report_get_server (self->report), security);
}

/* AUTOMATIC becomes what was used, and comes back where neither way met a server: then nothing is known. */
static void
settle_security (MailProbe *self)
{
  if (is_automatic (self) && has_met_tls (self))
    set_security (self, MAIL_SECURITY_TLS);
  else if (self->fell_back && get_state (self, MAIL_STEP_GREETING) != MAIL_STATE_PASSED)
    set_security (self, MAIL_SECURITY_AUTOMATIC);
}

/* The attempt was cancelled, but not by the person: the second look has found something, or time was up. */
static void
name_end (MailProbe *self, GError **error)
{
  GError *verdict;

  if (!g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_cancellable_is_cancelled (self->person))
    return;
  g_clear_error (error);
  verdict = mail_second_look_dup_verdict (self->look);
  if (verdict != NULL)
    g_propagate_error (error, verdict);
  else
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_TIMED_OUT,
                 /* Translators: %s is the name of a server. */
                 _ ("%s did not answer in time."),
                 mail_server_get_host (mail_report_get_server (self->report)));
}

/* For a way that is proven, one that is swallowed is given up as soon as the patience ends. */
static void
on_decided (MailProbe *self)
{
  g_autoptr (GError) verdict = mail_second_look_dup_verdict (self->look);

  if (verdict != NULL || (self->patience_source == 0 && !has_met_tls (self)))
    g_cancellable_cancel (self->attempt);
}

static void
stop_waiting (MailProbe *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_clear_handle_id (&self->half_source, g_source_remove);
}

static void
stop_looking (MailProbe *self)
{
  g_signal_handlers_disconnect_by_func (self->look, on_decided, self);
  mail_second_look_stop (self->look);
  g_clear_object (&self->look);
}

static void
end_run (MailProbe *self)
{
  stop_waiting (self);
  stop_looking (self);
  g_cancellable_cancel (self->attempt);
  g_cancellable_disconnect (self->person, self->person_handler);
  self->person_handler = 0;
  g_clear_object (&self->person);
}

/* The conversation, or what comes after it. */
static void
stop (MailProbe *self)
{
  if (self->attempt != NULL)
    g_cancellable_cancel (self->attempt);
  if (self->look != NULL)
    mail_second_look_hurry (self->look);
}

static void
on_person_cancelled (GCancellable *person, gpointer user_data)
{
  stop (user_data);
}

static gboolean
on_patience_ended (gpointer user_data)
{
  MailProbe *self = user_data;

  self->patience_source = 0;
  if (!has_met_tls (self) && (is_automatic (self) || mail_second_look_has_alternative (self->look)))
    g_cancellable_cancel (self->attempt);
  return G_SOURCE_REMOVE;
}

/* Who only wants to know whether somebody is there needs no explanation, and the settings of a test mail were
 * proven before. */
static gboolean
is_worth_a_look (MailProbe *self)
{
  MailGoal goal = mail_report_get_goal (self->report);

  return goal == MAIL_GOAL_CAPABILITIES || goal == MAIL_GOAL_ACCESS;
}

static gboolean
on_half_patience (gpointer user_data)
{
  MailProbe *self = user_data;
  MailStep step;

  if (is_worth_a_look (self) && find_silent_step (self, &step))
    {
      mail_second_look_begin_early (self->look, step);
      /* Until the name is known, there is not much to look at. */
      if (step == MAIL_STEP_RESOLVE)
        return G_SOURCE_CONTINUE;
    }
  self->half_source = 0;
  return G_SOURCE_REMOVE;
}

/* TLS that does not come makes room for STARTTLS, as does a way that is swallowed for one that is proven. */
static void
begin_to_wait (MailProbe *self)
{
  self->patience_source = g_timeout_add (self->patience, on_patience_ended, self);
  self->half_source = g_timeout_add (self->patience / 2, on_half_patience, self);
}

static void on_conversation_ended (GObject *source, GAsyncResult *result, gpointer user_data);

static void
begin_conversation (GTask *task)
{
  MailProbe *self = g_task_get_source_object (task);
  const MailConversationPlan plan = {
    .report = self->report,
    .address = self->address,
    .anchors = self->anchors,
    .secret = self->secret,
    .message = self->message,
    .watch = self->watch,
  };

  mail_report_restart (self->report);
  if (mail_report_get_goal (self->report) >= MAIL_GOAL_ACCESS
      && mail_server_get_auth (mail_report_get_server (self->report)) == MAIL_AUTH_NONE)
    mail_report_skip (self->report, MAIL_STEP_SIGN_IN);
  begin_to_wait (self);
  mail_conversation_run_async (&plan, self->attempt, on_conversation_ended, task);
}

static void
begin_to_look (MailProbe *self)
{
  /* A fallback is the other way already. */
  self->look = mail_second_look_new (self->report, self->address, self->anchors, !self->fell_back);
  g_signal_connect_swapped (self->look, "decided", G_CALLBACK (on_decided), self);
}

/* The diagnosis must not propose what has just failed. */
static void
note_first_way (MailProbe *self)
{
  MailEvidence *evidence = mail_report_get_evidence (self->report);

  evidence->alternative_security = MAIL_SECURITY_TLS;
  evidence->alternative_port = mail_server_get_port (mail_report_get_server (self->report));
}

static void
fall_back (MailProbe *self)
{
  note_first_way (self);
  stop_waiting (self);
  stop_looking (self);
  /* A cancellable that was pulled cannot be used again. Nobody waits on the old one any more. */
  g_clear_object (&self->attempt);
  self->attempt = g_cancellable_new ();
  self->fell_back = TRUE;
  begin_to_look (self);
  set_security (self, MAIL_SECURITY_STARTTLS);
}

static void
fail (MailProbe *self, GTask *task)
{
  g_autoptr (GError) error = g_steal_pointer (&self->error);
  g_autofree char *server_said = g_steal_pointer (&self->server_said);
  GError *better = mail_second_look_settle (self->look, error);

  settle_security (self);
  end_run (self);
  mail_report_fail (self->report, better, server_said);
  g_task_return_error (task, better);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailProbe *self = g_task_get_source_object (task);

  mail_second_look_run_finish (MAIL_SECOND_LOOK (source), result);
  if (g_cancellable_is_cancelled (self->person))
    {
      g_clear_error (&self->error);
      g_cancellable_set_error_if_cancelled (self->person, &self->error);
    }
  fail (self, task);
}

static void
on_conversation_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailProbe *self = g_task_get_source_object (task);
  g_autofree char *server_said = NULL;
  GError *error = NULL;

  if (!mail_conversation_run_finish (result, &server_said, &error))
    name_end (self, &error);
  stop_waiting (self);
  if (error == NULL)
    {
      settle_security (self);
      end_run (self);
      mail_report_set_server_said (self->report, server_said);
      mail_report_succeed (self->report);
      g_task_return_boolean (task, TRUE);
    }
  else if (may_fall_back (self, error))
    {
      g_clear_error (&error);
      fall_back (self);
      begin_conversation (g_steal_pointer (&task));
    }
  else
    {
      self->error = error;
      self->server_said = g_steal_pointer (&server_said);
      /* Whoever stops wants no more, and when time is up there is none. */
      if (is_worth_a_look (self) && error->domain == MAIL_ERROR && !self->timed_out)
        mail_second_look_run_async (self->look, error, MIN (LOOK_LIMIT, self->patience), on_looked,
                                    g_steal_pointer (&task));
      else
        fail (self, task);
    }
}

static void
mail_probe_dispose (GObject *object)
{
  MailProbe *self = MAIL_PROBE (object);

  g_clear_object (&self->report);
  g_clear_pointer (&self->address, mail_address_unref);
  g_clear_object (&self->anchors);
  g_clear_pointer (&self->secret, mail_secret_unref);
  g_clear_pointer (&self->message, g_bytes_unref);
  g_clear_object (&self->watch);
  g_clear_object (&self->attempt);
  G_OBJECT_CLASS (mail_probe_parent_class)->dispose (object);
}

static void
mail_probe_class_init (MailProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_probe_dispose;
}

static void
mail_probe_init (MailProbe *self)
{
  self->patience = MAIL_PROBE_DEFAULT_PATIENCE;
}

/**
 * mail_probe_new:
 * @report: to be filled; its server and goal say what to do
 * @address: the sender that SMTP asks about
 * @anchors: what vouches for servers
 *
 * Returns: (transfer full): a probe that has not run
 */
MailProbe *
mail_probe_new (MailReport *report, MailAddress *address, MailAnchors *anchors)
{
  MailProbe *self = g_object_new (MAIL_TYPE_PROBE, NULL);

  self->report = g_object_ref (report);
  self->address = mail_address_ref (address);
  self->anchors = g_object_ref (anchors);
  return self;
}

/**
 * mail_probe_get_report:
 * @self: a probe
 *
 * Returns: (transfer none): the report that it fills
 */
MailReport *
mail_probe_get_report (MailProbe *self)
{
  return self->report;
}

/**
 * mail_probe_set_secret:
 * @self: a probe that has not run
 * @secret: (nullable): the password
 *
 * Needed from %MAIL_GOAL_ACCESS on, and not where the server wants no sign-in.
 */
void
mail_probe_set_secret (MailProbe *self, MailSecret *secret)
{
  g_clear_pointer (&self->secret, mail_secret_unref);
  self->secret = secret != NULL ? mail_secret_ref (secret) : NULL;
}

/**
 * mail_probe_set_message:
 * @self: a probe of an outgoing server that has not run
 * @message: (nullable): what to send to the address; its lines end with CRLF. Asked for by
 *   %MAIL_GOAL_DELIVERY
 */
void
mail_probe_set_message (MailProbe *self, GBytes *message)
{
  g_clear_pointer (&self->message, g_bytes_unref);
  self->message = message != NULL ? g_bytes_ref (message) : NULL;
}

/**
 * mail_probe_set_watch:
 * @self: a probe of an incoming server that has not run
 * @watch: (nullable): what to do in the mailbox instead of only looking into it. Asked for by
 *   %MAIL_GOAL_DELIVERY
 */
void
mail_probe_set_watch (MailProbe *self, MailWatch *watch)
{
  g_set_object (&self->watch, watch);
}

/**
 * mail_probe_set_patience:
 * @self: a probe that has not run
 * @milliseconds: how long %MAIL_SECURITY_AUTOMATIC waits for TLS before it tries STARTTLS
 *
 * A port that swallows connections must not eat the time of the other one. %MAIL_SECURITY_STARTTLS asks a
 * server that has not greeted after half of it whether it speaks TLS. Default: %MAIL_PROBE_DEFAULT_PATIENCE.
 */
void
mail_probe_set_patience (MailProbe *self, guint milliseconds)
{
  self->patience = milliseconds;
}

/**
 * mail_probe_run_async:
 * @self: a probe
 * @cancellable: (nullable): the person's wish to stop
 * @callback: called when the report has its outcome
 * @user_data: data for @callback
 *
 * Talks to the server up to the goal of the report.
 *
 * %MAIL_SECURITY_AUTOMATIC: TLS first; where that meets no TLS server (refused, silent, plain text,
 * closed), STARTTLS. A certificate that is not right never falls through. The report's server then says
 * what was used.
 */
void
mail_probe_run_async (MailProbe *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (self->person_handler == 0 && self->person == NULL);

  g_task_set_source_tag (task, mail_probe_run_async);
  g_task_set_check_cancellable (task, FALSE);
  self->timed_out = FALSE;
  self->fell_back = FALSE;
  g_clear_object (&self->attempt);
  self->attempt = g_cancellable_new ();
  begin_to_look (self);
  if (cancellable != NULL)
    {
      self->person = g_object_ref (cancellable);
      self->person_handler
          = g_cancellable_connect (cancellable, G_CALLBACK (on_person_cancelled), self, NULL);
    }
  begin_conversation (g_steal_pointer (&task));
}

/**
 * mail_probe_run_finish:
 * @self: a probe
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Ends as the report ended: with the report's error, or %G_IO_ERROR_CANCELLED.
 *
 * Returns: %TRUE when the goal was reached
 */
gboolean
mail_probe_run_finish (MailProbe *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_probe_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_probe_time_out:
 * @self: a probe
 *
 * Time is up: ends the run, if there is one. The running step fails with %MAIL_ERROR_TIMED_OUT.
 */
void
mail_probe_time_out (MailProbe *self)
{
  self->timed_out = TRUE;
  stop (self);
}
