/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-imap-response.h"

#include <string.h>

static const char *const statuses[] = {
  [MAIL_IMAP_OK] = "OK",           [MAIL_IMAP_NO] = "NO",   [MAIL_IMAP_BAD] = "BAD",
  [MAIL_IMAP_PREAUTH] = "PREAUTH", [MAIL_IMAP_BYE] = "BYE",
};

/* The word at *rest, and *rest moved behind it and one space. */
static char *
take_word (const char **rest)
{
  const gsize length = strcspn (*rest, " ");
  char *word = g_strndup (*rest, length);

  *rest += length;
  if (**rest == ' ')
    (*rest)++;
  return word;
}

static MailImapStatus
read_status (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_ascii_strcasecmp (word, statuses[i]) == 0)
      return i;
  return MAIL_IMAP_DATA;
}

/* resp-text-code of RFC 9051, section 9. A text that begins with a bracket and never closes it has no code.
 */
static void
read_code (MailImapResponse *self)
{
  const char *end = *self->text == '[' ? strchr (self->text, ']') : NULL;
  g_autofree char *inside = end != NULL ? g_strndup (self->text + 1, end - self->text - 1) : NULL;
  const char *rest = inside;
  g_autofree char *word = rest != NULL ? take_word (&rest) : NULL;

  if (word == NULL || *word == '\0')
    return;
  self->code = g_ascii_strup (word, -1);
  self->arguments = g_strdup (rest);
}

static gboolean
is_tag (const char *word)
{
  if (*word == '\0')
    return FALSE;
  for (; *word != '\0'; word++)
    if (!g_ascii_isgraph (*word) || strchr ("(){%*\"\\+", *word) != NULL)
      return FALSE;
  return TRUE;
}

static void
read_rest (MailImapResponse *self, const char *rest)
{
  const char *after_status = rest;
  g_autofree char *word = take_word (&after_status);

  self->status = read_status (word);
  self->text = g_strdup (self->status == MAIL_IMAP_DATA ? rest : after_status);
  if (self->status != MAIL_IMAP_DATA)
    read_code (self);
}

/**
 * mail_imap_response_parse:
 * @self: (out caller-allocates): the parts, to be freed with mail_imap_response_clear()
 * @line: a line of the server
 *
 * Takes a response apart (RFC 9051, section 7).
 *
 * Returns: whether @line is a response at all
 */
gboolean
mail_imap_response_parse (MailImapResponse *self, const char *line)
{
  const char *rest = line;
  g_autofree char *first = take_word (&rest);

  *self = (MailImapResponse){ .status = MAIL_IMAP_DATA };
  if (g_str_equal (first, "+"))
    {
      self->kind = MAIL_IMAP_CONTINUATION;
      self->text = g_strdup (rest);
      return TRUE;
    }
  self->kind = g_str_equal (first, "*") ? MAIL_IMAP_UNTAGGED : MAIL_IMAP_TAGGED;
  if (self->kind == MAIL_IMAP_TAGGED && !is_tag (first))
    return FALSE;
  read_rest (self, rest);
  self->tag = self->kind == MAIL_IMAP_TAGGED ? g_steal_pointer (&first) : NULL;
  return self->kind == MAIL_IMAP_UNTAGGED || self->status <= MAIL_IMAP_BAD;
}

/**
 * mail_imap_response_clear:
 * @self: the parts
 */
void
mail_imap_response_clear (MailImapResponse *self)
{
  g_clear_pointer (&self->tag, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->arguments, g_free);
}
