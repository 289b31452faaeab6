/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MAIL_TYPE_SWITCH_ROW (mail_switch_row_get_type ())
/* A row with a switch, and what it means.
 * Properties: "title" (with mnemonic), "subtitle" (nullable), "active". */
G_DECLARE_FINAL_TYPE (MailSwitchRow, mail_switch_row, MAIL, SWITCH_ROW, GtkBox)

G_END_DECLS
