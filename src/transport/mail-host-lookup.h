/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks whether a host has an address. */
void     mail_host_lookup_async  (const char *host,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean mail_host_lookup_finish (GAsyncResult *result, GError **error);

G_END_DECLS
