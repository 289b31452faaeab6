/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-address.h"
#include "mail-report.h"
#include "mail-secret.h"
#include "mail-settings.h"

G_BEGIN_DECLS

#define MAIL_DELIVERY_DEFAULT_TIMEOUT 120 /* seconds */

/* How far a test mail has come. */
typedef enum {
  MAIL_DELIVERY_WAITING,
  MAIL_DELIVERY_OPENING,    /* the mailbox: what is in it before, so that the new one stands out */
  MAIL_DELIVERY_SENDING,    /* SMTP: MAIL, RCPT, DATA */
  MAIL_DELIVERY_TRAVELLING, /* accepted; watched for by IMAP IDLE, or POP3 every few seconds */
  MAIL_DELIVERY_ARRIVED,
  MAIL_DELIVERY_REMOVED,
  MAIL_DELIVERY_FAILED,
} MailDeliveryState;

#define MAIL_TYPE_DELIVERY (mail_delivery_get_type ())
/* A test mail to oneself: sent through the outgoing server, seen to arrive at the incoming one. */
G_DECLARE_FINAL_TYPE (MailDelivery, mail_delivery, MAIL, DELIVERY, GObject)

MailDelivery     *mail_delivery_new                 (MailSettings *settings,
                                                     MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;
void              mail_delivery_set_name            (MailDelivery *self, const char *name);
void              mail_delivery_set_secret          (MailDelivery *self, MailSecret *secret);
void              mail_delivery_set_outgoing_secret (MailDelivery *self, MailSecret *secret);
void              mail_delivery_set_timeout         (MailDelivery *self, guint seconds);
gboolean          mail_delivery_set_ca_file         (MailDelivery *self, const char *path, GError **error);

MailDeliveryState mail_delivery_get_state           (MailDelivery *self);
MailReport       *mail_delivery_get_incoming        (MailDelivery *self);
MailReport       *mail_delivery_get_outgoing        (MailDelivery *self);
gint64            mail_delivery_get_sending_time    (MailDelivery *self);
gint64            mail_delivery_get_travel_time     (MailDelivery *self);
gboolean          mail_delivery_can_remove          (MailDelivery *self);

void              mail_delivery_run_async           (MailDelivery *self,
                                                     GCancellable *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer user_data);
gboolean          mail_delivery_run_finish          (MailDelivery *self,
                                                     GAsyncResult *result,
                                                     GError **error);
void              mail_delivery_remove_async        (MailDelivery *self,
                                                     GCancellable *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer user_data);
gboolean          mail_delivery_remove_finish       (MailDelivery *self,
                                                     GAsyncResult *result,
                                                     GError **error);

G_END_DECLS
