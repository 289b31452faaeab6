/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-setup.h"

G_BEGIN_DECLS

#define MAIL_TYPE_UNKNOWN_CARD (mail_unknown_card_get_type ())
/* Slides in where nobody here knows the domain of the address: what will be asked of whom, and what may be.
 * Properties: "setup", "patient" (while set nothing is said, since the address may not be finished). Signal
 * "file-wanted": the person has a settings file. */
G_DECLARE_FINAL_TYPE (MailUnknownCard, mail_unknown_card, MAIL, UNKNOWN_CARD, GtkBox)

G_END_DECLS
