/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MAIL_TYPE_TLS_INFO (mail_tls_info_get_type ())

/* All that is wrong with a certificate, in the order in which a person must know it. */
typedef enum /*< skip >*/ {
  MAIL_CERTIFICATE_FAULT_REVOKED = 1 << 0,
  MAIL_CERTIFICATE_FAULT_WRONG_HOST = 1 << 1,
  MAIL_CERTIFICATE_FAULT_EXPIRED = 1 << 2,        /* or an issuer's */
  MAIL_CERTIFICATE_FAULT_NOT_YET_VALID = 1 << 3,
  MAIL_CERTIFICATE_FAULT_WEAK = 1 << 4,
  MAIL_CERTIFICATE_FAULT_SELF_SIGNED = 1 << 5,
  MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER = 1 << 6,
  MAIL_CERTIFICATE_FAULT_CHANGED = 1 << 7,        /* not the pinned one */
  MAIL_CERTIFICATE_FAULT_UNCONFIRMED = 1 << 8,    /* the issuer's word that came along is missing or bad */
  MAIL_CERTIFICATE_FAULT_UNFIT = 1 << 9,          /* another purpose, against the issuer's rules, damaged */
} MailCertificateFault;

/* The facts of one TLS session, as values (boxed, copied). Dates are seconds since the epoch, UTC. */
typedef struct {
  char *version;         /* "TLS1.3" */
  char *cipher;          /* "AES-256-GCM" */
  char *subject;         /* distinguished names as RFC 4514 text */
  char *issuer;
  gint64 not_before;
  gint64 not_after;
  char **names;          /* subjectAltName: DNS names, IP addresses, services ("_imaps.example.org") */
  char *sha256;          /* of the certificate, lower-case hex */
  char *spki_sha256;     /* of its public key (SubjectPublicKeyInfo), lower-case hex */
  gboolean trusted;      /* chain and name proven, or pinned */
  gboolean pinned;       /* trusted because a person decided so, whatever the faults */
  guint faults;          /* MailCertificateFault: what chain, name and dates are, pin or not */
  char *key;             /* "RSA 2048", "ECDSA 256" */
  char *group;           /* of the key exchange, "X25519" */
  char **chain;          /* subjects as the server sent them, its own first */
} MailTlsInfo;

GType        mail_tls_info_get_type           (void);
MailTlsInfo *mail_tls_info_new                (void) G_GNUC_WARN_UNUSED_RESULT;
MailTlsInfo *mail_tls_info_copy               (const MailTlsInfo *self) G_GNUC_WARN_UNUSED_RESULT;
void         mail_tls_info_free               (MailTlsInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailTlsInfo, mail_tls_info_free)

/* What is said about one, in mail-tls-faults.c. */
const char **mail_tls_info_list_faults        (const MailTlsInfo *self) G_GNUC_WARN_UNUSED_RESULT;
char       **mail_tls_info_describe_faults    (const MailTlsInfo *self,
                                               const char *host) G_GNUC_WARN_UNUSED_RESULT;
gboolean     mail_tls_info_expires_soon       (const MailTlsInfo *self, gint64 now);
char        *mail_tls_info_describe_expiry    (const MailTlsInfo *self, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char        *mail_tls_info_format_date        (gint64 seconds) G_GNUC_WARN_UNUSED_RESULT;
char        *mail_tls_info_format_fingerprint (const char *hex) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
