/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One message is known by its Message-ID, which nobody else can have: it is random. It outlives the
 * conversations in which it is looked for. */

#include "mail-watch-private.h"

#include <string.h>

#include "mail-imap-watch.h"
#include "mail-pop3-watch.h"

typedef struct
{
  char *message_id; /* in its brackets */
  guint delay;      /* seconds */
  gboolean ready;
  gboolean found;
  gboolean removes;

  /* of the header that is being heard */
  gboolean in_field; /* the Message-ID or a further line of it */
  gboolean matches;
} MailWatchPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MailWatch, mail_watch, G_TYPE_OBJECT)

typedef enum
{
  PROP_READY = 1,
} MailWatchProperty;

static GParamSpec *properties[PROP_READY + 1];

static MailWatchPrivate *
get_private (MailWatch *self)
{
  return mail_watch_get_instance_private (self);
}

static guint
mail_watch_real_get_patience (MailWatch *self)
{
  return 0;
}

static void
mail_watch_real_resume (MailWatch *self, MailDialogue *dialogue)
{
}

static void
mail_watch_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  switch ((MailWatchProperty) property)
    {
    case PROP_READY:
      g_value_set_boolean (value, mail_watch_is_ready (MAIL_WATCH (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_watch_finalize (GObject *object)
{
  g_free (get_private (MAIL_WATCH (object))->message_id);
  G_OBJECT_CLASS (mail_watch_parent_class)->finalize (object);
}

static void
mail_watch_class_init (MailWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mail_watch_get_property;
  object_class->finalize = mail_watch_finalize;
  klass->get_patience = mail_watch_real_get_patience;
  klass->resume = mail_watch_real_resume;

  properties[PROP_READY] = g_param_spec_boolean (
      "ready", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_watch_init (MailWatch *self)
{
}

/**
 * mail_watch_new:
 * @protocol: %MAIL_PROTOCOL_IMAP or POP3
 * @message_id: the Message-ID to look for, in its brackets
 *
 * Returns: (transfer full): a watch for one conversation after the other. The first one notes what is in the
 *   mailbox already; with IMAP it goes on until the message is there, with POP3 each looks once.
 */
MailWatch *
mail_watch_new (MailProtocol protocol, const char *message_id)
{
  const GType type = protocol == MAIL_PROTOCOL_IMAP ? MAIL_TYPE_IMAP_WATCH : MAIL_TYPE_POP3_WATCH;
  MailWatch *self = g_object_new (type, NULL);

  get_private (self)->message_id = g_strdup (message_id);
  return self;
}

/**
 * mail_watch_is_ready:
 * @self: a watch
 *
 * Returns: whether it knows what is in the mailbox, so that nothing sent from now on is missed; told by
 *   notify::ready
 */
gboolean
mail_watch_is_ready (MailWatch *self)
{
  return get_private (self)->ready;
}

/**
 * mail_watch_has_found:
 * @self: a watch
 *
 * Returns: whether the message has been seen
 */
gboolean
mail_watch_has_found (MailWatch *self)
{
  return get_private (self)->found;
}

/**
 * mail_watch_get_delay:
 * @self: a watch
 *
 * Returns: in seconds, how long the server wants to be left alone between two sign-ins (RFC 2449, section
 *   6.5); 0 where it does not say
 */
guint
mail_watch_get_delay (MailWatch *self)
{
  return get_private (self)->delay;
}

/**
 * mail_watch_remove:
 * @self: a watch that has found its message by IMAP
 *
 * From now on a conversation removes the message, and no other one, instead of waiting for it.
 */
void
mail_watch_remove (MailWatch *self)
{
  get_private (self)->removes = TRUE;
}

/* Somebody is signed in. */
MailTurn
mail_watch_begin (MailWatch *self, MailDialogue *dialogue, GError **error)
{
  mail_watch_end_header (self);
  return MAIL_WATCH_GET_CLASS (self)->begin (self, dialogue, error);
}

MailTurn
mail_watch_hear (MailWatch *self, MailDialogue *dialogue, const char *line, gsize length, GError **error)
{
  return MAIL_WATCH_GET_CLASS (self)->hear (self, dialogue, line, length, error);
}

guint
mail_watch_get_patience (MailWatch *self)
{
  return MAIL_WATCH_GET_CLASS (self)->get_patience (self);
}

void
mail_watch_resume (MailWatch *self, MailDialogue *dialogue)
{
  MAIL_WATCH_GET_CLASS (self)->resume (self, dialogue);
}

void
mail_watch_leave (MailWatch *self, MailDialogue *dialogue)
{
  MAIL_WATCH_GET_CLASS (self)->leave (self, dialogue);
}

/* A line of a message's header. Other fields may well name the message: a bounce, an answer (RFC 5322,
 * section 3.6.4). RFC 5322, section 2.2.3: what begins with white space goes on with the field before. */
void
mail_watch_hear_header (MailWatch *self, const char *line)
{
  static const char field[] = "Message-ID:";
  MailWatchPrivate *priv = get_private (self);

  if (*line != ' ' && *line != '\t')
    priv->in_field = g_ascii_strncasecmp (line, field, strlen (field)) == 0;
  if (priv->in_field && strstr (line, priv->message_id) != NULL)
    priv->matches = TRUE;
}

/* Whether the header was that of the message. */
gboolean
mail_watch_end_header (MailWatch *self)
{
  MailWatchPrivate *priv = get_private (self);
  const gboolean matches = priv->matches;

  priv->in_field = FALSE;
  priv->matches = FALSE;
  return matches;
}

void
mail_watch_set_ready (MailWatch *self)
{
  MailWatchPrivate *priv = get_private (self);

  if (priv->ready)
    return;
  priv->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

void
mail_watch_set_found (MailWatch *self)
{
  get_private (self)->found = TRUE;
}

void
mail_watch_set_delay (MailWatch *self, guint seconds)
{
  get_private (self)->delay = seconds;
}

gboolean
mail_watch_removes (MailWatch *self)
{
  return get_private (self)->removes;
}
