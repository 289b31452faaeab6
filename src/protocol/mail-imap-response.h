/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  MAIL_IMAP_CONTINUATION, /* "+" */
  MAIL_IMAP_UNTAGGED,     /* "*" */
  MAIL_IMAP_TAGGED,
} MailImapKind;

typedef enum {
  MAIL_IMAP_OK,
  MAIL_IMAP_NO,
  MAIL_IMAP_BAD,
  MAIL_IMAP_PREAUTH,
  MAIL_IMAP_BYE,
  MAIL_IMAP_DATA, /* no status: everything else after "*" */
} MailImapStatus;

/* One line of an IMAP server, taken apart. */
typedef struct {
  MailImapKind kind;
  MailImapStatus status;
  char *tag;       /* of a tagged response */
  char *text;      /* after the status: with the code in brackets; after "+": the challenge; DATA: all */
  char *code;      /* the word in brackets, upper case, or NULL */
  char *arguments; /* what follows it in the brackets, or NULL */
} MailImapResponse;

gboolean mail_imap_response_parse (MailImapResponse *self, const char *line);
void     mail_imap_response_clear (MailImapResponse *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MailImapResponse, mail_imap_response_clear)

G_END_DECLS
