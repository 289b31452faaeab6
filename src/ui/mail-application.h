/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MAIL_TYPE_APPLICATION (mail_application_get_type ())
/* The program: one instance, its command line, its actions, its two windows. */
G_DECLARE_FINAL_TYPE (MailApplication, mail_application, MAIL, APPLICATION, GtkApplication)

GApplication *mail_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
