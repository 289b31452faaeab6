/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean mail_sandbox_is_around        (void);
gboolean mail_sandbox_lets_use_network (void);
gboolean mail_sandbox_lets_speak_to    (const char *name);

/* For tests: the file that tells of the sandbox; %NULL for the real one. */
void mail_sandbox_set_file (const char *path);

G_END_DECLS
