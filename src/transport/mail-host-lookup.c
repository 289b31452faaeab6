/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-host-lookup.h"

#include "mail-network-error.h"

/* How long addresses of the one sort wait for those of the other, in milliseconds: as long as GLib does when
 * it connects. There are resolvers that never answer the question for IPv6. */
#define PATIENCE 50

/* Both questions are asked as GLib asks them when it connects, so that the resolver then knows the answers.
 */
typedef struct
{
  GCancellable *cancellable; /* pulled with that of the caller, or when it has been waited long enough */
  GSource *leash;            /* nullable: pulls it */
  guint patience_source;
  guint n_pending;
  gboolean found;
  char *host;
  GError *error; /* nullable: the last */
} Lookup;

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  g_clear_object (&lookup->cancellable);
  g_free (lookup->host);
  g_clear_error (&lookup->error);
  g_free (lookup);
}

static void
end (GTask *task)
{
  Lookup *lookup = g_task_get_task_data (task);

  g_clear_handle_id (&lookup->patience_source, g_source_remove);
  if (lookup->leash != NULL)
    g_source_destroy (lookup->leash);
  g_clear_pointer (&lookup->leash, g_source_unref);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (lookup->found)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, mail_network_error_take (g_steal_pointer (&lookup->error), lookup->host, 0));
}

static gboolean
on_patience_ended (gpointer user_data)
{
  Lookup *lookup = user_data;

  lookup->patience_source = 0;
  g_cancellable_cancel (lookup->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
on_caller_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (((Lookup *) user_data)->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Lookup *lookup = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GList *addresses = g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source), result, &error);

  lookup->found = lookup->found || addresses != NULL;
  g_resolver_free_addresses (addresses);
  if (error != NULL)
    {
      g_clear_error (&lookup->error);
      lookup->error = g_steal_pointer (&error);
    }
  if (--lookup->n_pending == 0)
    end (task);
  else if (lookup->found)
    lookup->patience_source = g_timeout_add (PATIENCE, on_patience_ended, lookup);
}

static void
follow (Lookup *lookup, GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  lookup->leash = g_cancellable_source_new (cancellable);
  g_source_set_callback (lookup->leash, G_SOURCE_FUNC (on_caller_cancelled), lookup, NULL);
  g_source_attach (lookup->leash, g_main_context_get_thread_default ());
}

/**
 * mail_host_lookup_async:
 * @host: the name of a host, A-label
 * @cancellable: (nullable): ends the waiting
 * @callback: called when addresses are there, or are known not to be
 * @user_data: data for @callback
 *
 * Looks the addresses of @host up, IPv6 and IPv4 at once.
 */
void
mail_host_lookup_async (const char *host,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  static const GResolverNameLookupFlags flags[]
      = { G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY, G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY };
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  Lookup *lookup = g_new0 (Lookup, 1);

  g_task_set_source_tag (task, mail_host_lookup_async);
  g_task_set_task_data (task, lookup, lookup_free);
  lookup->host = g_strdup (host);
  lookup->cancellable = g_cancellable_new ();
  lookup->n_pending = G_N_ELEMENTS (flags);
  follow (lookup, cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    g_resolver_lookup_by_name_with_flags_async (resolver, host, flags[i], lookup->cancellable, on_looked_up,
                                                g_object_ref (task));
}

/**
 * mail_host_lookup_finish:
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Errors: %MAIL_ERROR_HOST_UNKNOWN where the host has no address, %MAIL_ERROR_NETWORK_UNREACHABLE where
 * nobody could tell, %G_IO_ERROR_CANCELLED.
 *
 * Returns: %TRUE where the host has an address
 */
gboolean
mail_host_lookup_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_host_lookup_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
