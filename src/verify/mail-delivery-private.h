/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-anchors.h"
#include "mail-delivery.h"
#include "mail-probe.h"

G_BEGIN_DECLS

/* Between mail-delivery.c, what a test mail is, and mail-delivery-run.c, what becomes of it. */

typedef enum {
  MAIL_SIDE_INCOMING,
  MAIL_SIDE_OUTGOING,
  MAIL_N_SIDES,
} MailSide;

struct _MailDelivery {
  GObject parent_instance;

  MailAddress *address;
  char *name;
  MailSecret *secrets[MAIL_N_SIDES];
  char *authorities;    /* nullable: PEM, of the account */
  MailAnchors *anchors; /* NULL: the system's, when a run needs them */
  guint timeout;        /* seconds */
  MailReport *reports[MAIL_N_SIDES];
  MailDeliveryState state;
  MailWatch *watch; /* of the last run */
  char *message_id;

  gint64 sent; /* monotonic, microseconds: when the sending began; 0: not yet */
  gint64 accepted;
  gint64 seen;

  /* of what is under way */
  GTask *task;
  MailProbe *probes[MAIL_N_SIDES];
  GCancellable *stop; /* ends everything: pulled by the person, the deadline or a failure */
  GCancellable *person;
  gulong person_handler;
  guint deadline_source;
  guint n_running; /* conversations and pauses between them */
  guint pause;     /* seconds */
};

void     mail_delivery_set_state (MailDelivery *self, MailDeliveryState state);
gboolean mail_delivery_is_imap   (MailDelivery *self);

G_END_DECLS
