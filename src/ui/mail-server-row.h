/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-diagnosis.h"
#include "mail-server.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SERVER_ROW (mail_server_row_get_type ())
/* One server in one line, with a pencil that unfolds the editor in place. What a .ui file puts into it comes
 * under the editor. Properties: "server" (nullable), "title", "icon-name", "expanded", "shows-username". */
G_DECLARE_FINAL_TYPE (MailServerRow, mail_server_row, MAIL, SERVER_ROW, GtkBox)

/* Unfolds and says what is missing; FALSE where something is. */
gboolean mail_server_row_validate (MailServerRow *self);
void mail_server_row_find_field (MailServerRow *self, MailAction field);

G_END_DECLS
