/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include <gio/gio.h>

#include "mail-cli-error.h"
#include "mail-error.h"

/* What is neither the network's nor the provider's doing: somebody has to unlock, allow or mend something
 * here. */
static gboolean
is_refusal (int code)
{
  switch (code)
    {
    case MAIL_ERROR_SETTINGS_INVALID:
    case MAIL_ERROR_KEYRING_LOCKED:
    case MAIL_ERROR_KEYRING_DISMISSED:
    case MAIL_ERROR_KEYRING_MISSING:
    case MAIL_ERROR_KEYRING_FAILED:
    case MAIL_ERROR_STORE_FAILED:
    case MAIL_ERROR_HANDOFF_FAILED:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * mail_cli_complain:
 * @sentence: translated, says what to do
 *
 * Writes @sentence to standard error, after everything that standard output holds so far.
 */
void
mail_cli_complain (const char *sentence)
{
  fflush (stdout);
  g_printerr ("siegel-cli: %s\n", sentence);
}

/**
 * mail_cli_error_get_status:
 * @error: any error of a command
 *
 * Returns: the exit status that stands for @error
 */
MailCliStatus
mail_cli_error_get_status (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (error, MAIL_ERROR, MAIL_ERROR_CANCELLED))
    return MAIL_CLI_INTERRUPTED;
  if (error->domain == G_OPTION_ERROR)
    return MAIL_CLI_WRONG_USAGE;
  if (error->domain == MAIL_ERROR && !is_refusal (error->code))
    return MAIL_CLI_FAILED;
  return MAIL_CLI_NOT_ALLOWED;
}

/**
 * mail_cli_error_print:
 * @error: any error of a command
 *
 * Complains about @error; an interruption needs no word, the person knows of it.
 *
 * Returns: the exit status that stands for @error
 */
MailCliStatus
mail_cli_error_print (const GError *error)
{
  MailCliStatus status = mail_cli_error_get_status (error);

  if (status != MAIL_CLI_INTERRUPTED)
    mail_cli_complain (error->message);
  return status;
}
