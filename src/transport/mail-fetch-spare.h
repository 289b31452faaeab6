/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Connections over which more can be asked. Private to MailFetch. */
typedef struct _MailFetchSpare MailFetchSpare;

MailFetchSpare *mail_fetch_spare_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void            mail_fetch_spare_free  (MailFetchSpare *self);
void            mail_fetch_spare_add   (MailFetchSpare *self, GUri *uri, GIOStream *connection);
GIOStream      *mail_fetch_spare_take  (MailFetchSpare *self, GUri *uri) G_GNUC_WARN_UNUSED_RESULT;
void            mail_fetch_spare_close (GIOStream *connection);

G_END_DECLS
