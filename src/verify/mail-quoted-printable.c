/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-quoted-printable.h"

#include <string.h>

/* RFC 2045, section 6.7 (5): with the “=” that says that the line goes on. */
#define LINE_MAX_LENGTH 76

/* White space at the end of a line may get lost on the way (RFC 2045, section 6.7 (3)). */
static gboolean
is_literal (const char *p)
{
  if (*p == ' ' || *p == '\t')
    return p[1] != '\n' && p[1] != '\0';
  return g_ascii_isgraph (*p) && *p != '=';
}

static void
append (GString *result, gsize *column, const char *p)
{
  const gsize width = is_literal (p) ? 1 : 3;

  if (*column + width > LINE_MAX_LENGTH - 1)
    {
      g_string_append (result, "=\r\n");
      *column = 0;
    }
  if (width == 1)
    g_string_append_c (result, *p);
  else
    g_string_append_printf (result, "=%02X", (guchar) *p);
  *column += width;
}

/**
 * mail_quoted_printable_encode:
 * @text: UTF-8 with line ends of one LF
 *
 * Returns: (transfer full): @text in ASCII, in lines of at most 76 characters that end with CRLF (RFC 2045,
 *   section 6.7)
 */
char *
mail_quoted_printable_encode (const char *text)
{
  GString *result = g_string_new (NULL);
  gsize column = 0;

  for (const char *p = text; *p != '\0'; p++)
    if (*p == '\n')
      {
        g_string_append (result, "\r\n");
        column = 0;
      }
    else
      append (result, &column, p);
  if (column > 0)
    g_string_append (result, "\r\n");
  return g_string_free (result, FALSE);
}
