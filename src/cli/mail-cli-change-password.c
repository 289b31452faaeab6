/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli password: a stored account gets another password, once both servers have accepted it. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-accounts.h"
#include "mail-cli-check-stage.h"
#include "mail-cli-error.h"
#include "mail-cli-json.h"

static gboolean
change (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  g_autoptr (MailCliWait) wait = NULL;

  if (!mail_cli_check_stage_prepare (options, setup, error)
      || !mail_cli_check_stage_secrets (options, setup, error))
    return FALSE;
  wait = mail_cli_wait_new ();
  if (!mail_cli_check_stage_run (options, setup, wait, error))
    return FALSE;
  mail_setup_save_async (setup, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done, wait);
  return mail_setup_save_finish (setup, mail_cli_wait_for_result (wait), error);
}

static MailCliStatus
change_and_say (const MailCliCheckOptions *options)
{
  g_autoptr (MailStore) store = mail_cli_accounts_open ();
  g_autoptr (MailSetup) setup = mail_setup_new (store, NULL);
  g_autoptr (GError) error = NULL;
  MailCliStatus status;

  change (options, setup, &error);
  status = mail_cli_check_stage_finish (options, setup, error);
  if (status != MAIL_CLI_OK || options->json)
    return status;
  /* Translators: %s is an e-mail address. */
  g_print (_("The new password of %s is stored."),
           mail_address_get_address (mail_setup_get_address (setup)));
  g_print ("\n");
  return status;
}

/**
 * mail_cli_change_password:
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 *
 * Proves a new password of a stored account, and stores it in place of the old one.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_change_password (const MailCliCommand *command, char **arguments)
{
  g_auto (MailCliCheckOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  if (!mail_cli_check_options_parse (&options, command, arguments, MAIL_CLI_CHECK_PASSWORD, &error))
    return mail_cli_error_print (error);
  if (options.json)
    mail_cli_json_speak_english ();
  return change_and_say (&options);
}
