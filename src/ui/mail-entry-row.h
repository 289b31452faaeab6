/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MAIL_TYPE_ENTRY_ROW (mail_entry_row_get_type ())
/* A row of a card with a caption, an entry (its child in a .ui file), and room for what is wrong with it.
 * Properties: "title" (with mnemonic), "error" and "hint" (sentence, nullable), "verified" (shows a tick). */
G_DECLARE_FINAL_TYPE (MailEntryRow, mail_entry_row, MAIL, ENTRY_ROW, GtkBox)

void mail_entry_row_set_error (MailEntryRow *self, const char *error);
void mail_entry_row_focus (MailEntryRow *self);

G_END_DECLS
