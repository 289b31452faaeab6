/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-handoff.h"

G_BEGIN_DECLS

#define MAIL_TYPE_HANDOFF_GOA (mail_handoff_goa_get_type ())
/* GNOME Online Accounts. */
G_DECLARE_FINAL_TYPE (MailHandoffGoa, mail_handoff_goa, MAIL, HANDOFF_GOA, GObject)

MailHandoff *mail_handoff_goa_new (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

/* What it is told of an account, in mail-handoff-goa-details.c. */
GVariant *mail_handoff_goa_arguments_new (MailAccount *account,
                                          MailSecret *secret,
                                          MailSecret *outgoing_secret) G_GNUC_WARN_UNUSED_RESULT;
gboolean  mail_handoff_goa_is_as_told    (MailAccount *account, GVariant *interfaces);

G_END_DECLS
