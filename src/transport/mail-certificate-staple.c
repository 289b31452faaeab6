/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server hands out of its issuer's word about its certificate (OCSP, RFC 6960; stapled by RFC 6066
 * section 8). GnuTLS up to 3.7 wants the record about the certificate to be the first of the answer. Later
 * ones look for it, check whose signature it is, and then read the first, whichever certificate that is
 * about: a server whose certificate was withdrawn would only have to find an answer in which another one
 * stands before it. */

#include "mail-certificate-staple.h"

#include <gnutls/ocsp.h>
#include <gnutls/x509.h>

/* More certificates, and more records in an answer, than there is reason for. */
#define MAX_CERTIFICATES 16
#define MAX_RECORDS      64

typedef gnutls_x509_crt_t Certificate;
typedef gnutls_ocsp_resp_t Answer;

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (Certificate, gnutls_x509_crt_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (Answer, gnutls_ocsp_resp_deinit, NULL)

static guint
read_record (Answer answer, guint i)
{
  guint word = GNUTLS_OCSP_CERT_UNKNOWN;
  int result = gnutls_ocsp_resp_get_single (answer, i, NULL, NULL, NULL, NULL, &word, NULL, NULL, NULL, NULL);

  return result == GNUTLS_E_SUCCESS && word == GNUTLS_OCSP_CERT_REVOKED
             ? GNUTLS_CERT_INVALID | GNUTLS_CERT_REVOKED
             : 0;
}

/**
 * mail_certificate_staple_read:
 * @session: a session after its handshake, whose staples GnuTLS found well signed
 *
 * Looks at every record that is about a certificate of the chain, not only at the first of each answer.
 *
 * Returns: 0, or the gnutls_certificate_status_t bits to add to those of the verification
 */
guint
mail_certificate_staple_read (gnutls_session_t session)
{
  guint n_certificates = 0;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (session, &n_certificates);
  guint status = 0;

  for (guint i = 0; i < MIN (n_certificates, MAX_CERTIFICATES); i++)
    {
      gnutls_datum_t staple;

      if (gnutls_ocsp_status_request_get2 (session, i, &staple) == GNUTLS_E_SUCCESS)
        status |= mail_certificate_staple_judge (&staple, &chain[i]);
    }
  return status;
}

/**
 * mail_certificate_staple_judge:
 * @answer: an OCSP answer in DER format
 * @certificate: a certificate in DER format
 *
 * Whose signature is under @answer is not looked at.
 *
 * Returns: 0, or the gnutls_certificate_status_t bits of a certificate that was revoked
 */
guint
mail_certificate_staple_judge (const gnutls_datum_t *answer, const gnutls_datum_t *certificate)
{
  g_auto (Answer) imported = NULL;
  g_auto (Certificate) subject = NULL;
  guint status = 0;

  gnutls_ocsp_resp_init (&imported);
  gnutls_x509_crt_init (&subject);
  if (gnutls_ocsp_resp_import (imported, answer) < 0
      || gnutls_x509_crt_import (subject, certificate, GNUTLS_X509_FMT_DER) < 0)
    return 0;

  for (guint i = 0; i < MAX_RECORDS; i++)
    {
      int result = gnutls_ocsp_resp_check_crt (imported, i, subject);

      if (result == GNUTLS_E_SUCCESS)
        status |= read_record (imported, i);
      else if (result == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
        break;
    }
  return status;
}
