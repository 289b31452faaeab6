/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-address.h"

G_BEGIN_DECLS

#define MAIL_TYPE_LETTER_PRINT (mail_letter_print_get_type ())
/* Prints the letter to a provider, with lines to write the answers on. */
G_DECLARE_FINAL_TYPE (MailLetterPrint, mail_letter_print, MAIL, LETTER_PRINT, GtkPrintOperation)

MailLetterPrint *mail_letter_print_new (MailAddress *address, const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
