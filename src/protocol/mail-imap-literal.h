/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is still to come of a response that holds literals, which is passed over. */
typedef struct {
  gboolean open;
  guint64 n_bytes; /* of the literal */
} MailImapLiteralRest;

gboolean mail_imap_literal_rest_begin (MailImapLiteralRest *self, const char *line);
gboolean mail_imap_literal_rest_skip  (MailImapLiteralRest *self, const char *line, gsize length);

G_END_DECLS
