/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-anchors.h"
#include "mail-tls-info.h"

G_BEGIN_DECLS

#define MAIL_TYPE_TLS_STREAM (mail_tls_stream_get_type ())
/* A GnuTLS client session over another GIOStream whose streams are pollable; itself a GIOStream with pollable streams.
 * TLS 1.2 and 1.3 only, by our own priority string. Until mail_tls_stream_verify() has said yes, its output stream refuses
 * every byte: a password cannot meet an unproven peer by mistake. */
G_DECLARE_FINAL_TYPE (MailTlsStream, mail_tls_stream, MAIL, TLS_STREAM, GIOStream)

/* host: name or IP address the person asked for; SNI for names, never for addresses.
 * spki_pin: lower-case hex SHA-256 of the one public key to accept instead of chain and name, or NULL. */
MailTlsStream *mail_tls_stream_new              (GIOStream *base,
                                                 const char *host,
                                                 MailAnchors *anchors,
                                                 const char *spki_pin) G_GNUC_WARN_UNUSED_RESULT;
/* Errors: PLAINTEXT_ON_TLS_PORT, TLS_TOO_OLD, TLS_FAILED, CLOSED_EARLY. */
void           mail_tls_stream_handshake_async  (MailTlsStream *self,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
gboolean       mail_tls_stream_handshake_finish (MailTlsStream *self, GAsyncResult *result, GError **error);
/* Chain, dates, name (RFC 6125, RFC 7817), pin: MAIL_ERROR_CERTIFICATE_*. */
gboolean       mail_tls_stream_verify           (MailTlsStream *self, GError **error);
/* Facts after the handshake, whatever verify says. */
MailTlsInfo   *mail_tls_stream_dup_info         (MailTlsStream *self) G_GNUC_WARN_UNUSED_RESULT;
/* Channel binding for SCRAM-…-PLUS: "tls-exporter" (RFC 9266) with TLS 1.3, "tls-unique" with TLS 1.2 (RFC 5929; only with
 * extended master secret); NULL where there is none. */
GBytes        *mail_tls_stream_get_channel_binding (MailTlsStream *self, const char **type) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
