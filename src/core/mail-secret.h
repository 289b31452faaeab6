/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MAIL_TYPE_SECRET (mail_secret_get_type ())

/* A password: bytes exactly as typed, counted, wiped when the last reference goes, never printed. */
typedef struct _MailSecret MailSecret;

GType       mail_secret_get_type (void);
MailSecret *mail_secret_new      (const char *text, gssize length) G_GNUC_WARN_UNUSED_RESULT;
MailSecret *mail_secret_ref      (MailSecret *self);
void        mail_secret_unref    (MailSecret *self);
const char *mail_secret_peek     (const MailSecret *self, gsize *length);
gboolean    mail_secret_equal    (const MailSecret *a, const MailSecret *b);

void    mail_wipe                (gpointer memory, gsize length);
void    mail_wipe_free           (char *text);
GBytes *mail_wipe_bytes_new_take (char *text, gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailSecret, mail_secret_unref)

G_END_DECLS
