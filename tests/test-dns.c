/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ares.h>
#include <string.h>

#include "mail-dns.h"
#include "mail-error.h"
#include "mail-resolv-conf.h"
#include "mail-test-await.h"
#include "mail-test-name-server.h"

#define NO_ERROR -1

/* c-ares once passed over what is no answer at all; since it reads it before it believes in it, it says so;
 * and of an answer to its question it takes every address, whatever name stands beside it. */
#if ARES_VERSION >= 0x011600
#define UNREADABLE MAIL_ERROR_NETWORK_UNREACHABLE, "looked up"
#define OTHER_NAME NO_ERROR, "127.0.0.1 "
#else
#define OTHER_NAME G_RESOLVER_ERROR_NOT_FOUND, NULL
#define UNREADABLE MAIL_ERROR_TIMED_OUT, "in time"
#endif

/* So that silence ends before the test does. */
#define FAST "timeout:1 attempts:1"

/* Every case asks the same question of a server of its own. answer: "exists", "authentic", then the records
 * in their order; or, of a failure, a part of its sentence. */
typedef struct
{
  const char *name;
  MailDnsType type;
  MailTestDnsAction action;
  const char *records;
  int code;
  const char *answer;
  const char *log; /* NULL: one question over UDP */
} Case;

static const Case cases[] = {
  { "mx", MAIL_DNS_MX, MAIL_TEST_DNS_ANSWER, "MX 10 mx.example.test", NO_ERROR,
    "exists;10 0 0 mx.example.test;" },
  { "mx-order", MAIL_DNS_MX, MAIL_TEST_DNS_ANSWER,
    "MX 20 a.example.test\nMX 10 c.example.test\nMX 10 b.example.test\nMX 5 d.example.test", NO_ERROR,
    "exists;5 0 0 d.example.test;10 0 0 b.example.test;10 0 0 c.example.test;20 0 0 a.example.test;" },
  { "mx-capitals", MAIL_DNS_MX, MAIL_TEST_DNS_ANSWER, "MX 10 MX.Example.TEST", NO_ERROR,
    "exists;10 0 0 mx.example.test;" },
  { "mx-null", MAIL_DNS_MX, MAIL_TEST_DNS_ANSWER, "MX 0 .", NO_ERROR, "exists;0 0 0 ;" },
  { "mx-no-hosts", MAIL_DNS_MX, MAIL_TEST_DNS_ANSWER,
    "MX 1 a_b.example.test\nMX 2 192.0.2.1\nMX 3 a\\377b.test\nMX 4 -a.test\nMX 5 a\\040b.test\nMX 6 "
    "x\\056y.test\nMX 7 a\\nb.test\nMX 8 good.test",
    NO_ERROR, "exists;8 0 0 good.test;" },
  { "mx-alias", MAIL_DNS_MX, MAIL_TEST_DNS_ANSWER, "CNAME other.test\nMX 10 mx.example.test", NO_ERROR,
    "exists;10 0 0 mx.example.test;" },
  { "mx-alias-to-nothing", MAIL_DNS_MX, MAIL_TEST_DNS_ANSWER, "CNAME other.test", NO_ERROR, "exists;" },
  { "mx-none", MAIL_DNS_MX, MAIL_TEST_DNS_ANSWER, "A 192.0.2.1", NO_ERROR, "exists;" },
  { "mx-no-such-name", MAIL_DNS_MX, MAIL_TEST_DNS_NXDOMAIN, NULL, NO_ERROR, "" },
  { "srv", MAIL_DNS_SRV, MAIL_TEST_DNS_ANSWER, "SRV 0 1 993 imap.example.test", NO_ERROR,
    "exists;0 1 993 imap.example.test;" },
  { "srv-order", MAIL_DNS_SRV, MAIL_TEST_DNS_ANSWER,
    "SRV 2 9 1 a.test\nSRV 1 5 2 b.test\nSRV 1 9 3 d.test\nSRV 1 9 5 c.test\nSRV 1 9 4 c.test", NO_ERROR,
    "exists;1 9 4 c.test;1 9 5 c.test;1 9 3 d.test;1 5 2 b.test;2 9 1 a.test;" },
  { "srv-not-offered", MAIL_DNS_SRV, MAIL_TEST_DNS_ANSWER, "SRV 0 0 0 .", NO_ERROR, "exists;0 0 0 ;" },
  { "txt", MAIL_DNS_TXT, MAIL_TEST_DNS_ANSWER, "TXT v=UAAC1; a=sha256; d=|abc=\nTXT another| one", NO_ERROR,
    "exists;another one;v=UAAC1; a=sha256; d=abc=;" },
  { "txt-empty", MAIL_DNS_TXT, MAIL_TEST_DNS_ANSWER, "TXT ", NO_ERROR, "exists;;" },
  /* Ways to fail. */
  { "servfail", MAIL_DNS_MX, MAIL_TEST_DNS_SERVFAIL, NULL, MAIL_ERROR_NETWORK_UNREACHABLE, "looked up", "*" },
  { "refused", MAIL_DNS_MX, MAIL_TEST_DNS_REFUSED, NULL, MAIL_ERROR_NETWORK_UNREACHABLE, "looked up", "*" },
  { "silent", MAIL_DNS_MX, MAIL_TEST_DNS_SILENT, NULL, MAIL_ERROR_TIMED_OUT, "in time", "*" },
  { "broken", MAIL_DNS_MX, MAIL_TEST_DNS_BROKEN, "MX 10 mx.example.test", MAIL_ERROR_NETWORK_UNREACHABLE,
    "looked up" },
  { "loop", MAIL_DNS_MX, MAIL_TEST_DNS_LOOP, NULL, MAIL_ERROR_NETWORK_UNREACHABLE, "looked up" },
  { "mirror", MAIL_DNS_MX, MAIL_TEST_DNS_MIRROR, NULL, MAIL_ERROR_NETWORK_UNREACHABLE, "looked up" },
  /* Answers from strangers do not count; nothing else came. */
  { "wrong-id", MAIL_DNS_MX, MAIL_TEST_DNS_WRONG_ID, "MX 10 evil.test", MAIL_ERROR_TIMED_OUT, "in time",
    "*" },
  { "wrong-question", MAIL_DNS_MX, MAIL_TEST_DNS_WRONG_QUESTION, "MX 10 evil.test", MAIL_ERROR_TIMED_OUT,
    "in time", "*" },
  { "garbage", MAIL_DNS_MX, MAIL_TEST_DNS_GARBAGE, NULL, UNREADABLE, "*" },
  { "tiny", MAIL_DNS_MX, MAIL_TEST_DNS_TINY, NULL, UNREADABLE, "*" },
  { "forged-first", MAIL_DNS_MX, MAIL_TEST_DNS_FORGED_FIRST, "MX 10 mx.example.test", NO_ERROR,
    "exists;10 0 0 mx.example.test;" },
  /* Ways round. */
  { "lost-once", MAIL_DNS_MX, MAIL_TEST_DNS_LOST_ONCE, "MX 10 mx.example.test", NO_ERROR,
    "exists;10 0 0 mx.example.test;", "udp MX example.test;udp MX example.test;" },
  { "no-edns", MAIL_DNS_MX, MAIL_TEST_DNS_NO_EDNS, "MX 10 mx.example.test", NO_ERROR,
    "exists;10 0 0 mx.example.test;", "udp MX example.test;udp MX example.test -edns;" },
  { "truncated", MAIL_DNS_MX, MAIL_TEST_DNS_TRUNCATED, "MX 10 mx.example.test", NO_ERROR,
    "exists;10 0 0 mx.example.test;", "udp MX example.test;tcp MX example.test;" },
  { "cut", MAIL_DNS_MX, MAIL_TEST_DNS_CUT, NULL, MAIL_ERROR_NETWORK_UNREACHABLE, "looked up", "*" },
  { "silent-tcp", MAIL_DNS_MX, MAIL_TEST_DNS_SILENT_TCP, NULL, MAIL_ERROR_TIMED_OUT, "in time", "*" },
};

static char *
describe (const MailDnsAnswer *answer)
{
  GString *text = g_string_new (NULL);

  g_string_append (text, answer->exists ? "exists;" : "");
  g_string_append (text, answer->authentic ? "authentic;" : "");
  for (guint i = 0; i < answer->records->len; i++)
    {
      const MailDnsRecord *record = answer->records->pdata[i];

      g_assert_true ((record->host != NULL) != (record->text != NULL));
      if (record->text != NULL)
        g_string_append_printf (text, "%s;", record->text);
      else
        g_string_append_printf (text, "%u %u %u %s;", record->priority, record->weight, record->port,
                                record->host);
    }
  return g_string_free (text, FALSE);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static MailDnsAnswer *
query (MailDns *dns, const char *name, MailDnsType type, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_dns_query_async (dns, name, type, NULL, mail_test_store_result, &result);
  return mail_dns_query_finish (dns, mail_test_await (&result), error);
}

static void
check_result (const Case *c, MailDnsAnswer *answer, const GError *error)
{
  if (c->code == NO_ERROR)
    {
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = describe (answer);
      g_assert_cmpstr (text, ==, c->answer);
      return;
    }
  g_assert_null (answer);
  g_assert_error (error, MAIL_ERROR, c->code);
  g_assert_nonnull (strstr (error->message, "example.test"));
  g_assert_nonnull (strstr (error->message, c->answer));
}

static void
check_log (const Case *c, MailTestNameServer *server)
{
  static const char *const names[] = { "MX", "SRV", "TXT" };
  g_autofree char *log = mail_test_name_server_take_log (server);
  g_autofree char *once = g_strdup_printf ("udp %s example.test;", names[c->type]);

  if (c->log == NULL || !g_str_equal (c->log, "*"))
    g_assert_cmpstr (log, ==, c->log != NULL ? c->log : once);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  const MailTestDnsRule rules[] = { { "example.test", c->action, c->records }, { NULL } };
  g_autoptr (MailTestNameServer) server = mail_test_name_server_new (rules);
  MailDns *dns = mail_dns_new_for_servers (mail_test_name_server_get_address (server));
  guint descriptors = count_descriptors ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MailDnsAnswer) answer = NULL;

  if (c->action == MAIL_TEST_DNS_LOST_ONCE)
    g_setenv ("RES_OPTIONS", "timeout:1 attempts:2", TRUE);
  answer = query (dns, "example.test", c->type, &error);
  g_setenv ("RES_OPTIONS", FAST, TRUE);
  check_result (c, answer, error);
  check_log (c, server);
  /* The server's end of a connection closes with ours, but only once it has looked. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_descriptors (), ==, descriptors);
  g_assert_finalize_object (dns);
}

static void
test_no_name (void)
{
  static const MailTestDnsRule rules[] = { { NULL } };
  static const char *const wrong_names[] = {
    "a..example.test",
    "0123456789012345678901234567890123456789012345678901234567890123456789.test",
    "hidden.onion",
  };
  g_autoptr (MailTestNameServer) server = mail_test_name_server_new (rules);
  MailDns *dns = mail_dns_new_for_servers (mail_test_name_server_get_address (server));
  g_autofree char *log = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong_names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MailDnsAnswer) answer = query (dns, wrong_names[i], MAIL_DNS_MX, &error);

      g_assert_no_error (error);
      g_assert_false (answer->exists);
      g_assert_cmpuint (answer->records->len, ==, 0);
    }
  log = mail_test_name_server_take_log (server);
  g_assert_cmpstr (log, ==, "");
  g_assert_finalize_object (dns);
}

/* Nobody listens there, or it is no address of a server. */
static void
test_no_server (void)
{
  static const char *const servers[] = { "127.0.0.1:1", "nonsense" };

  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      MailDns *dns = mail_dns_new_for_servers (servers[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (query (dns, "example.test", MAIL_DNS_MX, &error));
      g_assert_error (error, MAIL_ERROR, MAIL_ERROR_NETWORK_UNREACHABLE);
      g_assert_finalize_object (dns);
    }
}

/* Only where this computer says that the way to its name server is safe. */
static void
test_authentic (void)
{
  static const MailTestDnsRule rules[] = {
    { "example.test", MAIL_TEST_DNS_ANSWER, "MX 10 mx.example.test", TRUE },
    { "gone.test", MAIL_TEST_DNS_NXDOMAIN, NULL, TRUE },
    { "plain.test", MAIL_TEST_DNS_ANSWER, "MX 10 mx.example.test" },
    { NULL },
  };
  static const struct
  {
    const char *options;
    const char *name;
    const char *answer;
    const char *log;
  } questions[] = {
    { "timeout:1", "example.test", "exists;10 0 0 mx.example.test;", "udp MX example.test;" },
    { "timeout:1", "gone.test", "", "udp MX gone.test;" },
    { "timeout:1 trust-ad", "example.test", "exists;authentic;10 0 0 mx.example.test;",
      "udp MX example.test +ad;" },
    { "trust-ad", "gone.test", "authentic;", "udp MX gone.test +ad;" },
    { "trust-ad", "plain.test", "exists;10 0 0 mx.example.test;", "udp MX plain.test +ad;" },
    { "no-trust-ad", "example.test", "exists;10 0 0 mx.example.test;", "udp MX example.test;" },
  };
  g_autofree char *options = g_strdup (g_getenv ("RES_OPTIONS"));
  g_autoptr (MailTestNameServer) server = mail_test_name_server_new (rules);
  MailDns *dns = mail_dns_new_for_servers (mail_test_name_server_get_address (server));

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr (MailDnsAnswer) answer = NULL;
      g_autofree char *text = NULL;
      g_autofree char *log = NULL;

      g_setenv ("RES_OPTIONS", questions[i].options, TRUE);
      answer = query (dns, questions[i].name, MAIL_DNS_MX, NULL);
      text = describe (answer);
      log = mail_test_name_server_take_log (server);
      g_assert_cmpstr (text, ==, questions[i].answer);
      g_assert_cmpstr (log, ==, questions[i].log);
    }
  g_setenv ("RES_OPTIONS", options, TRUE);
  g_assert_finalize_object (dns);
}

/* Thousands of records: the best 64 are kept, of whatever is at the end. */
static void
test_many_records (void)
{
  g_autoptr (GString) records = g_string_new (NULL);
  MailTestDnsRule rules[] = { { "example.test", MAIL_TEST_DNS_TRUNCATED }, { NULL } };
  g_autoptr (MailTestNameServer) server = NULL;
  g_autoptr (MailDnsAnswer) answer = NULL;
  MailDns *dns;

  for (guint i = 2000; i > 0; i--)
    g_string_append_printf (records, "MX %u mx%u.test\n", i, i);
  rules[0].records = records->str;
  server = mail_test_name_server_new (rules);
  dns = mail_dns_new_for_servers (mail_test_name_server_get_address (server));
  answer = query (dns, "example.test", MAIL_DNS_MX, NULL);
  g_assert_cmpuint (answer->records->len, ==, 64);
  for (guint i = 0; i < 64; i++)
    g_assert_cmpuint (((MailDnsRecord *) answer->records->pdata[i])->priority, ==, i + 1);
  g_assert_finalize_object (dns);
}

#define PARALLEL 50

static const MailTestDnsRule parallel_rules[] = {
  { "example.test", MAIL_TEST_DNS_ANSWER, "MX 10 mx.example.test\nA 192.0.2.1" },
  { "silent.test", MAIL_TEST_DNS_SILENT },
  { "long.test", MAIL_TEST_DNS_TRUNCATED, "MX 10 mx.example.test\nA 192.0.2.1\nA 192.0.2.2" },
  { "silent-tcp.test", MAIL_TEST_DNS_SILENT_TCP },
  { "old.test", MAIL_TEST_DNS_NO_EDNS, "MX 10 mx.example.test" },
  { NULL },
};

/* All at once, also with a server that does not understand the first of them. */
static void
test_parallel (void)
{
  static const char *const names[] = { "example.test", "long.test", "old.test" };
  g_autoptr (MailTestNameServer) server = mail_test_name_server_new (parallel_rules);
  MailDns *dns = mail_dns_new_for_servers (mail_test_name_server_get_address (server));
  GAsyncResult *results[PARALLEL] = { NULL };

  for (guint i = 0; i < PARALLEL; i++)
    mail_dns_query_async (dns, names[i % G_N_ELEMENTS (names)], MAIL_DNS_MX, NULL, mail_test_store_result,
                          &results[i]);
  for (guint i = 0; i < PARALLEL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MailDnsAnswer) answer = mail_dns_query_finish (dns, mail_test_await (&results[i]), &error);

      g_assert_no_error (error);
      g_assert_cmpuint (answer->records->len, ==, 1);
      g_clear_object (&results[i]);
    }
  g_assert_finalize_object (dns);
}

/* Four different questions, of which some or all are cancelled after a number of turns of the main loop. */
#define N_QUESTIONS 5

typedef struct
{
  GCancellable *cancellables[N_QUESTIONS];
  GAsyncResult *results[N_QUESTIONS];
} Batch;

static void
ask_batch (Batch *batch, MailDns *dns)
{
  static const char *const names[] = { "example.test", "silent.test", "long.test", "silent-tcp.test" };

  for (guint i = 0; i < N_QUESTIONS; i++)
    batch->cancellables[i] = g_cancellable_new ();
  for (guint i = 0; i < N_QUESTIONS - 1; i++)
    mail_dns_query_async (dns, names[i], MAIL_DNS_MX, batch->cancellables[i], mail_test_store_result,
                          &batch->results[i]);
  mail_dns_resolve_async (dns, "silent.test", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT,
                          batch->cancellables[N_QUESTIONS - 1], mail_test_store_result,
                          &batch->results[N_QUESTIONS - 1]);
}

/* answered: whether it may have had an answer before. */
static void
check_batch (Batch *batch, MailDns *dns)
{
  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      g_autoptr (GError) error = NULL;
      GAsyncResult *result = mail_test_await (&batch->results[i]);

      if (i == N_QUESTIONS - 1)
        {
          g_assert_null (mail_dns_resolve_finish (dns, result, &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
      else
        {
          g_autoptr (MailDnsAnswer) answer = mail_dns_query_finish (dns, result, &error);

          if (answer == NULL)
            g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          else
            g_assert_true (i % 2 == 0);
        }
      g_clear_object (&batch->results[i]);
      g_clear_object (&batch->cancellables[i]);
    }
}

static void
test_cancelled (void)
{
  for (guint turns = 0; turns < 25; turns++)
    for (guint order = 0; order < N_QUESTIONS; order++)
      {
        g_autoptr (MailTestNameServer) server = mail_test_name_server_new (parallel_rules);
        MailDns *dns = mail_dns_new_for_servers (mail_test_name_server_get_address (server));
        gint64 start = g_get_monotonic_time ();
        Batch batch = { { NULL } };

        ask_batch (&batch, dns);
        for (guint i = 0; i < turns; i++)
          g_main_context_iteration (NULL, FALSE);
        for (guint i = 0; i < N_QUESTIONS; i++)
          {
            g_cancellable_cancel (batch.cancellables[(order + i) % N_QUESTIONS]);
            if (order > 2)
              g_main_context_iteration (NULL, FALSE);
          }
        check_batch (&batch, dns);
        g_assert_finalize_object (dns);
        g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
      }
}

/* One goes, the others stay; and one that was cancelled before it was asked is not asked. */
static void
test_cancel_one (void)
{
  g_autoptr (MailTestNameServer) server = mail_test_name_server_new (parallel_rules);
  MailDns *dns = mail_dns_new_for_servers (mail_test_name_server_get_address (server));
  guint descriptors = count_descriptors ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) silent = NULL;
  g_autoptr (GAsyncResult) never = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MailDnsAnswer) answer = NULL;
  g_autofree char *log = NULL;

  mail_dns_query_async (dns, "silent.test", MAIL_DNS_MX, cancellable, mail_test_store_result, &silent);
  g_cancellable_cancel (cancellable);
  mail_dns_query_async (dns, "never.test", MAIL_DNS_MX, cancellable, mail_test_store_result, &never);
  answer = query (dns, "example.test", MAIL_DNS_MX, NULL);
  g_assert_cmpuint (answer->records->len, ==, 1);
  g_assert_null (mail_dns_query_finish (dns, mail_test_await (&silent), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (mail_dns_query_finish (dns, mail_test_await (&never), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  log = mail_test_name_server_take_log (server);
  g_assert_null (strstr (log, "never"));
  g_clear_object (&silent);
  g_clear_object (&never);
  g_assert_cmpuint (count_descriptors (), ==, descriptors);
  g_assert_finalize_object (dns);
}

/* What a callback may do: cancel another question, ask the next one, forget the object. */
typedef struct
{
  MailDns *dns;
  GCancellable *other;
  guint n_answered;
  gboolean is_done;
} Chain;

static void
on_last (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  g_autoptr (MailDnsAnswer) answer = mail_dns_query_finish (MAIL_DNS (source), result, NULL);

  g_assert_nonnull (answer);
  g_object_unref (chain->dns);
  chain->n_answered++;
  chain->is_done = TRUE;
}

static void
on_first (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  g_autoptr (MailDnsAnswer) answer = mail_dns_query_finish (MAIL_DNS (source), result, NULL);

  g_assert_nonnull (answer);
  chain->n_answered++;
  g_cancellable_cancel (chain->other);
  mail_dns_query_async (chain->dns, "long.test", MAIL_DNS_MX, NULL, on_last, chain);
}

static void
on_other (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_null (mail_dns_query_finish (MAIL_DNS (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  chain->n_answered++;
}

static void
test_callbacks (void)
{
  g_autoptr (MailTestNameServer) server = mail_test_name_server_new (parallel_rules);
  g_autoptr (GCancellable) other = g_cancellable_new ();
  Chain chain = { mail_dns_new_for_servers (mail_test_name_server_get_address (server)), other };
  MailDns *dns = chain.dns;

  g_object_add_weak_pointer (G_OBJECT (dns), (gpointer *) &dns);
  mail_dns_query_async (chain.dns, "silent.test", MAIL_DNS_MX, other, on_other, &chain);
  mail_dns_query_async (chain.dns, "example.test", MAIL_DNS_MX, NULL, on_first, &chain);
  while (!chain.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (chain.n_answered, ==, 3);
  g_assert_null (dns);
}

typedef struct
{
  const char *name;
  const char *host;
  GResolverNameLookupFlags flags;
  int code;
  const char *addresses;
  const char *log; /* NULL: does not matter */
} Lookup;

static const MailTestDnsRule hosts[] = {
  { "both.test", MAIL_TEST_DNS_ANSWER, "A 127.0.0.1\nAAAA ::1" },
  { "four.test", MAIL_TEST_DNS_ANSWER, "A 127.0.0.1\nA 127.0.0.2" },
  { "alias.test", MAIL_TEST_DNS_ANSWER, "CNAME four.test\nfour.test: A 127.0.0.1" },
  { "forged.test", MAIL_TEST_DNS_ANSWER, "four.test: A 127.0.0.1" },
  { "neither.test", MAIL_TEST_DNS_ANSWER, "MX 10 both.test" },
  { "ill.test", MAIL_TEST_DNS_SERVFAIL },
  { "silent.test", MAIL_TEST_DNS_SILENT },
  { NULL },
};

static const Lookup lookups[] = {
  { "both", "both.test", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, NO_ERROR, "127.0.0.1 ::1 ", NULL },
  { "only-4", "both.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, NO_ERROR, "127.0.0.1 ",
    "udp A both.test;" },
  { "only-6", "both.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY, NO_ERROR, "::1 ", "udp AAAA both.test;" },
  { "no-6", "four.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY, G_RESOLVER_ERROR_NOT_FOUND, NULL,
    "udp AAAA four.test;" },
  { "alias", "alias.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, NO_ERROR, "127.0.0.1 ",
    "udp A alias.test;" },
  { "other-name", "forged.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, OTHER_NAME, "udp A forged.test;" },
  /* With the name of the search domain behind it, it would be asked twice. */
  { "unknown", "unknown.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, G_RESOLVER_ERROR_NOT_FOUND, NULL,
    "udp A unknown.test;" },
  { "neither", "neither.test", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, G_RESOLVER_ERROR_NOT_FOUND, NULL, NULL },
  { "no-name", "a..test", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, G_RESOLVER_ERROR_NOT_FOUND, NULL, "" },
  { "ill", "ill.test", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, G_RESOLVER_ERROR_TEMPORARY_FAILURE, NULL, NULL },
  { "silent", "silent.test", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, G_RESOLVER_ERROR_TEMPORARY_FAILURE, NULL,
    NULL },
};

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* In the order of the alphabet; theirs depends on what this computer can reach. */
static char *
describe_addresses (GList *addresses)
{
  GPtrArray *texts = g_ptr_array_new_null_terminated (2, g_free, TRUE);
  g_auto (GStrv) sorted = NULL;

  for (GList *l = addresses; l != NULL; l = l->next)
    {
      g_autofree char *address = g_inet_address_to_string (l->data);

      g_ptr_array_add (texts, g_strconcat (address, " ", NULL));
    }
  g_ptr_array_sort (texts, compare_texts);
  sorted = (char **) g_ptr_array_free (texts, FALSE);
  return g_strjoinv ("", sorted);
}

static void
test_lookup (gconstpointer data)
{
  const Lookup *lookup = data;
  g_autoptr (MailTestNameServer) server = mail_test_name_server_new (hosts);
  MailDns *dns = mail_dns_new_for_servers (mail_test_name_server_get_address (server));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *log = NULL;
  GList *addresses;

  mail_dns_resolve_async (dns, lookup->host, lookup->flags, NULL, mail_test_store_result, &result);
  addresses = mail_dns_resolve_finish (dns, mail_test_await (&result), &error);
  text = describe_addresses (addresses);
  g_resolver_free_addresses (addresses);
  if (lookup->code == NO_ERROR)
    g_assert_no_error (error);
  else
    g_assert_error (error, G_RESOLVER_ERROR, lookup->code);
  g_assert_cmpstr (text, ==, lookup->addresses != NULL ? lookup->addresses : "");
  log = mail_test_name_server_take_log (server);
  if (lookup->log != NULL)
    g_assert_cmpstr (log, ==, lookup->log);
  g_clear_object (&result);
  g_assert_finalize_object (dns);
}

static char *
resolve (MailDns *dns, const char *host, GResolverNameLookupFlags flags)
{
  g_autoptr (GAsyncResult) result = NULL;
  GList *addresses;
  char *text;

  mail_dns_resolve_async (dns, host, flags, NULL, mail_test_store_result, &result);
  addresses = mail_dns_resolve_finish (dns, mail_test_await (&result), NULL);
  text = describe_addresses (addresses);
  g_resolver_free_addresses (addresses);
  return text;
}

/* What is known, or is known not to be, is not asked again a moment later; what went wrong is. */
static void
test_memo (void)
{
  static const struct
  {
    const char *host;
    GResolverNameLookupFlags flags;
    const char *addresses;
    const char *log;
    const char *log_again;
  } names[] = {
    { "both.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, "127.0.0.1 ", "udp A both.test;", "" },
    { "BOTH.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, "127.0.0.1 ", "", "" },
    { "both.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY, "::1 ", "udp AAAA both.test;", "" },
    { "four.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY, "", "udp AAAA four.test;", "" },
    { "unknown.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, "", "udp A unknown.test;", "" },
    { "ill.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, "", "udp A ill.test;", "udp A ill.test;" },
  };
  g_autoptr (MailTestNameServer) server = mail_test_name_server_new (hosts);
  MailDns *dns = mail_dns_new_for_servers (mail_test_name_server_get_address (server));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *first = resolve (dns, names[i].host, names[i].flags);
      g_autofree char *log = mail_test_name_server_take_log (server);
      g_autofree char *again = resolve (dns, names[i].host, names[i].flags);
      g_autofree char *log_again = mail_test_name_server_take_log (server);

      g_assert_cmpstr (first, ==, names[i].addresses);
      g_assert_true (g_str_has_prefix (log, names[i].log));
      g_assert_cmpstr (again, ==, names[i].addresses);
      g_assert_true (g_str_has_prefix (log_again, names[i].log_again));
      g_assert_true (*names[i].log_again != '\0' || *log_again == '\0');
    }
  g_assert_finalize_object (dns);
}

static void
test_resolv_conf (void)
{
  static const struct
  {
    const char *text;
    MailResolvConf conf;
  } files[] = {
    { "", { FALSE, FALSE, 0, 0 } },
    { "nameserver 192.0.2.1\noptions trust-ad\n", { TRUE, FALSE, 0, 0 } },
    { "options edns0 trust-ad", { TRUE, FALSE, 0, 0 } },
    { "options\ttimeout:1\tattempts:2 \r\n", { FALSE, FALSE, 1000, 2 } },
    { "options timeout:0 attempts:99", { FALSE, FALSE, 1000, 5 } },
    { "options timeout:3\noptions timeout:1 use-vc", { FALSE, TRUE, 1000, 0 } },
    { "#options trust-ad\n;options trust-ad\n options trust-ad\noptionstrust-ad", { FALSE, FALSE, 0, 0 } },
    { "options trust-ads no-trust-ad TRUST-AD timeouts:1 timeout", { FALSE, FALSE, 0, 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      MailResolvConf conf = { FALSE };

      g_test_message ("%s", files[i].text);
      mail_resolv_conf_parse (&conf, files[i].text);
      g_assert_cmpint (conf.trust_ad, ==, files[i].conf.trust_ad);
      g_assert_cmpint (conf.use_tcp, ==, files[i].conf.use_tcp);
      g_assert_cmpuint (conf.milliseconds, ==, files[i].conf.milliseconds);
      g_assert_cmpuint (conf.attempts, ==, files[i].conf.attempts);
    }
}

static void
test_default (void)
{
  g_assert_true (mail_dns_get_default () == mail_dns_get_default ());
}

static void
add_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/dns/query/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (guint i = 0; i < G_N_ELEMENTS (lookups); i++)
    {
      g_autofree char *path = g_strdup_printf ("/dns/resolve/%s", lookups[i].name);

      g_test_add_data_func (path, &lookups[i], test_lookup);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("RES_OPTIONS", FAST, TRUE);

  add_cases ();
  g_test_add_func ("/dns/no-name", test_no_name);
  g_test_add_func ("/dns/no-server", test_no_server);
  g_test_add_func ("/dns/authentic", test_authentic);
  g_test_add_func ("/dns/many-records", test_many_records);
  g_test_add_func ("/dns/parallel", test_parallel);
  g_test_add_func ("/dns/cancelled", test_cancelled);
  g_test_add_func ("/dns/cancel-one", test_cancel_one);
  g_test_add_func ("/dns/callbacks", test_callbacks);
  g_test_add_func ("/dns/memo", test_memo);
  g_test_add_func ("/dns/resolv-conf", test_resolv_conf);
  g_test_add_func ("/dns/default", test_default);

  return g_test_run ();
}
