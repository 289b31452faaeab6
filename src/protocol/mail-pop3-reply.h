/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The first word of a POP3 server's reply. */
typedef enum {
  MAIL_POP3_OK,
  MAIL_POP3_ERR,
  MAIL_POP3_CHALLENGE,
  MAIL_POP3_NONE,      /* no reply at all */
} MailPop3Reply;

MailPop3Reply mail_pop3_reply_read     (const char *line, const char **rest);
char         *mail_pop3_reply_dup_code (const char *rest) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
