/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-handover-item.h"
#include "mail-store.h"

G_BEGIN_DECLS

#define MAIL_TYPE_HANDOVER_WINDOW (mail_handover_window_get_type ())
/* One way to use an account, in a window of its own. */
G_DECLARE_FINAL_TYPE (MailHandoverWindow, mail_handover_window, MAIL, HANDOVER_WINDOW, GtkWindow)

void mail_handover_window_open (GtkWidget *parent,
                                MailStore *store,
                                MailAccount *account,
                                MailHandoverItem *item);

G_END_DECLS
