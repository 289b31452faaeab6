/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-discovery-private.h"
#include "mail-error.h"
#include "mail-sandbox.h"

/* How long better sources have once a worse one has found settings, in milliseconds. A website that nobody
 * answers for would else hold up every search to its deadline. */
#define BETTER_LIMIT 3000

static MailDiscoveryStrand *
get_strand (MailDiscovery *self, guint rank)
{
  return g_ptr_array_index (self->strands, rank);
}

static gboolean
is_local (MailDiscoveryStrand *strand)
{
  return mail_finder_get_source (strand->finder) == MAIL_SOURCE_DATABASE;
}

static gboolean
is_wanted (MailDiscoveryStrand *strand)
{
  return strand->cancellable != NULL && !strand->dropped;
}

static gboolean
is_exhaustive (MailDiscovery *self)
{
  return mail_inquiry_get_options (self->inquiry)->exhaustive;
}

static gboolean
is_offline (MailDiscovery *self)
{
  return mail_inquiry_get_options (self->inquiry)->offline;
}

static void
set_best (MailDiscovery *self, MailCandidate *best)
{
  if (g_set_object (&self->best, best))
    mail_discovery_notify (self, MAIL_DISCOVERY_PROP_BEST);
}

/* The better sources that still run, where a worse one has answered. */
static char *
list_better_sources (MailDiscovery *self)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;
  guint best_rank;

  if (!mail_shortlist_get_best_rank (self->shortlist, &best_rank))
    return NULL;
  for (guint rank = 0; rank < best_rank; rank++)
    if (is_wanted (get_strand (self, rank)))
      g_strv_builder_add (labels, mail_lookup_get_label (get_strand (self, rank)->lookup));
  texts = g_strv_builder_end (labels);
  /* Translators: between the names of sources that are still being asked. */
  return texts[0] != NULL ? g_strjoinv (_(", "), texts) : NULL;
}

static void
update_waiting_for (MailDiscovery *self)
{
  g_autofree char *waiting_for = list_better_sources (self);

  if (g_strcmp0 (self->waiting_for, waiting_for) == 0)
    return;
  g_free (self->waiting_for);
  self->waiting_for = g_steal_pointer (&waiting_for);
  mail_discovery_notify (self, MAIL_DISCOVERY_PROP_WAITING_FOR);
}

static void
skip (MailDiscoveryStrand *strand, const char *reason)
{
  mail_lookup_end (strand->lookup, MAIL_STATE_SKIPPED, reason);
}

/* Ends a source that runs. People see it at once; the search is over when it has ended indeed. */
static void
drop (MailDiscoveryStrand *strand, MailState state, const char *detail)
{
  if (!is_wanted (strand))
    return;
  strand->dropped = TRUE;
  mail_lookup_end (strand->lookup, state, detail);
  g_cancellable_cancel (strand->cancellable);
}

static void
drop_below (MailDiscovery *self, guint rank)
{
  while (++rank < self->strands->len)
    drop (get_strand (self, rank), MAIL_STATE_SKIPPED, _("not needed any more"));
}

/* That only others can use what is offered is an answer, and no fault. */
static void
take_error (MailDiscoveryStrand *strand, GError *error)
{
  gboolean answered = g_error_matches (error, MAIL_ERROR, MAIL_ERROR_PROVIDER_UNSUPPORTED);

  strand->error = error;
  mail_lookup_end (strand->lookup, answered ? MAIL_STATE_SKIPPED : MAIL_STATE_FAILED, error->message);
}

static void on_better_too_late (gpointer user_data);

static void
take_best (MailDiscovery *self)
{
  g_autoptr (MailCandidate) best = mail_shortlist_get_best (self->shortlist);
  guint best_rank;

  set_best (self, best);
  if (is_exhaustive (self) || !mail_shortlist_get_best_rank (self->shortlist, &best_rank))
    return;
  drop_below (self, best_rank);
  if (self->better_source == 0 && self->opened)
    self->better_source = g_timeout_add_once (BETTER_LIMIT, on_better_too_late, self);
}

static void
take_found (MailDiscoveryStrand *strand, GPtrArray *found)
{
  MailDiscovery *self = strand->discovery;
  g_autofree char *detail = mail_discovery_describe_found (found);

  mail_lookup_end (strand->lookup, found->len > 0 ? MAIL_STATE_PASSED : MAIL_STATE_SKIPPED, detail);
  if (found->len == 0)
    return;
  mail_shortlist_add (self->shortlist, strand->rank, found);
  take_best (self);
}

static void settle (MailDiscovery *self);

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MailDiscoveryStrand *strand = user_data;
  g_autoptr (MailDiscovery) self = g_object_ref (strand->discovery);
  GError *error = NULL;
  g_autoptr (GPtrArray) found = mail_finder_find_finish (MAIL_FINDER (source), result, &error);

  g_clear_object (&strand->cancellable);
  if (strand->dropped)
    g_clear_error (&error);
  else if (error != NULL)
    take_error (strand, error);
  else
    take_found (strand, found);
  update_waiting_for (self);
  self->n_busy--;
  settle (self);
}

static void
ask (MailDiscoveryStrand *strand)
{
  MailDiscovery *self = strand->discovery;
  g_autofree char *reason = NULL;

  if (!mail_finder_may_ask (strand->finder, self->inquiry, &reason))
    {
      skip (strand, reason);
      return;
    }
  self->n_busy++;
  strand->asked = TRUE;
  strand->cancellable = g_cancellable_new ();
  mail_lookup_begin (strand->lookup);
  mail_finder_find_async (strand->finder, self->inquiry, strand->cancellable, on_found, strand);
}

/* Why the network is left alone; NULL: it is not. */
static const char *
get_reason_for_silence (MailDiscovery *self)
{
  if (is_offline (self))
    return _("not asked: without the internet");
  if (self->stopped)
    return _("not asked");
  if (self->late)
    return _("not asked: there was no time left");
  if (self->best != NULL && !is_exhaustive (self))
    return _("not needed");
  return NULL;
}

/* On the network everybody is asked at once, so that nothing adds up. */
static void
ask_network (MailDiscovery *self)
{
  const char *silence = get_reason_for_silence (self);

  self->opened = TRUE;
  self->n_busy++;
  for (guint rank = 0; rank < self->strands->len; rank++)
    if (!is_local (get_strand (self, rank)) && silence != NULL)
      skip (get_strand (self, rank), silence);
    else if (!is_local (get_strand (self, rank)))
      ask (get_strand (self, rank));
  self->n_busy--;
}

static void
ask_local (MailDiscovery *self)
{
  self->n_busy++;
  for (guint rank = 0; rank < self->strands->len; rank++)
    if (is_local (get_strand (self, rank)))
      ask (get_strand (self, rank));
  self->n_busy--;
}

static const GError *
find_error (MailDiscovery *self, MailError code)
{
  for (guint rank = 0; rank < self->strands->len; rank++)
    if (g_error_matches (get_strand (self, rank)->error, MAIL_ERROR, code))
      return get_strand (self, rank)->error;
  return NULL;
}

static gboolean
has_late_strands (MailDiscovery *self)
{
  for (guint rank = 0; rank < self->strands->len; rank++)
    if (get_strand (self, rank)->late)
      return TRUE;
  return find_error (self, MAIL_ERROR_TIMED_OUT) != NULL;
}

/* A guess that meets nobody proves nothing; every other source would have had an answer, if only “no”. */
static gboolean
is_network_away (MailDiscovery *self)
{
  gboolean away = FALSE;

  for (guint rank = 0; rank < self->strands->len; rank++)
    {
      MailDiscoveryStrand *strand = get_strand (self, rank);

      if (is_local (strand) || !strand->asked)
        continue;
      if (g_error_matches (strand->error, MAIL_ERROR, MAIL_ERROR_NETWORK_UNREACHABLE))
        away = TRUE;
      else if (mail_finder_get_source (strand->finder) != MAIL_SOURCE_GUESS)
        return FALSE;
    }
  return away;
}

static gboolean
is_about_certificate (const GError *error)
{
  return error != NULL && error->domain == MAIL_ERROR && error->code >= MAIL_ERROR_CERTIFICATE_EXPIRED
         && error->code <= MAIL_ERROR_CERTIFICATE_CHANGED;
}

/* Networks that want a sign-in first answer everything themselves, and so does many a host of websites. */
static gboolean
is_website_strange (MailDiscovery *self)
{
  for (guint rank = 0; rank < self->strands->len; rank++)
    if (mail_finder_get_source (get_strand (self, rank)->finder) == MAIL_SOURCE_AUTOCONFIG
        && is_about_certificate (get_strand (self, rank)->error))
      return TRUE;
  return FALSE;
}

static MailDiscoveryEnd
judge_end (MailDiscovery *self)
{
  const MailDnsAnswer *mx
      = mail_inquiry_get_answer (self->inquiry, mail_inquiry_get_domain (self->inquiry), MAIL_DNS_MX);

  if (is_offline (self))
    return MAIL_DISCOVERY_NOT_KNOWN;
  if (mx != NULL && !mx->exists)
    return MAIL_DISCOVERY_NO_DOMAIN;
  if (is_network_away (self))
    return mail_sandbox_lets_use_network () ? MAIL_DISCOVERY_NO_NETWORK : MAIL_DISCOVERY_FORBIDDEN;
  if (is_website_strange (self))
    return MAIL_DISCOVERY_STRANGER;
  return has_late_strands (self) ? MAIL_DISCOVERY_NOT_IN_TIME : MAIL_DISCOVERY_NOT_FOUND;
}

/* What tells more than that nothing was found: a domain that takes no mail, and servers that are there but
 * cannot prove their names. */
static const GError *
find_explanation (MailDiscovery *self)
{
  for (guint rank = 0; rank < self->strands->len; rank++)
    {
      MailDiscoveryStrand *strand = get_strand (self, rank);
      MailSource source = mail_finder_get_source (strand->finder);

      if ((source == MAIL_SOURCE_MX
           && g_error_matches (strand->error, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN))
          || (source == MAIL_SOURCE_GUESS && is_about_certificate (strand->error)))
        return strand->error;
    }
  return NULL;
}

static GError *
create_error (MailDiscovery *self)
{
  const GError *damage = find_error (self, MAIL_ERROR_SETTINGS_INVALID);
  const GError *unsupported = find_error (self, MAIL_ERROR_PROVIDER_UNSUPPORTED);
  const GError *explanation = find_explanation (self);

  if (unsupported != NULL)
    return g_error_copy (unsupported);
  if (damage != NULL && is_offline (self))
    return g_error_copy (damage);
  if (explanation != NULL)
    return g_error_new_literal (MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN, explanation->message);
  return mail_discovery_explain_end (judge_end (self), self->address);
}

static void
clear_sources (MailDiscovery *self)
{
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  g_clear_handle_id (&self->better_source, g_source_remove);
  if (self->stop_source == NULL)
    return;
  g_source_destroy (self->stop_source);
  g_clear_pointer (&self->stop_source, g_source_unref);
}

static void
end_run (MailDiscovery *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  g_autoptr (MailCandidate) unsupported = NULL;

  clear_sources (self);
  if (self->best == NULL)
    {
      unsupported = mail_shortlist_get_unsupported (self->shortlist);
      set_best (self, unsupported);
    }
  self->ended = g_get_monotonic_time ();
  mail_discovery_notify (self, MAIL_DISCOVERY_PROP_RUNNING);
  if (self->stopped)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("The search was stopped."));
  else if (self->best != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, create_error (self));
}

/* What comes next, once nothing runs any more. */
static void
settle (MailDiscovery *self)
{
  if (self->n_busy == 0 && !self->opened)
    ask_network (self);
  if (self->n_busy == 0 && self->task != NULL)
    end_run (self);
}

static void
drop_all (MailDiscovery *self, MailState state, const char *detail)
{
  G_GNUC_UNUSED g_autoptr (MailDiscovery) alive = g_object_ref (self);

  self->n_busy++;
  for (guint rank = 0; rank < self->strands->len; rank++)
    drop (get_strand (self, rank), state, detail);
  update_waiting_for (self);
  self->n_busy--;
  settle (self);
}

static gboolean
on_stop (GCancellable *cancellable, gpointer user_data)
{
  MailDiscovery *self = user_data;

  self->stopped = TRUE;
  drop_all (self, MAIL_STATE_SKIPPED, _("stopped"));
  return G_SOURCE_REMOVE;
}

static void
drop_late (MailDiscovery *self)
{
  for (guint rank = 0; rank < self->strands->len; rank++)
    get_strand (self, rank)->late = is_wanted (get_strand (self, rank));
  drop_all (self, MAIL_STATE_FAILED, _("did not answer in time"));
}

static void
on_better_too_late (gpointer user_data)
{
  MailDiscovery *self = user_data;

  self->better_source = 0;
  drop_late (self);
}

static void
on_deadline (gpointer user_data)
{
  MailDiscovery *self = user_data;

  self->deadline_source = 0;
  self->late = TRUE;
  drop_late (self);
}

/**
 * mail_discovery_run_async:
 * @self: a search that has not run
 * @cancellable: (nullable): the person's wish to stop; what was found so far stays
 * @callback: called when the search is over
 * @user_data: data for @callback
 *
 * Searches. Once a source has found settings, better ones have three seconds more, so that a silent host
 * holds nothing up.
 */
void
mail_discovery_run_async (MailDiscovery *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  guint timeout = mail_inquiry_get_options (self->inquiry)->timeout;
  guint seconds = timeout > 0 ? MIN (timeout, G_MAXUINT / 1000) : MAIL_DISCOVERY_DEFAULT_TIMEOUT;

  g_return_if_fail (self->started == 0);

  self->started = g_get_monotonic_time ();
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, mail_discovery_run_async);
  g_task_set_check_cancellable (self->task, FALSE);
  mail_discovery_notify (self, MAIL_DISCOVERY_PROP_RUNNING);
  if (cancellable != NULL)
    {
      self->stop_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->stop_source, G_SOURCE_FUNC (on_stop), self, NULL);
      g_source_attach (self->stop_source, g_task_get_context (self->task));
    }
  self->deadline_source = g_timeout_add_once (seconds * 1000, on_deadline, self);
  ask_local (self);
  settle (self);
}

/**
 * mail_discovery_run_finish:
 * @self: a search
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Errors: %MAIL_ERROR_SETTINGS_UNKNOWN, %MAIL_ERROR_PROVIDER_UNSUPPORTED where the domain offers only what
 * Siegel does not speak, %MAIL_ERROR_NETWORK_UNREACHABLE, and %G_IO_ERROR_CANCELLED where the person stopped.
 *
 * Returns: %TRUE where there is a best candidate
 */
gboolean
mail_discovery_run_finish (MailDiscovery *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_discovery_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
