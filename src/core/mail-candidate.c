/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-candidate.h"

/**
 * MailCandidate:
 *
 * Settings that somebody proposes for one address, and who says so. Immutable; the user names of its servers
 * are already those of the address.
 */
struct _MailCandidate
{
  GObject parent_instance;

  MailSource source;
  MailTrust trust;
  char *where;
  MailProvider *provider;
  GPtrArray *incoming;
  GPtrArray *outgoing;
};

G_DEFINE_FINAL_TYPE (MailCandidate, mail_candidate, G_TYPE_OBJECT)

static GPtrArray *
ref_or_empty (GPtrArray *servers)
{
  return servers != NULL ? g_ptr_array_ref (servers) : g_ptr_array_new ();
}

static MailServer *
find_protocol (MailCandidate *self, MailProtocol protocol)
{
  GPtrArray *servers = protocol == MAIL_PROTOCOL_SMTP ? self->outgoing : self->incoming;

  for (guint i = 0; i < servers->len; i++)
    if (mail_server_get_protocol (g_ptr_array_index (servers, i)) == protocol)
      return g_ptr_array_index (servers, i);
  return NULL;
}

static void
mail_candidate_finalize (GObject *object)
{
  MailCandidate *self = MAIL_CANDIDATE (object);

  g_free (self->where);
  g_clear_pointer (&self->provider, mail_provider_unref);
  g_ptr_array_unref (self->incoming);
  g_ptr_array_unref (self->outgoing);
  G_OBJECT_CLASS (mail_candidate_parent_class)->finalize (object);
}

static void
mail_candidate_class_init (MailCandidateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_candidate_finalize;
}

static void
mail_candidate_init (MailCandidate *self)
{
}

/**
 * mail_candidate_new:
 * @source: where the settings come from
 * @trust: what vouches for them
 * @where: (nullable): where exactly, for people: a URL, a record, the date of the database
 * @provider: (nullable) (transfer none): whose servers they are, if known
 * @incoming: (nullable) (transfer none) (element-type MailServer): in order of preference
 * @outgoing: (nullable) (transfer none) (element-type MailServer): in order of preference
 *
 * The arrays are kept, not copied, and must not change any more.
 *
 * Returns: (transfer full): a candidate
 */
MailCandidate *
mail_candidate_new (MailSource source,
                    MailTrust trust,
                    const char *where,
                    MailProvider *provider,
                    GPtrArray *incoming,
                    GPtrArray *outgoing)
{
  MailCandidate *self = g_object_new (MAIL_TYPE_CANDIDATE, NULL);

  self->source = source;
  self->trust = trust;
  self->where = g_strdup (where);
  self->provider = provider != NULL ? mail_provider_ref (provider) : NULL;
  self->incoming = ref_or_empty (incoming);
  self->outgoing = ref_or_empty (outgoing);
  return self;
}

/**
 * mail_candidate_get_source:
 * Returns: where the settings come from
 */
MailSource
mail_candidate_get_source (MailCandidate *self)
{
  return self->source;
}

/**
 * mail_candidate_get_trust:
 * Returns: what vouches for the settings
 */
MailTrust
mail_candidate_get_trust (MailCandidate *self)
{
  return self->trust;
}

/**
 * mail_candidate_get_where:
 * Returns: (transfer none) (nullable): where exactly the settings come from, for people
 */
const char *
mail_candidate_get_where (MailCandidate *self)
{
  return self->where;
}

/**
 * mail_candidate_get_provider:
 * Returns: (transfer none) (nullable): whose servers they are
 */
MailProvider *
mail_candidate_get_provider (MailCandidate *self)
{
  return self->provider;
}

/**
 * mail_candidate_get_incoming:
 * Returns: (transfer none) (element-type MailServer): in order of preference; not to be changed
 */
GPtrArray *
mail_candidate_get_incoming (MailCandidate *self)
{
  return self->incoming;
}

/**
 * mail_candidate_get_outgoing:
 * Returns: (transfer none) (element-type MailServer): in order of preference; not to be changed
 */
GPtrArray *
mail_candidate_get_outgoing (MailCandidate *self)
{
  return self->outgoing;
}

/**
 * mail_candidate_has_protocol:
 * @self: a candidate
 * @protocol: a protocol
 *
 * Returns: whether one of its servers speaks @protocol
 */
gboolean
mail_candidate_has_protocol (MailCandidate *self, MailProtocol protocol)
{
  return find_protocol (self, protocol) != NULL;
}

/**
 * mail_candidate_create_settings:
 * @self: a candidate
 * @protocol: what the person wants for incoming mail
 *
 * Chooses: the best incoming server of @protocol, else the best of all, and the best outgoing one. They are
 * copied, so that a form may edit them.
 *
 * Returns: (transfer full) (nullable): settings; %NULL where the candidate lacks a side
 */
MailSettings *
mail_candidate_create_settings (MailCandidate *self, MailProtocol protocol)
{
  g_autoptr (MailServer) incoming = NULL;
  g_autoptr (MailServer) outgoing = NULL;
  MailServer *wanted;

  if (self->incoming->len == 0 || self->outgoing->len == 0)
    return NULL;
  wanted = find_protocol (self, protocol);
  if (wanted == NULL || !mail_server_is_incoming (wanted))
    wanted = g_ptr_array_index (self->incoming, 0);
  incoming = mail_server_copy (wanted);
  outgoing = mail_server_copy (g_ptr_array_index (self->outgoing, 0));
  return mail_settings_new (incoming, outgoing);
}
