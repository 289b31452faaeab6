/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-smtp-reply.h"

#include <string.h>

/* RFC 5321, section 4.2: three digits, the first 2 to 5. */
static guint
read_code (const char *line)
{
  if (line[0] < '2' || line[0] > '5' || !g_ascii_isdigit (line[1]) || !g_ascii_isdigit (line[2]))
    return 0;
  return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

/* RFC 3463, section 2: "5.7.8". */
static gsize
enhanced_length (const char *text)
{
  gsize length = strspn (text, "0123456789.");
  guint dots = 0;

  for (gsize i = 0; i < length; i++)
    dots += text[i] == '.';
  return dots == 2 && strchr ("245", text[0]) != NULL && text[1] == '.' && text[length - 1] != '.' ? length
                                                                                                   : 0;
}

/**
 * mail_smtp_reply_hear:
 * @self: what was heard of the reply before
 * @line: the next line of the server
 *
 * Returns: whether @line belongs to a reply, and to this one; then %complete tells whether it was the last
 */
gboolean
mail_smtp_reply_hear (MailSmtpReply *self, const char *line)
{
  const guint code = read_code (line);
  const char mark = code != 0 ? line[3] : '\0';

  if (code == 0 || (self->code != 0 && self->code != code) || strchr ("- ", mark) == NULL)
    return FALSE;
  if (self->lines == NULL)
    self->lines = g_ptr_array_new_with_free_func (g_free);
  self->code = code;
  self->complete = mark != '-';
  g_ptr_array_add (self->lines, g_strdup (mark != '\0' ? line + 4 : ""));
  return TRUE;
}

/**
 * mail_smtp_reply_clear:
 * @self: a reply
 */
void
mail_smtp_reply_clear (MailSmtpReply *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  *self = (MailSmtpReply){ 0 };
}

/**
 * mail_smtp_reply_dup_enhanced:
 * @self: a complete reply
 *
 * Returns: (transfer full) (nullable): its enhanced status code (RFC 2034), such as “5.7.8”
 */
char *
mail_smtp_reply_dup_enhanced (const MailSmtpReply *self)
{
  const char *text = g_ptr_array_index (self->lines, 0);
  const gsize length = enhanced_length (text);

  return length > 0 ? g_strndup (text, length) : NULL;
}

/**
 * mail_smtp_reply_dup_text:
 * @self: a complete reply
 *
 * Returns: (transfer full): its words in one line. The codes stand at the beginning only: “535 5.7.8 Sorry.
 * No.”
 */
char *
mail_smtp_reply_dup_text (const MailSmtpReply *self)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%u", self->code);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const char *line = g_ptr_array_index (self->lines, i);

      if (i > 0)
        line += enhanced_length (line);
      line += strspn (line, " ");
      if (*line != '\0')
        g_string_append_printf (text, " %s", line);
    }
  return g_string_free (text, FALSE);
}
