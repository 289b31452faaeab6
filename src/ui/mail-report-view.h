/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-diagnosis.h"

G_BEGIN_DECLS

#define MAIL_TYPE_REPORT_VIEW (mail_report_view_get_type ())
/* The card of one server: its steps while they run; then one green sentence with the details folded below, or
 * the diagnosis. Children of a template go under the diagnosis. Properties: "title", "icon-name", "detailed"
 * (whether the details are open). Signals: "acted" (MailDiagnosis), "judged". */
G_DECLARE_FINAL_TYPE (MailReportView, mail_report_view, MAIL, REPORT_VIEW, GtkBox)

/* provider and report may be NULL; provider lends its name and its pages to the diagnosis. */
void mail_report_view_set_report (MailReportView *self,
                                  MailReport *report,
                                  MailAddress *address,
                                  MailProvider *provider);
/* (transfer none) (nullable): of a report that failed. */
MailDiagnosis *mail_report_view_get_diagnosis (MailReportView *self);
void mail_report_view_withhold_action (MailReportView *self);

G_END_DECLS
