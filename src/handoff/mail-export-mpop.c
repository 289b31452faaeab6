/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-export-msmtp.h"
#include "mail-export-server.h"

static gboolean
can_hold (MailAccount *account, GError **error)
{
  return mail_export_check_incoming (account, "mpop", MAIL_EXPORT_TAKES_POP3 | MAIL_EXPORT_TAKES_STARTTLS,
                                     error);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  GString *text = g_string_new ("# mpop fetches mail by POP3. This belongs into ~/.mpoprc\n");
  g_autofree char *label = mail_export_get_label (account);

  g_string_append_printf (
      text, "# The folder has to be there: cd && mkdir -p Mail/%s/cur Mail/%s/new Mail/%s/tmp\n", label,
      label, label);
  g_string_append_printf (text, "\naccount %s\n", label);
  mail_export_msmtp_append (text, mail_export_get_incoming (account));
  g_string_append_printf (text, "delivery maildir ~/Mail/%s\n", label);
  /* By default its name is made of the user name, which may have a slash in it. */
  g_string_append_printf (text, "uidls_file ~/.mpop_uidls/%s\n", label);
  g_string_append_printf (text,
                          "# Messages stay on the server. \"keep off\" deletes what was fetched.\n"
                          "keep on\n"
                          "\naccount default : %s\n",
                          label);
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Install the program secret-tool, which reads the keyring. Its package is libsecret-tools on Debian "
      "and "
      "Ubuntu, libsecret elsewhere."),
  N_("Save the text as ~/.mpoprc. If you have such a file, add it at the end, and keep only one line that "
      "begins with “account default”."),
  N_("Make the folder for the mail: the text says at its top how."),
  N_("Run “mpop”. The messages stay on the server, too."),
  NULL,
};

const MailExport mail_export_mpop = {
  .id = "mpop",
  .name = "mpop",
  .summary = N_("Fetches mail by POP3 into a folder"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "mpop",
  .file_name = "%s.mpoprc",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
