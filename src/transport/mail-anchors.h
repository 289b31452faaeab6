/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

#define MAIL_TYPE_ANCHORS (mail_anchors_get_type ())
/* The trust anchors of a run, shared by every session. */
G_DECLARE_FINAL_TYPE (MailAnchors, mail_anchors, MAIL, ANCHORS, GObject)

MailAnchors                     *mail_anchors_new             (const char *ca_file,
                                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mail_anchors_add_text (MailAnchors *self, const char *pem);
void mail_anchors_prepare (MailAnchors *self);
gnutls_certificate_credentials_t mail_anchors_get_credentials (MailAnchors *self);

G_END_DECLS
