/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli list */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-accounts.h"
#include "mail-cli-answer.h"
#include "mail-cli-error.h"
#include "mail-cli-options.h"
#include "mail-cli-text.h"

typedef struct
{
  gboolean json;
} List;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (List, json), N_("Print a JSON array"), NULL },
  { NULL },
};

static void
print_json (GListModel *accounts)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_array (json);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (MailAccount) account = g_list_model_get_item (accounts, i);

      mail_cli_answer_account (json, account);
    }
  json_builder_end_array (json);
  mail_cli_json_print (json);
}

static void
print_text (GListModel *accounts)
{
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (MailAccount) account = g_list_model_get_item (accounts, i);

      mail_cli_text_column (mail_address_get_address (mail_account_get_address (account)), 32);
      g_print (" %s\n", mail_account_get_id (account));
    }
}

/**
 * mail_cli_list:
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 *
 * Lists the stored accounts.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_list (const MailCliCommand *command, char **arguments)
{
  List self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MailStore) store = NULL;

  if (!mail_cli_options_parse (command, entries, &self, arguments, &error))
    return mail_cli_error_print (error);

  store = mail_cli_accounts_open ();
  if (self.json)
    print_json (G_LIST_MODEL (store));
  else
    print_text (G_LIST_MODEL (store));
  return MAIL_CLI_OK;
}
