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

  GPtrArray *provenances; /* of MailProvenance; whose settings these are first, then those who say the same */
  MailProvider *provider;
  GPtrArray *incoming;
  GPtrArray *outgoing;
};

G_DEFINE_FINAL_TYPE (MailCandidate, mail_candidate, G_TYPE_OBJECT)

static void
provenance_free (gpointer data)
{
  MailProvenance *self = data;

  g_free (self->where);
  g_free (self);
}

static void
add_provenance (MailCandidate *self, MailSource source, MailTrust trust, const char *where)
{
  MailProvenance *provenance = g_new (MailProvenance, 1);

  provenance->source = source;
  provenance->trust = trust;
  provenance->where = g_strdup (where);
  g_ptr_array_add (self->provenances, provenance);
}

static void
add_provenances (MailCandidate *self, MailCandidate *other)
{
  for (guint i = 0; i < other->provenances->len; i++)
    {
      const MailProvenance *provenance = g_ptr_array_index (other->provenances, i);

      add_provenance (self, provenance->source, provenance->trust, provenance->where);
    }
}

static const MailProvenance *
get_own_provenance (MailCandidate *self)
{
  return g_ptr_array_index (self->provenances, 0);
}

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

/* Whether both prefer the same server, or both have none. What a person may type there is not compared. */
static gboolean
same_first (GPtrArray *a, GPtrArray *b)
{
  MailServer *first_a, *first_b;

  if (a->len == 0 || b->len == 0)
    return a->len == b->len;
  first_a = g_ptr_array_index (a, 0);
  first_b = g_ptr_array_index (b, 0);
  return mail_server_get_protocol (first_a) == mail_server_get_protocol (first_b)
         && mail_server_get_port (first_a) == mail_server_get_port (first_b)
         && mail_server_get_security (first_a) == mail_server_get_security (first_b)
         && g_strcmp0 (mail_server_get_host (first_a), mail_server_get_host (first_b)) == 0;
}

static const char *
get_provider_id (MailCandidate *self)
{
  return self->provider != NULL ? mail_provider_get_id (self->provider) : NULL;
}

static void
mail_candidate_finalize (GObject *object)
{
  MailCandidate *self = MAIL_CANDIDATE (object);

  g_ptr_array_unref (self->provenances);
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
  self->provenances = g_ptr_array_new_with_free_func (provenance_free);
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

  add_provenance (self, source, trust, where);
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
  return get_own_provenance (self)->source;
}

/**
 * mail_candidate_get_trust:
 * Returns: what vouches for the settings
 */
MailTrust
mail_candidate_get_trust (MailCandidate *self)
{
  return get_own_provenance (self)->trust;
}

/**
 * mail_candidate_get_where:
 * Returns: (transfer none) (nullable): where exactly the settings come from, for people
 */
const char *
mail_candidate_get_where (MailCandidate *self)
{
  return get_own_provenance (self)->where;
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
 * mail_candidate_is_complete:
 * @self: a candidate
 *
 * Returns: whether it has servers for both directions, so that settings can be made of it
 */
gboolean
mail_candidate_is_complete (MailCandidate *self)
{
  return self->incoming->len > 0 && self->outgoing->len > 0;
}

/**
 * mail_candidate_same_settings:
 * @a: a candidate
 * @b: another one
 *
 * Compares what a person would get: the preferred server of each direction, by protocol, host, port and
 * security. Candidates without any server are the same where they are of the same provider.
 *
 * Returns: whether @a and @b propose the same
 */
gboolean
mail_candidate_same_settings (MailCandidate *a, MailCandidate *b)
{
  if (!same_first (a->incoming, b->incoming) || !same_first (a->outgoing, b->outgoing))
    return FALSE;
  return a->incoming->len > 0 || a->outgoing->len > 0
         || g_strcmp0 (get_provider_id (a), get_provider_id (b)) == 0;
}

/**
 * mail_candidate_merge:
 * @self: the candidate that counts
 * @other: one with the same settings, from a source that counts less
 *
 * What vouches for the result is what vouches for @self: the servers behind the preferred ones are of @self
 * alone. The provider of @other is taken where @self knows none.
 *
 * Returns: (transfer full): @self, with the provenances of @other behind its own
 */
MailCandidate *
mail_candidate_merge (MailCandidate *self, MailCandidate *other)
{
  MailProvider *provider = self->provider != NULL ? self->provider : other->provider;
  MailCandidate *merged = g_object_new (MAIL_TYPE_CANDIDATE, NULL);

  merged->provider = provider != NULL ? mail_provider_ref (provider) : NULL;
  merged->incoming = g_ptr_array_ref (self->incoming);
  merged->outgoing = g_ptr_array_ref (self->outgoing);
  add_provenances (merged, self);
  add_provenances (merged, other);
  return merged;
}

/**
 * mail_candidate_get_n_provenances:
 * Returns: how many say so, at least 1
 */
guint
mail_candidate_get_n_provenances (MailCandidate *self)
{
  return self->provenances->len;
}

/**
 * mail_candidate_get_provenance:
 * @self: a candidate
 * @index: less than mail_candidate_get_n_provenances()
 *
 * Returns: (transfer none): one who says so; the first is the one whose source, trust and place the candidate
 *   has, the others are in the order of their rank
 */
const MailProvenance *
mail_candidate_get_provenance (MailCandidate *self, guint index)
{
  g_return_val_if_fail (index < self->provenances->len, NULL);

  return g_ptr_array_index (self->provenances, index);
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

  if (!mail_candidate_is_complete (self))
    return NULL;
  wanted = find_protocol (self, protocol);
  if (wanted == NULL || !mail_server_is_incoming (wanted))
    wanted = g_ptr_array_index (self->incoming, 0);
  incoming = mail_server_copy (wanted);
  outgoing = mail_server_copy (g_ptr_array_index (self->outgoing, 0));
  return mail_settings_new (incoming, outgoing);
}
