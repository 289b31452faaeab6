/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-anchors.h"

G_BEGIN_DECLS

void     mail_knock_async  (const char *host,
                            guint16 port,
                            MailAnchors *anchors,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean mail_knock_finish (GAsyncResult *result);

G_END_DECLS
