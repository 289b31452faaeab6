/* SPDX-License-Identifier: GPL-3.0-or-later */

/* SMTP: EHLO, STARTTLS and EHLO again where that is the way, one sign-in, and MAIL FROM, RCPT TO, RSET with
 * the person's own address: enough for a server to say no to a sender, and nothing is sent. Only where there
 * is a message, DATA takes the place of RSET. */

#include "config.h"

#include "mail-smtp.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-dialogue-private.h"
#include "mail-greeting.h"
#include "mail-smtp-reply.h"

/* RFC 4954, section 4: with a longer line the initial response must wait. */
#define MAX_COMMAND 512

/* RFC 5321, section 4.1.3. Not the name of this computer: that is nobody's business, and rarely one that a
 * server accepts. */
#define EHLO "EHLO [127.0.0.1]"

typedef enum
{
  STATE_GREETING,
  STATE_EHLO,
  STATE_STARTTLS,
  STATE_AUTH,
  STATE_MAIL,
  STATE_RCPT,
  STATE_RSET,
  STATE_DATA,
  STATE_MESSAGE,
} State;

struct _MailSmtp
{
  MailDialogue parent_instance;

  State state;
  MailSmtpReply reply;
  gboolean pipelined; /* RCPT and RSET are on their way already */
};

G_DEFINE_FINAL_TYPE (MailSmtp, mail_smtp, MAIL_TYPE_DIALOGUE)

static MailTurn
command (MailSmtp *self, State state, const char *words)
{
  self->state = state;
  mail_dialogue_say (MAIL_DIALOGUE (self), words, NULL);
  return MAIL_TURN_SAY;
}

static MailTurn
finish (MailSmtp *self)
{
  mail_dialogue_say (MAIL_DIALOGUE (self), "QUIT", NULL);
  return MAIL_TURN_DONE;
}

static MailTurn
hear_refusal (MailSmtp *self, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  g_autofree char *code = mail_smtp_reply_dup_enhanced (&self->reply);
  g_autofree char *text = mail_smtp_reply_dup_text (&self->reply);
  const MailRefusal no = {
    .step = mail_dialogue_get_step (dialogue),
    .status = self->reply.code,
    .code = code,
    .text = text,
  };

  if (self->state == STATE_AUTH)
    return mail_sign_in_refused (mail_dialogue_get_sign_in (dialogue), &no, error);
  return mail_dialogue_refuse (dialogue, &no, error);
}

static MailTurn
say_ehlo (MailSmtp *self)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  mail_dialogue_enter (dialogue,
                       mail_dialogue_wants_starttls (dialogue) ? MAIL_STEP_STARTTLS : MAIL_STEP_CAPABILITIES);
  return command (self, STATE_EHLO, EHLO);
}

/* The server is greeted back, unless it has said all there is to hear. */
static MailTurn
greet (MailSmtp *self)
{
  return mail_dialogue_knows_enough (MAIL_DIALOGUE (self)) ? finish (self) : say_ehlo (self);
}

static MailTurn
start_tls (MailSmtp *self, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  if (!mail_capabilities_has (mail_dialogue_get_capabilities (dialogue), "STARTTLS"))
    return mail_dialogue_fail_no_starttls (dialogue, error);
  return command (self, STATE_STARTTLS, "STARTTLS");
}

static gboolean
is_ascii_without_controls (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isprint (*text))
      return FALSE;
  return TRUE;
}

static gboolean
has_controls (const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl (*text))
      return TRUE;
  return FALSE;
}

static MailTurn
fail_sender (MailSmtp *self, const char *address, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  return mail_dialogue_fail (
      dialogue, error, MAIL_ERROR_SENDER_REJECTED,
      /* Translators: %1$s is the name of a server, %2$s an e-mail address. */
      _ ("%1$s cannot send for %2$s: it takes only plain letters and digits before the @ sign."),
      mail_dialogue_get_plan (dialogue)->host, address);
}

/* RFC 2920: MAIL, RCPT and RSET may travel together, and each still has its reply. A message waits for the
 * yes to each. */
static MailTurn
say_envelope (MailSmtp *self, const char *address, const char *parameters)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  mail_dialogue_take_detail (dialogue, MAIL_STEP_SENDER, g_strdup (address));
  self->state = STATE_MAIL;
  self->pipelined = mail_dialogue_get_plan (dialogue)->message == NULL
                    && mail_capabilities_has (mail_dialogue_get_capabilities (dialogue), "PIPELINING");
  mail_dialogue_say (dialogue, "MAIL FROM:<", address, ">", parameters, NULL);
  if (self->pipelined)
    {
      mail_dialogue_say (dialogue, "RCPT TO:<", address, ">", NULL);
      mail_dialogue_say (dialogue, "RSET", NULL);
    }
  return MAIL_TURN_SAY;
}

/* RFC 6531, section 3.4: an address with umlauts before the @ needs a server that says SMTPUTF8. */
static MailTurn
ask_sender (MailSmtp *self, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  const MailDialoguePlan *plan = mail_dialogue_get_plan (dialogue);
  const char *address = plan->sender != NULL ? mail_address_get_address (plan->sender) : NULL;

  if (address == NULL)
    return finish (self);
  mail_dialogue_enter (dialogue, MAIL_STEP_SENDER);
  if (is_ascii_without_controls (address))
    return say_envelope (self, address, "");
  if (has_controls (address)
      || !mail_capabilities_has (mail_dialogue_get_capabilities (dialogue), "SMTPUTF8"))
    return fail_sender (self, address, error);
  return say_envelope (self, address, " SMTPUTF8");
}

/* The capabilities are known: what now? */
static MailTurn
go_on (MailSmtp *self, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  const MailDialoguePlan *plan = mail_dialogue_get_plan (dialogue);

  if (mail_dialogue_wants_starttls (dialogue))
    return start_tls (self, error);
  mail_dialogue_describe_capabilities (dialogue);
  if (plan->goal < MAIL_GOAL_ACCESS)
    return finish (self);
  if (!plan->sign_in)
    return ask_sender (self, error);
  self->state = STATE_AUTH;
  return mail_dialogue_sign_in (dialogue, error);
}

/* RFC 5321, section 4.1.1.1: the first line is the server's name, the others what it can do. */
static MailTurn
hear_ehlo (MailSmtp *self, GError **error)
{
  MailCapabilities *capabilities = mail_dialogue_get_capabilities (MAIL_DIALOGUE (self));

  mail_capabilities_clear (capabilities);
  for (guint i = 1; i < self->reply.lines->len; i++)
    mail_capabilities_add (capabilities, g_ptr_array_index (self->reply.lines, i));
  return go_on (self, error);
}

static MailTurn
hear_auth (MailSmtp *self, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  MailSignIn *sign_in = mail_dialogue_get_sign_in (dialogue);

  if (self->reply.code == 334)
    return mail_sign_in_challenged (sign_in, g_ptr_array_index (self->reply.lines, 0), error);
  if (self->reply.code != 235)
    return mail_dialogue_fail_misunderstood (dialogue, error);
  return mail_sign_in_accepted (sign_in, error) ? ask_sender (self, error) : MAIL_TURN_FAIL;
}

/* The next command of the envelope, unless it is on its way already. */
static MailTurn
say_next (MailSmtp *self, State state)
{
  const char *address = mail_address_get_address (mail_dialogue_get_plan (MAIL_DIALOGUE (self))->sender);

  self->state = state;
  if (self->pipelined)
    return MAIL_TURN_LISTEN;
  if (state == STATE_RCPT)
    mail_dialogue_say (MAIL_DIALOGUE (self), "RCPT TO:<", address, ">", NULL);
  else
    mail_dialogue_say (MAIL_DIALOGUE (self), "RSET", NULL);
  return MAIL_TURN_SAY;
}

/* The address will do. */
static MailTurn
hear_rcpt (MailSmtp *self)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  if (mail_dialogue_get_plan (dialogue)->message == NULL)
    return say_next (self, STATE_RSET);
  mail_dialogue_enter (dialogue, MAIL_STEP_MESSAGE);
  return command (self, STATE_DATA, "DATA");
}

/* RFC 5321, section 4.5.2: a dot alone ends the message, so a line that begins with one gets another. */
static MailTurn
say_message (MailSmtp *self)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  gsize length;
  const char *bytes = g_bytes_get_data (mail_dialogue_get_plan (dialogue)->message, &length);
  g_autofree char *text = g_strndup (bytes, length);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  for (char **line = lines; *line != NULL && (**line != '\0' || line[1] != NULL); line++)
    mail_dialogue_say (dialogue, **line == '.' ? "." : "", *line, NULL);
  mail_dialogue_say (dialogue, ".", NULL);
  self->state = STATE_MESSAGE;
  return MAIL_TURN_SAY;
}

static gboolean
is_refusal (MailSmtp *self)
{
  return self->reply.code >= 400;
}

/* RFC 5321, section 4.3.2; RFC 3207, section 4: a “yes” is 2yz, to STARTTLS only 220; the sign-in looks for
 * itself, and only 354 asks for a message, which would pass for commands otherwise. But for the one that the
 * server gives up, no reply comes before its command. */
static gboolean
makes_sense (MailSmtp *self)
{
  const guint code = self->reply.code;

  if (mail_dialogue_is_ahead (MAIL_DIALOGUE (self)))
    return code == 421;
  if (self->state == STATE_STARTTLS)
    return code == 220 || code >= 400;
  if (self->state == STATE_DATA)
    return code == 354 || code >= 400;
  return self->state == STATE_AUTH || code < 300 || code >= 400;
}

static MailTurn
hear_reply (MailSmtp *self, GError **error)
{
  if (!makes_sense (self))
    return mail_dialogue_fail_misunderstood (MAIL_DIALOGUE (self), error);
  if (is_refusal (self))
    return hear_refusal (self, error);

  switch (self->state)
    {
    case STATE_GREETING:
      return greet (self);
    case STATE_EHLO:
      return hear_ehlo (self, error);
    case STATE_STARTTLS:
      return MAIL_TURN_ENCRYPT;
    case STATE_AUTH:
      return hear_auth (self, error);
    case STATE_MAIL:
      return say_next (self, STATE_RCPT);
    case STATE_RCPT:
      return hear_rcpt (self);
    case STATE_DATA:
      return say_message (self);
    case STATE_RSET:
    case STATE_MESSAGE:
      return finish (self);
    default:
      return mail_dialogue_fail_misunderstood (MAIL_DIALOGUE (self), error);
    }
}

static MailTurn
mail_smtp_hear (MailDialogue *dialogue, const char *line, gsize length, GError **error)
{
  MailSmtp *self = MAIL_SMTP (dialogue);
  MailTurn turn;

  if (self->state == STATE_GREETING && !mail_greeting_is (line, MAIL_PROTOCOL_SMTP))
    return mail_dialogue_fail_greeting (dialogue, line, error);
  if (!mail_smtp_reply_hear (&self->reply, line))
    return mail_dialogue_fail_misunderstood (dialogue, error);
  if (!self->reply.complete)
    return MAIL_TURN_LISTEN;
  turn = hear_reply (self, error);
  mail_smtp_reply_clear (&self->reply);
  return turn;
}

static MailTurn
mail_smtp_encrypted (MailDialogue *dialogue, GError **error)
{
  return greet (MAIL_SMTP (dialogue));
}

/* RFC 4954, section 4: an initial response of no bytes is written “=”. */
static gboolean
mail_smtp_authenticate (MailDialogue *dialogue, const char *mechanism, const char *initial)
{
  if (initial != NULL && strlen ("AUTH  \r\n") + strlen (mechanism) + strlen (initial) <= MAX_COMMAND)
    {
      mail_dialogue_say (dialogue, "AUTH ", mechanism, " ", *initial != '\0' ? initial : "=", NULL);
      return TRUE;
    }
  mail_dialogue_say (dialogue, "AUTH ", mechanism, NULL);
  return FALSE;
}

/* SMTP has no log-in command beside AUTH. */
static const char *
mail_smtp_log_in (MailDialogue *dialogue)
{
  return NULL;
}

static void
mail_smtp_finalize (GObject *object)
{
  mail_smtp_reply_clear (&MAIL_SMTP (object)->reply);
  G_OBJECT_CLASS (mail_smtp_parent_class)->finalize (object);
}

static void
mail_smtp_class_init (MailSmtpClass *klass)
{
  MailDialogueClass *dialogue_class = MAIL_DIALOGUE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mail_smtp_finalize;
  dialogue_class->hear = mail_smtp_hear;
  dialogue_class->encrypted = mail_smtp_encrypted;
  dialogue_class->authenticate = mail_smtp_authenticate;
  dialogue_class->log_in = mail_smtp_log_in;
}

static void
mail_smtp_init (MailSmtp *self)
{
}

/**
 * mail_smtp_new:
 * @plan: what to reach
 *
 * Returns: (transfer full): a conversation with a submission server that has not begun
 */
MailDialogue *
mail_smtp_new (const MailDialoguePlan *plan)
{
  MailDialogue *self = g_object_new (MAIL_TYPE_SMTP, NULL);

  mail_dialogue_begin (self, MAIL_PROTOCOL_SMTP, plan);
  return self;
}
