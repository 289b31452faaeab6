/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     mail_process_forbid_core_files (void);
void     mail_process_guard             (void);
void     mail_process_unguard           (void);
void     mail_process_expect_secrets    (void);
gboolean mail_process_is_wiping         (void);

G_END_DECLS
