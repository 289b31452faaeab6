/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-resolver.h"

#include <string.h>

/* GLib looks up names in threads, of which it starts ten at once; a search that asks for forty would wait for
 * itself. And what was cancelled goes on there, behind our back. */
struct _MailResolver
{
  GResolver parent_instance;

  MailDns *dns;
  GResolver *system;
  GThread *thread;
};

G_DEFINE_FINAL_TYPE (MailResolver, mail_resolver, G_TYPE_RESOLVER)

/* MailDns lives on the main loop; whoever has another one is not served by it. */
static gboolean
is_on_main_loop (MailResolver *self)
{
  return g_thread_self () == self->thread && g_main_context_get_thread_default () == NULL;
}

/* Names without a dot depend on the search domains of this computer, .local on mDNS (RFC 6762). */
static gboolean
is_for_dns (MailResolver *self, const char *name)
{
  const char *last = strrchr (name, '.');

  return last != NULL && g_ascii_strcasecmp (last, ".local") != 0 && !g_hostname_is_ip_address (name)
         && is_on_main_loop (self);
}

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GList *addresses = mail_dns_resolve_finish (MAIL_DNS (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, addresses, (GDestroyNotify) g_resolver_free_addresses);
}

static void
on_system_resolved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GList *addresses = g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, addresses, (GDestroyNotify) g_resolver_free_addresses);
}

static void
mail_resolver_lookup_by_name_with_flags_async (GResolver *resolver,
                                               const char *name,
                                               GResolverNameLookupFlags flags,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data)
{
  MailResolver *self = MAIL_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_resolver_lookup_by_name_with_flags_async);
  if (is_for_dns (self, name))
    mail_dns_resolve_async (self->dns, name, flags, cancellable, on_resolved, g_steal_pointer (&task));
  else
    g_resolver_lookup_by_name_with_flags_async (self->system, name, flags, cancellable, on_system_resolved,
                                                g_steal_pointer (&task));
}

static void
mail_resolver_lookup_by_name_async (GResolver *resolver,
                                    const char *name,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  mail_resolver_lookup_by_name_with_flags_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT,
                                                 cancellable, callback, user_data);
}

static GList *
mail_resolver_lookup_by_name_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GList *
mail_resolver_lookup_by_name (GResolver *resolver,
                              const char *name,
                              GCancellable *cancellable,
                              GError **error)
{
  return g_resolver_lookup_by_name (MAIL_RESOLVER (resolver)->system, name, cancellable, error);
}

static GList *
mail_resolver_lookup_by_name_with_flags (GResolver *resolver,
                                         const char *name,
                                         GResolverNameLookupFlags flags,
                                         GCancellable *cancellable,
                                         GError **error)
{
  return g_resolver_lookup_by_name_with_flags (MAIL_RESOLVER (resolver)->system, name, flags, cancellable,
                                               error);
}

static char *
mail_resolver_lookup_by_address (GResolver *resolver,
                                 GInetAddress *address,
                                 GCancellable *cancellable,
                                 GError **error)
{
  return g_resolver_lookup_by_address (MAIL_RESOLVER (resolver)->system, address, cancellable, error);
}

static void
on_system_named (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  char *name = g_resolver_lookup_by_address_finish (G_RESOLVER (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, name, g_free);
}

static void
mail_resolver_lookup_by_address_async (GResolver *resolver,
                                       GInetAddress *address,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  GTask *task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_resolver_lookup_by_address_async);
  g_resolver_lookup_by_address_async (MAIL_RESOLVER (resolver)->system, address, cancellable, on_system_named,
                                      task);
}

static char *
mail_resolver_lookup_by_address_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GList *
mail_resolver_lookup_records (GResolver *resolver,
                              const char *name,
                              GResolverRecordType type,
                              GCancellable *cancellable,
                              GError **error)
{
  return g_resolver_lookup_records (MAIL_RESOLVER (resolver)->system, name, type, cancellable, error);
}

static void
free_records (gpointer data)
{
  g_list_free_full (data, (GDestroyNotify) g_variant_unref);
}

static void
on_system_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GList *records = g_resolver_lookup_records_finish (G_RESOLVER (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, records, free_records);
}

static void
mail_resolver_lookup_records_async (GResolver *resolver,
                                    const char *name,
                                    GResolverRecordType type,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_resolver_lookup_records_async);
  g_resolver_lookup_records_async (MAIL_RESOLVER (resolver)->system, name, type, cancellable, on_system_found,
                                   task);
}

static GList *
mail_resolver_lookup_records_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_resolver_dispose (GObject *object)
{
  MailResolver *self = MAIL_RESOLVER (object);

  g_clear_object (&self->dns);
  g_clear_object (&self->system);

  G_OBJECT_CLASS (mail_resolver_parent_class)->dispose (object);
}

static void
mail_resolver_class_init (MailResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_resolver_dispose;

  resolver_class->lookup_by_name = mail_resolver_lookup_by_name;
  resolver_class->lookup_by_name_async = mail_resolver_lookup_by_name_async;
  resolver_class->lookup_by_name_finish = mail_resolver_lookup_by_name_finish;
  resolver_class->lookup_by_name_with_flags = mail_resolver_lookup_by_name_with_flags;
  resolver_class->lookup_by_name_with_flags_async = mail_resolver_lookup_by_name_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = mail_resolver_lookup_by_name_finish;
  resolver_class->lookup_by_address = mail_resolver_lookup_by_address;
  resolver_class->lookup_by_address_async = mail_resolver_lookup_by_address_async;
  resolver_class->lookup_by_address_finish = mail_resolver_lookup_by_address_finish;
  resolver_class->lookup_records = mail_resolver_lookup_records;
  resolver_class->lookup_records_async = mail_resolver_lookup_records_async;
  resolver_class->lookup_records_finish = mail_resolver_lookup_records_finish;
}

static void
mail_resolver_init (MailResolver *self)
{
  self->thread = g_thread_self ();
}

/**
 * mail_resolver_new:
 * @dns: looks up the names of hosts
 * @system: does everything else
 *
 * Makes a resolver for the main thread.
 *
 * Returns: (transfer full): a new resolver
 */
GResolver *
mail_resolver_new (MailDns *dns, GResolver *system)
{
  MailResolver *self = g_object_new (MAIL_TYPE_RESOLVER, NULL);

  self->dns = g_object_ref (dns);
  self->system = g_object_ref (system);
  return G_RESOLVER (self);
}

/**
 * mail_resolver_install:
 *
 * From now on the main thread of this program looks up host names with #MailDns, wherever it is in GIO that
 * they are looked up. To be called first of all; it costs nothing until a name is looked up.
 */
void
mail_resolver_install (void)
{
  g_autoptr (GResolver) system = g_resolver_get_default ();
  g_autoptr (GResolver) resolver = mail_resolver_new (mail_dns_get_default (), system);

  g_resolver_set_default (resolver);
}
