/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What "check" and "setup" say: the steps of each server, its certificate, and what is wrong. */
#include "config.h"

#include "mail-cli-json.h"
#include "mail-diagnosis.h"
#include "mail-error.h"

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_date (JsonBuilder *builder, const char *name, gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);
  /* X.509 knows dates beyond those of a GDateTime. */
  g_autofree char *text = date != NULL ? g_date_time_format_iso8601 (date) : NULL;

  mail_cli_json_string (builder, name, text);
}

static void
add_step (JsonBuilder *builder, MailCheck *check)
{
  MailState state = mail_check_get_state (check);
  gint64 duration = mail_check_get_duration (check);

  /* A step that was never reached was skipped, whatever the reason. */
  if (state == MAIL_STATE_WAITING)
    state = MAIL_STATE_SKIPPED;

  json_builder_begin_object (builder);
  mail_cli_json_string (builder, "step", mail_step_to_string (mail_check_get_step (check)));
  mail_cli_json_string (builder, "state", mail_state_to_string (state));
  json_builder_set_member_name (builder, "ms");
  if (duration < 0)
    json_builder_add_null_value (builder);
  else
    json_builder_add_int_value (builder, duration);
  mail_cli_json_string (builder, "detail", mail_check_get_detail (check));
  json_builder_end_object (builder);
}

static void
add_steps (JsonBuilder *builder, MailReport *report)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (report));

  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);

      add_step (builder, check);
    }
  json_builder_end_array (builder);
}

static void
add_certificate (JsonBuilder *builder, const MailTlsInfo *info)
{
  static const char *const no_names[] = { NULL };

  json_builder_set_member_name (builder, "certificate");
  json_builder_begin_object (builder);
  mail_cli_json_string (builder, "subject", info->subject);
  mail_cli_json_string (builder, "issuer", info->issuer);
  add_date (builder, "not_before", info->not_before);
  add_date (builder, "not_after", info->not_after);
  mail_cli_json_strv (builder, "names", info->names != NULL ? (const char *const *) info->names : no_names);
  mail_cli_json_string (builder, "sha256", info->sha256);
  mail_cli_json_string (builder, "spki_sha256", info->spki_sha256);
  add_boolean (builder, "trusted", info->trusted);
  json_builder_end_object (builder);
}

static void
add_tls (JsonBuilder *builder, const MailTlsInfo *info)
{
  json_builder_set_member_name (builder, "tls");
  if (info == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  mail_cli_json_string (builder, "version", info->version);
  mail_cli_json_string (builder, "cipher", info->cipher);
  add_certificate (builder, info);
  json_builder_end_object (builder);
}

static void
add_error (JsonBuilder *builder, const GError *error, const char *remedy, const char *server_said)
{
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  mail_cli_json_string (builder, "code", mail_error_get_code_name (error));
  mail_cli_json_string (builder, "message", error->message);
  mail_cli_json_string (builder, "remedy", remedy);
  mail_cli_json_string (builder, "server_said", server_said);
  json_builder_end_object (builder);
}

static void
add_report_error (JsonBuilder *builder, MailReport *report, const MailCliOutcome *outcome)
{
  const GError *error = mail_report_get_error (report);
  g_autoptr (MailDiagnosis) diagnosis = NULL;

  if (error == NULL)
    {
      json_builder_set_member_name (builder, "error");
      json_builder_add_null_value (builder);
      return;
    }
  diagnosis = mail_diagnosis_new (report, outcome->parsed, outcome->provider);
  add_error (builder, error, mail_diagnosis_get_remedy (diagnosis),
             mail_diagnosis_get_server_said (diagnosis));
}

static void
add_report (JsonBuilder *builder, MailReport *report, const MailCliOutcome *outcome)
{
  MailServer *server = mail_report_get_server (report);

  json_builder_begin_object (builder);
  mail_cli_json_string (builder, "protocol", mail_protocol_to_string (mail_server_get_protocol (server)));
  mail_cli_json_string (builder, "hostname", mail_server_get_host (server));
  json_builder_set_member_name (builder, "port");
  json_builder_add_int_value (builder, mail_server_get_port (server));
  mail_cli_json_string (builder, "security", mail_security_to_string (mail_server_get_security (server)));
  mail_cli_json_string (builder, "username", mail_server_get_username (server));
  add_boolean (builder, "ok", mail_report_get_state (report) == MAIL_STATE_PASSED);
  mail_cli_json_string (builder, "mechanism", mail_report_get_mechanism (report));
  add_steps (builder, report);
  add_tls (builder, mail_report_get_tls (report));
  add_report_error (builder, report, outcome);
  json_builder_end_object (builder);
}

static void
add_servers (JsonBuilder *builder, const MailCliOutcome *outcome)
{
  json_builder_set_member_name (builder, "elapsed_ms");
  json_builder_add_int_value (builder,
                              outcome->verify != NULL ? mail_verify_get_elapsed (outcome->verify) : 0);
  json_builder_set_member_name (builder, "servers");
  json_builder_begin_array (builder);
  if (outcome->verify != NULL)
    {
      add_report (builder, mail_verify_get_incoming (outcome->verify), outcome);
      add_report (builder, mail_verify_get_outgoing (outcome->verify), outcome);
    }
  json_builder_end_array (builder);
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
    case MAIL_ERROR_STORE_FAILED:
      return "Add --replace where the account exists; else see that its folder can be written.";
    default:
      return "Run the command again.";
    }
}

/**
 * mail_cli_json_outcome:
 * @builder: where a value is expected
 * @outcome: what became of an address
 *
 * Adds the answer of "check" and "setup". What went wrong with a server stands beside that server; what went
 * wrong before or after the check stands beside the whole.
 */
void
mail_cli_json_outcome (JsonBuilder *builder, const MailCliOutcome *outcome)
{
  json_builder_begin_object (builder);
  mail_cli_json_string (builder, "address", outcome->address);
  add_boolean (builder, "ok", outcome->ok);
  add_servers (builder, outcome);
  if (outcome->account != NULL)
    mail_cli_json_string (builder, "account", mail_account_get_id (outcome->account));
  if (outcome->error != NULL)
    add_error (builder, outcome->error, get_local_remedy (outcome->error), NULL);
  json_builder_end_object (builder);
}
