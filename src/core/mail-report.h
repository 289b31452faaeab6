/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-check.h"
#include "mail-server.h"
#include "mail-tls-info.h"

G_BEGIN_DECLS

#define MAIL_TYPE_REPORT (mail_report_get_type ())
/* A GListModel of MailCheck: the steps of one server, in the order in which they happen. */
G_DECLARE_FINAL_TYPE (MailReport, mail_report, MAIL, REPORT, GObject)

/* Properties, all notifying: "server" (a copy that the probe updates: security, port and user name that were really used),
 * "goal", "state" (WAITING, RUNNING, PASSED, FAILED), "error" (GError boxed, nullable), "server-said" (string,
 * nullable: the server's own words, untranslated, control characters neutralised), "mechanism" (string, nullable), "tls" (MailTlsInfo, nullable). */
MailReport        *mail_report_new             (MailServer *server, MailGoal goal) G_GNUC_WARN_UNUSED_RESULT;
MailServer        *mail_report_get_server      (MailReport *self);
MailGoal           mail_report_get_goal        (MailReport *self);
MailState          mail_report_get_state       (MailReport *self);
const GError      *mail_report_get_error       (MailReport *self);
const char        *mail_report_get_server_said (MailReport *self);
const char        *mail_report_get_mechanism   (MailReport *self);
const MailTlsInfo *mail_report_get_tls         (MailReport *self);
/* The step that failed; FALSE where none did. */
gboolean           mail_report_get_failed_step (MailReport *self, MailStep *step);

/* For the probe. restart() clears everything and lists the steps that apply to the server's security and the goal
 * (AUTOMATIC counts as TLS), all WAITING. */
void mail_report_restart       (MailReport *self);
/* The running step, if another, has passed; step runs. */
void mail_report_enter         (MailReport *self, MailStep step);
/* Said of step, running or passed. */
void mail_report_set_detail    (MailReport *self, MailStep step, const char *detail);
void mail_report_set_mechanism (MailReport *self, const char *mechanism);
void mail_report_set_tls       (MailReport *self, const MailTlsInfo *tls);
/* A step that turned out not to apply (sign-in where none is wanted). */
void mail_report_skip          (MailReport *self, MailStep step);
/* All is well: the running step has passed. */
void mail_report_succeed       (MailReport *self);
/* The running step (or the first waiting) failed, those after it are skipped. server_said is cleaned and bounded here. */
void mail_report_fail          (MailReport *self, const GError *error, const char *server_said);

G_END_DECLS
