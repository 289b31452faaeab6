/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-address.h"
#include "mail-anchors.h"
#include "mail-server.h"

G_BEGIN_DECLS

/* A step (RESOLVE or CONNECT) begins with a server, which may differ in port from the one that was wanted. */
typedef void (*MailGreeterFunc) (MailServer *server, MailStep step, gpointer user_data);

#define MAIL_TYPE_GREETER (mail_greeter_get_type ())
/* Hears the greetings of many servers, some at a time. */
G_DECLARE_FINAL_TYPE (MailGreeter, mail_greeter, MAIL, GREETER, GObject)

MailGreeter *mail_greeter_new          (MailAddress *address,
                                        guint limit,
                                        MailGreeterFunc progress,
                                        gpointer progress_data) G_GNUC_WARN_UNUSED_RESULT;
void         mail_greeter_greet_async  (MailGreeter *self,
                                        MailServer *server,
                                        MailAnchors *anchors,
                                        guint milliseconds,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean     mail_greeter_greet_finish (MailGreeter *self, GAsyncResult *result, GError **error);

G_END_DECLS
