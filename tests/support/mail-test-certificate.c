/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-test-certificate.h"

#include <gio/gio.h>
#include <string.h>

#define DAY (24 * 3600)

#define OID_SUBJECT_ALT_NAME "2.5.29.17"
/* 1.3.6.1.5.5.7.8.7, in DER. */
#define OID_SRV_NAME                                                                                         \
  {                                                                                                          \
    0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x08, 0x07                                               \
  }

#define TAG_IA5      0x16
#define TAG_SEQUENCE 0x30
#define TAG_DNS      0x82
#define TAG_URI      0x86
#define TAG_IP       0x87
#define TAG_OTHER    0xa0
#define TAG_EXPLICIT 0xa0

/* Keys are what takes time; one of each size serves a whole program. */
static gnutls_x509_privkey_t
dup_key (guint rsa_bits)
{
  static GHashTable *keys;
  gnutls_x509_privkey_t made, key;

  if (keys == NULL)
    keys = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) gnutls_x509_privkey_deinit);
  made = g_hash_table_lookup (keys, GUINT_TO_POINTER (rsa_bits));
  if (made == NULL)
    {
      gnutls_pk_algorithm_t kind = rsa_bits > 0 ? GNUTLS_PK_RSA : GNUTLS_PK_EDDSA_ED25519;

      gnutls_x509_privkey_init (&made);
      g_assert_cmpint (gnutls_x509_privkey_generate (made, kind, rsa_bits, 0), ==, GNUTLS_E_SUCCESS);
      g_hash_table_insert (keys, GUINT_TO_POINTER (rsa_bits), made);
    }
  gnutls_x509_privkey_init (&key);
  g_assert_cmpint (gnutls_x509_privkey_cpy (key, made), ==, GNUTLS_E_SUCCESS);
  return key;
}

/* By hand, because GnuTLS writes nothing odd. */
static GByteArray *
wrap (guint8 tag, gconstpointer data, gsize size)
{
  const guint8 small[] = { tag, (guint8) size };
  const guint8 big[] = { tag, 0x82, (guint8) (size >> 8), (guint8) size };
  const guint8 middle[] = { tag, 0x81, (guint8) size };
  GByteArray *der = g_byte_array_new ();

  g_assert_cmpuint (size, <=, G_MAXUINT16);
  if (size < 0x80)
    g_byte_array_append (der, small, sizeof small);
  else if (size < 0x100)
    g_byte_array_append (der, middle, sizeof middle);
  else
    g_byte_array_append (der, big, sizeof big);
  return g_byte_array_append (der, data, (guint) size);
}

static GByteArray *
wrap_service (const char *text)
{
  static const guint8 oid[] = OID_SRV_NAME;
  g_autoptr (GByteArray) string = wrap (TAG_IA5, text, strlen (text));
  g_autoptr (GByteArray) value = wrap (TAG_EXPLICIT, string->data, string->len);

  g_byte_array_prepend (value, oid, sizeof oid);
  return wrap (TAG_OTHER, value->data, value->len);
}

static GByteArray *
wrap_address (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return wrap (TAG_IP, g_inet_address_to_bytes (address), g_inet_address_get_native_size (address));
}

static GByteArray *
wrap_name (const char *name)
{
  const char *value = strchr (name, ':') + 1;
  g_autoptr (GBytes) bytes = g_uri_unescape_bytes (value, -1, NULL, NULL);
  guint8 tag = g_str_has_prefix (name, "dns:") ? TAG_DNS : TAG_URI;

  if (g_str_has_prefix (name, "srv:"))
    return wrap_service (value);
  if (g_str_has_prefix (name, "ip:"))
    return wrap_address (value);
  return wrap (tag, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
add_names (gnutls_x509_crt_t certificate, const char *text)
{
  g_auto (GStrv) names = g_strsplit (text, " ", -1);
  g_autoptr (GByteArray) list = g_byte_array_new ();
  g_autoptr (GByteArray) extension = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GByteArray) name = wrap_name (names[i]);

      g_byte_array_append (list, name->data, name->len);
    }
  extension = wrap (TAG_SEQUENCE, list->data, list->len);
  g_assert_cmpint (gnutls_x509_crt_set_extension_by_oid (certificate, OID_SUBJECT_ALT_NAME, extension->data,
                                                         extension->len, 0),
                   ==, GNUTLS_E_SUCCESS);
}

static void
fill (gnutls_x509_crt_t certificate, const MailTestCertificatePlan *plan)
{
  time_t now = g_get_real_time () / G_USEC_PER_SEC;

  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, "\1", 1);
  gnutls_x509_crt_set_activation_time (certificate, now + plan->begins * DAY);
  gnutls_x509_crt_set_expiration_time (certificate, now + plan->ends * DAY);
  if (plan->subject != NULL)
    g_assert_cmpint (gnutls_x509_crt_set_dn (certificate, plan->subject, NULL), ==, GNUTLS_E_SUCCESS);
  if (plan->names != NULL)
    add_names (certificate, plan->names);
}

MailTestCertificate *
mail_test_certificate_new (const MailTestCertificatePlan *plan)
{
  MailTestCertificate *self = g_new0 (MailTestCertificate, 1);
  const MailTestCertificate *issuer = plan->issuer != NULL ? plan->issuer : self;
  gboolean is_rsa;

  self->key = dup_key (plan->rsa_bits);
  gnutls_x509_crt_init (&self->certificate);
  fill (self->certificate, plan);
  gnutls_x509_crt_set_key (self->certificate, self->key);
  is_rsa = gnutls_x509_privkey_get_pk_algorithm (issuer->key) == GNUTLS_PK_RSA;
  g_assert_cmpint (gnutls_x509_crt_sign2 (self->certificate, issuer->certificate, issuer->key,
                                          is_rsa ? GNUTLS_DIG_SHA256 : GNUTLS_DIG_SHA512, 0),
                   ==, GNUTLS_E_SUCCESS);
  g_assert_cmpint (gnutls_x509_crt_export2 (self->certificate, GNUTLS_X509_FMT_DER, &self->der), ==,
                   GNUTLS_E_SUCCESS);
  /* What GnuTLS remembers of the names is read then. */
  gnutls_x509_crt_deinit (self->certificate);
  gnutls_x509_crt_init (&self->certificate);
  g_assert_cmpint (gnutls_x509_crt_import (self->certificate, &self->der, GNUTLS_X509_FMT_DER), ==,
                   GNUTLS_E_SUCCESS);
  return self;
}

void
mail_test_certificate_free (MailTestCertificate *self)
{
  gnutls_x509_crt_deinit (self->certificate);
  gnutls_x509_privkey_deinit (self->key);
  gnutls_free (self->der.data);
  g_free (self);
}
