/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-server.h"

#include "mail-domain.h"

/**
 * MailServer:
 *
 * One endpoint: where a server is, how the way to it is encrypted and who signs in there. A form binds to the
 * properties while a person types, so whatever is typed is kept; [method@Mail.Server.validate] judges it.
 */
struct _MailServer
{
  GObject parent_instance;

  MailProtocol protocol;
  char *typed_host;
  char *host; /* what typed_host means: its A-label where it is a name */
  guint port;
  MailSecurity security;
  char *username;
  gboolean username_guessed;
  MailAuth auth;
  char *pin; /* NULL: chain and name decide */
};

G_DEFINE_FINAL_TYPE (MailServer, mail_server, G_TYPE_OBJECT)

typedef enum
{
  PROP_PROTOCOL = 1,
  PROP_HOST,
  PROP_PORT,
  PROP_SECURITY,
  PROP_USERNAME,
  PROP_USERNAME_GUESSED,
  PROP_AUTH,
  PROP_PIN,
} MailServerProperty;

static GParamSpec *properties[PROP_PIN + 1];

static void
notify (MailServer *self, MailServerProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
take_host (MailServer *self, const char *host)
{
  char *name = mail_domain_to_ascii (host, NULL);

  g_free (self->typed_host);
  g_free (self->host);
  self->typed_host = g_strdup (host);
  self->host = name != NULL ? name : g_strstrip (g_strdup (host));
}

static guint
get_standard_port (MailServer *self)
{
  return mail_protocol_get_port (self->protocol, self->security);
}

/* Only a standard port moves along: any other was chosen by somebody who knows the server. */
static void
follow_standard_port (MailServer *self, guint old_standard)
{
  if (self->port == old_standard)
    mail_server_set_port (self, get_standard_port (self));
}

static void
mail_server_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  MailServer *self = MAIL_SERVER (object);

  switch ((MailServerProperty) property)
    {
    case PROP_PROTOCOL:
      g_value_set_enum (value, self->protocol);
      break;
    case PROP_HOST:
      g_value_set_string (value, self->typed_host);
      break;
    case PROP_PORT:
      g_value_set_uint (value, self->port);
      break;
    case PROP_SECURITY:
      g_value_set_enum (value, self->security);
      break;
    case PROP_USERNAME:
      g_value_set_string (value, self->username);
      break;
    case PROP_USERNAME_GUESSED:
      g_value_set_boolean (value, self->username_guessed);
      break;
    case PROP_AUTH:
      g_value_set_flags (value, self->auth);
      break;
    case PROP_PIN:
      g_value_set_string (value, self->pin);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_server_set_property (GObject *object, guint property, const GValue *value, GParamSpec *pspec)
{
  MailServer *self = MAIL_SERVER (object);

  switch ((MailServerProperty) property)
    {
    case PROP_PROTOCOL:
      mail_server_set_protocol (self, g_value_get_enum (value));
      break;
    case PROP_HOST:
      mail_server_set_host (self, g_value_get_string (value));
      break;
    case PROP_PORT:
      mail_server_set_port (self, g_value_get_uint (value));
      break;
    case PROP_SECURITY:
      mail_server_set_security (self, g_value_get_enum (value));
      break;
    case PROP_USERNAME:
      mail_server_set_username (self, g_value_get_string (value));
      break;
    case PROP_USERNAME_GUESSED:
      mail_server_set_username_guessed (self, g_value_get_boolean (value));
      break;
    case PROP_AUTH:
      mail_server_set_auth (self, g_value_get_flags (value));
      break;
    case PROP_PIN:
      mail_server_set_pin (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_server_finalize (GObject *object)
{
  MailServer *self = MAIL_SERVER (object);

  g_free (self->typed_host);
  g_free (self->host);
  g_free (self->username);
  g_free (self->pin);
  G_OBJECT_CLASS (mail_server_parent_class)->finalize (object);
}

static void
mail_server_class_init (MailServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mail_server_get_property;
  object_class->set_property = mail_server_set_property;
  object_class->finalize = mail_server_finalize;

  properties[PROP_PROTOCOL]
      = g_param_spec_enum ("protocol", NULL, NULL, MAIL_TYPE_PROTOCOL, MAIL_PROTOCOL_IMAP, flags);
  /* The host as typed: were it rewritten under the cursor, nobody could type a dot. */
  properties[PROP_HOST] = g_param_spec_string ("host", NULL, NULL, "", flags);
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0, flags);
  properties[PROP_SECURITY]
      = g_param_spec_enum ("security", NULL, NULL, MAIL_TYPE_SECURITY, MAIL_SECURITY_AUTOMATIC, flags);
  properties[PROP_USERNAME] = g_param_spec_string ("username", NULL, NULL, "", flags);
  /* Nobody said what the user name is: at most the address, then the local part are tried. */
  properties[PROP_USERNAME_GUESSED] = g_param_spec_boolean ("username-guessed", NULL, NULL, FALSE, flags);
  properties[PROP_AUTH] = g_param_spec_flags ("auth", NULL, NULL, MAIL_TYPE_AUTH, MAIL_AUTH_PASSWORD, flags);
  /* The one public key that a person decided to trust here, instead of any authority. */
  properties[PROP_PIN] = g_param_spec_string ("pin", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_server_init (MailServer *self)
{
  self->auth = MAIL_AUTH_PASSWORD;
}

/**
 * mail_server_new:
 * @protocol: what is spoken there
 * @host: its name (any case, U-labels too) or IP address; may be ""
 * @port: TCP port, 0 for the standard one
 * @security: how the way there is encrypted
 *
 * A server where one signs in with a password; the user name is "" and for the caller to set. Fields are set
 * without the detour over properties, since every look-up makes a handful of servers.
 *
 * Returns: (transfer full): a server
 */
MailServer *
mail_server_new (MailProtocol protocol, const char *host, guint port, MailSecurity security)
{
  MailServer *self = g_object_new (MAIL_TYPE_SERVER, NULL);

  self->protocol = protocol;
  self->security = security;
  self->port = port != 0 ? port : get_standard_port (self);
  self->username = g_strdup ("");
  take_host (self, host);
  return self;
}

/**
 * mail_server_copy:
 * Returns: (transfer full): another with the same values
 */
MailServer *
mail_server_copy (MailServer *self)
{
  MailServer *copy = g_object_new (MAIL_TYPE_SERVER, NULL);

  copy->protocol = self->protocol;
  copy->typed_host = g_strdup (self->typed_host);
  copy->host = g_strdup (self->host);
  copy->port = self->port;
  copy->security = self->security;
  copy->username = g_strdup (self->username);
  copy->username_guessed = self->username_guessed;
  copy->auth = self->auth;
  copy->pin = g_strdup (self->pin);
  return copy;
}

/**
 * mail_server_equal:
 * @a: a server
 * @b: another
 *
 * Returns: whether both mean the same, however their host was typed
 */
gboolean
mail_server_equal (MailServer *a, MailServer *b)
{
  return a->protocol == b->protocol && a->port == b->port && a->security == b->security
         && a->username_guessed == b->username_guessed && a->auth == b->auth && g_str_equal (a->host, b->host)
         && g_str_equal (a->username, b->username) && g_strcmp0 (a->pin, b->pin) == 0;
}

/**
 * mail_server_get_protocol:
 * Returns: what is spoken there
 */
MailProtocol
mail_server_get_protocol (MailServer *self)
{
  return self->protocol;
}

/**
 * mail_server_set_protocol:
 * @self: a server
 * @protocol: what is spoken there
 *
 * A port that was standard for the old protocol becomes the standard one of the new.
 */
void
mail_server_set_protocol (MailServer *self, MailProtocol protocol)
{
  guint old_standard = get_standard_port (self);

  if (self->protocol == protocol)
    return;
  self->protocol = protocol;
  notify (self, PROP_PROTOCOL);
  follow_standard_port (self, old_standard);
}

/**
 * mail_server_get_host:
 * @self: a server
 *
 * Where to connect to. The property of this name has the text as typed instead, for forms.
 *
 * Returns: (transfer none): A-label, lower case, or an IP address; the text as typed where it is neither
 */
const char *
mail_server_get_host (MailServer *self)
{
  return self->host;
}

/**
 * mail_server_set_host:
 * @self: a server
 * @host: (nullable): a name or an IP address as typed; %NULL counts as ""
 *
 * Anything is taken; [method@Mail.Server.validate] says whether it can be used. A pin goes when the host
 * changes: it was a decision about that one.
 */
void
mail_server_set_host (MailServer *self, const char *host)
{
  g_autofree char *text = g_strdup (host != NULL ? host : "");

  g_autofree char *old_host = g_strdup (self->host);

  if (g_strcmp0 (self->typed_host, text) == 0)
    return;
  take_host (self, text);
  if (g_strcmp0 (old_host, self->host) != 0)
    mail_server_set_pin (self, NULL);
  notify (self, PROP_HOST);
}

/**
 * mail_server_get_port:
 * Returns: TCP port
 */
guint
mail_server_get_port (MailServer *self)
{
  return self->port;
}

/**
 * mail_server_set_port:
 * @self: a server
 * @port: TCP port
 */
void
mail_server_set_port (MailServer *self, guint port)
{
  if (self->port == port)
    return;
  self->port = port;
  notify (self, PROP_PORT);
}

/**
 * mail_server_get_security:
 * Returns: how the way there is encrypted
 */
MailSecurity
mail_server_get_security (MailServer *self)
{
  return self->security;
}

/**
 * mail_server_set_security:
 * @self: a server
 * @security: how the way there is encrypted
 *
 * A port that was standard for the old kind becomes the standard one of the new.
 */
void
mail_server_set_security (MailServer *self, MailSecurity security)
{
  guint old_standard = get_standard_port (self);

  if (self->security == security)
    return;
  self->security = security;
  notify (self, PROP_SECURITY);
  follow_standard_port (self, old_standard);
}

/**
 * mail_server_get_username:
 * Returns: (transfer none): who signs in; may be ""
 */
const char *
mail_server_get_username (MailServer *self)
{
  return self->username;
}

/**
 * mail_server_set_username:
 * @self: a server
 * @username: (nullable): who signs in, kept as typed; %NULL counts as ""
 */
void
mail_server_set_username (MailServer *self, const char *username)
{
  const char *text = username != NULL ? username : "";

  if (g_strcmp0 (self->username, text) == 0)
    return;
  g_free (self->username);
  self->username = g_strdup (text);
  notify (self, PROP_USERNAME);
}

/**
 * mail_server_get_username_guessed:
 * Returns: whether nobody said what the user name is, so that the other likely one may be tried as well
 */
gboolean
mail_server_get_username_guessed (MailServer *self)
{
  return self->username_guessed;
}

/**
 * mail_server_set_username_guessed:
 * @self: a server
 * @guessed: whether the user name is a guess
 */
void
mail_server_set_username_guessed (MailServer *self, gboolean guessed)
{
  if (self->username_guessed == !!guessed)
    return;
  self->username_guessed = !!guessed;
  notify (self, PROP_USERNAME_GUESSED);
}

/**
 * mail_server_get_auth:
 * Returns: how the server is said to let people in
 */
MailAuth
mail_server_get_auth (MailServer *self)
{
  return self->auth;
}

/**
 * mail_server_set_auth:
 * @self: a server
 * @auth: how the server is said to let people in
 */
void
mail_server_set_auth (MailServer *self, MailAuth auth)
{
  if (self->auth == auth)
    return;
  self->auth = auth;
  notify (self, PROP_AUTH);
}

/**
 * mail_server_get_pin:
 * Returns: (transfer none) (nullable): SHA-256 of the one public key (SubjectPublicKeyInfo) to accept there
 *   instead of chain and name, lower-case hex
 */
const char *
mail_server_get_pin (MailServer *self)
{
  return self->pin;
}

/**
 * mail_server_set_pin:
 * @self: a server
 * @spki_sha256: (nullable): SHA-256 of the one public key to accept, lower-case hex
 *
 * Only ever what a person decided after looking at the certificate.
 */
void
mail_server_set_pin (MailServer *self, const char *spki_sha256)
{
  g_autofree char *pin = g_strdup (spki_sha256);

  if (g_strcmp0 (self->pin, pin) == 0)
    return;
  g_free (self->pin);
  self->pin = g_steal_pointer (&pin);
  notify (self, PROP_PIN);
}

/**
 * mail_server_is_incoming:
 * Returns: whether mail is fetched there, rather than handed in
 */
gboolean
mail_server_is_incoming (MailServer *self)
{
  return self->protocol != MAIL_PROTOCOL_SMTP;
}
