/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "mail-enums.h"
#include "mail-types.h"

G_BEGIN_DECLS

#define MAIL_TYPE_CHECK (mail_check_get_type ())
/* One step of a report. */
G_DECLARE_FINAL_TYPE (MailCheck, mail_check, MAIL, CHECK, GObject)

MailCheck  *mail_check_new          (MailStep step) G_GNUC_WARN_UNUSED_RESULT;
MailStep    mail_check_get_step     (MailCheck *self);
MailState   mail_check_get_state    (MailCheck *self);
gint64      mail_check_get_duration (MailCheck *self);
const char *mail_check_get_detail   (MailCheck *self);

/* For MailReport. */
void        mail_check_set_state    (MailCheck *self, MailState state);
void        mail_check_set_detail   (MailCheck *self, const char *detail);

G_END_DECLS
