/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MAIL_TYPE_FILE_DROP (mail_file_drop_get_type ())
/* Where a file can be dropped. Signals: "hover" (gboolean: whether a file is over it), "dropped" (string,
 * nullable: its path; NULL for one that is not on this computer). */
G_DECLARE_FINAL_TYPE (MailFileDrop, mail_file_drop, MAIL, FILE_DROP, GObject)

MailFileDrop *mail_file_drop_new (GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
