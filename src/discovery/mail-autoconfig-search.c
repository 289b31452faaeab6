/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-autoconfig-search.h"

#include "mail-autoconfig-document.h"
#include "mail-error.h"

/* How long a place that would be preferred may take after another one has answered, in milliseconds. A host
 * that drops all packets must not hold up what is already there. */
#define PATIENCE 2000

/* One URI that is asked. */
typedef struct
{
  char *uri;
  GTask *task; /* held while the answer is awaited */
  GCancellable *cancellable;
  MailCandidate *candidate;
  GError *error;
} Place;

typedef struct
{
  MailInquiry *inquiry;
  MailSource source;
  MailTrust trust;
  GPtrArray *places; /* of Place, in order of preference */
  guint n_running;
  GSource *stop; /* waits for the cancellable of the task */
  guint patience_source;
} Search;

static void
place_free (Place *self)
{
  g_free (self->uri);
  g_object_unref (self->cancellable);
  g_clear_object (&self->candidate);
  g_clear_error (&self->error);
  g_free (self);
}

static Place *
place_new (const char *uri)
{
  Place *self = g_new0 (Place, 1);

  self->uri = g_strdup (uri);
  self->cancellable = g_cancellable_new ();
  return self;
}

static void
search_free (Search *self)
{
  g_object_unref (self->inquiry);
  g_ptr_array_unref (self->places);
  g_free (self);
}

static void
cancel_places (Search *self, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    g_cancellable_cancel (((Place *) g_ptr_array_index (self->places, i))->cancellable);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Search *self = user_data;

  cancel_places (self, 0, self->places->len);
  return G_SOURCE_REMOVE;
}

static gboolean
on_impatient (gpointer user_data)
{
  Search *self = user_data;

  self->patience_source = 0;
  cancel_places (self, 0, self->places->len);
  return G_SOURCE_REMOVE;
}

static GPtrArray *
collect_candidates (Search *self)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = g_ptr_array_index (self->places, i);

      if (place->candidate != NULL)
        g_ptr_array_add (candidates, g_steal_pointer (&place->candidate));
    }
  return candidates;
}

/* The first that is more than "nothing here". */
static GError *
steal_error (Search *self)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = g_ptr_array_index (self->places, i);

      if (place->error != NULL && !mail_autoconfig_search_is_absence (place->error))
        return g_steal_pointer (&place->error);
    }
  return NULL;
}

static void
end_search (Search *self, GTask *task)
{
  g_autoptr (GPtrArray) candidates = collect_candidates (self);
  GError *error = candidates->len == 0 ? steal_error (self) : NULL;

  g_clear_handle_id (&self->patience_source, g_source_remove);
  if (self->stop != NULL)
    g_source_destroy (self->stop);
  g_clear_pointer (&self->stop, g_source_unref);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&candidates), (GDestroyNotify) g_ptr_array_unref);
}

/* A place has all that is needed: those behind it cannot win any more, and those before it should hurry. */
static void
settle (Search *self, Place *place)
{
  guint index;

  if (mail_inquiry_get_options (self->inquiry)->exhaustive || !g_ptr_array_find (self->places, place, &index))
    return;
  cancel_places (self, index + 1, self->places->len);
  if (self->patience_source == 0)
    self->patience_source = g_timeout_add (PATIENCE, on_impatient, self);
}

static void
on_fetched (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Place *place = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&place->task);
  Search *self = g_task_get_task_data (task);
  g_autoptr (MailFetchAnswer) answer
      = mail_inquiry_fetch_finish (MAIL_INQUIRY (object), result, &place->error);

  if (answer != NULL)
    place->candidate
        = mail_autoconfig_document_read (answer, place->uri, mail_inquiry_get_address (self->inquiry),
                                         self->source, self->trust, &place->error);
  if (place->candidate != NULL && mail_candidate_is_complete (place->candidate))
    settle (self, place);
  if (--self->n_running == 0)
    end_search (self, task);
}

/* A source, not a signal handler: what it cancels may end the search, and with it the handler. */
static void
watch_cancellable (Search *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable == NULL)
    return;
  self->stop = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->stop, G_SOURCE_FUNC (on_cancelled), self, NULL);
  g_source_attach (self->stop, g_main_context_get_thread_default ());
}

static void
ask (Search *self, GTask *task)
{
  self->n_running = self->places->len;
  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = g_ptr_array_index (self->places, i);

      place->task = g_object_ref (task);
      mail_inquiry_fetch_async (self->inquiry, place->uri, place->cancellable, on_fetched, place);
    }
}

/**
 * mail_autoconfig_search_run:
 * @taken_task: (transfer full): of a finder; its task data is for us
 * @inquiry: whom to ask by
 * @source: of the candidates
 * @trust: what vouches for a document that is where it should be
 * @uris: (array zero-terminated=1): where a document may be, in order of preference
 *
 * Asks all places at once, and ends the task with a #GPtrArray of #MailCandidate in the order of @uris. As
 * soon as a place has settings for both directions, those after it are cancelled, and those before it get two
 * more seconds, unless everything is wanted. Where nothing is found, the first failure that is more than the
 * absence of a document is the error of the task.
 */
void
mail_autoconfig_search_run (GTask *taken_task,
                            MailInquiry *inquiry,
                            MailSource source,
                            MailTrust trust,
                            const char *const *uris)
{
  g_autoptr (GTask) task = taken_task;
  Search *self = g_new0 (Search, 1);

  self->inquiry = g_object_ref (inquiry);
  self->source = source;
  self->trust = trust;
  self->places = g_ptr_array_new_with_free_func ((GDestroyNotify) place_free);
  for (guint i = 0; uris[i] != NULL; i++)
    g_ptr_array_add (self->places, place_new (uris[i]));
  g_task_set_task_data (task, self, (GDestroyNotify) search_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->places->len == 0)
    {
      end_search (self, task);
      return;
    }
  watch_cancellable (self, task);
  ask (self, task);
}

/**
 * mail_autoconfig_search_is_absence:
 * @error: of a fetch
 *
 * Returns: whether there is just no document: no such host, or none of that name on it
 */
gboolean
mail_autoconfig_search_is_absence (const GError *error)
{
  return g_error_matches (error, MAIL_ERROR, MAIL_ERROR_HOST_UNKNOWN)
         || g_error_matches (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN);
}
