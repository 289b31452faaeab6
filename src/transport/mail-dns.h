/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-dns-answer.h"

G_BEGIN_DECLS

typedef enum {
  MAIL_DNS_MX,
  MAIL_DNS_SRV,
  MAIL_DNS_TXT,
} MailDnsType;

#define MAIL_TYPE_DNS (mail_dns_get_type ())
/* Questions to the DNS, as many at once as there are, on the main loop. Nobody above it knows c-ares. */
G_DECLARE_FINAL_TYPE (MailDns, mail_dns, MAIL, DNS, GObject)

MailDns       *mail_dns_get_default     (void);
MailDns       *mail_dns_new_for_servers (const char *servers) G_GNUC_WARN_UNUSED_RESULT;
void           mail_dns_query_async     (MailDns *self,
                                         const char *name,
                                         MailDnsType type,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
MailDnsAnswer *mail_dns_query_finish    (MailDns *self,
                                         GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           mail_dns_resolve_async   (MailDns *self,
                                         const char *host,
                                         GResolverNameLookupFlags flags,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GList         *mail_dns_resolve_finish  (MailDns *self,
                                         GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
