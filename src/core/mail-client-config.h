/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-candidate.h"

G_BEGIN_DECLS

#define MAIL_TYPE_CLIENT_CONFIG (mail_client_config_get_type ())
/* An autoconfig document. */
G_DECLARE_FINAL_TYPE (MailClientConfig, mail_client_config, MAIL, CLIENT_CONFIG, GObject)

MailClientConfig *mail_client_config_new_from_data (const char *data,
                                                    gsize length,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailProvider     *mail_client_config_get_provider  (MailClientConfig *self);
MailCandidate    *mail_client_config_expand        (MailClientConfig *self,
                                                    MailAddress *address,
                                                    MailSource source,
                                                    MailTrust trust,
                                                    const char *where) G_GNUC_WARN_UNUSED_RESULT;

MailCandidate    *mail_client_config_expand_mx     (MailClientConfig *self,
                                                    MailAddress *address,
                                                    const char *mx_host,
                                                    MailSource source,
                                                    MailTrust trust,
                                                    const char *where) G_GNUC_WARN_UNUSED_RESULT;
gboolean          mail_client_config_lists_host    (MailClientConfig *self,
                                                    MailAddress *address,
                                                    const char *host);
MailOther         mail_client_config_get_others    (MailClientConfig *self);

G_END_DECLS
