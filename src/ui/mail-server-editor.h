/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-diagnosis.h"
#include "mail-server.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SERVER_EDITOR (mail_server_editor_get_type ())
/* Edits one server in place: host, port, security, user name; the same for receiving and for sending.
 * Properties: "server" (nullable), "shows-username". */
G_DECLARE_FINAL_TYPE (MailServerEditor, mail_server_editor, MAIL, SERVER_EDITOR, GtkBox)

/* Says at the field what is missing; FALSE where something is. */
gboolean mail_server_editor_validate (MailServerEditor *self);
void mail_server_editor_find_field (MailServerEditor *self, MailAction field);

G_END_DECLS
