/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli lookup: answers each address in turn. Standard input is answered line by line, so that another
 * program may ask one address after another of the same process. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "mail-cli-answer.h"
#include "mail-cli-error.h"
#include "mail-cli-options.h"
#include "mail-cli-text.h"
#include "mail-discovery.h"
#include "mail-error.h"
#include "mail-provider-advice.h"

/* An address has at most 320 octets; a line beyond this is none. */
#define LINE_MAX_BYTES 4096

typedef struct
{
  gboolean offline;
  gboolean all;
  gboolean json;
  char *file;
  char **addresses;
} Lookup;

static const GOptionEntry entries[] = {
  { "offline", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Lookup, offline), N_("Ask nobody on the network"),
    NULL },
  { "all", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Lookup, all), N_("Show all settings that are found"),
    NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Lookup, json), N_("Print one line of JSON an answer"),
    NULL },
  { "file", 0, 0, G_OPTION_ARG_FILENAME, MAIL_CLI_OPTION (Lookup, file),
    N_("Take the settings from this autoconfig file"),
    /* Translators: stands for the name of a file in the list of options. */
    N_("AUTOCONFIG.XML") },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, MAIL_CLI_OPTION (Lookup, addresses), NULL, NULL },
  { NULL },
};

static void
lookup_clear (Lookup *self)
{
  g_clear_pointer (&self->file, g_free);
  g_clear_pointer (&self->addresses, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lookup, lookup_clear)

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

/* The exit status speaks for all answers. */
static MailCliStatus
get_worse (MailCliStatus a, MailCliStatus b)
{
  return a > b ? a : b;
}

static void
print_failure (gboolean one_line, const char *text, const GError *error)
{
  if (one_line)
    g_print ("%s: %s\n", text, error->message);
  else
    mail_cli_complain (error->message);
}

static MailCliStatus
answer_failure (const Lookup *self,
                gboolean one_line,
                const char *text,
                MailAddress *address,
                const GError *error)
{
  if (self->json)
    {
      g_autoptr (JsonBuilder) json = json_builder_new ();

      mail_cli_answer_not_found (json, text, address, error);
      mail_cli_json_print (json);
    }
  else
    {
      print_failure (one_line, text, error);
    }
  return mail_cli_error_get_status (error);
}

static void
print_candidate (gboolean one_line, MailAddress *address, MailCandidate *candidate, const GError *unsupported)
{
  if (unsupported != NULL)
    print_failure (one_line, mail_address_get_address (address), unsupported);
  else if (one_line)
    mail_cli_text_line (address, candidate);
  else
    mail_cli_text_candidate (address, candidate);
}

static MailCliStatus
answer_candidate (const Lookup *self, gboolean one_line, MailAddress *address, MailCandidate *candidate)
{
  g_autoptr (GError) unsupported = check_supported (candidate);

  if (self->json)
    {
      g_autoptr (JsonBuilder) json = json_builder_new ();

      mail_cli_answer_found (json, address, candidate, unsupported);
      mail_cli_json_print (json);
    }
  else
    {
      print_candidate (one_line, address, candidate, unsupported);
    }
  return unsupported != NULL ? MAIL_CLI_FAILED : MAIL_CLI_OK;
}

/* A file that somebody handed out takes the place of the look-up, and stands before it where everything is
 * asked for. */
static GPtrArray *
find_candidates (const Lookup *self, MailAddress *address, GError **error)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (g_object_unref);
  MailCandidate *known;

  if (self->file != NULL)
    {
      MailCandidate *from_file = mail_discovery_read_file (self->file, address, error);

      if (from_file == NULL)
        return NULL;
      g_ptr_array_add (candidates, from_file);
      if (!self->all)
        return g_steal_pointer (&candidates);
    }

  known = mail_discovery_lookup (address, candidates->len == 0 ? error : NULL);
  if (known != NULL)
    g_ptr_array_add (candidates, known);
  return candidates->len > 0 ? g_steal_pointer (&candidates) : NULL;
}

static MailCliStatus
answer_address (const Lookup *self, gboolean one_line, const char *text, MailAddress *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) candidates = find_candidates (self, address, &error);
  MailCliStatus status = MAIL_CLI_OK;

  if (candidates == NULL)
    return answer_failure (self, one_line, text, address, error);

  for (guint i = 0; i < candidates->len; i++)
    status
        = get_worse (status, answer_candidate (self, one_line, address, g_ptr_array_index (candidates, i)));
  return status;
}

static MailCliStatus
answer (const Lookup *self, gboolean one_line, const char *text)
{
  g_autofree char *shown = g_utf8_make_valid (text, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (MailAddress) address = mail_address_new (text, &error);

  if (address == NULL)
    return answer_failure (self, one_line, shown, NULL, error);
  return answer_address (self, one_line, shown, address);
}

/* The rest of a line that is too long belongs to no answer. */
static void
skip_line (FILE *input)
{
  int c;

  do
    c = getc (input);
  while (c != EOF && c != '\n');
}

static MailCliStatus
answer_lines (const Lookup *self, FILE *input)
{
  char line[LINE_MAX_BYTES];
  MailCliStatus status = MAIL_CLI_OK;

  while (fgets (line, sizeof line, input) != NULL)
    {
      gsize length = strcspn (line, "\r\n");

      if (strchr (line, '\n') == NULL && !feof (input))
        skip_line (input);
      line[length] = '\0';
      status = get_worse (status, answer (self, TRUE, line));
      fflush (stdout);
    }
  return status;
}

static MailCliStatus
answer_all (const Lookup *self)
{
  MailCliStatus status = MAIL_CLI_OK;

  for (char **address = self->addresses; *address != NULL; address++)
    status = get_worse (status, g_str_equal (*address, "-") ? answer_lines (self, stdin)
                                                            : answer (self, FALSE, *address));
  return status;
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
  g_auto (Lookup) self = { 0 };
  g_autoptr (GError) error = NULL;

  if (!mail_cli_options_parse (command, entries, &self, arguments, &error))
    return mail_cli_error_print (error);
  if (self.addresses == NULL)
    {
      mail_cli_complain (_("Name an address, or “-” to read addresses from standard input."));
      return MAIL_CLI_WRONG_USAGE;
    }
  if (self.json)
    mail_cli_json_speak_english ();
  return answer_all (&self);
}
