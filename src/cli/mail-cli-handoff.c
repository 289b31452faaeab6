/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs that are told of an account, for commands that wait until it has happened. */
#include "mail-cli-handoff.h"

#include "mail-cli-wait.h"

typedef struct
{
  MailSecret *incoming;
  MailSecret *outgoing; /* NULL: the same */
} Secrets;

static void
secrets_clear (Secrets *secrets)
{
  g_clear_pointer (&secrets->incoming, mail_secret_unref);
  g_clear_pointer (&secrets->outgoing, mail_secret_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Secrets, secrets_clear)

/**
 * mail_cli_handoff_find:
 * @id: the name of a program
 *
 * Returns: (transfer full) (nullable): the program, whether it is there or not
 */
MailHandoff *
mail_cli_handoff_find (const char *id)
{
  g_autoptr (GListModel) list = mail_handoff_list_new ();

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (MailHandoff) handoff = g_list_model_get_item (list, i);

      if (g_str_equal (mail_handoff_get_id (handoff), id))
        return g_steal_pointer (&handoff);
    }
  return NULL;
}

static gboolean
load (MailStore *store, MailAccount *account, MailCliWait *wait, Secrets *secrets, GError **error)
{
  mail_store_load_secrets_async (store, account, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done,
                                 wait);
  return mail_store_load_secrets_finish (store, mail_cli_wait_for_result (wait), &secrets->incoming,
                                         &secrets->outgoing, error);
}

/**
 * mail_cli_handoff_add:
 * @handoff: a program
 * @store: where @account is
 * @account: an account; its passwords are asked of the keyring
 * @announce: (scope call): told what will be done, and what to know before
 * @user_data: data for @announce
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED, an error of the keyring or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the program has the account now
 */
gboolean
mail_cli_handoff_add (MailHandoff *handoff,
                      MailStore *store,
                      MailAccount *account,
                      MailCliHandoffAnnounce announce,
                      gpointer user_data,
                      GError **error)
{
  g_autoptr (MailCliWait) wait = mail_cli_wait_new ();
  g_auto (Secrets) secrets = { 0 };
  g_auto (GStrv) sentences = NULL;
  g_auto (GStrv) warnings = NULL;

  if (!mail_handoff_can_hold (handoff, account, error) || !load (store, account, wait, &secrets, error))
    return FALSE;
  sentences = mail_handoff_describe (handoff, account);
  warnings = mail_handoff_warn (handoff, account, secrets.incoming);
  announce (sentences, warnings, user_data);
  mail_handoff_add_async (handoff, account, secrets.incoming, secrets.outgoing,
                          mail_cli_wait_get_cancellable (wait), mail_cli_wait_done, wait);
  return mail_handoff_add_finish (handoff, mail_cli_wait_for_result (wait), error);
}

/**
 * mail_cli_handoff_remove:
 * @handoff: a program
 * @account: an account that was added to it
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether what was added is gone
 */
gboolean
mail_cli_handoff_remove (MailHandoff *handoff, MailAccount *account, GError **error)
{
  g_autoptr (MailCliWait) wait = mail_cli_wait_new ();

  mail_handoff_remove_async (handoff, account, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done,
                             wait);
  return mail_handoff_remove_finish (handoff, mail_cli_wait_for_result (wait), error);
}
