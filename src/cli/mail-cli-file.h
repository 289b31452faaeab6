/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean mail_cli_file_write (const char *path, GBytes *content, gboolean replace, GError **error);

G_END_DECLS
