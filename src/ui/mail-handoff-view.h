/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-handoff.h"
#include "mail-store.h"

G_BEGIN_DECLS

#define MAIL_TYPE_HANDOFF_VIEW (mail_handoff_view_get_type ())
/* A program that can be told of an account: what will be done, a button for it, and one that undoes it. */
G_DECLARE_FINAL_TYPE (MailHandoffView, mail_handoff_view, MAIL, HANDOFF_VIEW, GtkBox)

GtkWidget *mail_handoff_view_new (MailStore *store,
                                  MailAccount *account,
                                  MailHandoff *handoff) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
