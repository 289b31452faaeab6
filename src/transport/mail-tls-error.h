/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/* Private to the transport layer. */
GError *mail_tls_error_new        (gnutls_session_t session,
                                   int result,
                                   const char *host) G_GNUC_WARN_UNUSED_RESULT;
GError *mail_tls_error_new_plain  (const char *host) G_GNUC_WARN_UNUSED_RESULT;
GError *mail_tls_error_new_closed (const char *host) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
