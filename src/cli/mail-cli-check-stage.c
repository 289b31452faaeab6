/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From options to a proven #MailSetup: what "check" does, and "setup" before it stores. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-check-stage.h"
#include "mail-cli-error.h"
#include "mail-cli-outcome.h"
#include "mail-cli-password.h"
#include "mail-cli-progress.h"
#include "mail-cli-stored.h"
#include "mail-cli-text.h"
#include "mail-cli-unconfirmed.h"
#include "mail-diagnosis.h"
#include "mail-error.h"
#include "mail-provider-advice.h"
#include "mail-support-report.h"

static gboolean
use_address (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  g_autoptr (MailAddress) address = mail_address_new (options->address, error);

  if (address == NULL)
    return FALSE;
  mail_setup_set_address_text (setup, options->address);
  return TRUE;
}

/* @sentence, and what the person may have meant. */
static char *
add_question (MailSetup *setup, const char *sentence)
{
  const char *correction = mail_setup_get_correction (setup);
  g_autofree char *question = NULL;

  if (correction == NULL)
    return g_strdup (sentence);
  /* Translators: %s is an e-mail address. */
  question = g_strdup_printf (_("Did you mean %s?"), correction);
  return g_strjoin (" ", sentence, question, NULL);
}

static gboolean
fail_unknown (MailSetup *setup, GError **error)
{
  MailProvider *provider = mail_setup_get_provider (setup);
  g_autofree char *sentence = NULL;
  g_autofree char *sentences = NULL;

  if (provider != NULL && !mail_provider_is_supported (provider))
    {
      g_auto (GStrv) advice = mail_provider_dup_advice (provider);

      g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_PROVIDER_UNSUPPORTED, advice[0]);
      return FALSE;
    }
  sentence = g_strdup_printf (
      /* Translators: %s is the part of an address behind the @. */
      _("The mail servers of %s are not known: name them with --incoming and --outgoing."),
      mail_address_get_display_domain (mail_setup_get_address (setup)));
  sentences = add_question (setup, sentence);
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN, sentences);
  return FALSE;
}

static gboolean
fail_pop3 (MailSetup *setup, GError **error)
{
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN,
               /* Translators: %s is the part of an address behind the @. */
               _("No POP3 server of %s is known: leave out --pop3, or name one with --incoming."),
               mail_address_get_display_domain (mail_setup_get_address (setup)));
  return FALSE;
}

/* What somebody vouches for. Likely names are for a person to look at, not to be tried with a password. */
static MailSettings *
get_known_settings (MailSetup *setup)
{
  return mail_setup_get_known (setup) ? mail_setup_get_settings (setup) : NULL;
}

static gboolean
has_pop3 (const MailCliCheckOptions *options, MailSetup *setup)
{
  MailCandidate *candidate = mail_setup_get_candidate (setup);

  return !options->pop3 || options->incoming_server != NULL || candidate == NULL
         || mail_candidate_has_protocol (candidate, MAIL_PROTOCOL_POP3);
}

/* A server whose user name nobody has said gets the address, and the local part where that is rejected. */
static void
guess_username (MailServer *server, MailSetup *setup)
{
  if (*mail_server_get_username (server) != '\0')
    return;
  mail_server_set_username (server, mail_address_get_address (mail_setup_get_address (setup)));
  mail_server_set_username_guessed (server, TRUE);
}

/* A name that the provider hands out is not guessed, unless nobody signs in with it anyway. */
static MailServer *
choose_server (const MailCliCheckOptions *options, MailServer *given, MailServer *known, MailSetup *setup)
{
  MailServer *chosen = given != NULL ? given : known;
  MailServer *server = chosen != NULL ? mail_server_copy (chosen) : NULL;

  if (server != NULL && (given != NULL || options->no_login))
    guess_username (server, setup);
  return server;
}

static void
set_username (MailServer *server, const char *username)
{
  if (username == NULL || mail_server_get_auth (server) == MAIL_AUTH_NONE)
    return;
  mail_server_set_username (server, username);
  mail_server_set_username_guessed (server, FALSE);
}

static gboolean
has_separate_login (const MailCliCheckOptions *options, MailServer *incoming, MailServer *outgoing)
{
  return options->smtp_username != NULL || options->smtp_password_file != NULL
         || !g_str_equal (mail_server_get_username (incoming), mail_server_get_username (outgoing));
}

static MailSettings *
create_settings (const MailCliCheckOptions *options, MailSetup *setup)
{
  MailSettings *known = get_known_settings (setup);
  g_autoptr (MailServer) incoming = choose_server (
      options, options->incoming_server, known != NULL ? mail_settings_get_incoming (known) : NULL, setup);
  g_autoptr (MailServer) outgoing = choose_server (
      options, options->outgoing_server, known != NULL ? mail_settings_get_outgoing (known) : NULL, setup);
  g_autoptr (MailSettings) settings = NULL;

  if (incoming == NULL || outgoing == NULL)
    return NULL;

  set_username (incoming, options->username);
  set_username (outgoing, options->smtp_username != NULL ? options->smtp_username : options->username);
  settings = mail_settings_new (incoming, outgoing);
  mail_settings_set_separate_login (settings, has_separate_login (options, incoming, outgoing));
  return g_steal_pointer (&settings);
}

static gboolean
has_username (MailServer *server)
{
  return mail_server_get_auth (server) == MAIL_AUTH_NONE || *mail_server_get_username (server) != '\0';
}

static gboolean
check_usernames (MailSettings *settings, GError **error)
{
  if (!has_username (mail_settings_get_incoming (settings)))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("This provider hands out user names of its own: add yours with --username."));
      return FALSE;
    }
  if (!has_username (mail_settings_get_outgoing (settings)))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("Sending wants a user name of its own here: add yours with --smtp-username."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
use_settings (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  g_autoptr (MailSettings) settings = create_settings (options, setup);

  if (settings == NULL)
    return fail_unknown (setup, error);
  if (!has_pop3 (options, setup))
    return fail_pop3 (setup, error);
  if (!check_usernames (settings, error))
    return FALSE;
  mail_setup_set_settings (setup, settings);
  return mail_cli_unconfirmed_check (options, setup, error);
}

static gboolean
wants_search (const MailCliCheckOptions *options, MailSetup *setup)
{
  return !options->offline && !mail_setup_get_known (setup)
         && (options->incoming_server == NULL || options->outgoing_server == NULL);
}

static gboolean
fail_search (MailSetup *setup, GError *reason, GError **error)
{
  g_autofree char *advised
      = g_strjoin (" ", reason->message, _("Or name them with --incoming and --outgoing."), NULL);
  g_autofree char *sentences = add_question (setup, advised);

  if (g_error_matches (reason, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN))
    {
      g_free (reason->message);
      reason->message = g_steal_pointer (&sentences);
    }
  g_propagate_error (error, reason);
  return FALSE;
}

static gboolean
search (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  g_autoptr (MailCliWait) wait = NULL;
  g_autoptr (MailCliProgress) progress = NULL;
  g_autoptr (GError) reason = NULL;

  if (!wants_search (options, setup))
    return TRUE;
  wait = mail_cli_wait_new ();
  mail_setup_search_async (setup, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done, wait);
  if (!options->json)
    progress = mail_cli_progress_new_for_search (mail_setup_get_search (setup));
  return mail_setup_search_finish (setup, mail_cli_wait_for_result (wait), &reason)
         || fail_search (setup, g_steal_pointer (&reason), error);
}

static gboolean
use_options_of_run (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  mail_setup_set_timeout (setup, (guint) options->timeout);
  return options->ca_file == NULL || mail_setup_set_ca_file (setup, options->ca_file, error);
}

/* What the options say of the way, whatever the address. */
static gboolean
use_options (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  MailPreferences *preferences = mail_setup_get_preferences (setup);

  mail_preferences_set_offline (preferences, options->offline);
  mail_preferences_set_ask_ispdb (preferences, options->ispdb);
  mail_preferences_set_send_address (preferences, options->send_address);
  mail_setup_set_protocol (setup, options->pop3 ? MAIL_PROTOCOL_POP3 : MAIL_PROTOCOL_IMAP);
  mail_setup_set_pin (setup, options->spki_sha256);
  return use_options_of_run (options, setup, error);
}

/**
 * mail_cli_check_stage_prepare:
 * @options: the options
 * @setup: a new run
 * @error: return location
 *
 * Fills @setup as the options say, short of the secrets. The network is asked for servers that neither the
 * options nor what is known here name.
 *
 * Returns: whether it can be checked
 */
gboolean
mail_cli_check_stage_prepare (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  if (options->stored)
    return mail_cli_stored_take (options->address, setup, error)
           && use_options_of_run (options, setup, error);
  if (!use_address (options, setup, error) || !use_options (options, setup, error))
    return FALSE;
  if (options->file != NULL && !mail_setup_use_file (setup, options->file, error))
    return FALSE;
  return search (options, setup, error) && use_settings (options, setup, error);
}

/* Before it is typed: the usual password may be the wrong one here. */
static void
advise (MailProvider *provider)
{
  g_auto (GStrv) advice = provider != NULL ? mail_provider_dup_advice (provider) : NULL;

  for (guint i = 0; advice != NULL && advice[i] != NULL; i++)
    g_printerr ("%s\n", advice[i]);
}

static MailSecret *
ask_password (MailSetup *setup, GError **error)
{
  /* Translators: a question at the terminal; %s is an e-mail address. */
  g_autofree char *question
      = g_strdup_printf (_("Password for %s:"), mail_address_get_address (mail_setup_get_address (setup)));

  advise (mail_setup_get_provider (setup));
  return mail_cli_password_ask (question, error);
}

/**
 * mail_cli_check_stage_secrets:
 * @options: the options
 * @setup: a run that is prepared
 * @error: return location
 *
 * Reads the passwords, or asks for one at the terminal; those of a stored account are in the keyring.
 *
 * Returns: whether @setup has what it needs
 */
gboolean
mail_cli_check_stage_secrets (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  g_autoptr (MailSecret) secret = NULL;
  g_autoptr (MailSecret) outgoing = NULL;

  if (options->no_login)
    return TRUE;
  if (options->stored && !options->new_password && options->password_file == NULL)
    return mail_cli_stored_take_secrets (setup, error);

  secret = options->password_file != NULL ? mail_cli_password_read (options->password_file, error)
                                          : ask_password (setup, error);
  if (secret == NULL)
    return FALSE;
  if (options->smtp_password_file != NULL)
    {
      outgoing = mail_cli_password_read (options->smtp_password_file, error);
      if (outgoing == NULL)
        return FALSE;
      mail_setup_set_outgoing_secret (setup, outgoing);
    }
  mail_setup_set_secret (setup, secret);
  return TRUE;
}

/**
 * mail_cli_check_stage_run:
 * @options: the options
 * @setup: a run that is prepared and has its secrets
 * @wait: what Ctrl-C ends
 * @error: return location
 *
 * Checks both servers.
 *
 * Returns: whether both said yes
 */
gboolean
mail_cli_check_stage_run (const MailCliCheckOptions *options,
                          MailSetup *setup,
                          MailCliWait *wait,
                          GError **error)
{
  MailGoal goal = options->no_login ? MAIL_GOAL_CAPABILITIES : MAIL_GOAL_ACCESS;
  g_autoptr (MailCliProgress) progress = NULL;
  GAsyncResult *result;

  mail_setup_check_async (setup, goal, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done, wait);
  if (!options->json)
    progress = mail_cli_progress_new (mail_setup_get_verify (setup));
  result = mail_cli_wait_for_result (wait);
  return mail_setup_check_finish (setup, result, error);
}

static gboolean
is_in_report (MailVerify *verify)
{
  return verify != NULL
         && (mail_report_get_error (mail_verify_get_incoming (verify)) != NULL
             || mail_report_get_error (mail_verify_get_outgoing (verify)) != NULL);
}

/* NULL where none is wanted, or nothing was checked. */
static char *
format_report (const MailCliCheckOptions *options, MailSetup *setup)
{
  MailVerify *verify = mail_setup_get_verify (setup);

  if (verify == NULL || !(options->report || options->report_names))
    return NULL;
  return mail_support_report_format (verify, mail_setup_get_address (setup), mail_setup_get_provider (setup),
                                     options->report_names);
}

static void
print_json (const MailCliCheckOptions *options, MailSetup *setup, const GError *error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autofree char *text = g_utf8_make_valid (options->address, -1);
  MailAddress *address = mail_setup_get_address (setup);
  g_autofree char *report = format_report (options, setup);
  MailVerify *verify = mail_setup_get_verify (setup);
  MailCliOutcome outcome = {
    .address = address != NULL ? mail_address_get_address (address) : text,
    .parsed = address,
    .provider = mail_setup_get_provider (setup),
    .verify = verify,
    .error = is_in_report (verify) ? NULL : error,
    .account = mail_setup_get_account (setup),
    .report = report,
    .ok = error == NULL,
  };

  mail_cli_outcome_add (json, &outcome);
  mail_cli_json_print (json);
}

static void
complain_about_report (MailReport *report, MailSetup *setup)
{
  g_autoptr (MailDiagnosis) diagnosis = NULL;
  g_autofree char *text = NULL;

  if (mail_report_get_error (report) == NULL)
    return;
  diagnosis = mail_diagnosis_new (report, mail_setup_get_address (setup), mail_setup_get_provider (setup));
  text = g_strjoin (" ", mail_diagnosis_get_title (diagnosis), mail_diagnosis_get_remedy (diagnosis), NULL);
  mail_cli_complain (text);
}

static void
print_reports (MailSetup *setup)
{
  MailVerify *verify = mail_setup_get_verify (setup);
  MailAddress *address = mail_setup_get_address (setup);
  MailProvider *provider = mail_setup_get_provider (setup);

  if (verify == NULL)
    return;
  mail_cli_text_report (mail_verify_get_incoming (verify), address, provider);
  mail_cli_text_report (mail_verify_get_outgoing (verify), address, provider);
}

/* What a server did not like is a failed check, whatever else the same error may stand for. */
static MailCliStatus
get_status (MailSetup *setup, const GError *error)
{
  MailCliStatus status = error != NULL ? mail_cli_error_get_status (error) : MAIL_CLI_OK;

  if (status == MAIL_CLI_NOT_ALLOWED && is_in_report (mail_setup_get_verify (setup)))
    return MAIL_CLI_FAILED;
  return status;
}

static MailCliStatus
print_text (const MailCliCheckOptions *options, MailSetup *setup, const GError *error)
{
  MailVerify *verify = mail_setup_get_verify (setup);
  g_autofree char *report = format_report (options, setup);

  print_reports (setup);
  if (report != NULL)
    g_print ("%s\n", report);
  if (error == NULL)
    return MAIL_CLI_OK;
  if (!is_in_report (verify) || mail_cli_error_get_status (error) == MAIL_CLI_INTERRUPTED)
    return mail_cli_error_print (error);

  complain_about_report (mail_verify_get_incoming (verify), setup);
  complain_about_report (mail_verify_get_outgoing (verify), setup);
  return get_status (setup, error);
}

/* Wrong usage and a file that cannot be read are between the caller and this program: no answer about an
 * address. */
static gboolean
is_answer (const GError *error)
{
  return error == NULL || error->domain == MAIL_ERROR
         || mail_cli_error_get_status (error) == MAIL_CLI_INTERRUPTED;
}

/**
 * mail_cli_check_stage_finish:
 * @options: the options
 * @setup: the run
 * @error: (nullable): what ended it
 *
 * Prints what became of the address.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_check_stage_finish (const MailCliCheckOptions *options, MailSetup *setup, const GError *error)
{
  if (!is_answer (error))
    return mail_cli_error_print (error);
  if (!options->json)
    return print_text (options, setup, error);
  print_json (options, setup, error);
  return get_status (setup, error);
}
