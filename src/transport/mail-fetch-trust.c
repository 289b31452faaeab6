/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-fetch-trust.h"

#include <gnutls/x509.h>

#include "mail-anchors.h"
#include "mail-certificate.h"

static const struct
{
  GTlsCertificateFlags flag;
  guint status;
} faults_of_gnutls[] = {
  { G_TLS_CERTIFICATE_UNKNOWN_CA, GNUTLS_CERT_SIGNER_NOT_FOUND },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, GNUTLS_CERT_UNEXPECTED_OWNER },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, GNUTLS_CERT_NOT_ACTIVATED },
  { G_TLS_CERTIFICATE_EXPIRED, GNUTLS_CERT_EXPIRED },
  { G_TLS_CERTIFICATE_REVOKED, GNUTLS_CERT_REVOKED },
  { G_TLS_CERTIFICATE_INSECURE, GNUTLS_CERT_INSECURE_ALGORITHM },
};

/* Every bit counts, also one that GIO will only invent. */
static guint
to_gnutls (GTlsCertificateFlags faults)
{
  guint status = faults != G_TLS_CERTIFICATE_NO_FLAGS ? GNUTLS_CERT_INVALID : 0;

  for (guint i = 0; i < G_N_ELEMENTS (faults_of_gnutls); i++)
    if (faults & faults_of_gnutls[i].flag)
      status |= faults_of_gnutls[i].status;
  return status;
}

/* GIO does not look whether a certificate is one for servers (RFC 5280, section 4.2.1.12). */
static gboolean
is_for_servers (const GByteArray *der)
{
  const gnutls_datum_t datum = { der->data, der->len };
  gnutls_x509_crt_t certificate;
  gboolean is_one;

  gnutls_x509_crt_init (&certificate);
  is_one = gnutls_x509_crt_import (certificate, &datum, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS
           && gnutls_x509_crt_check_key_purpose (certificate, GNUTLS_KP_TLS_WWW_SERVER, 0) != 0;
  gnutls_x509_crt_deinit (certificate);
  return is_one;
}

/* One of two must know the issuer; any other fault stays one, whoever finds it. */
static GTlsCertificateFlags
verify_again (GTlsDatabase *extra,
              GTlsCertificate *certificate,
              GTlsCertificateFlags faults,
              const char *host)
{
  g_autoptr (GSocketConnectable) identity = g_network_address_new (host, 0);
  GTlsCertificateFlags again
      = g_tls_database_verify_chain (extra, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity,
                                     NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, NULL);
  GTlsCertificateFlags unknown_to_both = faults & again & G_TLS_CERTIFICATE_UNKNOWN_CA;

  return ((faults | again) & ~G_TLS_CERTIFICATE_UNKNOWN_CA) | unknown_to_both;
}

/**
 * mail_fetch_trust_load:
 * @ca_file: (type filename): certificates to trust as well, in PEM format
 * @error: return location for an error
 *
 * Reads @ca_file. Errors: %MAIL_ERROR_SETTINGS_INVALID where it cannot be read or holds no certificate.
 *
 * Returns: (transfer full): the trust anchors, or %NULL with @error set
 */
GTlsDatabase *
mail_fetch_trust_load (const char *ca_file, GError **error)
{
  /* They know what is wrong with a file; GIO would take one without any certificate. */
  g_autoptr (MailAnchors) anchors = mail_anchors_new (ca_file, error);
  g_autofree char *path = g_canonicalize_filename (ca_file, NULL);

  return anchors != NULL ? g_tls_file_database_new (path, error) : NULL;
}

/**
 * mail_fetch_trust_judge:
 * @extra: (nullable): trust anchors beside those of the system
 * @certificate: what a server showed
 * @faults: what is wrong with it as far as the system knows
 * @host: the name or address that was asked for
 * @error: return location for an error
 *
 * Decides whether @host is who it says. Errors: MAIL_ERROR_CERTIFICATE_*.
 *
 * Returns: %TRUE where nothing is wrong once @extra is trusted, too
 */
gboolean
mail_fetch_trust_judge (GTlsDatabase *extra,
                        GTlsCertificate *certificate,
                        GTlsCertificateFlags faults,
                        const char *host,
                        GError **error)
{
  g_autoptr (MailTlsInfo) info = mail_tls_info_new ();
  g_autoptr (GByteArray) der = NULL;

  if (extra != NULL)
    faults = verify_again (extra, certificate, faults, host);
  g_object_get (certificate, "certificate", &der, NULL);
  if (!is_for_servers (der))
    faults |= G_TLS_CERTIFICATE_GENERIC_ERROR;
  mail_certificate_read_der (der->data, der->len, info);
  return mail_certificate_judge (to_gnutls (faults), host, info, error);
}
