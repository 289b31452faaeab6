/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MAIL_LINE_MAX (64 * 1024)
#define MAIL_LINES_MAX_BYTES (1024 * 1024)

#define MAIL_TYPE_LINE_STREAM (mail_line_stream_get_type ())
/* Lines in, bytes out, over a GIOStream. A line ends with CRLF or a bare LF (both are taken off), holds at most
 * MAIL_LINE_MAX bytes and no NUL (MAIL_ERROR_PROTOCOL_ERROR); more than MAIL_LINES_MAX_BYTES in a conversation, or a line too
 * long, is MAIL_ERROR_TOO_MUCH_DATA; the end of the stream MAIL_ERROR_CLOSED_EARLY. */
G_DECLARE_FINAL_TYPE (MailLineStream, mail_line_stream, MAIL, LINE_STREAM, GObject)

MailLineStream *mail_line_stream_new          (GIOStream *base) G_GNUC_WARN_UNUSED_RESULT;
void            mail_line_stream_read_async   (MailLineStream *self,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
/* The bytes of one line, not necessarily UTF-8, NUL-terminated beyond its end. */
GBytes         *mail_line_stream_read_finish  (MailLineStream *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            mail_line_stream_write_async  (MailLineStream *self,
                                               GBytes *bytes,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
gboolean        mail_line_stream_write_finish (MailLineStream *self, GAsyncResult *result, GError **error);
/* Whether a complete line is buffered already. */
gboolean        mail_line_stream_has_line     (MailLineStream *self);
/* Goes on over base (a TLS stream over the old one). Bytes left over from before are an attack or a fault:
 * MAIL_ERROR_STARTTLS_INJECTION (RFC 3207 section 6, CVE-2011-0411). */
gboolean        mail_line_stream_rebase       (MailLineStream *self, GIOStream *base, GError **error);

G_END_DECLS
