/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-export-quote.h"
#include "mail-export-server.h"

/* In a string of Emacs Lisp the quote and the backslash are the only special characters. */
static void
append_set (GString *text, const char *variable, const char *value)
{
  g_autofree char *quoted = mail_export_quote_double (value, "\"\\");

  g_string_append_printf (text, "(setq %s %s)\n", variable, quoted);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  const char *address = mail_export_get_address (account);
  GString *text = g_string_new (";; mu4e shows in Emacs what mbsync fetches into ~/Mail. This belongs into "
                                "~/.emacs.d/init.el\n");
  g_autofree char *label = mail_export_get_label (account);
  g_autofree char *word = mail_export_quote_shell (address);
  g_autofree char *update = g_strconcat ("mbsync ", label, NULL);
  g_autofree char *inbox = g_strconcat ("/", label, "/INBOX", NULL);

  g_string_append_printf (text, ";; Once before: mu init --maildir=~/Mail --my-address=%s && mu index\n\n",
                          word);
  g_string_append (text, "(require 'mu4e)\n");
  append_set (text, "user-full-name", mail_account_get_name (account));
  append_set (text, "user-mail-address", address);
  append_set (text, "mu4e-get-mail-command", update);
  g_string_append_printf (text, "(setq mu4e-maildir-shortcuts '((:maildir \"%s\" :key ?i)))\n", inbox);
  g_string_append (text, "\n;; msmtp sends, with the account that has this address.\n"
                         "(setq send-mail-function #'sendmail-send-it)\n"
                         "(setq message-send-mail-function #'message-send-mail-with-sendmail)\n"
                         "(setq sendmail-program \"msmtp\")\n"
                         "(setq message-sendmail-f-is-evil t)\n"
                         "(setq message-sendmail-extra-arguments '(\"--read-envelope-from\"))\n");
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("Set up mbsync, which fetches the mail, and msmtp, which sends it."),
  N_("Run “mbsync -a” once, and then the line that the text has at its top: it makes the index."),
  N_("Add the text to ~/.emacs.d/init.el, and start mu4e with “M-x mu4e”."),
  NULL,
};

const MailExport mail_export_mu4e = {
  .id = "mu4e",
  .name = "mu4e",
  .summary = N_("Reads mail in Emacs that another program fetched"),
  .group = MAIL_EXPORT_TERMINAL,
  .program = "mu",
  .file_name = "%s.mu4e.el",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = mail_export_is_one_line,
  .write = write_file,
};
