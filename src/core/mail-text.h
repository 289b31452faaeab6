/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *mail_text_neutralise  (const char *text,
                                gssize length,
                                gsize max_characters) G_GNUC_WARN_UNUSED_RESULT;
gboolean mail_text_is_harmless (const char *text);

G_END_DECLS
