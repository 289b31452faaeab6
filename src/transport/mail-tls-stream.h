/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-anchors.h"
#include "mail-tls-info.h"
#include "mail-types.h"

G_BEGIN_DECLS

#define MAIL_TYPE_TLS_STREAM (mail_tls_stream_get_type ())
/* TLS over another GIOStream: a password cannot meet an unproven peer by mistake. */
G_DECLARE_FINAL_TYPE (MailTlsStream, mail_tls_stream, MAIL, TLS_STREAM, GIOStream)

MailTlsStream *mail_tls_stream_new                 (GIOStream *base,
                                                    const char *host,
                                                    MailAnchors *anchors,
                                                    const char *spki_pin) G_GNUC_WARN_UNUSED_RESULT;
void           mail_tls_stream_set_service         (MailTlsStream *self,
                                                    MailProtocol protocol,
                                                    const char *domain);
void           mail_tls_stream_allow_outdated      (MailTlsStream *self);
void           mail_tls_stream_ask_for_web         (MailTlsStream *self);
void           mail_tls_stream_handshake_async     (MailTlsStream *self,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer user_data);
gboolean       mail_tls_stream_handshake_finish    (MailTlsStream *self,
                                                    GAsyncResult *result,
                                                    GError **error);
const char    *mail_tls_stream_get_plain_words     (MailTlsStream *self);
gboolean       mail_tls_stream_is_web              (MailTlsStream *self);
gboolean       mail_tls_stream_refuses_web         (MailTlsStream *self);
gboolean       mail_tls_stream_verify              (MailTlsStream *self, GError **error);
MailTlsInfo   *mail_tls_stream_dup_info            (MailTlsStream *self) G_GNUC_WARN_UNUSED_RESULT;
GBytes        *mail_tls_stream_get_channel_binding (MailTlsStream *self,
                                                    const char **type) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
