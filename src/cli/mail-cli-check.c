/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli check */
#include "config.h"

#include "mail-cli-accounts.h"
#include "mail-cli-check-stage.h"
#include "mail-cli-error.h"
#include "mail-cli-json.h"

static MailCliStatus
check (const MailCliCheckOptions *options)
{
  g_autoptr (MailStore) store = mail_cli_accounts_open ();
  g_autoptr (MailSetup) setup = mail_setup_new (store, NULL);
  g_autoptr (MailCliWait) wait = NULL;
  g_autoptr (GError) error = NULL;

  if (mail_cli_check_stage_prepare (options, setup, &error)
      && mail_cli_check_stage_secrets (options, setup, &error))
    {
      wait = mail_cli_wait_new ();
      mail_cli_check_stage_run (options, setup, wait, &error);
    }
  return mail_cli_check_stage_finish (options, setup, error);
}

/**
 * mail_cli_check:
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 *
 * Checks the servers of an address.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_check (const MailCliCommand *command, char **arguments)
{
  g_auto (MailCliCheckOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  if (!mail_cli_check_options_parse (&options, command, arguments, MAIL_CLI_CHECK_ONLY, &error))
    return mail_cli_error_print (error);
  if (options.json)
    mail_cli_json_speak_english ();
  return check (&options);
}
