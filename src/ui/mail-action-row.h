/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MAIL_TYPE_ACTION_ROW (mail_action_row_get_type ())
/* A row that is a button: what it does, and when that is a good idea. Properties: "title" (with mnemonic),
 * "subtitle", "image-name". It has the signal "clicked" of every button. */
G_DECLARE_FINAL_TYPE (MailActionRow, mail_action_row, MAIL, ACTION_ROW, GtkButton)

G_END_DECLS
