/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-store.h"

G_BEGIN_DECLS

#define MAIL_TYPE_ACCOUNTS_WINDOW (mail_accounts_window_get_type ())
/* The accounts that are stored, and what can be done for each. Signal: "edit" (MailAccount). */
G_DECLARE_FINAL_TYPE (MailAccountsWindow, mail_accounts_window, MAIL, ACCOUNTS_WINDOW, GtkApplicationWindow)

GtkWindow *mail_accounts_window_new    (GtkApplication *application, MailStore *store, const char *ca_file);
void       mail_accounts_window_edited (MailAccountsWindow *self, const GError *error);

G_END_DECLS
