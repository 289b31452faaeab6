/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-export.h"
#include "mail-handoff.h"
#include "mail-store.h"

G_BEGIN_DECLS

/* A stored account goes to a program; its passwords come from the keyring, and only where they are needed. */
void     mail_handover_warn_async   (MailStore *store,
                                     MailAccount *account,
                                     MailHandoff *handoff,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char   **mail_handover_warn_finish  (MailStore *store,
                                     GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     mail_handover_add_async    (MailStore *store,
                                     MailAccount *account,
                                     MailHandoff *handoff,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean mail_handover_add_finish   (MailStore *store, GAsyncResult *result, GError **error);
void     mail_handover_write_async  (MailStore *store,
                                     MailAccount *account,
                                     const MailExport *format,
                                     gboolean with_password,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GBytes  *mail_handover_write_finish (MailStore *store,
                                     GAsyncResult *result,
                                     MailQr **picture,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
