/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-certificate.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gnutls/abstract.h>
#include <gnutls/x509-ext.h>
#include <gnutls/x509.h>

#include "mail-error.h"

#define OID_SUBJECT_ALT_NAME "2.5.29.17"

/* More names than these do not help a person in a sentence. */
#define NAMES_IN_SENTENCE 3

typedef gnutls_x509_crt_t Certificate;
typedef gnutls_pubkey_t PublicKey;
typedef gnutls_subject_alt_names_t AltNames;

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (Certificate, gnutls_x509_crt_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (PublicKey, gnutls_pubkey_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (AltNames, gnutls_subject_alt_names_deinit, NULL)

/* Anyone can write anything into a certificate: what could steer a terminal or turn the direction of the text
 * is replaced. */
static char *
dup_text (const gnutls_datum_t *datum)
{
  g_autofree char *valid = g_utf8_make_valid (datum->data != NULL ? (char *) datum->data : "", datum->size);
  GString *text = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (text, g_unichar_isprint (g_utf8_get_char (p)) ? g_utf8_get_char (p) : 0xFFFD);

  return g_string_free (text, FALSE);
}

static char *
dup_address (const gnutls_datum_t *datum)
{
  g_autoptr (GInetAddress) address = NULL;

  if (datum->size != 4 && datum->size != 16)
    return NULL;

  address = g_inet_address_new_from_bytes (datum->data,
                                           datum->size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

/* Takes the datum that GnuTLS allocated. */
static char *
take_dn (int result, gnutls_datum_t *dn)
{
  char *text;

  if (result < 0)
    return NULL;

  text = dup_text (dn);
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

static void
read_alt_names (Certificate certificate, AltNames names)
{
  gnutls_datum_t extension = { NULL, 0 };

  if (gnutls_x509_crt_get_extension_by_oid2 (certificate, OID_SUBJECT_ALT_NAME, 0, &extension, NULL) < 0)
    return;

  gnutls_x509_ext_import_subject_alt_names (&extension, names, 0);
  gnutls_free (extension.data);
}

static char **
dup_names (Certificate certificate)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (AltNames) names = NULL;
  gnutls_datum_t name;
  guint type;

  gnutls_subject_alt_names_init (&names);
  read_alt_names (certificate, names);
  for (guint i = 0; gnutls_subject_alt_names_get (names, i, &type, &name, NULL) == GNUTLS_E_SUCCESS; i++)
    {
      g_autofree char *text = NULL;

      if (type == GNUTLS_SAN_DNSNAME)
        text = dup_text (&name);
      else if (type == GNUTLS_SAN_IPADDRESS)
        text = dup_address (&name);

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }

  return g_strv_builder_end (builder);
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

static const char *
or_unknown (const char *name)
{
  return name != NULL && *name != '\0' ? name : _("an unnamed authority");
}

/* "mail.example.net, imap.example.net", the first few names of a certificate. */
static char *
dup_owner (const MailTlsInfo *info)
{
  g_autoptr (GString) owner = g_string_new (NULL);

  for (guint i = 0; info->names != NULL && info->names[i] != NULL && i < NAMES_IN_SENTENCE; i++)
    g_string_append_printf (owner, "%s%s", i > 0 ? ", " : "", info->names[i]);

  if (owner->len == 0)
    g_string_append (owner, info->subject != NULL ? info->subject : "?");

  return g_string_free (g_steal_pointer (&owner), FALSE);
}

static char *
dup_date (gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (seconds);

  return date != NULL ? g_date_time_format (date, "%x") : g_strdup ("?");
}

static GError *
wrong_host_error (const char *host, const MailTlsInfo *info)
{
  g_autofree char *owner = dup_owner (info);

  /* Translators: the first %s is the name of the server we asked for, the second the name or names that the
   * certificate was issued for. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_WRONG_HOST,
                      _("The server that answered is not %s: its certificate was issued for %s."), host,
                      owner);
}

static GError *
expired_error (const char *host, const MailTlsInfo *info)
{
  g_autofree char *date = dup_date (info->not_after);

  /* The one that expired may also be an issuer's. */
  if (info->not_after > g_get_real_time () / G_USEC_PER_SEC)
    /* Translators: %s is the name of a server, such as imap.example.org. */
    return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_EXPIRED,
                        _("The certificate of an authority that vouches for %s has expired."), host);

  /* Translators: the first %s is the name of a server, the second a date. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_EXPIRED, _("The certificate of %s expired on %s."),
                      host, date);
}

static GError *
not_yet_valid_error (const char *host, const MailTlsInfo *info)
{
  g_autofree char *date = dup_date (info->not_before);

  /* Translators: the first %s is the name of a server, the second a date. */
  return g_error_new (
      MAIL_ERROR, MAIL_ERROR_CERTIFICATE_NOT_YET_VALID,
      _("The certificate of %s is valid only from %s on; is the clock of this computer right?"), host, date);
}

static GError *
unknown_issuer_error (const char *host, const MailTlsInfo *info)
{
  if (info->subject != NULL && g_strcmp0 (info->subject, info->issuer) == 0)
    /* Translators: %s is the name of a server, such as imap.example.org. */
    return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_SELF_SIGNED,
                        _("%s vouches only for itself: its certificate is self-signed."), host);

  /* Translators: the first %s is the name of a server, the second that of the authority that issued its
   * certificate. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
                      _("The certificate of %s comes from %s, which this computer does not trust."), host,
                      or_unknown (info->issuer));
}

/* The fault first that a person must know first. GnuTLS sets several bits at once, and stops looking at the
 * dates when it finds no issuer; so the dates themselves are asked. */
static GError *
find_fault (guint status, const char *host, const MailTlsInfo *info)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (status & GNUTLS_CERT_REVOKED)
    /* Translators: %s is the name of a server, such as imap.example.org. */
    return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_REVOKED,
                        _("The certificate of %s was revoked by its issuer; someone else may hold its key."),
                        host);

  if (status & GNUTLS_CERT_UNEXPECTED_OWNER)
    return wrong_host_error (host, info);

  if (status & GNUTLS_CERT_EXPIRED || info->not_after < now)
    return expired_error (host, info);

  if (status & GNUTLS_CERT_NOT_ACTIVATED || info->not_before > now)
    return not_yet_valid_error (host, info);

  if (status & GNUTLS_CERT_INSECURE_ALGORITHM && !(status & GNUTLS_CERT_SIGNER_NOT_FOUND))
    /* Translators: %s is the name of a server, such as imap.example.org. */
    return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_WEAK,
                        _("The certificate of %s uses old cryptography, which can be forged."), host);

  return unknown_issuer_error (host, info);
}

/**
 * mail_certificate_read:
 * @session: a session that has seen the peer's certificate
 * @info: where the facts go
 *
 * Fills the certificate part of @info. Texts are valid UTF-8 and printable, whatever the certificate holds.
 *
 * Returns: %FALSE where there is no certificate that can be read
 */
gboolean
mail_certificate_read (gnutls_session_t session, MailTlsInfo *info)
{
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (session, NULL);

  return chain != NULL && mail_certificate_read_der (chain->data, chain->size, info);
}

/**
 * mail_certificate_read_der:
 * @der: (array length=size): a certificate in DER format
 * @size: its size in bytes
 * @info: where the facts go
 *
 * As mail_certificate_read(), where somebody else holds the session.
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
  info->names = dup_names (certificate);
  info->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, size);
  info->spki_sha256 = compute_spki_sha256 (certificate);
  return TRUE;
}

/**
 * mail_certificate_judge:
 * @status: the gnutls_certificate_status_t bits of a verification
 * @host: the name or address that was asked for
 * @info: the facts of the certificate
 * @error: return location for an error
 *
 * Turns a verification into one sentence about the fault that matters most: revoked, wrong host, expired, not
 * yet valid, weak, self-signed, unknown issuer. Everything else that @status may hold (a broken signature,
 * another purpose) means that nobody trusted vouches for the server, and is said as that. Errors:
 * MAIL_ERROR_CERTIFICATE_*.
 *
 * Returns: %TRUE where @status is 0
 */
gboolean
mail_certificate_judge (guint status, const char *host, const MailTlsInfo *info, GError **error)
{
  if (status == 0)
    return TRUE;

  g_propagate_error (error, find_fault (status, host, info));
  return FALSE;
}
