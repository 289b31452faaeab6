/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-setup.h"

G_BEGIN_DECLS

#define MAIL_TYPE_CONSENT_CARD (mail_consent_card_get_type ())
/* Stands before servers that belong to another domain and that nobody vouches for: says whose they are, and
 * lets the person agree. Hidden where nothing has to be agreed to. Properties: "setup", "compact" (gives way
 * once the person has agreed). */
G_DECLARE_FINAL_TYPE (MailConsentCard, mail_consent_card, MAIL, CONSENT_CARD, GtkBox)

gboolean mail_consent_card_validate (MailConsentCard *self, const char *missing);

G_END_DECLS
