/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-candidate.h"
#include "mail-discovery.h"
#include "mail-preferences.h"
#include "mail-setup-page.h"
#include "mail-store.h"
#include "mail-verify.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SETUP (mail_setup_get_type ())
/* The state of one run, and the stages in their order. */
G_DECLARE_FINAL_TYPE (MailSetup, mail_setup, MAIL, SETUP, GObject)

MailSetup       *mail_setup_new                 (MailStore *store,
                                                 MailPreferences *preferences) G_GNUC_WARN_UNUSED_RESULT;
MailStore       *mail_setup_get_store           (MailSetup *self);
MailPreferences *mail_setup_get_preferences     (MailSetup *self);
const char      *mail_setup_get_name            (MailSetup *self);
void             mail_setup_set_name            (MailSetup *self, const char *name);
const char      *mail_setup_get_address_text    (MailSetup *self);
void             mail_setup_set_address_text    (MailSetup *self, const char *text);
MailAddress     *mail_setup_get_address         (MailSetup *self);
const GError    *mail_setup_get_address_error   (MailSetup *self);
const char      *mail_setup_get_correction      (MailSetup *self);
MailProtocol     mail_setup_get_protocol        (MailSetup *self);
void             mail_setup_set_protocol        (MailSetup *self, MailProtocol protocol);
MailCandidate   *mail_setup_get_candidate       (MailSetup *self);
MailProvider    *mail_setup_get_provider        (MailSetup *self);
gboolean         mail_setup_get_known           (MailSetup *self);
gboolean         mail_setup_use_file            (MailSetup *self, const char *path, GError **error);

MailSetupWay     mail_setup_get_way             (MailSetup *self);
void             mail_setup_search_async        (MailSetup *self,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
gboolean         mail_setup_search_finish       (MailSetup *self, GAsyncResult *result, GError **error);
MailDiscovery   *mail_setup_get_search          (MailSetup *self);
gboolean         mail_setup_get_searching       (MailSetup *self);
void             mail_setup_choose              (MailSetup *self, MailCandidate *candidate);
void             mail_setup_enter_by_hand       (MailSetup *self);
char           **mail_setup_dup_unconfirmed     (MailSetup *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean         mail_setup_get_needs_consent   (MailSetup *self);
gboolean         mail_setup_get_consent         (MailSetup *self);
void             mail_setup_set_consent         (MailSetup *self, gboolean consent);

MailSettings    *mail_setup_get_settings        (MailSetup *self);
void             mail_setup_set_settings        (MailSetup *self, MailSettings *settings);
void             mail_setup_set_secret          (MailSetup *self, MailSecret *secret);
void             mail_setup_set_outgoing_secret (MailSetup *self, MailSecret *secret);
gboolean         mail_setup_get_has_secret      (MailSetup *self);
gboolean         mail_setup_set_ca_file         (MailSetup *self, const char *path, GError **error);
const char      *mail_setup_get_ca_file         (MailSetup *self);
void             mail_setup_set_pin             (MailSetup *self, const char *spki_sha256);
gboolean         mail_setup_may_trust           (MailSetup *self, MailReport *report);
void             mail_setup_trust               (MailSetup *self, MailReport *report);
void             mail_setup_edit                (MailSetup *self, MailAccount *account);
void             mail_setup_edit_async          (MailSetup *self,
                                                 MailAccount *account,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
gboolean         mail_setup_edit_finish         (MailSetup *self, GAsyncResult *result, GError **error);
MailAccount     *mail_setup_get_editing         (MailSetup *self);
void             mail_setup_set_timeout         (MailSetup *self, guint seconds);

void             mail_setup_check_async         (MailSetup *self,
                                                 MailGoal goal,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
gboolean         mail_setup_check_finish        (MailSetup *self, GAsyncResult *result, GError **error);
MailVerify      *mail_setup_get_verify          (MailSetup *self);
gboolean         mail_setup_get_checking        (MailSetup *self);
gboolean         mail_setup_get_proven          (MailSetup *self);

MailAccount     *mail_setup_get_existing        (MailSetup *self);
gboolean         mail_setup_get_replace         (MailSetup *self);
void             mail_setup_set_replace         (MailSetup *self, gboolean replace);
void             mail_setup_save_async          (MailSetup *self,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
gboolean         mail_setup_save_finish         (MailSetup *self, GAsyncResult *result, GError **error);
gboolean         mail_setup_get_saving          (MailSetup *self);
MailAccount     *mail_setup_get_account         (MailSetup *self);

gboolean         mail_setup_is_page_complete    (MailSetup *self, MailSetupPage page, const char **missing);
void             mail_setup_reset               (MailSetup *self);

G_END_DECLS
