/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON that scripts rely on: names, order and words are a contract (see siegel-cli(1)). */
#include "mail-cli-answer.h"
#include "mail-consent.h"
#include "mail-error.h"

static void
add_auth (JsonBuilder *json, MailAuth auth)
{
  /* A server that lets everybody in has no way to sign in: an empty array says so. */
  g_autofree const char **words = mail_auth_to_strv (auth & ~MAIL_AUTH_NONE);

  mail_cli_json_strv (json, "auth", words);
}

static void
add_needs (JsonBuilder *json, const char *name, MailNeed needs)
{
  g_autofree const char **words = mail_need_to_strv (needs);

  mail_cli_json_strv (json, name, words);
}

/* null where nothing is known of one. */
static void
add_provider (JsonBuilder *json, const char *id, const char *display_name)
{
  if (id == NULL && display_name == NULL)
    {
      json_builder_set_member_name (json, "provider");
      json_builder_add_null_value (json);
      return;
    }
  json_builder_set_member_name (json, "provider");
  json_builder_begin_object (json);
  mail_cli_json_string (json, "id", id);
  mail_cli_json_string (json, "name", display_name);
  json_builder_end_object (json);
}

static void
add_server (JsonBuilder *json, MailServer *server)
{
  json_builder_begin_object (json);
  mail_cli_json_string (json, "protocol", mail_protocol_to_string (mail_server_get_protocol (server)));
  mail_cli_json_string (json, "hostname", mail_server_get_host (server));
  mail_cli_json_integer (json, "port", mail_server_get_port (server));
  mail_cli_json_string (json, "security", mail_security_to_string (mail_server_get_security (server)));
  mail_cli_json_string (json, "username", mail_server_get_username (server));
  add_auth (json, mail_server_get_auth (server));
  if (mail_server_get_pin (server) != NULL)
    {
      g_autofree char *pin = g_strconcat ("sha256:", mail_server_get_pin (server), NULL);

      mail_cli_json_string (json, "pin", pin);
    }
  json_builder_end_object (json);
}

static void
add_servers (JsonBuilder *json, const char *name, GPtrArray *servers)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  for (guint i = 0; i < servers->len; i++)
    add_server (json, g_ptr_array_index (servers, i));
  json_builder_end_array (json);
}

static void
add_advice (JsonBuilder *json, MailProvider *provider)
{
  add_needs (json, "needs", provider != NULL ? mail_provider_get_needs (provider) : 0);
  add_needs (json, "needs_with_2fa", provider != NULL ? mail_provider_get_needs_with_2fa (provider) : 0);
  mail_cli_json_string (json, "help", provider != NULL ? mail_provider_get_help_uri (provider) : NULL);
  mail_cli_json_string (json, "prepare", provider != NULL ? mail_provider_get_prepare_uri (provider) : NULL);
}

static void
add_address (JsonBuilder *json, const MailCliAnswer *answer)
{
  MailAddress *address = answer->address;

  mail_cli_json_string (json, "address", address != NULL ? mail_address_get_address (address) : answer->text);
  mail_cli_json_string (json, "domain", address != NULL ? mail_address_get_domain (address) : NULL);
  mail_cli_json_boolean (json, "found", answer->error == NULL);
}

static void
add_source (JsonBuilder *json, MailSource source, const char *where, MailTrust trust)
{
  mail_cli_json_string (json, "source", mail_source_to_string (source));
  mail_cli_json_string (json, "where", where);
  mail_cli_json_string (json, "trust", mail_trust_to_string (trust));
}

static void
add_candidate (JsonBuilder *json, MailCandidate *candidate)
{
  MailProvider *provider = mail_candidate_get_provider (candidate);

  add_source (json, mail_candidate_get_source (candidate), mail_candidate_get_where (candidate),
              mail_candidate_get_trust (candidate));
  add_provider (json, provider != NULL ? mail_provider_get_id (provider) : NULL,
                provider != NULL ? mail_provider_get_name (provider) : NULL);
  add_servers (json, "incoming", mail_candidate_get_incoming (candidate));
  add_servers (json, "outgoing", mail_candidate_get_outgoing (candidate));
  add_advice (json, provider);
}

static void
add_contacted (JsonBuilder *json, MailDiscovery *search)
{
  static const char *const nobody[] = { NULL };

  mail_cli_json_strv (json, "contacted", search != NULL ? mail_discovery_get_contacted (search) : nobody);
}

/* Who else says the same, in the order of rank. */
static void
add_also (JsonBuilder *json, MailCandidate *candidate)
{
  guint n = mail_candidate_get_n_provenances (candidate);

  json_builder_set_member_name (json, "also");
  json_builder_begin_array (json);
  for (guint i = 1; i < n; i++)
    {
      const MailProvenance *other = mail_candidate_get_provenance (candidate, i);

      json_builder_begin_object (json);
      add_source (json, other->source, other->where, other->trust);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_reason (JsonBuilder *json, MailCandidate *candidate, MailDiscovery *search)
{
  g_autofree char *reason = search != NULL ? mail_discovery_dup_reason (search, candidate) : NULL;

  mail_cli_json_string (json, "reason", reason);
}

/* Only where it is so: a script that does not look for it must not take such servers for granted, and there
 * is nothing to look for elsewhere. */
static void
add_consent (JsonBuilder *json, MailCandidate *candidate, MailAddress *address)
{
  g_auto (GStrv) hosts = mail_consent_dup_hosts (candidate, address);

  if (hosts[0] == NULL)
    return;
  mail_cli_json_boolean (json, "needs_consent", TRUE);
  mail_cli_json_strv (json, "unconfirmed", (const char *const *) hosts);
}

static void
add_lookup_error (JsonBuilder *json, const GError *error)
{
  json_builder_set_member_name (json, "error");
  json_builder_begin_object (json);
  mail_cli_json_string (json, "code", mail_error_get_code_name (error));
  mail_cli_json_string (json, "message", error->message);
  json_builder_end_object (json);
}

static void
add_details (JsonBuilder *json, const MailCliAnswer *answer)
{
  if (answer->thorough || answer->search != NULL)
    {
      add_also (json, answer->candidate);
      add_reason (json, answer->candidate, answer->search);
    }
  add_consent (json, answer->candidate, answer->address);
}

/**
 * mail_cli_answer_add:
 * @json: where a value is expected
 * @answer: what became of an address
 *
 * Adds an answer of "lookup". With an error it counts as not found, yet says what is known of the provider.
 */
void
mail_cli_answer_add (JsonBuilder *json, const MailCliAnswer *answer)
{
  json_builder_begin_object (json);
  add_address (json, answer);
  if (answer->candidate != NULL)
    add_candidate (json, answer->candidate);
  add_contacted (json, answer->search);
  if (answer->candidate != NULL)
    add_details (json, answer);
  if (answer->error != NULL)
    add_lookup_error (json, answer->error);
  if (answer->correction != NULL)
    mail_cli_json_string (json, "did_you_mean", answer->correction);
  json_builder_end_object (json);
}

static void
add_only_server (JsonBuilder *json, const char *name, MailServer *server)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  add_server (json, server);
  json_builder_end_array (json);
}

/**
 * mail_cli_answer_account:
 * @json: where a value is expected
 * @account: a stored account
 *
 * Adds what "list" and "show" say of an account; its servers look as they do in "lookup".
 */
void
mail_cli_answer_account (JsonBuilder *json, MailAccount *account)
{
  MailSettings *settings = mail_account_get_settings (account);
  g_autoptr (GDateTime) created = g_date_time_to_utc (mail_account_get_created (account));
  g_autofree char *created_text = g_date_time_format (created, "%Y-%m-%dT%H:%M:%SZ");

  json_builder_begin_object (json);
  mail_cli_json_string (json, "id", mail_account_get_id (account));
  mail_cli_json_string (json, "name", mail_account_get_name (account));
  mail_cli_json_string (json, "address", mail_address_get_address (mail_account_get_address (account)));
  add_provider (json, mail_account_get_provider_id (account), mail_account_get_provider_name (account));
  add_only_server (json, "incoming", mail_settings_get_incoming (settings));
  add_only_server (json, "outgoing", mail_settings_get_outgoing (settings));
  mail_cli_json_string (json, "created", created_text);
  json_builder_end_object (json);
}

/**
 * mail_cli_answer_facts:
 * @json: where a value is expected
 * @provider: a provider
 * @domains: (array zero-terminated=1): the domains of its addresses
 *
 * Adds what "providers" says of a provider.
 */
void
mail_cli_answer_facts (JsonBuilder *json, MailProvider *provider, const char *const *domains)
{
  json_builder_begin_object (json);
  mail_cli_json_string (json, "id", mail_provider_get_id (provider));
  mail_cli_json_string (json, "name", mail_provider_get_name (provider));
  mail_cli_json_string (json, "country", mail_provider_get_country (provider));
  mail_cli_json_strv (json, "domains", domains);
  add_advice (json, provider);
  json_builder_end_object (json);
}
