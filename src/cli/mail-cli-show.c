/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli show */
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
  char **operands;
} Show;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Show, json), N_("Print JSON"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, MAIL_CLI_OPTION (Show, operands), NULL, NULL },
  { NULL },
};

static void
show_clear (Show *self)
{
  g_clear_pointer (&self->operands, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Show, show_clear)

static void
print (const Show *self, MailAccount *account)
{
  g_autoptr (JsonBuilder) json = NULL;

  if (!self->json)
    {
      mail_cli_text_account (account);
      return;
    }
  json = json_builder_new ();
  mail_cli_answer_account (json, account);
  mail_cli_json_print (json);
}

/**
 * mail_cli_show:
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 *
 * Shows a stored account.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_show (const MailCliCommand *command, char **arguments)
{
  g_auto (Show) self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MailStore) store = NULL;
  MailAccount *account;
  const char *name;

  if (!mail_cli_options_parse (command, entries, &self, arguments, &error))
    return mail_cli_error_print (error);
  name = mail_cli_options_get_one (command, self.operands, &error);
  if (name == NULL)
    return mail_cli_error_print (error);

  store = mail_cli_accounts_open ();
  account = mail_cli_accounts_find (store, name, &error);
  if (account == NULL)
    return mail_cli_error_print (error);
  print (&self, account);
  return MAIL_CLI_OK;
}
