/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MAIL_TYPE_TLS_DATABASE (mail_tls_database_get_type ())
/* Whom to trust over HTTPS, for those who bring TLS of their own. */
G_DECLARE_FINAL_TYPE (MailTlsDatabase, mail_tls_database, MAIL, TLS_DATABASE, GTlsDatabase)

MailTlsDatabase *mail_tls_database_new     (const char *ca_file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void             mail_tls_database_prepare (MailTlsDatabase *self);
gboolean         mail_tls_database_judge   (GTlsCertificate *certificate,
                                            GTlsCertificateFlags faults,
                                            const char *host,
                                            GError **error);

G_END_DECLS
