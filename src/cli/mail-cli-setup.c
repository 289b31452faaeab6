/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli setup: what "check" does, and then the account is stored. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-accounts.h"
#include "mail-cli-check-stage.h"
#include "mail-cli-error.h"
#include "mail-cli-json.h"
#include "mail-error.h"

/* Said before a password is asked for in vain. */
static gboolean
check_existing (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  if (mail_setup_get_existing (setup) == NULL || options->replace)
    return TRUE;
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_STORE_FAILED,
               /* Translators: %s is an e-mail address. */
               _("An account for %s is stored already: add --replace to put this one in its place."),
               mail_address_get_address (mail_setup_get_address (setup)));
  return FALSE;
}

static gboolean
prepare (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  if (options->name != NULL)
    mail_setup_set_name (setup, options->name);
  if (!mail_cli_check_stage_prepare (options, setup, error) || !check_existing (options, setup, error))
    return FALSE;
  mail_setup_set_replace (setup, options->replace);
  return mail_cli_check_stage_secrets (options, setup, error);
}

static gboolean
save (MailSetup *setup, MailCliWait *wait, GError **error)
{
  mail_setup_save_async (setup, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done, wait);
  return mail_setup_save_finish (setup, mail_cli_wait_for_result (wait), error);
}

static gboolean
check_and_save (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  g_autoptr (MailCliWait) wait = NULL;

  if (!prepare (options, setup, error))
    return FALSE;
  wait = mail_cli_wait_new ();
  return mail_cli_check_stage_run (options, setup, wait, error) && save (setup, wait, error);
}

static MailCliStatus
set_up (const MailCliCheckOptions *options)
{
  g_autoptr (MailStore) store = mail_cli_accounts_open ();
  g_autoptr (MailSetup) setup = mail_setup_new (store, NULL);
  g_autoptr (GError) error = NULL;
  MailCliStatus status;

  check_and_save (options, setup, &error);
  status = mail_cli_check_stage_finish (options, setup, error);
  if (status == MAIL_CLI_OK && !options->json)
    {
      /* Translators: the first %s is an e-mail address, the second the id of the account. */
      g_print (_("The account %s is stored as %s."),
               mail_address_get_address (mail_setup_get_address (setup)),
               mail_account_get_id (mail_setup_get_account (setup)));
      g_print ("\n");
    }
  return status;
}

/**
 * mail_cli_setup:
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 *
 * Checks the servers of an address and stores the account.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_setup (const MailCliCommand *command, char **arguments)
{
  g_auto (MailCliCheckOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  if (!mail_cli_check_options_parse (&options, command, arguments, MAIL_CLI_CHECK_SETUP, &error))
    return mail_cli_error_print (error);
  if (options.json)
    mail_cli_json_speak_english ();
  return set_up (&options);
}
