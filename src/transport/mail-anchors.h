/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

#define MAIL_TYPE_ANCHORS (mail_anchors_get_type ())
G_DECLARE_FINAL_TYPE (MailAnchors, mail_anchors, MAIL, ANCHORS, GObject)

/* The trust anchors of a run: the system's, and those of ca_file (PEM, nullable). The system's are loaded when first
 * needed, once, and shared by every session. MAIL_ERROR_SETTINGS_INVALID where ca_file cannot be read. */
MailAnchors *mail_anchors_new (const char *ca_file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* For MailTlsStream. */
gnutls_certificate_credentials_t mail_anchors_get_credentials (MailAnchors *self);

G_END_DECLS
