/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-store.h"

G_BEGIN_DECLS

#define MAIL_TYPE_ACCOUNT_ROW (mail_account_row_get_type ())
/* One stored account: what it is, check it again, remove it. */
G_DECLARE_FINAL_TYPE (MailAccountRow, mail_account_row, MAIL, ACCOUNT_ROW, GtkBox)

GtkWidget *
mail_account_row_new (MailStore *store, MailAccount *account, const char *ca_file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
