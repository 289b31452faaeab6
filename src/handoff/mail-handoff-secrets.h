/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "mail-secret.h"

G_BEGIN_DECLS

/* Passwords where another program looks for them. Nothing here is cancelled: that would close a question of
 * the keyring, and GNOME Keyring (42 at least) ends with a failed assertion when somebody does that. */
void     mail_handoff_secrets_store_async  (const SecretSchema *schema,
                                            GHashTable *attributes,
                                            const char *label,
                                            MailSecret *secret,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean mail_handoff_secrets_store_finish (GAsyncResult *result, GError **error);
void     mail_handoff_secrets_clear_async  (const SecretSchema *schema,
                                            GHashTable *attributes,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean mail_handoff_secrets_clear_finish (GAsyncResult *result, GError **error);

G_END_DECLS
