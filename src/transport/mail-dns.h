/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  MAIL_DNS_MX,
  MAIL_DNS_SRV,
  MAIL_DNS_TXT,
} MailDnsType;

/* A record; what its type has not is 0 or NULL. */
typedef struct {
  guint priority;   /* MX: preference; SRV */
  guint weight;     /* SRV */
  guint port;       /* SRV */
  char *host;       /* MX, SRV: A-label in lower case, without the dot at the end; "" is ".": not offered */
  char *text;       /* TXT: the strings of the record, joined; anything but NUL */
} MailDnsRecord;

/* Immutable, counted (boxed). An empty answer is an answer, too. */
typedef struct {
  GPtrArray *records;   /* of MailDnsRecord, in the order in which they are to be used (below) */
  gboolean exists;      /* FALSE: the name itself does not exist (NXDOMAIN) */
  gboolean authentic;   /* the resolver has proven it by DNSSEC, and the system trusts the resolver */
} MailDnsAnswer;

#define MAIL_TYPE_DNS_ANSWER (mail_dns_answer_get_type ())
GType          mail_dns_answer_get_type (void);
MailDnsAnswer *mail_dns_answer_ref      (MailDnsAnswer *self);
void           mail_dns_answer_unref    (MailDnsAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailDnsAnswer, mail_dns_answer_unref)

#define MAIL_TYPE_DNS (mail_dns_get_type ())
/* Questions to the DNS, as many at once as there are, on the main loop. The only file that knows c-ares. */
G_DECLARE_FINAL_TYPE (MailDns, mail_dns, MAIL, DNS, GObject)

MailDns       *mail_dns_get_default   (void);
void           mail_dns_query_async   (MailDns *self,
                                       const char *name,
                                       MailDnsType type,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
MailDnsAnswer *mail_dns_query_finish  (MailDns *self,
                                       GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The addresses of a host: a GList of GInetAddress in the order of RFC 6724; errors are G_RESOLVER_ERROR. */
void           mail_dns_resolve_async  (MailDns *self,
                                        const char *host,
                                        GResolverNameLookupFlags flags,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GList         *mail_dns_resolve_finish (MailDns *self,
                                        GAsyncResult *result,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
