/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes on their way out. They may hold a password, so no copy is left behind when they grow or go. */
typedef struct {
  char *bytes;
  gsize length;
} MailWords;

void    mail_words_append       (MailWords *self, const char *bytes, gssize length);
void    mail_words_append_parts (MailWords *self, va_list parts);
GBytes *mail_words_take         (MailWords *self) G_GNUC_WARN_UNUSED_RESULT;
void    mail_words_clear        (MailWords *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MailWords, mail_words_clear)

G_END_DECLS
