/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mail-cli-check-options.h"
#include "mail-cli-options.h"
#include "mail-server-uri.h"
#include "mail-verify.h"

#define PIN_PREFIX        "sha256:"
#define SHA256_HEX_LENGTH 64

#define PLACE(field) MAIL_CLI_OPTION (MailCliCheckOptions, field)

/* Which servers, and who signs in there. */
static const GOptionEntry server_entries[] = {
  { "incoming", 0, 0, G_OPTION_ARG_FILENAME, PLACE (incoming),
    N_("Receive from this server: imaps, imap, pop3s or pop3://[USER@]HOST[:PORT]"), N_("URI") },
  { "outgoing", 0, 0, G_OPTION_ARG_FILENAME, PLACE (outgoing),
    N_("Send through this server: smtps or smtp://[USER@]HOST[:PORT]"), N_("URI") },
  { "file", 0, 0, G_OPTION_ARG_FILENAME, PLACE (file), N_("Take the settings from this autoconfig file"),
    N_("AUTOCONFIG.XML") },
  { "offline", 0, 0, G_OPTION_ARG_NONE, PLACE (offline), N_("Ask nobody but the servers themselves"), NULL },
  { "ispdb", 0, 0, G_OPTION_ARG_NONE, PLACE (ispdb),
    N_("Tell Thunderbird’s list of providers the domain, too"), NULL },
  { "send-address", 0, 0, G_OPTION_ARG_NONE, PLACE (send_address),
    N_("Tell the domain’s own website the whole address"), NULL },
  { "pop3", 0, 0, G_OPTION_ARG_NONE, PLACE (pop3), N_("Receive by POP3 instead of IMAP"), NULL },
  { "username", 0, 0, G_OPTION_ARG_FILENAME, PLACE (username), N_("Sign in with this user name"),
    N_("NAME") },
  { "smtp-username", 0, 0, G_OPTION_ARG_FILENAME, PLACE (smtp_username),
    N_("Sign in with another user name for sending"), N_("NAME") },
  { "pin", 0, 0, G_OPTION_ARG_FILENAME, PLACE (pin), N_("Trust only the server with this public key"),
    /* Translators: keep “sha256:”, HEX stands for digits. */
    N_("sha256:HEX") },
  { "no-login", 0, 0, G_OPTION_ARG_NONE, PLACE (no_login),
    N_("Stop before the sign-in; no password is asked"), NULL },
};

/* How they are checked. */
static const GOptionEntry run_entries[] = {
  { "password-file", 0, 0, G_OPTION_ARG_FILENAME, PLACE (password_file),
    N_("Read the password from this file, or from standard input (-)"), N_("FILE") },
  { "smtp-password-file", 0, 0, G_OPTION_ARG_FILENAME, PLACE (smtp_password_file),
    N_("Read another password for sending from this file"), N_("FILE") },
  { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, PLACE (ca_file), N_("Trust the authorities in this file, too"),
    N_("PEM") },
  { "timeout", 0, 0, G_OPTION_ARG_INT, PLACE (timeout), N_("Give up after so many seconds"),
    N_("SECONDS") },
  { "report", 0, 0, G_OPTION_ARG_NONE, PLACE (report),
    N_("Add a report for a support desk, without secrets and names"), NULL },
  { "report-names", 0, 0, G_OPTION_ARG_NONE, PLACE (report_names),
    N_("The same with the address and the user names"), NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, PLACE (json), N_("Print JSON"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, PLACE (operands), NULL, NULL },
  { NULL },
};

static const GOptionEntry setup_entries[] = {
  { "name", 0, 0, G_OPTION_ARG_FILENAME, PLACE (name), N_("The name that others see in your mails"),
    N_("NAME") },
  { "replace", 0, 0, G_OPTION_ARG_NONE, PLACE (replace), N_("Replace the account of this address"), NULL },
};

/* "check" knows what a stored account is. */
static const GOptionEntry stored_entries[] = {
  { "stored", 0, 0, G_OPTION_ARG_NONE, PLACE (stored),
    N_("Check the stored account of this address, with its stored passwords"), NULL },
};

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);
  return FALSE;
}

static gboolean
parse_uri (const char *uri, gboolean incoming, MailServer **server, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (MailServer) parsed = NULL;

  if (uri == NULL)
    return TRUE;
  parsed = mail_server_new_from_uri (uri, &reason);
  if (parsed == NULL)
    return fail (error, reason->message);
  if (mail_server_is_incoming (parsed) != incoming)
    return fail (
        error,
        incoming ? _("--incoming wants an address that starts with imaps://, imap://, pop3s:// or pop3://.")
                 : _("--outgoing wants an address that starts with smtps:// or smtp://."));
  *server = g_steal_pointer (&parsed);
  return TRUE;
}

static gboolean
parse_pin (const char *pin, char **spki_sha256, GError **error)
{
  const char *digits;

  if (pin == NULL)
    return TRUE;
  digits = g_str_has_prefix (pin, PIN_PREFIX) ? pin + strlen (PIN_PREFIX) : "";
  if (strlen (digits) != SHA256_HEX_LENGTH || strspn (digits, "0123456789abcdefABCDEF") != SHA256_HEX_LENGTH)
    return fail (
        error,
        _("--pin wants “sha256:” and 64 hexadecimal digits, as “check --json” prints in spki_sha256."));
  *spki_sha256 = g_ascii_strdown (digits, -1);
  return TRUE;
}

/* A stored account has its own servers and names. */
static gboolean
check_stored (const MailCliCheckOptions *self, GError **error)
{
  if (!self->stored
      || (self->incoming == NULL && self->outgoing == NULL && self->file == NULL && !self->pop3
          && self->username == NULL && self->smtp_username == NULL && self->pin == NULL))
    return TRUE;
  return fail (error,
               _("A stored account has its own servers, names and keys: leave out the options for them."));
}

static gboolean
check_combination (const MailCliCheckOptions *self, MailCliCheckKind kind, GError **error)
{
  if (!mail_cli_options_is_timeout (self->timeout, error))
    return FALSE;
  if (self->smtp_password_file != NULL && g_str_equal (self->smtp_password_file, "-"))
    return fail (error, _("--smtp-password-file wants a file: only --password-file reads standard input."));
  if (!check_stored (self, error))
    return FALSE;
  if (kind != MAIL_CLI_CHECK_ONLY && self->no_login)
    return fail (error, _("Only an account that has been signed in to is stored: leave out --no-login."));
  return TRUE;
}

static gboolean
check_texts (const MailCliCheckOptions *self, GError **error)
{
  return mail_cli_options_is_text ("--incoming", self->incoming, error)
         && mail_cli_options_is_text ("--outgoing", self->outgoing, error)
         && mail_cli_options_is_text ("--username", self->username, error)
         && mail_cli_options_is_text ("--smtp-username", self->smtp_username, error)
         && mail_cli_options_is_text ("--name", self->name, error);
}

static gboolean
interpret (MailCliCheckOptions *self, MailCliCheckKind kind, GError **error)
{
  return check_texts (self, error) && check_combination (self, kind, error)
         && parse_uri (self->incoming, TRUE, &self->incoming_server, error)
         && parse_uri (self->outgoing, FALSE, &self->outgoing_server, error)
         && parse_pin (self->pin, &self->spki_sha256, error);
}

static GOptionEntry *
create_entries (MailCliCheckKind kind)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (GOptionEntry));

  if (kind == MAIL_CLI_CHECK_SETUP)
    g_array_append_vals (entries, setup_entries, G_N_ELEMENTS (setup_entries));
  else if (kind == MAIL_CLI_CHECK_ONLY)
    g_array_append_vals (entries, stored_entries, G_N_ELEMENTS (stored_entries));
  if (kind != MAIL_CLI_CHECK_PASSWORD)
    g_array_append_vals (entries, server_entries, G_N_ELEMENTS (server_entries));
  g_array_append_vals (entries, run_entries, G_N_ELEMENTS (run_entries));
  return (GOptionEntry *) (gpointer) g_array_free (entries, FALSE);
}

/* An id means a stored account and nothing else. */
static gboolean
is_id (const char *operand)
{
  return operand != NULL && g_uuid_string_is_valid (operand);
}

/**
 * mail_cli_check_options_parse:
 * @self: (inout): all zero
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 * @kind: which command it is; each has options of its own
 * @error: return location of %G_OPTION_ERROR
 *
 * Reads the options, and what can be judged of them without looking anything up.
 *
 * Returns: whether they are right
 */
gboolean
mail_cli_check_options_parse (MailCliCheckOptions *self,
                              const MailCliCommand *command,
                              char **arguments,
                              MailCliCheckKind kind,
                              GError **error)
{
  g_autofree GOptionEntry *entries = create_entries (kind);

  self->timeout = MAIL_VERIFY_DEFAULT_TIMEOUT;
  if (!mail_cli_options_parse (command, entries, self, arguments, error))
    return FALSE;
  self->address = mail_cli_options_get_one (command, self->operands, error);
  self->new_password = kind == MAIL_CLI_CHECK_PASSWORD;
  if (kind == MAIL_CLI_CHECK_PASSWORD || (kind == MAIL_CLI_CHECK_ONLY && is_id (self->address)))
    self->stored = TRUE;
  return self->address != NULL && interpret (self, kind, error);
}

/**
 * mail_cli_check_options_clear:
 * @self: the options
 *
 * Frees everything in @self.
 */
void
mail_cli_check_options_clear (MailCliCheckOptions *self)
{
  g_clear_pointer (&self->incoming, g_free);
  g_clear_pointer (&self->outgoing, g_free);
  g_clear_pointer (&self->file, g_free);
  g_clear_pointer (&self->username, g_free);
  g_clear_pointer (&self->smtp_username, g_free);
  g_clear_pointer (&self->password_file, g_free);
  g_clear_pointer (&self->smtp_password_file, g_free);
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_pointer (&self->pin, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->operands, g_strfreev);
  g_clear_object (&self->incoming_server);
  g_clear_object (&self->outgoing_server);
  g_clear_pointer (&self->spki_sha256, g_free);
}
