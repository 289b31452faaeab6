/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whom a certificate names: RFC 7817 section 3, which is RFC 6125 section 6 for mail.
 *
 * GnuTLS compares whole names and addresses. What it is more generous with than RFC 7817 is done here: it
 * takes "*oo.example.org" for foo.example.org, an IP address that stands among the DNS names, and the
 * subject's common name although the certificate names services. And it knows no services.
 *
 * A service is named as "_imaps.example.org" (SRV-ID, RFC 4985): the owner of that domain says who its IMAP
 * server is. Two domains may stand there. That of the person's address, because the person typed it; whatever
 * an attacker makes the DNS say about which host serves that domain, a certificate in the domain's own name
 * is out of his reach. And the host that was asked for, which for its part is what the person typed or
 * confirmed. The plain name of the address's domain (DNS-ID) is not enough, although RFC 7817 would allow it:
 * it is what every web server of that domain has, and who keeps a website need not see the mail. */

#include "mail-certificate-names.h"

#include <gio/gio.h>
#include <gnutls/x509-ext.h>
#include <string.h>

#include "mail-text.h"

#define OID_SUBJECT_ALT_NAME "2.5.29.17"
#define OID_COMMON_NAME      "2.5.4.3"

/* A domain name has at most 253 characters (RFC 1035 section 2.3.4), a service stands before it. */
#define NAME_LENGTH 300

/* More names than any certificate needs. */
#define MAX_NAMES 1000

typedef gnutls_subject_alt_names_t AltNames;

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (AltNames, gnutls_subject_alt_names_deinit, NULL)

/* One subjectAltName; text where it is one of the kinds that count. */
typedef struct
{
  guint type;
  char *text;
} Name;

static void
name_free (Name *name)
{
  g_free (name->text);
  g_free (name);
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

/* A NUL or anything else that is not seen, and the name is not what it looks like: nobody's. */
static char *
dup_host_text (const gnutls_datum_t *datum)
{
  for (guint i = 0; i < datum->size; i++)
    if (!g_ascii_isgraph (datum->data[i]))
      return NULL;
  return datum->size > 0 && datum->size <= NAME_LENGTH ? g_strndup ((char *) datum->data, datum->size) : NULL;
}

/* RFC 4985 section 2: an IA5String in an other name. */
static char *
dup_service (const char *oid, const gnutls_datum_t *datum)
{
  gnutls_datum_t value = { NULL, 0 };
  guint type = 0;
  char *text = NULL;

  if (gnutls_x509_othername_to_virtual (oid, datum, &type, &value) < 0)
    return NULL;
  if (type == GNUTLS_SAN_OTHERNAME_SRV)
    text = dup_host_text (&value);
  gnutls_free (value.data);
  return text;
}

static Name *
name_new (guint type, const gnutls_datum_t *datum, const gnutls_datum_t *oid)
{
  Name *name = g_new0 (Name, 1);

  name->type = type;
  if (type == GNUTLS_SAN_DNSNAME)
    name->text = dup_host_text (datum);
  else if (type == GNUTLS_SAN_IPADDRESS)
    name->text = dup_address (datum);
  else if (type == GNUTLS_SAN_OTHERNAME && oid->data != NULL)
    {
      g_autofree char *text = g_strndup ((char *) oid->data, oid->size);

      name->text = dup_service (text, datum);
    }
  return name;
}

static void
import_alt_names (gnutls_x509_crt_t certificate, AltNames names)
{
  gnutls_datum_t extension = { NULL, 0 };

  if (gnutls_x509_crt_get_extension_by_oid2 (certificate, OID_SUBJECT_ALT_NAME, 0, &extension, NULL) < 0)
    return;

  gnutls_x509_ext_import_subject_alt_names (&extension, names, 0);
  gnutls_free (extension.data);
}

static GPtrArray *
list_names (gnutls_x509_crt_t certificate)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) name_free);
  g_auto (AltNames) names = NULL;
  gnutls_datum_t datum, oid = { NULL, 0 };
  guint type;

  gnutls_subject_alt_names_init (&names);
  import_alt_names (certificate, names);
  for (guint i = 0;
       i < MAX_NAMES && gnutls_subject_alt_names_get (names, i, &type, &datum, &oid) == GNUTLS_E_SUCCESS; i++)
    g_ptr_array_add (list, name_new (type, &datum, &oid));
  return list;
}

static gboolean
is_service (const Name *name)
{
  return name->type == GNUTLS_SAN_OTHERNAME && name->text != NULL;
}

/* RFC 6125 section 6.4.4: the common name counts only where no name of a better kind is there. */
static gboolean
may_use_common_name (GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      const Name *name = g_ptr_array_index (names, i);

      if (name->type == GNUTLS_SAN_DNSNAME || name->type == GNUTLS_SAN_IPADDRESS
          || name->type == GNUTLS_SAN_URI || is_service (name))
        return FALSE;
    }
  return TRUE;
}

/* NULL where there is none, or several of which nobody knows the right one. */
static char *
dup_common_name (gnutls_x509_crt_t certificate)
{
  char text[NAME_LENGTH + 1] = "", second[NAME_LENGTH + 1];
  size_t size = sizeof text, second_size = sizeof second;
  gnutls_datum_t datum;

  if (gnutls_x509_crt_get_dn_by_oid (certificate, OID_COMMON_NAME, 0, 0, text, &size) < 0)
    return NULL;
  if (gnutls_x509_crt_get_dn_by_oid (certificate, OID_COMMON_NAME, 1, 0, second, &second_size)
      != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
    return NULL;
  datum = (gnutls_datum_t){ (guchar *) text, (guint) size };
  return dup_host_text (&datum);
}

/* RFC 7817 section 3, rule 5: the asterisk is the whole left-most label, and stands for exactly one. That it
 * must leave two labels is a rule of GnuTLS, too: nobody owns all of "*.org". */
static gboolean
matches_wildcard (const char *pattern, const char *host)
{
  const char *dot = strchr (host, '.');

  return g_str_has_prefix (pattern, "*.") && strchr (pattern + 2, '.') != NULL && dot != NULL && dot > host
         && g_ascii_strcasecmp (pattern + 1, dot) == 0;
}

static gboolean
matches_any_wildcard (gnutls_x509_crt_t certificate, GPtrArray *names, const char *host)
{
  g_autofree char *common_name = may_use_common_name (names) ? dup_common_name (certificate) : NULL;

  for (guint i = 0; i < names->len; i++)
    {
      const Name *name = g_ptr_array_index (names, i);

      if (name->type == GNUTLS_SAN_DNSNAME && name->text != NULL && matches_wildcard (name->text, host))
        return TRUE;
    }
  return common_name != NULL && matches_wildcard (common_name, host);
}

/* RFC 6186 section 3 and RFC 8314 section 5.1. How TLS begins makes two names of one service. */
static const char *const services[][2] = {
  [MAIL_PROTOCOL_IMAP] = { "_imaps.", "_imap." },
  [MAIL_PROTOCOL_POP3] = { "_pop3s.", "_pop3." },
  [MAIL_PROTOCOL_SMTP] = { "_submissions.", "_submission." },
};

/* RFC 7817 knows no asterisk here. */
static gboolean
is_service_of (const char *text, const MailIdentity *wanted)
{
  for (guint i = 0; i < G_N_ELEMENTS (services[0]); i++)
    {
      const char *service = services[wanted->protocol][i];
      gsize length = strlen (service);

      if (g_ascii_strncasecmp (text, service, length) != 0)
        continue;
      if (g_ascii_strcasecmp (text + length, wanted->host) == 0)
        return TRUE;
      if (wanted->domain != NULL && g_ascii_strcasecmp (text + length, wanted->domain) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
matches_any_service (GPtrArray *names, const MailIdentity *wanted)
{
  for (guint i = 0; wanted->is_mail && i < names->len; i++)
    {
      const Name *name = g_ptr_array_index (names, i);

      if (is_service (name) && is_service_of (name->text, wanted))
        return TRUE;
    }
  return FALSE;
}

/* Only an address among the addresses counts (RFC 6125 section 1.7.2 leaves them to RFC 5280). */
static gboolean
matches_address (gnutls_x509_crt_t certificate, const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return address != NULL
         && gnutls_x509_crt_check_ip (certificate, g_inet_address_to_bytes (address),
                                      (guint) g_inet_address_get_native_size (address), 0)
                != 0;
}

static gboolean
matches_whole_name (gnutls_x509_crt_t certificate, GPtrArray *names, const char *host)
{
  const guint flags = GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS | GNUTLS_VERIFY_DO_NOT_ALLOW_IP_MATCHES;
  gboolean has_names = FALSE;

  for (guint i = 0; i < names->len; i++)
    has_names |= ((const Name *) g_ptr_array_index (names, i))->type == GNUTLS_SAN_DNSNAME;

  /* Without DNS names GnuTLS would go on to the common name. */
  return (has_names || may_use_common_name (names))
         && gnutls_x509_crt_check_hostname2 (certificate, host, flags) != 0;
}

/**
 * mail_certificate_names_read:
 * @certificate: a certificate
 *
 * Returns: (transfer full): the DNS names, IP addresses and services ("_imaps.example.org") of its
 *   subjectAltName, printable; may be empty
 */
char **
mail_certificate_names_read (gnutls_x509_crt_t certificate)
{
  g_autoptr (GPtrArray) names = list_names (certificate);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < names->len; i++)
    {
      const Name *name = g_ptr_array_index (names, i);

      if (name->text != NULL)
        g_strv_builder_add (builder, name->text);
    }
  return g_strv_builder_end (builder);
}

/**
 * mail_certificate_names_match:
 * @certificate: a server's certificate
 * @wanted: who has to answer
 *
 * Compares by RFC 7817 section 3: DNS names (DNS-ID), whole or with an asterisk as the left-most label;
 * services (SRV-ID); the common name (CN-ID) only where nothing better is there; IP addresses only by IP
 * addresses. URIs never count. Whether the certificate itself is to be believed is another question.
 *
 * Returns: whether it names @wanted
 */
gboolean
mail_certificate_names_match (gnutls_x509_crt_t certificate, const MailIdentity *wanted)
{
  g_autoptr (GPtrArray) names = list_names (certificate);

  if (g_hostname_is_ip_address (wanted->host))
    return matches_address (certificate, wanted->host);
  return matches_whole_name (certificate, names, wanted->host)
         || matches_any_wildcard (certificate, names, wanted->host) || matches_any_service (names, wanted);
}
