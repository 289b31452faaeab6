/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void  mail_reach_find_async  (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
guint mail_reach_find_finish (GAsyncResult *result);

G_END_DECLS
