/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The longest line we hear, in bytes without its end; and the most bytes of one conversation. */
#define MAIL_LINE_MAX (64 * 1024)
#define MAIL_LINES_MAX_BYTES (1024 * 1024)

#define MAIL_TYPE_LINE_STREAM (mail_line_stream_get_type ())
/* Bounded lines in, bytes out, over a GIOStream. */
G_DECLARE_FINAL_TYPE (MailLineStream, mail_line_stream, MAIL, LINE_STREAM, GObject)

MailLineStream *mail_line_stream_new          (GIOStream *base) G_GNUC_WARN_UNUSED_RESULT;
void            mail_line_stream_read_async   (MailLineStream *self,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
GBytes         *mail_line_stream_read_finish  (MailLineStream *self,
                                               GAsyncResult *result,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            mail_line_stream_write_async  (MailLineStream *self,
                                               GBytes *bytes,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
gboolean        mail_line_stream_write_finish (MailLineStream *self, GAsyncResult *result, GError **error);
guint           mail_line_stream_count_lines  (MailLineStream *self);
gboolean        mail_line_stream_rebase       (MailLineStream *self, GIOStream *base, GError **error);

G_END_DECLS
