/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-fetch-spare.h"

#include "mail-fetch-uri.h"

/* A search asks few hosts more than once; the oldest of more go. */
#define MAX_CONNECTIONS 8

struct _MailFetchSpare
{
  GPtrArray *entries;
};

typedef struct
{
  char *host;
  guint16 port;
  GIOStream *connection;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  mail_fetch_spare_close (entry->connection);
  g_free (entry->host);
  g_free (entry);
}

/**
 * mail_fetch_spare_new:
 *
 * Returns: (transfer full): a place to keep connections, empty
 */
MailFetchSpare *
mail_fetch_spare_new (void)
{
  MailFetchSpare *self = g_new0 (MailFetchSpare, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

/**
 * mail_fetch_spare_free:
 * @self: (transfer full): connections, which are closed
 */
void
mail_fetch_spare_free (MailFetchSpare *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/**
 * mail_fetch_spare_add:
 * @self: where it is kept
 * @uri: what was asked over it
 * @connection: (transfer full): a connection over which nothing is under way
 */
void
mail_fetch_spare_add (MailFetchSpare *self, GUri *uri, GIOStream *connection)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->host = g_strdup (g_uri_get_host (uri));
  entry->port = mail_fetch_uri_get_port (uri);
  entry->connection = connection;
  g_ptr_array_add (self->entries, entry);
  if (self->entries->len > MAX_CONNECTIONS)
    g_ptr_array_remove_index (self->entries, 0);
}

/**
 * mail_fetch_spare_take:
 * @self: where they are kept
 * @uri: what is going to be asked
 *
 * Returns: (transfer full) (nullable): a connection to the host and port of @uri, which proved to be that
 * host
 */
GIOStream *
mail_fetch_spare_take (MailFetchSpare *self, GUri *uri)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (entry->port == mail_fetch_uri_get_port (uri) && g_str_equal (entry->host, g_uri_get_host (uri)))
        {
          GIOStream *connection = g_steal_pointer (&entry->connection);

          g_ptr_array_remove_index (self->entries, i);
          return connection;
        }
    }
  return NULL;
}

/**
 * mail_fetch_spare_close:
 * @connection: (transfer full) (nullable): a connection that nobody needs any more
 *
 * Closes it at once; a #MailTlsStream does that without waiting for anybody.
 */
void
mail_fetch_spare_close (GIOStream *connection)
{
  if (connection == NULL)
    return;
  g_io_stream_close (connection, NULL, NULL);
  g_object_unref (connection);
}
