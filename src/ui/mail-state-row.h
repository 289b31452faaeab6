/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-types.h"

G_BEGIN_DECLS

#define MAIL_TYPE_STATE_ROW (mail_state_row_get_type ())
/* One step of something that takes time: its state, its name, how long it took. Property: "title". */
G_DECLARE_FINAL_TYPE (MailStateRow, mail_state_row, MAIL, STATE_ROW, GtkBox)

void mail_state_row_set_state (MailStateRow *self, MailState state);
void mail_state_row_set_time  (MailStateRow *self, const char *words);

G_END_DECLS
