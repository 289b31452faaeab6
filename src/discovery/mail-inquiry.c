/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-inquiry-private.h"

#include "mail-greeter.h"
#include "mail-host-lookup.h"
#include "mail-question.h"

/* Enough for every likely name of one domain, few enough for any home router. */
#define MAX_GREETINGS 24

/**
 * MailInquiry:
 *
 * What one search asks the network, shared by its finders. A question that two of them have is asked once,
 * and its answer kept; everything is bounded; and everything that was asked is on record, since the person is
 * to see who was told what.
 */
struct _MailInquiry
{
  GObject parent_instance;

  MailAddress *address;
  MailDiscoveryOptions options;
  char *ca_file;
  MailDns *dns;         /* NULL: not needed yet */
  MailAnchors *anchors; /* the same */
  MailFetch *fetch;     /* the same */
  MailGreeter *greeter;
  GHashTable *questions; /* of MailQuestion, by their line of the record */
  GPtrArray *contacted;  /* of char *, with NULL at the end */
};

G_DEFINE_FINAL_TYPE (MailInquiry, mail_inquiry, G_TYPE_OBJECT)

typedef enum
{
  PROP_CONTACTED = 1,
} MailInquiryProperty;

static GParamSpec *properties[PROP_CONTACTED + 1];

/* A question on its way. */
typedef struct
{
  MailInquiry *inquiry;
  MailQuestion *question;
  char *key;
} Asking;

static Asking *
asking_new (MailInquiry *inquiry, MailQuestion *question, const char *key)
{
  Asking *asking = g_new (Asking, 1);

  asking->inquiry = g_object_ref (inquiry);
  asking->question = g_object_ref (question);
  asking->key = g_strdup (key);
  return asking;
}

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->inquiry);
  g_object_unref (asking->question);
  g_free (asking->key);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

/* Takes @line. The record is short: a search asks some fifty things. */
static void
record (MailInquiry *self, char *line)
{
  if (g_ptr_array_find_with_equal_func (self->contacted, line, g_str_equal, NULL))
    {
      g_free (line);
      return;
    }
  g_ptr_array_add (self->contacted, line);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTACTED]);
}

static void
record_address_lookup (MailInquiry *self, const char *host)
{
  if (g_hostname_is_ip_address (host))
    return;
  record (self, g_strconcat ("dns:A ", host, NULL));
  record (self, g_strconcat ("dns:AAAA ", host, NULL));
}

static void
on_greeting_step (MailServer *server, MailStep step, gpointer user_data)
{
  MailInquiry *self = user_data;
  const char *host = mail_server_get_host (server);

  if (step == MAIL_STEP_RESOLVE)
    record_address_lookup (self, host);
  else
    record (self, g_strdup_printf ("tcp:%s:%u", host, mail_server_get_port (server)));
}

static void
on_fetching (MailFetchEvent event, const char *what, gpointer user_data)
{
  Asking *asking = user_data;

  if (event == MAIL_FETCH_RESOLVING)
    record_address_lookup (asking->inquiry, what);
  else
    record (asking->inquiry, g_strdup (what));
}

/* The question under @key that can still be waited for. */
static MailQuestion *
find_question (MailInquiry *self, const char *key)
{
  MailQuestion *question = g_hash_table_lookup (self->questions, key);

  return question != NULL && !mail_question_is_abandoned (question) ? question : NULL;
}

static MailQuestion *
add_question (MailInquiry *self, const char *key, GBoxedCopyFunc ref, GDestroyNotify unref)
{
  MailQuestion *question = mail_question_new (ref, unref);

  g_hash_table_replace (self->questions, g_strdup (key), question);
  return question;
}

/* Takes @answer or @error. What nobody waited for any more is forgotten. */
static void
end_asking (Asking *asking, gpointer answer, GError *error)
{
  GHashTable *questions = asking->inquiry->questions;

  if (mail_question_is_abandoned (asking->question)
      && g_hash_table_lookup (questions, asking->key) == asking->question)
    g_hash_table_remove (questions, asking->key);
  mail_question_answer (asking->question, answer, error);
}

static void
on_queried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  GError *error = NULL;
  MailDnsAnswer *answer = mail_dns_query_finish (MAIL_DNS (source), result, &error);

  end_asking (asking, answer, error);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  GError *error = NULL;
  MailFetchAnswer *answer = mail_fetch_get_finish (MAIL_FETCH (source), result, &error);

  end_asking (asking, answer, error);
}

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mail_host_lookup_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_greeted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mail_greeter_greet_finish (MAIL_GREETER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
ensure_anchors (MailInquiry *self, GError **error)
{
  if (self->anchors == NULL)
    self->anchors = mail_anchors_new (self->ca_file, error);
  return self->anchors != NULL;
}

static gboolean
ensure_fetch (MailInquiry *self, GError **error)
{
  if (self->fetch == NULL)
    self->fetch = mail_fetch_new (self->ca_file, error);
  return self->fetch != NULL;
}

static char *
make_query_key (const char *name, MailDnsType type)
{
  static const char *types[] = { [MAIL_DNS_MX] = "MX", [MAIL_DNS_SRV] = "SRV", [MAIL_DNS_TXT] = "TXT" };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_strconcat ("dns:", types[type], " ", lower, NULL);
}

/* Described in the private header. */
void
mail_inquiry_set_dns (MailInquiry *self, MailDns *dns)
{
  g_set_object (&self->dns, dns);
}

static void
mail_inquiry_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  MailInquiry *self = MAIL_INQUIRY (object);

  switch ((MailInquiryProperty) property)
    {
    case PROP_CONTACTED:
      g_value_set_boxed (value, self->contacted->pdata);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_inquiry_finalize (GObject *object)
{
  MailInquiry *self = MAIL_INQUIRY (object);

  g_clear_pointer (&self->address, mail_address_unref);
  g_free (self->ca_file);
  g_clear_object (&self->dns);
  g_clear_object (&self->anchors);
  g_clear_object (&self->fetch);
  g_clear_object (&self->greeter);
  g_hash_table_unref (self->questions);
  g_ptr_array_unref (self->contacted);
  G_OBJECT_CLASS (mail_inquiry_parent_class)->finalize (object);
}

static void
mail_inquiry_class_init (MailInquiryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mail_inquiry_get_property;
  object_class->finalize = mail_inquiry_finalize;

  properties[PROP_CONTACTED] = g_param_spec_boxed ("contacted", NULL, NULL, G_TYPE_STRV, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_inquiry_init (MailInquiry *self)
{
  self->questions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->contacted = g_ptr_array_new_null_terminated (16, g_free, TRUE);
}

/**
 * mail_inquiry_new:
 * @address: whose settings are looked for
 * @options: what the person allows, and wants; copied
 * @error: return location for an error
 *
 * What the network needs is made when somebody asks it, so that a search that stays offline pays nothing. A
 * file with certificates is read at once.
 *
 * Errors: %MAIL_ERROR_SETTINGS_INVALID where the file with certificates cannot be used.
 *
 * Returns: (transfer full): an inquiry that has asked nobody yet, or %NULL with @error set
 */
MailInquiry *
mail_inquiry_new (MailAddress *address, const MailDiscoveryOptions *options, GError **error)
{
  g_autoptr (MailInquiry) self = g_object_new (MAIL_TYPE_INQUIRY, NULL);

  self->address = mail_address_ref (address);
  self->options = *options;
  self->ca_file = g_strdup (options->ca_file);
  self->options.ca_file = self->ca_file;
  self->greeter = mail_greeter_new (address, MAX_GREETINGS, on_greeting_step, self);
  if (self->ca_file != NULL && !ensure_anchors (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * mail_inquiry_get_address:
 * @self: an inquiry
 *
 * Returns: (transfer none): whose settings are looked for
 */
MailAddress *
mail_inquiry_get_address (MailInquiry *self)
{
  return self->address;
}

/**
 * mail_inquiry_get_domain:
 * @self: an inquiry
 *
 * Returns: (transfer none): the domain of the address, an A-label in lower case
 */
const char *
mail_inquiry_get_domain (MailInquiry *self)
{
  return mail_address_get_domain (self->address);
}

/**
 * mail_inquiry_get_options:
 * @self: an inquiry
 *
 * Returns: (transfer none): what the person allows, and wants
 */
const MailDiscoveryOptions *
mail_inquiry_get_options (MailInquiry *self)
{
  return &self->options;
}

/**
 * mail_inquiry_query_async:
 * @self: an inquiry
 * @name: a name in the DNS, A-labels
 * @type: of the records
 * @cancellable: (nullable): lets this caller go; the question ends when nobody waits any more
 * @callback: called when the answer is there or cannot be had
 * @user_data: data for @callback
 *
 * Asks the DNS, unless the answer is known or on its way.
 */
void
mail_inquiry_query_async (MailInquiry *self,
                          const char *name,
                          MailDnsType type,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = make_query_key (name, type);
  MailQuestion *question = find_question (self, key);

  g_task_set_source_tag (task, mail_inquiry_query_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (question != NULL)
    {
      mail_question_wait (question, g_steal_pointer (&task));
      return;
    }
  question = add_question (self, key, (GBoxedCopyFunc) mail_dns_answer_ref,
                           (GDestroyNotify) mail_dns_answer_unref);
  mail_question_wait (question, g_steal_pointer (&task));
  record (self, g_strdup (key));
  if (self->dns == NULL)
    self->dns = g_object_ref (mail_dns_get_default ());
  mail_dns_query_async (self->dns, name, type, mail_question_get_cancellable (question), on_queried,
                        asking_new (self, question, key));
}

/**
 * mail_inquiry_query_finish:
 * @self: an inquiry
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Errors: those of mail_dns_query_finish(), and %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the answer, which may be empty; %NULL with @error set
 */
MailDnsAnswer *
mail_inquiry_query_finish (MailInquiry *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_inquiry_query_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mail_inquiry_get_answer:
 * @self: an inquiry
 * @name: a name in the DNS, A-labels
 * @type: of the records
 *
 * Asks nobody.
 *
 * Returns: (transfer none) (nullable): the answer, where somebody asked and it is there
 */
const MailDnsAnswer *
mail_inquiry_get_answer (MailInquiry *self, const char *name, MailDnsType type)
{
  g_autofree char *key = make_query_key (name, type);
  MailQuestion *question = g_hash_table_lookup (self->questions, key);

  return question != NULL ? mail_question_get_answer (question) : NULL;
}

/**
 * mail_inquiry_fetch_async:
 * @self: an inquiry
 * @uri: of a document, https
 * @cancellable: (nullable): lets this caller go; the question ends when nobody waits any more
 * @callback: called when the document is there or cannot be had
 * @user_data: data for @callback
 *
 * Fetches a document, unless it is known or on its way.
 */
void
mail_inquiry_fetch_async (MailInquiry *self,
                          const char *uri,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  MailQuestion *question = find_question (self, uri);
  GError *error = NULL;
  Asking *asking;

  g_task_set_source_tag (task, mail_inquiry_fetch_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (question != NULL)
    {
      mail_question_wait (question, g_steal_pointer (&task));
      return;
    }
  if (!ensure_fetch (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  question = add_question (self, uri, (GBoxedCopyFunc) mail_fetch_answer_ref,
                           (GDestroyNotify) mail_fetch_answer_unref);
  mail_question_wait (question, g_steal_pointer (&task));
  asking = asking_new (self, question, uri);
  mail_fetch_get_async (self->fetch, uri, on_fetching, asking, mail_question_get_cancellable (question),
                        on_fetched, asking);
}

/**
 * mail_inquiry_fetch_finish:
 * @self: an inquiry
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Errors: those of mail_fetch_get_finish(), and %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the document, or %NULL with @error set
 */
MailFetchAnswer *
mail_inquiry_fetch_finish (MailInquiry *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_inquiry_fetch_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mail_inquiry_resolve_async:
 * @self: an inquiry
 * @host: the name of a host, A-label
 * @cancellable: (nullable): ends it
 * @callback: called when it is known whether @host has an address
 * @user_data: data for @callback
 *
 * Looks the addresses of a host up before it is certain that it will be greeted. The resolver keeps them for
 * that: looking them up early saves a round trip and costs none.
 */
void
mail_inquiry_resolve_async (MailInquiry *self,
                            const char *host,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_inquiry_resolve_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  record_address_lookup (self, host);
  mail_host_lookup_async (host, cancellable, on_resolved, g_steal_pointer (&task));
}

/**
 * mail_inquiry_resolve_finish:
 * @self: an inquiry
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Errors: %MAIL_ERROR_HOST_UNKNOWN where the host has no address, %MAIL_ERROR_NETWORK_UNREACHABLE where
 * nobody could tell, %G_IO_ERROR_CANCELLED.
 *
 * Returns: %TRUE where the host has an address
 */
gboolean
mail_inquiry_resolve_finish (MailInquiry *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_inquiry_resolve_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_inquiry_greet_async:
 * @self: an inquiry
 * @server: a server; copied
 * @milliseconds: how long it has, from when it is asked; so many at once that it may have to wait for that
 * @cancellable: (nullable): ends it
 * @callback: called when the greeting was heard or cannot be
 * @user_data: data for @callback
 *
 * Hears the greeting of a server and proves its certificate, without a password (%MAIL_GOAL_GREETING).
 */
void
mail_inquiry_greet_async (MailInquiry *self,
                          MailServer *server,
                          guint milliseconds,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, mail_inquiry_greet_async);
  if (!ensure_anchors (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  mail_greeter_greet_async (self->greeter, server, self->anchors, milliseconds, cancellable, on_greeted,
                            g_steal_pointer (&task));
}

/**
 * mail_inquiry_greet_finish:
 * @self: an inquiry
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Ends as the conversation ended: #MailError, %MAIL_ERROR_TIMED_OUT where the time was not enough, and
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: %TRUE where the protocol is spoken there, by a server that has proven its name
 */
gboolean
mail_inquiry_greet_finish (MailInquiry *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_inquiry_greet_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_inquiry_get_contacted:
 * @self: an inquiry
 *
 * Says what was asked: "dns:MX example.org", "dns:A imap.example.org", "https://autoconfig.example.org/…",
 * "tcp:imap.example.org:993".
 *
 * Returns: (transfer none): in the order in which it was asked, each once; until something is asked
 */
const char *const *
mail_inquiry_get_contacted (MailInquiry *self)
{
  return (const char *const *) self->contacted->pdata;
}
