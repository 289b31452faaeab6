/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same facts for people. Nothing here is meant to be parsed: that is what JSON is for. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-text.h"
#include "mail-consent.h"
#include "mail-diagnosis.h"
#include "mail-provider-advice.h"

/* Wide enough for the longest label in German. */
#define LABEL_WIDTH  12
#define STEP_WIDTH   32
#define DETAIL_WIDTH 60

/**
 * mail_cli_text_column:
 * @text: UTF-8
 * @width: of the column, in characters
 *
 * Prints @text, filled up with spaces; printf would count bytes.
 */
void
mail_cli_text_column (const char *text, int width)
{
  int padding = width - (int) g_utf8_strlen (text, -1);

  g_print ("%s%*s", text, MAX (padding, 0), "");
}

static void
print_fact (const char *label, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_print ("  ");
  mail_cli_text_column (label, LABEL_WIDTH);
  g_print (" %s\n", value);
}

static const char *
get_direction (MailServer *server)
{
  return mail_server_is_incoming (server) ? _("Receive") : _("Send");
}

static char *
describe_sign_in (MailServer *server)
{
  const char *username = mail_server_get_username (server);

  if (mail_server_get_auth (server) == MAIL_AUTH_NONE)
    return g_strdup (_("no sign-in"));
  if (*username == '\0')
    return g_strdup (_("a user name of its own"));
  /* Translators: %s is the name to sign in with. */
  return g_strdup_printf (_("user name %s"), username);
}

static void
print_server (MailServer *server)
{
  const char *protocol = mail_protocol_get_label (mail_server_get_protocol (server));
  g_autofree char *endpoint = mail_server_describe (server);
  g_autofree char *sign_in = describe_sign_in (server);
  g_autofree char *value = g_strdup_printf ("%s · %s · %s", protocol, endpoint, sign_in);

  print_fact (get_direction (server), value);
  /* Translators: the only public key that a server may show, as hexadecimal digits. */
  print_fact (_("Only key"), mail_server_get_pin (server));
}

static void
print_servers (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    print_server (g_ptr_array_index (servers, i));
}

static void
print_provider (MailProvider *provider)
{
  g_auto (GStrv) advice = mail_provider_dup_advice (provider);

  for (guint i = 0; advice[i] != NULL; i++)
    print_fact (i == 0 ? _("First") : "", advice[i]);
  print_fact (_("Prepare"), mail_provider_get_prepare_uri (provider));
  print_fact (_("Help"), mail_provider_get_help_uri (provider));
}

static const char *
get_trust (MailTrust trust)
{
  switch (trust)
    {
    case MAIL_TRUST_BUILT_IN:
      return _("built in");
    case MAIL_TRUST_HTTPS:
      return _("an encrypted website (HTTPS)");
    case MAIL_TRUST_DNSSEC:
      return _("signed records in the DNS (DNSSEC)");
    case MAIL_TRUST_DIGEST:
      return _("an encrypted website, confirmed by the DNS");
    case MAIL_TRUST_UNVERIFIED:
    default:
      return _("nothing proves it");
    }
}

static void
print_others (MailCandidate *candidate)
{
  guint n = mail_candidate_get_n_provenances (candidate);

  for (guint i = 1; i < n; i++)
    {
      const MailProvenance *other = mail_candidate_get_provenance (candidate, i);
      g_autofree char *value
          = g_strdup_printf ("%s · %s", other->where != NULL ? other->where : "", get_trust (other->trust));

      print_fact (i == 1 ? _("Also") : "", value);
    }
}

/* Where it comes from, and how far that is to be believed. */
static void
print_origin (MailCandidate *candidate, MailDiscovery *search)
{
  g_autofree char *reason = search != NULL ? mail_discovery_dup_reason (search, candidate) : NULL;

  print_fact (_("Source"), mail_candidate_get_where (candidate));
  print_others (candidate);
  if (mail_candidate_get_source (candidate) != MAIL_SOURCE_FILE)
    print_fact (_("Proof"), get_trust (mail_candidate_get_trust (candidate)));
  print_fact (_("Why"), reason);
}

static char *
dup_warning (MailAddress *address, MailCandidate *candidate)
{
  g_auto (GStrv) hosts = mail_consent_dup_hosts (candidate, address);
  g_autofree char *names = g_strjoinv (", ", hosts);

  if (hosts[0] == NULL)
    return NULL;
  /* Translators: %s is the name of a server, or of several with commas between them. */
  return g_strdup_printf (_("Nobody vouches for %s: ask your provider before you send a password there."),
                          names);
}

/**
 * mail_cli_text_candidate:
 * @address: what was asked for
 * @candidate: what was found
 * @search: (nullable): the search that found it
 *
 * Prints a paragraph: every server, where the settings come from and what proves them, and what the provider
 * wants first.
 */
void
mail_cli_text_candidate (MailAddress *address, MailCandidate *candidate, MailDiscovery *search)
{
  MailProvider *provider = mail_candidate_get_provider (candidate);
  g_autofree char *warning = dup_warning (address, candidate);

  g_print ("%s\n", mail_address_get_address (address));
  if (provider != NULL)
    print_fact (_("Provider"), mail_provider_get_name (provider));
  print_servers (mail_candidate_get_incoming (candidate));
  print_servers (mail_candidate_get_outgoing (candidate));
  print_origin (candidate, search);
  print_fact (_("Caution"), warning);
  if (provider != NULL)
    print_provider (provider);
}

static void
append_first (GString *line, GPtrArray *servers)
{
  g_autofree char *endpoint = NULL;
  MailServer *server;

  if (servers->len == 0)
    return;
  server = g_ptr_array_index (servers, 0);
  endpoint = mail_server_describe (server);
  g_string_append_printf (line, "%s %s %s", line->len > 0 ? ";" : "",
                          mail_protocol_get_label (mail_server_get_protocol (server)), endpoint);
}

/**
 * mail_cli_text_line:
 * @address: what was asked for
 * @candidate: what was found
 * @question: (nullable): what the person is asked about the address
 *
 * Prints one line with the best server for each direction, and what has to be known before they are used.
 */
void
mail_cli_text_line (MailAddress *address, MailCandidate *candidate, const char *question)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *warning = dup_warning (address, candidate);

  append_first (line, mail_candidate_get_incoming (candidate));
  append_first (line, mail_candidate_get_outgoing (candidate));
  if (warning != NULL)
    g_string_append_printf (line, "; %s", warning);
  if (question != NULL)
    g_string_append_printf (line, "; %s", question);
  g_print ("%s:%s\n", mail_address_get_address (address), line->str);
}

/**
 * mail_cli_text_account:
 * @account: a stored account
 *
 * Prints a paragraph about @account.
 */
void
mail_cli_text_account (MailAccount *account)
{
  MailSettings *settings = mail_account_get_settings (account);
  g_autoptr (GDateTime) created = g_date_time_to_local (mail_account_get_created (account));
  g_autofree char *created_text = g_date_time_format (created, "%x %X");

  g_print ("%s\n", mail_address_get_address (mail_account_get_address (account)));
  print_fact (_("Name"), mail_account_get_name (account));
  print_fact (_("Provider"), mail_account_get_provider_name (account));
  print_server (mail_settings_get_incoming (settings));
  print_server (mail_settings_get_outgoing (settings));
  print_fact (_("Stored"), created_text);
  print_fact (_("Id"), mail_account_get_id (account));
}

static const char *
get_mark (MailState state)
{
  switch (state)
    {
    case MAIL_STATE_PASSED:
      return "✓";
    case MAIL_STATE_FAILED:
      return "✗";
    case MAIL_STATE_WAITING:
    case MAIL_STATE_RUNNING:
    case MAIL_STATE_SKIPPED:
    default:
      return "–";
    }
}

/* Servers can say a lot about what they can do; JSON has all of it. */
static char *
shorten (const char *text)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= DETAIL_WIDTH)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, DETAIL_WIDTH - 1);
  return g_strconcat (start, "…", NULL);
}

static void
print_detail (MailCheck *check)
{
  const char *detail = mail_check_get_detail (check);
  g_autofree char *shown = detail != NULL ? shorten (detail) : NULL;

  if (shown != NULL)
    g_print ("  %s", shown);
}

static void
print_step (MailCheck *check)
{
  const char *label = mail_step_get_label (mail_check_get_step (check));
  gint64 duration = mail_check_get_duration (check);

  g_print ("  %s ", get_mark (mail_check_get_state (check)));
  if (duration < 0)
    {
      g_print ("%s\n", label);
      return;
    }
  mail_cli_text_column (label, STEP_WIDTH);
  /* Translators: a duration in milliseconds; keep it short. */
  g_print (_("%5d ms"), (int) duration);
  print_detail (check);
  g_print ("\n");
}

static void
print_steps (MailReport *report)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (report));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);

      print_step (check);
    }
}

/* One below the other, they are easier to tell apart than in the one cause of the diagnosis. */
static void
print_faults (MailReport *report)
{
  g_auto (GStrv) faults = mail_tls_info_describe_faults (
      mail_report_get_tls (report), mail_server_get_host (mail_report_get_server (report)));

  for (guint i = 0; faults[i] != NULL; i++)
    g_print ("  · %s\n", faults[i]);
}

static gboolean
has_several_faults (MailReport *report)
{
  const MailTlsInfo *tls = mail_report_get_tls (report);

  return tls != NULL && !tls->trusted && (tls->faults & (tls->faults - 1)) != 0;
}

static void
print_failure (MailReport *report, MailAddress *address, MailProvider *provider)
{
  g_autoptr (MailDiagnosis) diagnosis = mail_diagnosis_new (report, address, provider);
  const char *said = mail_diagnosis_get_server_said (diagnosis);

  if (has_several_faults (report))
    {
      g_print ("  %s\n", mail_diagnosis_get_title (diagnosis));
      print_faults (report);
      g_print ("  %s\n", _("Nothing was sent to the server."));
    }
  else
    g_print ("  %s %s\n", mail_diagnosis_get_title (diagnosis), mail_diagnosis_get_cause (diagnosis));
  if (said == NULL)
    return;
  g_print ("  ");
  /* Translators: %s is what a mail server answered, in its own language. */
  g_print (_("The server said: “%s”"), said);
  g_print ("\n");
}

static void
print_success (MailReport *report)
{
  const MailTlsInfo *tls = mail_report_get_tls (report);
  g_autofree char *success = mail_diagnosis_describe_success (report);
  g_autofree char *expiry
      = tls != NULL ? mail_tls_info_describe_expiry (tls, g_get_real_time () / G_USEC_PER_SEC) : NULL;

  g_print ("  %s\n", success);
  if (expiry != NULL)
    g_print ("  %s\n", expiry);
  if (tls == NULL || !tls->pinned || tls->faults == 0)
    return;
  g_print ("  %s\n", _("You accepted its certificate, although:"));
  print_faults (report);
}

/**
 * mail_cli_text_report:
 * @report: the report of one server, finished
 * @address: the address that was checked
 * @provider: (nullable): its provider
 *
 * Prints the steps of one server and what they come to. What to do about a failure is for standard error.
 */
void
mail_cli_text_report (MailReport *report, MailAddress *address, MailProvider *provider)
{
  MailServer *server = mail_report_get_server (report);
  g_autofree char *endpoint = mail_server_describe (server);

  g_print ("%s · %s\n", mail_protocol_get_label (mail_server_get_protocol (server)), endpoint);
  print_steps (report);
  if (mail_report_get_error (report) != NULL)
    print_failure (report, address, provider);
  else if (mail_report_get_state (report) == MAIL_STATE_PASSED)
    print_success (report);
  g_print ("\n");
}
