/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-imap-data.h"

#include <string.h>

/* One field of a header is asked for. What is longer is not read to its end. */
#define LITERAL_MAX 8192
#define TEXT_MAX    8192

static gboolean
is_too_long (const MailImapData *self)
{
  return self->text->len > TEXT_MAX || (self->rest.open && self->rest.n_bytes > LITERAL_MAX);
}

/**
 * mail_imap_data_hear:
 * @self: what was heard of the data before
 * @line: its next line; the first one without its “* ”
 * @length: of @line, in bytes
 * @literal: (out) (nullable) (transfer full): what of @line stands in a literal (RFC 9051, section 4.3);
 *   %NULL for nothing
 *
 * Returns: whether the data is complete
 */
MailImapDataState
mail_imap_data_hear (MailImapData *self, const char *line, gsize length, char **literal)
{
  const gboolean begins = self->text == NULL;
  const gsize in_literal = begins ? 0 : MIN (self->rest.n_bytes, length);
  const gboolean reaches_text = begins || self->rest.n_bytes <= length;

  *literal = in_literal > 0 ? g_strndup (line, in_literal) : NULL;
  if (begins)
    self->text = g_string_new (NULL);
  if (reaches_text)
    g_string_append (self->text, line + in_literal);
  if (begins)
    mail_imap_literal_rest_begin (&self->rest, line);
  else
    mail_imap_literal_rest_skip (&self->rest, line, length);
  if (is_too_long (self))
    return MAIL_IMAP_DATA_TOO_LONG;
  return self->rest.open ? MAIL_IMAP_DATA_GOES_ON : MAIL_IMAP_DATA_COMPLETE;
}

/**
 * mail_imap_data_goes_on:
 * @self: some data
 *
 * Returns: whether the next line of the server belongs to it
 */
gboolean
mail_imap_data_goes_on (const MailImapData *self)
{
  return self->rest.open;
}

/* “172 FETCH (…” (RFC 9051, section 7.5.2). */
static gboolean
is_fetch (const char *text)
{
  const gsize digits = strspn (text, "0123456789");

  return digits > 0 && g_ascii_strncasecmp (text + digits, " FETCH ", strlen (" FETCH ")) == 0;
}

/**
 * mail_imap_data_get_uid:
 * @self: complete data
 * @uid: (out): the UID of the message; 0 where it does not say
 *
 * Returns: whether it is about a message that was fetched
 */
gboolean
mail_imap_data_get_uid (const MailImapData *self, guint32 *uid)
{
  const char *text = self->text->str;

  *uid = 0;
  if (!is_fetch (text))
    return FALSE;
  for (const char *word = strstr (text, "UID "); word != NULL && *uid == 0; word = strstr (word + 1, "UID "))
    if (word[-1] == '(' || word[-1] == ' ')
      *uid = MIN (g_ascii_strtoull (word + strlen ("UID "), NULL, 10), G_MAXUINT32);
  return TRUE;
}

/**
 * mail_imap_data_clear:
 * @self: some data
 */
void
mail_imap_data_clear (MailImapData *self)
{
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  *self = (MailImapData){ 0 };
}
