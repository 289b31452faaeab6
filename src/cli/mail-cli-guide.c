/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli guide */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-cli-accounts.h"
#include "mail-cli-error.h"
#include "mail-cli-json.h"
#include "mail-cli-options.h"
#include "mail-cli-text.h"
#include "mail-guide.h"

typedef struct
{
  char *client;
  char *format;
  gboolean list;
  gboolean json;
  char **operands;
} Guide;

static const GOptionEntry entries[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME, MAIL_CLI_OPTION (Guide, client),
    /* Translators: stands for the name of a mail program in the list of options. */
    N_("The mail program or device, as --list names it"), N_("CLIENT") },
  { "format", 0, 0, G_OPTION_ARG_FILENAME, MAIL_CLI_OPTION (Guide, format),
    N_("Plain text, unless html is wanted"), "text|html" },
  { "list", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Guide, list), N_("List the guides"), NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Guide, json), N_("Print the list as a JSON array"),
    NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, MAIL_CLI_OPTION (Guide, operands), NULL, NULL },
  { NULL },
};

static void
guide_clear (Guide *self)
{
  g_clear_pointer (&self->client, g_free);
  g_clear_pointer (&self->format, g_free);
  g_clear_pointer (&self->operands, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Guide, guide_clear)

static gboolean
set_wrong_usage (const char *sentence, GError **error)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);
  return FALSE;
}

static gboolean
is_known (const char *id)
{
  g_auto (GStrv) ids = mail_guide_list ();

  return g_strv_contains ((const char *const *) ids, id);
}

static gboolean
check_client (const Guide *self, GError **error)
{
  g_autofree char *shown = self->client != NULL ? g_utf8_make_valid (self->client, -1) : NULL;
  g_autofree char *text = NULL;

  if (self->client == NULL)
    return set_wrong_usage (_("Name the mail program with --for: “siegel-cli guide --list” shows them."),
                            error);
  if (is_known (self->client))
    return TRUE;
  /* Translators: %s is what was typed as the name of a mail program. */
  text = g_strdup_printf (_("There is no guide for “%s”: “siegel-cli guide --list” shows them."), shown);
  return set_wrong_usage (text, error);
}

static gboolean
check_options (const Guide *self, GError **error)
{
  if (self->list && (self->client != NULL || self->format != NULL || self->operands != NULL))
    return set_wrong_usage (_("--list goes with --json only."), error);
  if (self->list)
    return TRUE;
  if (self->json)
    return set_wrong_usage (_("--json goes with --list only."), error);
  if (self->format != NULL && !g_str_equal (self->format, "text") && !g_str_equal (self->format, "html"))
    return set_wrong_usage (_("--format is text or html."), error);
  return check_client (self, error);
}

static void
print_json_row (JsonBuilder *json, MailGuide *guide)
{
  static const char *const verdicts[] = { "works", "partly", "too-old" };

  json_builder_begin_object (json);
  mail_cli_json_string (json, "id", mail_guide_get_id (guide));
  mail_cli_json_string (json, "name", mail_guide_get_name (guide));
  mail_cli_json_string (json, "group", mail_guide_get_group (guide));
  mail_cli_json_string (json, "version", mail_guide_get_version (guide));
  mail_cli_json_string (json, "date", mail_guide_get_date (guide));
  mail_cli_json_string (json, "verdict", verdicts[mail_guide_get_verdict (guide)]);
  mail_cli_json_string (json, "instead", mail_guide_get_instead (guide));
  json_builder_end_object (json);
}

static void
print_row (MailGuide *guide)
{
  mail_cli_text_column (mail_guide_get_id (guide), 20);
  g_print (" ");
  mail_cli_text_column (mail_guide_get_name (guide), 34);
  g_print (" %s\n", mail_guide_get_verdict (guide) == MAIL_GUIDE_TOO_OLD
                        ? _("no longer usable")
                        : mail_guide_get_group_label (mail_guide_get_group (guide)));
}

static MailCliStatus
print_list (const Guide *self)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_auto (GStrv) ids = mail_guide_list ();

  json_builder_begin_array (json);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MailGuide) guide = mail_guide_load (ids[i], &error);

      if (guide == NULL)
        return mail_cli_error_print (error);
      if (self->json)
        print_json_row (json, guide);
      else
        print_row (guide);
    }
  json_builder_end_array (json);
  if (self->json)
    mail_cli_json_print (json);
  return MAIL_CLI_OK;
}

/* A guide that cannot help with this account says why, and is no success. */
static MailCliStatus
print_guide (const Guide *self, MailAccount *account, GError **error)
{
  g_autoptr (MailGuide) guide = mail_guide_load (self->client, error);
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (MailPaper) paper = NULL;
  g_autofree char *page = NULL;

  if (guide == NULL)
    return mail_cli_error_print (*error);
  steps = mail_guide_get_steps (guide, account);
  paper = mail_guide_to_paper (guide, account);
  page = g_strcmp0 (self->format, "html") == 0 ? mail_paper_to_html (paper) : mail_paper_to_text (paper);
  g_print ("%s", page);
  return steps->len > 0 ? MAIL_CLI_OK : MAIL_CLI_FAILED;
}

/**
 * mail_cli_guide:
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 *
 * Shows how a stored account is set up by hand in another program, or lists the programs.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_guide (const MailCliCommand *command, char **arguments)
{
  g_auto (Guide) self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MailStore) store = NULL;
  MailAccount *account;
  const char *name;

  if (!mail_cli_options_parse (command, entries, &self, arguments, &error) || !check_options (&self, &error))
    return mail_cli_error_print (error);
  if (self.list)
    return print_list (&self);
  name = mail_cli_options_get_one (command, self.operands, &error);
  if (name == NULL)
    return mail_cli_error_print (error);

  store = mail_cli_accounts_open ();
  account = mail_cli_accounts_find (store, name, &error);
  return account != NULL ? print_guide (&self, account, &error) : mail_cli_error_print (error);
}
