/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-account.h"

G_BEGIN_DECLS

/* A MailAccount as a key file, and back. The format is described in the .c. */
char        *mail_account_file_format      (MailAccount *account, gsize *length) G_GNUC_WARN_UNUSED_RESULT;
MailAccount *mail_account_file_parse       (const char *text,
                                            gsize length,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailAccount *mail_account_file_load        (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         mail_account_file_save_async  (MailAccount *account,
                                            const char *path,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean     mail_account_file_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
