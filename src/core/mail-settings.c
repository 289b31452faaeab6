/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-settings.h"

/**
 * MailSettings:
 *
 * A server to fetch mail from and one to hand it in. Most people have one log-in for both, so the outgoing
 * user name follows the incoming one whenever that is edited, until [property@Mail.Settings:separate-login]
 * is on.
 */
struct _MailSettings
{
  GObject parent_instance;

  MailServer *incoming;
  MailServer *outgoing;
  gboolean separate_login;
  char *authorities; /* PEM text, NULL: those of the system are enough */
};

G_DEFINE_FINAL_TYPE (MailSettings, mail_settings, G_TYPE_OBJECT)

typedef enum
{
  PROP_INCOMING = 1,
  PROP_OUTGOING,
  PROP_SEPARATE_LOGIN,
  PROP_AUTHORITIES,
} MailSettingsProperty;

static GParamSpec *properties[PROP_AUTHORITIES + 1];

static gboolean
outgoing_signs_in (MailSettings *self)
{
  return mail_server_get_auth (self->outgoing) != MAIL_AUTH_NONE;
}

static void
share_login (MailSettings *self)
{
  if (self->separate_login || !outgoing_signs_in (self))
    return;
  mail_server_set_username (self->outgoing, mail_server_get_username (self->incoming));
  mail_server_set_username_guessed (self->outgoing, mail_server_get_username_guessed (self->incoming));
}

static gboolean
logins_differ (MailSettings *self)
{
  return outgoing_signs_in (self)
         && !g_str_equal (mail_server_get_username (self->incoming),
                          mail_server_get_username (self->outgoing));
}

static void
mail_settings_constructed (GObject *object)
{
  MailSettings *self = MAIL_SETTINGS (object);

  G_OBJECT_CLASS (mail_settings_parent_class)->constructed (object);

  self->separate_login = logins_differ (self);
  g_signal_connect_object (self->incoming, "notify::username", G_CALLBACK (share_login), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->incoming, "notify::username-guessed", G_CALLBACK (share_login), self,
                           G_CONNECT_SWAPPED);
  /* A server that is told to want a log-in after all gets the one there is. */
  g_signal_connect_object (self->outgoing, "notify::auth", G_CALLBACK (share_login), self, G_CONNECT_SWAPPED);
}

static void
mail_settings_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  MailSettings *self = MAIL_SETTINGS (object);

  switch ((MailSettingsProperty) property)
    {
    case PROP_INCOMING:
      g_value_set_object (value, self->incoming);
      break;
    case PROP_OUTGOING:
      g_value_set_object (value, self->outgoing);
      break;
    case PROP_SEPARATE_LOGIN:
      g_value_set_boolean (value, self->separate_login);
      break;
    case PROP_AUTHORITIES:
      g_value_set_string (value, self->authorities);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_settings_set_property (GObject *object, guint property, const GValue *value, GParamSpec *pspec)
{
  MailSettings *self = MAIL_SETTINGS (object);

  switch ((MailSettingsProperty) property)
    {
    case PROP_INCOMING:
      self->incoming = g_value_dup_object (value);
      break;
    case PROP_OUTGOING:
      self->outgoing = g_value_dup_object (value);
      break;
    case PROP_SEPARATE_LOGIN:
      mail_settings_set_separate_login (self, g_value_get_boolean (value));
      break;
    case PROP_AUTHORITIES:
      mail_settings_set_authorities (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_settings_dispose (GObject *object)
{
  MailSettings *self = MAIL_SETTINGS (object);

  g_clear_object (&self->incoming);
  g_clear_object (&self->outgoing);
  g_clear_pointer (&self->authorities, g_free);
  G_OBJECT_CLASS (mail_settings_parent_class)->dispose (object);
}

static void
mail_settings_class_init (MailSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags fixed = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags editable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = mail_settings_constructed;
  object_class->get_property = mail_settings_get_property;
  object_class->set_property = mail_settings_set_property;
  object_class->dispose = mail_settings_dispose;

  properties[PROP_INCOMING] = g_param_spec_object ("incoming", NULL, NULL, MAIL_TYPE_SERVER, fixed);
  properties[PROP_OUTGOING] = g_param_spec_object ("outgoing", NULL, NULL, MAIL_TYPE_SERVER, fixed);
  /* The outgoing server has a user name and a password of its own. */
  properties[PROP_SEPARATE_LOGIN] = g_param_spec_boolean ("separate-login", NULL, NULL, FALSE, editable);
  /* Certificates that vouch for these servers beside the system's, such as a company's. */
  properties[PROP_AUTHORITIES] = g_param_spec_string ("authorities", NULL, NULL, NULL, editable);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_settings_init (MailSettings *self)
{
}

/**
 * mail_settings_new:
 * @incoming: (transfer none): an IMAP or POP3 server
 * @outgoing: (transfer none): an SMTP server
 *
 * Joins two servers, which are kept, not copied. The log-ins are separate from the start where the user names
 * differ and the outgoing server wants one.
 *
 * Returns: (transfer full): settings
 */
MailSettings *
mail_settings_new (MailServer *incoming, MailServer *outgoing)
{
  return g_object_new (MAIL_TYPE_SETTINGS, "incoming", incoming, "outgoing", outgoing, NULL);
}

/**
 * mail_settings_copy:
 * Returns: (transfer full): others with copies of both servers
 */
MailSettings *
mail_settings_copy (MailSettings *self)
{
  g_autoptr (MailServer) incoming = mail_server_copy (self->incoming);
  g_autoptr (MailServer) outgoing = mail_server_copy (self->outgoing);
  MailSettings *copy = mail_settings_new (incoming, outgoing);

  copy->separate_login = self->separate_login;
  copy->authorities = g_strdup (self->authorities);
  return copy;
}

/**
 * mail_settings_get_incoming:
 * Returns: (transfer none): the server that mail is fetched from
 */
MailServer *
mail_settings_get_incoming (MailSettings *self)
{
  return self->incoming;
}

/**
 * mail_settings_get_outgoing:
 * Returns: (transfer none): the server that mail is handed in to
 */
MailServer *
mail_settings_get_outgoing (MailSettings *self)
{
  return self->outgoing;
}

/**
 * mail_settings_get_separate_login:
 * Returns: whether the outgoing server has a user name and a password of its own
 */
gboolean
mail_settings_get_separate_login (MailSettings *self)
{
  return self->separate_login;
}

/**
 * mail_settings_set_separate_login:
 * @self: settings
 * @separate: whether the outgoing server has a user name and a password of its own
 *
 * Switching it off makes the outgoing user name that of the incoming server at once.
 */
void
mail_settings_set_separate_login (MailSettings *self, gboolean separate)
{
  if (self->separate_login == !!separate)
    return;
  self->separate_login = !!separate;
  share_login (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEPARATE_LOGIN]);
}

/**
 * mail_settings_get_authorities:
 * Returns: (transfer none) (nullable): certificates that vouch for these servers beside the system's, PEM
 */
const char *
mail_settings_get_authorities (MailSettings *self)
{
  return self->authorities;
}

/**
 * mail_settings_set_authorities:
 * @self: settings
 * @pem: (nullable): certificates in PEM format, such as a company's
 */
void
mail_settings_set_authorities (MailSettings *self, const char *pem)
{
  g_autofree char *text = g_strdup (pem);

  if (g_strcmp0 (self->authorities, text) == 0)
    return;
  g_free (self->authorities);
  self->authorities = g_steal_pointer (&text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUTHORITIES]);
}

/**
 * mail_settings_validate:
 * @self: settings
 * @error: return location for %MAIL_ERROR_SETTINGS_INVALID
 *
 * Returns: whether both servers can be used, see [method@Mail.Server.validate]; the incoming one is judged
 *   first
 */
gboolean
mail_settings_validate (MailSettings *self, GError **error)
{
  return mail_server_validate (self->incoming, error) && mail_server_validate (self->outgoing, error);
}
