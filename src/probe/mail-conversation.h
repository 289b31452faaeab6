/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-address.h"
#include "mail-anchors.h"
#include "mail-report.h"
#include "mail-secret.h"
#include "mail-watch.h"

G_BEGIN_DECLS

/* What one conversation needs; all of it lives until the callback. */
typedef struct {
  MailReport *report;
  MailAddress *address;
  MailAnchors *anchors;
  MailSecret *secret; /* nullable where nobody signs in */
  GBytes *message;    /* nullable: to be sent */
  MailWatch *watch;   /* nullable: what to do in the mailbox */
  gboolean outdated;  /* accept old TLS, prove nothing, say nothing in it: ends with the handshake */
} MailConversationPlan;

void     mail_conversation_run_async  (const MailConversationPlan *plan,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean mail_conversation_run_finish (GAsyncResult *result, char **server_said, GError **error);

G_END_DECLS
