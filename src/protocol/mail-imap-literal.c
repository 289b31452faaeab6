/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A literal of a server (RFC 9051, section 4.3): "{6}" at the end of a line, and after it so many bytes of
 * anything, lines that look like responses among them. What Siegel asks is answered without literals, so they
 * are never kept; but what they hold must not be taken for the word of the server. */

#include "mail-imap-literal.h"

#include <string.h>

/* "{6}" at the end of line, or the "{6+}" of a server that mistakes itself for a client; its size, or
 * G_MAXUINT64 where that does not fit. */
static gboolean
read_size (const char *line, guint64 *n_bytes)
{
  const gsize length = strlen (line);
  const char *brace = length > 0 && line[length - 1] == '}' ? strrchr (line, '{') : NULL;
  char *end;

  if (brace == NULL || !g_ascii_isdigit (brace[1]))
    return FALSE;
  *n_bytes = g_ascii_strtoull (brace + 1, &end, 10);
  if (*end == '+')
    end++;
  return *end == '}' && end[1] == '\0';
}

/**
 * mail_imap_literal_rest_begin:
 * @self: what is to come of the response
 * @line: a line of untagged data, or what follows a literal in it
 *
 * Returns: whether a literal follows @line
 */
gboolean
mail_imap_literal_rest_begin (MailImapLiteralRest *self, const char *line)
{
  self->open = read_size (line, &self->n_bytes);
  return self->open;
}

/**
 * mail_imap_literal_rest_skip:
 * @self: what is to come of the response
 * @line: the next line
 * @length: its length, without its end, which counts as CRLF
 *
 * Returns: whether @line belongs to the response, be it to a literal or to what follows one
 */
gboolean
mail_imap_literal_rest_skip (MailImapLiteralRest *self, const char *line, gsize length)
{
  if (!self->open)
    return FALSE;
  if (self->n_bytes > length)
    /* An LF alone was one byte less than is taken off here: never below zero. */
    self->n_bytes -= MIN (self->n_bytes, length + strlen ("\r\n"));
  else
    mail_imap_literal_rest_begin (self, line + self->n_bytes);
  return TRUE;
}
