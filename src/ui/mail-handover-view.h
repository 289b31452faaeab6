/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-store.h"

G_BEGIN_DECLS

#define MAIL_TYPE_HANDOVER_VIEW (mail_handover_view_get_type ())
/* All ways to use an account, with a search: what is on this computer first. */
G_DECLARE_FINAL_TYPE (MailHandoverView, mail_handover_view, MAIL, HANDOVER_VIEW, GtkBox)

void mail_handover_view_set_account (MailHandoverView *self, MailStore *store, MailAccount *account);

G_END_DECLS
