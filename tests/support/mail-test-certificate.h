/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gnutls/x509.h>

G_BEGIN_DECLS

/* A certificate made on the spot, where those of make-certificates.sh are not odd enough. */
typedef struct {
  gnutls_x509_crt_t certificate;
  gnutls_x509_privkey_t key;
  gnutls_datum_t der;
} MailTestCertificate;

typedef struct {
  const char *subject;               /* "CN=server,O=Example"; NULL: none */
  const char *names;                 /* "dns:a.example ip:192.0.2.1 srv:_imap.b.example uri:…" */
  int begins;                        /* days from now */
  int ends;
  guint rsa_bits;                    /* 0: Ed25519 */
  const MailTestCertificate *issuer; /* NULL: itself */
} MailTestCertificatePlan;

/* Names know the escapes of URIs: "%00". */
MailTestCertificate *
mail_test_certificate_new (const MailTestCertificatePlan *plan) G_GNUC_WARN_UNUSED_RESULT;
void mail_test_certificate_free (MailTestCertificate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailTestCertificate, mail_test_certificate_free)

G_END_DECLS
