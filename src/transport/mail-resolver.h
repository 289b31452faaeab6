/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-dns.h"

G_BEGIN_DECLS

#define MAIL_TYPE_RESOLVER (mail_resolver_get_type ())
/* The GResolver of the program: host names by MailDns, everything that is not the business of the DNS (names
 * without a dot, .local, addresses to names, records) by the one of the system. */
G_DECLARE_FINAL_TYPE (MailResolver, mail_resolver, MAIL, RESOLVER, GResolver)

GResolver *mail_resolver_new     (MailDns *dns, GResolver *system) G_GNUC_WARN_UNUSED_RESULT;
void       mail_resolver_install (void);

G_END_DECLS
