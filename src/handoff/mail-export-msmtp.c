/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-export-msmtp.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-export-formats.h"
#include "mail-export-server.h"

/* Only the outermost quotes of a line are taken off, and nothing between them is special. */
static void
append_quoted (GString *text, const char *command, const char *value)
{
  g_string_append_printf (text, "%s \"%s\"\n", command, value);
}

/**
 * mail_export_msmtp_append:
 * @text: a file
 * @server: a server
 *
 * Appends what msmtp and mpop are told of a server, in their common language. msmtp knows libsecret itself,
 * but takes the first item with the host and the user, whatever its port; and where there is none it goes on
 * without a word.
 */
void
mail_export_msmtp_append (GString *text, MailServer *server)
{
  const char *host = mail_server_get_host (server);
  g_autofree char *command = NULL;

  g_string_append_printf (text, "host %s\nport %u\n", host, mail_server_get_port (server));
  g_string_append_printf (text, "tls on\ntls_starttls %s\ntls_trust_file system\n",
                          mail_export_is_starttls (server) ? "on" : "off");
  if (!mail_export_signs_in (server))
    {
      g_string_append (text, "auth off\n");
      return;
    }
  command = mail_export_get_lookup_command (server);
  g_string_append (text, "auth on\n");
  append_quoted (text, "user", mail_server_get_username (server));
  append_quoted (text, "passwordeval", command);
}

/* In the sender's address msmtp replaces these, and has no way to write them. */
static gboolean
has_pattern (const char *address)
{
  for (const char *p = strchr (address, '%'); p != NULL; p = strchr (p + 1, '%'))
    if (p[1] != '\0' && strchr ("UHCM", p[1]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
can_hold (MailAccount *account, GError **error)
{
  if (has_pattern (mail_export_get_address (account)))
    return mail_export_refuse (error, "%s",
                               _("msmtp puts something else in place of the percent sign in this address."));
  return mail_export_is_one_line (account, error);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  GString *text = g_string_new ("# msmtp sends mail. This belongs into ~/.msmtprc\n"
                                "# The password comes from the keyring each time: see \"passwordeval\".\n");
  g_autofree char *label = mail_export_get_label (account);

  g_string_append_printf (text, "\naccount %s\nfrom %s\n", label, mail_export_get_address (account));
  mail_export_msmtp_append (text, mail_export_get_outgoing (account));
  g_string_append_printf (text, "\naccount default : %s\n", label);
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Install the program secret-tool, which reads the keyring. Its package is libsecret-tools on Debian "
      "and "
      "Ubuntu, libsecret elsewhere."),
  N_("Save the text as ~/.msmtprc. If you have such a file, add it at the end, and keep only one line that "
      "begins with “account default”."),
  N_("To try it, send yourself a message: “echo Hello | msmtp”, followed by your address."),
  NULL,
};

const MailExport mail_export_msmtp = {
  .id = "msmtp",
  .name = "msmtp",
  .summary = N_("Sends mail from the terminal"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "msmtp",
  .file_name = "%s.msmtprc",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
