/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

#include "mail-anchors.h"

G_BEGIN_DECLS

#define MAIL_TYPE_TLS_SESSION (mail_tls_session_get_type ())
/* GnuTLS over pollable streams, never blocking: what MailTlsStream and its two streams share. Private to the
 * transport layer. */
G_DECLARE_FINAL_TYPE (MailTlsSession, mail_tls_session, MAIL, TLS_SESSION, GObject)

MailTlsSession  *mail_tls_session_new             (GIOStream *base,
                                                   const char *host,
                                                   MailAnchors *anchors) G_GNUC_WARN_UNUSED_RESULT;
void             mail_tls_session_allow_outdated  (MailTlsSession *self);
void             mail_tls_session_ask_for_web     (MailTlsSession *self);
gboolean         mail_tls_session_is_web          (MailTlsSession *self);
gboolean         mail_tls_session_refuses_web     (MailTlsSession *self);
const char      *mail_tls_session_get_plain_words (MailTlsSession *self);
gnutls_session_t mail_tls_session_get_gnutls      (MailTlsSession *self);
const char      *mail_tls_session_get_host        (MailTlsSession *self);
GIOStream       *mail_tls_session_get_base        (MailTlsSession *self);

gboolean         mail_tls_session_handshake       (MailTlsSession *self, GError **error);
gboolean         mail_tls_session_is_up           (MailTlsSession *self);
void             mail_tls_session_set_proven      (MailTlsSession *self, gboolean proven);
gssize           mail_tls_session_read            (MailTlsSession *self,
                                                   void *buffer,
                                                   gsize size,
                                                   GError **error);
gssize           mail_tls_session_write           (MailTlsSession *self,
                                                   const void *buffer,
                                                   gsize size,
                                                   GError **error);
gboolean         mail_tls_session_has_plaintext   (MailTlsSession *self);
GSource         *mail_tls_session_create_source   (MailTlsSession *self,
                                                   GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
void             mail_tls_session_say_goodbye     (MailTlsSession *self);

G_END_DECLS
