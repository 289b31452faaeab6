/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-second-look.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-conversation.h"
#include "mail-error.h"
#include "mail-greeting.h"
#include "mail-knock.h"
#include "mail-other-way.h"
#include "mail-reach.h"

/* Another way that has not answered for so long does not answer either. */
#define IN_VAIN (2 * G_TIME_SPAN_SECOND)

/* A conversation on the side, with a report that nobody sees. */
typedef struct
{
  MailSecondLook *owner;
  MailReport *report; /* NULL: not begun */
  gint64 began;       /* microseconds, monotonic */
  GError *error;      /* what it ended with */
  gboolean is_done;
} Look;

/* Up to four looks at the same time, none of which carries a password or says anything inside an encryption
 * that is not proven:
 *
 *   the other way   the same server on its other port: does it answer, and is it itself?
 *   old TLS         would the handshake succeed if outdated versions were good enough?
 *   a knock         who is silent, or shows a certificate that is not its own: a web server?
 *   the network     is there any, and does it want a sign-in?
 *
 * Whatever is under way may outlive the run, for the blink of an eye, and is then ignored. */
struct _MailSecondLook
{
  GObject parent_instance;

  MailReport *report;
  MailAddress *address;
  MailAnchors *anchors;
  gboolean may_turn; /* the other way was not tried yet */
  GCancellable *cancellable;
  guint n_running;
  guint limit_source;
  GTask *waiting; /* for all of them */

  Look other_way;
  Look outdated;
  MailKnock knock;
  guint reach; /* MailReach */
  gboolean has_knocked;
  gboolean has_asked_network;
  GError *verdict; /* what the knock tells of a server that is silent */
};

G_DEFINE_FINAL_TYPE (MailSecondLook, mail_second_look, G_TYPE_OBJECT)

enum
{
  DECIDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static MailServer *
get_server (MailSecondLook *self)
{
  return mail_report_get_server (self->report);
}

/* The step that runs; the first where none does. */
static MailStep
find_step (MailReport *report)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);

      if (mail_check_get_state (check) == MAIL_STATE_RUNNING)
        return mail_check_get_step (check);
    }
  return MAIL_STEP_RESOLVE;
}

static gboolean
is_code (const GError *error, MailError code)
{
  return g_error_matches (error, MAIL_ERROR, code);
}

/* Nobody was met who could have said anything. */
static gboolean
has_met_nobody (MailReport *report, const GError *error)
{
  MailStep step = find_step (report);

  if (is_code (error, MAIL_ERROR_CONNECTION_REFUSED))
    return TRUE;
  return (is_code (error, MAIL_ERROR_TIMED_OUT) || is_code (error, MAIL_ERROR_CLOSED_EARLY)
          || is_code (error, MAIL_ERROR_NETWORK_UNREACHABLE))
         && (step == MAIL_STEP_CONNECT || step == MAIL_STEP_GREETING || step == MAIL_STEP_TLS)
         && mail_report_get_tls (report) == NULL;
}

static gboolean
is_about_encryption (const GError *error)
{
  return is_code (error, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT)
         || is_code (error, MAIL_ERROR_TLS_ON_PLAINTEXT_PORT) || is_code (error, MAIL_ERROR_STARTTLS_MISSING)
         || is_code (error, MAIL_ERROR_STARTTLS_REFUSED) || is_code (error, MAIL_ERROR_NOT_THIS_PROTOCOL);
}

/* Old servers refuse our handshake in many ways, or hang up. */
static gboolean
may_be_outdated (MailReport *report, const GError *error)
{
  return find_step (report) == MAIL_STEP_TLS
         && (is_code (error, MAIL_ERROR_TLS_TOO_OLD) || is_code (error, MAIL_ERROR_TLS_FAILED)
             || is_code (error, MAIL_ERROR_CLOSED_EARLY));
}

/* Where nobody but a mail server should answer. */
static gboolean
is_mail_port (MailSecondLook *self)
{
  MailProtocol protocol = mail_server_get_protocol (get_server (self));
  guint port = mail_server_get_port (get_server (self));

  return port == mail_protocol_get_port (protocol, MAIL_SECURITY_TLS)
         || port == mail_protocol_get_port (protocol, MAIL_SECURITY_STARTTLS);
}

/* A certificate that is not right, from the first byte on. */
static gboolean
may_be_portal (MailSecondLook *self, const GError *error)
{
  return find_step (self->report) == MAIL_STEP_IDENTITY && error->domain == MAIL_ERROR && is_mail_port (self)
         && mail_server_get_security (get_server (self)) != MAIL_SECURITY_STARTTLS;
}

static gboolean
may_be_network (MailSecondLook *self, const GError *error)
{
  return is_code (error, MAIL_ERROR_HOST_UNKNOWN) || is_code (error, MAIL_ERROR_NOT_THIS_PROTOCOL)
         || is_code (error, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT) || has_met_nobody (self->report, error)
         || find_step (self->report) <= MAIL_STEP_CONNECT || may_be_portal (self, error);
}

static void
end_look (MailSecondLook *self)
{
  if (--self->n_running > 0 || self->waiting == NULL)
    return;
  g_clear_handle_id (&self->limit_source, g_source_remove);
  g_task_return_boolean (self->waiting, TRUE);
  g_clear_object (&self->waiting);
}

static void
on_conversation_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Look *look = user_data;
  g_autoptr (MailSecondLook) self = look->owner;
  g_autofree char *said = NULL;

  mail_conversation_run_finish (result, &said, &look->error);
  look->is_done = TRUE;
  if (self->report != NULL && mail_second_look_has_alternative (self))
    g_signal_emit (self, signals[DECIDED], 0);
  end_look (self);
}

static void
begin_conversation (MailSecondLook *self, Look *look, MailSecurity security, guint port)
{
  g_autoptr (MailServer) server = mail_server_copy (get_server (self));
  MailConversationPlan plan = {
    .address = self->address,
    .anchors = self->anchors,
    .outdated = look == &self->outdated,
  };

  mail_server_set_security (server, security);
  mail_server_set_port (server, port);
  look->owner = g_object_ref (self);
  look->report = mail_report_new (server, MAIL_GOAL_GREETING);
  look->began = g_get_monotonic_time ();
  plan.report = look->report;
  self->n_running++;
  mail_conversation_run_async (&plan, self->cancellable, on_conversation_ended, look);
}

static void
look_at_other_way (MailSecondLook *self, const GError *error)
{
  MailSecurity security;
  guint port;

  if (self->may_turn && self->other_way.report == NULL
      && mail_other_way_choose (get_server (self), error, &security, &port))
    begin_conversation (self, &self->other_way, security, port);
}

static void
look_for_old_tls (MailSecondLook *self)
{
  gboolean starttls = mail_server_get_security (get_server (self)) == MAIL_SECURITY_STARTTLS;

  if (self->outdated.report == NULL)
    begin_conversation (self, &self->outdated, starttls ? MAIL_SECURITY_STARTTLS : MAIL_SECURITY_TLS,
                        mail_server_get_port (get_server (self)));
}

static void
on_network_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailSecondLook) self = user_data;

  self->reach = mail_reach_find_finish (result);
  end_look (self);
}

static void
look_at_network (MailSecondLook *self)
{
  if (self->has_asked_network)
    return;
  self->has_asked_network = TRUE;
  self->n_running++;
  mail_reach_find_async (self->cancellable, on_network_known, g_object_ref (self));
}

/* Both of us would wait until the deadline: the web server for a question, or the TLS server for the
 * handshake, and we for a greeting. */
static void
judge_silence (MailSecondLook *self)
{
  MailServer *server = get_server (self);
  const char *host = mail_server_get_host (server);

  if (find_step (self->report) != MAIL_STEP_GREETING || self->verdict != NULL)
    return;
  if (g_strcmp0 (self->knock.service, "HTTP") == 0)
    {
      mail_report_get_evidence (self->report)->service = self->knock.service;
      mail_greeting_set_error ("HTTP/", mail_server_get_protocol (server), host, &self->verdict);
    }
  else if (self->knock.tls && mail_server_get_security (server) == MAIL_SECURITY_STARTTLS)
    g_set_error (&self->verdict, MAIL_ERROR, MAIL_ERROR_TLS_ON_PLAINTEXT_PORT,
                 /* Translators: %s is the name of a server. */
                 _ ("%s speaks SSL/TLS on this port. Choose SSL/TLS instead of STARTTLS."), host);
  if (self->verdict != NULL)
    g_signal_emit (self, signals[DECIDED], 0);
}

static void
on_knocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailSecondLook) self = user_data;

  if (mail_knock_finish (result, &self->knock) && self->report != NULL)
    judge_silence (self);
  end_look (self);
}

static void
knock (MailSecondLook *self, gboolean listen)
{
  if (self->has_knocked)
    return;
  self->has_knocked = TRUE;
  self->n_running++;
  mail_knock_async (mail_server_get_host (get_server (self)), mail_server_get_port (get_server (self)),
                    self->anchors, listen, self->cancellable, on_knocked, g_object_ref (self));
}

static gboolean
on_limit (gpointer user_data)
{
  MailSecondLook *self = user_data;

  self->limit_source = 0;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
is_in_vain (const Look *look)
{
  MailStep step = find_step (look->report);

  if (look->error != NULL && has_met_nobody (look->report, look->error))
    return TRUE;
  if (look->is_done && !g_error_matches (look->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  return g_get_monotonic_time () - look->began >= IN_VAIN && mail_report_get_tls (look->report) == NULL
         && (step == MAIL_STEP_CONNECT || step == MAIL_STEP_GREETING || step == MAIL_STEP_TLS);
}

static void
settle_other_way (MailSecondLook *self, MailEvidence *evidence)
{
  MailServer *server;

  if (self->other_way.report == NULL
      || (!mail_second_look_has_alternative (self) && !is_in_vain (&self->other_way)))
    return;
  server = mail_report_get_server (self->other_way.report);
  evidence->alternative = mail_second_look_has_alternative (self);
  evidence->alternative_security = mail_server_get_security (server);
  evidence->alternative_port = mail_server_get_port (server);
}

/* Who is proven is no hotspot, whatever this computer thinks of the network. */
static void
settle_portal (MailSecondLook *self, const GError *error, MailEvidence *evidence)
{
  const MailTlsInfo *tls = mail_report_get_tls (self->report);
  gboolean is_wrong_peer = may_be_portal (self, error);

  if (tls != NULL && tls->trusted)
    return;
  if (is_wrong_peer && self->knock.tls && self->knock.service == NULL && !self->knock.greets)
    evidence->mute = TRUE;
  if ((self->reach & MAIL_REACH_PORTAL) || (is_wrong_peer && g_strcmp0 (self->knock.service, "HTTP") == 0)
      || (is_mail_port (self) && g_strcmp0 (evidence->service, "HTTP") == 0))
    evidence->reach |= MAIL_REACH_PORTAL;
}

/* The loopback of a sandbox is its own: what refuses there is nobody's server. */
static GError *
settle_forbidden (MailSecondLook *self, const GError *error, MailEvidence *evidence)
{
  if (!(self->reach & MAIL_REACH_FORBIDDEN) || mail_report_get_tls (self->report) != NULL)
    return NULL;
  if (!is_code (error, MAIL_ERROR_HOST_UNKNOWN) && find_step (self->report) > MAIL_STEP_CONNECT)
    return NULL;
  evidence->reach |= MAIL_REACH_FORBIDDEN;
  return g_error_new_literal (MAIL_ERROR, MAIL_ERROR_NETWORK_UNREACHABLE,
                              _ ("The sandbox does not let Siegel use the network."));
}

static GError *
settle_offline (MailSecondLook *self, const GError *error, MailEvidence *evidence)
{
  if (!(self->reach & MAIL_REACH_OFFLINE))
    return NULL;
  if (!is_code (error, MAIL_ERROR_HOST_UNKNOWN) && !is_code (error, MAIL_ERROR_NETWORK_UNREACHABLE)
      && (!is_code (error, MAIL_ERROR_TIMED_OUT) || find_step (self->report) != MAIL_STEP_RESOLVE))
    return NULL;
  evidence->reach |= MAIL_REACH_OFFLINE;
  return g_error_new_literal (MAIL_ERROR, MAIL_ERROR_NETWORK_UNREACHABLE,
                              _ ("This computer is not connected to any network."));
}

/* A server that now agrees on TLS 1.2 does so for the sake of a cipher; one that hung up may have had another
 * reason. */
static GError *
settle_outdated (MailSecondLook *self, const GError *error, MailEvidence *evidence)
{
  const char *host = mail_server_get_host (get_server (self));
  const MailTlsInfo *tls = NULL;

  if (self->outdated.is_done && self->outdated.error == NULL)
    tls = mail_report_get_tls (self->outdated.report);
  if (tls == NULL)
    return NULL;
  if (g_str_equal (tls->version, "TLS1.2"))
    return is_code (error, MAIL_ERROR_CLOSED_EARLY)
               ? NULL
               : g_error_new (MAIL_ERROR, MAIL_ERROR_TLS_FAILED,
                              /* Translators: %s is the name of a server. */
                              _ ("%s knows only kinds of encryption that are no longer safe."), host);
  evidence->old_tls = g_intern_string (tls->version);
  return g_error_new (MAIL_ERROR, MAIL_ERROR_TLS_TOO_OLD,
                      /* Translators: the first %s is the name of a server, the second “1.0” or “1.1”. */
                      _ ("%s knows nothing newer than TLS %s, which is no longer safe."), host,
                      tls->version + strlen ("TLS"));
}

static void
clear_look (Look *look)
{
  g_clear_object (&look->report);
  g_clear_error (&look->error);
}

static void
mail_second_look_dispose (GObject *object)
{
  MailSecondLook *self = MAIL_SECOND_LOOK (object);

  g_clear_handle_id (&self->limit_source, g_source_remove);
  g_clear_object (&self->report);
  g_clear_pointer (&self->address, mail_address_unref);
  g_clear_object (&self->anchors);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->verdict);
  clear_look (&self->other_way);
  clear_look (&self->outdated);
  G_OBJECT_CLASS (mail_second_look_parent_class)->dispose (object);
}

static void
mail_second_look_class_init (MailSecondLookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_second_look_dispose;

  /* Emitted when it may be no use to wait any longer for a server that is silent. */
  signals[DECIDED] = g_signal_new ("decided", MAIL_TYPE_SECOND_LOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
mail_second_look_init (MailSecondLook *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * mail_second_look_new:
 * @report: of the conversation that does not go well
 * @address: the person's address; nobody is told
 * @anchors: what vouches for servers
 * @may_turn: whether to look at the other way to the server: its other port and kind of encryption
 *
 * Returns: (transfer full): nothing is looked at yet
 */
MailSecondLook *
mail_second_look_new (MailReport *report, MailAddress *address, MailAnchors *anchors, gboolean may_turn)
{
  MailSecondLook *self = g_object_new (MAIL_TYPE_SECOND_LOOK, NULL);

  self->report = g_object_ref (report);
  self->address = mail_address_ref (address);
  self->anchors = g_object_ref (anchors);
  self->may_turn = may_turn;
  return self;
}

/**
 * mail_second_look_begin_early:
 * @self: a second look
 * @step: where the conversation hangs
 *
 * Nothing has been heard for a while: looks around while the conversation goes on waiting, so that a firewall
 * that swallows it costs no time twice. #MailSecondLook::decided is emitted where the silence is explained,
 * or the other way proven.
 */
void
mail_second_look_begin_early (MailSecondLook *self, MailStep step)
{
  if (step == MAIL_STEP_GREETING && self->may_turn)
    knock (self, FALSE);
  else if (step == MAIL_STEP_CONNECT || step == MAIL_STEP_TLS)
    look_at_other_way (self, NULL);
  if (step == MAIL_STEP_RESOLVE || step == MAIL_STEP_CONNECT)
    look_at_network (self);
}

/**
 * mail_second_look_has_alternative:
 * @self: a second look
 *
 * Returns: whether the other way to the server has been proven by now
 */
gboolean
mail_second_look_has_alternative (MailSecondLook *self)
{
  return self->other_way.is_done && self->other_way.error == NULL;
}

/**
 * mail_second_look_run_async:
 * @self: a second look
 * @error: what the conversation ended with
 * @limit: milliseconds after which what is not known stays unknown
 * @callback: called when nothing more will be found out
 * @user_data: data for @callback
 *
 * Looks at all that may explain @error. See mail_second_look_settle() for what comes of it.
 */
void
mail_second_look_run_async (MailSecondLook *self,
                            const GError *error,
                            guint limit,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, mail_second_look_run_async);
  if (may_be_outdated (self->report, error))
    look_for_old_tls (self);
  if (is_about_encryption (error) || has_met_nobody (self->report, error))
    look_at_other_way (self, error);
  if (may_be_portal (self, error))
    knock (self, TRUE);
  if (may_be_network (self, error))
    look_at_network (self);
  if (self->n_running == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->waiting = g_steal_pointer (&task);
  self->limit_source = g_timeout_add (limit, on_limit, self);
}

/**
 * mail_second_look_run_finish:
 * @self: a second look
 * @result: the result handed to the callback
 *
 * Returns: %TRUE
 */
gboolean
mail_second_look_run_finish (MailSecondLook *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_second_look_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * mail_second_look_dup_verdict:
 * @self: a second look
 *
 * Returns: (transfer full) (nullable): what a server that is silent turned out to be:
 *   %MAIL_ERROR_NOT_THIS_PROTOCOL or %MAIL_ERROR_TLS_ON_PLAINTEXT_PORT
 */
GError *
mail_second_look_dup_verdict (MailSecondLook *self)
{
  return self->verdict != NULL ? g_error_copy (self->verdict) : NULL;
}

/**
 * mail_second_look_settle:
 * @self: a second look that was not stopped
 * @error: what the conversation ended with
 *
 * Writes down what is known by now in the #MailEvidence of the report, whose failed step still counts as
 * running.
 *
 * Returns: (transfer full): what the report is to fail with: @error, or what explains it:
 *   %MAIL_ERROR_NETWORK_UNREACHABLE, %MAIL_ERROR_TLS_TOO_OLD, %MAIL_ERROR_TLS_FAILED
 */
GError *
mail_second_look_settle (MailSecondLook *self, const GError *error)
{
  MailEvidence *evidence = mail_report_get_evidence (self->report);
  GError *better = settle_forbidden (self, error, evidence);

  if (better == NULL)
    better = settle_offline (self, error, evidence);
  settle_portal (self, error, evidence);
  settle_other_way (self, evidence);
  if (better == NULL)
    better = settle_outdated (self, error, evidence);
  return better != NULL ? better : g_error_copy (error);
}

/**
 * mail_second_look_hurry:
 * @self: a second look
 *
 * Ends all that is under way; what is known by now can still be settled.
 */
void
mail_second_look_hurry (MailSecondLook *self)
{
  g_cancellable_cancel (self->cancellable);
}

/**
 * mail_second_look_stop:
 * @self: a second look
 *
 * The run is over: nobody wants to know any more.
 */
void
mail_second_look_stop (MailSecondLook *self)
{
  mail_second_look_hurry (self);
  g_clear_object (&self->report);
}
