/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-account.h"
#include "mail-keyring.h"

G_BEGIN_DECLS

#define MAIL_TYPE_STORE (mail_store_get_type ())
/* The accounts on disk and their passwords in the keyring; a GListModel of MailAccount, sorted by address. */
G_DECLARE_FINAL_TYPE (MailStore, mail_store, MAIL, STORE, GObject)

MailStore   *mail_store_new           (const char *folder, MailKeyring *keyring) G_GNUC_WARN_UNUSED_RESULT;
MailKeyring *mail_store_get_keyring   (MailStore *self);
MailAccount *mail_store_find          (MailStore *self, const char *address_or_id);
void         mail_store_save_async    (MailStore *self,
                                       MailAccount *account,
                                       MailSecret *secret,
                                       MailSecret *outgoing_secret,
                                       MailAccount *replaces,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean     mail_store_save_finish   (MailStore *self, GAsyncResult *result, GError **error);
void         mail_store_load_secrets_async  (MailStore *self,
                                             MailAccount *account,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean     mail_store_load_secrets_finish (MailStore *self,
                                             GAsyncResult *result,
                                             MailSecret **secret,
                                             MailSecret **outgoing_secret,
                                             GError **error);
void         mail_store_remove_async  (MailStore *self,
                                       MailAccount *account,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean     mail_store_remove_finish (MailStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
