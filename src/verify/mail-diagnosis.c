/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-diagnosis.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "mail-diagnosis-texts.h"
#include "mail-provider-advice.h"

/* A code says what is wrong; this says it to a person. The sentences are data (mail-diagnosis-*.c); here
 * the rows that fit a failure are found and their placeholders filled in. */
struct _MailDiagnosis
{
  GObject parent_instance;

  const char *code;
  char *title;
  char *cause;
  char *remedy;
  char *server_said;
  MailAction action;
  char *action_label;
  char *action_uri;
  MailSecurity action_security;
  guint action_port;
  char *action_username;
};

G_DEFINE_FINAL_TYPE (MailDiagnosis, mail_diagnosis, G_TYPE_OBJECT)

static const MailDiagnosisText *const tables[] = {
  mail_diagnosis_local_texts,      mail_diagnosis_delivery_texts,    mail_diagnosis_connection_texts,
  mail_diagnosis_encryption_texts, mail_diagnosis_certificate_texts, mail_diagnosis_sign_in_texts,
};

static const char *const action_labels[] = {
  [MAIL_ACTION_NONE] = NULL,
  /* Translators: a button; {provider} is a name such as “GMX”. */
  [MAIL_ACTION_OPEN_PAGE] = N_("Open the Settings at {provider}"),
  /* Translators: a button. */
  [MAIL_ACTION_CHANGE_HOST] = N_("Change the Server"),
  /* Translators: a button, for example “Use STARTTLS on Port 587”. */
  [MAIL_ACTION_CHANGE_SECURITY] = N_("Use {other-security} on Port {other-port}"),
  /* Translators: a button. */
  [MAIL_ACTION_CHANGE_USERNAME] = N_("Change the User Name"),
  /* Translators: a button. */
  [MAIL_ACTION_CHANGE_PASSWORD] = N_("Enter the Password Again"),
  /* Translators: a button. */
  [MAIL_ACTION_CHANGE_ADDRESS] = N_("Change the Address"),
  /* Translators: a button. */
  [MAIL_ACTION_TRY_AGAIN] = N_("Try Again"),
  /* Translators: a button; {other-username} is a user name. */
  [MAIL_ACTION_USE_USERNAME] = N_("Sign In as “{other-username}”"),
  /* Translators: a button; it leads to the facts of a certificate and the decision whether to trust it. */
  [MAIL_ACTION_REVIEW_CERTIFICATE] = N_("Look at the Certificate…"),
};

static gboolean
is_end (const MailDiagnosisText *text)
{
  return text->title == NULL && text->cause == NULL && text->remedy == NULL;
}

/* The code of mail-error.h, or -1 for an error of somebody else's. */
static int
get_code (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return MAIL_ERROR_CANCELLED;
  return error->domain == MAIL_ERROR ? error->code : -1;
}

/* A button that has nothing to open or to propose is none. */
static gboolean
can_act (const MailDiagnosisCase *given, MailAction action)
{
  if (action == MAIL_ACTION_OPEN_PAGE)
    return given->provider != NULL && mail_provider_get_advice_uri (given->provider) != NULL;
  if (action == MAIL_ACTION_USE_USERNAME)
    return (given->when & MAIL_WHEN_OTHER_USERNAME) != 0;
  if (action == MAIL_ACTION_CHANGE_SECURITY)
    return (given->when & MAIL_WHEN_PROPOSAL) != 0;
  return action != MAIL_ACTION_NONE;
}

/* Takes from a row what no more special row has given. */
static void
take_row (MailDiagnosisText *chosen, const MailDiagnosisText *row, const MailDiagnosisCase *given)
{
  if (chosen->title == NULL)
    chosen->title = row->title;
  if (chosen->cause == NULL)
    chosen->cause = row->cause;
  if (chosen->remedy == NULL)
    chosen->remedy = row->remedy;
  if (chosen->action == MAIL_ACTION_NONE && can_act (given, row->action))
    chosen->action = row->action;
}

static void
choose_texts (const MailDiagnosisCase *given, MailDiagnosisText *chosen)
{
  /* Only the first table gets along without a server. */
  guint n_tables = given->report != NULL ? G_N_ELEMENTS (tables) : 1;
  int code = get_code (given->error);

  /* Whatever a hotspot did in the place of the server. */
  if (given->when & MAIL_WHEN_PORTAL)
    code = MAIL_ERROR_NETWORK_UNREACHABLE;
  /* What a server said against the rules, and nobody mapped. */
  if (code < 0 && given->report != NULL)
    code = MAIL_ERROR_PROTOCOL_ERROR;
  for (guint i = 0; i < n_tables; i++)
    for (const MailDiagnosisText *row = tables[i]; !is_end (row); row++)
      if ((int) row->code == code && (given->when & row->when) == row->when)
        take_row (chosen, row, given);
}

/* An error without a server whose code has no text of its own: its message is a sentence already. */
static const MailDiagnosisText fallback = {
  .title = N_("{why}"),
  .cause = "",
  .remedy = N_("Check your internet connection, then try again."),
  .action = MAIL_ACTION_TRY_AGAIN,
};

/* gettext answers "" with the head of the catalogue. */
static char *
fill (const char *sentence, GHashTable *words)
{
  if (sentence == NULL || *sentence == '\0')
    return g_strdup ("");
  return mail_diagnosis_fill (_(sentence), words);
}

/* A page that only explains must not be announced as the place where something is switched on. */
static const char *
get_label (MailAction action, MailProvider *provider)
{
  if (action == MAIL_ACTION_OPEN_PAGE
      && g_strcmp0 (mail_provider_get_advice_uri (provider), mail_provider_get_prepare_uri (provider)) != 0)
    /* Translators: a button; {provider} is a name such as “GMX”. */
    return N_("Open the Help Page of {provider}");
  return action_labels[action];
}

static void
fill_action (MailDiagnosis *self, const MailDiagnosisCase *given, GHashTable *words)
{
  const char *label = get_label (self->action, given->provider);

  if (label != NULL)
    self->action_label = fill (label, words);
  if (self->action == MAIL_ACTION_OPEN_PAGE)
    self->action_uri = g_strdup (mail_provider_get_advice_uri (given->provider));
  if (self->action == MAIL_ACTION_USE_USERNAME)
    self->action_username = g_strdup (mail_report_get_evidence (given->report)->other_username);
  self->action_security = given->security;
  self->action_port = given->port;
}

static MailDiagnosis *
create (MailDiagnosisCase *given)
{
  MailDiagnosis *self = g_object_new (MAIL_TYPE_DIAGNOSIS, NULL);
  MailDiagnosisText chosen = { 0 };
  g_autoptr (GHashTable) words = NULL;

  mail_diagnosis_case_init (given);
  words = mail_diagnosis_case_list_words (given);
  choose_texts (given, &chosen);
  take_row (&chosen, &fallback, given);

  self->code = mail_error_get_code_name (given->error);
  self->title = fill (chosen.title, words);
  self->cause = fill (chosen.cause, words);
  self->remedy = fill (chosen.remedy, words);
  self->action = chosen.action;
  fill_action (self, given, words);
  return self;
}

static void
mail_diagnosis_finalize (GObject *object)
{
  MailDiagnosis *self = MAIL_DIAGNOSIS (object);

  g_free (self->title);
  g_free (self->cause);
  g_free (self->remedy);
  g_free (self->server_said);
  g_free (self->action_label);
  g_free (self->action_uri);
  g_free (self->action_username);
  G_OBJECT_CLASS (mail_diagnosis_parent_class)->finalize (object);
}

static void
mail_diagnosis_class_init (MailDiagnosisClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_diagnosis_finalize;
}

static void
mail_diagnosis_init (MailDiagnosis *self)
{
}

/**
 * mail_diagnosis_new:
 * @report: a report that failed
 * @address: (nullable): the person's address
 * @provider: (nullable): lends its name, its needs and its pages
 *
 * Says what happened to which server, why, and what to do about it, in the person's language.
 *
 * Returns: (transfer full): the diagnosis
 */
MailDiagnosis *
mail_diagnosis_new (MailReport *report, MailAddress *address, MailProvider *provider)
{
  MailDiagnosisCase given = { .report = report, .address = address, .provider = provider };
  MailDiagnosis *self;

  given.error = mail_report_get_error (report);
  g_return_val_if_fail (given.error != NULL, NULL);
  self = create (&given);
  self->server_said = g_strdup (mail_report_get_server_said (report));
  return self;
}

/**
 * mail_diagnosis_new_for_error:
 * @error: any error: of the keyring, the disk, an address, a search for settings
 * @provider: (nullable): lends its name, its needs and its pages
 *
 * The same for an error that belongs to no conversation with a server.
 *
 * Returns: (transfer full): the diagnosis
 */
MailDiagnosis *
mail_diagnosis_new_for_error (const GError *error, MailProvider *provider)
{
  MailDiagnosisCase given = { .error = error, .provider = provider };

  return create (&given);
}

/**
 * mail_diagnosis_get_code:
 * @self: a diagnosis
 *
 * Returns: (transfer none): the code in words, "sign-in-rejected"
 */
const char *
mail_diagnosis_get_code (MailDiagnosis *self)
{
  return self->code;
}

/**
 * mail_diagnosis_get_title:
 * @self: a diagnosis
 *
 * Returns: (transfer none): what happened, to which server: one sentence
 */
const char *
mail_diagnosis_get_title (MailDiagnosis *self)
{
  return self->title;
}

/**
 * mail_diagnosis_get_cause:
 * @self: a diagnosis
 *
 * Returns: (transfer none): why; "" where the title says it all
 */
const char *
mail_diagnosis_get_cause (MailDiagnosis *self)
{
  return self->cause;
}

/**
 * mail_diagnosis_get_remedy:
 * @self: a diagnosis
 *
 * Returns: (transfer none): what to do
 */
const char *
mail_diagnosis_get_remedy (MailDiagnosis *self)
{
  return self->remedy;
}

/**
 * mail_diagnosis_get_server_said:
 * @self: a diagnosis
 *
 * Returns: (transfer none) (nullable): the server's own words, untranslated
 */
const char *
mail_diagnosis_get_server_said (MailDiagnosis *self)
{
  return self->server_said;
}

/**
 * mail_diagnosis_get_action:
 * @self: a diagnosis
 *
 * Returns: what a button beside the text can do
 */
MailAction
mail_diagnosis_get_action (MailDiagnosis *self)
{
  return self->action;
}

/**
 * mail_diagnosis_get_action_label:
 * @self: a diagnosis
 *
 * Returns: (transfer none) (nullable): the button's words; %NULL with %MAIL_ACTION_NONE
 */
const char *
mail_diagnosis_get_action_label (MailDiagnosis *self)
{
  return self->action_label;
}

/**
 * mail_diagnosis_get_action_uri:
 * @self: a diagnosis
 *
 * Returns: (transfer none) (nullable): the https page to open, with %MAIL_ACTION_OPEN_PAGE only
 */
const char *
mail_diagnosis_get_action_uri (MailDiagnosis *self)
{
  return self->action_uri;
}

/**
 * mail_diagnosis_get_action_security:
 * @self: a diagnosis
 *
 * Returns: with %MAIL_ACTION_CHANGE_SECURITY, the kind of encryption to try
 */
MailSecurity
mail_diagnosis_get_action_security (MailDiagnosis *self)
{
  return self->action_security;
}

/**
 * mail_diagnosis_get_action_port:
 * @self: a diagnosis
 *
 * Returns: with %MAIL_ACTION_CHANGE_SECURITY, the port to try it on
 */
guint
mail_diagnosis_get_action_port (MailDiagnosis *self)
{
  return self->action_port;
}

/**
 * mail_diagnosis_get_action_username:
 * @self: a diagnosis
 *
 * Returns: (transfer none) (nullable): with %MAIL_ACTION_USE_USERNAME, the user name to sign in with
 */
const char *
mail_diagnosis_get_action_username (MailDiagnosis *self)
{
  return self->action_username;
}

/* Whole sentences for both directions and every way to get there, for the translators' sake. */
static const char *
get_success_sentence (MailReport *report)
{
  MailServer *server = mail_report_get_server (report);
  gboolean incoming = mail_server_is_incoming (server);

  if (mail_report_get_goal (report) < MAIL_GOAL_ACCESS)
    /* Translators: {Server} becomes “The incoming server imap.example.org”, {tls} “TLS 1.3”. */
    return N_("{Server} answers, encrypted with {tls}. The password was not tried.");
  if (mail_server_get_auth (server) == MAIL_AUTH_NONE)
    /* Translators: {host} is the name of a server, {tls} is “TLS 1.3”. */
    return N_("Sending works: {host} wants no sign-in, encrypted with {tls}.");
  if (incoming)
    /* Translators: {host} is the name of a server, {tls} is “TLS 1.3”. */
    return N_("Receiving works: signed in to {host}, encrypted with {tls}.");
  /* Translators: {host} is the name of a server, {tls} is “TLS 1.3”. */
  return N_("Sending works: signed in to {host}, encrypted with {tls}.");
}

/**
 * mail_diagnosis_describe_success:
 * @report: a report that passed
 *
 * What the server wants the person to read (RFC 9051, section 7.1) is quoted behind it.
 *
 * Returns: (transfer full): one translated sentence, "Receiving works: signed in to imap.gmx.net,
 *   encrypted with TLS 1.3."
 */
char *
mail_diagnosis_describe_success (MailReport *report)
{
  MailDiagnosisCase given = { .report = report };
  g_autoptr (GHashTable) words = mail_diagnosis_case_list_words (&given);
  g_autofree char *sentence = fill (get_success_sentence (report), words);
  const char *said = mail_report_get_server_said (report);

  if (said == NULL)
    return g_steal_pointer (&sentence);
  /* Translators: the first %s is a whole sentence of ours, the second what a server wants a person to read.
   */
  return g_strdup_printf (_("%s The server says: “%s”"), sentence, said);
}
