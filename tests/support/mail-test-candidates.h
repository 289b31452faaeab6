/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-candidate.h"

/* Candidates of a few words, for tests of what is done with them. */

static inline MailProvider *
mail_test_provider (const char *id, MailNeed needs)
{
  return mail_provider_new (&(MailProviderFacts){ .id = id, .name = id, .needs = needs });
}

static inline GPtrArray *
mail_test_servers (MailProtocol protocol, const char *host)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func (g_object_unref);

  if (host != NULL)
    g_ptr_array_add (servers, mail_server_new (protocol, host, 0, MAIL_SECURITY_TLS));
  return servers;
}

/* With an IMAP and an SMTP server, or without the one that is NULL. */
static inline MailCandidate *
mail_test_candidate (MailSource source, MailTrust trust, const char *imap, const char *smtp)
{
  g_autoptr (GPtrArray) incoming = mail_test_servers (MAIL_PROTOCOL_IMAP, imap);
  g_autoptr (GPtrArray) outgoing = mail_test_servers (MAIL_PROTOCOL_SMTP, smtp);

  return mail_candidate_new (source, trust, mail_source_to_string (source), NULL, incoming, outgoing);
}

/* Of a provider that lets no mail programs in. */
static inline MailCandidate *
mail_test_unsupported (MailSource source, const char *id)
{
  g_autoptr (MailProvider) provider = mail_test_provider (id, MAIL_NEED_NO_IMAP);

  return mail_candidate_new (source, MAIL_TRUST_UNVERIFIED, NULL, provider, NULL, NULL);
}

static inline GPtrArray *
mail_test_found (MailCandidate *first, MailCandidate *second)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  if (first != NULL)
    g_ptr_array_add (found, first);
  if (second != NULL)
    g_ptr_array_add (found, second);
  return found;
}

/* "imap1/smtp1 srv,guess": its first servers, and who says so. */
static inline char *
mail_test_describe (MailCandidate *candidate)
{
  GPtrArray *incoming = mail_candidate_get_incoming (candidate);
  GPtrArray *outgoing = mail_candidate_get_outgoing (candidate);
  GString *text = g_string_new (NULL);

  g_string_append (text, incoming->len > 0 ? mail_server_get_host (incoming->pdata[0]) : "-");
  g_string_append_c (text, '/');
  g_string_append (text, outgoing->len > 0 ? mail_server_get_host (outgoing->pdata[0]) : "-");
  for (guint i = 0; i < mail_candidate_get_n_provenances (candidate); i++)
    g_string_append_printf (text, "%c%s", i == 0 ? ' ' : ',',
                            mail_source_to_string (mail_candidate_get_provenance (candidate, i)->source));
  return g_string_free (text, FALSE);
}

static inline char *
mail_test_describe_all (GListModel *candidates)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (MailCandidate) candidate = g_list_model_get_item (candidates, i);
      g_autofree char *one = mail_test_describe (candidate);

      g_string_append_printf (text, "%s%s", i == 0 ? "" : "; ", one);
    }
  return g_string_free (text, FALSE);
}
