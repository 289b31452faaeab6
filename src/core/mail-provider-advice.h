/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-provider.h"

G_BEGIN_DECLS

/* What a provider's needs mean for the person in front of the screen. */
const char *mail_provider_get_display_name (const MailProvider *self);
char      **mail_provider_dup_advice       (const MailProvider *self) G_GNUC_WARN_UNUSED_RESULT;
const char *mail_provider_get_advice_uri   (const MailProvider *self);

G_END_DECLS
