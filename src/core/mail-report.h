/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-check.h"
#include "mail-evidence.h"
#include "mail-server.h"
#include "mail-tls-info.h"

G_BEGIN_DECLS

#define MAIL_TYPE_REPORT (mail_report_get_type ())
/* A GListModel of MailCheck: the steps of one server, in the order in which they happen. */
G_DECLARE_FINAL_TYPE (MailReport, mail_report, MAIL, REPORT, GObject)

MailReport        *mail_report_new             (MailServer *server, MailGoal goal) G_GNUC_WARN_UNUSED_RESULT;
MailServer        *mail_report_get_server      (MailReport *self);
MailGoal           mail_report_get_goal        (MailReport *self);
MailState          mail_report_get_state       (MailReport *self);
const GError      *mail_report_get_error       (MailReport *self);
const char        *mail_report_get_server_said (MailReport *self);
const char        *mail_report_get_mechanism   (MailReport *self);
const MailTlsInfo *mail_report_get_tls         (MailReport *self);
MailEvidence      *mail_report_get_evidence    (MailReport *self);
gboolean           mail_report_get_failed_step (MailReport *self, MailStep *step);

/* For the probe. */
void mail_report_restart         (MailReport *self);
void mail_report_enter           (MailReport *self, MailStep step);
void mail_report_set_detail      (MailReport *self, MailStep step, const char *detail);
void mail_report_set_mechanism   (MailReport *self, const char *mechanism);
void mail_report_set_server_said (MailReport *self, const char *server_said);
void mail_report_set_tls         (MailReport *self, const MailTlsInfo *tls);
void mail_report_skip            (MailReport *self, MailStep step);
void mail_report_succeed         (MailReport *self);
void mail_report_fail            (MailReport *self, const GError *error, const char *server_said);

G_END_DECLS
