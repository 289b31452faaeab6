/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli test-mail: the only command that sends mail. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-accounts.h"
#include "mail-cli-error.h"
#include "mail-cli-options.h"
#include "mail-cli-outcome.h"
#include "mail-cli-progress.h"
#include "mail-cli-wait.h"
#include "mail-doctor.h"
#include "mail-error.h"

typedef struct
{
  gboolean remove;
  gboolean json;
  int timeout; /* seconds */
  char *ca_file;
  char **operands;

  const char *name; /* of the account, as typed */
  MailAccount *account;
  MailDelivery *delivery; /* NULL: it did not come to that */
  gboolean removed;
} TestMail;

static const GOptionEntry entries[] = {
  { "remove", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (TestMail, remove),
    N_("Remove the message again when it has arrived"), NULL },
  { "timeout", 0, 0, G_OPTION_ARG_INT, MAIL_CLI_OPTION (TestMail, timeout),
    N_("Give up after so many seconds"), N_("SECONDS") },
  { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, MAIL_CLI_OPTION (TestMail, ca_file),
    N_("Trust the authorities in this file, too"), N_("PEM") },
  { "json", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (TestMail, json), N_("Print JSON"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, MAIL_CLI_OPTION (TestMail, operands), NULL, NULL },
  { NULL },
};

static void
test_mail_clear (TestMail *self)
{
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_pointer (&self->operands, g_strfreev);
  g_clear_object (&self->account);
  g_clear_object (&self->delivery);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestMail, test_mail_clear)

static gboolean
parse (TestMail *self, const MailCliCommand *command, char **arguments, GError **error)
{
  self->timeout = MAIL_DELIVERY_DEFAULT_TIMEOUT;
  if (!mail_cli_options_parse (command, entries, self, arguments, error)
      || !mail_cli_options_is_timeout (self->timeout, error))
    return FALSE;
  self->name = mail_cli_options_get_one (command, self->operands, error);
  return self->name != NULL;
}

/* Asks the keyring. */
static gboolean
prepare (TestMail *self, MailStore *store, MailCliWait *wait, GError **error)
{
  g_autoptr (MailDoctor) doctor = mail_doctor_new (store, self->account);

  if (self->ca_file != NULL)
    mail_doctor_set_ca_file (doctor, self->ca_file);
  mail_doctor_prepare_delivery_async (doctor, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done, wait);
  self->delivery = mail_doctor_prepare_delivery_finish (doctor, mail_cli_wait_for_result (wait), error);
  return self->delivery != NULL;
}

static gboolean
deliver (TestMail *self, MailCliWait *wait, GError **error)
{
  G_GNUC_UNUSED g_autoptr (MailCliProgress) progress = mail_cli_progress_new_for_delivery (self->delivery);

  mail_delivery_set_timeout (self->delivery, self->timeout);
  mail_delivery_run_async (self->delivery, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done, wait);
  return mail_delivery_run_finish (self->delivery, mail_cli_wait_for_result (wait), error);
}

static gboolean
take_away (TestMail *self, MailCliWait *wait, GError **error)
{
  if (!mail_delivery_can_remove (self->delivery))
    {
      g_set_error_literal (
          error, MAIL_ERROR, MAIL_ERROR_MAILBOX_UNAVAILABLE,
          _("A message can be removed by IMAP only, so it stays. Delete it in your mail program."));
      return FALSE;
    }
  mail_delivery_remove_async (self->delivery, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done, wait);
  self->removed = mail_delivery_remove_finish (self->delivery, mail_cli_wait_for_result (wait), error);
  return self->removed;
}

static gboolean
run (TestMail *self, GError **error)
{
  g_autoptr (MailStore) store = mail_cli_accounts_open ();
  MailAccount *account = mail_cli_accounts_find (store, self->name, error);
  g_autoptr (MailCliWait) wait = NULL;

  if (account == NULL)
    return FALSE;
  self->account = g_object_ref (account);
  wait = mail_cli_wait_new ();
  return prepare (self, store, wait, error) && deliver (self, wait, error)
         && (!self->remove || take_away (self, wait, error));
}

/* The report that tells of error: it was sent before it was waited for. */
static MailReport *
find_report (TestMail *self, const GError *error)
{
  MailReport *reports[2];

  if (self->delivery == NULL || error == NULL)
    return NULL;
  reports[0] = mail_delivery_get_outgoing (self->delivery);
  reports[1] = mail_delivery_get_incoming (self->delivery);
  for (guint i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      const GError *told = mail_report_get_error (reports[i]);

      if (told != NULL && g_error_matches (told, error->domain, error->code))
        return reports[i];
    }
  return NULL;
}

static MailDiagnosis *
diagnose (TestMail *self, const GError *error)
{
  MailReport *report = find_report (self, error);

  return report != NULL ? mail_diagnosis_new (report, mail_account_get_address (self->account), NULL) : NULL;
}

static void
add_time (JsonBuilder *json, const char *name, gint64 milliseconds)
{
  if (milliseconds >= 0)
    {
      mail_cli_json_integer (json, name, milliseconds);
      return;
    }
  json_builder_set_member_name (json, name);
  json_builder_add_null_value (json);
}

static void
print_json (TestMail *self, const GError *error)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (MailDiagnosis) diagnosis = diagnose (self, error);
  gint64 sending = self->delivery != NULL ? mail_delivery_get_sending_time (self->delivery) : -1;
  gint64 travel = self->delivery != NULL ? mail_delivery_get_travel_time (self->delivery) : -1;

  json_builder_begin_object (json);
  mail_cli_json_string (json, "address",
                        self->account != NULL
                            ? mail_address_get_address (mail_account_get_address (self->account))
                            : self->name);
  mail_cli_json_boolean (json, "sent", sending >= 0);
  mail_cli_json_boolean (json, "arrived", travel >= 0);
  add_time (json, "sending_ms", sending);
  add_time (json, "travel_ms", travel);
  mail_cli_json_boolean (json, "removed", self->removed);
  mail_cli_outcome_add_error (json, error, diagnosis);
  json_builder_end_object (json);
  mail_cli_json_print (json);
}

static const char *
get_host (MailReport *report)
{
  return mail_server_get_host (mail_report_get_server (report));
}

static void
print_text (TestMail *self)
{
  gint64 sending = mail_delivery_get_sending_time (self->delivery);
  gint64 travel = mail_delivery_get_travel_time (self->delivery);

  if (sending >= 0)
    /* Translators: %1$s is the name of a server, %2$.1f a number of seconds. */
    g_print (_("Sent: %1$s took the message after %2$.1f s."),
             get_host (mail_delivery_get_outgoing (self->delivery)), sending / 1000.0);
  if (travel >= 0)
    {
      g_print ("\n");
      /* Translators: %1$s is the name of a server, %2$.1f a number of seconds. */
      g_print (_("Arrived: it was in the inbox on %1$s %2$.1f s later."),
               get_host (mail_delivery_get_incoming (self->delivery)), travel / 1000.0);
    }
  if (sending >= 0)
    g_print ("\n");
  if (self->removed)
    g_print ("%s\n", _("The message is removed again."));
}

static MailCliStatus
complain (TestMail *self, const GError *error)
{
  g_autoptr (MailDiagnosis) diagnosis = diagnose (self, error);
  g_autofree char *text = NULL;

  if (diagnosis == NULL || mail_cli_error_get_status (error) == MAIL_CLI_INTERRUPTED)
    return mail_cli_error_print (error);
  text = g_strjoin (" ", mail_diagnosis_get_title (diagnosis), mail_diagnosis_get_remedy (diagnosis), NULL);
  mail_cli_complain (text);
  return MAIL_CLI_FAILED;
}

static MailCliStatus
get_status (TestMail *self, const GError *error)
{
  if (error == NULL)
    return MAIL_CLI_OK;
  if (find_report (self, error) != NULL && mail_cli_error_get_status (error) != MAIL_CLI_INTERRUPTED)
    return MAIL_CLI_FAILED;
  return mail_cli_error_get_status (error);
}

/**
 * mail_cli_test_mail:
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 *
 * Sends a message from a stored account to itself, waits until it is there, and says how long that took.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_test_mail (const MailCliCommand *command, char **arguments)
{
  g_auto (TestMail) self = { 0 };
  g_autoptr (GError) error = NULL;

  if (!parse (&self, command, arguments, &error))
    return mail_cli_error_print (error);
  if (self.json)
    mail_cli_json_speak_english ();
  run (&self, &error);
  if (self.json)
    {
      print_json (&self, error);
      return get_status (&self, error);
    }
  if (self.delivery != NULL)
    print_text (&self);
  return error != NULL ? complain (&self, error) : MAIL_CLI_OK;
}
