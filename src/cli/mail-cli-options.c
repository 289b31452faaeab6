/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of a command are a table whose entries name places in a structure by their offset, so that the
 * table is constant and the structure lives on the stack of the command.
 *
 * Texts are read as G_OPTION_ARG_FILENAME, that is as bytes: GOption would convert others from the character
 * set of the locale, and refuse "anna@straße.de" where that is ASCII. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-options.h"

#define TIMEOUT_MAX 3600

static GOptionEntry *
point_at (const GOptionEntry *entries, gpointer values)
{
  GArray *placed = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    {
      GOptionEntry copy = *entry;

      copy.arg_data = (guint8 *) values + GPOINTER_TO_SIZE (entry->arg_data);
      g_array_append_val (placed, copy);
    }
  return (GOptionEntry *) (gpointer) g_array_free (placed, FALSE);
}

static void
set_wrong_usage (const MailCliCommand *command, const char *reason, GError **error)
{
  g_set_error (
      error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
      /* Translators: the first %s is what is wrong, without a full stop, the second the name of a command. */
      _("%s: “siegel-cli %s --help” shows how it is used."), reason, command->name);
}

static GOptionContext *
create_context (const MailCliCommand *command, const GOptionEntry *entries)
{
  /* gettext answers "" with the head of the catalogue. */
  const char *operands = *command->operands != '\0' ? _ (command->operands) : "";
  GOptionContext *context = g_option_context_new (operands);
  g_autofree char *name = g_strconcat ("siegel-cli ", command->name, NULL);

  /* The usage line shows it. */
  g_set_prgname (name);
  g_option_context_set_summary (context, _ (command->summary));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return context;
}

/**
 * mail_cli_options_parse:
 * @command: the command
 * @entries: its options, arg_data being a MAIL_CLI_OPTION(), with an empty last one
 * @values: (inout): the structure to fill
 * @arguments: (array zero-terminated=1): the name of the command and what follows it
 * @error: return location of %G_OPTION_ERROR
 *
 * Prints the help and leaves where it is asked for.
 *
 * Returns: whether the options are right
 */
gboolean
mail_cli_options_parse (const MailCliCommand *command,
                        const GOptionEntry *entries,
                        gpointer values,
                        char **arguments,
                        GError **error)
{
  g_autofree GOptionEntry *placed = point_at (entries, values);
  g_autoptr (GOptionContext) context = create_context (command, placed);
  g_auto (GStrv) words = g_strdupv (arguments);
  g_autoptr (GError) reason = NULL;

  if (g_option_context_parse_strv (context, &words, &reason))
    return TRUE;
  set_wrong_usage (command, reason->message, error);
  return FALSE;
}

/**
 * mail_cli_options_get_one:
 * @command: the command
 * @operands: (array zero-terminated=1) (nullable): what is left after the options
 * @error: return location of %G_OPTION_ERROR
 *
 * Returns: (transfer none) (nullable): the only operand
 */
const char *
mail_cli_options_get_one (const MailCliCommand *command, char **operands, GError **error)
{
  if (operands != NULL && operands[0] != NULL && operands[1] == NULL)
    return operands[0];
  set_wrong_usage (command,
                   operands == NULL ? _("Name the account or the address")
                                    : _("Name only one account or address"),
                   error);
  return NULL;
}

/**
 * mail_cli_options_is_timeout:
 * @seconds: the value of --timeout
 * @error: return location of %G_OPTION_ERROR
 *
 * Returns: whether somebody may want to wait so long
 */
gboolean
mail_cli_options_is_timeout (int seconds, GError **error)
{
  if (seconds >= 1 && seconds <= TIMEOUT_MAX)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("--timeout wants a number of seconds from 1 to 3600."));
  return FALSE;
}

/**
 * mail_cli_options_is_text:
 * @name: the option, as typed
 * @value: (nullable): its value
 * @error: return location of %G_OPTION_ERROR
 *
 * Returns: whether @value, where there is one, is UTF-8
 */
gboolean
mail_cli_options_is_text (const char *name, const char *value, GError **error)
{
  if (value == NULL || g_utf8_validate (value, -1, NULL))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* Translators: %s is an option such as “--name”. */
               _("The value of %s is not UTF-8 text: type it in a UTF-8 locale."), name);
  return FALSE;
}
