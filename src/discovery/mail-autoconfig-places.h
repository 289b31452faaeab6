/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-address.h"

G_BEGIN_DECLS

/* Where autoconfig documents may be: URIs, in order of preference. */
char **mail_autoconfig_places_list_own    (MailAddress *address,
                                           gboolean send_address) G_GNUC_WARN_UNUSED_RESULT;
char **mail_autoconfig_places_list_ispdb  (const char *domain) G_GNUC_WARN_UNUSED_RESULT;
char **mail_autoconfig_places_list_hoster (const char *domain,
                                           const char *exchanger,
                                           gboolean ask_ispdb) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
