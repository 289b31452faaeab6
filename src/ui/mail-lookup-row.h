/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-lookup.h"

G_BEGIN_DECLS

#define MAIL_TYPE_LOOKUP_ROW (mail_lookup_row_get_type ())
/* One source of a search: a mark for its state, who is asked, and what came of it. Property "lookup". */
G_DECLARE_FINAL_TYPE (MailLookupRow, mail_lookup_row, MAIL, LOOKUP_ROW, GtkBox)

GtkWidget *mail_lookup_row_new (MailLookup *lookup) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
