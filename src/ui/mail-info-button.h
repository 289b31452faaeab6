/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MAIL_TYPE_INFO_BUTTON (mail_info_button_get_type ())
/* A small button that explains a word in two sentences. Properties: "title" (the word), "text". */
G_DECLARE_FINAL_TYPE (MailInfoButton, mail_info_button, MAIL, INFO_BUTTON, GtkBox)

G_END_DECLS
