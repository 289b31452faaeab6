/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-export.h"
#include "mail-store.h"

G_BEGIN_DECLS

#define MAIL_TYPE_EXPORT_VIEW (mail_export_view_get_type ())
/* A file for a program or a device: what to do with it, how it looks, and buttons that copy and save it. */
G_DECLARE_FINAL_TYPE (MailExportView, mail_export_view, MAIL, EXPORT_VIEW, GtkBox)

GtkWidget *mail_export_view_new (MailStore *store,
                                 MailAccount *account,
                                 const MailExport *format) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
