/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-client-config.h"

G_BEGIN_DECLS

#define MAIL_TYPE_DATABASE (mail_database_get_type ())
/* The providers we know. */
G_DECLARE_FINAL_TYPE (MailDatabase, mail_database, MAIL, DATABASE, GObject)

MailDatabase     *mail_database_get_default    (void);
MailDatabase     *mail_database_new            (GResource *resource,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char       *mail_database_get_date       (MailDatabase *self);
MailClientConfig *mail_database_lookup         (MailDatabase *self,
                                                const char *domain,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailClientConfig *mail_database_lookup_mx      (MailDatabase *self,
                                                const char *mx_host,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailClientConfig *mail_database_get_provider   (MailDatabase *self,
                                                const char *id,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
char            **mail_database_list_providers (MailDatabase *self) G_GNUC_WARN_UNUSED_RESULT;
char            **mail_database_list_domains   (MailDatabase *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
