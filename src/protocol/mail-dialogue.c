/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One side of a conversation, without a connection.
 *
 * The base keeps what every protocol needs: the plan, the words to say, the step that is going on, and the
 * rules that no protocol may break. Nothing secret is said before encrypted(), nothing heard before it is
 * kept, and a server cannot talk without end. A protocol is a class that turns what it hears into what comes
 * next. */

#include "config.h"

#include "mail-dialogue.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-alerts.h"
#include "mail-dialogue-private.h"
#include "mail-greeting.h"
#include "mail-imap.h"
#include "mail-mask.h"
#include "mail-pop3.h"
#include "mail-smtp.h"
#include "mail-watch-private.h"
#include "mail-words.h"

/* A whole conversation takes some dozen lines; a talkative server some hundred. */
#define MAX_LINES 1000
#define MAX_BYTES (256 * 1024)

/* POP3 has no other way to tell new messages than to list all of them. */
#define MAX_LISTED_LINES 20000
#define MAX_LISTED_BYTES (1024 * 1024)

#define N_STEPS (MAIL_STEP_ARRIVAL + 1)

typedef struct
{
  MailDialoguePlan plan; /* with copies of its strings */
  MailProtocol protocol;
  MailWords words;
  MailStep step;
  char *details[N_STEPS];
  GPtrArray *alerts; /* what the server wants a person to read */
  char *server_said;
  MailCapabilities *capabilities;
  MailSignIn *sign_in;
  char *binding_type;
  GBytes *binding;
  gboolean encrypted;
  gboolean waits_for_tls;
  gboolean watching;
  gboolean over;
  guint n_lines;
  gsize n_bytes;
  guint n_ahead; /* lines to come that were there before our last words */
  gboolean is_ahead;
} MailDialoguePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MailDialogue, mail_dialogue, G_TYPE_OBJECT)

static MailDialoguePrivate *
get_private (MailDialogue *self)
{
  return mail_dialogue_get_instance_private (self);
}

/* Everything a forger could have said in clear text. */
static void
forget (MailDialoguePrivate *priv)
{
  mail_capabilities_clear (priv->capabilities);
  mail_words_clear (&priv->words);
  g_clear_pointer (&priv->server_said, g_free);
  g_ptr_array_set_size (priv->alerts, 0);
  for (guint i = 0; i < N_STEPS; i++)
    g_clear_pointer (&priv->details[i], g_free);
}

/* Whether the line at hand was there before our last words: then it cannot answer them. */
static void
count_ahead (MailDialoguePrivate *priv)
{
  priv->is_ahead = priv->n_ahead > 0;
  if (priv->n_ahead > 0)
    priv->n_ahead--;
}

/* A refusal that came to nothing in the end is no news; an alert is, however it ends. */
static void
conclude (MailDialoguePrivate *priv, gboolean refused)
{
  char *said = mail_alerts_join (priv->alerts, refused ? priv->server_said : NULL);

  g_free (priv->server_said);
  priv->server_said = said;
  priv->over = TRUE;
}

/* What a turn means for the conversation as a whole. */
static MailTurn
take_turn (MailDialoguePrivate *priv, MailTurn turn)
{
  priv->waits_for_tls = turn == MAIL_TURN_ENCRYPT;
  if (turn == MAIL_TURN_FAIL)
    mail_words_clear (&priv->words);
  if (!priv->over && (turn == MAIL_TURN_FAIL || turn == MAIL_TURN_DONE))
    conclude (priv, turn == MAIL_TURN_FAIL);
  return turn;
}

static gboolean
is_talkative (MailDialoguePrivate *priv, gsize length)
{
  priv->n_lines++;
  priv->n_bytes += length;
  if (priv->watching && priv->protocol == MAIL_PROTOCOL_POP3)
    return priv->n_lines > MAX_LISTED_LINES || priv->n_bytes > MAX_LISTED_BYTES;
  return priv->n_lines > MAX_LINES || priv->n_bytes > MAX_BYTES;
}

/* Nothing is to be heard before TLS where TLS comes first, while TLS starts, and after the end. */
static gboolean
may_hear (MailDialoguePrivate *priv)
{
  return !priv->over && !priv->waits_for_tls
         && (priv->encrypted || priv->plan.security == MAIL_SECURITY_STARTTLS);
}

static gboolean
check_line (MailDialogue *self, const char *line, gsize length, GError **error)
{
  MailDialoguePrivate *priv = get_private (self);
  const char *host = priv->plan.host;

  if (!may_hear (priv))
    mail_dialogue_fail_misunderstood (self, error);
  else if (is_talkative (priv, length))
    mail_dialogue_fail_too_much (self, error);
  else if (!priv->encrypted && mail_greeting_is_tls (line, length))
    mail_dialogue_fail (self, error, MAIL_ERROR_TLS_ON_PLAINTEXT_PORT,
                        /* Translators: %s is the name of a server. */
                        _("%s speaks SSL/TLS on this port. Choose SSL/TLS instead of STARTTLS."), host);
  else if (memchr (line, '\0', length) != NULL)
    mail_dialogue_fail_misunderstood (self, error);
  else
    return TRUE;
  return FALSE;
}

static MailSignIn *
create_sign_in (MailDialogue *self)
{
  MailDialoguePrivate *priv = get_private (self);
  MailSasl *sasl = mail_sasl_new (mail_protocol_get_sasl_service (priv->protocol), priv->plan.host,
                                  priv->plan.username, priv->plan.secret);
  g_auto (GStrv) mechanisms = mail_capabilities_list_mechanisms (priv->capabilities);
  MailSignIn *sign_in;

  if (priv->binding != NULL)
    mail_sasl_set_channel_binding (sasl, priv->binding_type, priv->binding);
  sign_in = mail_sign_in_new (self, sasl);
  mail_sign_in_offer (sign_in, mechanisms);
  return sign_in;
}

static void
mail_dialogue_finalize (GObject *object)
{
  MailDialoguePrivate *priv = get_private (MAIL_DIALOGUE (object));

  g_clear_pointer (&priv->sign_in, mail_sign_in_free);
  forget (priv);
  g_ptr_array_unref (priv->alerts);
  g_clear_pointer (&priv->capabilities, mail_capabilities_free);
  g_clear_pointer (&priv->binding, g_bytes_unref);
  g_free (priv->binding_type);
  mail_dialogue_plan_clear (&priv->plan);
  G_OBJECT_CLASS (mail_dialogue_parent_class)->finalize (object);
}

static void
mail_dialogue_class_init (MailDialogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_dialogue_finalize;
}

static void
mail_dialogue_init (MailDialogue *self)
{
  MailDialoguePrivate *priv = get_private (self);

  priv->capabilities = mail_capabilities_new ();
  priv->alerts = g_ptr_array_new_with_free_func (g_free);
  priv->step = MAIL_STEP_GREETING;
}

/**
 * mail_dialogue_new:
 * @protocol: what to speak
 * @plan: what to reach; copied, and its secret referenced
 *
 * Returns: (transfer full): a conversation that has not begun. With %MAIL_SECURITY_TLS (or AUTOMATIC, which
 * counts as that) the driver starts TLS and calls mail_dialogue_encrypted() before anything is heard; with
 *   %MAIL_SECURITY_STARTTLS it begins to listen.
 */
MailDialogue *
mail_dialogue_new (MailProtocol protocol, const MailDialoguePlan *plan)
{
  switch (protocol)
    {
    case MAIL_PROTOCOL_IMAP:
      return mail_imap_new (plan);
    case MAIL_PROTOCOL_POP3:
      return mail_pop3_new (plan);
    case MAIL_PROTOCOL_SMTP:
      return mail_smtp_new (plan);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * mail_dialogue_hear:
 * @self: the conversation
 * @line: (array length=length): a line of the server without its end; any bytes
 * @length: its length
 * @error: set with %MAIL_TURN_FAIL
 *
 * Returns: what comes next. A line may settle several steps at once (an IMAP greeting that lists the
 * capabilities); those passed over have passed.
 */
MailTurn
mail_dialogue_hear (MailDialogue *self, const char *line, gsize length, GError **error)
{
  MailDialoguePrivate *priv = get_private (self);
  MailTurn turn = MAIL_TURN_FAIL;

  count_ahead (get_private (self));
  if (check_line (self, line, length, error))
    {
      char *copy = g_strndup (line, length);

      turn = priv->watching ? mail_watch_hear (priv->plan.watch, self, copy, length, error)
                            : MAIL_DIALOGUE_GET_CLASS (self)->hear (self, copy, length, error);
      /* A server may have repeated the password. */
      mail_wipe_free (copy);
    }
  return take_turn (priv, turn);
}

/**
 * mail_dialogue_note_ahead:
 * @self: the conversation
 * @n_lines: how many lines of the server had come before the words of the last %MAIL_TURN_SAY were written
 *
 * An answer that is there before its question answers something else, or nobody looked at what was asked: a
 * server that says “yes” to a password that it has not heard yet, or somebody on the way before TLS. Whoever
 * joins the conversation to bytes knows, and says it before the next mail_dialogue_hear().
 */
void
mail_dialogue_note_ahead (MailDialogue *self, guint n_lines)
{
  get_private (self)->n_ahead = n_lines;
}

/**
 * mail_dialogue_encrypted:
 * @self: the conversation
 * @binding_type: (nullable): `tls-exporter` or `tls-unique`
 * @binding: (nullable): the channel binding of the TLS session
 * @error: set with %MAIL_TURN_FAIL: TLS came when nobody had asked for it
 *
 * TLS runs and the peer is proven. What was heard before is forgotten (RFC 3207, section 4.2; RFC 9051,
 * section 6.2.1).
 *
 * Returns: %MAIL_TURN_LISTEN with TLS from the first byte; after STARTTLS %MAIL_TURN_SAY, or %MAIL_TURN_DONE
 *   with %MAIL_GOAL_GREETING
 */
MailTurn
mail_dialogue_encrypted (MailDialogue *self, const char *binding_type, GBytes *binding, GError **error)
{
  MailDialoguePrivate *priv = get_private (self);
  const gboolean expected = priv->plan.security == MAIL_SECURITY_STARTTLS
                                ? priv->waits_for_tls
                                : !priv->encrypted && priv->n_lines == 0;

  if (!expected || priv->over)
    return take_turn (priv, mail_dialogue_fail_misunderstood (self, error));

  forget (priv);
  priv->n_ahead = 0;
  priv->encrypted = TRUE;
  if (binding != NULL)
    {
      priv->binding_type = g_strdup (binding_type);
      priv->binding = g_bytes_ref (binding);
    }
  if (priv->plan.security != MAIL_SECURITY_STARTTLS)
    return take_turn (priv, MAIL_TURN_LISTEN);
  return take_turn (priv, MAIL_DIALOGUE_GET_CLASS (self)->encrypted (self, error));
}

/**
 * mail_dialogue_get_patience:
 * @self: the conversation
 *
 * Servers tell news late or only when they are asked. Time is the driver's, so it is told how long to wait.
 *
 * Returns: in seconds, how long to listen before mail_dialogue_resume(); 0 for as long as it takes
 */
guint
mail_dialogue_get_patience (MailDialogue *self)
{
  MailDialoguePrivate *priv = get_private (self);

  return priv->watching && !priv->over ? mail_watch_get_patience (priv->plan.watch) : 0;
}

/**
 * mail_dialogue_resume:
 * @self: a conversation whose patience has ended
 *
 * Asks for news. As after %MAIL_TURN_SAY, there are words to write then. However long it takes, a server that
 * lets one wait does not talk too much.
 */
void
mail_dialogue_resume (MailDialogue *self)
{
  MailDialoguePrivate *priv = get_private (self);

  g_return_if_fail (mail_dialogue_get_patience (self) > 0);

  priv->n_lines = 0;
  priv->n_bytes = 0;
  mail_watch_resume (priv->plan.watch, self);
}

/**
 * mail_dialogue_leave:
 * @self: a conversation that has to end here and now
 *
 * Whoever stays for long says goodbye when they go, whatever is going on.
 *
 * Returns: whether there are words to write; nothing is heard any more
 */
gboolean
mail_dialogue_leave (MailDialogue *self)
{
  MailDialoguePrivate *priv = get_private (self);

  if (!priv->watching || priv->over)
    return FALSE;
  mail_words_clear (&priv->words);
  mail_watch_leave (priv->plan.watch, self);
  priv->over = TRUE;
  return TRUE;
}

/**
 * mail_dialogue_take_words:
 * @self: the conversation
 *
 * Returns: (transfer full): what to write after %MAIL_TURN_SAY, or after %MAIL_TURN_DONE as a goodbye; empty
 * where there is nothing. Wiped when freed, as it may hold a password
 */
GBytes *
mail_dialogue_take_words (MailDialogue *self)
{
  return mail_words_take (&get_private (self)->words);
}

/**
 * mail_dialogue_get_step:
 * @self: the conversation
 *
 * Returns: the step that is going on: %MAIL_STEP_GREETING, STARTTLS, CAPABILITIES, SIGN_IN, MAILBOX, SENDER,
 *   MESSAGE or ARRIVAL
 */
MailStep
mail_dialogue_get_step (MailDialogue *self)
{
  return get_private (self)->step;
}

/**
 * mail_dialogue_get_sign_ins:
 * @self: the conversation
 *
 * Returns: how often the run has shown the password to the server by now, never more than
 *   %MAIL_EVIDENCE_MAX_SIGN_INS
 */
guint
mail_dialogue_get_sign_ins (MailDialogue *self)
{
  MailDialoguePrivate *priv = get_private (self);

  return priv->sign_in != NULL ? mail_sign_in_get_proofs (priv->sign_in) : priv->plan.sign_ins;
}

/**
 * mail_dialogue_get_mechanism:
 * @self: the conversation
 *
 * Returns: (nullable): the SASL mechanism in use, or `LOGIN`, `USER/PASS` for the protocol's own command;
 * %NULL before the sign-in
 */
const char *
mail_dialogue_get_mechanism (MailDialogue *self)
{
  MailSignIn *sign_in = get_private (self)->sign_in;

  return sign_in != NULL ? mail_sign_in_get_mechanism (sign_in) : NULL;
}

/**
 * mail_dialogue_get_detail:
 * @self: the conversation
 * @step: a step
 *
 * Returns: (nullable): what was learnt in it, for people: “IMAP4rev1, IDLE …”, “1,234 messages”
 */
const char *
mail_dialogue_get_detail (MailDialogue *self, MailStep step)
{
  g_return_val_if_fail (step < N_STEPS, NULL);

  return get_private (self)->details[step];
}

/**
 * mail_dialogue_get_server_said:
 * @self: the conversation
 *
 * Returns: (nullable): the server's last refusal in its own words, as UTF-8, and at the end whatever it wants
 *   the person to read as well, also after success. A password it repeats is taken out.
 */
const char *
mail_dialogue_get_server_said (MailDialogue *self)
{
  return get_private (self)->server_said;
}

/* For the constructors of the protocols. */
void
mail_dialogue_begin (MailDialogue *self, MailProtocol protocol, const MailDialoguePlan *plan)
{
  MailDialoguePrivate *priv = get_private (self);

  priv->protocol = protocol;
  mail_dialogue_plan_copy (&priv->plan, plan);
}

const MailDialoguePlan *
mail_dialogue_get_plan (MailDialogue *self)
{
  return &get_private (self)->plan;
}

/* Whether STARTTLS has to come before anything else. */
gboolean
mail_dialogue_wants_starttls (MailDialogue *self)
{
  return !get_private (self)->encrypted;
}

/* Whether the goal was only to learn who is there: a peer that is proven and greets tells that, and a further
 * question would cost a round trip. Before TLS a greeting tells nothing. */
gboolean
mail_dialogue_knows_enough (MailDialogue *self)
{
  MailDialoguePrivate *priv = get_private (self);

  return priv->encrypted && priv->plan.goal == MAIL_GOAL_GREETING;
}

/* Whether the line that is being heard was said before our last words. */
gboolean
mail_dialogue_is_ahead (MailDialogue *self)
{
  return get_private (self)->is_ahead;
}

/* See mail-alerts.c. */
GPtrArray *
mail_dialogue_get_alerts (MailDialogue *self)
{
  return get_private (self)->alerts;
}

/* Emptied when TLS starts. */
MailCapabilities *
mail_dialogue_get_capabilities (MailDialogue *self)
{
  return get_private (self)->capabilities;
}

MailProtocol
mail_dialogue_get_protocol (MailDialogue *self)
{
  return get_private (self)->protocol;
}

/* NULL before it begins. */
MailSignIn *
mail_dialogue_get_sign_in (MailDialogue *self)
{
  return get_private (self)->sign_in;
}

void
mail_dialogue_enter (MailDialogue *self, MailStep step)
{
  get_private (self)->step = step;
}

/* The parts of a line, closed by NULL; its end is added. */
void
mail_dialogue_say (MailDialogue *self, ...)
{
  MailWords *words = &get_private (self)->words;
  va_list parts;

  va_start (parts, self);
  mail_words_append_parts (words, parts);
  va_end (parts);
  mail_words_append (words, "\r\n", 2);
}

/* Words with all their line ends. */
void
mail_dialogue_say_bytes (MailDialogue *self, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  mail_words_append (&get_private (self)->words, data, length);
}

void
mail_dialogue_take_detail (MailDialogue *self, MailStep step, char *detail)
{
  MailDialoguePrivate *priv = get_private (self);

  g_free (priv->details[step]);
  priv->details[step] = detail;
}

/* Keeps what the server said, without the password. */
void
mail_dialogue_quote (MailDialogue *self, const char *text)
{
  MailDialoguePrivate *priv = get_private (self);
  g_autofree char *masked = text != NULL && *text != '\0' ? mail_mask_secret (text, priv->plan.secret) : NULL;

  g_free (priv->server_said);
  priv->server_said = masked != NULL ? g_utf8_make_valid (masked, -1) : NULL;
}

/* Begins the sign-in with what the server offers; never before TLS. */
MailTurn
mail_dialogue_sign_in (MailDialogue *self, GError **error)
{
  MailDialoguePrivate *priv = get_private (self);

  if (!priv->encrypted)
    return mail_dialogue_fail_no_starttls (self, error);
  mail_dialogue_enter (self, MAIL_STEP_SIGN_IN);
  if (!mail_dialogue_check_credentials (self, error))
    return MAIL_TURN_FAIL;
  g_clear_pointer (&priv->sign_in, mail_sign_in_free);
  priv->sign_in = create_sign_in (self);
  return mail_sign_in_next (priv->sign_in, error);
}

/* The mailbox is the watch's from here on. */
MailTurn
mail_dialogue_watch (MailDialogue *self, GError **error)
{
  MailDialoguePrivate *priv = get_private (self);

  priv->watching = TRUE;
  return mail_watch_begin (priv->plan.watch, self, error);
}
