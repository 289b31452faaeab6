/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-delivery-private.h"

#include "mail-delivery-enums.h"

G_DEFINE_FINAL_TYPE (MailDelivery, mail_delivery, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_INCOMING,
  PROP_OUTGOING,
} MailDeliveryProperty;

static GParamSpec *properties[PROP_OUTGOING + 1];

static void
mail_delivery_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  MailDelivery *self = MAIL_DELIVERY (object);

  switch ((MailDeliveryProperty) property)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_INCOMING:
      g_value_set_object (value, self->reports[MAIL_SIDE_INCOMING]);
      break;
    case PROP_OUTGOING:
      g_value_set_object (value, self->reports[MAIL_SIDE_OUTGOING]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_delivery_dispose (GObject *object)
{
  MailDelivery *self = MAIL_DELIVERY (object);

  for (MailSide side = MAIL_SIDE_INCOMING; side < MAIL_N_SIDES; side++)
    {
      g_clear_pointer (&self->secrets[side], mail_secret_unref);
      g_clear_object (&self->reports[side]);
    }
  g_clear_object (&self->watch);
  g_clear_object (&self->anchors);
  g_clear_pointer (&self->authorities, g_free);
  g_clear_pointer (&self->address, mail_address_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->message_id, g_free);
  G_OBJECT_CLASS (mail_delivery_parent_class)->dispose (object);
}

static void
mail_delivery_class_init (MailDeliveryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mail_delivery_get_property;
  object_class->dispose = mail_delivery_dispose;

  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, MAIL_TYPE_DELIVERY_STATE, MAIL_DELIVERY_WAITING, flags);
  properties[PROP_INCOMING] = g_param_spec_object ("incoming", NULL, NULL, MAIL_TYPE_REPORT, flags);
  properties[PROP_OUTGOING] = g_param_spec_object ("outgoing", NULL, NULL, MAIL_TYPE_REPORT, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_delivery_init (MailDelivery *self)
{
  self->timeout = MAIL_DELIVERY_DEFAULT_TIMEOUT;
}

/**
 * mail_delivery_new:
 * @settings: settings that were proven; copied
 * @address: whom the mail goes to, and comes from
 *
 * Only where a person asks for it. Its reports are there from the start, so that a page can bind to them
 * before anything runs.
 *
 * Returns: (transfer full): a test mail that was not sent
 */
MailDelivery *
mail_delivery_new (MailSettings *settings, MailAddress *address)
{
  MailDelivery *self = g_object_new (MAIL_TYPE_DELIVERY, NULL);

  self->address = mail_address_ref (address);
  self->reports[MAIL_SIDE_INCOMING]
      = mail_report_new (mail_settings_get_incoming (settings), MAIL_GOAL_DELIVERY);
  self->reports[MAIL_SIDE_OUTGOING]
      = mail_report_new (mail_settings_get_outgoing (settings), MAIL_GOAL_DELIVERY);
  self->authorities = g_strdup (mail_settings_get_authorities (settings));
  return self;
}

/**
 * mail_delivery_set_name:
 * @self: a test mail that does not run
 * @name: (nullable): the person's name as others see it, beside the address
 */
void
mail_delivery_set_name (MailDelivery *self, const char *name)
{
  g_free (self->name);
  self->name = g_strdup (name);
}

static void
set_secret (MailDelivery *self, MailSide side, MailSecret *secret)
{
  g_clear_pointer (&self->secrets[side], mail_secret_unref);
  self->secrets[side] = secret != NULL ? mail_secret_ref (secret) : NULL;
}

/**
 * mail_delivery_set_secret:
 * @self: a test mail that does not run
 * @secret: (nullable): the password, for both servers
 */
void
mail_delivery_set_secret (MailDelivery *self, MailSecret *secret)
{
  set_secret (self, MAIL_SIDE_INCOMING, secret);
}

/**
 * mail_delivery_set_outgoing_secret:
 * @self: a test mail that does not run
 * @secret: (nullable): the password of the outgoing server where it has its own; %NULL: the same is used
 */
void
mail_delivery_set_outgoing_secret (MailDelivery *self, MailSecret *secret)
{
  set_secret (self, MAIL_SIDE_OUTGOING, secret);
}

/**
 * mail_delivery_set_timeout:
 * @self: a test mail that does not run
 * @seconds: the deadline for the whole way; %MAIL_DELIVERY_DEFAULT_TIMEOUT by default
 */
void
mail_delivery_set_timeout (MailDelivery *self, guint seconds)
{
  self->timeout = seconds;
}

/**
 * mail_delivery_set_ca_file:
 * @self: a test mail that does not run
 * @path: (type filename): a PEM file with certificates to trust as well
 * @error: return location for an error
 *
 * Errors: %MAIL_ERROR_SETTINGS_INVALID where the file is no PEM file with certificates.
 *
 * Returns: %TRUE on success
 */
gboolean
mail_delivery_set_ca_file (MailDelivery *self, const char *path, GError **error)
{
  MailAnchors *anchors = mail_anchors_new (path, error);

  if (anchors == NULL)
    return FALSE;
  g_clear_object (&self->anchors);
  self->anchors = anchors;
  return TRUE;
}

/**
 * mail_delivery_get_state:
 * @self: a test mail
 *
 * Returns: how far it has come; told by notify::state
 */
MailDeliveryState
mail_delivery_get_state (MailDelivery *self)
{
  return self->state;
}

/**
 * mail_delivery_get_incoming:
 * @self: a test mail
 *
 * Returns: (transfer none): the report of the server it is to arrive at
 */
MailReport *
mail_delivery_get_incoming (MailDelivery *self)
{
  return self->reports[MAIL_SIDE_INCOMING];
}

/**
 * mail_delivery_get_outgoing:
 * @self: a test mail
 *
 * Returns: (transfer none): the report of the server that sends it
 */
MailReport *
mail_delivery_get_outgoing (MailDelivery *self)
{
  return self->reports[MAIL_SIDE_OUTGOING];
}

/**
 * mail_delivery_get_sending_time:
 * @self: a test mail
 *
 * Returns: milliseconds from the connection to the server's yes to the message; -1 while it has not said so
 */
gint64
mail_delivery_get_sending_time (MailDelivery *self)
{
  return self->accepted != 0 ? (self->accepted - self->sent) / G_TIME_SPAN_MILLISECOND : -1;
}

/**
 * mail_delivery_get_travel_time:
 * @self: a test mail
 *
 * Returns: milliseconds from there until it was seen in the mailbox, 0 where that was before; -1 while it was
 *   not
 */
gint64
mail_delivery_get_travel_time (MailDelivery *self)
{
  if (self->accepted == 0 || self->seen == 0)
    return -1;
  return MAX (self->seen - self->accepted, 0) / G_TIME_SPAN_MILLISECOND;
}

/**
 * mail_delivery_can_remove:
 * @self: a test mail
 *
 * Returns: %TRUE once it has arrived by IMAP. POP3 programs take messages or leave them, and nobody expects
 *   this one to take any
 */
gboolean
mail_delivery_can_remove (MailDelivery *self)
{
  return self->state == MAIL_DELIVERY_ARRIVED && mail_delivery_is_imap (self);
}

void
mail_delivery_set_state (MailDelivery *self, MailDeliveryState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

gboolean
mail_delivery_is_imap (MailDelivery *self)
{
  return mail_server_get_protocol (mail_report_get_server (self->reports[MAIL_SIDE_INCOMING]))
         == MAIL_PROTOCOL_IMAP;
}
