/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gnutls/gnutls.h>

#include "mail-tls-info.h"

G_BEGIN_DECLS

/* Fills the certificate part of info from the peer's chain of session; FALSE where there is none. */
gboolean mail_certificate_read   (gnutls_session_t session, MailTlsInfo *info);
/* GnuTLS's status bits and the facts → one MAIL_ERROR_CERTIFICATE_* with one translated sentence, the fault first that a
 * person must know first: revoked, wrong host, expired, not yet valid, self-signed, unknown issuer, weak.
 * TRUE where status is 0. */
gboolean mail_certificate_judge  (guint status, const char *host, const MailTlsInfo *info, GError **error);

G_END_DECLS
