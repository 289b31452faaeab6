/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A GCancellable that the caller's own and a time limit both set off; the limit can be held. Counted. */
typedef struct _MailDeadline MailDeadline;

MailDeadline *mail_deadline_new             (guint milliseconds,
                                             GCancellable *outer) G_GNUC_WARN_UNUSED_RESULT;
MailDeadline *mail_deadline_ref             (MailDeadline *self);
void          mail_deadline_unref           (MailDeadline *self);
GCancellable *mail_deadline_get_cancellable (MailDeadline *self);
GCancellable *mail_deadline_get_outer       (MailDeadline *self);
gboolean      mail_deadline_has_passed      (MailDeadline *self);
void          mail_deadline_hold            (MailDeadline *self);
void          mail_deadline_restart         (MailDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailDeadline, mail_deadline_unref)

G_END_DECLS
