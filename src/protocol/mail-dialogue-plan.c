/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a conversation is to reach, kept for as long as it lasts, and whether that can be said at all. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-dialogue-private.h"
#include "mail-watch.h"

void
mail_dialogue_plan_copy (MailDialoguePlan *copy, const MailDialoguePlan *plan)
{
  *copy = *plan;
  copy->host = g_strdup (plan->host);
  copy->username = g_strdup (plan->username);
  copy->secret = plan->secret != NULL ? mail_secret_ref (plan->secret) : NULL;
  copy->sender = plan->sender != NULL ? mail_address_ref (plan->sender) : NULL;
  copy->message = plan->message != NULL ? g_bytes_ref (plan->message) : NULL;
  copy->watch = plan->watch != NULL ? g_object_ref (plan->watch) : NULL;
}

void
mail_dialogue_plan_clear (MailDialoguePlan *plan)
{
  g_free ((char *) plan->host);
  g_free ((char *) plan->username);
  g_clear_pointer (&plan->secret, mail_secret_unref);
  g_clear_pointer (&plan->sender, mail_address_unref);
  g_clear_pointer (&plan->message, g_bytes_unref);
  g_clear_object (&plan->watch);
}

static gboolean
has_line_break (const char *text)
{
  return strpbrk (text, "\r\n") != NULL;
}

/* A line break in a user name or password would end the command and begin another one. No person types one,
 * and a password goes out as it is or not at all. */
gboolean
mail_dialogue_check_credentials (MailDialogue *self, GError **error)
{
  const MailDialoguePlan *plan = mail_dialogue_get_plan (self);
  gsize length = 0;
  const char *password = plan->secret != NULL ? mail_secret_peek (plan->secret, &length) : NULL;

  if (plan->username == NULL || *plan->username == '\0' || password == NULL)
    mail_dialogue_fail (self, error, MAIL_ERROR_SETTINGS_INVALID, "%s",
                        _ ("A user name and a password are needed to sign in."));
  else if (has_line_break (plan->username))
    mail_dialogue_fail (self, error, MAIL_ERROR_SETTINGS_INVALID, "%s",
                        _ ("The user name contains a line break. Type it again."));
  else if (has_line_break (password) || strlen (password) != length)
    mail_dialogue_fail (
        self, error, MAIL_ERROR_SETTINGS_INVALID, "%s",
        _ ("The password contains a line break or another character that cannot be sent. Type it again."));
  else
    return TRUE;
  return FALSE;
}
