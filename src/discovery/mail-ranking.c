/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-ranking.h"

static int
compare_servers (gconstpointer a, gconstpointer b)
{
  MailServer *one = *(MailServer *const *) a;
  MailServer *other = *(MailServer *const *) b;
  int order = (mail_server_get_protocol (one) == MAIL_PROTOCOL_POP3)
              - (mail_server_get_protocol (other) == MAIL_PROTOCOL_POP3);

  if (order != 0)
    return order;
  return (mail_server_get_security (one) == MAIL_SECURITY_STARTTLS)
         - (mail_server_get_security (other) == MAIL_SECURITY_STARTTLS);
}

static GPtrArray *
copy_sorted (GPtrArray *servers)
{
  GPtrArray *copy = g_ptr_array_new_full (servers->len, g_object_unref);

  for (guint i = 0; i < servers->len; i++)
    g_ptr_array_add (copy, g_object_ref (g_ptr_array_index (servers, i)));
  mail_ranking_sort (copy);
  return copy;
}

/**
 * mail_ranking_sort:
 * @servers: (element-type MailServer): incoming or outgoing ones, of one proposal
 *
 * Puts IMAP before POP3, which would take the mail off the server, and TLS from the first byte before
 * STARTTLS (RFC 8314, section 3): nobody on the way can talk a client out of it. What is alike in both stays
 * as it was; who proposes the servers has an order of his own.
 */
void
mail_ranking_sort (GPtrArray *servers)
{
  /* Stable, as GLib promises. */
  g_ptr_array_sort (servers, compare_servers);
}

/**
 * mail_ranking_arrange:
 * @candidate: what somebody proposes, in his order
 *
 * Returns: (transfer full): the same proposal with its servers in the order of mail_ranking_sort()
 */
MailCandidate *
mail_ranking_arrange (MailCandidate *candidate)
{
  g_autoptr (GPtrArray) incoming = copy_sorted (mail_candidate_get_incoming (candidate));
  g_autoptr (GPtrArray) outgoing = copy_sorted (mail_candidate_get_outgoing (candidate));

  return mail_candidate_new (mail_candidate_get_source (candidate), mail_candidate_get_trust (candidate),
                             mail_candidate_get_where (candidate), mail_candidate_get_provider (candidate),
                             incoming, outgoing);
}
