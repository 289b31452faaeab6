/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-address.h"
#include "mail-settings.h"

G_BEGIN_DECLS

#define MAIL_TYPE_ACCOUNT (mail_account_get_type ())
/* A proven account, without its secrets; immutable. */
G_DECLARE_FINAL_TYPE (MailAccount, mail_account, MAIL, ACCOUNT, GObject)

MailAccount  *mail_account_new             (const char *id,
                                            const char *name,
                                            MailAddress *address,
                                            MailSettings *settings,
                                            const char *provider_id,
                                            const char *provider_name,
                                            GDateTime *created) G_GNUC_WARN_UNUSED_RESULT;
const char   *mail_account_get_id            (MailAccount *self);
const char   *mail_account_get_name          (MailAccount *self);
MailAddress  *mail_account_get_address       (MailAccount *self);
MailSettings *mail_account_get_settings      (MailAccount *self);
const char   *mail_account_get_provider_id   (MailAccount *self);
const char   *mail_account_get_provider_name (MailAccount *self);
GDateTime    *mail_account_get_created       (MailAccount *self);

G_END_DECLS
