/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli remove */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-accounts.h"
#include "mail-cli-error.h"
#include "mail-cli-options.h"
#include "mail-cli-wait.h"

typedef struct
{
  char **operands;
} Remove;

static const GOptionEntry entries[] = {
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, MAIL_CLI_OPTION (Remove, operands), NULL, NULL },
  { NULL },
};

static void
remove_clear (Remove *self)
{
  g_clear_pointer (&self->operands, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Remove, remove_clear)

static gboolean
remove_account (const char *address_or_id, GError **error)
{
  g_autoptr (MailStore) store = mail_cli_accounts_open ();
  g_autoptr (MailCliWait) wait = mail_cli_wait_new ();
  MailAccount *found = mail_cli_accounts_find (store, address_or_id, error);
  g_autoptr (MailAccount) account = NULL;

  if (found == NULL)
    return FALSE;

  /* The list lets go of it when it is removed. */
  account = g_object_ref (found);
  mail_store_remove_async (store, account, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done, wait);
  if (!mail_store_remove_finish (store, mail_cli_wait_for_result (wait), error))
    return FALSE;

  /* Translators: %s is an e-mail address. */
  g_print (_("The account %s and its passwords are removed."),
           mail_address_get_address (mail_account_get_address (account)));
  g_print ("\n");
  return TRUE;
}

/**
 * mail_cli_remove:
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 *
 * Removes a stored account and its secrets.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_remove (const MailCliCommand *command, char **arguments)
{
  g_auto (Remove) self = { 0 };
  g_autoptr (GError) error = NULL;
  const char *name;

  if (!mail_cli_options_parse (command, entries, &self, arguments, &error))
    return mail_cli_error_print (error);
  name = mail_cli_options_get_one (command, self.operands, &error);
  if (name == NULL || !remove_account (name, &error))
    return mail_cli_error_print (error);
  return MAIL_CLI_OK;
}
