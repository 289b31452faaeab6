/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the fingers do to a word. */
typedef enum {
  MAIL_SLIP_NONE,      /* the same word */
  MAIL_SLIP_SWAPPED,   /* gmial */
  MAIL_SLIP_REPLACED,  /* gmsil */
  MAIL_SLIP_EXTRA,     /* gmaill */
  MAIL_SLIP_MISSING,   /* gmal */
  MAIL_SLIP_SHUFFLED,  /* icould: three letters in another order */
  MAIL_SLIP_OTHER,     /* another word */
} MailSlip;

MailSlip mail_slip_compare   (const char *typed, const char *meant, gsize *position);
gboolean mail_slip_is_likely (const char *typed, const char *meant);

G_END_DECLS
