/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-address.h"
#include "mail-anchors.h"
#include "mail-report.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SECOND_LOOK (mail_second_look_get_type ())
/* Finds out, without a password, why a conversation goes wrong. */
G_DECLARE_FINAL_TYPE (MailSecondLook, mail_second_look, MAIL, SECOND_LOOK, GObject)

MailSecondLook *mail_second_look_new             (MailReport *report,
                                                  MailAddress *address,
                                                  MailAnchors *anchors,
                                                  gboolean may_turn) G_GNUC_WARN_UNUSED_RESULT;
void            mail_second_look_begin_early     (MailSecondLook *self, MailStep step);
gboolean        mail_second_look_has_alternative (MailSecondLook *self);
void            mail_second_look_run_async       (MailSecondLook *self,
                                                  const GError *error,
                                                  guint limit,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
gboolean        mail_second_look_run_finish      (MailSecondLook *self, GAsyncResult *result);
GError         *mail_second_look_dup_verdict     (MailSecondLook *self) G_GNUC_WARN_UNUSED_RESULT;
GError         *mail_second_look_settle          (MailSecondLook *self,
                                                  const GError *error) G_GNUC_WARN_UNUSED_RESULT;
void            mail_second_look_hurry           (MailSecondLook *self);
void            mail_second_look_stop            (MailSecondLook *self);

G_END_DECLS
