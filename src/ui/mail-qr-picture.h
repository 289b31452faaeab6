/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-qr.h"

G_BEGIN_DECLS

#define MAIL_TYPE_QR_PICTURE (mail_qr_picture_get_type ())
/* A QR code on the screen: black on white in every theme, because cameras want it so. */
G_DECLARE_FINAL_TYPE (MailQrPicture, mail_qr_picture, MAIL, QR_PICTURE, GtkWidget)

void mail_qr_picture_set_code (MailQrPicture *self, MailQr *code);

G_END_DECLS
