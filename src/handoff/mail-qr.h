/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The light border that belongs to a QR code, in modules (ISO/IEC 18004). */
#define MAIL_QR_QUIET_ZONE 4

/* A QR code: a square of dark and light modules. */
typedef struct _MailQr MailQr;

MailQr  *mail_qr_new      (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void     mail_qr_free     (MailQr *self);
guint    mail_qr_get_size (const MailQr *self);
gboolean mail_qr_is_dark  (const MailQr *self, guint x, guint y);
char    *mail_qr_to_svg   (const MailQr *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailQr, mail_qr_free)

G_END_DECLS
