/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-certificate.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>

#include "mail-certificate-names.h"
#include "mail-text.h"

/* Anyone can write anything into a certificate, and as much of it as he likes. */
#define SUBJECT_LENGTH 500

typedef gnutls_x509_crt_t Certificate;
typedef gnutls_pubkey_t PublicKey;

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (Certificate, gnutls_x509_crt_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (PublicKey, gnutls_pubkey_deinit, NULL)

/* Takes the datum that GnuTLS allocated. */
static char *
take_dn (int result, gnutls_datum_t *dn)
{
  char *text;

  if (result < 0)
    return NULL;

  text = mail_text_neutralise ((char *) dn->data, dn->size, SUBJECT_LENGTH);
  gnutls_free (dn->data);
  return text;
}

static char *
dup_subject (Certificate certificate)
{
  gnutls_datum_t dn = { NULL, 0 };

  return take_dn (gnutls_x509_crt_get_dn3 (certificate, &dn, 0), &dn);
}

static char *
dup_issuer (Certificate certificate)
{
  gnutls_datum_t dn = { NULL, 0 };

  return take_dn (gnutls_x509_crt_get_issuer_dn3 (certificate, &dn, 0), &dn);
}

static char *
compute_spki_sha256 (Certificate certificate)
{
  g_auto (PublicKey) key = NULL;
  gnutls_datum_t der = { NULL, 0 };
  char *digest;

  gnutls_pubkey_init (&key);
  if (gnutls_pubkey_import_x509 (key, certificate, 0) < 0
      || gnutls_pubkey_export2 (key, GNUTLS_X509_FMT_DER, &der) < 0)
    return NULL;

  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der.data, der.size);
  gnutls_free (der.data);
  return digest;
}

/* "RSA 2048", "ECDSA 256": as administrators name them. */
static char *
describe_key (Certificate certificate)
{
  guint bits = 0;
  int algorithm = gnutls_x509_crt_get_pk_algorithm (certificate, &bits);

  switch (algorithm)
    {
    case GNUTLS_PK_RSA:
    case GNUTLS_PK_RSA_PSS:
      return g_strdup_printf ("RSA %u", bits);
    case GNUTLS_PK_ECDSA:
      /* GnuTLS counts whole bytes. */
      return g_strdup_printf ("ECDSA %u", bits == 528 ? 521 : bits);
    case GNUTLS_PK_EDDSA_ED25519:
      return g_strdup ("Ed25519");
    case GNUTLS_PK_EDDSA_ED448:
      return g_strdup ("Ed448");
    default:
      return algorithm < 0 ? NULL : g_strdup (gnutls_pk_get_name (algorithm));
    }
}

static char *
dup_subject_of_der (const gnutls_datum_t *der)
{
  g_auto (Certificate) certificate = NULL;
  char *subject = NULL;

  gnutls_x509_crt_init (&certificate);
  if (gnutls_x509_crt_import (certificate, der, GNUTLS_X509_FMT_DER) >= 0)
    subject = dup_subject (certificate);
  return subject != NULL ? subject : g_strdup ("");
}

static char **
list_subjects (const gnutls_datum_t *chain, guint length)
{
  g_autoptr (GStrvBuilder) subjects = g_strv_builder_new ();

  for (guint i = 0; i < MIN (length, MAIL_CERTIFICATE_MAX_CHAIN); i++)
    {
      g_autofree char *subject = dup_subject_of_der (&chain[i]);

      g_strv_builder_add (subjects, subject);
    }
  return g_strv_builder_end (subjects);
}

/**
 * mail_certificate_read:
 * @session: a session that has seen the peer's certificate
 * @info: where the facts go
 *
 * Fills the certificate part of @info, short of what is to be thought of it. Texts are neutralised
 * (mail_text_neutralise()), whatever the certificate holds.
 *
 * Returns: %FALSE where there is no certificate that can be read
 */
gboolean
mail_certificate_read (gnutls_session_t session, MailTlsInfo *info)
{
  guint length = 0;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (session, &length);

  if (chain == NULL || !mail_certificate_read_der (chain->data, chain->size, info))
    return FALSE;
  info->chain = list_subjects (chain, length);
  return TRUE;
}

/**
 * mail_certificate_read_der:
 * @der: (array length=size): a certificate in DER format
 * @size: its size in bytes
 * @info: where the facts go
 *
 * As mail_certificate_read(), where somebody else holds the session and the rest of the chain.
 *
 * Returns: %FALSE where the certificate cannot be read
 */
gboolean
mail_certificate_read_der (const guchar *der, gsize size, MailTlsInfo *info)
{
  const gnutls_datum_t datum = { (guchar *) der, (guint) size };
  g_auto (Certificate) certificate = NULL;

  gnutls_x509_crt_init (&certificate);
  if (gnutls_x509_crt_import (certificate, &datum, GNUTLS_X509_FMT_DER) < 0)
    return FALSE;

  info->subject = dup_subject (certificate);
  info->issuer = dup_issuer (certificate);
  info->not_before = gnutls_x509_crt_get_activation_time (certificate);
  info->not_after = gnutls_x509_crt_get_expiration_time (certificate);
  info->names = mail_certificate_names_read (certificate);
  info->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, size);
  info->spki_sha256 = compute_spki_sha256 (certificate);
  info->key = describe_key (certificate);
  return TRUE;
}
