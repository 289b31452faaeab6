/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-tls-session.h"

G_BEGIN_DECLS

#define MAIL_TYPE_TLS_INPUT_STREAM (mail_tls_input_stream_get_type ())
/* What a TLS session decrypts, as a pollable stream that never blocks. Private to the transport layer. */
G_DECLARE_FINAL_TYPE (MailTlsInputStream, mail_tls_input_stream, MAIL, TLS_INPUT_STREAM, GInputStream)

GInputStream *mail_tls_input_stream_new (MailTlsSession *session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
