/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-preferences.h"

#include <gio/gio.h>

/**
 * MailPreferences:
 *
 * What the person allows a search. Everything is off at first: who is asked beyond the domain itself, and
 * what is said of the address, is for the person to say.
 */
struct _MailPreferences
{
  GObject parent_instance;

  GSettings *settings; /* nullable: nothing is remembered */
  gboolean offline;
  gboolean ask_ispdb;
  gboolean send_address;
};

G_DEFINE_FINAL_TYPE (MailPreferences, mail_preferences, G_TYPE_OBJECT)

typedef enum
{
  PROP_OFFLINE = 1,
  PROP_ASK_ISPDB,
  PROP_SEND_ADDRESS,
} MailPreferencesProperty;

static GParamSpec *properties[PROP_SEND_ADDRESS + 1];

/* Looked for first, since g_settings_new() ends the program where the schema is not installed, and this one
 * runs from its build folder, too. */
static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APP_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
bind_settings (MailPreferences *self)
{
  self->settings = open_settings ();
  for (guint i = PROP_OFFLINE; self->settings != NULL && i < G_N_ELEMENTS (properties); i++)
    g_settings_bind (self->settings, properties[i]->name, self, properties[i]->name, G_SETTINGS_BIND_DEFAULT);
}

static void
take_flag (MailPreferences *self, gboolean *place, gboolean value, MailPreferencesProperty property)
{
  if (*place == !!value)
    return;
  *place = !!value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
mail_preferences_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailPreferences *self = MAIL_PREFERENCES (object);

  switch ((MailPreferencesProperty) id)
    {
    case PROP_OFFLINE:
      g_value_set_boolean (value, self->offline);
      break;
    case PROP_ASK_ISPDB:
      g_value_set_boolean (value, self->ask_ispdb);
      break;
    case PROP_SEND_ADDRESS:
      g_value_set_boolean (value, self->send_address);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_preferences_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailPreferences *self = MAIL_PREFERENCES (object);

  switch ((MailPreferencesProperty) id)
    {
    case PROP_OFFLINE:
      mail_preferences_set_offline (self, g_value_get_boolean (value));
      break;
    case PROP_ASK_ISPDB:
      mail_preferences_set_ask_ispdb (self, g_value_get_boolean (value));
      break;
    case PROP_SEND_ADDRESS:
      mail_preferences_set_send_address (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_preferences_dispose (GObject *object)
{
  g_clear_object (&MAIL_PREFERENCES (object)->settings);
  G_OBJECT_CLASS (mail_preferences_parent_class)->dispose (object);
}

static void
mail_preferences_class_init (MailPreferencesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = mail_preferences_dispose;
  object_class->get_property = mail_preferences_get_property;
  object_class->set_property = mail_preferences_set_property;

  properties[PROP_OFFLINE] = g_param_spec_boolean ("offline", NULL, NULL, FALSE, flags);
  properties[PROP_ASK_ISPDB] = g_param_spec_boolean ("ask-ispdb", NULL, NULL, FALSE, flags);
  properties[PROP_SEND_ADDRESS] = g_param_spec_boolean ("send-address", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_preferences_init (MailPreferences *self)
{
}

/**
 * mail_preferences_new:
 * @remember: whether they are those that were set before, and stay set; where the schema is not installed
 * they hold for this run all the same
 *
 * Returns: (transfer full): preferences
 */
MailPreferences *
mail_preferences_new (gboolean remember)
{
  MailPreferences *self = g_object_new (MAIL_TYPE_PREFERENCES, NULL);

  if (remember)
    bind_settings (self);
  return self;
}

/**
 * mail_preferences_get_offline:
 * @self: preferences
 *
 * Returns: whether nobody on the network is asked for settings
 */
gboolean
mail_preferences_get_offline (MailPreferences *self)
{
  return self->offline;
}

/**
 * mail_preferences_set_offline:
 * @self: preferences
 * @offline: whether nobody on the network is asked for settings
 */
void
mail_preferences_set_offline (MailPreferences *self, gboolean offline)
{
  take_flag (self, &self->offline, offline, PROP_OFFLINE);
}

/**
 * mail_preferences_get_ask_ispdb:
 * @self: preferences
 *
 * Returns: whether the domain may be told to Thunderbird's list of providers
 */
gboolean
mail_preferences_get_ask_ispdb (MailPreferences *self)
{
  return self->ask_ispdb;
}

/**
 * mail_preferences_set_ask_ispdb:
 * @self: preferences
 * @ask: whether the domain may be told to Thunderbird's list of providers
 */
void
mail_preferences_set_ask_ispdb (MailPreferences *self, gboolean ask)
{
  take_flag (self, &self->ask_ispdb, ask, PROP_ASK_ISPDB);
}

/**
 * mail_preferences_get_send_address:
 * @self: preferences
 *
 * Returns: whether the whole address may be told to the autoconfig host of its domain
 */
gboolean
mail_preferences_get_send_address (MailPreferences *self)
{
  return self->send_address;
}

/**
 * mail_preferences_set_send_address:
 * @self: preferences
 * @send: whether the whole address may be told to the autoconfig host of its domain
 */
void
mail_preferences_set_send_address (MailPreferences *self, gboolean send)
{
  take_flag (self, &self->send_address, send, PROP_SEND_ADDRESS);
}
