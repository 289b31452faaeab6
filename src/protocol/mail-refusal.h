/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "mail-error.h"
#include "mail-types.h"

G_BEGIN_DECLS

/* A server's “no”, in whatever protocol it was said. */
typedef struct {
  MailStep step;
  guint status;          /* SMTP: the reply code; otherwise 0 */
  const char *code;      /* the word in brackets; SMTP: the enhanced status code “5.7.8”; nullable */
  const char *text;      /* the words for people; nullable */
  gboolean bad;          /* IMAP: BAD, the command was not understood */
  gboolean closing;      /* the server hangs up: IMAP's BYE */
} MailRefusal;

MailError mail_refusal_get_error    (const MailRefusal *self);
gboolean  mail_refusal_is_technical (const MailRefusal *self);
void      mail_refusal_set_error    (const MailRefusal *self, const char *host, GError **error);

G_END_DECLS
