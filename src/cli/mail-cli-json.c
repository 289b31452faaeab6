/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON that scripts rely on: names, order and words are a contract (see siegel-cli(1)). */
#include "config.h"

#include <locale.h>
#include <stdio.h>

#include "mail-cli-json.h"
#include "mail-error.h"

/**
 * mail_cli_json_begin:
 *
 * From now on all texts are English: a script must not depend on the language of whoever runs it.
 */
void
mail_cli_json_begin (void)
{
  setlocale (LC_MESSAGES, "C");
  /* Sentences may hold dates. */
  setlocale (LC_TIME, "C");
}

/**
 * mail_cli_json_print:
 * @builder: a complete document
 *
 * Prints it as one line, and hands it to whoever reads at once.
 */
void
mail_cli_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, NULL);
  fputs (text, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}

/**
 * mail_cli_json_string:
 * @builder: in an object
 * @name: the name of the member
 * @value: (nullable): its value
 *
 * Adds a string, or null.
 */
void
mail_cli_json_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

/**
 * mail_cli_json_strv:
 * @builder: in an object
 * @name: the name of the member
 * @texts: (array zero-terminated=1): its strings
 *
 * Adds an array of strings.
 */
void
mail_cli_json_strv (JsonBuilder *builder, const char *name, const char *const *texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (; *texts != NULL; texts++)
    json_builder_add_string_value (builder, *texts);
  json_builder_end_array (builder);
}

static void
add_auth (JsonBuilder *builder, MailAuth auth)
{
  /* A server that lets everybody in has no way to sign in: an empty array says so. */
  g_autofree const char **words = mail_auth_to_strv (auth & ~MAIL_AUTH_NONE);

  mail_cli_json_strv (builder, "auth", words);
}

static void
add_needs (JsonBuilder *builder, const char *name, MailNeed needs)
{
  g_autofree const char **words = mail_need_to_strv (needs);

  mail_cli_json_strv (builder, name, words);
}

/**
 * mail_cli_json_provider:
 * @builder: in an object
 * @id: (nullable): the provider's id
 * @display_name: (nullable): its name for people
 *
 * Adds "provider", which is null where nothing is known of one.
 */
void
mail_cli_json_provider (JsonBuilder *builder, const char *id, const char *display_name)
{
  json_builder_set_member_name (builder, "provider");
  if (id == NULL && display_name == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  mail_cli_json_string (builder, "id", id);
  mail_cli_json_string (builder, "name", display_name);
  json_builder_end_object (builder);
}

/**
 * mail_cli_json_server:
 * @builder: where a value is expected
 * @server: a server
 *
 * Adds the object that describes a server.
 */
void
mail_cli_json_server (JsonBuilder *builder, MailServer *server)
{
  json_builder_begin_object (builder);
  mail_cli_json_string (builder, "protocol", mail_protocol_to_string (mail_server_get_protocol (server)));
  mail_cli_json_string (builder, "hostname", mail_server_get_host (server));
  json_builder_set_member_name (builder, "port");
  json_builder_add_int_value (builder, mail_server_get_port (server));
  mail_cli_json_string (builder, "security", mail_security_to_string (mail_server_get_security (server)));
  mail_cli_json_string (builder, "username", mail_server_get_username (server));
  add_auth (builder, mail_server_get_auth (server));
  json_builder_end_object (builder);
}

static void
add_servers (JsonBuilder *builder, const char *name, GPtrArray *servers)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < servers->len; i++)
    mail_cli_json_server (builder, g_ptr_array_index (servers, i));
  json_builder_end_array (builder);
}

static void
add_advice (JsonBuilder *builder, MailProvider *provider)
{
  add_needs (builder, "needs", provider != NULL ? mail_provider_get_needs (provider) : 0);
  add_needs (builder, "needs_with_2fa", provider != NULL ? mail_provider_get_needs_with_2fa (provider) : 0);
  mail_cli_json_string (builder, "help", provider != NULL ? mail_provider_get_help_uri (provider) : NULL);
  mail_cli_json_string (builder, "prepare",
                        provider != NULL ? mail_provider_get_prepare_uri (provider) : NULL);
}

static void
add_address (JsonBuilder *builder, const char *text, MailAddress *address, gboolean found)
{
  mail_cli_json_string (builder, "address", address != NULL ? mail_address_get_address (address) : text);
  mail_cli_json_string (builder, "domain", address != NULL ? mail_address_get_domain (address) : NULL);
  json_builder_set_member_name (builder, "found");
  json_builder_add_boolean_value (builder, found);
}

static void
add_contacted (JsonBuilder *builder)
{
  static const char *const nobody[] = { NULL };

  mail_cli_json_strv (builder, "contacted", nobody);
}

static void
add_lookup_error (JsonBuilder *builder, const GError *error)
{
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  mail_cli_json_string (builder, "code", mail_error_get_code_name (error));
  mail_cli_json_string (builder, "message", error->message);
  json_builder_end_object (builder);
}

/**
 * mail_cli_json_found:
 * @builder: where a value is expected
 * @address: what was asked for
 * @candidate: what was found
 * @error: (nullable): why it is of no use, as with a provider that has no standard access
 *
 * Adds an answer of "lookup". With @error it counts as not found, yet says what is known of the provider.
 */
void
mail_cli_json_found (JsonBuilder *builder,
                     MailAddress *address,
                     MailCandidate *candidate,
                     const GError *error)
{
  MailProvider *provider = mail_candidate_get_provider (candidate);

  json_builder_begin_object (builder);
  add_address (builder, NULL, address, error == NULL);
  mail_cli_json_string (builder, "source", mail_source_to_string (mail_candidate_get_source (candidate)));
  mail_cli_json_string (builder, "where", mail_candidate_get_where (candidate));
  mail_cli_json_string (builder, "trust", mail_trust_to_string (mail_candidate_get_trust (candidate)));
  mail_cli_json_provider (builder, provider != NULL ? mail_provider_get_id (provider) : NULL,
                          provider != NULL ? mail_provider_get_name (provider) : NULL);
  add_servers (builder, "incoming", mail_candidate_get_incoming (candidate));
  add_servers (builder, "outgoing", mail_candidate_get_outgoing (candidate));
  add_advice (builder, provider);
  add_contacted (builder);
  if (error != NULL)
    add_lookup_error (builder, error);
  json_builder_end_object (builder);
}

/**
 * mail_cli_json_not_found:
 * @builder: where a value is expected
 * @text: the address as typed, UTF-8
 * @address: (nullable): the same, where it is one
 * @error: why nothing was found
 *
 * Adds an answer of "lookup".
 */
void
mail_cli_json_not_found (JsonBuilder *builder, const char *text, MailAddress *address, const GError *error)
{
  json_builder_begin_object (builder);
  add_address (builder, text, address, FALSE);
  add_contacted (builder);
  add_lookup_error (builder, error);
  json_builder_end_object (builder);
}

static void
add_only_server (JsonBuilder *builder, const char *name, MailServer *server)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  mail_cli_json_server (builder, server);
  json_builder_end_array (builder);
}

/**
 * mail_cli_json_account:
 * @builder: where a value is expected
 * @account: a stored account
 *
 * Adds what "list" and "show" say of an account; its servers look as they do in "lookup".
 */
void
mail_cli_json_account (JsonBuilder *builder, MailAccount *account)
{
  MailSettings *settings = mail_account_get_settings (account);
  g_autoptr (GDateTime) created = g_date_time_to_utc (mail_account_get_created (account));
  g_autofree char *created_text = g_date_time_format (created, "%Y-%m-%dT%H:%M:%SZ");

  json_builder_begin_object (builder);
  mail_cli_json_string (builder, "id", mail_account_get_id (account));
  mail_cli_json_string (builder, "name", mail_account_get_name (account));
  mail_cli_json_string (builder, "address", mail_address_get_address (mail_account_get_address (account)));
  mail_cli_json_provider (builder, mail_account_get_provider_id (account),
                          mail_account_get_provider_name (account));
  add_only_server (builder, "incoming", mail_settings_get_incoming (settings));
  add_only_server (builder, "outgoing", mail_settings_get_outgoing (settings));
  mail_cli_json_string (builder, "created", created_text);
  json_builder_end_object (builder);
}

/**
 * mail_cli_json_facts:
 * @builder: where a value is expected
 * @provider: a provider
 * @domains: (array zero-terminated=1): the domains of its addresses
 *
 * Adds what "providers" says of a provider.
 */
void
mail_cli_json_facts (JsonBuilder *builder, MailProvider *provider, const char *const *domains)
{
  json_builder_begin_object (builder);
  mail_cli_json_string (builder, "id", mail_provider_get_id (provider));
  mail_cli_json_string (builder, "name", mail_provider_get_name (provider));
  mail_cli_json_string (builder, "country", mail_provider_get_country (provider));
  mail_cli_json_strv (builder, "domains", domains);
  add_advice (builder, provider);
  json_builder_end_object (builder);
}
