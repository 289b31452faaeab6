/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-diagnosis.h"

G_BEGIN_DECLS

#define MAIL_TYPE_DIAGNOSIS_VIEW (mail_diagnosis_view_get_type ())
/* What went wrong, why, what to do and the button for it; the server's own words folded below. Property:
 * "diagnosis" (nullable: then it is hidden). Signal "acted" (MailDiagnosis): the button was pressed; pages to
 * open are opened here. */
G_DECLARE_FINAL_TYPE (MailDiagnosisView, mail_diagnosis_view, MAIL, DIAGNOSIS_VIEW, GtkBox)

void mail_diagnosis_view_set_diagnosis   (MailDiagnosisView *self, MailDiagnosis *diagnosis);
void mail_diagnosis_view_set_title       (MailDiagnosisView *self, const char *title);
void mail_diagnosis_view_withhold_action (MailDiagnosisView *self);

G_END_DECLS
