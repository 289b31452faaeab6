/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Addresses that were looked up a moment ago. Private to MailDns. */
typedef struct _MailDnsMemo MailDnsMemo;

MailDnsMemo *mail_dns_memo_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void         mail_dns_memo_free (MailDnsMemo *self);
void         mail_dns_memo_note (MailDnsMemo *self, const char *host, int family, GList *addresses);
gboolean     mail_dns_memo_find (MailDnsMemo *self, const char *host, int family, GList **addresses);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailDnsMemo, mail_dns_memo_free)

G_END_DECLS
