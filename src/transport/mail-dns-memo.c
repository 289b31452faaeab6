/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-dns-memo.h"

/* Long enough for whoever looks a name up and then connects to it, on several ports; too short for anybody to
 * notice that a name has moved, so that nobody needs to know how long an answer may be kept. */
#define LIFETIME (10 * G_USEC_PER_SEC)

/* A search asks for some ten names. */
#define MAX_ENTRIES 256

struct _MailDnsMemo
{
  GHashTable *entries; /* of Entry, by family and host */
};

typedef struct
{
  gint64 expires;   /* microseconds, monotonic */
  GList *addresses; /* of GInetAddress; NULL: there are none */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_resolver_free_addresses (entry->addresses);
  g_free (entry);
}

static GList *
copy_addresses (GList *addresses)
{
  return g_list_copy_deep (addresses, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
}

static char *
make_key (const char *host, int family)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);

  return g_strdup_printf ("%d %s", family, lower);
}

static gboolean
is_expired (gpointer key, gpointer value, gpointer now)
{
  return ((Entry *) value)->expires <= *(gint64 *) now;
}

static void
drop_expired (MailDnsMemo *self)
{
  gint64 now = g_get_monotonic_time ();

  g_hash_table_foreach_remove (self->entries, is_expired, &now);
}

/**
 * mail_dns_memo_new:
 *
 * Returns: (transfer full): a memo with nothing on it
 */
MailDnsMemo *
mail_dns_memo_new (void)
{
  MailDnsMemo *self = g_new0 (MailDnsMemo, 1);

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  return self;
}

/**
 * mail_dns_memo_free:
 * @self: (transfer full): a memo
 */
void
mail_dns_memo_free (MailDnsMemo *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

/**
 * mail_dns_memo_note:
 * @self: a memo
 * @host: the name of a host
 * @family: of the addresses, an AF_ constant
 * @addresses: (nullable) (element-type GInetAddress): what was found; %NULL where there is none for certain
 *
 * Keeps an answer for ten seconds.
 */
void
mail_dns_memo_note (MailDnsMemo *self, const char *host, int family, GList *addresses)
{
  Entry *entry = g_new0 (Entry, 1);

  drop_expired (self);
  if (g_hash_table_size (self->entries) >= MAX_ENTRIES)
    g_hash_table_remove_all (self->entries);
  entry->expires = g_get_monotonic_time () + LIFETIME;
  entry->addresses = copy_addresses (addresses);
  g_hash_table_replace (self->entries, make_key (host, family), entry);
}

/**
 * mail_dns_memo_find:
 * @self: a memo
 * @host: the name of a host
 * @family: of the addresses, an AF_ constant
 * @addresses: (out) (transfer full) (nullable) (element-type GInetAddress): what was noted
 *
 * Returns: whether anything was noted, and not too long ago
 */
gboolean
mail_dns_memo_find (MailDnsMemo *self, const char *host, int family, GList **addresses)
{
  g_autofree char *key = make_key (host, family);
  const Entry *entry;

  drop_expired (self);
  entry = g_hash_table_lookup (self->entries, key);
  if (entry != NULL)
    *addresses = copy_addresses (entry->addresses);
  return entry != NULL;
}
