/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-autoconfig-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-client-config.h"
#include "mail-error.h"
#include "mail-ranking.h"

static gboolean
is_empty (MailCandidate *candidate)
{
  return mail_candidate_get_incoming (candidate)->len == 0
         && mail_candidate_get_outgoing (candidate)->len == 0;
}

/**
 * mail_autoconfig_document_read:
 * @answer: what was fetched
 * @uri: what was asked for; its query is told to nobody
 * @address: for whom
 * @source: which kind of place this is
 * @trust: what vouches for the place; nothing does where a redirect led to another registrable domain
 *
 * Reads an autoconfig document, and puts its servers into our order.
 *
 * Returns: (transfer full): a candidate with at least one server; %NULL with %MAIL_ERROR_SETTINGS_INVALID
 *   where the document is damaged or has none, with %MAIL_ERROR_PROVIDER_UNSUPPORTED where it has some that
 *   only others can use
 */
MailCandidate *
mail_autoconfig_document_read (MailFetchAnswer *answer,
                               const char *uri,
                               MailAddress *address,
                               MailSource source,
                               MailTrust trust,
                               GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (answer->body, &length);
  g_autoptr (MailClientConfig) config
      = mail_client_config_new_from_data (data != NULL ? data : "", length, error);
  g_autoptr (MailCandidate) candidate = NULL;
  g_autofree char *where = NULL;

  if (config == NULL)
    return NULL;
  where = mail_autoconfig_document_dup_place (answer, uri);
  candidate = mail_client_config_expand (config, address, source,
                                         answer->redirected ? MAIL_TRUST_UNVERIFIED : trust, where);
  if (!is_empty (candidate))
    return mail_ranking_arrange (candidate);
  mail_autoconfig_document_set_unusable (error, mail_client_config_get_others (config));
  return NULL;
}

/**
 * mail_autoconfig_document_set_unusable:
 * @others: ways to mail that a document without any server for us names
 *
 * Sets %MAIL_ERROR_PROVIDER_UNSUPPORTED with what the document has instead, so that nobody takes it for a
 * mistake; %MAIL_ERROR_SETTINGS_INVALID where it has nothing at all.
 */
void
mail_autoconfig_document_set_unusable (GError **error, MailOther others)
{
  const char *text;

  if (others == (MAIL_OTHER_JMAP | MAIL_OTHER_EXCHANGE))
    text = _("The published settings are for JMAP and Exchange only. Ask your provider for IMAP or POP3.");
  else if (others == MAIL_OTHER_JMAP)
    text = _("The published settings are for JMAP only. Ask your provider for IMAP or POP3.");
  else if (others == MAIL_OTHER_EXCHANGE)
    text = _("The published settings are for Exchange only. Ask your provider for IMAP or POP3.");
  else
    text = _ (
        "The published settings name no encrypted IMAP, POP3 or SMTP server. Ask your provider for one.");
  g_set_error_literal (error, MAIL_ERROR,
                       others != 0 ? MAIL_ERROR_PROVIDER_UNSUPPORTED : MAIL_ERROR_SETTINGS_INVALID, text);
}

/**
 * mail_autoconfig_document_dup_place:
 * @answer: what was fetched
 * @uri: what was asked for; its query would be the address, and is told to nobody
 *
 * Of the way that a redirect took, only the host counts: it is the one that was believed.
 *
 * Returns: (transfer full): where the document is from, for people
 */
char *
mail_autoconfig_document_dup_place (MailFetchAnswer *answer, const char *uri)
{
  g_autofree char *asked = g_strndup (uri, strcspn (uri, "?"));
  g_autoptr (GUri) came_from = g_uri_parse (answer->uri, G_URI_FLAGS_NONE, NULL);
  g_autofree char *host = NULL;

  if (!answer->redirected || came_from == NULL || g_uri_get_host (came_from) == NULL)
    return g_steal_pointer (&asked);
  host = mail_domain_to_display (g_uri_get_host (came_from));
  /* Translators: the first %s is the address of a document in the web, the second one the name of another
   * computer, from which it really came. */
  return g_strdup_printf (_("%s, redirected to %s"), asked, host);
}
