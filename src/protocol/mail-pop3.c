/* SPDX-License-Identifier: GPL-3.0-or-later */

/* POP3: CAPA, STLS and CAPA again where that is the way, one sign-in, STAT. No message is read and none is
 * removed. */

#include "config.h"

#include "mail-pop3.h"

#include <string.h>

#include "mail-dialogue-private.h"
#include "mail-greeting.h"
#include "mail-pop3-reply.h"

/* RFC 2449, section 4: a command has at most 255 bytes, its line end included. */
#define MAX_COMMAND 255

typedef enum
{
  STATE_GREETING,
  STATE_CAPA,
  STATE_CAPA_LIST,
  STATE_STLS,
  STATE_SASL,
  STATE_USER,
  STATE_PASS,
  STATE_STAT,
} State;

struct _MailPop3
{
  MailDialogue parent_instance;

  State state;
  gboolean lists_nothing; /* a server from before RFC 2449, without CAPA */
  gboolean pipelined;     /* PASS is on its way already */
};

G_DEFINE_FINAL_TYPE (MailPop3, mail_pop3, MAIL_TYPE_DIALOGUE)

static MailTurn
command (MailPop3 *self, State state, const char *words)
{
  self->state = state;
  mail_dialogue_say (MAIL_DIALOGUE (self), words, NULL);
  return MAIL_TURN_SAY;
}

static MailTurn
finish (MailPop3 *self)
{
  mail_dialogue_say (MAIL_DIALOGUE (self), "QUIT", NULL);
  return MAIL_TURN_DONE;
}

static MailTurn
hear_refusal (MailPop3 *self, const char *text, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  g_autofree char *code = mail_pop3_reply_dup_code (text);
  const MailRefusal no = { .step = mail_dialogue_get_step (dialogue), .code = code, .text = text };

  if (no.step == MAIL_STEP_SIGN_IN)
    return mail_sign_in_refused (mail_dialogue_get_sign_in (dialogue), &no, error);
  return mail_dialogue_refuse (dialogue, &no, error);
}

static MailTurn
ask_capabilities (MailPop3 *self)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  mail_dialogue_enter (dialogue,
                       mail_dialogue_wants_starttls (dialogue) ? MAIL_STEP_STARTTLS : MAIL_STEP_CAPABILITIES);
  return command (self, STATE_CAPA, "CAPA");
}

static MailTurn
start_tls (MailPop3 *self, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  if (!mail_capabilities_has (mail_dialogue_get_capabilities (dialogue), "STLS"))
    return mail_dialogue_fail_no_starttls (dialogue, error);
  return command (self, STATE_STLS, "STLS");
}

/* What a server can do besides STLS is of no interest to somebody who asks nothing, so the question for it,
 * a round trip, is left out: a server without STLS refuses it as well. */
static MailTurn
hear_greeting (MailPop3 *self)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  if (mail_dialogue_knows_enough (dialogue))
    return finish (self);
  if (mail_dialogue_get_plan (dialogue)->goal != MAIL_GOAL_GREETING)
    return ask_capabilities (self);
  mail_dialogue_enter (dialogue, MAIL_STEP_STARTTLS);
  return command (self, STATE_STLS, "STLS");
}

/* The capabilities are known: what now? */
static MailTurn
go_on (MailPop3 *self, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  const MailDialoguePlan *plan = mail_dialogue_get_plan (dialogue);

  if (mail_dialogue_wants_starttls (dialogue))
    return start_tls (self, error);
  mail_dialogue_describe_capabilities (dialogue);
  if (plan->goal < MAIL_GOAL_ACCESS || !plan->sign_in)
    return finish (self);
  return mail_dialogue_sign_in (dialogue, error);
}

/* Until the line that holds a dot alone. */
static MailTurn
hear_capability (MailPop3 *self, const char *line, GError **error)
{
  if (g_str_equal (line, "."))
    return go_on (self, error);
  mail_capabilities_add (mail_dialogue_get_capabilities (MAIL_DIALOGUE (self)), line);
  return MAIL_TURN_LISTEN;
}

static MailTurn
hear_signed_in (MailPop3 *self, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  if (!mail_sign_in_accepted (mail_dialogue_get_sign_in (dialogue), error))
    return MAIL_TURN_FAIL;
  mail_dialogue_enter (dialogue, MAIL_STEP_MAILBOX);
  return command (self, STATE_STAT, "STAT");
}

static void
say_password (MailPop3 *self)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  mail_dialogue_say (dialogue, "PASS ", mail_secret_peek (mail_dialogue_get_plan (dialogue)->secret, NULL),
                     NULL);
}

static MailTurn
hear_user_accepted (MailPop3 *self)
{
  self->state = STATE_PASS;
  if (self->pipelined)
    return MAIL_TURN_LISTEN;
  say_password (self);
  return MAIL_TURN_SAY;
}

/* RFC 1939, section 5: "2 320". */
static MailTurn
hear_status (MailPop3 *self, const char *text, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  g_auto (GStrv) words = g_strsplit (text, " ", 2);
  guint64 n_messages;

  if (words[0] == NULL || !g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXUINT32, &n_messages, NULL))
    return mail_dialogue_fail_misunderstood (dialogue, error);
  mail_dialogue_describe_mailbox (dialogue, n_messages);
  if (mail_dialogue_get_plan (dialogue)->watch != NULL)
    return mail_dialogue_watch (dialogue, error);
  return finish (self);
}

static MailTurn
hear_ok (MailPop3 *self, const char *text, GError **error)
{
  switch (self->state)
    {
    case STATE_GREETING:
      return hear_greeting (self);
    case STATE_CAPA:
      self->state = STATE_CAPA_LIST;
      return MAIL_TURN_LISTEN;
    case STATE_STLS:
      return MAIL_TURN_ENCRYPT;
    case STATE_USER:
      return hear_user_accepted (self);
    case STATE_SASL:
    case STATE_PASS:
      return hear_signed_in (self, error);
    case STATE_STAT:
      return hear_status (self, text, error);
    case STATE_CAPA_LIST:
    default:
      return mail_dialogue_fail_misunderstood (MAIL_DIALOGUE (self), error);
    }
}

static MailTurn
hear_err (MailPop3 *self, const char *text, GError **error)
{
  if (self->state != STATE_CAPA)
    return hear_refusal (self, text, error);
  self->lists_nothing = TRUE;
  return go_on (self, error);
}

static MailTurn
mail_pop3_hear (MailDialogue *dialogue, const char *line, gsize length, GError **error)
{
  MailPop3 *self = MAIL_POP3 (dialogue);
  const char *rest;

  if (self->state == STATE_GREETING && !mail_greeting_is (line, MAIL_PROTOCOL_POP3))
    return mail_dialogue_fail_greeting (dialogue, line, error);
  if (mail_dialogue_is_ahead (dialogue))
    return mail_dialogue_fail_misunderstood (dialogue, error);
  if (self->state == STATE_CAPA_LIST)
    return hear_capability (self, line, error);

  switch (mail_pop3_reply_read (line, &rest))
    {
    case MAIL_POP3_OK:
      return hear_ok (self, rest, error);
    case MAIL_POP3_ERR:
      return hear_err (self, rest, error);
    case MAIL_POP3_CHALLENGE:
      if (self->state == STATE_SASL)
        return mail_sign_in_challenged (mail_dialogue_get_sign_in (dialogue), rest, error);
      return mail_dialogue_fail_misunderstood (dialogue, error);
    case MAIL_POP3_NONE:
    default:
      return mail_dialogue_fail_misunderstood (dialogue, error);
    }
}

static MailTurn
mail_pop3_encrypted (MailDialogue *dialogue, GError **error)
{
  MailPop3 *self = MAIL_POP3 (dialogue);

  self->lists_nothing = FALSE;
  return mail_dialogue_knows_enough (dialogue) ? finish (self) : ask_capabilities (self);
}

/* RFC 5034, section 4: the initial response only where the line stays short; one of no bytes is written “=”.
 */
static gboolean
mail_pop3_authenticate (MailDialogue *dialogue, const char *mechanism, const char *initial)
{
  MAIL_POP3 (dialogue)->state = STATE_SASL;
  if (initial != NULL && strlen ("AUTH  \r\n") + strlen (mechanism) + strlen (initial) <= MAX_COMMAND)
    {
      mail_dialogue_say (dialogue, "AUTH ", mechanism, " ", *initial != '\0' ? initial : "=", NULL);
      return TRUE;
    }
  mail_dialogue_say (dialogue, "AUTH ", mechanism, NULL);
  return FALSE;
}

static const char *
mail_pop3_log_in (MailDialogue *dialogue)
{
  MailPop3 *self = MAIL_POP3 (dialogue);
  MailCapabilities *capabilities = mail_dialogue_get_capabilities (dialogue);

  if (!self->lists_nothing && !mail_capabilities_has (capabilities, "USER"))
    return NULL;
  self->state = STATE_USER;
  mail_dialogue_say (dialogue, "USER ", mail_dialogue_get_plan (dialogue)->username, NULL);
  self->pipelined = mail_capabilities_has (capabilities, "PIPELINING");
  if (self->pipelined)
    say_password (self);
  return "USER/PASS";
}

static void
mail_pop3_class_init (MailPop3Class *klass)
{
  MailDialogueClass *dialogue_class = MAIL_DIALOGUE_CLASS (klass);

  dialogue_class->hear = mail_pop3_hear;
  dialogue_class->encrypted = mail_pop3_encrypted;
  dialogue_class->authenticate = mail_pop3_authenticate;
  dialogue_class->log_in = mail_pop3_log_in;
}

static void
mail_pop3_init (MailPop3 *self)
{
}

/**
 * mail_pop3_new:
 * @plan: what to reach
 *
 * Returns: (transfer full): a conversation with a POP3 server that has not begun
 */
MailDialogue *
mail_pop3_new (const MailDialoguePlan *plan)
{
  MailDialogue *self = g_object_new (MAIL_TYPE_POP3, NULL);

  mail_dialogue_begin (self, MAIL_PROTOCOL_POP3, plan);
  return self;
}
