/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-alerts.h"

#include <string.h>

#include "mail-dialogue-private.h"
#include "mail-mask.h"

/* A bare [ALERT] says no more than that it matters; the other code holds the page's address, which is to be
 * read as well. */
static const char *
skip_code (const char *code, const char *text)
{
  const char *end = g_str_equal (code, "ALERT") ? strchr (text, ']') : NULL;

  return end != NULL ? end + 1 + strspn (end + 1, " ") : text;
}

/* Servers tell everybody who signs in, and may say it again at each command. */
static gboolean
is_known (GPtrArray *alerts, const char *alert)
{
  return g_ptr_array_find_with_equal_func (alerts, alert, g_str_equal, NULL);
}

/**
 * mail_alerts_note:
 * @dialogue: a conversation
 * @code: `ALERT` or `WEBALERT`
 * @text: its text, with the code
 *
 * RFC 9051, section 7.1: what comes with [ALERT] is shown to the person, also when all is well; the same is
 * true of [WEBALERT], which names a page to sign in on.
 */
void
mail_alerts_note (MailDialogue *dialogue, const char *code, const char *text)
{
  GPtrArray *alerts = mail_dialogue_get_alerts (dialogue);
  g_autofree char *alert = NULL;

  alert = mail_mask_secret (skip_code (code, text), mail_dialogue_get_plan (dialogue)->secret);
  if (*alert != '\0' && !is_known (alerts, alert))
    g_ptr_array_add (alerts, g_utf8_make_valid (alert, -1));
}

/**
 * mail_alerts_join:
 * @alerts: (element-type utf8): what was noted
 * @said: (nullable): the refusal that ended the conversation
 *
 * Returns: (transfer full) (nullable): all of it, without repeating what @said holds already; %NULL where
 *   nothing was said
 */
char *
mail_alerts_join (GPtrArray *alerts, const char *said)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < alerts->len; i++)
    if (said == NULL || strstr (said, g_ptr_array_index (alerts, i)) == NULL)
      g_string_append_printf (all, "%s ", (char *) g_ptr_array_index (alerts, i));
  if (said != NULL)
    g_string_append (all, said);
  else if (all->len > 0)
    g_string_truncate (all, all->len - 1);
  return g_string_free (all, all->len == 0);
}
