/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-secret.h"

G_BEGIN_DECLS

/* How a string that cannot be quoted travels (RFC 9051, section 4.3; RFC 7888). */
typedef enum {
  MAIL_IMAP_LITERAL_WAITS, /* {n}: the server says "+" first */
  MAIL_IMAP_LITERAL_MINUS, /* {n+} up to 4096 bytes */
  MAIL_IMAP_LITERAL_PLUS,  /* {n+} */
} MailImapLiteral;

GQueue *mail_imap_login_new (const char *tag,
                             const char *username,
                             MailSecret *secret,
                             MailImapLiteral literal) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
