/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What became of each address of one host. */
typedef struct _MailAttempts MailAttempts;

MailAttempts *mail_attempts_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void          mail_attempts_free     (MailAttempts *self);
guint         mail_attempts_begin    (MailAttempts *self, GSocketAddress *address);
void          mail_attempts_end      (MailAttempts *self, guint attempt, const GError *error);
char         *mail_attempts_describe (MailAttempts *self, guint *reach) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailAttempts, mail_attempts_free)

G_END_DECLS
