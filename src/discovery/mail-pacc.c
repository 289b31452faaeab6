/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-pacc.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-autoconfig-document.h"
#include "mail-error.h"
#include "mail-pacc-json.h"
#include "mail-text.h"

#define DIGEST_BYTES 32 /* of SHA-256 */
#define NAME_LENGTH  60 /* characters */
#define URI_MAX      1024

/* "submit" since the third version of the draft, "smtp" before. Of both, the newer one counts. */
static const struct
{
  const char *name;
  MailProtocol protocol;
} services[] = {
  { "imap", MAIL_PROTOCOL_IMAP },
  { "pop3", MAIL_PROTOCOL_POP3 },
  { "submit", MAIL_PROTOCOL_SMTP },
  { "smtp", MAIL_PROTOCOL_SMTP },
};

typedef struct
{
  MailAddress *address;
  MailAuth auth;
  MailOther others;
  GPtrArray *incoming;
  GPtrArray *outgoing;
} Reader;

static void
reader_clear (Reader *self)
{
  g_ptr_array_unref (self->incoming);
  g_ptr_array_unref (self->outgoing);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* Ports are not in the document, and neither is STARTTLS: the one of TLS from the first byte it is. */
static MailServer *
create_server (Reader *self, MailProtocol protocol, const char *host)
{
  guint port = mail_protocol_get_port (protocol, MAIL_SECURITY_TLS);
  MailServer *server = mail_server_new (protocol, host, port, MAIL_SECURITY_TLS);

  mail_server_set_username (server, mail_address_get_address (self->address));
  mail_server_set_auth (server, self->auth);
  return server;
}

static gboolean
read_service (Reader *self, JsonObject *protocols, MailProtocol protocol, const char *name, GError **error)
{
  GPtrArray *servers = protocol == MAIL_PROTOCOL_SMTP ? self->outgoing : self->incoming;
  JsonObject *service;
  const char *text;
  g_autofree char *host = NULL;

  if (!mail_pacc_json_find_object (protocols, name, &service, error))
    return FALSE;
  if (service == NULL)
    return TRUE;
  text = mail_pacc_json_find_string (service, "host");
  host = text != NULL ? mail_domain_to_ascii (text, NULL) : NULL;
  if (host == NULL || g_hostname_is_ip_address (host))
    {
      mail_pacc_json_set_fault (error, name);
      return FALSE;
    }
  g_ptr_array_add (servers, create_server (self, protocol, host));
  return TRUE;
}

static gboolean
read_services (Reader *self, JsonObject *root, GError **error)
{
  JsonObject *protocols;

  if (!mail_pacc_json_find_object (root, "protocols", &protocols, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    if ((services[i].protocol != MAIL_PROTOCOL_SMTP || self->outgoing->len == 0)
        && !read_service (self, protocols, services[i].protocol, services[i].name, error))
      return FALSE;
  if (mail_pacc_json_find (protocols, "jmap") != NULL)
    self->others |= MAIL_OTHER_JMAP;
  if (self->incoming->len > 0 || self->outgoing->len > 0)
    return TRUE;
  mail_autoconfig_document_set_unusable (error, self->others);
  return FALSE;
}

/* A document that is silent about passwords means one, unless it names another way. */
static gboolean
read_auth (Reader *self, JsonObject *root, GError **error)
{
  JsonObject *authentication, *oauth;
  JsonNode *password;

  if (!mail_pacc_json_find_object (root, "authentication", &authentication, error)
      || !mail_pacc_json_find_object (authentication, "oauth-public", &oauth, error))
    return FALSE;
  password = mail_pacc_json_find (authentication, "password");
  if (password != NULL && json_node_get_value_type (password) != G_TYPE_BOOLEAN)
    {
      mail_pacc_json_set_fault (error, "password");
      return FALSE;
    }
  self->auth = oauth != NULL ? MAIL_AUTH_OAUTH2 : 0;
  if (password != NULL ? json_node_get_boolean (password) : oauth == NULL)
    self->auth |= MAIL_AUTH_PASSWORD;
  if (self->auth != 0)
    return TRUE;
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_PROVIDER_UNSUPPORTED,
                       _ ("The published settings offer no way to sign in that Siegel knows. Ask your "
                          "provider how to use a mail program."));
  return FALSE;
}

/* NULL where nothing of it can be shown. */
static char *
tidy_name (const char *name)
{
  g_autofree char *tidy = mail_text_neutralise (name, -1, NAME_LENGTH);

  return *tidy != '\0' ? g_steal_pointer (&tidy) : NULL;
}

static const char *
check_uri (const char *uri)
{
  if (uri == NULL || strlen (uri) > URI_MAX || !g_str_has_prefix (uri, "https://")
      || !g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL))
    return NULL;
  return uri;
}

/* What only is there to be shown is left out where it is not as it should be. */
static MailProvider *
create_provider (Reader *self, JsonObject *root)
{
  JsonObject *info, *provider, *help;
  g_autofree char *name = NULL;

  mail_pacc_json_find_object (root, "info", &info, NULL);
  mail_pacc_json_find_object (info, "provider", &provider, NULL);
  mail_pacc_json_find_object (info, "help", &help, NULL);
  name = tidy_name (mail_pacc_json_find_string (provider, "name"));
  if (name == NULL)
    name = tidy_name (mail_pacc_json_find_string (provider, "shortName"));
  return mail_provider_new (&(MailProviderFacts){
      .name = name,
      .needs = self->auth == MAIL_AUTH_OAUTH2 ? MAIL_NEED_OAUTH2_ONLY : 0,
      .help_uri = check_uri (mail_pacc_json_find_string (help, "documentation")),
  });
}

/* The value of a tag, of which there has to be just one. */
static char *
dup_tag (char **tags, const char *wanted)
{
  g_autofree char *found = NULL;

  for (guint i = 0; tags[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (tags[i], "=", 2);

      if (g_strv_length (parts) != 2 || !g_str_equal (g_strstrip (parts[0]), wanted))
        continue;
      if (found != NULL)
        return NULL;
      found = g_strdup (g_strstrip (parts[1]));
    }
  return g_steal_pointer (&found);
}

/* Any order, any white space, and unknown tags, so that later versions may have more. */
static guint8 *
decode_record (const char *text)
{
  g_auto (GStrv) tags = g_strsplit (text, ";", -1);
  g_autofree char *version = dup_tag (tags, "v");
  g_autofree char *algorithm = dup_tag (tags, "a");
  g_autofree char *digest = dup_tag (tags, "d");
  g_autofree guint8 *bytes = NULL;
  gsize length;

  if (g_strcmp0 (version, "UAAC1") != 0 || g_strcmp0 (algorithm, "sha256") != 0 || digest == NULL)
    return NULL;
  bytes = g_base64_decode (digest, &length);
  return length == DIGEST_BYTES ? g_steal_pointer (&bytes) : NULL;
}

/**
 * mail_pacc_is_record:
 * @text: a record of type TXT at _ua-auto-config
 *
 * Returns: whether it holds the digest of a document, in a version and by an algorithm that we know
 */
gboolean
mail_pacc_is_record (const char *text)
{
  g_autofree guint8 *digest = decode_record (text);

  return digest != NULL;
}

/**
 * mail_pacc_vouches:
 * @record: a record of type TXT at _ua-auto-config
 * @document: the bytes that came over HTTPS, without the codings of the way
 *
 * Returns: whether the digest in @record is that of @document; compared in constant time, as the draft wants
 *   it
 */
gboolean
mail_pacc_vouches (const char *record, GBytes *document)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *said = decode_record (record);
  guint8 real[DIGEST_BYTES], difference = 0;
  gsize length = sizeof real;

  if (said == NULL)
    return FALSE;
  g_checksum_update (checksum, g_bytes_get_data (document, NULL), g_bytes_get_size (document));
  g_checksum_get_digest (checksum, real, &length);
  for (guint i = 0; i < DIGEST_BYTES; i++)
    difference |= said[i] ^ real[i];
  return difference == 0;
}

/**
 * mail_pacc_read:
 * @document: the configuration of a domain, JSON, at most %MAIL_PACC_MAX_BYTES
 * @address: for whom
 * @trust: what vouches for it
 * @where: the same in words
 *
 * The servers of draft-ietf-mailmaint-pacc: TLS from the first byte at the ports of RFC 8314, and the whole
 * address as user name.
 *
 * Returns: (transfer full): a candidate; %NULL with %MAIL_ERROR_SETTINGS_INVALID where the document is
 *   damaged or has no server, with %MAIL_ERROR_PROVIDER_UNSUPPORTED where only others can use what it has, or
 *   nobody can sign in
 */
MailCandidate *
mail_pacc_read (GBytes *document, MailAddress *address, MailTrust trust, const char *where, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (document, &length);
  g_auto (Reader) reader = {
    .address = address,
    .incoming = g_ptr_array_new_with_free_func (g_object_unref),
    .outgoing = g_ptr_array_new_with_free_func (g_object_unref),
  };
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (MailProvider) provider = NULL;
  JsonObject *object;

  if (length > MAIL_PACC_MAX_BYTES)
    {
      g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_TOO_MUCH_DATA,
                           _ ("The published settings are bigger than 256 KiB. Ask your provider to correct "
                              "them."));
      return NULL;
    }
  root = mail_pacc_json_parse (data != NULL ? data : "", length, error);
  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  if (!read_auth (&reader, object, error) || !read_services (&reader, object, error))
    return NULL;
  provider = create_provider (&reader, object);
  return mail_candidate_new (MAIL_SOURCE_PACC, trust, where, provider, reader.incoming, reader.outgoing);
}
