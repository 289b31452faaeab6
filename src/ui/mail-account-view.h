/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-doctor.h"

G_BEGIN_DECLS

/* What can be done for an account on a page of its own. */
typedef enum /*< skip >*/ {
  MAIL_ACCOUNT_TASK_CHECK,
  MAIL_ACCOUNT_TASK_DELIVERY,
  MAIL_ACCOUNT_TASK_PASSWORD,
  MAIL_ACCOUNT_TASK_HANDOVER,
} MailAccountTask;

#define MAIL_TYPE_ACCOUNT_VIEW (mail_account_view_get_type ())
/* One stored account, and what can be done for it. Signals: "task" (MailAccountTask), "edit". */
G_DECLARE_FINAL_TYPE (MailAccountView, mail_account_view, MAIL, ACCOUNT_VIEW, GtkBox)

GtkWidget   *mail_account_view_new          (MailStore *store, const char *ca_file) G_GNUC_WARN_UNUSED_RESULT;
void         mail_account_view_set_account  (MailAccountView *self, MailAccount *account);
MailDoctor  *mail_account_view_get_doctor   (MailAccountView *self);
void         mail_account_view_set_editing  (MailAccountView *self, gboolean editing);
void         mail_account_view_show_failure (MailAccountView *self, const GError *error);

G_END_DECLS
