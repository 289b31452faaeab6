/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the main loop until one asynchronous operation is over; Ctrl-C cancels it. */
typedef struct _MailCliWait MailCliWait;

MailCliWait  *mail_cli_wait_new             (void) G_GNUC_WARN_UNUSED_RESULT;
void          mail_cli_wait_free            (MailCliWait *self);
GCancellable *mail_cli_wait_get_cancellable (MailCliWait *self);
void          mail_cli_wait_done            (GObject *source, GAsyncResult *result, gpointer self);
GAsyncResult *mail_cli_wait_for_result      (MailCliWait *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailCliWait, mail_cli_wait_free)

G_END_DECLS
