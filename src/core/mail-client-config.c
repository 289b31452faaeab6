/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-client-config.h"

#include <string.h>

#include "mail-client-config-parser.h"

/**
 * MailClientConfig:
 *
 * An autoconfig document, version 1.1 (and the parts of 1.2 that matter), with the facts of our own
 * namespace; placeholders not yet filled in. Immutable.
 */
struct _MailClientConfig
{
  GObject parent_instance;

  MailProvider *provider;
  GPtrArray *servers;
  MailOther others;
};

G_DEFINE_FINAL_TYPE (MailClientConfig, mail_client_config, G_TYPE_OBJECT)

/* Documents of small hosters are made by a script that names the provider after the domain. */
static MailProvider *
expand_provider (MailProvider *provider, MailAddress *address)
{
  const char *name = mail_provider_get_name (provider);
  g_autofree char *expanded = NULL;

  if (name == NULL || strchr (name, '%') == NULL)
    return mail_provider_ref (provider);
  expanded = mail_placeholders_expand (name, address);
  return mail_provider_new (&(MailProviderFacts){
      .id = mail_provider_get_id (provider),
      .name = expanded,
      .country = mail_provider_get_country (provider),
      .needs = mail_provider_get_needs (provider),
      .needs_with_2fa = mail_provider_get_needs_with_2fa (provider),
      .help_uri = mail_provider_get_help_uri (provider),
      .prepare_uri = mail_provider_get_prepare_uri (provider),
      .mx_is_server = mail_provider_get_mx_is_server (provider),
  });
}

static MailServer *
expand_server (const MailServerTemplate *template, MailAddress *address, const char *mx_host)
{
  MailServerTemplate at_exchanger = *template;

  if (template->host != NULL || mx_host == NULL)
    return mail_server_template_expand (template, address);
  at_exchanger.host = (char *) mx_host;
  return mail_server_template_expand (&at_exchanger, address);
}

static void
mail_client_config_finalize (GObject *object)
{
  MailClientConfig *self = MAIL_CLIENT_CONFIG (object);

  mail_provider_unref (self->provider);
  g_ptr_array_unref (self->servers);
  G_OBJECT_CLASS (mail_client_config_parent_class)->finalize (object);
}

static void
mail_client_config_class_init (MailClientConfigClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_client_config_finalize;
}

static void
mail_client_config_init (MailClientConfig *self)
{
}

/**
 * mail_client_config_new_from_data:
 * @data: an autoconfig document, UTF-8
 * @length: of @data, in bytes; at most 256 KiB
 *
 * Elements and server types that we do not know (jmap, exchange …) are passed over, and so are servers
 * without encryption or without a port. At most 64 servers are kept, and elements nest at most 16 deep.
 *
 * Returns: (transfer full): the document; %NULL with %MAIL_ERROR_SETTINGS_INVALID, naming line and column,
 *   where it is not well-formed, too big, too deep, or without clientConfig and emailProvider
 */
MailClientConfig *
mail_client_config_new_from_data (const char *data, gsize length, GError **error)
{
  MailProvider *provider;
  GPtrArray *servers;
  MailOther others;
  MailClientConfig *self;

  if (!mail_client_config_parse (data, length, &provider, &servers, &others, error))
    return NULL;
  self = g_object_new (MAIL_TYPE_CLIENT_CONFIG, NULL);
  self->provider = provider;
  self->servers = servers;
  self->others = others;
  return self;
}

/**
 * mail_client_config_get_provider:
 * @self: a document
 * Returns: (transfer none): what it says of the provider; the name may hold placeholders
 */
MailProvider *
mail_client_config_get_provider (MailClientConfig *self)
{
  return self->provider;
}

/**
 * mail_client_config_expand:
 * @self: a document
 * @address: for whom
 * @source: where the document is from
 * @trust: what vouches for it
 * @where: the same in words
 *
 * The settings for one address. A user name that only the person knows is "". A server that is whatever the
 * mail exchanger is (siegel:mxIsServer) is left out, as nobody asked the DNS.
 *
 * Returns: (transfer full): a candidate
 */
MailCandidate *
mail_client_config_expand (MailClientConfig *self,
                           MailAddress *address,
                           MailSource source,
                           MailTrust trust,
                           const char *where)
{
  return mail_client_config_expand_mx (self, address, NULL, source, trust, where);
}

/**
 * mail_client_config_expand_mx:
 * @self: a document
 * @address: for whom
 * @mx_host: (nullable): the exchanger that takes the mail of @address, an A-label
 * @source: where the document is from
 * @trust: what vouches for it, and for @mx_host
 * @where: the same in words
 *
 * As mail_client_config_expand(), with @mx_host as the server that is whatever the mail exchanger is.
 *
 * Returns: (transfer full): a candidate
 */
MailCandidate *
mail_client_config_expand_mx (MailClientConfig *self,
                              MailAddress *address,
                              const char *mx_host,
                              MailSource source,
                              MailTrust trust,
                              const char *where)
{
  g_autoptr (GPtrArray) incoming = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) outgoing = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (MailProvider) provider = expand_provider (self->provider, address);

  for (guint i = 0; i < self->servers->len; i++)
    {
      MailServer *server = expand_server (g_ptr_array_index (self->servers, i), address, mx_host);

      if (server != NULL)
        g_ptr_array_add (mail_server_is_incoming (server) ? incoming : outgoing, server);
    }
  return mail_candidate_new (source, trust, where, provider, incoming, outgoing);
}

/**
 * mail_client_config_lists_host:
 * @self: a document
 * @address: for whom
 * @host: a host, an A-label in lower case
 *
 * Returns: whether @host is one of the servers of @address
 */
gboolean
mail_client_config_lists_host (MailClientConfig *self, MailAddress *address, const char *host)
{
  for (guint i = 0; i < self->servers->len; i++)
    {
      g_autoptr (MailServer) server = expand_server (g_ptr_array_index (self->servers, i), address, NULL);

      if (server != NULL && g_strcmp0 (mail_server_get_host (server), host) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * mail_client_config_get_others:
 * @self: a document
 *
 * Returns: the ways to mail that the document names, that others speak and we do not
 */
MailOther
mail_client_config_get_others (MailClientConfig *self)
{
  return self->others;
}
