/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-candidate.h"

G_BEGIN_DECLS

#define MAIL_TYPE_PROVIDER_CARD (mail_provider_card_get_type ())
/* Slides in when it is known whose address this is: the provider's name, what it wants to have prepared, and
 * the page where that is done. Properties: "candidate" (nullable), "address" (nullable). */
G_DECLARE_FINAL_TYPE (MailProviderCard, mail_provider_card, MAIL, PROVIDER_CARD, GtkBox)

/* The provider's name where it is known, else NULL. */
const char *mail_provider_card_get_name (MailProviderCard *self);

G_END_DECLS
