/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-header.h"

#include <string.h>

#include "mail-text.h"

/* Characters. No name and no subject of ours needs more. */
#define TEXT_MAX 200

/* Bytes of an encoded word before it is encoded: 52 as base64, so that a line has room for the name of the
 * field, too (RFC 2047, section 2: a word has at most 75 characters, a line with one at most 76). */
#define WORD_MAX 39

/* What fits on a line together with the name of the field, and needs no folding. */
#define PLAIN_MAX 60

static gboolean
is_plain (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isprint (*p))
      return FALSE;
  /* What looks like an encoded word would be decoded. */
  return strlen (text) <= PLAIN_MAX && strstr (text, "=?") == NULL;
}

/* As many bytes as fit in one word; a character is not cut (RFC 2047, section 5). */
static gsize
measure_word (const char *text)
{
  gsize length = MIN (strlen (text), WORD_MAX);

  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  return length;
}

static char *
encode (const char *text)
{
  GString *result = g_string_new (NULL);

  for (gsize length; *text != '\0'; text += length)
    {
      g_autofree char *word = NULL;

      length = measure_word (text);
      word = g_base64_encode ((const guchar *) text, length);
      g_string_append_printf (result, "%s=?UTF-8?B?%s?=", result->len > 0 ? "\r\n " : "", word);
    }
  return g_string_free (result, FALSE);
}

/* RFC 5322, section 3.2.4. */
static char *
quote (const char *text)
{
  GString *result = g_string_new ("\"");

  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (result, '\\');
      g_string_append_c (result, *text);
    }
  g_string_append_c (result, '"');
  return g_string_free (result, FALSE);
}

/**
 * mail_header_encode_text:
 * @text: any text
 *
 * Makes a text fit for a field such as Subject. Line breaks and other controls do not survive: whatever
 * somebody typed, no field can follow.
 *
 * Returns: (transfer full): ASCII, @text itself or encoded words (RFC 2047), maybe folded
 */
char *
mail_header_encode_text (const char *text)
{
  g_autofree char *clean = mail_text_neutralise (text, -1, TEXT_MAX);

  return is_plain (clean) ? g_steal_pointer (&clean) : encode (clean);
}

/**
 * mail_header_encode_name:
 * @name: a name of a person
 *
 * The same for what stands before an address.
 *
 * Returns: (transfer full): ASCII, a quoted string or encoded words; "" for a name of nothing
 */
char *
mail_header_encode_name (const char *name)
{
  g_autofree char *clean = mail_text_neutralise (name, -1, TEXT_MAX);

  if (*g_strstrip (clean) == '\0')
    return g_strdup ("");
  return is_plain (clean) ? quote (clean) : encode (clean);
}
