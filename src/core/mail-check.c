/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-check.h"

/**
 * MailCheck:
 *
 * One step of a [class@Mail.Report]: how it stands, how long it took and what is worth telling about it. Only
 * the report changes it; a row of a list binds to its properties.
 */
struct _MailCheck
{
  GObject parent_instance;

  MailStep step;
  MailState state;
  gint64 started; /* monotonic, microseconds */
  gint64 duration;
  char *detail;
};

G_DEFINE_FINAL_TYPE (MailCheck, mail_check, G_TYPE_OBJECT)

typedef enum
{
  PROP_STEP = 1,
  PROP_STATE,
  PROP_DURATION,
  PROP_DETAIL,
} MailCheckProperty;

static GParamSpec *properties[PROP_DETAIL + 1];

static void
set_duration (MailCheck *self, gint64 duration)
{
  if (self->duration == duration)
    return;
  self->duration = duration;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DURATION]);
}

static void
mail_check_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  MailCheck *self = MAIL_CHECK (object);

  switch ((MailCheckProperty) property)
    {
    case PROP_STEP:
      g_value_set_enum (value, self->step);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_DURATION:
      g_value_set_int64 (value, self->duration);
      break;
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_check_finalize (GObject *object)
{
  MailCheck *self = MAIL_CHECK (object);

  g_free (self->detail);
  G_OBJECT_CLASS (mail_check_parent_class)->finalize (object);
}

static void
mail_check_class_init (MailCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mail_check_get_property;
  object_class->finalize = mail_check_finalize;

  properties[PROP_STEP] = g_param_spec_enum ("step", NULL, NULL, MAIL_TYPE_STEP, MAIL_STEP_RESOLVE, flags);
  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, MAIL_TYPE_STATE, MAIL_STATE_WAITING, flags);
  properties[PROP_DURATION] = g_param_spec_int64 ("duration", NULL, NULL, -1, G_MAXINT64, -1, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_check_init (MailCheck *self)
{
  self->duration = -1;
}

/**
 * mail_check_new:
 * @step: which step it is
 *
 * Returns: (transfer full): a step that waits for its turn
 */
MailCheck *
mail_check_new (MailStep step)
{
  MailCheck *self = g_object_new (MAIL_TYPE_CHECK, NULL);

  self->step = step;
  return self;
}

/**
 * mail_check_get_step:
 * Returns: which step it is
 */
MailStep
mail_check_get_step (MailCheck *self)
{
  return self->step;
}

/**
 * mail_check_get_state:
 * Returns: how it stands
 */
MailState
mail_check_get_state (MailCheck *self)
{
  return self->state;
}

/**
 * mail_check_get_duration:
 * Returns: milliseconds from its start to its end; -1 until it has ended, or if it never ran
 */
gint64
mail_check_get_duration (MailCheck *self)
{
  return self->duration;
}

/**
 * mail_check_get_detail:
 * Returns: (transfer none) (nullable): what is worth telling, such as the addresses of a server
 */
const char *
mail_check_get_detail (MailCheck *self)
{
  return self->detail;
}

/**
 * mail_check_set_state:
 * @self: a step of a report
 * @state: how it stands now
 *
 * For [class@Mail.Report]. Going to %MAIL_STATE_RUNNING starts the clock, %MAIL_STATE_PASSED and
 * %MAIL_STATE_FAILED stop it.
 */
void
mail_check_set_state (MailCheck *self, MailState state)
{
  gboolean was_running = self->state == MAIL_STATE_RUNNING;

  if (self->state == state)
    return;
  self->state = state;
  /* The duration first: whoever is told that a step ended may show how long it took. */
  if (state == MAIL_STATE_RUNNING)
    {
      self->started = g_get_monotonic_time ();
      set_duration (self, -1);
    }
  else if (was_running && (state == MAIL_STATE_PASSED || state == MAIL_STATE_FAILED))
    {
      set_duration (self, (g_get_monotonic_time () - self->started) / G_TIME_SPAN_MILLISECOND);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/**
 * mail_check_set_detail:
 * @self: a step of a report
 * @detail: (nullable): what is worth telling
 *
 * For [class@Mail.Report].
 */
void
mail_check_set_detail (MailCheck *self, const char *detail)
{
  g_autofree char *copy = g_strdup (detail);

  if (g_strcmp0 (self->detail, copy) == 0)
    return;
  g_free (self->detail);
  self->detail = g_steal_pointer (&copy);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL]);
}
