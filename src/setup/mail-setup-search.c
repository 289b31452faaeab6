/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-setup-private.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"

/* ---- the way ---- */

static gboolean
is_from_file (MailSetup *self)
{
  return self->candidate != NULL && mail_candidate_get_source (self->candidate) == MAIL_SOURCE_FILE;
}

/* Whether the search found usable settings that are not those of @candidate. */
static gboolean
has_alternative (MailSetup *self, MailCandidate *candidate)
{
  GListModel *candidates = mail_discovery_get_candidates (self->search);
  guint n = g_list_model_get_n_items (candidates);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MailCandidate) other = g_list_model_get_item (candidates, i);

      if (mail_candidate_is_complete (other) && !mail_candidate_same_settings (candidate, other))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_to_decide (MailSetup *self, MailCandidate *candidate)
{
  return mail_discovery_needs_consent (candidate, self->address)
         || (mail_candidate_get_trust (candidate) == MAIL_TRUST_UNVERIFIED
             && has_alternative (self, candidate));
}

/* The best one counts as well as the one that was chosen, so that the page does not go while the person
 * chooses at it. */
static gboolean
has_choice (MailSetup *self)
{
  MailCandidate *best = self->search != NULL ? mail_discovery_get_best (self->search) : NULL;

  if (best == NULL || !self->known || is_from_file (self))
    return FALSE;
  return is_to_decide (self, best) || is_to_decide (self, self->candidate);
}

/**
 * mail_setup_get_way:
 * @self: a setup
 *
 * Whether a search is on the way to settings, and a choice after it. May be another one whenever
 * [signal@Mail.Setup::changed] is emitted.
 *
 * Returns: what the way depends on
 */
MailSetupWay
mail_setup_get_way (MailSetup *self)
{
  MailSetupWay way = { FALSE, FALSE };

  if (self->address == NULL || self->recognised || self->editing != NULL || is_from_file (self)
      || mail_preferences_get_offline (self->preferences))
    return way;
  way.search = TRUE;
  way.choose = has_choice (self);
  return way;
}

/* ---- the search ---- */

/* What it finds does not count any more; what it has found stays to be seen. */
void
mail_setup_stop_search (MailSetup *self)
{
  if (self->searching == NULL)
    return;
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  mail_setup_notify (self, MAIL_SETUP_PROP_SEARCHING);
}

/* What a search depends on has changed. Settings that it did not find are not less good for that. */
void
mail_setup_forget_search (MailSetup *self)
{
  if (self->search == NULL)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  if (is_from_file (self))
    {
      g_clear_object (&self->search);
      mail_setup_notify (self, MAIL_SETUP_PROP_SEARCH);
    }
  else
    {
      mail_setup_clear_after (self, MAIL_SETUP_PART_ADDRESS);
      mail_setup_recognise (self);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailSetup *self = g_task_get_source_object (task);
  MailSetupStage *stage = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean found = mail_discovery_run_finish (stage->search, result, &error);

  /* Something changed meanwhile, or the person chose: this search has no say any more. */
  if (self->searching != stage->cancellable)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("The settings changed."));
      return;
    }
  g_object_freeze_notify (G_OBJECT (self));
  g_clear_object (&self->searching);
  mail_setup_notify (self, MAIL_SETUP_PROP_SEARCHING);
  if (found)
    mail_setup_take_candidate (self, g_object_ref (mail_discovery_get_best (stage->search)), TRUE);
  g_object_thaw_notify (G_OBJECT (self));
  if (found)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static MailDiscovery *
search_new (MailSetup *self, GError **error)
{
  const MailDiscoveryOptions options = {
    .offline = mail_preferences_get_offline (self->preferences),
    .ask_ispdb = mail_preferences_get_ask_ispdb (self->preferences),
    .send_address = mail_preferences_get_send_address (self->preferences),
    .protocol = self->protocol,
    .timeout = MIN (self->timeout, MAIL_DISCOVERY_DEFAULT_TIMEOUT),
    .ca_file = self->ca_file,
  };
  g_autofree char *missing = NULL;

  if (self->address != NULL)
    return mail_discovery_new (self->address, &options, error);
  missing = mail_setup_dup_missing (self, MAIL_SETUP_PAGE_ACCOUNT);
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_ADDRESS_INVALID, missing);
  return NULL;
}

/* Forgets what rested on an earlier one, and is on record before anything can have been found. */
static void
begin_search (MailSetup *self, MailSetupStage *stage)
{
  g_object_freeze_notify (G_OBJECT (self));
  mail_setup_clear_after (self, MAIL_SETUP_PART_ADDRESS);
  mail_setup_recognise (self);
  self->search = g_object_ref (stage->search);
  self->searching = g_object_ref (stage->cancellable);
  mail_setup_notify (self, MAIL_SETUP_PROP_SEARCH);
  mail_setup_notify (self, MAIL_SETUP_PROP_SEARCHING);
  g_object_thaw_notify (G_OBJECT (self));
}

/* @search: (transfer full) (nullable): %NULL with @error, which is (transfer full) */
void
mail_setup_run_search (MailSetup *self,
                       MailDiscovery *search,
                       GError *error,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  MailSetupStage *stage = mail_setup_stage_new (cancellable);

  g_task_set_source_tag (task, mail_setup_search_async);
  g_task_set_task_data (task, stage, (GDestroyNotify) mail_setup_stage_free);
  stage->search = search;
  if (search == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  begin_search (self, stage);
  mail_discovery_run_async (search, stage->cancellable, on_searched, g_steal_pointer (&task));
}

/**
 * mail_setup_search_async:
 * @self: a setup with an address
 * @cancellable: (nullable): stops it
 * @callback: called when there is nothing better to be found
 * @user_data: for @callback
 *
 * Asks the network for settings, as far as the preferences allow; what was found or edited before is
 * forgotten. [property@Mail.Setup:search] is there when this returns, and likely names stand in until it is
 * over. Then the best candidate is taken; where there is none, the likely names stay.
 */
void
mail_setup_search_async (MailSetup *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GError *error = NULL;
  MailDiscovery *search = search_new (self, &error);

  mail_setup_run_search (self, search, error, cancellable, callback, user_data);
}

/**
 * mail_setup_search_finish:
 * @self: a setup
 * @result: the result
 * @error: return location: as in mail_discovery_run_finish(); %MAIL_ERROR_ADDRESS_INVALID where there is no
 *   address; %G_IO_ERROR_CANCELLED also when the person chose or changed something meanwhile
 *
 * Returns: whether settings were found
 */
gboolean
mail_setup_search_finish (MailSetup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_setup_search_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_setup_get_search:
 * @self: a setup
 *
 * Returns: (transfer none) (nullable): the search for this address, running or over
 */
MailDiscovery *
mail_setup_get_search (MailSetup *self)
{
  return self->search;
}

/**
 * mail_setup_get_searching:
 * @self: a setup
 *
 * Returns: whether a search is running
 */
gboolean
mail_setup_get_searching (MailSetup *self)
{
  return self->searching != NULL;
}

/**
 * mail_setup_choose:
 * @self: a setup
 * @candidate: one of those that the search has found so far
 *
 * Takes @candidate instead of the best one; a search that still runs is stopped.
 */
void
mail_setup_choose (MailSetup *self, MailCandidate *candidate)
{
  g_object_freeze_notify (G_OBJECT (self));
  mail_setup_stop_search (self);
  /* What was edited in its settings stays. */
  if (self->candidate != candidate)
    mail_setup_take_candidate (self, g_object_ref (candidate), TRUE);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * mail_setup_enter_by_hand:
 * @self: a setup with an address
 *
 * Takes likely names, for the person to correct; a search that still runs is stopped.
 */
void
mail_setup_enter_by_hand (MailSetup *self)
{
  g_return_if_fail (self->address != NULL);
  g_object_freeze_notify (G_OBJECT (self));
  mail_setup_stop_search (self);
  if (self->known)
    mail_setup_take_candidate (self, mail_discovery_suggest (self->address), FALSE);
  g_object_thaw_notify (G_OBJECT (self));
}
