/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-finder.h"

G_BEGIN_DECLS

/* Autoconfig documents in several places at once; for the finders that know such places. */
void mail_autoconfig_search_run (GTask *taken_task,
                                 MailInquiry *inquiry,
                                 MailSource source,
                                 MailTrust trust,
                                 const char *const *uris);

/* Whether an error only says that there is no document: nothing found, and nothing wrong. */
gboolean mail_autoconfig_search_is_absence (const GError *error);

G_END_DECLS
