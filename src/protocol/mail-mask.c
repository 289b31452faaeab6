/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-mask.h"

#include <string.h>

/* As LOGIN writes it in quotation marks (RFC 9051, section 4.3). */
static char *
quote (const char *password)
{
  char *quoted = g_malloc (2 * strlen (password) + 1);
  char *end = quoted;

  for (; *password != '\0'; password++)
    {
      if (*password == '"' || *password == '\\')
        *end++ = '\\';
      *end++ = *password;
    }
  *end = '\0';
  return quoted;
}

static gboolean
holds (const char *text, const char *password)
{
  char *quoted = quote (password);
  const gboolean found = strstr (text, password) != NULL || strstr (text, quoted) != NULL;

  mail_wipe_free (quoted);
  return found;
}

static gboolean
reveals (const char *word, const char *password)
{
  g_autofree guchar *decoded = NULL;
  gsize length;
  gboolean found;

  if (holds (word, password))
    return TRUE;
  decoded = g_base64_decode (word, &length);
  found = memmem (decoded, length, password, strlen (password)) != NULL;
  mail_wipe (decoded, length);
  return found;
}

/**
 * mail_mask_secret:
 * @text: what a server said
 * @secret: (nullable): the password
 *
 * Some servers repeat the command they refuse, password and all; nobody is to read it in a report.
 *
 * Returns: (transfer full): @text, with each word that holds the password, plain or in base64, replaced by
 * “…”
 */
char *
mail_mask_secret (const char *text, MailSecret *secret)
{
  const char *password = secret != NULL ? mail_secret_peek (secret, NULL) : "";
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gboolean masked = FALSE;

  if (*password == '\0')
    return g_strdup (text);
  if (strchr (password, ' ') != NULL && holds (text, password))
    return g_strdup ("…");
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && reveals (words[i], password))
      {
        mail_wipe_free (words[i]);
        words[i] = g_strdup ("…");
        masked = TRUE;
      }
  return masked ? g_strjoinv (" ", words) : g_strdup (text);
}
