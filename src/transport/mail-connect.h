/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What happens on the way. */
typedef enum {
  MAIL_CONNECT_RESOLVING, /* the name is looked up; without addresses */
  MAIL_CONNECT_RESOLVED,  /* "2001:db8::1, 192.0.2.1", found so far; comes again for more */
} MailConnectEvent;

typedef void (*MailConnectFunc) (MailConnectEvent event, const char *addresses, gpointer user_data);

void       mail_connect_async    (const char *host,
                                  guint16 port,
                                  MailConnectFunc progress,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GIOStream *mail_connect_finish   (GAsyncResult *result,
                                  char **peer_address,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
char      *mail_connect_describe (GAsyncResult *result, guint *reach) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
