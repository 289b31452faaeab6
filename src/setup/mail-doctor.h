/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-delivery.h"
#include "mail-store.h"
#include "mail-verify.h"

G_BEGIN_DECLS

#define MAIL_TYPE_DOCTOR (mail_doctor_get_type ())
/* What can be done for an account that is stored: check it again, give it new passwords, send a test mail. */
G_DECLARE_FINAL_TYPE (MailDoctor, mail_doctor, MAIL, DOCTOR, GObject)

MailDoctor   *mail_doctor_new                    (MailStore *store,
                                                  MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
void          mail_doctor_set_ca_file            (MailDoctor *self, const char *path);
void          mail_doctor_set_timeout            (MailDoctor *self, guint seconds);
MailAccount  *mail_doctor_get_account            (MailDoctor *self);
MailVerify   *mail_doctor_get_verify             (MailDoctor *self);
gboolean      mail_doctor_get_busy               (MailDoctor *self);

void          mail_doctor_check_async            (MailDoctor *self,
                                                  MailGoal goal,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
gboolean      mail_doctor_check_finish           (MailDoctor *self, GAsyncResult *result, GError **error);

void          mail_doctor_change_password_async  (MailDoctor *self,
                                                  MailSecret *secret,
                                                  MailSecret *outgoing_secret,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
gboolean      mail_doctor_change_password_finish (MailDoctor *self, GAsyncResult *result, GError **error);

void          mail_doctor_prepare_delivery_async  (MailDoctor *self,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer user_data);
MailDelivery *mail_doctor_prepare_delivery_finish (MailDoctor *self,
                                                   GAsyncResult *result,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
