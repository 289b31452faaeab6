/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-test-inquiry.h"

#include <string.h>

#include "mail-error.h"

struct _MailInquiry
{
  GObject parent_instance;

  MailAddress *address;
  MailDiscoveryOptions options;
  GHashTable *answers; /* of Answer, by question */
  GPtrArray *contacted;
  GString *dropped;
  guint n_open;
  guint cancel_at;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MailInquiry, mail_inquiry, G_TYPE_OBJECT)

typedef struct
{
  guint delay;
  char *body;
  char *redirected_to;
  char *records;
  gboolean authentic;
  gboolean yes;
  int code;
} Answer;

/* A question that is not answered yet. */
typedef struct
{
  GTask *task;
  char *question;
  const Answer *answer;
  gboolean too_late;
  GSource *timer;
  GSource *stop;
} Pending;

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_free (self->body);
  g_free (self->redirected_to);
  g_free (self->records);
  g_free (self);
}

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
pending_free (Pending *self)
{
  drop_source (&self->timer);
  drop_source (&self->stop);
  g_object_unref (self->task);
  g_free (self->question);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pending, pending_free)

static MailFetchAnswer *
create_document (const Answer *answer, const char *uri)
{
  g_autoptr (GBytes) body = g_bytes_new (answer->body, strlen (answer->body));

  return mail_fetch_answer_new (answer->redirected_to != NULL ? answer->redirected_to : uri, body,
                                answer->redirected_to != NULL);
}

static void
add_host (MailDnsAnswer *records, guint priority, const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, ":", 2);

  mail_dns_answer_add_host (records, g_str_equal (parts[0], ".") ? "" : parts[0], priority, 0,
                            parts[1] != NULL ? atoi (parts[1]) : 0);
}

static MailDnsAnswer *
create_records (const Answer *answer, const char *question)
{
  gboolean text = g_str_has_prefix (question, "dns:TXT");
  MailDnsAnswer *records = mail_dns_answer_new (answer->records != NULL, answer->authentic);
  g_auto (GStrv) parts = g_strsplit (answer->records != NULL ? answer->records : "", text ? "\n" : " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (text)
      mail_dns_answer_add_text (records, parts[i], strlen (parts[i]));
    else
      add_host (records, i, parts[i]);
  mail_dns_answer_seal (records);
  return records;
}

static void
give (GTask *task, const Answer *answer, const char *question)
{
  if (answer->code != 0)
    g_task_return_new_error (task, MAIL_ERROR, answer->code, "the script says so");
  else if (answer->body != NULL)
    g_task_return_pointer (task, create_document (answer, question),
                           (GDestroyNotify) mail_fetch_answer_unref);
  else if (answer->yes)
    g_task_return_boolean (task, TRUE);
  else if (g_str_has_prefix (question, "dns:"))
    g_task_return_pointer (task, create_records (answer, question), (GDestroyNotify) mail_dns_answer_unref);
  else
    g_task_return_new_error (task, MAIL_ERROR, MAIL_ERROR_HOST_UNKNOWN, "the script says nothing");
}

static gboolean
on_time (gpointer user_data)
{
  static const Answer nothing = { 0 };
  static const Answer too_late = { .code = MAIL_ERROR_TIMED_OUT };
  g_autoptr (Pending) pending = user_data;
  MailInquiry *self = g_task_get_source_object (pending->task);
  const Answer *answer = pending->answer != NULL ? pending->answer : &nothing;

  self->n_open--;
  give (pending->task, pending->too_late ? &too_late : answer, pending->question);
  return G_SOURCE_REMOVE;
}

static gboolean
on_dropped (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (Pending) pending = user_data;
  MailInquiry *self = g_task_get_source_object (pending->task);

  self->n_open--;
  g_string_append_printf (self->dropped, "%s\n", pending->question);
  g_task_return_error_if_cancelled (pending->task);
  return G_SOURCE_REMOVE;
}

static void
ask_within (MailInquiry *self, guint limit, char *question, GTask *task)
{
  Pending *pending = g_new0 (Pending, 1);
  guint delay;

  g_ptr_array_add (self->contacted, g_strdup (question));
  self->n_open++;
  pending->task = task;
  pending->question = question;
  pending->answer = g_hash_table_lookup (self->answers, question);
  delay = pending->answer != NULL ? pending->answer->delay : 0;
  pending->too_late = delay > limit;
  if (MIN (delay, limit) != MAIL_TEST_NEVER)
    {
      pending->timer = g_timeout_source_new (MIN (delay, limit));
      g_source_set_callback (pending->timer, on_time, pending, NULL);
      g_source_attach (pending->timer, NULL);
    }
  if (g_task_get_cancellable (task) != NULL)
    {
      pending->stop = g_cancellable_source_new (g_task_get_cancellable (task));
      g_source_set_callback (pending->stop, G_SOURCE_FUNC (on_dropped), pending, NULL);
      g_source_attach (pending->stop, NULL);
    }
  if (self->contacted->len == self->cancel_at)
    g_cancellable_cancel (self->cancellable);
}

/* Takes question and task. */
static void
ask (MailInquiry *self, char *question, GTask *task)
{
  ask_within (self, MAIL_TEST_NEVER, question, task);
}

static void
mail_inquiry_finalize (GObject *object)
{
  MailInquiry *self = MAIL_INQUIRY (object);

  g_assert_cmpuint (self->n_open, ==, 0);
  mail_address_unref (self->address);
  g_hash_table_unref (self->answers);
  g_ptr_array_unref (self->contacted);
  g_string_free (self->dropped, TRUE);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (mail_inquiry_parent_class)->finalize (object);
}

static void
mail_inquiry_class_init (MailInquiryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_inquiry_finalize;
}

static void
mail_inquiry_init (MailInquiry *self)
{
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answer_free);
  self->contacted = g_ptr_array_new_null_terminated (8, g_free, TRUE);
  self->dropped = g_string_new (NULL);
}

MailInquiry *
mail_test_inquiry_new (const char *address, const MailDiscoveryOptions *options)
{
  MailInquiry *self = g_object_new (MAIL_TYPE_INQUIRY, NULL);
  g_autoptr (GError) error = NULL;

  self->address = mail_address_new (address, &error);
  g_assert_no_error (error);
  self->options = *options;
  return self;
}

static void
add_answer (MailInquiry *self, const char *question, Answer answer)
{
  g_assert_true (
      g_hash_table_insert (self->answers, g_strdup (question), g_memdup2 (&answer, sizeof answer)));
}

void
mail_test_inquiry_add_document (MailInquiry *self,
                                const char *uri,
                                guint delay,
                                const char *body,
                                const char *redirected_to)
{
  add_answer (self, uri,
              (Answer){ .delay = delay, .body = g_strdup (body), .redirected_to = g_strdup (redirected_to) });
}

void
mail_test_inquiry_add_records (MailInquiry *self,
                               const char *question,
                               guint delay,
                               const char *records,
                               gboolean authentic)
{
  add_answer (self, question,
              (Answer){ .delay = delay, .records = g_strdup (records), .authentic = authentic });
}

void
mail_test_inquiry_add_error (MailInquiry *self, const char *question, guint delay, int code)
{
  add_answer (self, question, (Answer){ .delay = delay, .code = code });
}

static int
find_code (const char *name)
{
  for (int code = 0; code <= MAIL_ERROR_CANCELLED; code++)
    if (g_str_equal (mail_error_to_string (code), name))
      return code;
  g_error ("not an answer: %s", name);
}

static gboolean
is_records (const char *answer)
{
  return *answer == '\0' || strchr (answer, '.') != NULL;
}

static void
add_line (MailInquiry *self, const MailTestAnswer *line)
{
  gboolean authentic = g_str_has_prefix (line->answer, "ad ");
  guint delay = g_str_equal (line->answer, "silent") ? MAIL_TEST_NEVER : line->delay;

  if (delay == MAIL_TEST_NEVER || g_str_equal (line->answer, "yes"))
    add_answer (self, line->question, (Answer){ .delay = delay, .yes = TRUE });
  else if (g_str_equal (line->answer, "nxdomain"))
    mail_test_inquiry_add_records (self, line->question, delay, NULL, FALSE);
  else if (g_str_has_prefix (line->question, "dns:") && is_records (line->answer))
    mail_test_inquiry_add_records (self, line->question, delay, line->answer + (authentic ? 3 : 0),
                                   authentic);
  else
    mail_test_inquiry_add_error (self, line->question, delay, find_code (line->answer));
}

void
mail_test_inquiry_add_script (MailInquiry *self, const MailTestAnswer *script)
{
  for (const MailTestAnswer *line = script; line->question != NULL; line++)
    add_line (self, line);
}

void
mail_test_inquiry_cancel_at (MailInquiry *self, guint n, GCancellable *cancellable)
{
  self->cancel_at = n;
  self->cancellable = g_object_ref (cancellable);
}

gboolean
mail_test_inquiry_was_asked (MailInquiry *self, const char *prefix)
{
  for (guint i = 0; i < self->contacted->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (self->contacted, i), prefix))
      return TRUE;
  return FALSE;
}

const char *
mail_test_inquiry_get_dropped (MailInquiry *self)
{
  return self->dropped->str;
}

guint
mail_test_inquiry_get_n_open (MailInquiry *self)
{
  return self->n_open;
}

static void
describe (GString *text, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      MailServer *server = g_ptr_array_index (servers, i);

      g_string_append_printf (text, "%s%s:%s:%u:%s", text->len > 0 ? " " : "",
                              mail_protocol_to_string (mail_server_get_protocol (server)),
                              mail_server_get_host (server), mail_server_get_port (server),
                              mail_security_to_string (mail_server_get_security (server)));
    }
}

char *
mail_test_describe_servers (MailCandidate *candidate)
{
  GString *text = g_string_new (NULL);

  describe (text, mail_candidate_get_incoming (candidate));
  describe (text, mail_candidate_get_outgoing (candidate));
  return g_string_free (text, FALSE);
}

MailAddress *
mail_inquiry_get_address (MailInquiry *self)
{
  return self->address;
}

const char *
mail_inquiry_get_domain (MailInquiry *self)
{
  return mail_address_get_domain (self->address);
}

const MailDiscoveryOptions *
mail_inquiry_get_options (MailInquiry *self)
{
  return &self->options;
}

void
mail_inquiry_query_async (MailInquiry *self,
                          const char *name,
                          MailDnsType type,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  static const char *types[] = { [MAIL_DNS_MX] = "MX", [MAIL_DNS_SRV] = "SRV", [MAIL_DNS_TXT] = "TXT" };

  ask (self, g_strdup_printf ("dns:%s %s", types[type], name),
       g_task_new (self, cancellable, callback, user_data));
}

MailDnsAnswer *
mail_inquiry_query_finish (MailInquiry *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mail_inquiry_fetch_async (MailInquiry *self,
                          const char *uri,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  ask (self, g_strdup (uri), g_task_new (self, cancellable, callback, user_data));
}

MailFetchAnswer *
mail_inquiry_fetch_finish (MailInquiry *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mail_inquiry_resolve_async (MailInquiry *self,
                            const char *host,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  ask (self, g_strconcat ("host:", host, NULL), g_task_new (self, cancellable, callback, user_data));
}

gboolean
mail_inquiry_resolve_finish (MailInquiry *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
mail_inquiry_greet_async (MailInquiry *self,
                          MailServer *server,
                          guint milliseconds,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  ask_within (self, milliseconds,
              g_strdup_printf ("tcp:%s:%u", mail_server_get_host (server), mail_server_get_port (server)),
              g_task_new (self, cancellable, callback, user_data));
}

gboolean
mail_inquiry_greet_finish (MailInquiry *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *const *
mail_inquiry_get_contacted (MailInquiry *self)
{
  return (const char *const *) self->contacted->pdata;
}
