/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-address.h"
#include "mail-report.h"
#include "mail-secret.h"
#include "mail-settings.h"

G_BEGIN_DECLS

#define MAIL_VERIFY_DEFAULT_TIMEOUT 30 /* seconds */

#define MAIL_TYPE_VERIFY (mail_verify_get_type ())
/* Both servers at once, one report each, one deadline for all. */
G_DECLARE_FINAL_TYPE (MailVerify, mail_verify, MAIL, VERIFY, GObject)

MailVerify   *mail_verify_new                 (MailSettings *settings,
                                               MailAddress *address,
                                               MailGoal goal) G_GNUC_WARN_UNUSED_RESULT;
void          mail_verify_set_secret          (MailVerify *self, MailSecret *secret);
void          mail_verify_set_outgoing_secret (MailVerify *self, MailSecret *secret);
void          mail_verify_set_knows_usernames (MailVerify *self, gboolean known);
void          mail_verify_set_timeout         (MailVerify *self, guint seconds);
gboolean      mail_verify_set_ca_file         (MailVerify *self, const char *path, GError **error);

MailReport   *mail_verify_get_incoming        (MailVerify *self);
MailReport   *mail_verify_get_outgoing        (MailVerify *self);
gint64        mail_verify_get_elapsed         (MailVerify *self);

void          mail_verify_run_async           (MailVerify *self,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
gboolean      mail_verify_run_finish          (MailVerify *self, GAsyncResult *result, GError **error);
MailSettings *mail_verify_dup_proven          (MailVerify *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
