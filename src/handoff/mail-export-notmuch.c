/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-export-formats.h"
#include "mail-export-server.h"

/* A GKeyFile, as the program's own. */
static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *values = NULL;
  g_autofree char *text = NULL;

  g_key_file_set_string (file, "database", "path", "Mail");
  g_key_file_set_string (file, "user", "name", mail_account_get_name (account));
  g_key_file_set_string (file, "user", "primary_email", mail_export_get_address (account));
  g_key_file_set_string (file, "new", "ignore", ".mbsyncstate;.uidvalidity");
  values = g_key_file_to_data (file, NULL, NULL);
  text = g_strconcat (
      "# notmuch finds mail in the folder that mbsync, getmail, mpop or OfflineIMAP fill: ~/Mail\n"
      "# This belongs into ~/.notmuch-config\n\n",
      values, NULL);
  return g_bytes_new (text, strlen (text));
}

static const char *const steps[] = {
  N_("Set up one of the programs that fetch mail into a folder: mbsync, OfflineIMAP, getmail or mpop."),
  N_("Save the text as ~/.notmuch-config. If you have such a file, take over only what it lacks."),
  N_("Run “notmuch new” each time after mail was fetched."),
  NULL,
};

const MailExport mail_export_notmuch = {
  .id = "notmuch",
  .name = "notmuch",
  .summary = N_("Finds and tags mail that another program fetched"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "notmuch",
  .file_name = "%s.notmuch-config",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = mail_export_is_one_line,
  .write = write_file,
};
