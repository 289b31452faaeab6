/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-diagnosis.h"
#include "mail-doctor.h"

G_BEGIN_DECLS

#define MAIL_TYPE_CHECKUP_VIEW (mail_checkup_view_get_type ())
/* Checks an account that is stored, with its passwords from the keyring. Signal: "wanted" (MailAction): what
 * has to be changed elsewhere. */
G_DECLARE_FINAL_TYPE (MailCheckupView, mail_checkup_view, MAIL, CHECKUP_VIEW, GtkBox)

GtkWidget *mail_checkup_view_new (MailDoctor *doctor) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
