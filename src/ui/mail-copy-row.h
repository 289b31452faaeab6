/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MAIL_TYPE_COPY_ROW (mail_copy_row_get_type ())
/* One setting with its name, and a button that copies it. Never used for a secret. */
G_DECLARE_FINAL_TYPE (MailCopyRow, mail_copy_row, MAIL, COPY_ROW, GtkBox)

GtkWidget *mail_copy_row_new (const char *title, const char *value) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *mail_copy_row_new_choice (const char *title, const char *value) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget *mail_copy_row_new_fingerprint (const char *title, const char *hex) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
