/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void mail_heap_wipe_what_is_freed (void);

G_END_DECLS
