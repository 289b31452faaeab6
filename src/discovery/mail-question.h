/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MAIL_TYPE_QUESTION (mail_question_get_type ())
/* Something that is asked once for everybody who wants to know. */
G_DECLARE_FINAL_TYPE (MailQuestion, mail_question, MAIL, QUESTION, GObject)

MailQuestion *mail_question_new             (GBoxedCopyFunc ref,
                                             GDestroyNotify unref) G_GNUC_WARN_UNUSED_RESULT;
GCancellable *mail_question_get_cancellable (MailQuestion *self);
gboolean      mail_question_is_abandoned    (MailQuestion *self);
gconstpointer mail_question_get_answer      (MailQuestion *self);
void          mail_question_wait            (MailQuestion *self, GTask *task);
void          mail_question_answer          (MailQuestion *self, gpointer answer, GError *error);

G_END_DECLS
