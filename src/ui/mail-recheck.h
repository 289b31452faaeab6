/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-store.h"
#include "mail-verify.h"

G_BEGIN_DECLS

void mail_recheck_prepare_async (MailStore *store,
                                 MailAccount *account,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
MailVerify *mail_recheck_prepare_finish (MailAccount *account,
                                         GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
