/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MAIL_TYPE_TLS_INFO (mail_tls_info_get_type ())

/* The facts of one TLS session, as values (boxed, copied). Dates are seconds since the epoch, UTC. */
typedef struct {
  char *version;         /* "TLS1.3" */
  char *cipher;          /* "AES-256-GCM" */
  char *subject;         /* distinguished names as RFC 4514 text */
  char *issuer;
  gint64 not_before;
  gint64 not_after;
  char **names;          /* subjectAltName: DNS names, IP addresses */
  char *sha256;          /* of the certificate, lower-case hex */
  char *spki_sha256;     /* of its public key (SubjectPublicKeyInfo), lower-case hex */
  gboolean trusted;      /* chain and name proven, or pinned */
} MailTlsInfo;

GType        mail_tls_info_get_type (void);
MailTlsInfo *mail_tls_info_new      (void) G_GNUC_WARN_UNUSED_RESULT;
MailTlsInfo *mail_tls_info_copy     (const MailTlsInfo *self) G_GNUC_WARN_UNUSED_RESULT;
void         mail_tls_info_free     (MailTlsInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailTlsInfo, mail_tls_info_free)

G_END_DECLS
