/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ways in which a conversation fails, in whatever protocol: each sets one error and answers
 * %MAIL_TURN_FAIL. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-dialogue-private.h"
#include "mail-greeting.h"

MailTurn
mail_dialogue_fail (MailDialogue *self, GError **error, MailError code, const char *format, ...)
{
  va_list arguments;
  g_autofree char *sentence = NULL;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, MAIL_ERROR, code, sentence);
  return MAIL_TURN_FAIL;
}

/* A "no" of the server that ends it. */
MailTurn
mail_dialogue_refuse (MailDialogue *self, const MailRefusal *refusal, GError **error)
{
  mail_dialogue_quote (self, refusal->text);
  mail_refusal_set_error (refusal, mail_dialogue_get_plan (self)->host, error);
  return MAIL_TURN_FAIL;
}

/* An answer that no server gives at this point. */
MailTurn
mail_dialogue_fail_misunderstood (MailDialogue *self, GError **error)
{
  return mail_dialogue_fail (self, error, MAIL_ERROR_PROTOCOL_ERROR,
                             /* Translators: %s is the name of a server. */
                             _ ("%s gave an answer that makes no sense here."),
                             mail_dialogue_get_plan (self)->host);
}

MailTurn
mail_dialogue_fail_too_much (MailDialogue *self, GError **error)
{
  return mail_dialogue_fail (self, error, MAIL_ERROR_TOO_MUCH_DATA,
                             /* Translators: %s is the name of a server. */
                             _ ("%s sends more than makes sense. The conversation was ended."),
                             mail_dialogue_get_plan (self)->host);
}

/* Somebody else answers. */
MailTurn
mail_dialogue_fail_greeting (MailDialogue *self, const char *line, GError **error)
{
  mail_greeting_set_error (line, mail_dialogue_get_protocol (self), mail_dialogue_get_plan (self)->host,
                           error);
  return MAIL_TURN_FAIL;
}

MailTurn
mail_dialogue_fail_no_starttls (MailDialogue *self, GError **error)
{
  return mail_dialogue_fail (self, error, MAIL_ERROR_STARTTLS_MISSING,
                             /* Translators: %s is the name of a server. */
                             _ ("%s offers no encryption on this port. Nothing was sent. Try SSL/TLS."),
                             mail_dialogue_get_plan (self)->host);
}
