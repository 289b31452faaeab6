/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gnutls/gnutls.h>

#include "mail-certificate-names.h"
#include "mail-tls-info.h"

G_BEGIN_DECLS

guint    mail_certificate_find_faults (const gnutls_datum_t *chain,
                                       guint length,
                                       guint status,
                                       const MailIdentity *wanted);
gboolean mail_certificate_judge       (const char *host, const MailTlsInfo *info, GError **error);

G_END_DECLS
