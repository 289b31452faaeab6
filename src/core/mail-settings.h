/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-server.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SETTINGS (mail_settings_get_type ())
/* A pair of servers. */
G_DECLARE_FINAL_TYPE (MailSettings, mail_settings, MAIL, SETTINGS, GObject)

MailSettings *mail_settings_new                (MailServer *incoming,
                                                MailServer *outgoing) G_GNUC_WARN_UNUSED_RESULT;
MailSettings *mail_settings_copy               (MailSettings *self) G_GNUC_WARN_UNUSED_RESULT;
MailServer   *mail_settings_get_incoming       (MailSettings *self);
MailServer   *mail_settings_get_outgoing       (MailSettings *self);
gboolean      mail_settings_get_separate_login (MailSettings *self);
void          mail_settings_set_separate_login (MailSettings *self, gboolean separate);
const char   *mail_settings_get_authorities    (MailSettings *self);
void          mail_settings_set_authorities    (MailSettings *self, const char *pem);
gboolean      mail_settings_validate           (MailSettings *self, GError **error);

G_END_DECLS
