/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli lookup: answers come in the order of the questions, each as soon as it and all before it are
 * ready, so that another program may ask one address after another of the same process. What the network has
 * to be asked for is asked of it together. */
#include "config.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "mail-cli-error.h"
#include "mail-cli-json.h"
#include "mail-cli-lines.h"
#include "mail-cli-question.h"

/* How many addresses are being asked for at a time. */
#define ASKING_MAX 8
/* How many answers may wait for one before them. */
#define WAITING_MAX 256

typedef struct
{
  MailCliLookupOptions options;
  char **next;         /* of the addresses that were named */
  MailCliLines *lines; /* nullable: while standard input is read */
  gboolean filling;
  GQueue questions;
  guint n_asking;
  MailCliStatus status;
} Lookup;

static void
lookup_clear (Lookup *self)
{
  g_clear_pointer (&self->lines, mail_cli_lines_free);
  g_queue_clear_full (&self->questions, (GDestroyNotify) mail_cli_question_free);
  mail_cli_lookup_options_clear (&self->options);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lookup, lookup_clear)

static void go_on (Lookup *self);

static void
on_answered (gpointer user_data)
{
  Lookup *self = user_data;

  self->n_asking--;
  go_on (self);
}

/* The only one may say what it is doing; several would write over one another. */
static gboolean
is_alone (Lookup *self, gboolean one_line)
{
  return !one_line && !self->options.json && g_strv_length (self->options.addresses) == 1;
}

static void
ask (Lookup *self, const char *text, gboolean one_line)
{
  MailCliQuestion *question = mail_cli_question_new (&self->options, text, one_line);

  g_queue_push_tail (&self->questions, question);
  if (mail_cli_question_is_answered (question))
    return;
  self->n_asking++;
  mail_cli_question_ask (question, is_alone (self, one_line), on_answered, self);
}

static void
on_filled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Lookup *self = user_data;
  g_autoptr (GError) error = NULL;

  self->filling = FALSE;
  if (!mail_cli_lines_fill_finish (self->lines, result, &error))
    {
      /* Translators: %s is the system's word for the reason, such as “Is a directory”. */
      g_autofree char *text = g_strdup_printf (_("Standard input could not be read: %s."), error->message);

      mail_cli_complain (text);
      self->status = MAX (self->status, MAIL_CLI_NOT_ALLOWED);
    }
  go_on (self);
}

/* Whether there may be more to take at once. */
static gboolean
take_line (Lookup *self)
{
  g_autofree char *line = NULL;

  switch (mail_cli_lines_next (self->lines, &line))
    {
    case MAIL_CLI_LINES_LINE:
      ask (self, line, TRUE);
      return TRUE;
    case MAIL_CLI_LINES_END:
      g_clear_pointer (&self->lines, mail_cli_lines_free);
      return TRUE;
    case MAIL_CLI_LINES_WAIT:
    default:
      self->filling = TRUE;
      mail_cli_lines_fill_async (self->lines, on_filled, self);
      return FALSE;
    }
}

static gboolean
take_next (Lookup *self)
{
  if (self->filling || self->n_asking >= ASKING_MAX || self->questions.length >= WAITING_MAX)
    return FALSE;
  if (self->lines != NULL)
    return take_line (self);
  if (*self->next == NULL)
    return FALSE;
  if (g_str_equal (*self->next, "-"))
    self->lines = mail_cli_lines_new (STDIN_FILENO);
  else
    ask (self, *self->next, FALSE);
  self->next++;
  return TRUE;
}

/* The exit status speaks for all answers: it is that of the worst. */
static void
print_answers (Lookup *self)
{
  while (self->questions.length > 0 && mail_cli_question_is_answered (g_queue_peek_head (&self->questions)))
    {
      g_autoptr (MailCliQuestion) question = g_queue_pop_head (&self->questions);

      MailCliStatus status = mail_cli_question_print (question);

      self->status = MAX (self->status, status);
    }
}

static void
go_on (Lookup *self)
{
  print_answers (self);
  while (take_next (self))
    print_answers (self);
}

static gboolean
is_done (Lookup *self)
{
  return self->questions.length == 0 && self->lines == NULL && *self->next == NULL;
}

/* Nothing that runs has to be undone: Ctrl-C ends the program as it is. */
static MailCliStatus
answer_all (Lookup *self)
{
  self->next = self->options.addresses;
  go_on (self);
  while (!is_done (self))
    g_main_context_iteration (NULL, TRUE);
  return self->status;
}

/**
 * mail_cli_lookup:
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 *
 * Shows the settings of addresses.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_lookup (const MailCliCommand *command, char **arguments)
{
  g_auto (Lookup) self = { .questions = G_QUEUE_INIT };
  g_autoptr (GError) error = NULL;

  if (!mail_cli_lookup_options_parse (&self.options, command, arguments, &error))
    return mail_cli_error_print (error);
  if (self.options.json)
    mail_cli_json_speak_english ();
  return answer_all (&self);
}
