/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-guide.h"

G_BEGIN_DECLS

#define MAIL_TYPE_GUIDE_VIEW (mail_guide_view_get_type ())
/* A guide, with a button for each value that copies it. */
G_DECLARE_FINAL_TYPE (MailGuideView, mail_guide_view, MAIL, GUIDE_VIEW, GtkBox)

GtkWidget *mail_guide_view_new (MailAccount *account, MailGuide *guide) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
