/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-imap-login.h"

#include <string.h>

#include "mail-words.h"

/* RFC 7888, section 5. */
#define LITERAL_MINUS_MAX 4096

typedef struct
{
  GQueue *pieces;
  MailWords words;
  MailImapLiteral literal;
} Builder;

static void
cut (Builder *builder)
{
  g_queue_push_tail (builder->pieces, mail_words_take (&builder->words));
}

/* Printable ASCII only: umlauts are not allowed in a quoted string (RFC 3501), and servers differ about
 * control characters. */
static gboolean
can_be_quoted (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isprint (text[i]))
      return FALSE;
  return TRUE;
}

static void
append_quoted (Builder *builder, const char *text, gsize length)
{
  mail_words_append (&builder->words, "\"", 1);
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"' || text[i] == '\\')
        mail_words_append (&builder->words, "\\", 1);
      mail_words_append (&builder->words, &text[i], 1);
    }
  mail_words_append (&builder->words, "\"", 1);
}

static void
append_literal (Builder *builder, const char *text, gsize length)
{
  const gboolean at_once = builder->literal == MAIL_IMAP_LITERAL_PLUS
                           || (builder->literal == MAIL_IMAP_LITERAL_MINUS && length <= LITERAL_MINUS_MAX);
  g_autofree char *head = g_strdup_printf ("{%" G_GSIZE_FORMAT "%s}\r\n", length, at_once ? "+" : "");

  mail_words_append (&builder->words, head, -1);
  if (!at_once)
    cut (builder);
  mail_words_append (&builder->words, text, length);
}

static void
append_string (Builder *builder, const char *text, gsize length)
{
  if (can_be_quoted (text, length))
    append_quoted (builder, text, length);
  else
    append_literal (builder, text, length);
}

/**
 * mail_imap_login_new:
 * @tag: the tag of the command
 * @username: who signs in
 * @secret: the password, sent exactly as it is
 * @literal: what the server takes
 *
 * The LOGIN command (RFC 9051, section 6.2.3), cut in pieces: before each but the first the server has to say
 * “+”.
 *
 * Returns: (transfer full) (element-type GBytes): the pieces, wiped when freed
 */
GQueue *
mail_imap_login_new (const char *tag, const char *username, MailSecret *secret, MailImapLiteral literal)
{
  Builder builder = { .pieces = g_queue_new (), .literal = literal };
  gsize length;
  const char *password = mail_secret_peek (secret, &length);

  mail_words_append (&builder.words, tag, -1);
  mail_words_append (&builder.words, " LOGIN ", -1);
  append_string (&builder, username, strlen (username));
  mail_words_append (&builder.words, " ", 1);
  append_string (&builder, password, length);
  mail_words_append (&builder.words, "\r\n", 2);
  cut (&builder);
  return builder.pieces;
}
