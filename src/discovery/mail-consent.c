/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-consent.h"

#include "mail-discovery.h"

/* @server alone, with what is known of who proposes it. */
static gboolean
needs_consent (MailCandidate *candidate, MailServer *server, MailAddress *address)
{
  g_autoptr (GPtrArray) servers = g_ptr_array_new ();
  gboolean incoming = mail_server_is_incoming (server);
  g_autoptr (MailCandidate) alone = NULL;

  g_ptr_array_add (servers, server);
  alone = mail_candidate_new (mail_candidate_get_source (candidate), mail_candidate_get_trust (candidate),
                              mail_candidate_get_where (candidate), mail_candidate_get_provider (candidate),
                              incoming ? servers : NULL, incoming ? NULL : servers);
  return mail_discovery_needs_consent (alone, address);
}

static void
add_hosts (GPtrArray *hosts, MailCandidate *candidate, GPtrArray *servers, MailAddress *address)
{
  for (guint i = 0; i < servers->len; i++)
    {
      MailServer *server = g_ptr_array_index (servers, i);
      const char *host = mail_server_get_host (server);

      if (!g_ptr_array_find_with_equal_func (hosts, host, g_str_equal, NULL)
          && needs_consent (candidate, server, address))
        g_ptr_array_add (hosts, g_strdup (host));
    }
}

/**
 * mail_consent_dup_hosts:
 * @candidate: a candidate
 * @address: whose settings it proposes
 *
 * Whose agreement mail_discovery_needs_consent() wants, by name.
 *
 * Returns: (transfer full) (array zero-terminated=1): the servers that nobody vouches for, each once, those
 * for receiving first; empty where the person need not be asked
 */
char **
mail_consent_dup_hosts (MailCandidate *candidate, MailAddress *address)
{
  g_autoptr (GPtrArray) hosts = g_ptr_array_new_with_free_func (g_free);

  if (mail_discovery_needs_consent (candidate, address))
    {
      add_hosts (hosts, candidate, mail_candidate_get_incoming (candidate), address);
      add_hosts (hosts, candidate, mail_candidate_get_outgoing (candidate), address);
    }
  g_ptr_array_add (hosts, NULL);
  return (char **) g_ptr_array_steal (hosts, NULL);
}
