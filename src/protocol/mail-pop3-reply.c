/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-pop3-reply.h"

#include <string.h>

/**
 * mail_pop3_reply_read:
 * @line: a line of the server
 * @rest: (out): what follows the first word
 *
 * Returns: what kind of reply @line is (RFC 1939, section 3; RFC 5034, section 4)
 */
MailPop3Reply
mail_pop3_reply_read (const char *line, const char **rest)
{
  const gsize length = strcspn (line, " ");

  *rest = line[length] == ' ' ? line + length + 1 : line + length;
  if (length == 3 && g_ascii_strncasecmp (line, "+OK", 3) == 0)
    return MAIL_POP3_OK;
  if (length == 4 && g_ascii_strncasecmp (line, "-ERR", 4) == 0)
    return MAIL_POP3_ERR;
  return length == 1 && line[0] == '+' ? MAIL_POP3_CHALLENGE : MAIL_POP3_NONE;
}

/**
 * mail_pop3_reply_dup_code:
 * @rest: what follows “-ERR”
 *
 * Returns: (transfer full) (nullable): the code in brackets, “IN-USE”, in upper case (RFC 2449, section 8)
 */
char *
mail_pop3_reply_dup_code (const char *rest)
{
  const char *end = *rest == '[' ? strchr (rest, ']') : NULL;
  g_autofree char *code = end != NULL ? g_strndup (rest + 1, end - rest - 1) : NULL;

  return code != NULL ? g_ascii_strup (code, -1) : NULL;
}
