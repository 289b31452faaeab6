/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-report.h"

#include "mail-text.h"

#define SAID_MAX 500 /* characters */

/**
 * MailReport:
 *
 * What became of a conversation with one server: a list of its steps, and beside it the outcome, the
 * encryption and the server's own words. A probe fills it while a page is bound to it.
 */
struct _MailReport
{
  GObject parent_instance;

  MailServer *server;
  MailGoal goal;
  GPtrArray *checks; /* of MailCheck */
  MailState state;
  GError *error;
  char *server_said;
  char *mechanism;
  MailTlsInfo *tls;
  MailEvidence evidence;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailReport,
                               mail_report,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

typedef enum
{
  PROP_SERVER = 1,
  PROP_GOAL,
  PROP_STATE,
  PROP_ERROR,
  PROP_SERVER_SAID,
  PROP_MECHANISM,
  PROP_TLS,
} MailReportProperty;

static GParamSpec *properties[PROP_TLS + 1];

static void
notify (MailReport *self, MailReportProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_state (MailReport *self, MailState state)
{
  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

static void
set_error (MailReport *self, const GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  notify (self, PROP_ERROR);
}

static void
set_text (MailReport *self, char **field, MailReportProperty property, const char *text)
{
  g_autofree char *copy = g_strdup (text);

  if (g_strcmp0 (*field, copy) == 0)
    return;
  g_free (*field);
  *field = g_steal_pointer (&copy);
  notify (self, property);
}

/* NULL where nothing is left to say. */
static char *
clean (const char *said)
{
  g_autofree char *text = mail_text_neutralise (said, -1, SAID_MAX);

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
add_check (GPtrArray *checks, MailStep step)
{
  g_ptr_array_add (checks, mail_check_new (step));
}

/* TLS comes before the first word, or after STARTTLS has been asked for in plain text. */
static GPtrArray *
create_checks (MailReport *self)
{
  GPtrArray *checks = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean starttls = mail_server_get_security (self->server) == MAIL_SECURITY_STARTTLS;
  gboolean incoming = mail_server_is_incoming (self->server);

  add_check (checks, MAIL_STEP_RESOLVE);
  add_check (checks, MAIL_STEP_CONNECT);
  if (starttls)
    {
      add_check (checks, MAIL_STEP_GREETING);
      add_check (checks, MAIL_STEP_STARTTLS);
    }
  add_check (checks, MAIL_STEP_TLS);
  add_check (checks, MAIL_STEP_IDENTITY);
  if (!starttls)
    add_check (checks, MAIL_STEP_GREETING);
  if (self->goal != MAIL_GOAL_GREETING)
    add_check (checks, MAIL_STEP_CAPABILITIES);
  if (self->goal >= MAIL_GOAL_ACCESS)
    {
      add_check (checks, MAIL_STEP_SIGN_IN);
      add_check (checks, incoming ? MAIL_STEP_MAILBOX : MAIL_STEP_SENDER);
    }
  if (self->goal == MAIL_GOAL_DELIVERY)
    add_check (checks, incoming ? MAIL_STEP_ARRIVAL : MAIL_STEP_MESSAGE);
  return checks;
}

static MailCheck *
find_state (MailReport *self, MailState state)
{
  for (guint i = 0; i < self->checks->len; i++)
    if (mail_check_get_state (g_ptr_array_index (self->checks, i)) == state)
      return g_ptr_array_index (self->checks, i);
  return NULL;
}

static MailCheck *
find_step (MailReport *self, MailStep step)
{
  for (guint i = 0; i < self->checks->len; i++)
    if (mail_check_get_step (g_ptr_array_index (self->checks, i)) == step)
      return g_ptr_array_index (self->checks, i);
  return NULL;
}

static void
pass_running (MailReport *self)
{
  MailCheck *running = find_state (self, MAIL_STATE_RUNNING);

  if (running != NULL)
    mail_check_set_state (running, MAIL_STATE_PASSED);
}

static void
skip_waiting (MailReport *self)
{
  MailCheck *waiting;

  while ((waiting = find_state (self, MAIL_STATE_WAITING)) != NULL)
    mail_check_set_state (waiting, MAIL_STATE_SKIPPED);
}

/* Where the conversation stands; an error after the last step counts as that step's. */
static MailCheck *
find_current (MailReport *self)
{
  MailCheck *check = find_state (self, MAIL_STATE_RUNNING);

  if (check == NULL)
    check = find_state (self, MAIL_STATE_WAITING);
  return check != NULL ? check : g_ptr_array_index (self->checks, self->checks->len - 1);
}

static GType
mail_report_get_item_type (GListModel *model)
{
  return MAIL_TYPE_CHECK;
}

static guint
mail_report_get_n_items (GListModel *model)
{
  return MAIL_REPORT (model)->checks->len;
}

static gpointer
mail_report_get_item (GListModel *model, guint position)
{
  MailReport *self = MAIL_REPORT (model);

  return position < self->checks->len ? g_object_ref (g_ptr_array_index (self->checks, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mail_report_get_item_type;
  iface->get_n_items = mail_report_get_n_items;
  iface->get_item = mail_report_get_item;
}

static void
mail_report_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  MailReport *self = MAIL_REPORT (object);

  switch ((MailReportProperty) property)
    {
    case PROP_SERVER:
      g_value_set_object (value, self->server);
      break;
    case PROP_GOAL:
      g_value_set_enum (value, self->goal);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_SERVER_SAID:
      g_value_set_string (value, self->server_said);
      break;
    case PROP_MECHANISM:
      g_value_set_string (value, self->mechanism);
      break;
    case PROP_TLS:
      g_value_set_boxed (value, self->tls);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_report_finalize (GObject *object)
{
  MailReport *self = MAIL_REPORT (object);

  g_object_unref (self->server);
  g_ptr_array_unref (self->checks);
  g_clear_error (&self->error);
  g_free (self->server_said);
  g_free (self->mechanism);
  g_clear_pointer (&self->tls, mail_tls_info_free);
  mail_evidence_clear (&self->evidence);
  G_OBJECT_CLASS (mail_report_parent_class)->finalize (object);
}

static void
mail_report_class_init (MailReportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mail_report_get_property;
  object_class->finalize = mail_report_finalize;

  properties[PROP_SERVER] = g_param_spec_object ("server", NULL, NULL, MAIL_TYPE_SERVER, flags);
  properties[PROP_GOAL]
      = g_param_spec_enum ("goal", NULL, NULL, MAIL_TYPE_GOAL, MAIL_GOAL_CAPABILITIES, flags);
  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, MAIL_TYPE_STATE, MAIL_STATE_WAITING, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_SERVER_SAID] = g_param_spec_string ("server-said", NULL, NULL, NULL, flags);
  properties[PROP_MECHANISM] = g_param_spec_string ("mechanism", NULL, NULL, NULL, flags);
  properties[PROP_TLS] = g_param_spec_boxed ("tls", NULL, NULL, MAIL_TYPE_TLS_INFO, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_report_init (MailReport *self)
{
}

/**
 * mail_report_new:
 * @server: the server to talk to; copied
 * @goal: how far the conversation is to go
 *
 * The steps are listed from the start, so that a page shows what is going to happen.
 *
 * Returns: (transfer full): a report of a conversation that has not begun
 */
MailReport *
mail_report_new (MailServer *server, MailGoal goal)
{
  MailReport *self = g_object_new (MAIL_TYPE_REPORT, NULL);

  self->server = mail_server_copy (server);
  self->goal = goal;
  self->checks = create_checks (self);
  return self;
}

/**
 * mail_report_get_server:
 * Returns: (transfer none): the report's own copy of the server, which the probe updates: the security, port
 *   and user name that were really used
 */
MailServer *
mail_report_get_server (MailReport *self)
{
  return self->server;
}

/**
 * mail_report_get_goal:
 * Returns: how far the conversation goes
 */
MailGoal
mail_report_get_goal (MailReport *self)
{
  return self->goal;
}

/**
 * mail_report_get_state:
 * Returns: how the whole conversation stands: %MAIL_STATE_WAITING, RUNNING, PASSED or FAILED
 */
MailState
mail_report_get_state (MailReport *self)
{
  return self->state;
}

/**
 * mail_report_get_error:
 * Returns: (transfer none) (nullable): why it failed
 */
const GError *
mail_report_get_error (MailReport *self)
{
  return self->error;
}

/**
 * mail_report_get_server_said:
 * Returns: (transfer none) (nullable): the server's own words about the failure, or what it wants a person to
 *   read after success: untranslated, without control characters, at most 500 characters
 */
const char *
mail_report_get_server_said (MailReport *self)
{
  return self->server_said;
}

/**
 * mail_report_get_mechanism:
 * Returns: (transfer none) (nullable): how the sign-in was done ("SCRAM-SHA-256")
 */
const char *
mail_report_get_mechanism (MailReport *self)
{
  return self->mechanism;
}

/**
 * mail_report_get_tls:
 * Returns: (transfer none) (nullable): the facts of the encryption, once there is one
 */
const MailTlsInfo *
mail_report_get_tls (MailReport *self)
{
  return self->tls;
}

/**
 * mail_report_get_failed_step:
 * @self: a report
 * @step: (out) (optional): the step that failed
 *
 * Returns: whether one did
 */
gboolean
mail_report_get_failed_step (MailReport *self, MailStep *step)
{
  MailCheck *failed = find_state (self, MAIL_STATE_FAILED);

  if (failed != NULL && step != NULL)
    *step = mail_check_get_step (failed);
  return failed != NULL;
}

/**
 * mail_report_get_evidence:
 * @self: a report
 *
 * What was found out beside the steps. It outlives [method@Mail.Report.restart], since a run may hold more
 * than one conversation, and is complete when the report fails.
 *
 * Returns: (transfer none): the evidence, for the probe to fill and the diagnosis to read
 */
MailEvidence *
mail_report_get_evidence (MailReport *self)
{
  return &self->evidence;
}

/**
 * mail_report_restart:
 * @self: a report
 *
 * Forgets the outcome, and lists the steps that apply to the server's security as it is now and to the goal,
 * all of them waiting. %MAIL_SECURITY_AUTOMATIC counts as TLS.
 */
void
mail_report_restart (MailReport *self)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->checks);

  self->checks = create_checks (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, old->len, self->checks->len);
  mail_report_set_mechanism (self, NULL);
  mail_report_set_tls (self, NULL);
  set_text (self, &self->server_said, PROP_SERVER_SAID, NULL);
  set_error (self, NULL);
  set_state (self, MAIL_STATE_WAITING);
}

/**
 * mail_report_enter:
 * @self: a report
 * @step: a step that the report lists
 *
 * The step that was running, if it is another, has passed; @step runs now. After a failure nothing moves
 * any more, so that a conversation that is slow to stop does not talk over its own end.
 */
void
mail_report_enter (MailReport *self, MailStep step)
{
  MailCheck *check = find_step (self, step);

  g_return_if_fail (check != NULL);

  if (self->state == MAIL_STATE_FAILED || mail_check_get_state (check) == MAIL_STATE_RUNNING)
    return;
  pass_running (self);
  mail_check_set_state (check, MAIL_STATE_RUNNING);
  set_state (self, MAIL_STATE_RUNNING);
}

/**
 * mail_report_set_detail:
 * @self: a report
 * @step: a step that the report lists, running or passed
 * @detail: (nullable): what is worth telling about it; cleaned like the server's words, since it may be some
 */
void
mail_report_set_detail (MailReport *self, MailStep step, const char *detail)
{
  MailCheck *check = find_step (self, step);
  g_autofree char *cleaned = clean (detail);

  g_return_if_fail (check != NULL);

  mail_check_set_detail (check, cleaned);
}

/**
 * mail_report_set_mechanism:
 * @self: a report
 * @mechanism: (nullable): how the sign-in is done
 */
void
mail_report_set_mechanism (MailReport *self, const char *mechanism)
{
  set_text (self, &self->mechanism, PROP_MECHANISM, mechanism);
}

/**
 * mail_report_set_tls:
 * @self: a report
 * @tls: (nullable): the facts of the encryption; copied
 */
void
mail_report_set_tls (MailReport *self, const MailTlsInfo *tls)
{
  if (self->tls == NULL && tls == NULL)
    return;
  g_clear_pointer (&self->tls, mail_tls_info_free);
  self->tls = tls != NULL ? mail_tls_info_copy (tls) : NULL;
  notify (self, PROP_TLS);
}

/**
 * mail_report_set_server_said:
 * @self: a report
 * @server_said: (nullable): what the server wants a person to read though all goes well (RFC 9051, section
 *   7.1), as received; cleaned and shortened here
 */
void
mail_report_set_server_said (MailReport *self, const char *server_said)
{
  g_autofree char *cleaned = clean (server_said);

  set_text (self, &self->server_said, PROP_SERVER_SAID, cleaned);
}

/**
 * mail_report_skip:
 * @self: a report
 * @step: a step that turned out not to apply, such as a sign-in where none is wanted
 */
void
mail_report_skip (MailReport *self, MailStep step)
{
  MailCheck *check = find_step (self, step);

  g_return_if_fail (check != NULL);

  mail_check_set_state (check, MAIL_STATE_SKIPPED);
}

/**
 * mail_report_succeed:
 * @self: a report
 *
 * All is well: the running step has passed, and whatever still waits was not needed.
 */
void
mail_report_succeed (MailReport *self)
{
  if (self->state == MAIL_STATE_FAILED)
    return;
  pass_running (self);
  skip_waiting (self);
  set_state (self, MAIL_STATE_PASSED);
}

/**
 * mail_report_fail:
 * @self: a report
 * @error: why; %MAIL_ERROR, or %G_IO_ERROR_CANCELLED
 * @server_said: (nullable): the server's own words as received; cleaned and shortened here
 *
 * The running step, or the first that waits, has failed; those after it are skipped. Of several failures the
 * first counts, since the others come of it.
 */
void
mail_report_fail (MailReport *self, const GError *error, const char *server_said)
{
  g_autofree char *cleaned = clean (server_said);

  if (self->state == MAIL_STATE_FAILED)
    return;
  mail_check_set_state (find_current (self), MAIL_STATE_FAILED);
  skip_waiting (self);
  set_text (self, &self->server_said, PROP_SERVER_SAID, cleaned);
  set_error (self, error);
  set_state (self, MAIL_STATE_FAILED);
}
