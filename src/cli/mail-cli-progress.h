/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-delivery.h"
#include "mail-discovery.h"
#include "mail-verify.h"

G_BEGIN_DECLS

/* One line at the terminal that says what is being done, and disappears when that is over. */
typedef struct _MailCliProgress MailCliProgress;

MailCliProgress *mail_cli_progress_new              (MailVerify *verify) G_GNUC_WARN_UNUSED_RESULT;
MailCliProgress *mail_cli_progress_new_for_search   (MailDiscovery *search) G_GNUC_WARN_UNUSED_RESULT;
MailCliProgress *mail_cli_progress_new_for_delivery (MailDelivery *delivery) G_GNUC_WARN_UNUSED_RESULT;
void             mail_cli_progress_free             (MailCliProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailCliProgress, mail_cli_progress_free)

G_END_DECLS
