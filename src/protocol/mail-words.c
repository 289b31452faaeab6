/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-words.h"

#include <string.h>

#include "mail-secret.h"

static void
wipe (MailWords *self)
{
  if (self->bytes != NULL)
    mail_wipe (self->bytes, self->length);
  g_clear_pointer (&self->bytes, g_free);
}

/**
 * mail_words_append:
 * @self: the words so far
 * @bytes: what is to follow them
 * @length: in bytes, or -1 where @bytes is a string
 *
 * Puts @bytes after the words. `realloc()` might leave a password in the memory it gives up; here the old
 * block is wiped.
 */
void
mail_words_append (MailWords *self, const char *bytes, gssize length)
{
  const gsize added = length < 0 ? strlen (bytes) : (gsize) length;
  char *grown = g_malloc (self->length + added + 1);

  if (self->length > 0)
    memcpy (grown, self->bytes, self->length);
  memcpy (grown + self->length, bytes, added);
  grown[self->length + added] = '\0';
  wipe (self);
  self->bytes = grown;
  self->length += added;
}

/**
 * mail_words_append_parts:
 * @self: the words so far
 * @parts: strings, closed by %NULL
 *
 * Puts one string after the other. Not a format: `printf()` keeps buffers that nobody wipes.
 */
void
mail_words_append_parts (MailWords *self, va_list parts)
{
  const char *part;

  while ((part = va_arg (parts, const char *)) != NULL)
    mail_words_append (self, part, -1);
}

/**
 * mail_words_take:
 * @self: the words
 *
 * Empties @self.
 *
 * Returns: (transfer full): the words, maybe none; wiped when freed
 */
GBytes *
mail_words_take (MailWords *self)
{
  const gsize length = self->length;

  self->length = 0;
  if (self->bytes == NULL)
    return g_bytes_new_static ("", 0);
  return mail_wipe_bytes_new_take (g_steal_pointer (&self->bytes), length);
}

/**
 * mail_words_clear:
 * @self: the words
 *
 * Wipes and forgets them.
 */
void
mail_words_clear (MailWords *self)
{
  wipe (self);
  self->length = 0;
}
