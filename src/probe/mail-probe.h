/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-address.h"
#include "mail-anchors.h"
#include "mail-report.h"
#include "mail-secret.h"
#include "mail-watch.h"

G_BEGIN_DECLS

#define MAIL_PROBE_DEFAULT_PATIENCE 8000 /* milliseconds */

#define MAIL_TYPE_PROBE (mail_probe_get_type ())
/* One conversation with one server, up to the goal of a report, which it fills step by step. */
G_DECLARE_FINAL_TYPE (MailProbe, mail_probe, MAIL, PROBE, GObject)

MailProbe *mail_probe_new          (MailReport *report,
                                    MailAddress *address,
                                    MailAnchors *anchors) G_GNUC_WARN_UNUSED_RESULT;
MailReport *mail_probe_get_report  (MailProbe *self);
void       mail_probe_set_secret   (MailProbe *self, MailSecret *secret);
void       mail_probe_set_message  (MailProbe *self, GBytes *message);
void       mail_probe_set_watch    (MailProbe *self, MailWatch *watch);
void       mail_probe_set_patience (MailProbe *self, guint milliseconds);
void       mail_probe_run_async    (MailProbe *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean   mail_probe_run_finish   (MailProbe *self, GAsyncResult *result, GError **error);
void       mail_probe_time_out     (MailProbe *self);

G_END_DECLS
