/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-account.h"

G_BEGIN_DECLS

#define MAIL_TYPE_ACCOUNT_ROW (mail_account_row_get_type ())
/* One stored account in a list: a button that leads to what can be done for it. */
G_DECLARE_FINAL_TYPE (MailAccountRow, mail_account_row, MAIL, ACCOUNT_ROW, GtkButton)

GtkWidget   *mail_account_row_new         (MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
MailAccount *mail_account_row_get_account (MailAccountRow *self);

G_END_DECLS
