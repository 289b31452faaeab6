/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-anchors.h"

G_BEGIN_DECLS

/* Who opened. */
typedef struct {
  gboolean tls;        /* it speaks TLS from the first byte */
  gboolean greets;     /* and said a line by itself, as mail servers do; see mail_knock_async() */
  const char *service; /* “HTTP”, where that can be told; static, nullable */
} MailKnock;

void     mail_knock_async  (const char *host,
                            guint16 port,
                            MailAnchors *anchors,
                            gboolean listen,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean mail_knock_finish (GAsyncResult *result, MailKnock *knock);

G_END_DECLS
