/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-imap-literal.h"

G_BEGIN_DECLS

typedef enum {
  MAIL_IMAP_DATA_GOES_ON,
  MAIL_IMAP_DATA_COMPLETE,
  MAIL_IMAP_DATA_TOO_LONG, /* more than anybody asked for */
} MailImapDataState;

/* Untagged data of one line or several: what stands in literals, and what around them. Zero is data of which
 * nothing was heard. */
typedef struct {
  GString *text;            /* around the literals, their sizes included */
  MailImapLiteralRest rest;
} MailImapData;

MailImapDataState mail_imap_data_hear    (MailImapData *self,
                                          const char *line,
                                          gsize length,
                                          char **literal);
gboolean          mail_imap_data_goes_on (const MailImapData *self);
gboolean          mail_imap_data_get_uid (const MailImapData *self, guint32 *uid);
void              mail_imap_data_clear   (MailImapData *self);

G_END_DECLS
