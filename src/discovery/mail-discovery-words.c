/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-discovery-private.h"
#include "mail-domain.h"
#include "mail-error.h"
#include "mail-provider-advice.h"

static char *
dup_host (MailCandidate *candidate, MailProtocol protocol)
{
  GPtrArray *servers = protocol == MAIL_PROTOCOL_SMTP ? mail_candidate_get_outgoing (candidate)
                                                      : mail_candidate_get_incoming (candidate);

  for (guint i = 0; i < servers->len; i++)
    if (mail_server_get_protocol (g_ptr_array_index (servers, i)) == protocol)
      return mail_domain_to_display (mail_server_get_host (g_ptr_array_index (servers, i)));
  return NULL;
}

static char *
describe_one (MailProtocol protocol, const char *host)
{
  /* Translators: “IMAP at imap.example.org”. */
  return g_strdup_printf (_("%s at %s"), mail_protocol_get_label (protocol), host);
}

static char *
describe_incoming (const char *imap, const char *pop3)
{
  if (imap == NULL || pop3 == NULL)
    return imap != NULL ? describe_one (MAIL_PROTOCOL_IMAP, imap) : describe_one (MAIL_PROTOCOL_POP3, pop3);
  if (g_str_equal (imap, pop3))
    /* Translators: %s is the name of a server. */
    return g_strdup_printf (_("IMAP and POP3 at %s"), imap);
  /* Translators: %s are the names of two servers. */
  return g_strdup_printf (_("IMAP at %s, POP3 at %s"), imap, pop3);
}

static char *
describe_without_servers (MailProvider *provider)
{
  if (provider == NULL || mail_provider_is_supported (provider))
    return g_strdup (_("nothing that Siegel can use"));
  /* Translators: %s is the name of a provider. */
  return g_strdup_printf (_("%s lets no mail programs in"), mail_provider_get_display_name (provider));
}

/**
 * mail_discovery_describe_found:
 * @found: (element-type MailCandidate): what a source has found
 *
 * Returns: (transfer full): the best of it in a few words, such as “IMAP and POP3 at mail.example.org”
 */
char *
mail_discovery_describe_found (GPtrArray *found)
{
  MailCandidate *candidate = found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
  g_autofree char *imap = NULL;
  g_autofree char *pop3 = NULL;
  g_autofree char *smtp = NULL;

  if (candidate == NULL)
    return g_strdup (_("nothing there"));
  imap = dup_host (candidate, MAIL_PROTOCOL_IMAP);
  pop3 = dup_host (candidate, MAIL_PROTOCOL_POP3);
  smtp = dup_host (candidate, MAIL_PROTOCOL_SMTP);
  if (imap != NULL || pop3 != NULL)
    return describe_incoming (imap, pop3);
  return smtp != NULL ? describe_one (MAIL_PROTOCOL_SMTP, smtp)
                      : describe_without_servers (mail_candidate_get_provider (candidate));
}

static const char *
get_end_format (MailDiscoveryEnd end)
{
  switch (end)
    {
    case MAIL_DISCOVERY_NOT_KNOWN:
      /* Translators: %s is a domain such as “example.org”. */
      return _("Siegel does not know the mail servers of “%s”. Ask your provider for them.");
    case MAIL_DISCOVERY_NOT_FOUND:
      /* Translators: %s is a domain such as “example.org”. */
      return _("No mail servers of “%s” were found. Ask your provider for them.");
    case MAIL_DISCOVERY_STRANGER:
      /* Translators: %s is a domain such as “example.org”. */
      return _ (
          "No mail servers of “%s” were found, and its website does not prove whose it is. If this "
          "network wants you to sign in first, do so in your web browser, then try again. Otherwise ask "
          "your provider.");
    case MAIL_DISCOVERY_NOT_IN_TIME:
      /* Translators: %s is a domain such as “example.org”. */
      return _("No mail servers of “%s” were found in time. Try again, or ask your provider for them.");
    case MAIL_DISCOVERY_NO_DOMAIN:
      /* Translators: %s is a domain such as “example.org”. */
      return _("There is no domain “%s”. Check the spelling of the address.");
    case MAIL_DISCOVERY_NO_NETWORK:
      /* Translators: %s is a domain such as “example.org”. */
      return _("Nobody could be asked for the mail servers of “%s”. Check your internet connection.");
    case MAIL_DISCOVERY_FORBIDDEN:
      /* Translators: %s is a domain such as “example.org”. */
      return _ (
          "Nobody could be asked for the mail servers of “%s”, because the sandbox does not let Siegel use "
          "the network. Allow it, for example in Flatseal, then start Siegel again.");
    }
  g_return_val_if_reached ("");
}

/**
 * mail_discovery_explain_end:
 * @end: how a search ended that found nothing
 * @address: whose settings were looked for
 *
 * Returns: (transfer full): %MAIL_ERROR_SETTINGS_UNKNOWN or %MAIL_ERROR_NETWORK_UNREACHABLE, with a sentence
 *   that names the domain
 */
GError *
mail_discovery_explain_end (MailDiscoveryEnd end, MailAddress *address)
{
  gboolean is_cut_off = end == MAIL_DISCOVERY_NO_NETWORK || end == MAIL_DISCOVERY_FORBIDDEN;
  MailError code = is_cut_off ? MAIL_ERROR_NETWORK_UNREACHABLE : MAIL_ERROR_SETTINGS_UNKNOWN;

  /* The formats are the constants above and their translations. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_error_new (MAIL_ERROR, code, get_end_format (end), mail_address_get_display_domain (address));
#pragma GCC diagnostic pop
}

static const char *
get_exchanger_reason (MailTrust trust)
{
  if (trust == MAIL_TRUST_DNSSEC)
    return _("The domain’s mail goes to this provider, as signed records in the DNS say.");
  return _("The domain’s mail goes to this provider, as records in the DNS say; they are not signed.");
}

static const char *
get_services_reason (MailTrust trust)
{
  if (trust == MAIL_TRUST_DNSSEC)
    return _("The domain’s records in the DNS say so, and they are signed.");
  return _("The domain’s records in the DNS say so; they are not signed.");
}

static const char *
get_website_reason (MailTrust trust)
{
  if (trust == MAIL_TRUST_DIGEST)
    return _("The domain’s own website says so, and the DNS confirms it.");
  if (trust == MAIL_TRUST_HTTPS)
    return _("The domain’s own website says so.");
  return _("A website says so that the domain’s own website points to.");
}

static const char *
get_reason (MailSource source, MailTrust trust)
{
  switch (source)
    {
    case MAIL_SOURCE_DATABASE:
      return _("Built in, and so the most certain.");
    case MAIL_SOURCE_FILE:
      return _("The file that you chose says so.");
    case MAIL_SOURCE_PACC:
    case MAIL_SOURCE_AUTOCONFIG:
      return get_website_reason (trust);
    case MAIL_SOURCE_ISPDB:
      return _("Thunderbird’s list of providers says so.");
    case MAIL_SOURCE_SRV:
      return get_services_reason (trust);
    case MAIL_SOURCE_MX:
      return get_exchanger_reason (trust);
    case MAIL_SOURCE_GUESS:
      return _("Likely names; the servers that answered have proven that they are called so.");
    case MAIL_SOURCE_MANUAL:
      return _("You entered them.");
    }
  g_return_val_if_reached ("");
}

/**
 * mail_discovery_dup_reason:
 * @self: a search
 * @candidate: one of its candidates
 *
 * Returns: (transfer full): why @candidate is to be believed, and how far, in one sentence or two
 */
char *
mail_discovery_dup_reason (MailDiscovery *self, MailCandidate *candidate)
{
  const char *reason
      = get_reason (mail_candidate_get_source (candidate), mail_candidate_get_trust (candidate));
  guint n_others = mail_candidate_get_n_provenances (candidate) - 1;
  g_autofree char *others = NULL;

  if (n_others == 0)
    return g_strdup (reason);
  /* Translators: %u is a number. */
  others = g_strdup_printf (
      ngettext("%u other source says the same.", "%u other sources say the same.", n_others), n_others);
  return g_strjoin (" ", reason, others, NULL);
}
