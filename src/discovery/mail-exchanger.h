/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-dns.h"

G_BEGIN_DECLS

/* The host that takes the mail of a domain, by its MX records. */
char    *mail_exchanger_dup_best   (MailDnsAnswer *answer) G_GNUC_WARN_UNUSED_RESULT;
gboolean mail_exchanger_is_refused (MailDnsAnswer *answer);

G_END_DECLS
