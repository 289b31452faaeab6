/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-provider.h"
#include "mail-verify.h"

G_BEGIN_DECLS

#define MAIL_TYPE_REPORT_COPY (mail_report_copy_get_type ())
/* Puts what a support desk needs of a check into the clipboard: without a secret, and without names unless
 * the person allows them. */
G_DECLARE_FINAL_TYPE (MailReportCopy, mail_report_copy, MAIL, REPORT_COPY, GtkBox)

void mail_report_copy_set_verify (MailReportCopy *self,
                                  MailVerify *verify,
                                  MailAddress *address,
                                  MailProvider *provider);

G_END_DECLS
