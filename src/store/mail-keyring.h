/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-account.h"
#include "mail-secret.h"

G_BEGIN_DECLS

#define MAIL_TYPE_KEYRING (mail_keyring_get_type ())
/* The passwords of accounts in the Secret Service, one item a server. */
G_DECLARE_FINAL_TYPE (MailKeyring, mail_keyring, MAIL, KEYRING, GObject)

MailKeyring *mail_keyring_new            (void) G_GNUC_WARN_UNUSED_RESULT;
void         mail_keyring_set_timeout    (MailKeyring *self, guint milliseconds);
void         mail_keyring_store_async    (MailKeyring *self,
                                          const char *account_id,
                                          MailServer *server,
                                          const char *label,
                                          MailSecret *secret,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean     mail_keyring_store_finish   (MailKeyring *self, GAsyncResult *result, GError **error);
void         mail_keyring_lookup_async   (MailKeyring *self,
                                          const char *account_id,
                                          MailServer *server,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
MailSecret  *mail_keyring_lookup_finish  (MailKeyring *self,
                                          GAsyncResult *result,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void         mail_keyring_clear_async    (MailKeyring *self,
                                          const char *account_id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean     mail_keyring_clear_finish   (MailKeyring *self, GAsyncResult *result, GError **error);
void         mail_keyring_discard_async  (MailKeyring *self,
                                          const char *account_id,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean     mail_keyring_discard_finish (MailKeyring *self, GAsyncResult *result, GError **error);

G_END_DECLS
