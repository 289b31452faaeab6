/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-report-view.h"
#include "mail-setup.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SERVER_CHECK (mail_server_check_get_type ())
/* One server on the page that checks: its report, and where its certificate is the trouble, the ways to trust
 * it. Properties: "setup", "title", "icon-name", "detailed". Signals: "acted" (MailDiagnosis), "retry" (a
 * decision was made). */
G_DECLARE_FINAL_TYPE (MailServerCheck, mail_server_check, MAIL, SERVER_CHECK, GtkBox)

void           mail_server_check_set_report    (MailServerCheck *self, MailReport *report);
MailDiagnosis *mail_server_check_get_diagnosis (MailServerCheck *self);

G_END_DECLS
