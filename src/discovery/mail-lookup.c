/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-lookup.h"

/**
 * MailLookup:
 *
 * One source of a search, as people see it. Its state is %MAIL_STATE_PASSED where it found something,
 * %MAIL_STATE_FAILED where something went wrong, and %MAIL_STATE_SKIPPED where it has nothing to say: nothing
 * is there, it may not be asked, or it is not needed any more.
 */
struct _MailLookup
{
  GObject parent_instance;

  MailSource source;
  char *label;
  MailState state;
  char *detail;
  gint64 begun;  /* microseconds, monotonic; 0: not yet */
  guint elapsed; /* milliseconds */
};

G_DEFINE_FINAL_TYPE (MailLookup, mail_lookup, G_TYPE_OBJECT)

typedef enum
{
  PROP_SOURCE = 1,
  PROP_LABEL,
  PROP_STATE,
  PROP_DETAIL,
  PROP_ELAPSED,
} MailLookupProperty;

static GParamSpec *properties[PROP_ELAPSED + 1];

static void
notify (MailLookup *self, MailLookupProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_state (MailLookup *self, MailState state)
{
  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

static void
set_detail (MailLookup *self, const char *detail)
{
  if (g_strcmp0 (self->detail, detail) == 0)
    return;
  g_free (self->detail);
  self->detail = g_strdup (detail);
  notify (self, PROP_DETAIL);
}

static void
set_elapsed (MailLookup *self, guint elapsed)
{
  if (self->elapsed == elapsed)
    return;
  self->elapsed = elapsed;
  notify (self, PROP_ELAPSED);
}

static void
mail_lookup_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  MailLookup *self = MAIL_LOOKUP (object);

  switch ((MailLookupProperty) property)
    {
    case PROP_SOURCE:
      g_value_set_enum (value, self->source);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    case PROP_ELAPSED:
      g_value_set_uint (value, self->elapsed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_lookup_finalize (GObject *object)
{
  MailLookup *self = MAIL_LOOKUP (object);

  g_free (self->label);
  g_free (self->detail);
  G_OBJECT_CLASS (mail_lookup_parent_class)->finalize (object);
}

static void
mail_lookup_class_init (MailLookupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mail_lookup_get_property;
  object_class->finalize = mail_lookup_finalize;

  properties[PROP_SOURCE]
      = g_param_spec_enum ("source", NULL, NULL, MAIL_TYPE_SOURCE, MAIL_SOURCE_DATABASE, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, MAIL_TYPE_STATE, MAIL_STATE_WAITING, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  properties[PROP_ELAPSED] = g_param_spec_uint ("elapsed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_lookup_init (MailLookup *self)
{
}

/**
 * mail_lookup_get_source:
 * @self: a look-up
 *
 * Returns: what is asked
 */
MailSource
mail_lookup_get_source (MailLookup *self)
{
  return self->source;
}

/**
 * mail_lookup_get_label:
 * @self: a look-up
 *
 * Returns: (transfer none): what is asked, for people
 */
const char *
mail_lookup_get_label (MailLookup *self)
{
  return self->label;
}

/**
 * mail_lookup_get_state:
 * @self: a look-up
 *
 * Returns: how it stands
 */
MailState
mail_lookup_get_state (MailLookup *self)
{
  return self->state;
}

/**
 * mail_lookup_get_detail:
 * @self: a look-up
 *
 * Returns: (transfer none) (nullable): what came of it, in a few words or one sentence; %NULL as long as that
 *   is not known
 */
const char *
mail_lookup_get_detail (MailLookup *self)
{
  return self->detail;
}

/**
 * mail_lookup_get_elapsed:
 * @self: a look-up
 *
 * Returns: how long it took, in milliseconds; 0 as long as it runs, and where it was not asked
 */
guint
mail_lookup_get_elapsed (MailLookup *self)
{
  return self->elapsed;
}

/**
 * mail_lookup_new:
 * @source: what is asked
 * @label: the same for people
 *
 * Returns: (transfer full): a look-up that waits
 */
MailLookup *
mail_lookup_new (MailSource source, const char *label)
{
  MailLookup *self = g_object_new (MAIL_TYPE_LOOKUP, NULL);

  self->source = source;
  self->label = g_strdup (label);
  return self;
}

/**
 * mail_lookup_begin:
 * @self: a look-up that waits
 *
 * It is asked now.
 */
void
mail_lookup_begin (MailLookup *self)
{
  self->begun = g_get_monotonic_time ();
  set_state (self, MAIL_STATE_RUNNING);
}

/**
 * mail_lookup_end:
 * @self: a look-up that waits or runs
 * @state: how it ended
 * @detail: what came of it
 *
 * The state changes last, so that who waits for it finds everything said.
 */
void
mail_lookup_end (MailLookup *self, MailState state, const char *detail)
{
  if (self->begun != 0)
    set_elapsed (self, (g_get_monotonic_time () - self->begun) / 1000);
  set_detail (self, detail);
  set_state (self, state);
}
