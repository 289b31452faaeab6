/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-dns.h"

#include <glib/gi18n-lib.h>

#include "mail-dns-channel.h"
#include "mail-dns-memo.h"
#include "mail-dns-packet.h"
#include "mail-error.h"

/* A host with more addresses than these is not tried to the end anyway. */
#define MAX_ADDRESSES 64

/* c-ares calls back from within its own functions, where it must not be freed; and it cannot forget a single
 * question. So its callbacks only note what came, and everybody is told once c-ares was left (on_settled).
 * A question that was cancelled loses its task and stays behind, until it is answered or nobody waits for
 * anything any more: then the whole channel goes, and with it every socket. The next question makes a new
 * one, which knows the name servers of that moment. */
struct _MailDns
{
  GObject parent_instance;

  char *servers;
  MailDnsChannel *channel;
  MailResolvConf conf;
  MailDnsMemo *memo;
  guint n_waiting;
  GQueue answered;
  gboolean answering;
};

typedef struct
{
  MailDns *dns; /* kept alive by the task */
  GTask *task;  /* NULL: nobody waits for it any more */
  GSource *cancelled;
  char *name;
  MailDnsType type;
  int family;
  gboolean extended;
  MailDnsAnswer *answer;
  GList *addresses;
  GError *error;
} Question;

typedef GError *(*DescribeFunc) (int status, const char *name);

G_DEFINE_FINAL_TYPE (MailDns, mail_dns, G_TYPE_OBJECT)

static void
clear_cancelled (Question *question)
{
  if (question->cancelled != NULL)
    g_source_destroy (question->cancelled);
  g_clear_pointer (&question->cancelled, g_source_unref);
}

static void
question_free (Question *question)
{
  clear_cancelled (question);
  g_clear_object (&question->task);
  g_clear_pointer (&question->answer, mail_dns_answer_unref);
  g_clear_pointer (&question->addresses, g_resolver_free_addresses);
  g_clear_error (&question->error);
  g_free (question->name);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
drop_channel_if_idle (MailDns *self)
{
  if (self->n_waiting == 0)
    g_clear_pointer (&self->channel, mail_dns_channel_free);
}

/* May call back at once. */
static void
answer_task (Question *taken_question)
{
  g_autoptr (Question) question = taken_question;
  g_autoptr (GTask) task = g_steal_pointer (&question->task);

  clear_cancelled (question);
  if (question->error != NULL)
    g_task_return_error (task, g_steal_pointer (&question->error));
  else if (question->answer != NULL)
    g_task_return_pointer (task, g_steal_pointer (&question->answer), (GDestroyNotify) mail_dns_answer_unref);
  else
    g_task_return_pointer (task, g_steal_pointer (&question->addresses),
                           (GDestroyNotify) g_resolver_free_addresses);
}

/* Whoever is answered may ask again at once. He is not to be overtaken by the answers of others. */
static void
on_settled (gpointer user_data)
{
  g_autoptr (MailDns) self = g_object_ref (user_data);
  Question *question;

  if (self->answering)
    return;
  self->answering = TRUE;
  while ((question = g_queue_pop_head (&self->answered)) != NULL)
    {
      self->n_waiting--;
      answer_task (question);
    }
  self->answering = FALSE;
  drop_channel_if_idle (self);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&question->task);
  g_autoptr (MailDns) self = g_object_ref (question->dns);

  clear_cancelled (question);
  self->n_waiting--;
  if (g_queue_remove (&self->answered, question))
    question_free (question);
  drop_channel_if_idle (self);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
note_answered (Question *question)
{
  g_queue_push_tail (&question->dns->answered, question);
}

static GError *
describe_query_error (int status, const char *name)
{
  if (status == ARES_ETIMEOUT)
    /* Translators: %s is the name of a domain, such as example.org. */
    return g_error_new (
        MAIL_ERROR, MAIL_ERROR_TIMED_OUT,
        _("Nobody said in time what the name %s stands for; check your internet connection."), name);
  /* Translators: %s is the name of a server, such as imap.example.org. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_NETWORK_UNREACHABLE,
                      _("The name %s could not be looked up; check your internet connection."), name);
}

static GError *
describe_resolve_error (int status, const char *host)
{
  switch (status)
    {
    case ARES_ENODATA:
    case ARES_ENOTFOUND:
    case ARES_ENONAME:
    case ARES_EBADNAME:
      /* Translators: %s is the name of a server, such as imap.example.org. */
      return g_error_new (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                          _("There is no server named %s; check the spelling."), host);
    default:
      /* Translators: %s is the name of a server, such as imap.example.org. */
      return g_error_new (G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE,
                          _("The name %s could not be looked up; check your internet connection."), host);
    }
}

static void on_reply (void *arg, int status, int timeouts, unsigned char *data, int length);

/* What cannot be a name does not exist; nobody needs to be asked. */
static void
send_question (Question *question)
{
  MailDns *self = question->dns;
  g_autoptr (GBytes) packet = mail_dns_packet_new_question (question->name, question->type,
                                                            question->extended, self->conf.trust_ad);
  gsize length;
  const guchar *data;

  if (packet == NULL)
    {
      question->answer = mail_dns_answer_new (FALSE, FALSE);
      note_answered (question);
      return;
    }
  data = g_bytes_get_data (packet, &length);
  ares_send (mail_dns_channel_enter (self->channel), data, (int) length, on_reply, question);
  mail_dns_channel_leave (self->channel);
}

static void
on_reply (void *arg, int status, int timeouts, unsigned char *data, int length)
{
  Question *question = arg;

  if (question->task == NULL)
    {
      question_free (question);
      return;
    }
  if (status == ARES_SUCCESS && question->extended && mail_dns_packet_is_too_new (data, length))
    {
      question->extended = FALSE;
      send_question (question);
      return;
    }
  if (status == ARES_SUCCESS)
    question->answer = mail_dns_packet_read (data, length, question->type, question->dns->conf.trust_ad);
  if (question->answer == NULL)
    question->error = describe_query_error (status, question->name);
  note_answered (question);
}

static GInetAddress *
to_inet_address (const struct ares_addrinfo_node *node)
{
  if (node->ai_family == AF_INET)
    return g_inet_address_new_from_bytes (
        (const guint8 *) &((const struct sockaddr_in *) (const void *) node->ai_addr)->sin_addr,
        G_SOCKET_FAMILY_IPV4);
  return g_inet_address_new_from_bytes (
      (const guint8 *) &((const struct sockaddr_in6 *) (const void *) node->ai_addr)->sin6_addr,
      G_SOCKET_FAMILY_IPV6);
}

static GList *
read_addresses (const struct ares_addrinfo *found)
{
  const struct ares_addrinfo_node *node = found->nodes;
  GList *addresses = NULL;

  for (guint n = 0; node != NULL && n < MAX_ADDRESSES; n++, node = node->ai_next)
    addresses = g_list_prepend (addresses, to_inet_address (node));
  return g_list_reverse (addresses);
}

/* What certainly is not there is worth a note as well: most hosts have no IPv6. */
static gboolean
is_certain (int status)
{
  return status == ARES_SUCCESS || status == ARES_ENODATA || status == ARES_ENOTFOUND;
}

static void
on_addresses (void *arg, int status, int timeouts, struct ares_addrinfo *found)
{
  Question *question = arg;

  if (question->task == NULL)
    {
      question_free (question);
    }
  else
    {
      if (status == ARES_SUCCESS && found != NULL)
        question->addresses = read_addresses (found);
      if (is_certain (status))
        mail_dns_memo_note (question->dns->memo, question->name, question->family, question->addresses);
      if (question->addresses == NULL)
        question->error
            = describe_resolve_error (status == ARES_SUCCESS ? ARES_ENODATA : status, question->name);
      note_answered (question);
    }
  if (found != NULL)
    ares_freeaddrinfo (found);
}

static int
to_family (GResolverNameLookupFlags flags)
{
  if (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY)
    return AF_INET;
  return flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY ? AF_INET6 : AF_UNSPEC;
}

static gboolean
ensure_channel (MailDns *self)
{
  if (self->channel != NULL)
    return TRUE;
  mail_resolv_conf_load (&self->conf);
  self->channel = mail_dns_channel_new (self->servers, &self->conf, on_settled, self);
  return self->channel != NULL;
}

/* Takes the task. NULL where it was answered at once: cancelled, or no channel can be had. */
static Question *
question_new (MailDns *self, GTask *taken_task, const char *name, DescribeFunc describe)
{
  g_autoptr (GTask) task = taken_task;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Question *question;

  if (g_task_return_error_if_cancelled (task))
    return NULL;
  if (!ensure_channel (self))
    {
      g_task_return_error (task, describe (ARES_ECONNREFUSED, name));
      return NULL;
    }
  question = g_new0 (Question, 1);
  question->dns = self;
  question->name = g_strdup (name);
  if (cancellable != NULL)
    {
      question->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (question->cancelled, G_SOURCE_FUNC (on_cancelled), question, NULL);
      g_source_attach (question->cancelled, NULL);
    }
  question->task = g_steal_pointer (&task);
  self->n_waiting++;
  return question;
}

static void
mail_dns_finalize (GObject *object)
{
  MailDns *self = MAIL_DNS (object);

  /* Every question that somebody waits for holds a reference. */
  g_assert (self->channel == NULL);
  g_free (self->servers);
  mail_dns_memo_free (self->memo);

  G_OBJECT_CLASS (mail_dns_parent_class)->finalize (object);
}

static void
mail_dns_class_init (MailDnsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_dns_finalize;

  ares_library_init (ARES_LIB_INIT_ALL);
}

static void
mail_dns_init (MailDns *self)
{
  g_queue_init (&self->answered);
  self->memo = mail_dns_memo_new ();
}

/**
 * mail_dns_get_default:
 *
 * Gives the one that asks the name servers of the system, on the main thread. It costs nothing until it is
 * asked something.
 *
 * Returns: (transfer none): the same one every time
 */
MailDns *
mail_dns_get_default (void)
{
  static MailDns *dns = NULL;

  if (dns == NULL)
    dns = g_object_new (MAIL_TYPE_DNS, NULL);
  return dns;
}

/**
 * mail_dns_new_for_servers:
 * @servers: IP addresses with or without a port, joined by commas: "127.0.0.1:5353"
 *
 * Makes one that asks @servers instead of those of the system; for tests.
 *
 * Returns: (transfer full): a new #MailDns
 */
MailDns *
mail_dns_new_for_servers (const char *servers)
{
  MailDns *self = g_object_new (MAIL_TYPE_DNS, NULL);

  self->servers = g_strdup (servers);
  return self;
}

/**
 * mail_dns_query_async:
 * @self: a #MailDns
 * @name: the name to ask about, as A-labels; labels with an underscore are welcome
 * @type: what to ask for
 * @cancellable: (nullable): ends the waiting at once
 * @callback: called with the answer
 * @user_data: data for @callback
 *
 * Asks the DNS. A lost packet is made up for after 2 seconds, and what does not fit into one comes over TCP
 * (RFC 7766). Whether the answer is authentic is asked, and believed, only where resolv.conf says “trust-ad”;
 * else anybody on the way to the name server could have said so.
 */
void
mail_dns_query_async (MailDns *self,
                      const char *name,
                      MailDnsType type,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Question *question;

  g_task_set_source_tag (task, mail_dns_query_async);
  question = question_new (self, task, name, describe_query_error);
  if (question == NULL)
    return;
  question->type = type;
  question->extended = TRUE;
  mail_dns_channel_enter (self->channel);
  send_question (question);
  mail_dns_channel_leave (self->channel);
}

/**
 * mail_dns_query_finish:
 * @self: a #MailDns
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Gives the answer. That there is no such name, or no such record, is an answer. Errors:
 * %MAIL_ERROR_TIMED_OUT where no name server answered, %MAIL_ERROR_NETWORK_UNREACHABLE where none could or
 * wanted to answer, each with a sentence that names the name.
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 */
MailDnsAnswer *
mail_dns_query_finish (MailDns *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_dns_query_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* By what was looked up a moment ago. */
static gboolean
answer_by_memo (MailDns *self, GTask *task, const char *host, int family)
{
  GList *addresses;

  if (!mail_dns_memo_find (self->memo, host, family, &addresses))
    return FALSE;
  if (addresses != NULL)
    g_task_return_pointer (task, addresses, (GDestroyNotify) g_resolver_free_addresses);
  else
    g_task_return_error (task, describe_resolve_error (ARES_ENODATA, host));
  return TRUE;
}

/**
 * mail_dns_resolve_async:
 * @self: a #MailDns
 * @host: the name of a host, as A-labels
 * @flags: which addresses are wanted
 * @cancellable: (nullable): ends the waiting at once
 * @callback: called with the addresses
 * @user_data: data for @callback
 *
 * Looks up the addresses of @host, in the hosts file of the system and in the DNS. What was found is kept for
 * ten seconds: whoever looks a name up ahead, or connects to several ports of a host, asks once.
 */
void
mail_dns_resolve_async (MailDns *self,
                        const char *host,
                        GResolverNameLookupFlags flags,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  struct ares_addrinfo_hints hints = { .ai_family = to_family (flags), .ai_socktype = SOCK_STREAM };
  Question *question;

  g_task_set_source_tag (task, mail_dns_resolve_async);
  if (answer_by_memo (self, task, host, hints.ai_family))
    return;
  question = question_new (self, g_steal_pointer (&task), host, describe_resolve_error);
  if (question == NULL)
    return;
  question->family = hints.ai_family;
  ares_getaddrinfo (mail_dns_channel_enter (self->channel), host, NULL, &hints, on_addresses, question);
  mail_dns_channel_leave (self->channel);
}

/**
 * mail_dns_resolve_finish:
 * @self: a #MailDns
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Gives the addresses, in the order in which they are to be tried (RFC 6724), as a #GResolver does. Errors:
 * %G_RESOLVER_ERROR_NOT_FOUND, %G_RESOLVER_ERROR_TEMPORARY_FAILURE.
 *
 * Returns: (transfer full) (element-type GInetAddress): the addresses, or %NULL with @error set; for
 *   g_resolver_free_addresses()
 */
GList *
mail_dns_resolve_finish (MailDns *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_dns_resolve_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
