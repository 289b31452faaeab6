/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-setup.h"

G_BEGIN_DECLS

#define MAIL_TYPE_ASSISTANT (mail_assistant_get_type ())
/* The window of one run: joins the pages to a GtkAssistant. It lives as long as its window. */
G_DECLARE_FINAL_TYPE (MailAssistant, mail_assistant, MAIL, ASSISTANT, GObject)

/* (transfer none): owned by its window. */
MailAssistant *mail_assistant_new (GtkApplication *application, MailSetup *setup);
GtkWindow *mail_assistant_find_editing (GtkApplication *application, MailAccount *account);
GtkWindow *mail_assistant_get_window (MailAssistant *self);
MailSetup *mail_assistant_get_setup (MailAssistant *self);
/* Whether an account has been stored: what follows is a new run. */
gboolean mail_assistant_is_done (MailAssistant *self);
/* Back to an empty first page. */
void mail_assistant_restart (MailAssistant *self);

G_END_DECLS
