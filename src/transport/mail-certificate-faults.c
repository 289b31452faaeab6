/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-certificate-faults.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gnutls/x509.h>

#include "mail-certificate.h"
#include "mail-error.h"
#include "mail-text.h"

/* More names than these do not help a person in a sentence. */
#define NAMES_IN_SENTENCE 3
#define NAME_LENGTH       100

/* What GnuTLS says. INVALID says nothing, UNEXPECTED_OWNER is not asked for. */
static const struct
{
  guint status;
  guint fault;
} faults_of_status[] = {
  { GNUTLS_CERT_REVOKED, MAIL_CERTIFICATE_FAULT_REVOKED },
  { GNUTLS_CERT_UNEXPECTED_OWNER, MAIL_CERTIFICATE_FAULT_WRONG_HOST },
  { GNUTLS_CERT_EXPIRED, MAIL_CERTIFICATE_FAULT_EXPIRED },
  { GNUTLS_CERT_NOT_ACTIVATED, MAIL_CERTIFICATE_FAULT_NOT_YET_VALID },
  { GNUTLS_CERT_INSECURE_ALGORITHM, MAIL_CERTIFICATE_FAULT_WEAK },
  { GNUTLS_CERT_SIGNER_NOT_FOUND, MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER },
  { GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED, MAIL_CERTIFICATE_FAULT_UNCONFIRMED },
  { GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE, MAIL_CERTIFICATE_FAULT_UNCONFIRMED },
  { GNUTLS_CERT_MISSING_OCSP_STATUS, MAIL_CERTIFICATE_FAULT_UNCONFIRMED },
  { GNUTLS_CERT_INVALID_OCSP_STATUS, MAIL_CERTIFICATE_FAULT_UNCONFIRMED },
  { GNUTLS_CERT_SIGNER_NOT_CA, MAIL_CERTIFICATE_FAULT_UNFIT },
  { GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE, MAIL_CERTIFICATE_FAULT_UNFIT },
  { GNUTLS_CERT_SIGNATURE_FAILURE, MAIL_CERTIFICATE_FAULT_UNFIT },
  { GNUTLS_CERT_PURPOSE_MISMATCH, MAIL_CERTIFICATE_FAULT_UNFIT },
  { GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, MAIL_CERTIFICATE_FAULT_UNFIT },
};

/* The certificates that a server sent. */
typedef struct
{
  gnutls_x509_crt_t certificates[MAIL_CERTIFICATE_MAX_CHAIN];
  guint length;
} Chain;

static void
chain_clear (Chain *chain)
{
  for (guint i = 0; i < chain->length; i++)
    gnutls_x509_crt_deinit (chain->certificates[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

/* One that cannot be read has no name and no date; what comes after it is of no use either. */
static void
chain_import (Chain *chain, const gnutls_datum_t *ders, guint length)
{
  for (guint i = 0; i < MIN (length, MAIL_CERTIFICATE_MAX_CHAIN); i++)
    {
      gnutls_x509_crt_init (&chain->certificates[chain->length++]);
      if (gnutls_x509_crt_import (chain->certificates[i], &ders[i], GNUTLS_X509_FMT_DER) < 0)
        {
          gnutls_x509_crt_deinit (chain->certificates[--chain->length]);
          return;
        }
    }
}

static guint
look_at_dates (gnutls_x509_crt_t certificate)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  guint faults = 0;

  if (gnutls_x509_crt_get_expiration_time (certificate) < now)
    faults |= MAIL_CERTIFICATE_FAULT_EXPIRED;
  if (gnutls_x509_crt_get_activation_time (certificate) > now)
    faults |= MAIL_CERTIFICATE_FAULT_NOT_YET_VALID;
  return faults;
}

static gboolean
is_self_issued (gnutls_x509_crt_t certificate)
{
  return gnutls_x509_crt_check_issuer (certificate, certificate) != 0;
}

/* A key below 112 bits, as the priorities of MailTlsSession have it, or a signature that can be forged. Who
 * signs for himself proves nothing by it, so how does not matter. */
static guint
look_at_strength (gnutls_x509_crt_t certificate)
{
  guint bits = 0;
  int key = gnutls_x509_crt_get_pk_algorithm (certificate, &bits);
  int signature = gnutls_x509_crt_get_signature_algorithm (certificate);
  gboolean is_weak = key < 0 || gnutls_pk_bits_to_sec_param (key, bits) < GNUTLS_SEC_PARAM_MEDIUM;

  if (!is_self_issued (certificate))
    is_weak |= signature < 0 || !gnutls_sign_is_secure2 (signature, GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS);
  return is_weak ? MAIL_CERTIFICATE_FAULT_WEAK : 0;
}

/* The issuer of certificate i among those that came along; 0 where it is not there. */
static guint
find_issuer (const Chain *chain, guint i)
{
  for (guint k = i + 1; k < chain->length; k++)
    if (gnutls_x509_crt_check_issuer (chain->certificates[i], chain->certificates[k]))
      return k;
  return 0;
}

/* Servers also send certificates that lead nowhere, such as an old root that expired: these do not count. */
static guint
look_along_path (const Chain *chain)
{
  guint faults = 0;
  guint i = 0;

  do
    {
      faults |= look_at_dates (chain->certificates[i]) | look_at_strength (chain->certificates[i]);
      i = find_issuer (chain, i);
    }
  while (i != 0);
  return faults;
}

static guint
read_status (guint status)
{
  guint faults = 0;

  for (guint i = 0; i < G_N_ELEMENTS (faults_of_status); i++)
    if (status & faults_of_status[i].status)
      faults |= faults_of_status[i].fault;
  /* A bit that only a later GnuTLS knows counts, too. */
  return status != 0 && faults == 0 ? MAIL_CERTIFICATE_FAULT_UNFIT : faults;
}

/* Of an issuer that nobody knows, no word about the certificate can be checked, and no rule is known. That
 * it is not known is all that is to be said then. */
static guint
refine_issuer (guint faults, gnutls_x509_crt_t certificate)
{
  if (!(faults & MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER))
    return faults;
  faults &= ~(guint) (MAIL_CERTIFICATE_FAULT_UNCONFIRMED | MAIL_CERTIFICATE_FAULT_UNFIT);
  if (is_self_issued (certificate))
    faults ^= MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER | MAIL_CERTIFICATE_FAULT_SELF_SIGNED;
  return faults;
}

/**
 * mail_certificate_find_faults:
 * @chain: (array length=length): the certificates that a server sent, in DER format, its own first
 * @length: how many
 * @status: what GnuTLS found: gnutls_certificate_status_t bits of a verification, which need not have
 *   compared names
 * @wanted: who has to answer
 *
 * Lists all that is wrong. GnuTLS stops looking at dates and methods where it finds no issuer, so that they
 * are looked at here, along the path from the server's certificate through those that it sent; and names are
 * compared by RFC 7817.
 *
 * Returns: #MailCertificateFault flags; 0 where the certificate proves @wanted
 */
guint
mail_certificate_find_faults (const gnutls_datum_t *chain,
                              guint length,
                              guint status,
                              const MailIdentity *wanted)
{
  guint faults = read_status (status);
  g_auto (Chain) imported = { .length = 0 };

  chain_import (&imported, chain, length);
  if (imported.length == 0)
    return faults | MAIL_CERTIFICATE_FAULT_UNFIT;

  faults |= look_at_dates (imported.certificates[0]);
  if (faults & MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER)
    faults |= look_along_path (&imported);
  if (!mail_certificate_names_match (imported.certificates[0], wanted))
    faults |= MAIL_CERTIFICATE_FAULT_WRONG_HOST;
  return refine_issuer (faults, imported.certificates[0]);
}

static char *
neutralise (const char *name)
{
  g_autofree char *text = mail_text_neutralise (name, -1, NAME_LENGTH);

  return *text != '\0' ? g_steal_pointer (&text) : g_strdup (_("an unnamed authority"));
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

  return mail_text_neutralise (owner->str, -1, NAMES_IN_SENTENCE * NAME_LENGTH);
}

static GError *
revoked_error (const char *host, const MailTlsInfo *info)
{
  /* Translators: %s is the name of a server, such as imap.example.org. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_REVOKED,
                      _("The certificate of %s was revoked by its issuer; someone else may hold its key."),
                      host);
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
  g_autofree char *date = mail_tls_info_format_date (info->not_after);

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
  g_autofree char *date = mail_tls_info_format_date (info->not_before);

  /* Translators: the first %s is the name of a server, the second a date. */
  return g_error_new (
      MAIL_ERROR, MAIL_ERROR_CERTIFICATE_NOT_YET_VALID,
      _("The certificate of %s is valid only from %s on; is the clock of this computer right?"), host, date);
}

static GError *
weak_error (const char *host, const MailTlsInfo *info)
{
  /* Translators: %s is the name of a server, such as imap.example.org. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_WEAK,
                      _("The certificate of %s uses old cryptography, which can be forged."), host);
}

static GError *
self_signed_error (const char *host, const MailTlsInfo *info)
{
  /* Translators: %s is the name of a server, such as imap.example.org. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_SELF_SIGNED,
                      _("%s vouches only for itself: its certificate is self-signed."), host);
}

static GError *
unknown_issuer_error (const char *host, const MailTlsInfo *info)
{
  g_autofree char *issuer = neutralise (info->issuer);

  /* Translators: the first %s is the name of a server, the second that of the authority that issued its
   * certificate. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
                      _("The certificate of %s comes from %s, which this computer does not trust."), host,
                      issuer);
}

static GError *
changed_error (const char *host, const MailTlsInfo *info)
{
  /* Translators: %s is the name of a server, such as imap.example.org. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_CHANGED,
                      _("The certificate of %s is not the one that you accepted earlier."), host);
}

/* There is no code of their own for these: in the end, nobody whom this computer trusts vouches. */
static GError *
unconfirmed_error (const char *host, const MailTlsInfo *info)
{
  /* Translators: %s is the name of a server, such as imap.example.org. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
                      _("%s brought no valid word of its issuer that its certificate still counts."), host);
}

static GError *
unfit_error (const char *host, const MailTlsInfo *info)
{
  /* Translators: %s is the name of a server, such as imap.example.org. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
                      _("The certificate of %s was not made for a server like this one, or is damaged."),
                      host);
}

/* In the order in which a person must know. A pin decides alone: what else is wrong with another key than the
 * pinned one is beside the point. */
static const struct
{
  guint fault;
  GError *(*create) (const char *host, const MailTlsInfo *info);
} errors[] = {
  { MAIL_CERTIFICATE_FAULT_CHANGED, changed_error },
  { MAIL_CERTIFICATE_FAULT_REVOKED, revoked_error },
  { MAIL_CERTIFICATE_FAULT_WRONG_HOST, wrong_host_error },
  { MAIL_CERTIFICATE_FAULT_EXPIRED, expired_error },
  { MAIL_CERTIFICATE_FAULT_NOT_YET_VALID, not_yet_valid_error },
  { MAIL_CERTIFICATE_FAULT_WEAK, weak_error },
  { MAIL_CERTIFICATE_FAULT_SELF_SIGNED, self_signed_error },
  { MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER, unknown_issuer_error },
  { MAIL_CERTIFICATE_FAULT_UNCONFIRMED, unconfirmed_error },
};

/**
 * mail_certificate_judge:
 * @host: the name or address that was asked for
 * @info: the facts of the certificate, with all its faults
 * @error: return location for an error
 *
 * Turns the faults into one sentence about the one that matters most: another key than the pinned one, then
 * those of #MailCertificateFault in their order. Errors: MAIL_ERROR_CERTIFICATE_*.
 *
 * Returns: %TRUE where there are none
 */
gboolean
mail_certificate_judge (const char *host, const MailTlsInfo *info, GError **error)
{
  if (info->faults == 0)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (info->faults & errors[i].fault)
      {
        g_propagate_error (error, errors[i].create (host, info));
        return FALSE;
      }
  g_propagate_error (error, unfit_error (host, info));
  return FALSE;
}
