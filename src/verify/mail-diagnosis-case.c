/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-diagnosis-case.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-other-way.h"

#define MAX_NAMES 3

/* What the second look has found, or else what is worth a try. */
static guint
find_proposal (MailDiagnosisCase *self)
{
  const MailEvidence *evidence = mail_report_get_evidence (self->report);

  if (evidence->alternative_port == 0)
    return mail_other_way_choose (mail_report_get_server (self->report), self->error, &self->security,
                                  &self->port)
               ? MAIL_WHEN_PROPOSAL
               : 0;
  self->security = evidence->alternative_security;
  self->port = evidence->alternative_port;
  return evidence->alternative ? MAIL_WHEN_PROPOSAL | MAIL_WHEN_PROVEN : MAIL_WHEN_IN_VAIN;
}

static guint
look_at_evidence (const MailEvidence *evidence)
{
  guint when = 0;

  if (evidence->other_username != NULL)
    when |= MAIL_WHEN_OTHER_USERNAME;
  if (evidence->reach & MAIL_REACH_OFFLINE)
    when |= MAIL_WHEN_OFFLINE;
  if (evidence->reach & MAIL_REACH_PORTAL)
    when |= MAIL_WHEN_PORTAL;
  if (evidence->reach & MAIL_REACH_FORBIDDEN)
    when |= MAIL_WHEN_FORBIDDEN;
  if (evidence->old_tls != NULL)
    when |= MAIL_WHEN_OLD_TLS;
  if (evidence->service != NULL)
    when |= MAIL_WHEN_SERVICE;
  return when;
}

static guint
look_at_server (MailServer *server)
{
  guint when = mail_server_is_incoming (server) ? MAIL_WHEN_RECEIVING : MAIL_WHEN_SENDING;

  if (mail_server_get_security (server) == MAIL_SECURITY_AUTOMATIC)
    when |= MAIL_WHEN_AUTOMATIC;
  if (mail_server_get_username_guessed (server))
    when |= MAIL_WHEN_GUESSED;
  if (mail_server_get_auth (server) == MAIL_AUTH_NONE)
    when |= MAIL_WHEN_ANONYMOUS;
  return when;
}

/* A provider in the database has people who look after its certificates: with it, a bad one means that
 * somebody else answers. And a certificate that its issuer withdrew is nothing to trust, whoever decides. */
static gboolean
may_trust (const MailTlsInfo *tls, MailProvider *provider)
{
  return tls->spki_sha256 != NULL && !(tls->faults & MAIL_CERTIFICATE_FAULT_REVOKED)
         && (provider == NULL || mail_provider_get_id (provider) == NULL);
}

static guint
look_at_faults (const MailTlsInfo *tls, MailProvider *provider)
{
  const guint of_issuer = MAIL_CERTIFICATE_FAULT_SELF_SIGNED | MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER;
  guint when = 0;

  if (tls->faults == 0)
    return 0;
  if (may_trust (tls, provider))
    when |= MAIL_WHEN_MAY_TRUST;
  if (tls->faults & (tls->faults - 1))
    when |= MAIL_WHEN_SEVERAL;
  if (!(tls->faults & of_issuer))
    when |= MAIL_WHEN_KNOWN_ISSUER;
  return when;
}

static guint
look_at_step (MailStep step)
{
  if (step == MAIL_STEP_RESOLVE || step == MAIL_STEP_CONNECT)
    return MAIL_WHEN_CONNECTING;
  if (step == MAIL_STEP_GREETING || step == MAIL_STEP_TLS)
    return MAIL_WHEN_SILENT;
  if (step == MAIL_STEP_SIGN_IN)
    return MAIL_WHEN_SIGNING_IN;
  if (step == MAIL_STEP_MESSAGE || step == MAIL_STEP_ARRIVAL)
    return MAIL_WHEN_SIGNED_IN | MAIL_WHEN_DELIVERING;
  return step > MAIL_STEP_SIGN_IN ? MAIL_WHEN_SIGNED_IN : 0;
}

static guint
look_at_report (MailReport *report)
{
  const MailTlsInfo *tls = mail_report_get_tls (report);
  guint when = 0;
  MailStep step;

  if (mail_report_get_failed_step (report, &step))
    when |= look_at_step (step);
  if (tls != NULL && tls->names != NULL && tls->names[0] != NULL)
    when |= MAIL_WHEN_NAMES;
  if (tls != NULL && tls->not_after > g_get_real_time () / G_USEC_PER_SEC)
    when |= MAIL_WHEN_ISSUER;
  return when;
}

static guint64
look_at_provider (MailProvider *provider)
{
  guint64 when = MAIL_WHEN_NEEDS (mail_provider_get_needs (provider));

  if (mail_provider_get_name (provider) != NULL)
    when |= MAIL_WHEN_PROVIDER;
  if (mail_provider_get_needs_with_2fa (provider) & MAIL_NEED_APP_PASSWORD)
    when |= MAIL_WHEN_2FA_APP_PASSWORD;
  return when;
}

/* A provider's need comes before any doubt about the user name; and where the name is known from the
 * provider, there is no doubt. */
static guint64
drop_doubts (guint64 when)
{
  if (when >> MAIL_WHEN_NEEDS_SHIFT || when & MAIL_WHEN_2FA_APP_PASSWORD)
    return when & ~(MAIL_WHEN_OTHER_USERNAME | MAIL_WHEN_GUESSED);
  if (when & MAIL_WHEN_PROVIDER && !(when & MAIL_WHEN_GUESSED))
    return when & ~MAIL_WHEN_OTHER_USERNAME;
  return when;
}

/* Certificates are written by strangers: only what can be shown on one line, and not too much of it. */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *result = g_string_new (NULL);

  for (const char *p = valid; *p != '\0' && result->len < 80; p = g_utf8_next_char (p))
    if (g_unichar_isgraph (g_utf8_get_char (p)) || *p == ' ')
      g_string_append_unichar (result, g_utf8_get_char (p));
  return g_string_free (result, FALSE);
}

static char *
join_names (char **names)
{
  GString *result = g_string_new (NULL);

  for (guint i = 0; names != NULL && names[i] != NULL && i < MAX_NAMES; i++)
    {
      g_autofree char *name = clean (names[i]);

      g_string_append_printf (result, "%s%s", i > 0 ? ", " : "", name);
    }
  return g_string_free (result, FALSE);
}

/* Of "CN=Example CA,O=Example" a person needs "Example CA". */
static char *
find_common_name (const char *distinguished_name)
{
  g_auto (GStrv) parts = g_strsplit (distinguished_name != NULL ? distinguished_name : "", ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_str_has_prefix (parts[i], "CN="))
      return clean (parts[i] + strlen ("CN="));
  return clean (distinguished_name != NULL ? distinguished_name : "");
}

static char *
join_faults (const MailTlsInfo *tls, const char *host)
{
  g_auto (GStrv) sentences = mail_tls_info_describe_faults (tls, host);

  return g_strjoinv (" ", sentences);
}

/* "TLS1.3" is how the library spells it. */
static char *
spell_version (const char *version)
{
  if (version != NULL && g_str_has_prefix (version, "TLS") && g_ascii_isdigit (version[3]))
    return g_strdup_printf ("TLS %s", version + 3);
  return g_strdup (version != NULL ? version : "TLS");
}

static char *
name_server (MailServer *server)
{
  const char *host = mail_server_get_host (server);

  if (mail_server_is_incoming (server))
    /* Translators: stands for {Server} at the beginning of sentences, as their subject; %s is its name. */
    return g_strdup_printf (_("The incoming server %s"), host);
  /* Translators: stands for {Server} at the beginning of sentences, as their subject; %s is its name. */
  return g_strdup_printf (_("The outgoing server %s"), host);
}

static void
take_word (GHashTable *words, const char *name, char *value)
{
  g_hash_table_insert (words, (gpointer) name, value);
}

static void
list_server_words (GHashTable *words, MailServer *server)
{
  MailProtocol protocol = mail_server_get_protocol (server);

  take_word (words, "Server", name_server (server));
  take_word (words, "host", g_strdup (mail_server_get_host (server)));
  take_word (words, "port", g_strdup_printf ("%u", mail_server_get_port (server)));
  take_word (words, "protocol", g_strdup (mail_protocol_get_label (protocol)));
  take_word (words, "security", g_strdup (mail_security_get_label (mail_server_get_security (server))));
  take_word (words, "username", g_strdup (mail_server_get_username (server)));
}

static void
list_certificate_words (GHashTable *words, const MailTlsInfo *tls, const char *host)
{
  take_word (words, "faults", tls != NULL ? join_faults (tls, host) : g_strdup (""));
  take_word (words, "names", join_names (tls != NULL ? tls->names : NULL));
  take_word (words, "issuer", find_common_name (tls != NULL ? tls->issuer : NULL));
  take_word (words, "begin", mail_tls_info_format_date (tls != NULL ? tls->not_before : 0));
  take_word (words, "end", mail_tls_info_format_date (tls != NULL ? tls->not_after : 0));
  take_word (words, "tls", spell_version (tls != NULL ? tls->version : NULL));
}

static void
list_evidence_words (GHashTable *words, const MailEvidence *evidence)
{
  take_word (words, "other-username", g_strdup (evidence->other_username));
  take_word (words, "old-tls", spell_version (evidence->old_tls));
  take_word (words, "service", g_strdup (evidence->service));
}

/**
 * mail_diagnosis_case_init:
 * @self: a case with its error, report, address and provider set
 *
 * Finds out what is true of the failure, and what other security or port would be worth a try.
 */
void
mail_diagnosis_case_init (MailDiagnosisCase *self)
{
  MailServer *server = self->report != NULL ? mail_report_get_server (self->report) : NULL;
  const MailTlsInfo *tls = self->report != NULL ? mail_report_get_tls (self->report) : NULL;

  if (self->provider != NULL)
    self->when |= look_at_provider (self->provider);
  if (server == NULL)
    return;
  self->when |= look_at_server (server) | look_at_report (self->report)
                | look_at_evidence (mail_report_get_evidence (self->report));
  if (tls != NULL)
    self->when |= look_at_faults (tls, self->provider);
  if (self->error != NULL && !(self->when & MAIL_WHEN_AUTOMATIC))
    self->when |= find_proposal (self);
  self->when = drop_doubts (self->when);
}

/**
 * mail_diagnosis_case_list_words:
 * @self: a case
 *
 * What the placeholders of the sentences stand for: {Server}, {host}, {port}, {protocol}, {security},
 * {username}, {other-username}, {names}, {faults}, {issuer}, {begin}, {end}, {tls}, {old-tls}, {service},
 * {other-security}, {other-port}, {address}, {provider} and {why}. A sentence is used only where the case has
 * its words.
 *
 * Returns: (transfer full): the name of a placeholder to its text
 */
GHashTable *
mail_diagnosis_case_list_words (const MailDiagnosisCase *self)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  const char *provider = self->provider != NULL ? mail_provider_get_name (self->provider) : NULL;

  if (provider == NULL && self->provider != NULL)
    provider = mail_provider_get_id (self->provider);
  if (self->report != NULL)
    {
      MailServer *server = mail_report_get_server (self->report);

      list_server_words (words, server);
      list_evidence_words (words, mail_report_get_evidence (self->report));
      list_certificate_words (words, mail_report_get_tls (self->report), mail_server_get_host (server));
    }
  if (self->when & (MAIL_WHEN_PROPOSAL | MAIL_WHEN_IN_VAIN))
    {
      take_word (words, "other-security", g_strdup (mail_security_get_label (self->security)));
      take_word (words, "other-port", g_strdup_printf ("%u", self->port));
    }
  if (self->address != NULL)
    take_word (words, "address", g_strdup (mail_address_get_address (self->address)));
  /* Translators: stands for the name of a mail provider that is not known. */
  take_word (words, "provider", g_strdup (provider != NULL ? provider : _("your provider")));
  if (self->error != NULL)
    take_word (words, "why", g_strdup (self->error->message));
  return words;
}

/**
 * mail_diagnosis_fill:
 * @sentence: a translated sentence with placeholders, {like-this}
 * @words: what they stand for
 *
 * Whole sentences with names in them are what a translator can work with; printf's positions are not.
 *
 * Returns: (transfer full): the sentence; an unknown placeholder stays as it is
 */
char *
mail_diagnosis_fill (const char *sentence, GHashTable *words)
{
  GString *result = g_string_new (NULL);
  const char *open, *close;

  while ((open = strchr (sentence, '{')) != NULL && (close = strchr (open, '}')) != NULL)
    {
      g_autofree char *name = g_strndup (open + 1, close - open - 1);
      const char *value = g_hash_table_lookup (words, name);

      g_string_append_len (result, sentence, open - sentence);
      if (value != NULL)
        g_string_append (result, value);
      else
        g_string_append_len (result, open, close + 1 - open);
      sentence = close + 1;
    }
  g_string_append (result, sentence);
  return g_string_free (result, FALSE);
}
