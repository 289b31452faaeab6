/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-provider.h"

G_BEGIN_DECLS

/* The wording of a provider's needs; one translated sentence a need, with the provider's name in it, most urgent first:
 * what a person has to do before the sign-in can work. NULL-terminated, empty where nothing is needed. */
char **mail_provider_dup_advice (const MailProvider *self) G_GNUC_WARN_UNUSED_RESULT;

/* The page worth opening now (prepare page, else help page) or NULL; only https pages, so that a button never opens
 * anything else. */
const char *mail_provider_get_advice_uri (const MailProvider *self);

G_END_DECLS
