/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-guess-finder.h"

#include <glib/gi18n-lib.h>

#include "mail-exchanger.h"
#include "mail-guesses.h"

/* All in milliseconds. A resolver that drops questions for SRV or MX must not stop everything; a server that
 * is to be used has this long to greet; a better one has this long once a worse one is proven; and a way to
 * fetch mail that is not needed has this long to be there as well, so that it does not depend on chance. */
#define DNS_LIMIT       1000
#define GREETING_LIMIT  5000
#define BETTER_LIMIT    1500
#define BYSTANDER_LIMIT 100

#define N_PROTOCOLS (MAIL_PROTOCOL_SMTP + 1)

/**
 * MailGuessFinder:
 *
 * Finds by likely names, where nobody says anything: imap.example.org and the like, and the exchanger. A
 * guess counts when the server greets and its certificate proves the name.
 *
 *   SRV, MX and addresses of likely names, all asked at once
 *     └─ SRV and MX are answered ─▶ guesses, but none for a service that the domain does not have
 *          └─ a name has an address ─▶ its servers are greeted ─▶ proven or wrong
 *               └─ nothing better can come ─▶ the protocol is settled
 *                    └─ what is wanted is settled ─▶ all that was begun is ended, and done
 *
 * So it takes one round trip for the DNS, and those of the greeting; the exchanger's addresses take another.
 */
struct _MailGuessFinder
{
  MailFinder parent_instance;
};

G_DEFINE_FINAL_TYPE (MailGuessFinder, mail_guess_finder, MAIL_TYPE_FINDER)

typedef enum
{
  NAME_UNKNOWN, /* that is also what a hash table says of a name that it has not */
  NAME_ASKED,
  NAME_EXISTS,
  NAME_MISSING,
} NameState;

/* Of one protocol. */
typedef struct
{
  GTask *task; /* unowned */
  MailProtocol protocol;
  GCancellable *cancellable; /* of its greetings */
  guint better_source;
  gboolean settled;
} Side;

typedef struct
{
  MailInquiry *inquiry;
  GSource *leash;          /* nullable: the caller's wish to stop */
  GCancellable *questions; /* for addresses */
  GCancellable *exchange;  /* for the exchanger */
  guint exchange_source;
  guint bystander_source;
  gboolean services_known; /* or not to be known */
  gboolean exchanger_known;
  MailServices *services; /* nullable */
  GError *error;          /* nullable: why they are not known */
  char *exchanger;        /* nullable */
  GHashTable *names;      /* NameState of each */
  MailGuesses *guesses;   /* NULL: too early to say */
  Side sides[N_PROTOCOLS];
  guint n_pending;
  gboolean done; /* nothing is begun any more */
  gboolean returned;
} Search;

/* One question or greeting of it. */
typedef struct
{
  GTask *task;
  char *name;
  MailGuess *guess;
} Errand;

static Errand *
errand_new (GTask *task, const char *name, MailGuess *guess)
{
  Search *search = g_task_get_task_data (task);
  Errand *errand = g_new0 (Errand, 1);

  search->n_pending++;
  errand->task = g_object_ref (task);
  errand->name = g_strdup (name);
  errand->guess = guess;
  return errand;
}

static void
errand_free (Errand *errand)
{
  g_object_unref (errand->task);
  g_free (errand->name);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

static void
clear_sources (Search *search)
{
  g_clear_handle_id (&search->exchange_source, g_source_remove);
  g_clear_handle_id (&search->bystander_source, g_source_remove);
  for (guint i = 0; i < N_PROTOCOLS; i++)
    g_clear_handle_id (&search->sides[i].better_source, g_source_remove);
  if (search->leash != NULL)
    g_source_destroy (search->leash);
  g_clear_pointer (&search->leash, g_source_unref);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  clear_sources (search);
  for (guint i = 0; i < N_PROTOCOLS; i++)
    g_clear_object (&search->sides[i].cancellable);
  g_clear_object (&search->questions);
  g_clear_object (&search->exchange);
  g_clear_object (&search->inquiry);
  g_clear_pointer (&search->services, mail_services_free);
  g_clear_error (&search->error);
  g_free (search->exchanger);
  g_hash_table_unref (search->names);
  g_clear_pointer (&search->guesses, mail_guesses_free);
  g_free (search);
}

static Search *
search_new (GTask *task, MailInquiry *inquiry)
{
  Search *search = g_new0 (Search, 1);

  search->inquiry = g_object_ref (inquiry);
  search->questions = g_cancellable_new ();
  search->exchange = g_cancellable_new ();
  search->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < N_PROTOCOLS; i++)
    search->sides[i] = (Side){ .task = task, .protocol = i, .cancellable = g_cancellable_new () };
  return search;
}

static const MailDiscoveryOptions *
get_options (Search *search)
{
  return mail_inquiry_get_options (search->inquiry);
}

static MailProtocol
get_wanted (Search *search)
{
  return get_options (search)->protocol;
}

static MailProtocol
get_bystander (Search *search)
{
  return get_wanted (search) == MAIL_PROTOCOL_IMAP ? MAIL_PROTOCOL_POP3 : MAIL_PROTOCOL_IMAP;
}

static NameState
get_name_state (Search *search, const char *name)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (search->names, name));
}

static void
set_name_state (Search *search, const char *name, NameState state)
{
  g_hash_table_insert (search->names, g_strdup (name), GINT_TO_POINTER (state));
}

static gboolean
has_any_name (Search *search)
{
  GHashTableIter iter;
  gpointer state;

  g_hash_table_iter_init (&iter, search->names);
  while (g_hash_table_iter_next (&iter, NULL, &state))
    if (GPOINTER_TO_INT (state) == NAME_EXISTS)
      return TRUE;
  return FALSE;
}

/* A server that is there but cannot prove its name explains why nothing was found; so does a DNS that is out
 * of order. */
static GError *
explain_nothing (Search *search)
{
  GError *suspicion = search->guesses != NULL ? mail_guesses_dup_suspicion (search->guesses) : NULL;

  return suspicion != NULL || has_any_name (search) ? suspicion : g_steal_pointer (&search->error);
}

static void
return_found (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  MailCandidate *candidate
      = search->guesses != NULL
            ? mail_guesses_create_candidate (search->guesses, get_options (search)->exhaustive)
            : NULL;
  GError *error = candidate == NULL ? explain_nothing (search) : NULL;

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (candidate != NULL)
    g_ptr_array_add (candidates, candidate);
  g_task_return_pointer (task, g_steal_pointer (&candidates), (GDestroyNotify) g_ptr_array_unref);
}

/* Only when all that was begun has ended, so that nothing goes on afterwards. */
static void
return_when_quiet (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  if (!search->done || search->n_pending > 0 || search->returned)
    return;
  search->returned = TRUE;
  if (!g_task_return_error_if_cancelled (task))
    return_found (task);
}

static void
stop (Search *search)
{
  search->done = TRUE;
  clear_sources (search);
  g_cancellable_cancel (search->questions);
  g_cancellable_cancel (search->exchange);
  for (guint i = 0; i < N_PROTOCOLS; i++)
    g_cancellable_cancel (search->sides[i].cancellable);
}

static void
settle (Side *side)
{
  side->settled = TRUE;
  g_clear_handle_id (&side->better_source, g_source_remove);
  g_cancellable_cancel (side->cancellable);
}

static void review (GTask *task);

static gboolean
on_better_too_late (gpointer user_data)
{
  Side *side = user_data;
  g_autoptr (GTask) task = g_object_ref (side->task);

  side->better_source = 0;
  settle (side);
  review (task);
  return G_SOURCE_REMOVE;
}

static gboolean
on_bystander_too_late (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Search *search = g_task_get_task_data (task);

  search->bystander_source = 0;
  settle (&search->sides[get_bystander (search)]);
  review (task);
  return G_SOURCE_REMOVE;
}

static void
review_side (Search *search, Side *side)
{
  gboolean exhaustive = get_options (search)->exhaustive;

  if (side->settled)
    return;
  if (exhaustive ? mail_guesses_is_over (search->guesses, side->protocol)
                 : mail_guesses_is_decided (search->guesses, side->protocol))
    settle (side);
  else if (!exhaustive && side->better_source == 0
           && mail_guesses_get_best (search->guesses, side->protocol) != NULL)
    side->better_source = g_timeout_add (BETTER_LIMIT, on_better_too_late, side);
}

/* Whether what is wanted is there, or cannot come any more. */
static gboolean
has_enough (Search *search)
{
  return search->sides[get_wanted (search)].settled && search->sides[MAIL_PROTOCOL_SMTP].settled;
}

static gboolean
needs_bystander (Search *search)
{
  return get_options (search)->exhaustive
         || mail_guesses_get_best (search->guesses, get_wanted (search)) == NULL;
}

/* After everything that happens: what is settled, and is that enough? */
static void
review (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  for (guint i = 0; i < N_PROTOCOLS && !search->done && search->guesses != NULL; i++)
    review_side (search, &search->sides[i]);
  if (!search->done && has_enough (search))
    {
      if (search->sides[get_bystander (search)].settled)
        stop (search);
      else if (!needs_bystander (search) && search->bystander_source == 0)
        search->bystander_source = g_timeout_add (BYSTANDER_LIMIT, on_bystander_too_late, task);
    }
  return_when_quiet (task);
}

static void
on_greeted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;
  Search *search = g_task_get_task_data (errand->task);
  g_autoptr (GError) error = NULL;

  search->n_pending--;
  if (mail_inquiry_greet_finish (MAIL_INQUIRY (source), result, &error))
    mail_guesses_prove (search->guesses, errand->guess);
  else
    mail_guesses_refute (search->guesses, errand->guess, error);
  review (errand->task);
}

static void
greet (GTask *task, MailProtocol protocol, MailGuess *guess)
{
  Search *search = g_task_get_task_data (task);

  guess->begun = TRUE;
  mail_inquiry_greet_async (search->inquiry, guess->server, GREETING_LIMIT,
                            search->sides[protocol].cancellable, on_greeted, errand_new (task, NULL, guess));
}

/* Greets all whose names have come to have an address, the best first: the inquiry does not greet any number
 * at once. */
static void
greet_those_that_exist (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  const MailProtocol order[] = { get_wanted (search), MAIL_PROTOCOL_SMTP, get_bystander (search) };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      GPtrArray *list = mail_guesses_list (search->guesses, order[i]);

      for (guint j = 0; j < list->len && !search->sides[order[i]].settled; j++)
        {
          MailGuess *guess = g_ptr_array_index (list, j);

          if (!guess->begun && get_name_state (search, mail_server_get_host (guess->server)) == NAME_EXISTS)
            greet (task, order[i], guess);
        }
    }
}

static void
drop_missing (Search *search)
{
  GHashTableIter iter;
  gpointer name, state;

  g_hash_table_iter_init (&iter, search->names);
  while (g_hash_table_iter_next (&iter, &name, &state))
    if (GPOINTER_TO_INT (state) == NAME_MISSING)
      mail_guesses_refute_host (search->guesses, name);
}

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;
  Search *search = g_task_get_task_data (errand->task);
  gboolean exists = mail_inquiry_resolve_finish (MAIL_INQUIRY (source), result, NULL);

  search->n_pending--;
  set_name_state (search, errand->name, exists ? NAME_EXISTS : NAME_MISSING);
  if (search->guesses != NULL && !search->done)
    {
      drop_missing (search);
      greet_those_that_exist (errand->task);
    }
  review (errand->task);
}

static void
resolve (GTask *task, const char *name)
{
  Search *search = g_task_get_task_data (task);

  if (get_name_state (search, name) != NAME_UNKNOWN)
    return;
  set_name_state (search, name, NAME_ASKED);
  mail_inquiry_resolve_async (search->inquiry, name, search->questions, on_resolved,
                              errand_new (task, name, NULL));
}

/* Nobody is greeted before the domain could say that it does not have the service. */
static void
guess_when_known (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  if (!search->done && search->services_known && search->exchanger_known)
    {
      search->guesses = mail_guesses_new (mail_inquiry_get_address (search->inquiry), search->exchanger,
                                          search->services);
      drop_missing (search);
      greet_those_that_exist (task);
    }
  review (task);
}

static void
on_services_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;
  Search *search = g_task_get_task_data (errand->task);

  search->n_pending--;
  search->services_known = TRUE;
  search->services = mail_services_ask_finish (result, &search->error);
  guess_when_known (errand->task);
}

static void
on_exchanger_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;
  Search *search = g_task_get_task_data (errand->task);
  g_autoptr (MailDnsAnswer) answer = mail_inquiry_query_finish (MAIL_INQUIRY (source), result, NULL);

  search->n_pending--;
  g_clear_handle_id (&search->exchange_source, g_source_remove);
  search->exchanger_known = TRUE;
  search->exchanger = answer != NULL ? mail_exchanger_dup_best (answer) : NULL;
  if (search->exchanger != NULL && !search->done)
    resolve (errand->task, search->exchanger);
  /* Who takes no mail has no mailboxes. */
  if (answer != NULL && mail_exchanger_is_refused (answer))
    stop (search);
  guess_when_known (errand->task);
}

static gboolean
on_exchanger_too_late (gpointer user_data)
{
  Search *search = user_data;

  search->exchange_source = 0;
  g_cancellable_cancel (search->exchange);
  return G_SOURCE_REMOVE;
}

static gboolean
on_caller_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  stop (g_task_get_task_data (task));
  return_when_quiet (task);
  return G_SOURCE_REMOVE;
}

static void
follow (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  if (g_task_get_cancellable (task) == NULL)
    return;
  search->leash = g_cancellable_source_new (g_task_get_cancellable (task));
  g_source_set_callback (search->leash, G_SOURCE_FUNC (on_caller_cancelled), task, NULL);
  g_source_attach (search->leash, g_task_get_context (task));
}

static void
ask (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  const char *domain = mail_inquiry_get_domain (search->inquiry);
  g_auto (GStrv) names = mail_guesses_list_names (domain);

  search->exchange_source = g_timeout_add (DNS_LIMIT, on_exchanger_too_late, search);
  mail_services_ask_async (search->inquiry, DNS_LIMIT, search->questions, on_services_answered,
                           errand_new (task, NULL, NULL));
  mail_inquiry_query_async (search->inquiry, domain, MAIL_DNS_MX, search->exchange, on_exchanger_answered,
                            errand_new (task, NULL, NULL));
  for (guint i = 0; names[i] != NULL; i++)
    resolve (task, names[i]);
}

static char *
mail_guess_finder_dup_label (MailFinder *finder, MailInquiry *inquiry)
{
  MailAddress *address = mail_inquiry_get_address (inquiry);

  /* Translators: %s is a domain such as “example.org”. */
  return g_strdup_printf (_("Likely names such as imap.%s"), mail_address_get_display_domain (address));
}

static void
mail_guess_finder_find_async (MailFinder *finder,
                              MailInquiry *inquiry,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (finder, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_guess_finder_find_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  g_task_set_task_data (task, search_new (task, inquiry), search_free);
  follow (task);
  ask (task);
}

static GPtrArray *
mail_guess_finder_find_finish (MailFinder *finder, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, finder), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_guess_finder_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mail_guess_finder_class_init (MailGuessFinderClass *klass)
{
  MailFinderClass *finder_class = MAIL_FINDER_CLASS (klass);

  finder_class->source = MAIL_SOURCE_GUESS;
  finder_class->dup_label = mail_guess_finder_dup_label;
  finder_class->find_async = mail_guess_finder_find_async;
  finder_class->find_finish = mail_guess_finder_find_finish;
}

static void
mail_guess_finder_init (MailGuessFinder *self)
{
}
