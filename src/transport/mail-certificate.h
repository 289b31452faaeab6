/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gnutls/gnutls.h>

#include "mail-tls-info.h"

G_BEGIN_DECLS

/* More certificates than any chain has. */
#define MAIL_CERTIFICATE_MAX_CHAIN 16

gboolean mail_certificate_read     (gnutls_session_t session, MailTlsInfo *info);
gboolean mail_certificate_read_der (const guchar *der, gsize size, MailTlsInfo *info);

G_END_DECLS
