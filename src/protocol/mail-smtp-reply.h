/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A reply of an SMTP server, of one or several lines. Zero is a reply of which nothing was heard. */
typedef struct {
  guint code;
  GPtrArray *lines; /* their texts */
  gboolean complete;
} MailSmtpReply;

gboolean mail_smtp_reply_hear         (MailSmtpReply *self, const char *line);
void     mail_smtp_reply_clear        (MailSmtpReply *self);
char    *mail_smtp_reply_dup_enhanced (const MailSmtpReply *self) G_GNUC_WARN_UNUSED_RESULT;
char    *mail_smtp_reply_dup_text     (const MailSmtpReply *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MailSmtpReply, mail_smtp_reply_clear)

G_END_DECLS
