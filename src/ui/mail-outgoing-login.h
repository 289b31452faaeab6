/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-diagnosis.h"
#include "mail-setup.h"

G_BEGIN_DECLS

#define MAIL_TYPE_OUTGOING_LOGIN (mail_outgoing_login_get_type ())
/* How one signs in for sending, where that is not as for receiving: with a user name and password of its own,
 * or (only where the provider's facts say so) not at all. Property: "setup". */
G_DECLARE_FINAL_TYPE (MailOutgoingLogin, mail_outgoing_login, MAIL, OUTGOING_LOGIN, GtkBox)

/* Says at the field what is missing; FALSE where something is. */
gboolean mail_outgoing_login_validate (MailOutgoingLogin *self);
void mail_outgoing_login_find_field (MailOutgoingLogin *self, MailAction field);

G_END_DECLS
