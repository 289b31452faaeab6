/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-account.h"
#include "mail-qr.h"
#include "mail-secret.h"

G_BEGIN_DECLS

gboolean mail_thunderbird_can_hold    (MailAccount *account, GError **error);
char    *mail_thunderbird_payload_new (MailAccount *account,
                                       MailSecret *secret,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailQr  *mail_thunderbird_qr_new      (MailAccount *account,
                                       MailSecret *secret,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
