/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-database.h"

#include <stdlib.h>
#include <string.h>

#include "mail-database-image.h"
#include "mail-providers-resource.h"

#define IMAGE_PATH APP_PATH "/providers"

/**
 * MailDatabase:
 *
 * The providers we know, in a #GResource: an index that was compiled when the program was built, and one
 * autoconfig document a provider. Opening parses nothing, and a look-up parses one document, however many
 * there are. Parsed documents are not kept: one takes a few microseconds.
 */
struct _MailDatabase
{
  GObject parent_instance;

  MailDatabaseImage *image;
};

G_DEFINE_FINAL_TYPE (MailDatabase, mail_database, G_TYPE_OBJECT)

static MailClientConfig *
read_provider (MailDatabase *self, guint provider, GError **error)
{
  gsize length;
  const char *document = mail_database_image_get_document (self->image, provider, &length, error);

  return document != NULL ? mail_client_config_new_from_data (document, length, error) : NULL;
}

static void
add_domains (MailDatabase *self, guint provider, GPtrArray *domains)
{
  g_autoptr (GPtrArray) own = mail_database_image_list_domains (self->image, provider);

  for (guint i = 0; i < own->len; i++)
    g_ptr_array_add (domains, g_strdup (g_ptr_array_index (own, i)));
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char **
sort_strings (GPtrArray *strings)
{
  g_ptr_array_sort (strings, compare_strings);
  g_ptr_array_add (strings, NULL);
  return (char **) g_ptr_array_free (strings, FALSE);
}

static void
mail_database_finalize (GObject *object)
{
  MailDatabase *self = MAIL_DATABASE (object);

  g_clear_pointer (&self->image, mail_database_image_free);
  G_OBJECT_CLASS (mail_database_parent_class)->finalize (object);
}

static void
mail_database_class_init (MailDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_database_finalize;
}

static void
mail_database_init (MailDatabase *self)
{
}

static MailDatabase *
open_image (GBytes *bytes, GError **error)
{
  /* Without it there is nothing to look at, and that is found there, too. */
  g_autoptr (GBytes) found = bytes != NULL ? g_bytes_ref (bytes) : g_bytes_new_static ("", 0);
  MailDatabaseImage *image = mail_database_image_new (found, error);
  MailDatabase *self;

  if (image == NULL)
    return NULL;
  self = g_object_new (MAIL_TYPE_DATABASE, NULL);
  self->image = image;
  return self;
}

/**
 * mail_database_get_default:
 *
 * The one that is built in, opened at the first call.
 *
 * Returns: (transfer none): the database
 */
MailDatabase *
mail_database_get_default (void)
{
  static MailDatabase *database;

  if (g_once_init_enter (&database))
    {
      MailDatabase *opened;
      g_autoptr (GBytes) bytes = NULL;

      mail_providers_register_resource ();
      /* Not mail_providers_get_resource (): that is NULL for a moment when another thread, such as one of
       * GTK's, happens to be the one that registers. The global look-up waits for it. */
      bytes = g_resources_lookup_data (IMAGE_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      opened = open_image (bytes, NULL);
      /* It is part of the program: were it damaged, so would be everything else. */
      g_assert (opened != NULL);
      g_once_init_leave (&database, opened);
    }
  return database;
}

/**
 * mail_database_new:
 * @resource: a resource with a compiled database in it
 * Returns: (transfer full): the database; %NULL with %MAIL_ERROR_SETTINGS_INVALID where it is damaged
 *   or missing
 */
MailDatabase *
mail_database_new (GResource *resource, GError **error)
{
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (resource, IMAGE_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return open_image (bytes, error);
}

/**
 * mail_database_get_date:
 * @self: a database
 * Returns: (transfer none): the date of the data, such as "2026-08-30"
 */
const char *
mail_database_get_date (MailDatabase *self)
{
  return mail_database_image_get_date (self->image);
}

/**
 * mail_database_lookup:
 * @self: a database
 * @domain: the domain of an address, A-label in lower case
 *
 * The provider that lists the domain, else the one with the longest suffix that the domain is below of.
 *
 * Returns: (transfer full) (nullable): what is known of it; %NULL without @error where nobody is known, and
 *   with %MAIL_ERROR_SETTINGS_INVALID where the database is damaged
 */
MailClientConfig *
mail_database_lookup (MailDatabase *self, const char *domain, GError **error)
{
  guint provider;

  if (!mail_database_image_find_domain (self->image, domain, &provider, error))
    return NULL;
  return read_provider (self, provider, error);
}

/**
 * mail_database_lookup_mx:
 * @self: a database
 * @mx_host: the name of a mail exchanger, A-label in lower case
 *
 * The provider with the longest suffix of @mx_host that begins at a label.
 *
 * Returns: (transfer full) (nullable): as for [method@Mail.Database.lookup]
 */
MailClientConfig *
mail_database_lookup_mx (MailDatabase *self, const char *mx_host, GError **error)
{
  guint provider;

  if (!mail_database_image_find_mx (self->image, mx_host, &provider, error))
    return NULL;
  return read_provider (self, provider, error);
}

/**
 * mail_database_get_provider:
 * @self: a database
 * @id: the id of a provider
 * Returns: (transfer full) (nullable): as for [method@Mail.Database.lookup]
 */
MailClientConfig *
mail_database_get_provider (MailDatabase *self, const char *id, GError **error)
{
  guint provider;

  if (!mail_database_image_find_id (self->image, id, &provider, error))
    return NULL;
  return read_provider (self, provider, error);
}

/**
 * mail_database_list_providers:
 * @self: a database
 * Returns: (transfer full): the ids of all providers, sorted
 */
char **
mail_database_list_providers (MailDatabase *self)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < mail_database_image_get_n_providers (self->image); i++)
    {
      const char *id = mail_database_image_get_id (self->image, i);

      if (id != NULL)
        g_ptr_array_add (ids, g_strdup (id));
    }
  return sort_strings (ids);
}

/**
 * mail_database_list_domains:
 * @self: a database
 * @id: (nullable): the id of a provider, %NULL for all
 * Returns: (transfer full): the domains it lists, sorted; none where it is unknown
 */
char **
mail_database_list_domains (MailDatabase *self, const char *id)
{
  GPtrArray *domains = g_ptr_array_new ();
  guint provider;

  if (id == NULL)
    for (guint i = 0; i < mail_database_image_get_n_providers (self->image); i++)
      add_domains (self, i, domains);
  else if (mail_database_image_find_id (self->image, id, &provider, NULL))
    add_domains (self, provider, domains);
  return sort_strings (domains);
}
