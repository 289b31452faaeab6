/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-shortlist.h"

/**
 * MailShortlist:
 *
 * What the sources of a search have found. Its order comes from what was found and the rank of who found it
 * alone, never from who was faster: the list is made anew from all findings whenever there is another one.
 */
struct _MailShortlist
{
  GObject parent_instance;

  GPtrArray **found; /* by rank: of MailCandidate, best first; NULL: nothing yet */
  guint n_ranks;
  GListStore *model;
};

G_DEFINE_FINAL_TYPE (MailShortlist, mail_shortlist, G_TYPE_OBJECT)

static gboolean
is_unsupported (MailCandidate *candidate)
{
  MailProvider *provider = mail_candidate_get_provider (candidate);

  return provider != NULL && !mail_provider_is_supported (provider);
}

/* Settings that can be used settle the question, and so does the built-in knowledge that there are none. */
static gboolean
is_settling (MailCandidate *candidate)
{
  return mail_candidate_is_complete (candidate)
         || (mail_candidate_get_source (candidate) == MAIL_SOURCE_DATABASE && is_unsupported (candidate));
}

static gboolean
merge_into (GPtrArray *list, MailCandidate *candidate)
{
  for (guint i = 0; i < list->len; i++)
    {
      MailCandidate *better = g_ptr_array_index (list, i);

      if (!mail_candidate_same_settings (better, candidate))
        continue;
      list->pdata[i] = mail_candidate_merge (better, candidate);
      g_object_unref (better);
      return TRUE;
    }
  return FALSE;
}

static void
append_all (GPtrArray *list, GPtrArray *found, gboolean settling)
{
  for (guint i = 0; i < found->len; i++)
    {
      MailCandidate *candidate = g_ptr_array_index (found, i);

      if (is_settling (candidate) == settling && !merge_into (list, candidate))
        g_ptr_array_add (list, g_object_ref (candidate));
    }
}

static GPtrArray *
create_list (MailShortlist *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint pass = 0; pass < 2; pass++)
    for (guint rank = 0; rank < self->n_ranks; rank++)
      if (self->found[rank] != NULL)
        append_all (list, self->found[rank], pass == 0);
  return list;
}

/* Provenances only ever join, so that as many of them are the same ones. */
static gboolean
is_unchanged (MailCandidate *shown, MailCandidate *candidate)
{
  return mail_candidate_get_n_provenances (shown) == mail_candidate_get_n_provenances (candidate)
         && mail_candidate_same_settings (shown, candidate);
}

/* A page keeps the rows, and what is selected, of candidates that stay. */
static void
reuse_shown (MailShortlist *self, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (self->model)); j++)
      {
        g_autoptr (MailCandidate) shown = g_list_model_get_item (G_LIST_MODEL (self->model), j);

        if (!is_unchanged (shown, list->pdata[i]))
          continue;
        g_object_unref (list->pdata[i]);
        list->pdata[i] = g_steal_pointer (&shown);
      }
}

static gboolean
shows (MailShortlist *self, guint position, MailCandidate *candidate)
{
  g_autoptr (MailCandidate) shown = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  return shown == candidate;
}

static void
show (MailShortlist *self, GPtrArray *list)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  guint n_same = 0, n_same_at_end = 0;

  while (n_same < MIN (n_shown, list->len) && shows (self, n_same, list->pdata[n_same]))
    n_same++;
  while (n_same_at_end < MIN (n_shown, list->len) - n_same
         && shows (self, n_shown - n_same_at_end - 1, list->pdata[list->len - n_same_at_end - 1]))
    n_same_at_end++;
  if (n_same < MAX (n_shown, list->len))
    g_list_store_splice (self->model, n_same, n_shown - n_same - n_same_at_end, list->pdata + n_same,
                         list->len - n_same - n_same_at_end);
}

static void
mail_shortlist_finalize (GObject *object)
{
  MailShortlist *self = MAIL_SHORTLIST (object);

  for (guint rank = 0; rank < self->n_ranks; rank++)
    g_clear_pointer (&self->found[rank], g_ptr_array_unref);
  g_free (self->found);
  g_object_unref (self->model);
  G_OBJECT_CLASS (mail_shortlist_parent_class)->finalize (object);
}

static void
mail_shortlist_class_init (MailShortlistClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_shortlist_finalize;
}

static void
mail_shortlist_init (MailShortlist *self)
{
  self->model = g_list_store_new (MAIL_TYPE_CANDIDATE);
}

/**
 * mail_shortlist_new:
 * @n_ranks: how many sources there are
 *
 * Returns: (transfer full): an empty list
 */
MailShortlist *
mail_shortlist_new (guint n_ranks)
{
  MailShortlist *self = g_object_new (MAIL_TYPE_SHORTLIST, NULL);

  self->n_ranks = n_ranks;
  self->found = g_new0 (GPtrArray *, n_ranks);
  return self;
}

/**
 * mail_shortlist_add:
 * @self: a list
 * @rank: of who found it, 0 is the best; has not found anything yet
 * @found: (transfer none) (element-type MailCandidate): best first; must not change any more
 *
 * Equal settings become one candidate, that of the best rank, with all who say so in the order of their rank.
 */
void
mail_shortlist_add (MailShortlist *self, guint rank, GPtrArray *found)
{
  g_autoptr (GPtrArray) list = NULL;

  g_return_if_fail (rank < self->n_ranks && self->found[rank] == NULL);

  self->found[rank] = g_ptr_array_ref (found);
  list = create_list (self);
  reuse_shown (self, list);
  show (self, list);
}

/**
 * mail_shortlist_get_model:
 * @self: a list
 *
 * Returns: (transfer none): of MailCandidate: those that settle the question first, each kind by rank
 */
GListModel *
mail_shortlist_get_model (MailShortlist *self)
{
  return G_LIST_MODEL (self->model);
}

/**
 * mail_shortlist_get_best_rank:
 * @self: a list
 * @rank: (out): whose finding settles the question
 *
 * Returns: whether anything does
 */
gboolean
mail_shortlist_get_best_rank (MailShortlist *self, guint *rank)
{
  for (*rank = 0; *rank < self->n_ranks; (*rank)++)
    for (guint i = 0; self->found[*rank] != NULL && i < self->found[*rank]->len; i++)
      if (is_settling (g_ptr_array_index (self->found[*rank], i)))
        return TRUE;
  return FALSE;
}

/**
 * mail_shortlist_get_best:
 * @self: a list
 *
 * Returns: (transfer full) (nullable): what settles the question
 */
MailCandidate *
mail_shortlist_get_best (MailShortlist *self)
{
  g_autoptr (MailCandidate) first = g_list_model_get_item (G_LIST_MODEL (self->model), 0);

  return first != NULL && is_settling (first) ? g_steal_pointer (&first) : NULL;
}

/**
 * mail_shortlist_get_unsupported:
 * @self: a list
 *
 * Returns: (transfer full) (nullable): what explains, where nothing settles the question, why there are no
 *   settings: the provider has no standard access
 */
MailCandidate *
mail_shortlist_get_unsupported (MailShortlist *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->model)); i++)
    {
      g_autoptr (MailCandidate) candidate = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (is_unsupported (candidate))
        return g_steal_pointer (&candidate);
    }
  return NULL;
}
