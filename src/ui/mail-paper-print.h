/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-paper.h"

G_BEGIN_DECLS

#define MAIL_TYPE_PAPER_PRINT (mail_paper_print_get_type ())
/* A paper on its way to a printer. Emits “told” with words for the person, and whether they are bad news. */
G_DECLARE_FINAL_TYPE (MailPaperPrint, mail_paper_print, MAIL, PAPER_PRINT, GtkPrintOperation)

MailPaperPrint *mail_paper_print_new    (MailPaper *paper) G_GNUC_WARN_UNUSED_RESULT;
void            mail_paper_print_start  (MailPaperPrint *self, GtkWidget *widget);
GBytes         *mail_paper_print_to_pdf (MailPaperPrint *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
