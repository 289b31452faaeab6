/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-services.h"

#include <glib/gi18n-lib.h>

#include "mail-ranking.h"

/* Of one service. Who names more has a farm, and a farm is reached by any of its servers. */
#define MAX_SERVERS 4

static const struct
{
  const char *name;
  MailProtocol protocol;
  MailSecurity security;
} services[MAIL_SERVICES_COUNT] = {
  { "_imaps", MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS },
  { "_imap", MAIL_PROTOCOL_IMAP, MAIL_SECURITY_STARTTLS },
  { "_pop3s", MAIL_PROTOCOL_POP3, MAIL_SECURITY_TLS },
  { "_pop3", MAIL_PROTOCOL_POP3, MAIL_SECURITY_STARTTLS },
  { "_submissions", MAIL_PROTOCOL_SMTP, MAIL_SECURITY_TLS },
  { "_submission", MAIL_PROTOCOL_SMTP, MAIL_SECURITY_STARTTLS },
};

struct _MailServices
{
  MailDnsAnswer *answers[MAIL_SERVICES_COUNT]; /* NULL: not answered */
};

/* RFC 2782: "." is for a service that is not there. Port 0 is nowhere. */
static MailServer *
create_server (guint service, const MailDnsRecord *record, MailAddress *address)
{
  MailServer *server;

  if (*record->host == '\0' || record->port == 0)
    return NULL;
  server
      = mail_server_new (services[service].protocol, record->host, record->port, services[service].security);
  /* RFC 6186, section 4: the address, then what stands before the @. */
  mail_server_set_username (server, mail_address_get_address (address));
  mail_server_set_username_guessed (server, TRUE);
  return server;
}

/* In the order of the answer, which is that of priority and weight. Whether there were any. */
static gboolean
add_servers (MailServices *self,
             guint service,
             MailAddress *address,
             GPtrArray *incoming,
             GPtrArray *outgoing)
{
  GPtrArray *records = self->answers[service] != NULL ? self->answers[service]->records : NULL;
  GPtrArray *servers = services[service].protocol == MAIL_PROTOCOL_SMTP ? outgoing : incoming;
  const guint before = servers->len;

  for (guint i = 0; records != NULL && i < records->len && servers->len - before < MAX_SERVERS; i++)
    {
      MailServer *server = create_server (service, g_ptr_array_index (records, i), address);

      if (server != NULL)
        g_ptr_array_add (servers, server);
    }
  return servers->len > before;
}

/**
 * mail_services_new:
 *
 * Returns: (transfer full): services of which nothing is known
 */
MailServices *
mail_services_new (void)
{
  return g_new0 (MailServices, 1);
}

/**
 * mail_services_free:
 * @self: (transfer full): services
 */
void
mail_services_free (MailServices *self)
{
  for (guint i = 0; i < MAIL_SERVICES_COUNT; i++)
    g_clear_pointer (&self->answers[i], mail_dns_answer_unref);
  g_free (self);
}

/**
 * mail_services_dup_name:
 * @service: its number, below %MAIL_SERVICES_COUNT
 * @domain: whose service
 *
 * Returns: (transfer full): the name to ask the DNS for, “_imaps._tcp.example.org” (RFC 2782)
 */
char *
mail_services_dup_name (guint service, const char *domain)
{
  return g_strconcat (services[service].name, "._tcp.", domain, NULL);
}

/**
 * mail_services_take_answer:
 * @self: services
 * @service: the number of one that has no answer yet
 * @answer: (transfer full): what the DNS says of it
 */
void
mail_services_take_answer (MailServices *self, guint service, MailDnsAnswer *answer)
{
  g_return_if_fail (service < MAIL_SERVICES_COUNT && self->answers[service] == NULL);

  self->answers[service] = answer;
}

/**
 * mail_services_is_refused:
 * @self: services
 * @protocol: of the service
 * @security: %MAIL_SECURITY_TLS or %MAIL_SECURITY_STARTTLS
 *
 * Asks whether the domain says that it does not have a service, by a target of “.” (RFC 2782; RFC 6186,
 * section 3.4). That it says nothing is no refusal.
 *
 * Returns: whether there is no use in looking for it
 */
gboolean
mail_services_is_refused (MailServices *self, MailProtocol protocol, MailSecurity security)
{
  for (guint i = 0; i < MAIL_SERVICES_COUNT; i++)
    {
      GPtrArray *records = self->answers[i] != NULL ? self->answers[i]->records : NULL;

      if (services[i].protocol == protocol && services[i].security == security && records != NULL
          && records->len == 1)
        return *((MailDnsRecord *) g_ptr_array_index (records, 0))->host == '\0';
    }
  return FALSE;
}

/**
 * mail_services_create_candidate:
 * @self: services
 * @address: whose settings; its domain was asked for
 *
 * The servers that the domain names. DNSSEC vouches for them where it vouches for every answer that named
 * one.
 *
 * Returns: (transfer full) (nullable): the settings, or %NULL where no server is named
 */
MailCandidate *
mail_services_create_candidate (MailServices *self, MailAddress *address)
{
  g_autoptr (GPtrArray) incoming = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) outgoing = g_ptr_array_new_with_free_func (g_object_unref);
  MailTrust trust = MAIL_TRUST_DNSSEC;
  g_autofree char *where = NULL;

  for (guint i = 0; i < MAIL_SERVICES_COUNT; i++)
    if (add_servers (self, i, address, incoming, outgoing) && !self->answers[i]->authentic)
      trust = MAIL_TRUST_UNVERIFIED;
  if (incoming->len == 0 && outgoing->len == 0)
    return NULL;
  mail_ranking_sort (incoming);
  mail_ranking_sort (outgoing);
  /* Translators: %s is a domain such as “example.org”; SRV is a type of record in the DNS. */
  where = g_strdup_printf (_("SRV records of %s"), mail_address_get_display_domain (address));
  return mail_candidate_new (MAIL_SOURCE_SRV, trust, where, NULL, incoming, outgoing);
}

/* The questions that are on their way. */
typedef struct
{
  MailServices *services;
  GCancellable *cancellable; /* pulled with that of the caller, or when nobody waits any longer */
  GSource *leash;            /* nullable: pulls it */
  guint timeout_source;
  guint n_pending;
  GError *error; /* the first */
} Survey;

/* One of them. */
typedef struct
{
  GTask *task;
  guint service;
} Question;

static void
survey_free (gpointer data)
{
  Survey *survey = data;

  g_clear_pointer (&survey->services, mail_services_free);
  g_clear_object (&survey->cancellable);
  g_clear_error (&survey->error);
  g_free (survey);
}

static gboolean
is_empty (MailServices *self)
{
  for (guint i = 0; i < MAIL_SERVICES_COUNT; i++)
    if (self->answers[i] != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
on_caller_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (((Survey *) user_data)->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
on_timeout (gpointer user_data)
{
  Survey *survey = user_data;

  survey->timeout_source = 0;
  g_cancellable_cancel (survey->cancellable);
  return G_SOURCE_REMOVE;
}

/* An answer that is missing tells nothing, but where none came at all the DNS is out of order. */
static void
end_survey (GTask *task)
{
  Survey *survey = g_task_get_task_data (task);

  g_clear_handle_id (&survey->timeout_source, g_source_remove);
  if (survey->leash != NULL)
    g_source_destroy (survey->leash);
  g_clear_pointer (&survey->leash, g_source_unref);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (survey->error != NULL && is_empty (survey->services))
    g_task_return_error (task, g_steal_pointer (&survey->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&survey->services), (GDestroyNotify) mail_services_free);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (GTask) task = question->task;
  Survey *survey = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  MailDnsAnswer *answer = mail_inquiry_query_finish (MAIL_INQUIRY (source), result, &error);

  if (answer != NULL)
    mail_services_take_answer (survey->services, question->service, answer);
  else if (survey->error == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    survey->error = g_steal_pointer (&error);
  if (--survey->n_pending == 0)
    end_survey (task);
}

static void
ask (GTask *task, MailInquiry *inquiry, guint service)
{
  Survey *survey = g_task_get_task_data (task);
  g_autofree char *name = mail_services_dup_name (service, mail_inquiry_get_domain (inquiry));
  Question *question = g_new0 (Question, 1);

  question->task = g_object_ref (task);
  question->service = service;
  mail_inquiry_query_async (inquiry, name, MAIL_DNS_SRV, survey->cancellable, on_answered, question);
}

/* A source, not a handler: a handler cannot be taken away while it runs, and that is when all may be over. */
static void
follow (Survey *survey, GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  survey->leash = g_cancellable_source_new (cancellable);
  g_source_set_callback (survey->leash, G_SOURCE_FUNC (on_caller_cancelled), survey, NULL);
  g_source_attach (survey->leash, g_main_context_get_thread_default ());
}

/**
 * mail_services_ask_async:
 * @inquiry: the search; its domain is asked for
 * @milliseconds: how long to wait for answers, 0 for as long as the DNS takes
 * @cancellable: (nullable): ends it
 * @callback: called when all is answered, or time is up
 * @user_data: data for @callback
 *
 * Asks for all services at once. Others who ask for the same cost nothing more.
 */
void
mail_services_ask_async (MailInquiry *inquiry,
                         guint milliseconds,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (inquiry, cancellable, callback, user_data);
  Survey *survey = g_new0 (Survey, 1);

  g_task_set_source_tag (task, mail_services_ask_async);
  g_task_set_task_data (task, survey, survey_free);
  survey->services = mail_services_new ();
  survey->cancellable = g_cancellable_new ();
  survey->n_pending = MAIL_SERVICES_COUNT;
  follow (survey, cancellable);
  if (milliseconds > 0)
    survey->timeout_source = g_timeout_add (milliseconds, on_timeout, survey);
  for (guint i = 0; i < MAIL_SERVICES_COUNT; i++)
    ask (task, inquiry, i);
}

/**
 * mail_services_ask_finish:
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Errors: those of [method@Mail.Inquiry.query_finish], where no question was answered; %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): what is known; %NULL with @error set
 */
MailServices *
mail_services_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_services_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
