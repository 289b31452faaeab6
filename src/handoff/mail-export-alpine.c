/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-export-formats.h"
#include "mail-export-quote.h"
#include "mail-export-server.h"

/* Alpine reads a line several times, each time by other rules: as a list, as text with variables, as the name
 * of a mailbox. These no rule lets through whole. */
#define UNSPEAKABLE "\"\\,{}$"

/* The library has room for so many bytes (NETMAXUSER, less the end of the string). */
#define USER_MAX 64

static gboolean
check_user (MailServer *server, GError **error)
{
  const char *user = mail_server_get_username (server);

  if (mail_export_signs_in (server) && (strpbrk (user, UNSPEAKABLE) != NULL || strlen (user) > USER_MAX))
    return mail_export_refuse (error,
                               /* Translators: %1$s is the name of a program, %2$s a user name. */
                               _("%1$s has no way to write the user name “%2$s”."), "Alpine", user);
  return TRUE;
}

static gboolean
can_hold (MailAccount *account, GError **error)
{
  return mail_export_check_incoming (account, "Alpine", MAIL_EXPORT_TAKES_BOTH, error)
         && check_user (mail_export_get_incoming (account), error)
         && check_user (mail_export_get_outgoing (account), error);
}

/* "ssl" is TLS from the first byte; "tls" insists on STARTTLS. */
static char *
write_server (MailServer *server)
{
  g_autofree char *place = mail_export_get_place (server);
  g_autofree char *user = g_strdup_printf ("/user=\"%s\"", mail_server_get_username (server));

  return g_strdup_printf ("%s%s%s%s", place, mail_export_is_pop3 (server) ? "/pop3" : "",
                          mail_export_is_starttls (server) ? "/tls" : "/ssl",
                          mail_export_signs_in (server) ? user : "");
}

/* In the name, a dollar sign begins a variable unless it is doubled. */
static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  GString *text = g_string_new ("# Alpine reads and sends mail. This belongs into ~/.pinerc\n"
                                "# The passwords are not part of it: Alpine asks for them.\n\n");
  g_autofree char *name = mail_export_quote_replace (mail_account_get_name (account), "$", "$$");
  g_autofree char *address = mail_export_quote_replace (mail_export_get_address (account), "$", "$$");
  g_autofree char *from = mail_export_quote_mailbox (name, address);
  g_autofree char *incoming = write_server (mail_export_get_incoming (account));
  g_autofree char *outgoing = write_server (mail_export_get_outgoing (account));

  g_string_append_printf (text, "personal-name=%s\n", name);
  g_string_append_printf (text, "user-domain=%s\n",
                          mail_address_get_domain (mail_account_get_address (account)));
  g_string_append_printf (text, "customized-hdrs=From: %s\n", from);
  g_string_append_printf (text, "inbox-path={%s}INBOX\nsmtp-server=%s\n", incoming, outgoing);
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Close Alpine, which writes its file when it ends."),
  N_("Open ~/.pinerc, and replace the lines of the same names with these. If there is no such file yet, "
      "save the "
      "text as ~/.pinerc."),
  N_("Start “alpine”. It asks for the password, since it cannot get it from the keyring."),
  N_("Answer No when it offers to keep the password on the disk: there it is not as safe as in the "
      "keyring."),
  NULL,
};

const MailExport mail_export_alpine = {
  .id = "alpine",
  .name = "Alpine",
  .summary = N_("Reads and sends mail in the terminal"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "alpine",
  .file_name = "%s.pinerc",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
