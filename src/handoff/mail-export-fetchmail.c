/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fetchmail has no command for the password, and its file must not hold it. But it reads its file from a
 * pipe: what is given is a program for sh(1) that writes the file into one. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-export-quote.h"
#include "mail-export-server.h"

static gboolean
can_hold (MailAccount *account, GError **error)
{
  return mail_export_check_incoming (account, "fetchmail", MAIL_EXPORT_TAKES_BOTH, error);
}

/* In its strings a quotation mark ends the string, also behind a backslash; both are written as numbers. */
static char *
quote (const char *text)
{
  g_autofree char *slashes = mail_export_quote_replace (text, "\\", "\\x5c");
  g_autofree char *quotes = mail_export_quote_replace (slashes, "\"", "\\x22");

  return g_strconcat ("\"", quotes, "\"", NULL);
}

/* Without "ssl", naming the protocol makes STARTTLS a must. Without "uidl", POP3 cannot tell what was fetched
 * before. */
static void
append_server (GString *text, MailServer *server)
{
  gboolean pop3 = mail_export_is_pop3 (server);
  const char *host = mail_server_get_host (server);
  g_autofree char *user = quote (mail_server_get_username (server));

  g_string_append_printf (text, "poll \"%s\" protocol %s port %u%s\n", host, pop3 ? "POP3" : "IMAP",
                          mail_server_get_port (server), pop3 ? " uidl" : "");
  g_string_append_printf (text, "  user %s\n", user);
  g_string_append_printf (text, "  %ssslproto \"TLS1.2+\" sslcertck\n",
                          mail_export_is_starttls (server) ? "" : "ssl ");
  g_string_append (text, "  keep\n");
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  MailServer *server = mail_export_get_incoming (account);
  GString *text
      = g_string_new ("#!/bin/sh\n"
                      "# Runs fetchmail with the password from the keyring, which no file holds.\n"
                      "# This belongs into ~/.local/bin/siegel-fetchmail: chmod 700 that file. What it "
                      "is called with\n# goes on to fetchmail: siegel-fetchmail --verbose\n\n");
  g_autofree char *command = mail_export_get_lookup_command (server);

  g_string_append_printf (text,
                          "password=$(%s) || {\n"
                          "  echo \"The keyring has no password for this account.\" >&2\n"
                          "  exit 1\n}\n",
                          command);
  g_string_append (text,
                   "{\n  # Messages stay on the server. Without \"keep\", what was fetched is deleted.\n"
                   "  cat <<'END'\n");
  append_server (text, server);
  /* printf is part of the shell: no list of processes shows the password. */
  g_string_append (text, "END\n"
                         "  printf '  password \"%s\"\\n' \\\n"
                         "    \"$(printf '%s' \"$password\" | sed 's/\\\\/\\\\x5c/g; s/\"/\\\\x22/g')\"\n"
                         "} | fetchmail --fetchmailrc - \"$@\"\n");
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Install the program secret-tool, which reads the keyring. Its package is libsecret-tools on Debian "
      "and "
      "Ubuntu, libsecret elsewhere."),
  N_("Save the text as ~/.local/bin/siegel-fetchmail, and run “chmod 700 ~/.local/bin/siegel-fetchmail”."),
  N_("Run “siegel-fetchmail” where you would run “fetchmail”: fetchmail itself cannot ask the keyring, so "
      "this "
      "little program hands it the password through a pipe."),
  N_("fetchmail gives the messages to the mail server of this computer, or to the program that you name "
      "with "
      "“siegel-fetchmail --mda”."),
  NULL,
};

const MailExport mail_export_fetchmail = {
  .id = "fetchmail",
  .name = "fetchmail",
  .summary = N_("Fetches mail and hands it to another program"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "fetchmail",
  .file_name = "%s.fetchmail.sh",
  .content_type = "text/x-shellscript",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
