/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli export: the file goes to standard output or into a file, everything about it to standard error.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "mail-cli-accounts.h"
#include "mail-cli-error.h"
#include "mail-cli-export-list.h"
#include "mail-cli-file.h"
#include "mail-cli-handoff.h"
#include "mail-cli-json.h"
#include "mail-cli-options.h"
#include "mail-cli-outcome.h"
#include "mail-cli-wait.h"
#include "mail-error.h"
#include "mail-export.h"

typedef struct
{
  char *to;
  char *guide_id;
  char *output;
  gboolean with_password;
  gboolean force;
  gboolean undo;
  gboolean list;
  gboolean json;
  char **operands;

  const char *name;         /* of the account, as typed; NULL: a list without one */
  const MailExport *format; /* NULL: a program */
  MailHandoff *handoff;     /* NULL: a format */
  MailGuide *guide;         /* NULL: none is wanted */
  char **warnings;
  char **steps; /* of the person, or of what is done for them */
} Export;

static const GOptionEntry entries[] = {
  { "to", 0, 0, G_OPTION_ARG_FILENAME, MAIL_CLI_OPTION (Export, to), N_("Write for this program or format"),
    N_("FORMAT") },
  { "guide", 0, 0, G_OPTION_ARG_FILENAME, MAIL_CLI_OPTION (Export, guide_id),
    N_("On a sheet: with the steps for this mail program"), N_("PROGRAM") },
  { "output", 0, 0, G_OPTION_ARG_FILENAME, MAIL_CLI_OPTION (Export, output),
    N_("Write into this file, not to standard output"), N_("FILE") },
  { "force", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Export, force), N_("Replace a file that exists"),
    NULL },
  { "with-password", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Export, with_password),
    N_("Put the password in: for QR codes only"), NULL },
  { "undo", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Export, undo),
    N_("Take back what was added to a program"), NULL },
  { "list", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Export, list), N_("List the programs and formats"),
    NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, MAIL_CLI_OPTION (Export, json), N_("Print JSON"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, MAIL_CLI_OPTION (Export, operands), NULL, NULL },
  { NULL },
};

static void
export_clear (Export *self)
{
  g_clear_pointer (&self->to, g_free);
  g_clear_pointer (&self->guide_id, g_free);
  g_clear_pointer (&self->output, g_free);
  g_clear_pointer (&self->operands, g_strfreev);
  g_clear_object (&self->handoff);
  g_clear_object (&self->guide);
  g_clear_pointer (&self->warnings, g_strfreev);
  g_clear_pointer (&self->steps, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

/* ---- usage ---- */

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);
  return FALSE;
}

static gboolean
find_receiver (Export *self, GError **error)
{
  g_autofree char *shown = g_utf8_make_valid (self->to, -1);
  g_autofree char *ids = NULL;

  self->format = mail_export_find (self->to);
  self->handoff = self->format == NULL ? mail_cli_handoff_find (self->to) : NULL;
  if (self->format != NULL || self->handoff != NULL)
    return TRUE;
  ids = mail_cli_export_list_ids ();
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* Translators: the first %s is what was typed, the second a list such as “apple, msmtp”. */
               _("There is no program or format “%s”. There are: %s."), shown, ids);
  return FALSE;
}

static gboolean
goes_to_file (const Export *self)
{
  return self->output != NULL && !g_str_equal (self->output, "-");
}

static gboolean
check_guide (Export *self, GError **error)
{
  g_autofree char *shown = self->guide_id != NULL ? g_utf8_make_valid (self->guide_id, -1) : NULL;

  if (self->guide_id == NULL)
    return TRUE;
  if (self->format == NULL || self->format->lay_out == NULL)
    return refuse (error, _("--guide is for a sheet only: “siegel-cli guide” prints a guide alone."));
  self->guide = mail_guide_load (self->guide_id, NULL);
  if (self->guide != NULL)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* Translators: %s is what was typed as the name of a mail program. */
               _("There is no guide for “%s”: “siegel-cli guide --list” shows them."), shown);
  return FALSE;
}

static gboolean
check_file_options (const Export *self, GError **error)
{
  if (self->with_password && !self->format->takes_password)
    return refuse (error,
                   _("--with-password is for QR codes only: in any other file the password does not belong. "
                      "The program asks for it, or takes it from the keyring."));
  if (self->json && !goes_to_file (self))
    return refuse (error, _("With --json, say with --output where the file shall be written."));
  if (self->force && !goes_to_file (self))
    return refuse (error, _("--force is of use together with --output only."));
  if (self->undo)
    return refuse (error,
                   _("--undo is for programs that Siegel told of the account. A file you can delete."));
  return TRUE;
}

static gboolean
check_options (Export *self, GError **error)
{
  if (!find_receiver (self, error) || !check_guide (self, error))
    return FALSE;
  if (self->format != NULL)
    return check_file_options (self, error);
  if (self->output == NULL && !self->force && !self->with_password)
    return TRUE;
  return refuse (error, _("This program is told of the account, so no file is written: leave out --output, "
                           "--force and --with-password."));
}

static gboolean
is_list_alone (const Export *self, GError **error)
{
  if (self->to == NULL && self->guide_id == NULL && self->output == NULL && !self->with_password
      && !self->force && !self->undo)
    return TRUE;
  return refuse (error, _("--list stands alone, with an account or --json at most."));
}

static gboolean
parse (Export *self, const MailCliCommand *command, char **arguments, GError **error)
{
  if (!mail_cli_options_parse (command, entries, self, arguments, error))
    return FALSE;
  if (self->list && !is_list_alone (self, error))
    return FALSE;
  if (self->list && self->operands == NULL)
    return TRUE;
  if (!self->list && self->to == NULL)
    return refuse (error, _("Say with --to what to write: “siegel-cli export --list” shows what there is."));
  self->name = mail_cli_options_get_one (command, self->operands, error);
  return self->name != NULL && (self->list || check_options (self, error));
}

/* ---- the file ---- */

static gboolean
load_secret (MailStore *store, MailAccount *account, MailSecret **secret, GError **error)
{
  g_autoptr (MailCliWait) wait = mail_cli_wait_new ();
  g_autoptr (MailSecret) outgoing = NULL;

  mail_store_load_secrets_async (store, account, mail_cli_wait_get_cancellable (wait), mail_cli_wait_done,
                                 wait);
  return mail_store_load_secrets_finish (store, mail_cli_wait_for_result (wait), secret, &outgoing, error);
}

static GBytes *
write_with_guide (Export *self, MailAccount *account)
{
  g_autoptr (MailPaper) paper = self->format->lay_out (account, self->guide);
  char *html = mail_paper_to_html (paper);

  return g_bytes_new_take (html, strlen (html));
}

static GBytes *
make (Export *self, MailStore *store, MailAccount *account, GError **error)
{
  g_autoptr (MailSecret) secret = NULL;

  /* The keyring is not disturbed for what cannot be written. */
  if (!mail_export_can_hold (self->format, account, error)
      || (self->with_password && !load_secret (store, account, &secret, error)))
    return NULL;
  return self->guide != NULL ? write_with_guide (self, account)
                             : mail_export_write (self->format, account, secret, error);
}

static gboolean
deliver (Export *self, GBytes *content, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (content, &length);

  if (goes_to_file (self))
    return mail_cli_file_write (self->output, content, self->force, error);
  /* What does not get through is found when main() closes it. */
  fwrite (data, 1, length, stdout);
  return TRUE;
}

static char **
translate_all (const char *const *texts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (; texts != NULL && *texts != NULL; texts++)
    g_strv_builder_add (builder, _ (*texts));
  return g_strv_builder_end (builder);
}

static gboolean
write_file (Export *self, MailStore *store, MailAccount *account, GError **error)
{
  g_autoptr (GBytes) content = NULL;

  self->warnings = mail_export_warn (self->format, account);
  self->steps = translate_all (self->format->steps);
  content = make (self, store, account, error);
  return content != NULL && deliver (self, content, error);
}

/* ---- the program ---- */

static void
complain_about_each (char **sentences)
{
  for (guint i = 0; sentences != NULL && sentences[i] != NULL; i++)
    mail_cli_complain (sentences[i]);
}

static void
announce (char **sentences, char **warnings, gpointer user_data)
{
  Export *self = user_data;

  self->steps = g_strdupv (sentences);
  self->warnings = g_strdupv (warnings);
  if (self->json)
    return;
  for (guint i = 0; sentences[i] != NULL; i++)
    g_printerr ("%s\n", sentences[i]);
  complain_about_each (warnings);
}

static gboolean
tell_program (Export *self, MailStore *store, MailAccount *account, GError **error)
{
  if (self->undo)
    return mail_cli_handoff_remove (self->handoff, account, error);
  return mail_cli_handoff_add (self->handoff, store, account, announce, self, error);
}

static gboolean
run (Export *self, MailStore *store, GError **error)
{
  MailAccount *account = mail_cli_accounts_find (store, self->name, error);

  if (account == NULL)
    return FALSE;
  return self->format != NULL ? write_file (self, store, account, error)
                              : tell_program (self, store, account, error);
}

/* ---- what is said ---- */

static void
print_file_help (const Export *self)
{
  complain_about_each (self->warnings);
  if (self->with_password)
    mail_cli_complain (
        _("The password is in this file: show it to nobody, and delete it when it has been used."));
  if (self->steps[0] == NULL)
    return;
  g_printerr ("\n%s\n", _("What to do with it:"));
  for (guint i = 0; self->steps[i] != NULL; i++)
    g_printerr ("%2u. %s\n", i + 1, self->steps[i]);
}

static void
print_outcome (const Export *self)
{
  if (self->format != NULL)
    print_file_help (self);
  else if (self->undo)
    /* Translators: %s is the name of a program. */
    g_print (_("%s no longer has the account."), mail_handoff_get_name (self->handoff));
  else
    /* Translators: %s is the name of a program. */
    g_print (_("%s has the account now. The same command with --undo takes it back."),
             mail_handoff_get_name (self->handoff));
  if (self->format == NULL)
    g_print ("\n");
}

static void
print_json (const Export *self, const GError *error)
{
  static const char *const nothing[] = { NULL };
  g_autoptr (JsonBuilder) json = json_builder_new ();
  const char *const *warnings = (const char *const *) self->warnings;
  const char *const *steps = (const char *const *) self->steps;

  json_builder_begin_object (json);
  mail_cli_json_string (json, "account", self->name);
  mail_cli_json_string (json, "to",
                        self->format != NULL ? self->format->id : mail_handoff_get_id (self->handoff));
  mail_cli_json_boolean (json, "ok", error == NULL);
  mail_cli_json_boolean (json, "undo", self->undo);
  mail_cli_json_string (json, "output", error == NULL ? self->output : NULL);
  mail_cli_json_boolean (json, "with_password", error == NULL && self->with_password);
  mail_cli_json_strv (json, "warnings", warnings != NULL ? warnings : nothing);
  mail_cli_json_strv (json, "steps", steps != NULL ? steps : nothing);
  mail_cli_outcome_add_error (json, error, NULL);
  json_builder_end_object (json);
  mail_cli_json_print (json);
}

static MailCliStatus
list (const Export *self, MailStore *store)
{
  g_autoptr (GError) error = NULL;
  MailAccount *account = NULL;

  if (self->name != NULL)
    {
      account = mail_cli_accounts_find (store, self->name, &error);
      if (account == NULL)
        return mail_cli_error_print (error);
    }
  if (self->json)
    mail_cli_export_list_print_json (account);
  else
    mail_cli_export_list_print (account);
  return MAIL_CLI_OK;
}

/**
 * mail_cli_export:
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 *
 * Writes a stored account for a program or tells the program of it, or lists what there is.
 *
 * Returns: the exit status
 */
MailCliStatus
mail_cli_export (const MailCliCommand *command, char **arguments)
{
  g_auto (Export) self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MailStore) store = NULL;

  if (!parse (&self, command, arguments, &error))
    return mail_cli_error_print (error);
  if (self.json)
    mail_cli_json_speak_english ();
  store = mail_cli_accounts_open ();
  if (self.list)
    return list (&self, store);
  run (&self, store, &error);
  if (self.json)
    {
      print_json (&self, error);
      return error != NULL ? mail_cli_error_get_status (error) : MAIL_CLI_OK;
    }
  if (error != NULL)
    return mail_cli_error_print (error);
  print_outcome (&self);
  return MAIL_CLI_OK;
}
