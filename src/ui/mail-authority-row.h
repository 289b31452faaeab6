/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-setup.h"

G_BEGIN_DECLS

#define MAIL_TYPE_AUTHORITY_ROW (mail_authority_row_get_type ())
/* The certificate authority of a company, from a file: which one is trusted, and a quiet button to choose
 * one. Properties: "setup", "offer" (whether the button shows). Signal: "chosen". */
G_DECLARE_FINAL_TYPE (MailAuthorityRow, mail_authority_row, MAIL, AUTHORITY_ROW, GtkBox)

G_END_DECLS
