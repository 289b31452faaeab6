/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A POP3 server shows what there was when somebody signed in. So each conversation lists the messages (UIDL),
 * and looks at the heads of those that the ones before did not list (TOP). The first one only lists. */

#include "config.h"

#include "mail-pop3-watch.h"

#include <string.h>

#include "mail-dialogue-private.h"
#include "mail-pop3-reply.h"
#include "mail-watch-private.h"

/* RFC 1939, section 7: an identifier has at most 70 characters. */
#define UID_MAX 70

/* The newest of the new messages; who gets more in some seconds has other worries. */
#define LOOK_AT_MOST 20

typedef enum
{
  STATE_UIDL,
  STATE_UIDL_LIST,
  STATE_TOP,
  STATE_TOP_HEAD,
} State;

struct _MailPop3Watch
{
  MailWatch parent_instance;

  GHashTable *known; /* identifiers; NULL: not listed yet */

  /* of the conversation */
  State state;
  GHashTable *listed;
  GQueue fresh; /* numbers, as text, of messages to look at; the newest first */
};

G_DEFINE_FINAL_TYPE (MailPop3Watch, mail_pop3_watch, MAIL_TYPE_WATCH)

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static MailTurn
finish (MailDialogue *dialogue)
{
  mail_dialogue_say (dialogue, "QUIT", NULL);
  return MAIL_TURN_DONE;
}

static MailTurn
refuse (MailDialogue *dialogue, const char *text, GError **error)
{
  g_autofree char *code = mail_pop3_reply_dup_code (text);
  const MailRefusal no = { .step = mail_dialogue_get_step (dialogue), .code = code, .text = text };

  return mail_dialogue_refuse (dialogue, &no, error);
}

/* The next new message, if there is one. */
static MailTurn
look (MailPop3Watch *self, MailDialogue *dialogue)
{
  g_autofree char *number = g_queue_pop_head (&self->fresh);

  if (number == NULL)
    return finish (dialogue);
  self->state = STATE_TOP;
  mail_dialogue_say (dialogue, "TOP ", number, " 0", NULL);
  return MAIL_TURN_SAY;
}

static void
note_fresh (MailPop3Watch *self, const char *number)
{
  g_queue_push_head (&self->fresh, g_strdup (number));
  if (self->fresh.length > LOOK_AT_MOST)
    g_free (g_queue_pop_tail (&self->fresh));
}

/* "1 whqtswO00WBw418f9t5JxYwZ" */
static MailTurn
hear_identifier (MailPop3Watch *self, MailDialogue *dialogue, const char *line, GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  guint64 number;

  if (words[0] == NULL || words[1] == NULL || strlen (words[1]) > UID_MAX
      || !g_ascii_string_to_unsigned (words[0], 10, 1, G_MAXUINT32, &number, NULL))
    return mail_dialogue_fail_misunderstood (dialogue, error);
  if (self->known != NULL && !g_hash_table_contains (self->known, words[1]))
    note_fresh (self, words[0]);
  g_hash_table_add (self->listed, g_strdup (words[1]));
  return MAIL_TURN_LISTEN;
}

/* The list is complete: what comes now stands out. */
static MailTurn
hear_listed (MailPop3Watch *self, MailDialogue *dialogue)
{
  g_clear_pointer (&self->known, g_hash_table_unref);
  self->known = g_steal_pointer (&self->listed);
  mail_dialogue_enter (dialogue, MAIL_STEP_ARRIVAL);
  mail_watch_set_ready (MAIL_WATCH (self));
  return look (self, dialogue);
}

static MailTurn
hear_list (MailPop3Watch *self, MailDialogue *dialogue, const char *line, GError **error)
{
  if (g_str_equal (line, "."))
    return hear_listed (self, dialogue);
  return hear_identifier (self, dialogue, line, error);
}

/* RFC 1939, section 3: a dot before the line's own one. No field begins with one. */
static MailTurn
hear_head (MailPop3Watch *self, MailDialogue *dialogue, const char *line)
{
  MailWatch *watch = MAIL_WATCH (self);

  if (!g_str_equal (line, "."))
    {
      mail_watch_hear_header (watch, line);
      return MAIL_TURN_LISTEN;
    }
  if (!mail_watch_end_header (watch))
    return look (self, dialogue);
  mail_watch_set_found (watch);
  return finish (dialogue);
}

static MailTurn
mail_pop3_watch_hear (MailWatch *watch,
                      MailDialogue *dialogue,
                      const char *line,
                      gsize length,
                      GError **error)
{
  MailPop3Watch *self = MAIL_POP3_WATCH (watch);
  const char *rest;
  MailPop3Reply reply;

  if (self->state == STATE_UIDL_LIST)
    return hear_list (self, dialogue, line, error);
  if (self->state == STATE_TOP_HEAD)
    return hear_head (self, dialogue, line);

  reply = mail_pop3_reply_read (line, &rest);
  if (reply == MAIL_POP3_ERR)
    return refuse (dialogue, rest, error);
  if (reply != MAIL_POP3_OK || mail_dialogue_is_ahead (dialogue))
    return mail_dialogue_fail_misunderstood (dialogue, error);
  self->state = self->state == STATE_UIDL ? STATE_UIDL_LIST : STATE_TOP_HEAD;
  return MAIL_TURN_LISTEN;
}

static void
forget_conversation (MailPop3Watch *self)
{
  g_clear_pointer (&self->listed, g_hash_table_unref);
  g_queue_clear_full (&self->fresh, g_free);
}

static MailTurn
mail_pop3_watch_begin (MailWatch *watch, MailDialogue *dialogue, GError **error)
{
  MailPop3Watch *self = MAIL_POP3_WATCH (watch);
  MailCapabilities *capabilities = mail_dialogue_get_capabilities (dialogue);

  forget_conversation (self);
  self->listed = new_set ();
  self->state = STATE_UIDL;
  mail_watch_set_delay (watch, mail_capabilities_get_number (capabilities, "LOGIN-DELAY"));
  mail_dialogue_say (dialogue, "UIDL", NULL);
  return MAIL_TURN_SAY;
}

static void
mail_pop3_watch_leave (MailWatch *watch, MailDialogue *dialogue)
{
  finish (dialogue);
}

static void
mail_pop3_watch_finalize (GObject *object)
{
  MailPop3Watch *self = MAIL_POP3_WATCH (object);

  forget_conversation (self);
  g_clear_pointer (&self->known, g_hash_table_unref);
  G_OBJECT_CLASS (mail_pop3_watch_parent_class)->finalize (object);
}

static void
mail_pop3_watch_class_init (MailPop3WatchClass *klass)
{
  MailWatchClass *watch_class = MAIL_WATCH_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mail_pop3_watch_finalize;
  watch_class->begin = mail_pop3_watch_begin;
  watch_class->hear = mail_pop3_watch_hear;
  watch_class->leave = mail_pop3_watch_leave;
}

static void
mail_pop3_watch_init (MailPop3Watch *self)
{
}
