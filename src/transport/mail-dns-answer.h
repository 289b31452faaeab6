/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

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
  GPtrArray *records;   /* of MailDnsRecord, in the order in which they are to be used */
  gboolean exists;      /* FALSE: the name itself does not exist (NXDOMAIN) */
  gboolean authentic;   /* the resolver has proven it by DNSSEC, and the system trusts the resolver */
} MailDnsAnswer;

#define MAIL_TYPE_DNS_ANSWER (mail_dns_answer_get_type ())
GType          mail_dns_answer_get_type (void);
MailDnsAnswer *mail_dns_answer_new      (gboolean exists,
                                         gboolean authentic) G_GNUC_WARN_UNUSED_RESULT;
MailDnsAnswer *mail_dns_answer_ref      (MailDnsAnswer *self);
void           mail_dns_answer_unref    (MailDnsAnswer *self);

/* Private to the transport layer: while the answer is read. */
void           mail_dns_answer_add_host (MailDnsAnswer *self,
                                         const char *host,
                                         guint priority,
                                         guint weight,
                                         guint port);
void           mail_dns_answer_add_text (MailDnsAnswer *self, const char *text, gsize length);
void           mail_dns_answer_seal     (MailDnsAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailDnsAnswer, mail_dns_answer_unref)

G_END_DECLS
