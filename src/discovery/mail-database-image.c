/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-database-image.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"

#define MAGIC       "SIEGELDB"
#define VERSION     1
#define HEADER_SIZE 64

/* Columns of a row, in numbers of 32 bits. */
enum
{
  PROVIDER_ID,
  PROVIDER_DOCUMENT,
  PROVIDER_LENGTH,
  PROVIDER_FIRST_DOMAIN,
  PROVIDER_N_DOMAINS,
  PROVIDER_COLUMNS,
};

enum
{
  SLOT_HASH,
  SLOT_NAME,
  SLOT_PROVIDER,
  SLOT_COLUMNS,
};

/* An array or hash table: its rows are within the image. */
typedef struct
{
  guint32 n_rows;
  guint32 offset;
  guint columns;
} Table;

enum
{
  TABLE_PROVIDERS,
  TABLE_DOMAINS,
  TABLE_BY_DOMAIN,
  TABLE_BY_SUFFIX,
  TABLE_BY_MX,
  N_TABLES,
};

/* Nothing read from the image is trusted: tables were found to be within it when it was opened, and every
 * offset is checked when it is used, so that opening costs nothing and damage cannot lead outside. */
struct _MailDatabaseImage
{
  GBytes *bytes;
  const guint8 *data;
  gsize size;
  Table tables[N_TABLES];
  guint32 strings; /* where they begin */
  const char *date;
};

static void
set_damaged (GError **error)
{
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
                       _("Siegel’s list of providers is damaged. Install Siegel again."));
}

/* Little-endian, and at any address: nothing promises that a resource is aligned. */
static inline guint32
read_number (const MailDatabaseImage *self, gsize offset)
{
  guint32 number;

  memcpy (&number, self->data + offset, sizeof number);
  return GUINT32_FROM_LE (number);
}

static inline guint32
read_cell (const MailDatabaseImage *self, guint table, guint32 row, guint column)
{
  const Table *t = &self->tables[table];

  g_assert (row < t->n_rows);
  return read_number (self, t->offset + ((gsize) row * t->columns + column) * 4);
}

/* NULL where the offset is none of a string. The image ends in NUL, so a string cannot run out of it. */
static const char *
get_string (const MailDatabaseImage *self, guint32 offset)
{
  if (offset < self->strings || offset >= self->size)
    return NULL;
  return (const char *) self->data + offset;
}

static gboolean
read_table (MailDatabaseImage *self, guint which)
{
  static const guint columns[N_TABLES] = { PROVIDER_COLUMNS, 1, SLOT_COLUMNS, SLOT_COLUMNS, SLOT_COLUMNS };
  Table *table = &self->tables[which];

  table->n_rows = read_number (self, 20 + which * 8);
  table->offset = read_number (self, 24 + which * 8);
  table->columns = columns[which];
  /* The mask that finds a slot wants a power of two. */
  if (which >= TABLE_BY_DOMAIN && (table->n_rows == 0 || (table->n_rows & (table->n_rows - 1)) != 0))
    return FALSE;
  return table->offset <= self->size
         && table->n_rows <= (self->size - table->offset) / (table->columns * sizeof (guint32));
}

static gboolean
read_header (MailDatabaseImage *self)
{
  if (self->size <= HEADER_SIZE || memcmp (self->data, MAGIC, strlen (MAGIC)) != 0)
    return FALSE;
  if (read_number (self, 8) != VERSION || read_number (self, 12) != self->size
      || self->data[self->size - 1] != '\0')
    return FALSE;
  for (guint i = 0; i < N_TABLES; i++)
    if (!read_table (self, i))
      return FALSE;
  self->strings = read_number (self, 60);
  self->date = get_string (self, read_number (self, 16));
  return self->date != NULL;
}

/* FNV-1a, from the last byte to the first: one pass over a name meets the hashes of all its suffixes. */
#define HASH_START 2166136261u

static inline guint32
hash_byte (guint32 hash, char byte)
{
  return (hash ^ (guint8) byte) * 16777619u;
}

/* At most one turn, as damage may leave no slot empty. */
static gboolean
find_name (MailDatabaseImage *self,
           guint table,
           const char *name,
           guint32 hash,
           guint *provider,
           GError **error)
{
  guint32 mask = self->tables[table].n_rows - 1;

  for (guint32 i = 0; i <= mask; i++)
    {
      guint32 slot = (hash + i) & mask;
      guint32 offset = read_cell (self, table, slot, SLOT_NAME);
      const char *candidate;

      if (offset == 0)
        return FALSE;
      if (read_cell (self, table, slot, SLOT_HASH) != hash)
        continue;
      candidate = get_string (self, offset);
      *provider = read_cell (self, table, slot, SLOT_PROVIDER);
      if (candidate == NULL || *provider >= self->tables[TABLE_PROVIDERS].n_rows)
        {
          set_damaged (error);
          return FALSE;
        }
      if (strcmp (candidate, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
find_exact (MailDatabaseImage *self, guint table, const char *name, guint *provider, GError **error)
{
  guint32 hash = HASH_START;

  for (gsize i = strlen (name); i > 0; i--)
    hash = hash_byte (hash, name[i - 1]);
  return find_name (self, table, name, hash, provider, error);
}

/* The longest suffix of name that begins at a label; the whole name only if it may be one. */
static gboolean
find_suffix (MailDatabaseImage *self,
             guint table,
             const char *name,
             gboolean whole,
             guint *provider,
             GError **error)
{
  guint32 hash = HASH_START;
  gboolean found = FALSE;
  GError *damage = NULL;

  for (gsize i = strlen (name); i > 0 && damage == NULL; i--)
    {
      gboolean at_label = i == 1 ? whole : name[i - 2] == '.';
      guint owner;

      hash = hash_byte (hash, name[i - 1]);
      if (at_label && find_name (self, table, name + i - 1, hash, &owner, &damage))
        {
          *provider = owner;
          found = TRUE;
        }
    }
  if (damage == NULL)
    return found;
  g_propagate_error (error, damage);
  return FALSE;
}

/**
 * mail_database_image_new:
 * @bytes: the compiled database
 *
 * Looks at the header only.
 *
 * Returns: (transfer full): the image; %NULL with %MAIL_ERROR_SETTINGS_INVALID where it is damaged
 */
MailDatabaseImage *
mail_database_image_new (GBytes *bytes, GError **error)
{
  g_autoptr (MailDatabaseImage) self = g_new0 (MailDatabaseImage, 1);

  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, &self->size);
  if (!read_header (self))
    {
      set_damaged (error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * mail_database_image_free:
 * @self: (transfer full): an image
 */
void
mail_database_image_free (MailDatabaseImage *self)
{
  g_bytes_unref (self->bytes);
  g_free (self);
}

/**
 * mail_database_image_get_date:
 * @self: an image
 * Returns: (transfer none): the date of the data, as in ISO 8601
 */
const char *
mail_database_image_get_date (MailDatabaseImage *self)
{
  return self->date;
}

/**
 * mail_database_image_get_n_providers:
 * @self: an image
 * Returns: how many providers there are
 */
guint
mail_database_image_get_n_providers (MailDatabaseImage *self)
{
  return self->tables[TABLE_PROVIDERS].n_rows;
}

/**
 * mail_database_image_find_domain:
 * @self: an image
 * @domain: A-label, lower case
 * @provider: (out): its provider
 *
 * Exact domains first, then the longest suffix that @domain is below of.
 *
 * Returns: whether it is known; %FALSE with %MAIL_ERROR_SETTINGS_INVALID where the image is damaged
 */
gboolean
mail_database_image_find_domain (MailDatabaseImage *self, const char *domain, guint *provider, GError **error)
{
  GError *damage = NULL;

  if (find_exact (self, TABLE_BY_DOMAIN, domain, provider, &damage))
    return TRUE;
  if (damage == NULL)
    return find_suffix (self, TABLE_BY_SUFFIX, domain, FALSE, provider, error);
  g_propagate_error (error, damage);
  return FALSE;
}

/**
 * mail_database_image_find_mx:
 * @self: an image
 * @host: name of a mail exchanger, A-label, lower case
 * @provider: (out): who runs it
 * Returns: whether it is known; %FALSE with %MAIL_ERROR_SETTINGS_INVALID where the image is damaged
 */
gboolean
mail_database_image_find_mx (MailDatabaseImage *self, const char *host, guint *provider, GError **error)
{
  return find_suffix (self, TABLE_BY_MX, host, TRUE, provider, error);
}

/**
 * mail_database_image_find_id:
 * @self: an image
 * @id: id of a provider
 * @provider: (out): its number
 * Returns: whether it is known; %FALSE with %MAIL_ERROR_SETTINGS_INVALID where the image is damaged
 */
gboolean
mail_database_image_find_id (MailDatabaseImage *self, const char *id, guint *provider, GError **error)
{
  guint low = 0, high = self->tables[TABLE_PROVIDERS].n_rows;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const char *other = mail_database_image_get_id (self, middle);
      int order;

      if (other == NULL)
        {
          set_damaged (error);
          return FALSE;
        }
      order = strcmp (id, other);
      *provider = middle;
      if (order == 0)
        return TRUE;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return FALSE;
}

/**
 * mail_database_image_get_id:
 * @self: an image
 * @provider: its number
 * Returns: (transfer none) (nullable): its id; %NULL where the image is damaged
 */
const char *
mail_database_image_get_id (MailDatabaseImage *self, guint provider)
{
  return get_string (self, read_cell (self, TABLE_PROVIDERS, provider, PROVIDER_ID));
}

/**
 * mail_database_image_get_document:
 * @self: an image
 * @provider: its number
 * @length: (out): length in bytes
 * Returns: (transfer none): its autoconfig document; %NULL with %MAIL_ERROR_SETTINGS_INVALID where the image
 *   is damaged
 */
const char *
mail_database_image_get_document (MailDatabaseImage *self, guint provider, gsize *length, GError **error)
{
  guint32 offset = read_cell (self, TABLE_PROVIDERS, provider, PROVIDER_DOCUMENT);
  const char *document = get_string (self, offset);

  *length = read_cell (self, TABLE_PROVIDERS, provider, PROVIDER_LENGTH);
  if (document != NULL && *length < self->size - offset)
    return document;
  set_damaged (error);
  return NULL;
}

/**
 * mail_database_image_list_domains:
 * @self: an image
 * @provider: its number
 * Returns: (transfer container) (element-type utf8): its domains, sorted; what is damaged is left out
 */
GPtrArray *
mail_database_image_list_domains (MailDatabaseImage *self, guint provider)
{
  GPtrArray *domains = g_ptr_array_new ();
  guint32 first = read_cell (self, TABLE_PROVIDERS, provider, PROVIDER_FIRST_DOMAIN);
  guint32 n = read_cell (self, TABLE_PROVIDERS, provider, PROVIDER_N_DOMAINS);
  guint32 all = self->tables[TABLE_DOMAINS].n_rows;

  for (guint32 i = 0; first < all && i < MIN (n, all - first); i++)
    {
      const char *domain = get_string (self, read_cell (self, TABLE_DOMAINS, first + i, 0));

      if (domain != NULL)
        g_ptr_array_add (domains, (gpointer) domain);
    }
  return domains;
}
