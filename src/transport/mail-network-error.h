/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Private to the transport layer. */
GError *mail_network_error_take (GError *error, const char *host, guint port) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
