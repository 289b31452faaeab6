/* SPDX-License-Identifier: GPL-3.0-or-later */
/* siegel-cli export --list */
#include "config.h"

#include "mail-cli-export-list.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-json.h"
#include "mail-cli-text.h"
#include "mail-error.h"
#include "mail-export.h"
#include "mail-handoff.h"

#define ID_WIDTH   16
#define NAME_WIDTH 32

static const char *
get_group (const MailExport *format)
{
  switch (format->group)
    {
    case MAIL_EXPORT_DESKTOP:
      return "desktop";
    case MAIL_EXPORT_DEVICE:
      return "device";
    case MAIL_EXPORT_TERMINAL:
      return "terminal";
    case MAIL_EXPORT_OFFICE:
    default:
      return "office";
    }
}

static void
print_row (const char *id, const char *name, const char *summary, const GError *error)
{
  mail_cli_text_column (id, ID_WIDTH);
  g_print (" ");
  mail_cli_text_column (name, NAME_WIDTH);
  g_print (" %s\n", error != NULL ? error->message : summary);
}

/* The programs stand first, as nothing is left to do there. */
static void
for_each_program (void (*function) (MailHandoff *handoff, MailAccount *account, gpointer user_data),
                  MailAccount *account,
                  gpointer user_data)
{
  g_autoptr (GListModel) programs = mail_handoff_list_new ();

  for (guint i = 0; i < g_list_model_get_n_items (programs); i++)
    {
      g_autoptr (MailHandoff) handoff = g_list_model_get_item (programs, i);

      function (handoff, account, user_data);
    }
}

static void
print_program (MailHandoff *handoff, MailAccount *account, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (account != NULL)
    mail_handoff_can_hold (handoff, account, &error);
  print_row (mail_handoff_get_id (handoff), mail_handoff_get_name (handoff),
             mail_handoff_get_summary (handoff), error);
}

/**
 * mail_cli_export_list_print:
 * @account: (nullable): an account, to say which formats cannot hold it, and why
 *
 * Prints a line a format.
 */
void
mail_cli_export_list_print (MailAccount *account)
{
  for_each_program (print_program, account, NULL);
  for (const MailExport *const *format = mail_export_list (); *format != NULL; format++)
    {
      g_autoptr (GError) error = NULL;

      if (account != NULL)
        mail_export_can_hold (*format, account, &error);
      print_row ((*format)->id, (*format)->name, _ ((*format)->summary), error);
    }
}

static void
add_reason (JsonBuilder *json, const GError *error, const char *file_name)
{
  mail_cli_json_boolean (json, "holds", error == NULL);
  mail_cli_json_string (json, "reason", error != NULL ? error->message : NULL);
  mail_cli_json_string (json, "file_name", file_name);
}

/* What is not asked here is null: whether a program runs on the bus, it is woken up to tell. */
static void
add_program (MailHandoff *handoff, MailAccount *account, gpointer user_data)
{
  JsonBuilder *json = user_data;
  g_autoptr (GError) error = NULL;

  json_builder_begin_object (json);
  mail_cli_json_string (json, "id", mail_handoff_get_id (handoff));
  mail_cli_json_string (json, "name", mail_handoff_get_name (handoff));
  mail_cli_json_string (json, "summary", mail_handoff_get_summary (handoff));
  mail_cli_json_string (json, "kind", "program");
  mail_cli_json_string (json, "group", "desktop");
  mail_cli_json_string (json, "content_type", NULL);
  mail_cli_json_boolean (json, "takes_password", FALSE);
  mail_cli_json_string (json, "present", NULL);
  if (account != NULL)
    {
      mail_handoff_can_hold (handoff, account, &error);
      add_reason (json, error, NULL);
    }
  json_builder_end_object (json);
}

static void
add_account (JsonBuilder *json, const MailExport *format, MailAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = mail_export_get_file_name (format, account);

  mail_export_can_hold (format, account, &error);
  add_reason (json, error, name);
}

static void
add_format (JsonBuilder *json, const MailExport *format, MailAccount *account)
{
  json_builder_begin_object (json);
  mail_cli_json_string (json, "id", format->id);
  mail_cli_json_string (json, "name", format->name);
  mail_cli_json_string (json, "summary", format->summary);
  mail_cli_json_string (json, "kind", "file");
  mail_cli_json_string (json, "group", get_group (format));
  mail_cli_json_string (json, "content_type", format->content_type);
  mail_cli_json_boolean (json, "takes_password", format->takes_password);
  mail_cli_json_boolean (json, "present", mail_export_is_present (format));
  if (account != NULL)
    add_account (json, format, account);
  json_builder_end_object (json);
}

static void
add_id (MailHandoff *handoff, MailAccount *account, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (mail_handoff_get_id (handoff)));
}

/**
 * mail_cli_export_list_print_json:
 * @account: (nullable): an account, to say which formats cannot hold it, and why
 *
 * Prints the formats as JSON.
 */
void
mail_cli_export_list_print_json (MailAccount *account)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_array (json);
  for_each_program (add_program, account, json);
  for (const MailExport *const *format = mail_export_list (); *format != NULL; format++)
    add_format (json, *format, account);
  json_builder_end_array (json);
  mail_cli_json_print (json);
}

/**
 * mail_cli_export_list_ids:
 *
 * Returns: (transfer full): what --to takes, between commas
 */
char *
mail_cli_export_list_ids (void)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for_each_program (add_id, NULL, ids);
  for (const MailExport *const *format = mail_export_list (); *format != NULL; format++)
    g_ptr_array_add (ids, g_strdup ((*format)->id));
  g_ptr_array_add (ids, NULL);
  return g_strjoinv (", ", (char **) ids->pdata);
}
