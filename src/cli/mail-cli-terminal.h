/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean mail_cli_terminal_read_hidden (const char *question,
                                        char *buffer,
                                        gsize size,
                                        gsize *length,
                                        GError **error);

G_END_DECLS
