/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-address.h"

G_BEGIN_DECLS

#define MAIL_TYPE_LETTER_WINDOW (mail_letter_window_get_type ())
/* The letter to a provider, to be copied or printed. */
G_DECLARE_FINAL_TYPE (MailLetterWindow, mail_letter_window, MAIL, LETTER_WINDOW, GtkWindow)

void mail_letter_window_open (GtkWidget *parent, MailAddress *address, const char *name);

G_END_DECLS
