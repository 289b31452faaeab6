/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-tls-database.h"

#include <gnutls/x509.h>

#include "mail-anchors.h"
#include "mail-certificate-faults.h"
#include "mail-certificate.h"

/**
 * MailTlsDatabase:
 *
 * Judges certificates for GIO as MailTlsStream does. GIO's own database would read all anchors of the system
 * again for every connection, on the main loop and just when the other side waits for the first word of TLS;
 * and it does not look at the purpose of a certificate.
 */
struct _MailTlsDatabase
{
  GTlsDatabase parent_instance;

  MailAnchors *anchors; /* NULL: trusts nobody */
  GMutex mutex;         /* GIO verifies in a thread: for reading the anchors, which happens once */
  gboolean prepared;
};

G_DEFINE_FINAL_TYPE (MailTlsDatabase, mail_tls_database, G_TYPE_TLS_DATABASE)

/* Self-signed is what judge finds out again. */
static const struct
{
  GTlsCertificateFlags flag;
  guint faults;
} flags_of_faults[] = {
  { G_TLS_CERTIFICATE_UNKNOWN_CA,
    MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER | MAIL_CERTIFICATE_FAULT_SELF_SIGNED },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, MAIL_CERTIFICATE_FAULT_WRONG_HOST },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, MAIL_CERTIFICATE_FAULT_NOT_YET_VALID },
  { G_TLS_CERTIFICATE_EXPIRED, MAIL_CERTIFICATE_FAULT_EXPIRED },
  { G_TLS_CERTIFICATE_REVOKED, MAIL_CERTIFICATE_FAULT_REVOKED },
  { G_TLS_CERTIFICATE_INSECURE, MAIL_CERTIFICATE_FAULT_WEAK },
  { G_TLS_CERTIFICATE_GENERIC_ERROR, MAIL_CERTIFICATE_FAULT_UNFIT },
};

/* Every flag counts, also one that GIO will only invent. */
static guint
to_faults (GTlsCertificateFlags flags, const MailTlsInfo *info)
{
  gboolean is_self_issued = info->subject != NULL && g_strcmp0 (info->subject, info->issuer) == 0;
  guint faults = 0;

  for (guint i = 0; i < G_N_ELEMENTS (flags_of_faults); i++)
    if (flags & flags_of_faults[i].flag)
      faults |= flags_of_faults[i].faults;
  faults &= ~(guint) (is_self_issued ? MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER
                                     : MAIL_CERTIFICATE_FAULT_SELF_SIGNED);
  return flags != G_TLS_CERTIFICATE_NO_FLAGS && faults == 0 ? MAIL_CERTIFICATE_FAULT_UNFIT : faults;
}

static GTlsCertificateFlags
from_faults (guint faults)
{
  GTlsCertificateFlags flags = G_TLS_CERTIFICATE_NO_FLAGS;

  for (guint i = 0; i < G_N_ELEMENTS (flags_of_faults); i++)
    if (faults & flags_of_faults[i].faults)
      flags |= flags_of_faults[i].flag;
  return faults != 0 && flags == G_TLS_CERTIFICATE_NO_FLAGS ? G_TLS_CERTIFICATE_GENERIC_ERROR : flags;
}

/* A chain as GIO has it, in both forms that are needed. */
typedef struct
{
  GByteArray *bytes[MAIL_CERTIFICATE_MAX_CHAIN];
  gnutls_datum_t ders[MAIL_CERTIFICATE_MAX_CHAIN];
  gnutls_x509_crt_t certificates[MAIL_CERTIFICATE_MAX_CHAIN];
  guint length;
} Chain;

static void
chain_clear (Chain *chain)
{
  for (guint i = 0; i < chain->length; i++)
    {
      g_byte_array_unref (chain->bytes[i]);
      gnutls_x509_crt_deinit (chain->certificates[i]);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

static gboolean
chain_add (Chain *chain, GTlsCertificate *certificate)
{
  guint i = chain->length++;

  g_object_get (certificate, "certificate", &chain->bytes[i], NULL);
  chain->ders[i] = (gnutls_datum_t){ chain->bytes[i]->data, chain->bytes[i]->len };
  gnutls_x509_crt_init (&chain->certificates[i]);
  return gnutls_x509_crt_import (chain->certificates[i], &chain->ders[i], GNUTLS_X509_FMT_DER)
         == GNUTLS_E_SUCCESS;
}

/* Reads the anchors of the system where nobody did before. */
static gnutls_x509_trust_list_t
get_trust_list (MailTlsDatabase *self)
{
  gnutls_x509_trust_list_t list;

  g_mutex_lock (&self->mutex);
  gnutls_certificate_get_trust_list (mail_anchors_get_credentials (self->anchors), &list);
  g_mutex_unlock (&self->mutex);
  return list;
}

static GTlsCertificateFlags
verify_imported (MailTlsDatabase *self, Chain *chain, const char *host)
{
  const MailIdentity identity = { .host = host };
  gnutls_typed_vdata_st wanted = { GNUTLS_DT_KEY_PURPOSE_OID, (guchar *) GNUTLS_KP_TLS_WWW_SERVER, 0 };
  guint status = 0;

  if (gnutls_x509_trust_list_verify_crt2 (get_trust_list (self), chain->certificates, chain->length, &wanted,
                                          1, GNUTLS_PROFILE_TO_VFLAGS (GNUTLS_PROFILE_MEDIUM), &status, NULL)
      < 0)
    return G_TLS_CERTIFICATE_GENERIC_ERROR;
  return from_faults (mail_certificate_find_faults (chain->ders, chain->length, status, &identity));
}

/* Without a name that it should prove, a certificate proves nothing. */
static GTlsCertificateFlags
mail_tls_database_verify_chain (GTlsDatabase *database,
                                GTlsCertificate *certificate,
                                const char *purpose,
                                GSocketConnectable *identity,
                                GTlsInteraction *interaction,
                                GTlsDatabaseVerifyFlags flags,
                                GCancellable *cancellable,
                                GError **error)
{
  MailTlsDatabase *self = MAIL_TLS_DATABASE (database);
  g_auto (Chain) chain = { .length = 0 };

  if (self->anchors == NULL || !G_IS_NETWORK_ADDRESS (identity))
    return G_TLS_CERTIFICATE_UNKNOWN_CA;
  while (certificate != NULL && chain.length < MAIL_CERTIFICATE_MAX_CHAIN)
    {
      if (!chain_add (&chain, certificate))
        return G_TLS_CERTIFICATE_GENERIC_ERROR;
      certificate = g_tls_certificate_get_issuer (certificate);
    }
  return verify_imported (self, &chain, g_network_address_get_hostname (G_NETWORK_ADDRESS (identity)));
}

static void
mail_tls_database_finalize (GObject *object)
{
  MailTlsDatabase *self = MAIL_TLS_DATABASE (object);

  g_clear_object (&self->anchors);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (mail_tls_database_parent_class)->finalize (object);
}

/* A connection is made with the database of the process, before it hears of another one: that of GIO is kept
 * from reading what is never used. */
static void
replace_default (void)
{
  g_autoptr (GTlsDatabase) nobody = g_object_new (MAIL_TYPE_TLS_DATABASE, NULL);

  g_tls_backend_set_default_database (g_tls_backend_get_default (), nobody);
}

static void
mail_tls_database_class_init (MailTlsDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_tls_database_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = mail_tls_database_verify_chain;
}

static void
mail_tls_database_init (MailTlsDatabase *self)
{
  g_mutex_init (&self->mutex);
}

/**
 * mail_tls_database_new:
 * @ca_file: (nullable) (type filename): certificates to trust as well as those of the system, in PEM format
 * @error: return location for an error
 *
 * Whoever names no database in this process trusts nobody from now on.
 *
 * Errors: %MAIL_ERROR_SETTINGS_INVALID where @ca_file cannot be read or holds no certificate.
 *
 * Returns: (transfer full): a new database, or %NULL with @error set
 */
MailTlsDatabase *
mail_tls_database_new (const char *ca_file, GError **error)
{
  static gsize replaced;
  MailAnchors *anchors = mail_anchors_new (ca_file, error);
  MailTlsDatabase *self;

  if (anchors == NULL)
    return NULL;
  if (g_once_init_enter (&replaced))
    {
      replace_default ();
      g_once_init_leave (&replaced, TRUE);
    }
  self = g_object_new (MAIL_TYPE_TLS_DATABASE, NULL);
  self->anchors = anchors;
  return self;
}

static gboolean
on_idle (gpointer user_data)
{
  get_trust_list (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * mail_tls_database_prepare:
 * @self: a database
 *
 * Reads the anchors of the system as soon as there is nothing better to do, such as while a connection is on
 * its way.
 */
void
mail_tls_database_prepare (MailTlsDatabase *self)
{
  if (!self->prepared)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_idle, g_object_ref (self), g_object_unref);
  self->prepared = TRUE;
}

/**
 * mail_tls_database_judge:
 * @certificate: that of a server
 * @faults: what a database found wrong with it
 * @host: the name that it should prove
 * @error: return location for an error
 *
 * Errors: those of mail_certificate_judge().
 *
 * Returns: %TRUE where nothing is wrong; %FALSE with @error saying what is, for people
 */
gboolean
mail_tls_database_judge (GTlsCertificate *certificate,
                         GTlsCertificateFlags faults,
                         const char *host,
                         GError **error)
{
  g_autoptr (MailTlsInfo) info = mail_tls_info_new ();
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  mail_certificate_read_der (der->data, der->len, info);
  info->faults = to_faults (faults, info);
  return mail_certificate_judge (host, info, error);
}
