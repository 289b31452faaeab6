/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  MAIL_HTTP_MORE,       /* the reply goes on */
  MAIL_HTTP_COMPLETE,
  MAIL_HTTP_GARBLED,    /* it is none */
  MAIL_HTTP_TOO_MUCH,
  MAIL_HTTP_CUT,        /* the connection ended in the middle of it */
} MailHttpResult;

/* A reply to a GET of HTTP/1.1 (RFC 9112), from bytes as they come; without I/O, and bounded. Private to
 * MailFetch. */
typedef struct _MailHttpReply MailHttpReply;

MailHttpReply *mail_http_reply_new          (gsize max_bytes) G_GNUC_WARN_UNUSED_RESULT;
void           mail_http_reply_free         (MailHttpReply *self);
MailHttpResult mail_http_reply_feed         (MailHttpReply *self, const guchar *data, gsize size);
guint          mail_http_reply_get_status   (MailHttpReply *self);
const char    *mail_http_reply_get_location (MailHttpReply *self);
const char    *mail_http_reply_get_kind     (MailHttpReply *self);
gboolean       mail_http_reply_is_last      (MailHttpReply *self);
MailHttpResult mail_http_reply_decode       (MailHttpReply *self, GBytes **body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailHttpReply, mail_http_reply_free)

G_END_DECLS
