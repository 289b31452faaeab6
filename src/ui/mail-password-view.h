/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-diagnosis.h"
#include "mail-doctor.h"

G_BEGIN_DECLS

#define MAIL_TYPE_PASSWORD_VIEW (mail_password_view_get_type ())
/* Takes a new password for an account that is stored, proves it, and stores it only then. Signal: "wanted"
 * (MailAction): what has to be changed elsewhere. */
G_DECLARE_FINAL_TYPE (MailPasswordView, mail_password_view, MAIL, PASSWORD_VIEW, GtkBox)

GtkWidget *mail_password_view_new (MailDoctor *doctor) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
