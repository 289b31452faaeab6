/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What happens on the way: RESOLVED carries the addresses found ("2001:db8::1, 192.0.2.1"), CONNECTING none. */
typedef enum {
  MAIL_CONNECT_RESOLVING,
  MAIL_CONNECT_RESOLVED,
} MailConnectEvent;

typedef void (*MailConnectFunc) (MailConnectEvent event, const char *addresses, gpointer user_data);

/* TCP to host:port over GSocketClient's asynchronous way: both address families (happy eyeballs), the system's proxies.
 * TCP_NODELAY is set. Errors: MAIL_ERROR_HOST_UNKNOWN, NETWORK_UNREACHABLE, CONNECTION_REFUSED, TIMED_OUT, all with one
 * translated sentence that names host (and port). progress may be NULL; it is not called after the callback. */
void           mail_connect_async  (const char *host,
                                    guint16 port,
                                    MailConnectFunc progress,
                                    gpointer progress_data,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GIOStream     *mail_connect_finish (GAsyncResult *result, char **peer_address, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
