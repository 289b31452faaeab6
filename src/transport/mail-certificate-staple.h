/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

guint mail_certificate_staple_read  (gnutls_session_t session);
guint mail_certificate_staple_judge (const gnutls_datum_t *answer, const gnutls_datum_t *certificate);

G_END_DECLS
