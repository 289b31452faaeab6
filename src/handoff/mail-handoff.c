/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-handoff.h"

#include <glib/gi18n-lib.h>

#include "mail-handoff-evolution.h"
#include "mail-handoff-goa.h"

G_DEFINE_INTERFACE (MailHandoff, mail_handoff, G_TYPE_OBJECT)

static void
mail_handoff_default_init (MailHandoffInterface *iface)
{
}

/**
 * mail_handoff_list_new:
 *
 * Nothing is asked of any program before mail_handoff_look_async().
 *
 * Returns: (transfer full): a list of [iface@Mail.Handoff], in the order in which a person is shown them
 */
GListModel *
mail_handoff_list_new (void)
{
  GListStore *list = g_list_store_new (MAIL_TYPE_HANDOFF);
  g_autoptr (MailHandoff) goa = mail_handoff_goa_new (NULL);
  g_autoptr (MailHandoff) evolution = mail_handoff_evolution_new ();

  g_list_store_append (list, goa);
  g_list_store_append (list, evolution);
  return G_LIST_MODEL (list);
}

/**
 * mail_handoff_get_id:
 * @self: a program
 *
 * Returns: (transfer none): what the command line calls it
 */
const char *
mail_handoff_get_id (MailHandoff *self)
{
  return MAIL_HANDOFF_GET_IFACE (self)->id;
}

/**
 * mail_handoff_get_name:
 * @self: a program
 *
 * Returns: (transfer none): its name
 */
const char *
mail_handoff_get_name (MailHandoff *self)
{
  return MAIL_HANDOFF_GET_IFACE (self)->name;
}

/**
 * mail_handoff_get_summary:
 * @self: a program
 *
 * Returns: (transfer none): in translated words, whom the account is of use to there
 */
const char *
mail_handoff_get_summary (MailHandoff *self)
{
  return _ (MAIL_HANDOFF_GET_IFACE (self)->summary);
}

/**
 * mail_handoff_get_next:
 * @self: a program
 *
 * Returns: (transfer none): in translated words, what to do when it has the account
 */
const char *
mail_handoff_get_next (MailHandoff *self)
{
  return _ (MAIL_HANDOFF_GET_IFACE (self)->next);
}

/**
 * mail_handoff_can_hold:
 * @self: a program
 * @account: an account
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED that says why not
 *
 * Returns: whether the program has room for such an account
 */
gboolean
mail_handoff_can_hold (MailHandoff *self, MailAccount *account, GError **error)
{
  return MAIL_HANDOFF_GET_IFACE (self)->can_hold (self, account, error);
}

/**
 * mail_handoff_describe:
 * @self: a program
 * @account: an account
 *
 * Returns: (array zero-terminated=1) (transfer full): what adding it will do, a translated sentence each
 */
char **
mail_handoff_describe (MailHandoff *self, MailAccount *account)
{
  return MAIL_HANDOFF_GET_IFACE (self)->describe (self, account);
}

/**
 * mail_handoff_warn:
 * @self: a program
 * @account: an account
 * @secret: (nullable): its password, where it is known; some programs cannot take every one
 *
 * Returns: (array zero-terminated=1) (transfer full): what a person has to know first, a translated sentence
 * each
 */
char **
mail_handoff_warn (MailHandoff *self, MailAccount *account, MailSecret *secret)
{
  return MAIL_HANDOFF_GET_IFACE (self)->warn (self, account, secret);
}

/**
 * mail_handoff_look_async:
 * @self: a program
 * @account: an account
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: data for @callback
 *
 * Asks whether the program is there, and whether it has the account.
 */
void
mail_handoff_look_async (MailHandoff *self,
                         MailAccount *account,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  MAIL_HANDOFF_GET_IFACE (self)->look_async (self, account, cancellable, callback, user_data);
}

/**
 * mail_handoff_look_finish:
 * @self: a program
 * @result: the result handed to the callback
 * @state: (out): how things are; %MAIL_HANDOFF_MISSING is no error
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is known
 */
gboolean
mail_handoff_look_finish (MailHandoff *self, GAsyncResult *result, MailHandoffState *state, GError **error)
{
  return MAIL_HANDOFF_GET_IFACE (self)->look_finish (self, result, state, error);
}

/**
 * mail_handoff_add_async:
 * @self: a program that is %MAIL_HANDOFF_READY
 * @account: an account
 * @secret: its password
 * @outgoing_secret: (nullable): that of the outgoing server, where it has its own
 * @cancellable: (nullable): a cancellable
 * @callback: called when the program has the account
 * @user_data: data for @callback
 *
 * Adds the account; what the program has already is not touched. Where it fails half-way, all is taken back.
 */
void
mail_handoff_add_async (MailHandoff *self,
                        MailAccount *account,
                        MailSecret *secret,
                        MailSecret *outgoing_secret,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  MAIL_HANDOFF_GET_IFACE (self)->add_async (self, account, secret, outgoing_secret, cancellable, callback,
                                            user_data);
}

/**
 * mail_handoff_add_finish:
 * @self: a program
 * @result: the result handed to the callback
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED, an error of the keyring or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the program has the account now
 */
gboolean
mail_handoff_add_finish (MailHandoff *self, GAsyncResult *result, GError **error)
{
  return MAIL_HANDOFF_GET_IFACE (self)->add_finish (self, result, error);
}

/**
 * mail_handoff_remove_async:
 * @self: a program that is %MAIL_HANDOFF_ADDED
 * @account: the account that was added
 * @cancellable: (nullable): a cancellable
 * @callback: called when the program no longer has it
 * @user_data: data for @callback
 *
 * Takes back what mail_handoff_add_async() added, and nothing else.
 */
void
mail_handoff_remove_async (MailHandoff *self,
                           MailAccount *account,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  MAIL_HANDOFF_GET_IFACE (self)->remove_async (self, account, cancellable, callback, user_data);
}

/**
 * mail_handoff_remove_finish:
 * @self: a program
 * @result: the result handed to the callback
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is gone
 */
gboolean
mail_handoff_remove_finish (MailHandoff *self, GAsyncResult *result, GError **error)
{
  return MAIL_HANDOFF_GET_IFACE (self)->remove_finish (self, result, error);
}
