/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MAIL_TYPE_FOLD (mail_fold_get_type ())
/* Slides its child in and out of the page. Property: "open". */
G_DECLARE_FINAL_TYPE (MailFold, mail_fold, MAIL, FOLD, GtkWidget)

gboolean mail_fold_get_open (MailFold *self);
void mail_fold_set_open (MailFold *self, gboolean open);

G_END_DECLS
