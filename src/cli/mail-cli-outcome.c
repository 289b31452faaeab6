/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What "check" and "setup" say: the steps of each server, its certificate, and what is wrong. */
#include "mail-cli-outcome.h"
#include "mail-cli-error.h"
#include "mail-diagnosis.h"
#include "mail-error.h"

static void
add_date (JsonBuilder *json, const char *name, gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);
  /* X.509 knows dates beyond those of a GDateTime. */
  g_autofree char *text = date != NULL ? g_date_time_format_iso8601 (date) : NULL;

  mail_cli_json_string (json, name, text);
}

static void
add_step (JsonBuilder *json, MailCheck *check)
{
  MailState state = mail_check_get_state (check);
  gint64 duration = mail_check_get_duration (check);

  /* A step that was never reached was skipped, whatever the reason. */
  if (state == MAIL_STATE_WAITING)
    state = MAIL_STATE_SKIPPED;

  json_builder_begin_object (json);
  mail_cli_json_string (json, "step", mail_step_to_string (mail_check_get_step (check)));
  mail_cli_json_string (json, "state", mail_state_to_string (state));
  json_builder_set_member_name (json, "ms");
  if (duration < 0)
    json_builder_add_null_value (json);
  else
    json_builder_add_int_value (json, duration);
  mail_cli_json_string (json, "detail", mail_check_get_detail (check));
  json_builder_end_object (json);
}

static void
add_steps (JsonBuilder *json, MailReport *report)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (report));

  json_builder_set_member_name (json, "steps");
  json_builder_begin_array (json);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);

      add_step (json, check);
    }
  json_builder_end_array (json);
}

static void
add_texts (JsonBuilder *json, const char *name, char **texts)
{
  static const char *const none[] = { NULL };

  mail_cli_json_strv (json, name, texts != NULL ? (const char *const *) texts : none);
}

static void
add_certificate (JsonBuilder *json, const MailTlsInfo *info)
{
  g_autofree const char **faults = mail_tls_info_list_faults (info);

  json_builder_set_member_name (json, "certificate");
  json_builder_begin_object (json);
  mail_cli_json_string (json, "subject", info->subject);
  mail_cli_json_string (json, "issuer", info->issuer);
  add_date (json, "not_before", info->not_before);
  add_date (json, "not_after", info->not_after);
  add_texts (json, "names", info->names);
  mail_cli_json_string (json, "sha256", info->sha256);
  mail_cli_json_string (json, "spki_sha256", info->spki_sha256);
  mail_cli_json_boolean (json, "trusted", info->trusted);
  mail_cli_json_boolean (json, "pinned", info->pinned);
  mail_cli_json_boolean (json, "expires_soon",
                         mail_tls_info_expires_soon (info, g_get_real_time () / G_USEC_PER_SEC));
  mail_cli_json_strv (json, "faults", faults);
  json_builder_end_object (json);
}

static void
add_tls (JsonBuilder *json, const MailTlsInfo *info)
{
  if (info == NULL)
    {
      json_builder_set_member_name (json, "tls");
      json_builder_add_null_value (json);
      return;
    }
  json_builder_set_member_name (json, "tls");
  json_builder_begin_object (json);
  mail_cli_json_string (json, "version", info->version);
  mail_cli_json_string (json, "cipher", info->cipher);
  mail_cli_json_string (json, "key", info->key);
  mail_cli_json_string (json, "group", info->group);
  add_texts (json, "chain", info->chain);
  add_certificate (json, info);
  json_builder_end_object (json);
}

static void
add_error (JsonBuilder *json, const GError *error, const char *remedy, const char *server_said)
{
  json_builder_set_member_name (json, "error");
  json_builder_begin_object (json);
  mail_cli_json_string (json, "code", mail_error_get_code_name (error));
  mail_cli_json_string (json, "message", error->message);
  mail_cli_json_string (json, "remedy", remedy);
  mail_cli_json_string (json, "server_said", server_said);
  json_builder_end_object (json);
}

/* The diagnoses of what happens on this computer speak of buttons. Not translated, as nothing is in JSON. */
static const char *
get_local_remedy (const GError *error)
{
  if (error->domain != MAIL_ERROR)
    return "Run the command again.";
  switch (error->code)
    {
    case MAIL_ERROR_ADDRESS_INVALID:
      return "Write the address like anna@example.org.";
    case MAIL_ERROR_SETTINGS_UNKNOWN:
      return "Name the servers with --incoming and --outgoing.";
    case MAIL_ERROR_PROVIDER_UNSUPPORTED:
      return "Use the provider’s own program or its website.";
    case MAIL_ERROR_KEYRING_LOCKED:
    case MAIL_ERROR_KEYRING_DISMISSED:
      return "Unlock the keyring, and run the command again.";
    case MAIL_ERROR_KEYRING_MISSING:
      return "Start a keyring, and run the command again in a desktop session.";
    case MAIL_ERROR_HANDOFF_FAILED:
      return "Choose another format, or set the program up by hand.";
    case MAIL_ERROR_STORE_FAILED:
      return "Add --replace where the account exists; else see that its folder can be written.";
    default:
      return "Run the command again.";
    }
}

/* Stopping happens on this computer, too, even in the middle of a conversation. */
static const char *
get_remedy (const GError *error, MailDiagnosis *diagnosis)
{
  return mail_cli_error_get_status (error) == MAIL_CLI_INTERRUPTED ? get_local_remedy (error)
                                                                   : mail_diagnosis_get_remedy (diagnosis);
}

static void
add_report_error (JsonBuilder *json, MailReport *report, const MailCliOutcome *outcome)
{
  const GError *error = mail_report_get_error (report);
  g_autoptr (MailDiagnosis) diagnosis = NULL;

  if (error != NULL)
    diagnosis = mail_diagnosis_new (report, outcome->parsed, outcome->provider);
  mail_cli_outcome_add_error (json, error, diagnosis);
}

static void
add_report (JsonBuilder *json, MailReport *report, const MailCliOutcome *outcome)
{
  MailServer *server = mail_report_get_server (report);

  json_builder_begin_object (json);
  mail_cli_json_string (json, "protocol", mail_protocol_to_string (mail_server_get_protocol (server)));
  mail_cli_json_string (json, "hostname", mail_server_get_host (server));
  mail_cli_json_integer (json, "port", mail_server_get_port (server));
  mail_cli_json_string (json, "security", mail_security_to_string (mail_server_get_security (server)));
  mail_cli_json_string (json, "username", mail_server_get_username (server));
  mail_cli_json_boolean (json, "ok", mail_report_get_state (report) == MAIL_STATE_PASSED);
  mail_cli_json_string (json, "mechanism", mail_report_get_mechanism (report));
  add_steps (json, report);
  add_tls (json, mail_report_get_tls (report));
  add_report_error (json, report, outcome);
  json_builder_end_object (json);
}

static void
add_servers (JsonBuilder *json, const MailCliOutcome *outcome)
{
  mail_cli_json_integer (json, "elapsed_ms",
                         outcome->verify != NULL ? mail_verify_get_elapsed (outcome->verify) : 0);
  json_builder_set_member_name (json, "servers");
  json_builder_begin_array (json);
  if (outcome->verify != NULL)
    {
      add_report (json, mail_verify_get_incoming (outcome->verify), outcome);
      add_report (json, mail_verify_get_outgoing (outcome->verify), outcome);
    }
  json_builder_end_array (json);
}

/**
 * mail_cli_outcome_add:
 * @json: where a value is expected
 * @outcome: what became of an address
 *
 * Adds the answer of "check" and "setup". What went wrong with a server stands beside that server; what went
 * wrong before or after the check stands beside the whole.
 */
void
mail_cli_outcome_add (JsonBuilder *json, const MailCliOutcome *outcome)
{
  json_builder_begin_object (json);
  mail_cli_json_string (json, "address", outcome->address);
  mail_cli_json_boolean (json, "ok", outcome->ok);
  add_servers (json, outcome);
  if (outcome->account != NULL)
    mail_cli_json_string (json, "account", mail_account_get_id (outcome->account));
  if (outcome->error != NULL)
    add_error (json, outcome->error, get_local_remedy (outcome->error), NULL);
  if (outcome->report != NULL)
    mail_cli_json_string (json, "report", outcome->report);
  json_builder_end_object (json);
}

/**
 * mail_cli_outcome_add_error:
 * @json: in an object
 * @error: (nullable): what went wrong
 * @diagnosis: (nullable): what is known of it, where it went wrong with a server
 *
 * Adds the member "error".
 */
void
mail_cli_outcome_add_error (JsonBuilder *json, const GError *error, MailDiagnosis *diagnosis)
{
  if (error == NULL)
    {
      json_builder_set_member_name (json, "error");
      json_builder_add_null_value (json);
    }
  else if (diagnosis != NULL)
    add_error (json, error, get_remedy (error, diagnosis), mail_diagnosis_get_server_said (diagnosis));
  else
    add_error (json, error, get_local_remedy (error), NULL);
}
