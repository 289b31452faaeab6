/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-verify.h"

G_BEGIN_DECLS

/* One line at the terminal that says what both servers are doing, and disappears when they are done. */
typedef struct _MailCliProgress MailCliProgress;

MailCliProgress *mail_cli_progress_new  (MailVerify *verify) G_GNUC_WARN_UNUSED_RESULT;
void             mail_cli_progress_free (MailCliProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailCliProgress, mail_cli_progress_free)

G_END_DECLS
