/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli providers */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-answer.h"
#include "mail-cli-error.h"
#include "mail-cli-options.h"
#include "mail-cli-text.h"
#include "mail-database.h"

typedef struct
{
  gboolean json;
} Providers;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Providers, json), N_("Print a JSON array"), NULL },
  { NULL },
};

static gboolean
print_json (MailDatabase *database, char **ids, GError **error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_array (json);
  for (; *ids != NULL; ids++)
    {
      g_autoptr (MailClientConfig) config = mail_database_get_provider (database, *ids, error);
      g_auto (GStrv) domains = NULL;

      if (config == NULL)
        return FALSE;
      domains = mail_database_list_domains (database, *ids);
      mail_cli_answer_facts (json, mail_client_config_get_provider (config), (const char *const *) domains);
    }
  json_builder_end_array (json);
  mail_cli_json_print (json);
  return TRUE;
}

static void
print_row (MailProvider *provider, guint n_domains)
{
  mail_cli_text_column (mail_provider_get_id (provider), 28);
  g_print (" ");
  mail_cli_text_column (mail_provider_get_name (provider), 32);
  g_print (" ");
  /* Translators: %u is the number of domains of a provider. */
  g_print (ngettext("%u domain", "%u domains", n_domains), n_domains);
  g_print ("\n");
}

static gboolean
print_table (MailDatabase *database, char **ids, GError **error)
{
  for (; *ids != NULL; ids++)
    {
      g_autoptr (MailClientConfig) config = mail_database_get_provider (database, *ids, error);
      g_auto (GStrv) domains = NULL;

      if (config == NULL)
        return FALSE;
      domains = mail_database_list_domains (database, *ids);
      print_row (mail_client_config_get_provider (config), g_strv_length (domains));
    }
  return TRUE;
}

/**
 * mail_cli_providers:
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 *
 * Lists the providers of the database.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_providers (const MailCliCommand *command, char **arguments)
{
  Providers self = { 0 };
  g_autoptr (GError) error = NULL;
  MailDatabase *database = mail_database_get_default ();
  g_auto (GStrv) ids = NULL;
  gboolean printed;

  if (!mail_cli_options_parse (command, entries, &self, arguments, &error))
    return mail_cli_error_print (error);

  ids = mail_database_list_providers (database);
  printed = self.json ? print_json (database, ids, &error) : print_table (database, ids, &error);
  return printed ? MAIL_CLI_OK : mail_cli_error_print (error);
}
