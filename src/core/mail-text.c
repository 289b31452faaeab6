/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-text.h"

/* Characters that turn the direction of text around (Unicode, annex 9) could make a server's words look as if
 * they were ours. */
static gboolean
is_direction_control (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
         || (c >= 0x2066 && c <= 0x2069);
}

static gunichar
neutralise (gunichar c)
{
  if (c == '\t' || c == '\r' || c == '\n' || c == 0x2028 || c == 0x2029)
    return ' ';
  return g_unichar_iscntrl (c) || is_direction_control (c) ? 0xfffd : c;
}

/**
 * mail_text_neutralise:
 * @text: (nullable): bytes of a stranger: a server's answer, a name in a certificate
 * @length: how many, or -1 up to the first NUL
 * @max_characters: how much of it to keep; "…" stands for the rest
 *
 * Makes words of a stranger fit for a screen or a terminal, where escape sequences would be obeyed and turned
 * directions believed. The result is still plain text: whoever shows it must not read markup in it.
 *
 * Returns: (transfer full): valid UTF-8 on one line, without white space at its ends; may be ""
 */
char *
mail_text_neutralise (const char *text, gssize length, gsize max_characters)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", text != NULL ? length : 0);
  GString *result = g_string_new (NULL);
  gsize n_characters = 0;

  g_strstrip (valid);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (++n_characters == max_characters && *g_utf8_next_char (p) != '\0')
        {
          g_string_append (result, "…");
          break;
        }
      g_string_append_unichar (result, neutralise (g_utf8_get_char (p)));
    }
  return g_string_free (result, FALSE);
}
