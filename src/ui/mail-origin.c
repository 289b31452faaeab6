/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-origin.h"

#include <glib/gi18n-lib.h>

#include "mail-database.h"
#include "mail-provider-advice.h"

/* One set of words per source: how it is named in a list, and the whole sentence on the page of the servers.
 * Each %s is the domain of the address. */
static const struct
{
  const char *name;
  const char *sentence;
} words[] = {
  [MAIL_SOURCE_PACC]
  = { N_("%s itself (PACC)"), N_("%s itself publishes these settings for all its users.") },
  [MAIL_SOURCE_AUTOCONFIG] = { N_("the website of %s (autoconfig)"),
                               N_("The website of %s publishes these settings for mail programs.") },
  [MAIL_SOURCE_ISPDB] = { N_("Thunderbird’s list of providers"),
                          N_("Thunderbird’s list of providers has these settings for %s.") },
  [MAIL_SOURCE_SRV]
  = { N_("the DNS records of %s (SRV)"), N_("The DNS records of %s name these servers.") },
  [MAIL_SOURCE_MX]
  = { N_("where the DNS sends mail for %s (MX)"),
      N_("Mail for %s goes to another company, according to the DNS. These are its servers.") },
  [MAIL_SOURCE_GUESS] = { N_("likely names, tried out"),
                          N_("Nobody says where mail for %s is kept. These likely names answer.") },
};

/* The formats are the constants above and their translations: all have one %s, or none. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"

static char *
say (const char *format, MailAddress *address)
{
  return g_strdup_printf (_ (format), mail_address_get_display_domain (address));
}

#pragma GCC diagnostic pop

/* The date of the data as people write it. */
static char *
describe_database (void)
{
  const char *text = mail_database_get_date (mail_database_get_default ());
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *moment = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (moment, utc);
  /* Translators: a date, in the notation of g_date_time_format(): “24 November 2026”. */
  g_autofree char *shown = date != NULL ? g_date_time_format (date, _("%-d %B %Y")) : g_strdup (text);

  /* Translators: %s is a date. */
  return g_strdup_printf (_("From Siegel’s list of providers, as of %s."), shown);
}

static char *
describe_file (const char *where)
{
  g_autofree char *name = g_path_get_basename (where);

  /* Translators: %s is the name of a file. */
  return g_strdup_printf (_("From the settings file “%s”."), name);
}

static char *
describe_exchanger (MailProvider *provider, MailAddress *address)
{
  /* Translators: the first %s is a domain, the second a provider: “Mail for example.org is handled by Google
   * Workspace, according to the DNS.” */
  return g_strdup_printf (_("Mail for %s is handled by %s, according to the DNS."),
                          mail_address_get_display_domain (address),
                          mail_provider_get_display_name (provider));
}

static char *
describe_source (MailCandidate *candidate, MailAddress *address)
{
  MailSource source = mail_candidate_get_source (candidate);
  MailProvider *provider = mail_candidate_get_provider (candidate);

  if (source == MAIL_SOURCE_DATABASE)
    return describe_database ();
  if (source == MAIL_SOURCE_FILE)
    return describe_file (mail_candidate_get_where (candidate));
  if (source == MAIL_SOURCE_MANUAL)
    return mail_origin_dup_likely (address);
  if (source == MAIL_SOURCE_MX && provider != NULL)
    return describe_exchanger (provider, address);
  return say (words[source].sentence, address);
}

static char *
name_source (const MailProvenance *provenance, MailAddress *address)
{
  if (provenance->source == MAIL_SOURCE_DATABASE)
    return g_strdup (_("Siegel’s list of providers"));
  if (provenance->source == MAIL_SOURCE_FILE || provenance->source == MAIL_SOURCE_MANUAL)
    return g_strdup (provenance->where != NULL ? provenance->where : "");
  return say (words[provenance->source].name, address);
}

/* Nothing vouches for it, but that is so for different reasons. */
static const char *
get_doubt (MailSource source)
{
  if (source == MAIL_SOURCE_SRV || source == MAIL_SOURCE_MX)
    return _("The answer is not signed.");
  if (source == MAIL_SOURCE_GUESS)
    return _("They have proven that they are called so.");

  return _("The way there led over another domain.");
}

static const char *
get_trust_words (MailSource source, MailTrust trust)
{
  switch (trust)
    {
    case MAIL_TRUST_BUILT_IN:
      return _("Siegel brings them along.");
    case MAIL_TRUST_HTTPS:
      return _("They came over a proven connection (https).");
    case MAIL_TRUST_DNSSEC:
      return _("The answer is signed (DNSSEC).");
    case MAIL_TRUST_DIGEST:
      return _("A fingerprint in the DNS confirms them.");
    case MAIL_TRUST_UNVERIFIED:
    default:
      return get_doubt (source);
    }
}

/* Whether the sentence about a source has to say what vouches for it. */
static gboolean
needs_trust (MailSource source)
{
  return source != MAIL_SOURCE_DATABASE && source != MAIL_SOURCE_FILE && source != MAIL_SOURCE_MANUAL;
}

/**
 * mail_origin_dup_sources:
 * @candidate: settings
 * @address: for whom
 *
 * Returns: (transfer full): everybody who proposes them, the best first: “the DNS records of example.org
 * (SRV), Thunderbird’s list of providers”
 */
char *
mail_origin_dup_sources (MailCandidate *candidate, MailAddress *address)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < mail_candidate_get_n_provenances (candidate); i++)
    {
      g_autofree char *name = name_source (mail_candidate_get_provenance (candidate, i), address);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }

  return g_string_free (names, FALSE);
}

/**
 * mail_origin_dup_sentence:
 * @candidate: settings
 * @address: for whom
 *
 * Returns: (transfer full): where they come from and what vouches for them, in one or two sentences
 */
char *
mail_origin_dup_sentence (MailCandidate *candidate, MailAddress *address)
{
  MailSource source = mail_candidate_get_source (candidate);
  g_autofree char *sentence = describe_source (candidate, address);

  if (!needs_trust (source))
    return g_steal_pointer (&sentence);
  return g_strdup_printf ("%s %s", sentence, get_trust_words (source, mail_candidate_get_trust (candidate)));
}

/**
 * mail_origin_dup_likely:
 * @address: for whom
 *
 * Returns: (transfer full): what is said of names that nobody has confirmed
 */
char *
mail_origin_dup_likely (MailAddress *address)
{
  /* Translators: %s is a domain, for instance “example.org”. */
  return g_strdup_printf (_("Siegel does not know %s. These names are only likely ones: compare them with "
                             "what your provider tells you, and correct them with the pencil."),
                          mail_address_get_display_domain (address));
}

/**
 * mail_origin_is_proven:
 * @candidate: settings
 *
 * Returns: whether anything vouches for them
 */
gboolean
mail_origin_is_proven (MailCandidate *candidate)
{
  return mail_candidate_get_trust (candidate) != MAIL_TRUST_UNVERIFIED;
}
