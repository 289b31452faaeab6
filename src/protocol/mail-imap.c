/* SPDX-License-Identifier: GPL-3.0-or-later */

/* IMAP: the capabilities come with the greeting or are asked for, STARTTLS and its capabilities where that is
 * the way, one sign-in, EXAMINE INBOX. EXAMINE, not SELECT: nothing of the mailbox changes, not even what is
 * “recent”. */

#include "config.h"

#include "mail-imap.h"

#include <glib/gi18n-lib.h>

#include "mail-alerts.h"
#include "mail-dialogue-private.h"
#include "mail-greeting.h"
#include "mail-imap-literal.h"
#include "mail-imap-login.h"
#include "mail-imap-response.h"

/* The most that a literal may announce; we ask for nothing that has one. */
#define LITERAL_MAX (64 * 1024)

typedef enum
{
  STATE_GREETING,
  STATE_CAPABILITY,
  STATE_STARTTLS,
  STATE_SIGN_IN,
  STATE_EXAMINE,
} State;

struct _MailImap
{
  MailDialogue parent_instance;

  State state;
  guint n_commands;
  char *tag;                /* of the command that is going on */
  char *id_tag;             /* of an ID that is not answered yet */
  GQueue *login;            /* what is left to say of a LOGIN with literals */
  char *alert;              /* what the server wants a person to read, of the command that is going on */
  gboolean web_alert;       /* it names a page */
  MailImapLiteralRest rest; /* of a response with literals */
};

G_DEFINE_FINAL_TYPE (MailImap, mail_imap, MAIL_TYPE_DIALOGUE)

static void
free_pieces (GQueue *pieces)
{
  g_queue_free_full (pieces, (GDestroyNotify) g_bytes_unref);
}

/* What was said about one command says nothing of the next. */
static void
forget_alert (MailImap *self)
{
  g_clear_pointer (&self->alert, g_free);
  self->web_alert = FALSE;
}

static const char *
next_tag (MailImap *self)
{
  forget_alert (self);
  g_free (self->tag);
  self->tag = g_strdup_printf ("A%u", ++self->n_commands);
  return self->tag;
}

static MailTurn
command (MailImap *self, State state, const char *words)
{
  self->state = state;
  mail_dialogue_say (MAIL_DIALOGUE (self), next_tag (self), " ", words, NULL);
  return MAIL_TURN_SAY;
}

static MailTurn
finish (MailImap *self)
{
  mail_dialogue_say (MAIL_DIALOGUE (self), next_tag (self), " LOGOUT", NULL);
  return MAIL_TURN_DONE;
}

/* A person would believe it, so that nobody who has not proven to be the server gets to say it. */
static void
note_alert (MailImap *self, const MailImapResponse *response)
{
  const gboolean web = g_strcmp0 (response->code, "WEBALERT") == 0;
  char *both;

  if (mail_dialogue_wants_starttls (MAIL_DIALOGUE (self))
      || (!web && g_strcmp0 (response->code, "ALERT") != 0))
    return;
  mail_alerts_note (MAIL_DIALOGUE (self), response->code, response->text);
  both = self->alert != NULL ? g_strconcat (self->alert, " ", response->text, NULL)
                             : g_strdup (response->text);
  g_free (self->alert);
  self->alert = both;
  self->web_alert = self->web_alert || web;
}

/* The server's reason may stand in an untagged alert before the tagged answer, so both are judged as one. */
static MailRefusal
refusal (MailImap *self, MailImapResponse *response)
{
  if (self->alert != NULL)
    {
      g_autofree char *text = g_strconcat (self->alert, " ", response->text, NULL);

      g_free (response->text);
      response->text = g_steal_pointer (&text);
    }
  return (MailRefusal){
    .step = mail_dialogue_get_step (MAIL_DIALOGUE (self)),
    .code = self->web_alert ? "WEBALERT" : response->code,
    .text = response->text,
    .bad = response->status == MAIL_IMAP_BAD,
    .closing = response->status == MAIL_IMAP_BYE,
  };
}

static MailTurn
refuse (MailImap *self, MailImapResponse *response, GError **error)
{
  const MailRefusal no = refusal (self, response);

  return mail_dialogue_refuse (MAIL_DIALOGUE (self), &no, error);
}

static MailTurn
ask_capabilities (MailImap *self)
{
  if (!mail_dialogue_wants_starttls (MAIL_DIALOGUE (self)))
    mail_dialogue_enter (MAIL_DIALOGUE (self), MAIL_STEP_CAPABILITIES);
  return command (self, STATE_CAPABILITY, "CAPABILITY");
}

static MailTurn
start_tls (MailImap *self, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  if (!mail_capabilities_has (mail_dialogue_get_capabilities (dialogue), "STARTTLS"))
    return mail_dialogue_fail_no_starttls (dialogue, error);
  return command (self, STATE_STARTTLS, "STARTTLS");
}

/* The capabilities are known: what now? */
static MailTurn
go_on (MailImap *self, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  const MailDialoguePlan *plan = mail_dialogue_get_plan (dialogue);

  if (mail_dialogue_wants_starttls (dialogue))
    return start_tls (self, error);
  mail_dialogue_describe_capabilities (dialogue);
  if (plan->goal < MAIL_GOAL_ACCESS || !plan->sign_in)
    return finish (self);
  self->state = STATE_SIGN_IN;
  return mail_dialogue_sign_in (dialogue, error);
}

/* RFC 9051, section 7.1: a code with the capabilities saves the question. */
static MailTurn
hear_ok_greeting (MailImap *self, const MailImapResponse *response, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  note_alert (self, response);
  if (mail_dialogue_wants_starttls (dialogue))
    mail_dialogue_enter (dialogue, MAIL_STEP_STARTTLS);
  if (mail_dialogue_knows_enough (dialogue))
    return finish (self);
  if (g_strcmp0 (response->code, "CAPABILITY") != 0)
    return ask_capabilities (self);
  mail_capabilities_add_words (mail_dialogue_get_capabilities (dialogue), response->arguments);
  return go_on (self, error);
}

/* RFC 9051, section 11.1 and the NO STARTTLS study: with PREAUTH there is no STARTTLS any more, so that an
 * attacker who puts it in front of a session keeps it in clear text. Over TLS it would let a server pass
 * without the password having been tried. */
static MailTurn
hear_preauth (MailImap *self, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  const char *host = mail_dialogue_get_plan (dialogue)->host;

  if (mail_dialogue_wants_starttls (dialogue))
    return mail_dialogue_fail (
        dialogue, error, MAIL_ERROR_STARTTLS_INJECTION,
        /* Translators: %s is the name of a server. */
        _("%s tries to go on without encryption; that may be an attack. Nothing was sent."), host);
  return mail_dialogue_fail (
      dialogue, error, MAIL_ERROR_PROTOCOL_ERROR,
      /* Translators: %s is the name of a server. */
      _("%s claims that you are signed in already, so the password cannot be checked."), host);
}

static MailTurn
hear_greeting (MailImap *self, const char *line, MailImapResponse *response, GError **error)
{
  switch (response->status)
    {
    case MAIL_IMAP_OK:
      return hear_ok_greeting (self, response, error);
    case MAIL_IMAP_PREAUTH:
      return hear_preauth (self, error);
    case MAIL_IMAP_BYE:
      return refuse (self, response, error);
    case MAIL_IMAP_NO:
    case MAIL_IMAP_BAD:
    case MAIL_IMAP_DATA:
    default:
      return mail_dialogue_fail_greeting (MAIL_DIALOGUE (self), line, error);
    }
}

static MailTurn
hear_continuation (MailImap *self, const char *challenge, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  if (self->state != STATE_SIGN_IN)
    return mail_dialogue_fail_misunderstood (dialogue, error);
  if (self->login != NULL && !g_queue_is_empty (self->login))
    {
      g_autoptr (GBytes) piece = g_queue_pop_head (self->login);

      mail_dialogue_say_bytes (dialogue, piece);
      return MAIL_TURN_SAY;
    }
  return mail_sign_in_challenged (mail_dialogue_get_sign_in (dialogue), challenge, error);
}

/* "CAPABILITY …"; "172 EXISTS" of the inbox. Other data may come at any time (RFC 9051, section 7). */
static void
note_data (MailImap *self, const char *data)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  g_auto (GStrv) words = g_strsplit (data, " ", 2);
  guint64 n_messages;

  if (words[0] == NULL || words[1] == NULL)
    return;
  if (g_ascii_strcasecmp (words[0], "CAPABILITY") == 0)
    {
      mail_capabilities_clear (mail_dialogue_get_capabilities (dialogue));
      mail_capabilities_add_words (mail_dialogue_get_capabilities (dialogue), words[1]);
    }
  else if (self->state == STATE_EXAMINE && g_ascii_strcasecmp (words[1], "EXISTS") == 0
           && g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXUINT32, &n_messages, NULL))
    mail_dialogue_describe_mailbox (dialogue, n_messages);
}

/* One with a literal is about something else. */
static MailTurn
hear_data (MailImap *self, const char *data, GError **error)
{
  if (!mail_imap_literal_rest_begin (&self->rest, data))
    note_data (self, data);
  else if (self->rest.n_bytes > LITERAL_MAX)
    return mail_dialogue_fail_too_much (MAIL_DIALOGUE (self), error);
  return MAIL_TURN_LISTEN;
}

static MailTurn
hear_untagged (MailImap *self, MailImapResponse *response, GError **error)
{
  switch (response->status)
    {
    case MAIL_IMAP_BYE:
      return refuse (self, response, error);
    case MAIL_IMAP_PREAUTH:
      return mail_dialogue_fail_misunderstood (MAIL_DIALOGUE (self), error);
    case MAIL_IMAP_DATA:
      return hear_data (self, response->text, error);
    case MAIL_IMAP_OK:
    case MAIL_IMAP_NO:
    case MAIL_IMAP_BAD:
    default:
      note_alert (self, response);
      return MAIL_TURN_LISTEN;
    }
}

/* RFC 2971. NetEase (163.com, 126.com, yeah.net) opens no mailbox for a program without a name. It rides with
 * EXAMINE, so it costs no time where nobody asks for it. */
static void
introduce (MailImap *self)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  if (!mail_capabilities_has (mail_dialogue_get_capabilities (dialogue), "ID"))
    return;
  self->id_tag = g_strdup (next_tag (self));
  mail_dialogue_say (dialogue, self->id_tag, " ID (\"name\" \"Siegel\")", NULL);
}

static MailTurn
hear_signed_in (MailImap *self, MailImapResponse *response, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);
  MailSignIn *sign_in = mail_dialogue_get_sign_in (dialogue);

  if (response->status != MAIL_IMAP_OK)
    {
      const MailRefusal no = refusal (self, response);

      return mail_sign_in_refused (sign_in, &no, error);
    }
  if (!mail_sign_in_accepted (sign_in, error))
    return MAIL_TURN_FAIL;
  mail_dialogue_enter (dialogue, MAIL_STEP_MAILBOX);
  if (mail_dialogue_get_plan (dialogue)->watch != NULL)
    return mail_dialogue_watch (dialogue, error);
  introduce (self);
  return command (self, STATE_EXAMINE, "EXAMINE INBOX");
}

static MailTurn
hear_tagged (MailImap *self, MailImapResponse *response, GError **error)
{
  MailDialogue *dialogue = MAIL_DIALOGUE (self);

  if (response->status == MAIL_IMAP_OK)
    note_alert (self, response);
  if (g_strcmp0 (response->tag, self->id_tag) == 0)
    {
      g_clear_pointer (&self->id_tag, g_free);
      return MAIL_TURN_LISTEN;
    }
  if (g_strcmp0 (response->tag, self->tag) != 0)
    return mail_dialogue_fail_misunderstood (dialogue, error);
  if (self->state == STATE_SIGN_IN)
    return hear_signed_in (self, response, error);
  if (response->status != MAIL_IMAP_OK)
    return refuse (self, response, error);

  switch (self->state)
    {
    case STATE_CAPABILITY:
      return go_on (self, error);
    case STATE_STARTTLS:
      return MAIL_TURN_ENCRYPT;
    case STATE_EXAMINE:
      return finish (self);
    case STATE_GREETING:
    case STATE_SIGN_IN:
    default:
      return mail_dialogue_fail_misunderstood (dialogue, error);
    }
}

static MailTurn
mail_imap_hear (MailDialogue *dialogue, const char *line, gsize length, GError **error)
{
  MailImap *self = MAIL_IMAP (dialogue);
  g_auto (MailImapResponse) response = { 0 };

  if (mail_imap_literal_rest_skip (&self->rest, line, length))
    return self->rest.n_bytes <= LITERAL_MAX ? MAIL_TURN_LISTEN
                                             : mail_dialogue_fail_too_much (dialogue, error);
  if (self->state == STATE_GREETING && !mail_greeting_is (line, MAIL_PROTOCOL_IMAP))
    return mail_dialogue_fail_greeting (dialogue, line, error);
  if (!mail_imap_response_parse (&response, line))
    return mail_dialogue_fail_misunderstood (dialogue, error);
  if (self->state == STATE_GREETING)
    return hear_greeting (self, line, &response, error);
  if (response.kind != MAIL_IMAP_UNTAGGED && mail_dialogue_is_ahead (dialogue))
    return mail_dialogue_fail_misunderstood (dialogue, error);

  switch (response.kind)
    {
    case MAIL_IMAP_CONTINUATION:
      return hear_continuation (self, response.text, error);
    case MAIL_IMAP_UNTAGGED:
      return hear_untagged (self, &response, error);
    case MAIL_IMAP_TAGGED:
    default:
      return hear_tagged (self, &response, error);
    }
}

static MailTurn
mail_imap_encrypted (MailDialogue *dialogue, GError **error)
{
  MailImap *self = MAIL_IMAP (dialogue);

  g_clear_pointer (&self->alert, g_free);
  self->rest = (MailImapLiteralRest){ 0 };
  return mail_dialogue_knows_enough (dialogue) ? finish (self) : ask_capabilities (self);
}

/* RFC 4959: an initial response of no bytes is written “=”. */
static gboolean
mail_imap_authenticate (MailDialogue *dialogue, const char *mechanism, const char *initial)
{
  MailImap *self = MAIL_IMAP (dialogue);
  const char *tag = next_tag (self);

  if (initial != NULL && mail_capabilities_has (mail_dialogue_get_capabilities (dialogue), "SASL-IR"))
    {
      mail_dialogue_say (dialogue, tag, " AUTHENTICATE ", mechanism, " ", *initial != '\0' ? initial : "=",
                         NULL);
      return TRUE;
    }
  mail_dialogue_say (dialogue, tag, " AUTHENTICATE ", mechanism, NULL);
  return FALSE;
}

static MailImapLiteral
choose_literal (MailCapabilities *capabilities)
{
  if (mail_capabilities_has (capabilities, "LITERAL+"))
    return MAIL_IMAP_LITERAL_PLUS;
  if (mail_capabilities_has (capabilities, "LITERAL-"))
    return MAIL_IMAP_LITERAL_MINUS;
  return MAIL_IMAP_LITERAL_WAITS;
}

static const char *
mail_imap_log_in (MailDialogue *dialogue)
{
  MailImap *self = MAIL_IMAP (dialogue);
  const MailDialoguePlan *plan = mail_dialogue_get_plan (dialogue);
  MailCapabilities *capabilities = mail_dialogue_get_capabilities (dialogue);
  g_autoptr (GBytes) first = NULL;

  if (mail_capabilities_has (capabilities, "LOGINDISABLED"))
    return NULL;
  g_clear_pointer (&self->login, free_pieces);
  self->login
      = mail_imap_login_new (next_tag (self), plan->username, plan->secret, choose_literal (capabilities));
  first = g_queue_pop_head (self->login);
  mail_dialogue_say_bytes (dialogue, first);
  return "LOGIN";
}

static void
mail_imap_finalize (GObject *object)
{
  MailImap *self = MAIL_IMAP (object);

  g_clear_pointer (&self->login, free_pieces);
  g_free (self->tag);
  g_free (self->id_tag);
  g_free (self->alert);
  G_OBJECT_CLASS (mail_imap_parent_class)->finalize (object);
}

static void
mail_imap_class_init (MailImapClass *klass)
{
  MailDialogueClass *dialogue_class = MAIL_DIALOGUE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mail_imap_finalize;
  dialogue_class->hear = mail_imap_hear;
  dialogue_class->encrypted = mail_imap_encrypted;
  dialogue_class->authenticate = mail_imap_authenticate;
  dialogue_class->log_in = mail_imap_log_in;
}

static void
mail_imap_init (MailImap *self)
{
}

/**
 * mail_imap_new:
 * @plan: what to reach
 *
 * Returns: (transfer full): a conversation with an IMAP server that has not begun
 */
MailDialogue *
mail_imap_new (const MailDialoguePlan *plan)
{
  MailDialogue *self = g_object_new (MAIL_TYPE_IMAP, NULL);

  mail_dialogue_begin (self, MAIL_PROTOCOL_IMAP, plan);
  return self;
}
