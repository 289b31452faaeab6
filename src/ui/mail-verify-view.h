/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-diagnosis.h"
#include "mail-doctor.h"

G_BEGIN_DECLS

#define MAIL_TYPE_VERIFY_VIEW (mail_verify_view_get_type ())
/* The check of an account that is stored: both servers, and the report for whoever helps. Hidden before there
 * is one. Signal: "acted" (MailDiagnosis). */
G_DECLARE_FINAL_TYPE (MailVerifyView, mail_verify_view, MAIL, VERIFY_VIEW, GtkBox)

void mail_verify_view_set_doctor (MailVerifyView *self, MailDoctor *doctor);

G_END_DECLS
