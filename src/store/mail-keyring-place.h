/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-keyring-service.h"

G_BEGIN_DECLS

/* The default keyring, where new items belong. */
void              mail_keyring_place_async         (MailKeyringService *service,
                                                    GAsyncReadyCallback callback,
                                                    gpointer user_data);
SecretCollection *mail_keyring_place_finish        (MailKeyringService *service,
                                                    GAsyncResult *result,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
SecretCollection *mail_keyring_place_lookup_finish (GAsyncResult *result,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
