/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-secret.h"
#include "mail-server.h"

G_BEGIN_DECLS

/* A conversation line by line, for whoever helps (G_MESSAGES_DEBUG=siegel); NULL where nobody reads it. */
typedef struct _MailTrace MailTrace;

MailTrace *mail_trace_new   (MailServer *server, MailSecret *secret) G_GNUC_WARN_UNUSED_RESULT;
void       mail_trace_free  (MailTrace *self);
void       mail_trace_heard (MailTrace *self, GBytes *line, gboolean signing_in);
void       mail_trace_said  (MailTrace *self, GBytes *words, gboolean signing_in);
void       mail_trace_note  (MailTrace *self, const char *event);

G_END_DECLS
