/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-report.h"

G_BEGIN_DECLS

#define MAIL_TYPE_CERTIFICATE_CARD (mail_certificate_card_get_type ())
/* A certificate that nobody vouches for, and the decision whether to trust it all the same: what is wrong
 * with it, whose it says it is, and the fingerprint to compare. Nothing is decided beforehand. Signals:
 * "trusted" and "dismissed". */
G_DECLARE_FINAL_TYPE (MailCertificateCard, mail_certificate_card, MAIL, CERTIFICATE_CARD, GtkBox)

void mail_certificate_card_open  (MailCertificateCard *self, MailReport *report);
void mail_certificate_card_close (MailCertificateCard *self);

G_END_DECLS
