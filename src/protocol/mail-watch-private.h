/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-watch.h"

G_BEGIN_DECLS

/* Between a watch, its dialogue and its protocols; not for drivers. */

MailTurn mail_watch_begin        (MailWatch *self, MailDialogue *dialogue, GError **error);
MailTurn mail_watch_hear         (MailWatch *self,
                                  MailDialogue *dialogue,
                                  const char *line,
                                  gsize length,
                                  GError **error);
guint    mail_watch_get_patience (MailWatch *self);
void     mail_watch_resume       (MailWatch *self, MailDialogue *dialogue);
void     mail_watch_leave        (MailWatch *self, MailDialogue *dialogue);

void     mail_watch_hear_header  (MailWatch *self, const char *line);
gboolean mail_watch_end_header   (MailWatch *self);
void     mail_watch_set_ready    (MailWatch *self);
void     mail_watch_set_found    (MailWatch *self);
void     mail_watch_set_delay    (MailWatch *self, guint seconds);
gboolean mail_watch_removes      (MailWatch *self);

G_END_DECLS
