/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MAIL_TYPE_CLAMP (mail_clamp_get_type ())
/* Keeps its child at a readable width, centred, however wide the window is. */
G_DECLARE_FINAL_TYPE (MailClamp, mail_clamp, MAIL, CLAMP, GtkWidget)

GtkWidget *mail_clamp_new (GtkWidget *child, int maximum) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
