/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-resolver.h"
#include "mail-test-await.h"
#include "mail-test-name-server.h"

/* The system's resolver: notes what it is asked, and answers. */
#define TEST_TYPE_SYSTEM (test_system_get_type ())
G_DECLARE_FINAL_TYPE (TestSystem, test_system, TEST, SYSTEM, GResolver)

struct _TestSystem
{
  GResolver parent_instance;

  GString *log;
};

G_DEFINE_FINAL_TYPE (TestSystem, test_system, G_TYPE_RESOLVER)

static GList *
answer_name (GResolver *resolver, const char *name)
{
  g_string_append_printf (TEST_SYSTEM (resolver)->log, "name %s;", name);
  return g_list_prepend (NULL, g_inet_address_new_from_string ("192.0.2.99"));
}

static GList *
lookup_by_name (GResolver *resolver, const char *name, GCancellable *cancellable, GError **error)
{
  return answer_name (resolver, name);
}

static GList *
lookup_by_name_with_flags (GResolver *resolver,
                           const char *name,
                           GResolverNameLookupFlags flags,
                           GCancellable *cancellable,
                           GError **error)
{
  return answer_name (resolver, name);
}

static void
lookup_by_name_with_flags_async (GResolver *resolver,
                                 const char *name,
                                 GResolverNameLookupFlags flags,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  if (g_str_equal (name, "unknown"))
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "Unknown");
  else
    g_task_return_pointer (task, answer_name (resolver, name), (GDestroyNotify) g_resolver_free_addresses);
}

static void
lookup_by_name_async (GResolver *resolver,
                      const char *name,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  lookup_by_name_with_flags_async (resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, cancellable,
                                   callback, user_data);
}

static char *
lookup_by_address (GResolver *resolver, GInetAddress *address, GCancellable *cancellable, GError **error)
{
  g_string_append (TEST_SYSTEM (resolver)->log, "address;");
  return g_strdup ("named.test");
}

static void
lookup_by_address_async (GResolver *resolver,
                         GInetAddress *address,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, lookup_by_address (resolver, address, NULL, NULL), g_free);
}

static GList *
lookup_records (GResolver *resolver,
                const char *name,
                GResolverRecordType type,
                GCancellable *cancellable,
                GError **error)
{
  g_string_append_printf (TEST_SYSTEM (resolver)->log, "records %s;", name);
  return g_list_prepend (NULL, g_variant_ref_sink (g_variant_new ("(qs)", 10, "mx.test")));
}

static void
free_records (gpointer data)
{
  g_list_free_full (data, (GDestroyNotify) g_variant_unref);
}

static void
lookup_records_async (GResolver *resolver,
                      const char *name,
                      GResolverRecordType type,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, lookup_records (resolver, name, type, NULL, NULL), free_records);
}

static gpointer
finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_system_finalize (GObject *object)
{
  g_string_free (TEST_SYSTEM (object)->log, TRUE);
  G_OBJECT_CLASS (test_system_parent_class)->finalize (object);
}

static void
test_system_class_init (TestSystemClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_system_finalize;
  resolver_class->lookup_by_name = lookup_by_name;
  resolver_class->lookup_by_name_async = lookup_by_name_async;
  resolver_class->lookup_by_name_finish = (gpointer) finish;
  resolver_class->lookup_by_name_with_flags = lookup_by_name_with_flags;
  resolver_class->lookup_by_name_with_flags_async = lookup_by_name_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = (gpointer) finish;
  resolver_class->lookup_by_address = lookup_by_address;
  resolver_class->lookup_by_address_async = lookup_by_address_async;
  resolver_class->lookup_by_address_finish = (gpointer) finish;
  resolver_class->lookup_records = lookup_records;
  resolver_class->lookup_records_async = lookup_records_async;
  resolver_class->lookup_records_finish = (gpointer) finish;
}

static void
test_system_init (TestSystem *self)
{
  self->log = g_string_new (NULL);
}

static const MailTestDnsRule rules[] = {
  { "imap.example.test", MAIL_TEST_DNS_ANSWER, "A 127.0.0.1\nAAAA ::1" },
  { "silent.example.test", MAIL_TEST_DNS_SILENT },
  { NULL },
};

typedef struct
{
  MailTestNameServer *server;
  TestSystem *system;
  GResolver *resolver;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailDns) dns = NULL;

  fixture->server = mail_test_name_server_new (rules);
  fixture->system = g_object_new (TEST_TYPE_SYSTEM, NULL);
  dns = mail_dns_new_for_servers (mail_test_name_server_get_address (fixture->server));
  fixture->resolver = mail_resolver_new (dns, G_RESOLVER (fixture->system));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->resolver);
  g_assert_finalize_object (fixture->system);
  mail_test_name_server_free (fixture->server);
}

static void
assert_logs (Fixture *fixture, const char *dns, const char *system)
{
  g_autofree char *log = mail_test_name_server_take_log (fixture->server);

  g_assert_cmpstr (log, ==, dns);
  g_assert_cmpstr (fixture->system->log->str, ==, system);
  g_string_truncate (fixture->system->log, 0);
}

static void
assert_first (GList *addresses, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_nonnull (addresses);
  text = g_inet_address_to_string (addresses->data);
  g_assert_cmpstr (text, ==, expected);
  g_resolver_free_addresses (addresses);
}

/* Who is asked for a name. */
static const struct
{
  const char *name;
  GResolverNameLookupFlags flags;
  const char *first;
  const char *dns;
  const char *system;
} names[] = {
  { "imap.example.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, "127.0.0.1", "udp A imap.example.test;",
    "" },
  { "imap.example.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY, "::1", "udp AAAA imap.example.test;", "" },
  { "nas", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, "192.0.2.99", "", "name nas;" },
  { "nas.local", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, "192.0.2.99", "", "name nas.local;" },
  { "nas.LOCAL", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, "192.0.2.99", "", "name nas.LOCAL;" },
  { "127.0.0.2", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, "127.0.0.2", "", "" },
};

static void
test_names (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      GList *addresses;

      g_test_message ("%s", names[i].name);
      g_resolver_lookup_by_name_with_flags_async (fixture->resolver, names[i].name, names[i].flags, NULL,
                                                  mail_test_store_result, &result);
      addresses = g_resolver_lookup_by_name_with_flags_finish (fixture->resolver, mail_test_await (&result),
                                                               &error);
      g_assert_no_error (error);
      assert_first (addresses, names[i].first);
      assert_logs (fixture, names[i].dns, names[i].system);
    }
}

static void
test_plain_call (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GList *addresses;

  g_resolver_lookup_by_name_async (fixture->resolver, "imap.example.test", NULL, mail_test_store_result,
                                   &result);
  addresses = g_resolver_lookup_by_name_finish (fixture->resolver, mail_test_await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (addresses), ==, 2);
  g_resolver_free_addresses (addresses);
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  static const char *const unknown[] = { "unknown", "unknown.example.test" };

  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      g_resolver_lookup_by_name_async (fixture->resolver, unknown[i], NULL, mail_test_store_result, &result);
      g_assert_null (g_resolver_lookup_by_name_finish (fixture->resolver, mail_test_await (&result), &error));
      g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
    }
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_resolver_lookup_by_name_async (fixture->resolver, "silent.example.test", cancellable,
                                   mail_test_store_result, &result);
  g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  g_assert_null (g_resolver_lookup_by_name_finish (fixture->resolver, mail_test_await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_addresses (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("192.0.2.1");
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *at_once = g_resolver_lookup_by_address (fixture->resolver, address, NULL, NULL);
  g_autofree char *later = NULL;

  g_resolver_lookup_by_address_async (fixture->resolver, address, NULL, mail_test_store_result, &result);
  later = g_resolver_lookup_by_address_finish (fixture->resolver, mail_test_await (&result), NULL);
  g_assert_cmpstr (at_once, ==, "named.test");
  g_assert_cmpstr (later, ==, "named.test");
  assert_logs (fixture, "", "address;address;");
}

static void
test_records (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  GList *records
      = g_resolver_lookup_records (fixture->resolver, "example.test", G_RESOLVER_RECORD_MX, NULL, NULL);

  g_assert_cmpuint (g_list_length (records), ==, 1);
  free_records (records);
  g_resolver_lookup_records_async (fixture->resolver, "example.test", G_RESOLVER_RECORD_MX, NULL,
                                   mail_test_store_result, &result);
  records = g_resolver_lookup_records_finish (fixture->resolver, mail_test_await (&result), NULL);
  g_assert_cmpuint (g_list_length (records), ==, 1);
  free_records (records);
  assert_logs (fixture, "", "records example.test;records example.test;");
}

/* A call that blocks cannot wait for the main loop. */
static void
test_blocking (Fixture *fixture, gconstpointer data)
{
  assert_first (g_resolver_lookup_by_name (fixture->resolver, "imap.example.test", NULL, NULL), "192.0.2.99");
  assert_first (g_resolver_lookup_by_name_with_flags (fixture->resolver, "imap.example.test",
                                                      G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, NULL, NULL),
                "192.0.2.99");
  assert_logs (fixture, "", "name imap.example.test;name imap.example.test;");
}

static gpointer
look_up_elsewhere (gpointer data)
{
  GResolver *resolver = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_main_context_push_thread_default (context);
  g_resolver_lookup_by_name_async (resolver, "imap.example.test", NULL, mail_test_store_result, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  assert_first (g_resolver_lookup_by_name_finish (resolver, result, NULL), "192.0.2.99");
  g_main_context_pop_thread_default (context);
  return NULL;
}

/* Another thread, and another main loop of this one. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_thread_join (g_thread_new ("elsewhere", look_up_elsewhere, fixture->resolver));
  assert_logs (fixture, "", "name imap.example.test;");
  look_up_elsewhere (fixture->resolver);
  assert_logs (fixture, "", "name imap.example.test;");
}

static void
test_install (void)
{
  g_autoptr (GResolver) installed = NULL;

  mail_resolver_install ();
  installed = g_resolver_get_default ();
  g_assert_true (MAIL_IS_RESOLVER (installed));
}

#define ADD(name, test) g_test_add ("/resolver/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("names", test_names);
  ADD ("plain-call", test_plain_call);
  ADD ("errors", test_errors);
  ADD ("cancelled", test_cancelled);
  ADD ("addresses", test_addresses);
  ADD ("records", test_records);
  ADD ("blocking", test_blocking);
  ADD ("elsewhere", test_elsewhere);
  g_test_add_func ("/resolver/install", test_install);

  return g_test_run ();
}
