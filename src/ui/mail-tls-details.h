/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-report.h"

G_BEGIN_DECLS

#define MAIL_TYPE_TLS_DETAILS (mail_tls_details_get_type ())
/* The facts of a connection, for those who want to know: encryption, certificate, way of signing in. */
G_DECLARE_FINAL_TYPE (MailTlsDetails, mail_tls_details, MAIL, TLS_DETAILS, GtkGrid)

void mail_tls_details_set_report      (MailTlsDetails *self, MailReport *report);
void mail_tls_details_set_certificate (MailTlsDetails *self, const MailTlsInfo *tls);

G_END_DECLS
