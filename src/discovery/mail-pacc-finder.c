/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-pacc-finder.h"

#include <glib/gi18n-lib.h>

#include "mail-autoconfig-document.h"
#include "mail-autoconfig-search.h"
#include "mail-error.h"
#include "mail-pacc.h"

/**
 * MailPaccFinder:
 *
 * Finds the configuration that a domain publishes for all its services (draft-ietf-mailmaint-pacc). It counts
 * only together with its digest in the DNS: without one, whoever got hold of the web server alone would say
 * where passwords go.
 */
struct _MailPaccFinder
{
  MailFinder parent_instance;
};

G_DEFINE_FINAL_TYPE (MailPaccFinder, mail_pacc_finder, MAIL_TYPE_FINDER)

/* The document and the records, asked for at the same time. */
typedef struct
{
  MailInquiry *inquiry;
  char *uri;
  GCancellable *cancellable; /* of both, cancelled with the one of the task */
  GSource *stop;             /* waits for that one */
  guint n_running;
  MailFetchAnswer *document;
  MailDnsAnswer *records;
  GError *fetch_error;
  GError *query_error;
} Search;

static void
search_free (Search *self)
{
  g_object_unref (self->inquiry);
  g_free (self->uri);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->document, mail_fetch_answer_unref);
  g_clear_pointer (&self->records, mail_dns_answer_unref);
  g_clear_error (&self->fetch_error);
  g_clear_error (&self->query_error);
  g_free (self);
}

static gboolean
has_record (Search *self)
{
  for (guint i = 0; i < self->records->records->len; i++)
    if (mail_pacc_is_record (((MailDnsRecord *) g_ptr_array_index (self->records->records, i))->text))
      return TRUE;
  return FALSE;
}

/* While a new document replaces an old one there are two records: any will do. */
static gboolean
is_vouched_for (Search *self)
{
  for (guint i = 0; i < self->records->records->len; i++)
    {
      const MailDnsRecord *record = g_ptr_array_index (self->records->records, i);

      if (mail_pacc_vouches (record->text, self->document->body))
        return TRUE;
    }
  return FALSE;
}

static void
set_not_vouched_for (Search *self, GError **error)
{
  const char *domain = mail_address_get_display_domain (mail_inquiry_get_address (self->inquiry));

  if (has_record (self))
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
                 /* Translators: %s is a domain such as “example.org”. */
                 _("The settings that “%s” publishes do not match their fingerprint in its DNS. They may be "
                    "forged, and are not used."),
                 domain);
  else
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
                 /* Translators: %s is a domain such as “example.org”. */
                 _("The settings that “%s” publishes have no fingerprint in its DNS, and are not used."),
                 domain);
}

/* Not that there is nothing, nor that we did not wait for it. */
static gboolean
is_failure (const GError *error)
{
  return error != NULL && !mail_autoconfig_search_is_absence (error)
         && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The DNS could be forged to confirm anything; what a redirect led to over another domain has lost the
 * website of the domain itself, which could not. */
static MailCandidate *
read_document (Search *self, GError **error)
{
  g_autofree char *where = mail_autoconfig_document_dup_place (self->document, self->uri);
  MailTrust trust = self->document->redirected ? MAIL_TRUST_UNVERIFIED : MAIL_TRUST_DIGEST;

  return mail_pacc_read (self->document->body, mail_inquiry_get_address (self->inquiry), trust, where, error);
}

/* Without an error there is simply nothing. */
static MailCandidate *
judge (Search *self, GError **error)
{
  if (is_failure (self->query_error))
    g_propagate_error (error, g_steal_pointer (&self->query_error));
  else if (is_failure (self->fetch_error))
    g_propagate_error (error, g_steal_pointer (&self->fetch_error));
  if (self->document == NULL || self->records == NULL)
    return NULL;
  if (is_vouched_for (self))
    return read_document (self, error);
  set_not_vouched_for (self, error);
  return NULL;
}

static void
end_search (Search *self, GTask *task)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  GError *error = NULL;
  MailCandidate *candidate = judge (self, &error);

  if (self->stop != NULL)
    g_source_destroy (self->stop);
  g_clear_pointer (&self->stop, g_source_unref);
  if (candidate != NULL)
    g_ptr_array_add (candidates, candidate);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&candidates), (GDestroyNotify) g_ptr_array_unref);
}

/* One of the two has come. Without it the other one is worth nothing, and nobody should wait for it: most
 * domains end here, after the one round trip that the DNS takes. */
static void
go_on (Search *self, GTask *task, gboolean hopeless)
{
  if (hopeless && !mail_inquiry_get_options (self->inquiry)->exhaustive)
    g_cancellable_cancel (self->cancellable);
  if (--self->n_running == 0)
    end_search (self, task);
}

static void
on_fetched (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *self = g_task_get_task_data (task);

  self->document = mail_inquiry_fetch_finish (MAIL_INQUIRY (object), result, &self->fetch_error);
  go_on (self, task, self->document == NULL);
}

static void
on_queried (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *self = g_task_get_task_data (task);

  self->records = mail_inquiry_query_finish (MAIL_INQUIRY (object), result, &self->query_error);
  go_on (self, task, self->records == NULL || !has_record (self));
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Search *self = user_data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (Search *self, GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  self->stop = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->stop, G_SOURCE_FUNC (on_cancelled), self, NULL);
  g_source_attach (self->stop, g_main_context_get_thread_default ());
}

static Search *
search_new (MailInquiry *inquiry)
{
  Search *self = g_new0 (Search, 1);

  self->inquiry = g_object_ref (inquiry);
  self->uri = g_strconcat ("https://ua-auto-config.", mail_inquiry_get_domain (inquiry),
                           "/.well-known/user-agent-configuration.json", NULL);
  self->cancellable = g_cancellable_new ();
  self->n_running = 2;
  return self;
}

static char *
mail_pacc_finder_dup_label (MailFinder *finder, MailInquiry *inquiry)
{
  /* Translators: %s is a domain such as “example.org”. */
  return g_strdup_printf (_("The configuration service of %s"),
                          mail_address_get_display_domain (mail_inquiry_get_address (inquiry)));
}

static void
mail_pacc_finder_find_async (MailFinder *finder,
                             MailInquiry *inquiry,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (finder, cancellable, callback, user_data);
  g_autofree char *name = g_strconcat ("_ua-auto-config.", mail_inquiry_get_domain (inquiry), NULL);
  Search *self = search_new (inquiry);

  g_task_set_source_tag (task, mail_pacc_finder_find_async);
  g_task_set_task_data (task, self, (GDestroyNotify) search_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  watch_cancellable (self, cancellable);
  mail_inquiry_query_async (inquiry, name, MAIL_DNS_TXT, self->cancellable, on_queried, g_object_ref (task));
  mail_inquiry_fetch_async (inquiry, self->uri, self->cancellable, on_fetched, g_object_ref (task));
}

static GPtrArray *
mail_pacc_finder_find_finish (MailFinder *finder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, finder), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_pacc_finder_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_pacc_finder_class_init (MailPaccFinderClass *klass)
{
  MailFinderClass *finder_class = MAIL_FINDER_CLASS (klass);

  finder_class->source = MAIL_SOURCE_PACC;
  finder_class->dup_label = mail_pacc_finder_dup_label;
  finder_class->find_async = mail_pacc_finder_find_async;
  finder_class->find_finish = mail_pacc_finder_find_finish;
}

static void
mail_pacc_finder_init (MailPaccFinder *self)
{
}
