/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people write, as fields of a message header take it. */
char *mail_header_encode_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *mail_header_encode_name (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
