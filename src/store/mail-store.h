/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-account.h"
#include "mail-keyring.h"

G_BEGIN_DECLS

#define MAIL_TYPE_STORE (mail_store_get_type ())
/* The accounts on disk, a GListModel of MailAccount (by address): $XDG_DATA_HOME/siegel/accounts/ID.ini, no secret in it,
 * written atomically, fsynced, 0600 in a 0700 folder. */
G_DECLARE_FINAL_TYPE (MailStore, mail_store, MAIL, STORE, GObject)

/* folder NULL: the person's. Loads what is there; files that cannot be read are left alone and skipped. */
MailStore   *mail_store_new           (const char *folder, MailKeyring *keyring) G_GNUC_WARN_UNUSED_RESULT;
MailKeyring *mail_store_get_keyring   (MailStore *self);
/* (transfer none) (nullable); address or id as typed. */
MailAccount *mail_store_find          (MailStore *self, const char *address_or_id);
/* Secret first, then the file; what was done is undone when the rest fails, so that the state is as before. replaces (nullable)
 * is the account whose place it takes: its file and items go last, after the new ones are safe. outgoing_secret NULL: the same
 * for both; an outgoing server without sign-in gets none. An existing account of the same address that is not `replaces`:
 * MAIL_ERROR_STORE_FAILED. */
void         mail_store_save_async    (MailStore *self, MailAccount *account, MailSecret *secret, MailSecret *outgoing_secret,
                                       MailAccount *replaces, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean     mail_store_save_finish   (MailStore *self, GAsyncResult *result, GError **error);
/* The items, then the file. */
void         mail_store_remove_async  (MailStore *self, MailAccount *account,
                                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean     mail_store_remove_finish (MailStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
