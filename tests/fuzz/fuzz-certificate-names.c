/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A certificate from anybody, and who is asked for: a host, a domain and a protocol on the first line, the
 * DER after it. */
#include <gio/gio.h>
#include <string.h>

#include "mail-certificate-faults.h"
#include "mail-certificate.h"

#include "fuzz.h"

/* What the first line says; the certificate is what is left. */
typedef struct
{
  char **words;
  MailIdentity wanted;
  const guint8 *der;
  gsize size;
} Input;

static void
input_clear (Input *input)
{
  g_strfreev (input->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Input, input_clear)

/* What a server may be called at all: such a name is a person's own, or was looked at before. */
static gboolean
is_host (const char *word)
{
  for (const char *p = word; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;
  return *word != '\0' && strlen (word) < 256;
}

static gboolean
read_input (const uint8_t *data, size_t size, Input *input)
{
  const uint8_t *end = memchr (data, '\n', size);
  g_autofree char *line = NULL;
  int protocol = MAIL_PROTOCOL_IMAP;

  if (end == NULL)
    return FALSE;
  line = g_strndup ((const char *) data, end - data);
  input->words = g_strsplit (line, " ", 3);
  if (g_strv_length (input->words) < 3 || !is_host (input->words[0]) || !is_host (input->words[1]))
    return FALSE;
  input->wanted.is_mail = mail_protocol_from_string (input->words[2], (MailProtocol *) &protocol);
  input->wanted.host = input->words[0];
  input->wanted.domain = input->words[1];
  input->wanted.protocol = protocol;
  input->der = end + 1;
  input->size = size - (input->der - data);
  return TRUE;
}

/* Written without a look at the code under test: the whole name, or an asterisk for the first label, or an
 * underscore and a service before it. */
static gboolean
could_mean (const char *name, const MailIdentity *wanted)
{
  const char *after_label = strchr (wanted->host, '.');
  const char *after_service = strchr (name, '.');

  if (g_ascii_strcasecmp (name, wanted->host) == 0)
    return TRUE;
  if (name[0] == '*')
    return after_label != NULL && g_ascii_strcasecmp (name + 1, after_label) == 0;
  return name[0] == '_' && wanted->is_mail && after_service != NULL
         && (g_ascii_strcasecmp (after_service + 1, wanted->host) == 0
             || g_ascii_strcasecmp (after_service + 1, wanted->domain) == 0);
}

/* An address may be written in more ways than one. */
static gboolean
is_same_address (const char *name, const char *host)
{
  g_autoptr (GInetAddress) a = g_inet_address_new_from_string (name);
  g_autoptr (GInetAddress) b = g_inet_address_new_from_string (host);

  return a != NULL && b != NULL && g_inet_address_equal (a, b);
}

/* The subject's common name stands for all names where there are none; DNs escape much, so its presence is
 * enough. */
static gboolean
is_named (const MailTlsInfo *info, const MailIdentity *wanted)
{
  for (guint i = 0; info->names[i] != NULL; i++)
    if (could_mean (info->names[i], wanted) || is_same_address (info->names[i], wanted->host))
      return TRUE;
  return info->names[0] == NULL && info->subject != NULL && strstr (info->subject, "CN=") != NULL
         && !g_hostname_is_ip_address (wanted->host);
}

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    g_assert_true (g_unichar_isprint (g_utf8_get_char (p)) || g_unichar_ismark (g_utf8_get_char (p))
                   || g_unichar_type (g_utf8_get_char (p)) == G_UNICODE_FORMAT);
}

static void
check_facts (const MailTlsInfo *info, const char *host)
{
  g_auto (GStrv) sentences = mail_tls_info_describe_faults (info, host);

  check_text (info->subject);
  check_text (info->issuer);
  check_text (info->key);
  for (guint i = 0; info->names[i] != NULL; i++)
    check_text (info->names[i]);
  for (guint i = 0; sentences[i] != NULL; i++)
    check_text (sentences[i]);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (Input) input = { .words = NULL };
  g_autoptr (MailTlsInfo) info = mail_tls_info_new ();
  g_autoptr (GError) error = NULL;
  gnutls_datum_t der;

  if (!read_input (data, size, &input))
    return 0;
  der = (gnutls_datum_t){ (guchar *) input.der, (guint) input.size };
  info->faults = mail_certificate_find_faults (&der, 1, 0, &input.wanted);
  if (!mail_certificate_read_der (input.der, input.size, info))
    {
      g_assert_cmphex (info->faults, ==, MAIL_CERTIFICATE_FAULT_UNFIT);
      return 0;
    }
  check_facts (info, input.wanted.host);
  if (!(info->faults & MAIL_CERTIFICATE_FAULT_WRONG_HOST))
    g_assert_true (is_named (info, &input.wanted));
  g_assert_true (mail_certificate_judge (input.wanted.host, info, &error) == (info->faults == 0));
  g_assert_true ((error != NULL) == (info->faults != 0));
  return 0;
}
