/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-check.h"

G_BEGIN_DECLS

#define MAIL_TYPE_CHECK_ROW (mail_check_row_get_type ())
/* One step: a mark for its state, its name, how long it took. Bound to a MailCheck; property "check". */
G_DECLARE_FINAL_TYPE (MailCheckRow, mail_check_row, MAIL, CHECK_ROW, GtkBox)

GtkWidget *mail_check_row_new (MailCheck *check) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
