/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-keyring-service.h"

G_BEGIN_DECLS

/* Finds items and unlocks them. */
void   mail_keyring_search_async  (MailKeyringService *service,
                                   const SecretSchema *schema,
                                   GHashTable *attributes,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GList *mail_keyring_search_finish (MailKeyringService *service,
                                   GAsyncResult *result,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
