/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-sign-in.h"

#include <glib/gi18n-lib.h>

#include "mail-dialogue-private.h"

/* In a whole run. Servers count failures and lock accounts; and a password need not be shown to a server that
 * keeps saying no. */
#define MAX_PROOFS MAIL_EVIDENCE_MAX_SIGN_INS

struct _MailSignIn
{
  MailDialogue *dialogue; /* not owned: it owns us */
  MailSasl *sasl;
  const char *mechanism; /* static */
  char *initial;         /* the initial response that did not ride with the command */
  guint proofs;          /* attempts before this one that have shown the password or a proof of it */
  gboolean proving;      /* this one has */
  gboolean own;          /* the protocol's own log-in command, the last resort */
  gboolean abandoned;    /* we said “*” */
  gboolean oauth;        /* the server would take a token */
};

static void
note_proof (MailSignIn *self)
{
  if (mail_sasl_gave_proof (self->sasl))
    self->proving = TRUE;
}

static void
forget_attempt (MailSignIn *self)
{
  if (self->proving)
    self->proofs++;
  self->proving = FALSE;
  self->abandoned = FALSE;
  g_clear_pointer (&self->initial, mail_wipe_free);
}

/* FALSE where libgsasl cannot even begin: a password that SASLprep refuses (RFC 4013), for example. */
static gboolean
start_mechanism (MailSignIn *self, const char *mechanism)
{
  MailDialogueClass *klass = MAIL_DIALOGUE_GET_CLASS (self->dialogue);
  gboolean done;

  if (mail_sasl_client_first (self->sasl))
    {
      self->initial = mail_sasl_step (self->sasl, "", &done, NULL);
      if (self->initial == NULL)
        return FALSE;
    }
  self->mechanism = mechanism;
  if (klass->authenticate (self->dialogue, mechanism, self->initial))
    {
      g_clear_pointer (&self->initial, mail_wipe_free);
      note_proof (self);
    }
  return TRUE;
}

static gboolean
start_own (MailSignIn *self)
{
  const char *name = self->own ? NULL : MAIL_DIALOGUE_GET_CLASS (self->dialogue)->log_in (self->dialogue);

  if (name == NULL)
    return FALSE;
  self->mechanism = name;
  self->own = self->proving = TRUE;
  return TRUE;
}

static gboolean
start_next (MailSignIn *self)
{
  const char *mechanism;

  if (self->proofs >= MAX_PROOFS || self->own)
    return FALSE;
  while ((mechanism = mail_sasl_next (self->sasl)) != NULL)
    if (start_mechanism (self, mechanism))
      return TRUE;
  return start_own (self);
}

static MailTurn
give_up (MailSignIn *self, GError **error)
{
  const char *host = mail_dialogue_get_plan (self->dialogue)->host;

  if (self->oauth)
    return mail_dialogue_fail (self->dialogue, error, MAIL_ERROR_OAUTH_NEEDED,
                               /* Translators: %s is the name of a server. */
                               _("%s lets you sign in through the browser only, not with a password."),
                               host);
  return mail_dialogue_fail (self->dialogue, error, MAIL_ERROR_MECHANISM_UNSUPPORTED,
                             /* Translators: %s is the name of a server. */
                             _("%s offers no way to sign in that Siegel knows."), host);
}

static MailTurn
respond (MailSignIn *self, const char *response)
{
  mail_dialogue_say (self->dialogue, response, NULL);
  note_proof (self);
  return MAIL_TURN_SAY;
}

/* “*” ends an exchange in all three protocols (RFC 9051, section 6.2.2; RFC 5034, section 4; RFC 4954,
 * section 4). */
static MailTurn
abandon (MailSignIn *self)
{
  self->abandoned = TRUE;
  mail_dialogue_say (self->dialogue, "*", NULL);
  return MAIL_TURN_SAY;
}

/**
 * mail_sign_in_new:
 * @dialogue: the conversation; it outlives the sign-in
 * @sasl: (transfer full): the mechanisms, with everything they need to know
 *
 * Returns: (transfer full): a sign-in that has not begun
 */
MailSignIn *
mail_sign_in_new (MailDialogue *dialogue, MailSasl *sasl)
{
  MailSignIn *self = g_new0 (MailSignIn, 1);

  self->dialogue = dialogue;
  self->sasl = sasl;
  self->proofs = mail_dialogue_get_plan (dialogue)->sign_ins;
  return self;
}

/**
 * mail_sign_in_free:
 * @self: (transfer full): the sign-in
 */
void
mail_sign_in_free (MailSignIn *self)
{
  g_clear_pointer (&self->initial, mail_wipe_free);
  g_clear_object (&self->sasl);
  g_free (self);
}

/**
 * mail_sign_in_offer:
 * @self: the sign-in
 * @mechanisms: the names the server lists
 */
void
mail_sign_in_offer (MailSignIn *self, char **mechanisms)
{
  for (guint i = 0; mechanisms[i] != NULL; i++)
    {
      mail_sasl_offer (self->sasl, mechanisms[i]);
      if (g_ascii_strcasecmp (mechanisms[i], "XOAUTH2") == 0
          || g_ascii_strcasecmp (mechanisms[i], "OAUTHBEARER") == 0)
        self->oauth = TRUE;
    }
}

/**
 * mail_sign_in_get_mechanism:
 * @self: the sign-in
 *
 * Returns: (nullable): the name of what is being tried, or of what has worked
 */
const char *
mail_sign_in_get_mechanism (MailSignIn *self)
{
  return self->mechanism;
}

/**
 * mail_sign_in_get_proofs:
 * @self: the sign-in
 *
 * Returns: how often the password, or a proof of it, was shown to the server, those of earlier conversations
 *   of the run included
 */
guint
mail_sign_in_get_proofs (MailSignIn *self)
{
  return self->proofs + (self->proving ? 1 : 0);
}

/**
 * mail_sign_in_next:
 * @self: the sign-in
 * @error: set where nothing is left: %MAIL_ERROR_OAUTH_NEEDED or %MAIL_ERROR_MECHANISM_UNSUPPORTED
 *
 * Begins with the strongest mechanism left, in the end with the protocol's own command.
 *
 * Returns: %MAIL_TURN_SAY or %MAIL_TURN_FAIL
 */
MailTurn
mail_sign_in_next (MailSignIn *self, GError **error)
{
  forget_attempt (self);
  return start_next (self) ? MAIL_TURN_SAY : give_up (self, error);
}

/**
 * mail_sign_in_challenged:
 * @self: the sign-in
 * @challenge: what the server asks, in base64
 * @error: set where the server is not to be trusted or makes no sense
 *
 * Returns: %MAIL_TURN_SAY or %MAIL_TURN_FAIL
 */
MailTurn
mail_sign_in_challenged (MailSignIn *self, const char *challenge, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *response = g_steal_pointer (&self->initial);
  gboolean done;
  MailTurn turn;

  if (self->mechanism == NULL || self->own || self->abandoned)
    {
      mail_wipe_free (response);
      return mail_dialogue_fail_misunderstood (self->dialogue, error);
    }
  if (response == NULL)
    response = mail_sasl_step (self->sasl, challenge, &done, &local_error);
  if (response == NULL && g_error_matches (local_error, MAIL_ERROR, MAIL_ERROR_PROTOCOL_ERROR))
    return mail_dialogue_fail (self->dialogue, error, MAIL_ERROR_PROTOCOL_ERROR, "%s", local_error->message);
  if (response == NULL)
    return abandon (self);

  turn = respond (self, response);
  mail_wipe_free (response);
  return turn;
}

/**
 * mail_sign_in_refused:
 * @self: the sign-in
 * @refusal: the server's “no” to the attempt
 * @error: set where it ends here
 *
 * Returns: %MAIL_TURN_SAY where another mechanism is tried, else %MAIL_TURN_FAIL
 */
MailTurn
mail_sign_in_refused (MailSignIn *self, const MailRefusal *refusal, GError **error)
{
  if (!self->abandoned && !mail_refusal_is_technical (refusal))
    return mail_dialogue_refuse (self->dialogue, refusal, error);
  mail_dialogue_quote (self->dialogue, refusal->text);
  return mail_sign_in_next (self, error);
}

/**
 * mail_sign_in_accepted:
 * @self: the sign-in
 * @error: set to %MAIL_ERROR_PROTOCOL_ERROR where the server said “yes” too early
 *
 * The server says “yes”: is that worth anything? With SCRAM only after its signature.
 *
 * Returns: whether the sign-in is done
 */
gboolean
mail_sign_in_accepted (MailSignIn *self, GError **error)
{
  const char *host = mail_dialogue_get_plan (self->dialogue)->host;

  if (self->own || (self->initial == NULL && !self->abandoned && mail_sasl_is_complete (self->sasl)))
    return TRUE;
  mail_dialogue_fail (self->dialogue, error, MAIL_ERROR_PROTOCOL_ERROR,
                      /* Translators: %s is the name of a server. */
                      _("%s said yes without proving that it knows your password. Do not trust it."), host);
  return FALSE;
}
