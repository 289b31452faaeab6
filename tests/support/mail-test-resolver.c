/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-test-resolver.h"

struct _MailTestResolver
{
  GResolver parent_instance;

  const MailTestName *names;
};

G_DEFINE_FINAL_TYPE (MailTestResolver, mail_test_resolver, G_TYPE_RESOLVER)

static const MailTestName *
find_name (MailTestResolver *self, const char *name)
{
  const MailTestName *found = self->names;

  while (found->name != NULL && !g_str_equal (found->name, name))
    found++;
  return found->name != NULL ? found : NULL;
}

static gboolean
is_wanted (GInetAddress *address, GResolverNameLookupFlags flags)
{
  GSocketFamily family = g_inet_address_get_family (address);

  return !(flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY && family != G_SOCKET_FAMILY_IPV4)
         && !(flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY && family != G_SOCKET_FAMILY_IPV6);
}

static GList *
list_addresses (const MailTestName *name, GResolverNameLookupFlags flags)
{
  g_auto (GStrv) texts = g_strsplit (name->addresses, " ", -1);
  GList *addresses = NULL;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (texts[i]);

      if (is_wanted (address, flags))
        addresses = g_list_append (addresses, g_steal_pointer (&address));
    }

  return addresses;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_task_return_error_if_cancelled (user_data);
}

/* Keeps task alive until it is cancelled. */
static void
wait_for_cancel (GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_signal_connect_data (cancellable, "cancelled", G_CALLBACK (on_cancelled), g_object_ref (task),
                         (GClosureNotify) (GCallback) g_object_unref, G_CONNECT_AFTER);
}

static void
mail_test_resolver_lookup_with_flags_async (GResolver *resolver,
                                            const char *name,
                                            GResolverNameLookupFlags flags,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  const MailTestName *found = find_name (MAIL_TEST_RESOLVER (resolver), name);
  GList *addresses = NULL;

  if (found != NULL && found->error == MAIL_TEST_RESOLVER_SILENT)
    {
      wait_for_cancel (task);
      return;
    }

  if (found != NULL && found->error == MAIL_TEST_RESOLVER_OK)
    addresses = list_addresses (found, flags);

  if (addresses != NULL)
    g_task_return_pointer (task, addresses, (GDestroyNotify) g_resolver_free_addresses);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR,
                             found != NULL && found->error >= 0 ? found->error : G_RESOLVER_ERROR_NOT_FOUND,
                             "No address of “%s” in this test", name);
}

static void
mail_test_resolver_lookup_async (GResolver *resolver,
                                 const char *name,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  mail_test_resolver_lookup_with_flags_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT,
                                              cancellable, callback, user_data);
}

static GList *
mail_test_resolver_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_test_resolver_class_init (MailTestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = mail_test_resolver_lookup_async;
  resolver_class->lookup_by_name_finish = mail_test_resolver_lookup_finish;
  resolver_class->lookup_by_name_with_flags_async = mail_test_resolver_lookup_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = mail_test_resolver_lookup_finish;
}

static void
mail_test_resolver_init (MailTestResolver *self)
{
}

GResolver *
mail_test_resolver_new (const MailTestName *names)
{
  MailTestResolver *self = g_object_new (MAIL_TYPE_TEST_RESOLVER, NULL);

  self->names = names;
  return G_RESOLVER (self);
}
