/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-diagnosis.h"
#include "mail-doctor.h"

G_BEGIN_DECLS

#define MAIL_TYPE_DELIVERY_VIEW (mail_delivery_view_get_type ())
/* A test mail on its way: sent when the view is made, watched until it arrives, removed again where the
 * person wishes. Signal: "wanted" (MailAction): what has to be changed elsewhere. */
G_DECLARE_FINAL_TYPE (MailDeliveryView, mail_delivery_view, MAIL, DELIVERY_VIEW, GtkBox)

GtkWidget *mail_delivery_view_new (MailDoctor *doctor) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
