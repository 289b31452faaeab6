/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-trust-warning.h"

#include <glib/gi18n-lib.h>

/* What a person decided to trust here is nothing that another program knows of. */
static gboolean
has_own_trust (MailAccount *account)
{
  MailSettings *settings = mail_account_get_settings (account);

  return mail_server_get_pin (mail_settings_get_incoming (settings)) != NULL
         || mail_server_get_pin (mail_settings_get_outgoing (settings)) != NULL
         || mail_settings_get_authorities (settings) != NULL;
}

/**
 * mail_trust_warning_new:
 * @program: the name of another program
 * @account: an account
 *
 * Returns: (transfer full) (nullable): a translated sentence, where the program will not trust the servers of
 *   the account as this one was told to
 */
char *
mail_trust_warning_new (const char *program, MailAccount *account)
{
  if (!has_own_trust (account))
    return NULL;
  /* Translators: %s is the name of a program. */
  return g_strdup_printf (
      _("%s does not know that you trust the certificate of this server. It will ask, or "
         "refuse to connect, until it is told."),
      program);
}
