/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Waits for a message in an inbox, and takes it out again:
 *
 *   CAPABILITY ─▶ ID ─▶ EXAMINE ─▶ IDLE or NOOP ◀─▶ UID FETCH ─▶ found
 *   CAPABILITY ─▶ ID ─▶ SELECT ──▶ UID FETCH ─▶ UID STORE ─▶ UID EXPUNGE
 *
 * The server may tell when something new is there, but it is asked now and then all the same: some tell late.
 * New messages are looked at themselves. A SEARCH would leave that to the server, and there are those whose
 * index knows a message only minutes later. */

#include "config.h"

#include "mail-imap-watch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-dialogue-private.h"
#include "mail-imap-data.h"
#include "mail-imap-response.h"
#include "mail-watch-private.h"

#define IDLE_PATIENCE 20 /* seconds */
#define NOOP_PATIENCE 5

typedef enum
{
  STATE_CAPABILITY,
  STATE_ID,
  STATE_OPEN,
  STATE_LOOK,
  STATE_WAIT, /* until it is time for NOOP */
  STATE_NOOP,
  STATE_IDLE, /* asked for */
  STATE_IDLING,
  STATE_STOP_IDLE,
  STATE_STORE,
  STATE_EXPUNGE,
} State;

struct _MailImapWatch
{
  MailWatch parent_instance;

  guint32 uid;      /* of the message; 0: not found yet */
  gboolean no_idle; /* refused, though it was offered */

  /* of the conversation */
  State state;
  guint n_commands;
  char *tag;
  guint32 next_uid; /* messages from here on are new; 0: nobody has said so yet */
  guint64 n_messages;
  gboolean has_grown; /* since the last look */
  gboolean is_there;  /* what is to be removed */
  MailImapData data;
};

G_DEFINE_FINAL_TYPE (MailImapWatch, mail_imap_watch, MAIL_TYPE_WATCH)

static const char *
next_tag (MailImapWatch *self)
{
  g_free (self->tag);
  /* Not those of the sign-in. */
  self->tag = g_strdup_printf ("B%u", ++self->n_commands);
  return self->tag;
}

static MailTurn
command (MailImapWatch *self, MailDialogue *dialogue, State state, const char *words)
{
  self->state = state;
  mail_dialogue_say (dialogue, next_tag (self), " ", words, NULL);
  return MAIL_TURN_SAY;
}

static MailTurn
finish (MailImapWatch *self, MailDialogue *dialogue)
{
  mail_dialogue_say (dialogue, next_tag (self), " LOGOUT", NULL);
  return MAIL_TURN_DONE;
}

static MailTurn
refuse (MailDialogue *dialogue, const MailImapResponse *response, GError **error)
{
  const MailRefusal no = {
    .step = mail_dialogue_get_step (dialogue),
    .code = response->code,
    .text = response->text,
    .bad = response->status == MAIL_IMAP_BAD,
    .closing = response->status == MAIL_IMAP_BYE,
  };

  return mail_dialogue_refuse (dialogue, &no, error);
}

/* EXAMINE changes nothing in the mailbox, not even what is “recent”. */
static MailTurn
open_inbox (MailImapWatch *self, MailDialogue *dialogue)
{
  const gboolean removes = mail_watch_removes (MAIL_WATCH (self));

  return command (self, dialogue, STATE_OPEN, removes ? "SELECT INBOX" : "EXAMINE INBOX");
}

/* RFC 2971. NetEase (163.com, 126.com, yeah.net) opens no mailbox for a program without a name. */
static MailTurn
introduce (MailImapWatch *self, MailDialogue *dialogue)
{
  if (!mail_capabilities_has (mail_dialogue_get_capabilities (dialogue), "ID"))
    return open_inbox (self, dialogue);
  return command (self, dialogue, STATE_ID, "ID (\"name\" \"Siegel\")");
}

/* RFC 3501, section 6.4.8: “n:*” names the last message, too, where all are older. */
static MailTurn
look (MailImapWatch *self, MailDialogue *dialogue)
{
  g_autofree char *set = mail_watch_removes (MAIL_WATCH (self))
                             ? g_strdup_printf ("%u", self->uid)
                             : g_strdup_printf (self->next_uid > 0 ? "%u:*" : "*", self->next_uid);
  g_autofree char *words
      = g_strconcat ("UID FETCH ", set, " (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])", NULL);

  self->has_grown = FALSE;
  return command (self, dialogue, STATE_LOOK, words);
}

static MailTurn
stop_idle (MailImapWatch *self, MailDialogue *dialogue)
{
  self->state = STATE_STOP_IDLE;
  mail_dialogue_say (dialogue, "DONE", NULL);
  return MAIL_TURN_SAY;
}

/* From here on nothing is missed. */
static MailTurn
begin_to_wait (MailImapWatch *self, MailDialogue *dialogue, State state)
{
  self->state = state;
  mail_dialogue_enter (dialogue, MAIL_STEP_ARRIVAL);
  mail_watch_set_ready (MAIL_WATCH (self));
  return MAIL_TURN_LISTEN;
}

static MailTurn
wait_for_news (MailImapWatch *self, MailDialogue *dialogue)
{
  if (self->has_grown)
    return look (self, dialogue);
  if (!self->no_idle && mail_capabilities_has (mail_dialogue_get_capabilities (dialogue), "IDLE"))
    return command (self, dialogue, STATE_IDLE, "IDLE");
  return begin_to_wait (self, dialogue, STATE_WAIT);
}

/* The mailbox is open. A server that does not say which UID comes next is asked for the last one. */
static MailTurn
hear_opened (MailImapWatch *self, MailDialogue *dialogue)
{
  mail_dialogue_describe_mailbox (dialogue, self->n_messages);
  self->has_grown = FALSE;
  if (self->n_messages == 0)
    self->next_uid = MAX (self->next_uid, 1);
  if (mail_watch_removes (MAIL_WATCH (self)) || self->next_uid == 0)
    return look (self, dialogue);
  return wait_for_news (self, dialogue);
}

/* RFC 4315, section 2.1. A plain EXPUNGE would take what others have marked, too. */
static MailTurn
remove_message (MailImapWatch *self, MailDialogue *dialogue, GError **error)
{
  g_autofree char *words = g_strdup_printf ("UID STORE %u +FLAGS.SILENT (\\Deleted)", self->uid);

  if (mail_capabilities_has (mail_dialogue_get_capabilities (dialogue), "UIDPLUS"))
    return command (self, dialogue, STATE_STORE, words);
  return mail_dialogue_fail (
      dialogue, error, MAIL_ERROR_MAILBOX_UNAVAILABLE,
      /* Translators: %s is the name of a server. */
      _("%s cannot remove one message alone, so it stays. Delete it in your mail program."),
      mail_dialogue_get_plan (dialogue)->host);
}

static MailTurn
expunge (MailImapWatch *self, MailDialogue *dialogue)
{
  g_autofree char *words = g_strdup_printf ("UID EXPUNGE %u", self->uid);

  return command (self, dialogue, STATE_EXPUNGE, words);
}

/* What is not there any more need not be removed. */
static MailTurn
hear_looked (MailImapWatch *self, MailDialogue *dialogue, GError **error)
{
  MailWatch *watch = MAIL_WATCH (self);

  if (mail_watch_removes (watch))
    return self->is_there ? remove_message (self, dialogue, error) : finish (self, dialogue);
  return mail_watch_has_found (watch) ? finish (self, dialogue) : wait_for_news (self, dialogue);
}

static MailTurn
hear_ok (MailImapWatch *self, MailDialogue *dialogue, GError **error)
{
  switch (self->state)
    {
    case STATE_CAPABILITY:
      return introduce (self, dialogue);
    case STATE_ID:
      return open_inbox (self, dialogue);
    case STATE_OPEN:
      return hear_opened (self, dialogue);
    case STATE_LOOK:
      return hear_looked (self, dialogue, error);
    case STATE_NOOP:
    case STATE_STOP_IDLE:
      return look (self, dialogue);
    case STATE_STORE:
      return expunge (self, dialogue);
    case STATE_EXPUNGE:
      return finish (self, dialogue);
    case STATE_WAIT:
    case STATE_IDLE:
    case STATE_IDLING:
    default:
      return mail_dialogue_fail_misunderstood (dialogue, error);
    }
}

/* What would only have been nice may be refused. */
static MailTurn
hear_no (MailImapWatch *self, MailDialogue *dialogue, const MailImapResponse *response, GError **error)
{
  if (self->state == STATE_ID)
    return open_inbox (self, dialogue);
  if (self->state != STATE_IDLE)
    return refuse (dialogue, response, error);
  self->no_idle = TRUE;
  return wait_for_news (self, dialogue);
}

static MailTurn
hear_tagged (MailImapWatch *self, MailDialogue *dialogue, const MailImapResponse *response, GError **error)
{
  if (g_strcmp0 (response->tag, self->tag) != 0 || self->state == STATE_WAIT)
    return mail_dialogue_fail_misunderstood (dialogue, error);
  if (response->status != MAIL_IMAP_OK)
    return hear_no (self, dialogue, response, error);
  return hear_ok (self, dialogue, error);
}

static MailTurn
hear_news (MailImapWatch *self, MailDialogue *dialogue)
{
  if (self->state == STATE_IDLING && self->has_grown)
    return stop_idle (self, dialogue);
  if (self->state == STATE_WAIT && self->has_grown)
    return look (self, dialogue);
  return MAIL_TURN_LISTEN;
}

/* RFC 2177: “+” is the beginning of the wait. */
static MailTurn
hear_continuation (MailImapWatch *self, MailDialogue *dialogue, GError **error)
{
  if (self->state != STATE_IDLE)
    return mail_dialogue_fail_misunderstood (dialogue, error);
  begin_to_wait (self, dialogue, STATE_IDLING);
  return hear_news (self, dialogue);
}

/* "173 EXISTS", "4 EXPUNGE". */
static void
note_count (MailImapWatch *self, guint64 number, const char *word)
{
  if (g_ascii_strcasecmp (word, "EXISTS") == 0)
    {
      self->has_grown |= number > self->n_messages;
      self->n_messages = number;
    }
  else if (g_ascii_strcasecmp (word, "EXPUNGE") == 0 && self->n_messages > 0)
    self->n_messages--;
}

static void
note_words (MailImapWatch *self, MailDialogue *dialogue, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);
  guint64 number;

  if (words[0] == NULL || words[1] == NULL)
    return;
  if (g_ascii_strcasecmp (words[0], "CAPABILITY") == 0)
    {
      mail_capabilities_clear (mail_dialogue_get_capabilities (dialogue));
      mail_capabilities_add_words (mail_dialogue_get_capabilities (dialogue), words[1]);
    }
  else if (g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXUINT32, &number, NULL))
    note_count (self, number, words[1]);
}

/* The last message is older than what is looked for where nothing is new; and what is to be removed must be
 * itself, as the server may have numbered its messages anew. */
static void
note_message (MailImapWatch *self, guint32 uid, gboolean matches)
{
  if (mail_watch_removes (MAIL_WATCH (self)))
    self->is_there |= matches && uid == self->uid;
  else if (uid >= self->next_uid)
    {
      self->next_uid = MIN (uid, G_MAXUINT32 - 1) + 1;
      self->uid = matches ? uid : self->uid;
      if (matches)
        mail_watch_set_found (MAIL_WATCH (self));
    }
}

/* Unasked for, a server may tell of other changes of a message, without its UID or its Message-ID. */
static MailTurn
note_data (MailImapWatch *self, MailDialogue *dialogue)
{
  const gboolean matches = mail_watch_end_header (MAIL_WATCH (self));
  guint32 uid;

  if (!mail_imap_data_get_uid (&self->data, &uid))
    note_words (self, dialogue, self->data.text->str);
  else if (self->state == STATE_LOOK && uid > 0)
    note_message (self, uid, matches);
  mail_imap_data_clear (&self->data);
  return hear_news (self, dialogue);
}

static MailTurn
hear_data (MailImapWatch *self, MailDialogue *dialogue, const char *line, gsize length, GError **error)
{
  g_autofree char *literal = NULL;
  const MailImapDataState state = mail_imap_data_hear (&self->data, line, length, &literal);

  if (literal != NULL)
    mail_watch_hear_header (MAIL_WATCH (self), literal);
  switch (state)
    {
    case MAIL_IMAP_DATA_TOO_LONG:
      return mail_dialogue_fail_too_much (dialogue, error);
    case MAIL_IMAP_DATA_COMPLETE:
      return note_data (self, dialogue);
    case MAIL_IMAP_DATA_GOES_ON:
    default:
      return MAIL_TURN_LISTEN;
    }
}

/* RFC 9051, section 7.1: [UIDNEXT 4392] comes with the opened mailbox. */
static void
note_code (MailImapWatch *self, const MailImapResponse *response)
{
  guint64 number;

  if (self->state == STATE_OPEN && g_strcmp0 (response->code, "UIDNEXT") == 0 && response->arguments != NULL
      && g_ascii_string_to_unsigned (response->arguments, 10, 1, G_MAXUINT32, &number, NULL))
    self->next_uid = number;
}

static MailTurn
hear_untagged (MailImapWatch *self, MailDialogue *dialogue, const MailImapResponse *response, GError **error)
{
  switch (response->status)
    {
    case MAIL_IMAP_BYE:
      return refuse (dialogue, response, error);
    case MAIL_IMAP_PREAUTH:
      return mail_dialogue_fail_misunderstood (dialogue, error);
    case MAIL_IMAP_DATA:
      return hear_data (self, dialogue, response->text, strlen (response->text), error);
    case MAIL_IMAP_OK:
    case MAIL_IMAP_NO:
    case MAIL_IMAP_BAD:
    default:
      note_code (self, response);
      return MAIL_TURN_LISTEN;
    }
}

static MailTurn
mail_imap_watch_hear (MailWatch *watch,
                      MailDialogue *dialogue,
                      const char *line,
                      gsize length,
                      GError **error)
{
  MailImapWatch *self = MAIL_IMAP_WATCH (watch);
  g_auto (MailImapResponse) response = { 0 };

  if (mail_imap_data_goes_on (&self->data))
    return hear_data (self, dialogue, line, length, error);
  if (!mail_imap_response_parse (&response, line)
      || (response.kind != MAIL_IMAP_UNTAGGED && mail_dialogue_is_ahead (dialogue)))
    return mail_dialogue_fail_misunderstood (dialogue, error);

  switch (response.kind)
    {
    case MAIL_IMAP_CONTINUATION:
      return hear_continuation (self, dialogue, error);
    case MAIL_IMAP_UNTAGGED:
      return hear_untagged (self, dialogue, &response, error);
    case MAIL_IMAP_TAGGED:
    default:
      return hear_tagged (self, dialogue, &response, error);
    }
}

/* What the server can do for somebody who is signed in may be more than it said before. */
static MailTurn
mail_imap_watch_begin (MailWatch *watch, MailDialogue *dialogue, GError **error)
{
  MailImapWatch *self = MAIL_IMAP_WATCH (watch);

  self->n_commands = 0;
  self->next_uid = 0;
  self->n_messages = 0;
  self->has_grown = FALSE;
  self->is_there = FALSE;
  mail_imap_data_clear (&self->data);
  return command (self, dialogue, STATE_CAPABILITY, "CAPABILITY");
}

static guint
mail_imap_watch_get_patience (MailWatch *watch)
{
  switch ((int) MAIL_IMAP_WATCH (watch)->state)
    {
    case STATE_IDLING:
      return IDLE_PATIENCE;
    case STATE_WAIT:
      return NOOP_PATIENCE;
    default:
      return 0;
    }
}

static void
mail_imap_watch_resume (MailWatch *watch, MailDialogue *dialogue)
{
  MailImapWatch *self = MAIL_IMAP_WATCH (watch);

  if (self->state == STATE_IDLING)
    stop_idle (self, dialogue);
  else
    command (self, dialogue, STATE_NOOP, "NOOP");
}

static void
mail_imap_watch_leave (MailWatch *watch, MailDialogue *dialogue)
{
  MailImapWatch *self = MAIL_IMAP_WATCH (watch);

  if (self->state == STATE_IDLING)
    mail_dialogue_say (dialogue, "DONE", NULL);
  finish (self, dialogue);
}

static void
mail_imap_watch_finalize (GObject *object)
{
  MailImapWatch *self = MAIL_IMAP_WATCH (object);

  g_free (self->tag);
  mail_imap_data_clear (&self->data);
  G_OBJECT_CLASS (mail_imap_watch_parent_class)->finalize (object);
}

static void
mail_imap_watch_class_init (MailImapWatchClass *klass)
{
  MailWatchClass *watch_class = MAIL_WATCH_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mail_imap_watch_finalize;
  watch_class->begin = mail_imap_watch_begin;
  watch_class->hear = mail_imap_watch_hear;
  watch_class->get_patience = mail_imap_watch_get_patience;
  watch_class->resume = mail_imap_watch_resume;
  watch_class->leave = mail_imap_watch_leave;
}

static void
mail_imap_watch_init (MailImapWatch *self)
{
}
