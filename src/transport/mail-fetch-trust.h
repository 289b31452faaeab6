/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Private to MailFetch: whom to trust beside those whom the system trusts, and why somebody is not. */
GTlsDatabase *mail_fetch_trust_load  (const char *ca_file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      mail_fetch_trust_judge (GTlsDatabase *extra,
                                      GTlsCertificate *certificate,
                                      GTlsCertificateFlags faults,
                                      const char *host,
                                      GError **error);

G_END_DECLS
