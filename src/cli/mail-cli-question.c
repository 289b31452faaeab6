/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "mail-cli-answer.h"
#include "mail-cli-error.h"
#include "mail-cli-progress.h"
#include "mail-cli-question.h"
#include "mail-cli-text.h"
#include "mail-error.h"
#include "mail-provider-advice.h"

struct _MailCliQuestion
{
  const MailCliLookupOptions *options;
  gboolean one_line; /* each answer is one line, in its place among others */
  char *text;        /* as typed, UTF-8 */
  MailAddress *address;
  GPtrArray *candidates;
  char *correction;
  GError *error;

  MailDiscovery *search; /* what was asked on the network */
  gboolean asking;
  MailCliProgress *progress;
  MailCliQuestionFunc answered;
  gpointer user_data;
};

/* ---- what is known here ---- */

/* A file that somebody handed out takes the place of the look-up, and stands before it where everything is
 * asked for. */
static gboolean
read_file (MailCliQuestion *self)
{
  MailCandidate *candidate = mail_discovery_read_file (self->options->file, self->address, &self->error);

  if (candidate == NULL)
    return FALSE;
  g_ptr_array_add (self->candidates, candidate);
  return self->options->all;
}

static void
create_search (MailCliQuestion *self)
{
  const MailDiscoveryOptions options = mail_cli_lookup_options_get_search (self->options);

  self->search = mail_discovery_new (self->address, &options, &self->error);
}

/* A search says what the database says, too; it is made only where that is not enough. */
static void
look_up (MailCliQuestion *self)
{
  gboolean offline = self->options->offline;
  GError **error = offline && self->candidates->len == 0 ? &self->error : NULL;
  MailCandidate *known = NULL;

  if (offline || !self->options->all)
    known = mail_discovery_lookup (self->address, error);
  if (known != NULL)
    g_ptr_array_add (self->candidates, known);
  else if (!offline)
    create_search (self);
}

/**
 * mail_cli_question_new:
 * @options: the options, which must outlive the question
 * @text: an address as typed
 * @one_line: whether each answer is one line of text
 *
 * Looks @text up as far as that needs no network.
 *
 * Returns: (transfer full): a new #MailCliQuestion
 */
MailCliQuestion *
mail_cli_question_new (const MailCliLookupOptions *options, const char *text, gboolean one_line)
{
  MailCliQuestion *self = g_new0 (MailCliQuestion, 1);

  self->options = options;
  self->one_line = one_line;
  self->text = g_utf8_make_valid (text, -1);
  self->candidates = g_ptr_array_new_with_free_func (g_object_unref);
  self->address = mail_address_new (text, &self->error);
  if (self->address == NULL)
    return self;
  if (options->file == NULL || read_file (self))
    look_up (self);
  if (self->candidates->len == 0)
    self->correction = mail_discovery_correct (self->address);
  return self;
}

/**
 * mail_cli_question_free:
 * @self: (transfer full): a question that is not being asked
 *
 * Frees @self.
 */
void
mail_cli_question_free (MailCliQuestion *self)
{
  g_free (self->text);
  g_clear_pointer (&self->address, mail_address_unref);
  g_ptr_array_unref (self->candidates);
  g_free (self->correction);
  g_clear_error (&self->error);
  g_clear_object (&self->search);
  g_clear_pointer (&self->progress, mail_cli_progress_free);
  g_free (self);
}

/* ---- what the network knows ---- */

static void
add_found (MailCliQuestion *self)
{
  GListModel *found = mail_discovery_get_candidates (self->search);
  guint n = g_list_model_get_n_items (found);

  if (!self->options->all)
    g_ptr_array_add (self->candidates, g_object_ref (mail_discovery_get_best (self->search)));
  for (guint i = 0; self->options->all && i < n; i++)
    g_ptr_array_add (self->candidates, g_list_model_get_item (found, i));
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MailCliQuestion *self = user_data;

  g_clear_pointer (&self->progress, mail_cli_progress_free);
  self->asking = FALSE;
  if (mail_discovery_run_finish (self->search, result, self->candidates->len == 0 ? &self->error : NULL))
    add_found (self);
  self->answered (self->user_data);
}

/**
 * mail_cli_question_is_answered:
 * @self: a question
 *
 * Returns: whether everything is known that mail_cli_question_print() says
 */
gboolean
mail_cli_question_is_answered (MailCliQuestion *self)
{
  return !self->asking && (self->search == NULL || self->answered != NULL);
}

/**
 * mail_cli_question_ask:
 * @self: a question that is not answered, and was not asked
 * @show_progress: whether a person at the terminal may see what is being done
 * @answered: called when it is answered
 * @user_data: for @answered
 *
 * Asks the network.
 */
void
mail_cli_question_ask (MailCliQuestion *self,
                       gboolean show_progress,
                       MailCliQuestionFunc answered,
                       gpointer user_data)
{
  self->asking = TRUE;
  self->answered = answered;
  self->user_data = user_data;
  if (show_progress)
    self->progress = mail_cli_progress_new_for_search (self->search);
  mail_discovery_run_async (self->search, NULL, on_searched, self);
}

/* ---- the answer ---- */

/* A provider without standard access is known, but nothing is found that could be used. */
static GError *
check_supported (MailCandidate *candidate)
{
  MailProvider *provider = mail_candidate_get_provider (candidate);
  g_auto (GStrv) advice = NULL;

  if (provider == NULL || mail_provider_is_supported (provider))
    return NULL;
  advice = mail_provider_dup_advice (provider);
  return g_error_new_literal (MAIL_ERROR, MAIL_ERROR_PROVIDER_UNSUPPORTED, advice[0]);
}

static void
print_json (MailCliQuestion *self, MailCandidate *candidate, const GError *error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  const MailCliAnswer answer = {
    .text = self->text,
    .address = self->address,
    .candidate = candidate,
    .search = self->search,
    .error = error,
    .correction = self->correction,
    .thorough = self->options->all,
  };

  mail_cli_answer_add (json, &answer);
  mail_cli_json_print (json);
}

static char *
dup_question (MailCliQuestion *self)
{
  /* Translators: %s is an e-mail address. */
  return self->correction != NULL ? g_strdup_printf (_("Did you mean %s?"), self->correction) : NULL;
}

static void
print_failure (MailCliQuestion *self, const GError *error)
{
  g_autofree char *question = dup_question (self);
  g_autofree char *sentences
      = question != NULL ? g_strjoin (" ", error->message, question, NULL) : g_strdup (error->message);

  if (self->one_line)
    g_print ("%s: %s\n", self->text, sentences);
  else
    mail_cli_complain (sentences);
}

static void
print_candidate (MailCliQuestion *self, MailCandidate *candidate)
{
  g_autofree char *question = dup_question (self);

  if (self->one_line)
    {
      mail_cli_text_line (self->address, candidate, question);
      return;
    }
  mail_cli_text_candidate (self->address, candidate, self->search);
  if (question != NULL)
    mail_cli_complain (question);
}

static MailCliStatus
print (MailCliQuestion *self, MailCandidate *candidate)
{
  g_autoptr (GError) unsupported = check_supported (candidate);

  if (self->options->json)
    print_json (self, candidate, unsupported);
  else if (unsupported != NULL)
    print_failure (self, unsupported);
  else
    print_candidate (self, candidate);
  return unsupported != NULL ? MAIL_CLI_FAILED : MAIL_CLI_OK;
}

/**
 * mail_cli_question_print:
 * @self: a question that is answered
 *
 * Prints the answer, and hands it to whoever reads at once.
 *
 * Returns: the exit status it stands for
 */
MailCliStatus
mail_cli_question_print (MailCliQuestion *self)
{
  MailCliStatus status = MAIL_CLI_OK;

  if (self->error != NULL && self->options->json)
    print_json (self, NULL, self->error);
  else if (self->error != NULL)
    print_failure (self, self->error);
  for (guint i = 0; i < self->candidates->len; i++)
    {
      MailCliStatus one;

      if (i > 0 && !self->one_line && !self->options->json)
        g_print ("\n");
      one = print (self, g_ptr_array_index (self->candidates, i));
      status = MAX (status, one);
    }
  fflush (stdout);
  return self->error != NULL ? mail_cli_error_get_status (self->error) : status;
}
