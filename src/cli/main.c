/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "mail-cli-error.h"
#include "mail-cli.h"
#include "mail-process.h"
#include "mail-resolver.h"

static const MailCliCommand commands[] = {
  /* Translators: after the name of the command stands what it takes: “ADDRESS” is for one e-mail address. */
  { "lookup", N_("ADDRESS…|-"), N_("Show the mail servers of an address"), mail_cli_lookup },
  { "check", N_("ADDRESS|ID"), N_("Sign in to the servers of an address"), mail_cli_check },
  { "setup", N_("ADDRESS"), N_("Check an address, then store the account"), mail_cli_setup },
  { "password", N_("ADDRESS|ID"), N_("Prove and store a new password of a stored account"),
    mail_cli_change_password },
  { "list", "", N_("List the stored accounts"), mail_cli_list },
  { "show", N_("ADDRESS|ID"), N_("Show a stored account"), mail_cli_show },
  { "remove", N_("ADDRESS|ID"), N_("Remove a stored account and its passwords"), mail_cli_remove },
  { "export", N_("ADDRESS|ID"), N_("Hand a stored account to a program"), mail_cli_export },
  { "test-mail", N_("ADDRESS|ID"), N_("Send a message from a stored account to itself"),
    mail_cli_test_mail },
  { "guide", N_("ADDRESS|ID"), N_("Show how to set up an account in another program by hand"),
    mail_cli_guide },
  { "providers", "", N_("List the providers that are known"), mail_cli_providers },
};

/* Outside the main loop nothing has to be undone, so leaving at once is right. A program that dies of the
 * signal would be reported as such by everything that is not a shell, and 130 is promised. */
static void
on_interrupt (int number)
{
  _exit (MAIL_CLI_INTERRUPTED);
}

static void
prepare (void)
{
  struct sigaction action = { .sa_handler = on_interrupt };
  const char *locales = g_getenv ("SIEGEL_LOCALEDIR");

  setlocale (LC_ALL, "");
  /* The build folder and the tests have their translations elsewhere. */
  bindtextdomain (GETTEXT_PACKAGE, locales != NULL ? locales : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* What is written for support must not get between the lines of JSON. */
  g_log_writer_default_set_use_stderr (TRUE);

  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
}

static MailCliStatus
print_help (void)
{
  g_print ("%s\n  siegel-cli %s\n\n%s\n", _("Usage:"), _("COMMAND [OPTION…]"), _("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, _ (commands[i].summary));
  g_print ("\n%s\n", _("“siegel-cli COMMAND --help” shows the options of a command."));
  return MAIL_CLI_OK;
}

static const MailCliCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
}

static MailCliStatus
complain_about_command (const char *name)
{
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;

  if (name == NULL)
    {
      mail_cli_complain (_("Say what to do: “siegel-cli --help” lists the commands."));
      return MAIL_CLI_WRONG_USAGE;
    }
  shown = g_utf8_make_valid (name, -1);
  /* Translators: %s is what was typed in place of a command. */
  text = g_strdup_printf (_("There is no command “%s”: “siegel-cli --help” lists the commands."), shown);
  mail_cli_complain (text);
  return MAIL_CLI_WRONG_USAGE;
}

static MailCliStatus
dispatch (char **arguments)
{
  const char *word = arguments[0];
  const MailCliCommand *command;

  if (word != NULL && (g_str_equal (word, "--help") || g_str_equal (word, "-h")))
    return print_help ();
  if (word != NULL && g_str_equal (word, "--version"))
    {
      g_print ("siegel-cli %s\n", PACKAGE_VERSION);
      return MAIL_CLI_OK;
    }
  command = word != NULL ? find_command (word) : NULL;
  return command != NULL ? command->run (command, arguments) : complain_about_command (word);
}

/* A full disk shows only when the buffer is written: what was not printed must not count as a success. */
static MailCliStatus
close_output (MailCliStatus status)
{
  g_autofree char *text = NULL;

  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  /* Translators: %s is the system's word for the reason, such as “No space left on device”. */
  text = g_strdup_printf (_("The output could not be written: %s."), g_strerror (errno));
  mail_cli_complain (text);
  return MAX (status, MAIL_CLI_NOT_ALLOWED);
}

int
main (int argc, char **argv)
{
  mail_process_forbid_core_files ();
  /* Never taken back: a password comes in pieces from standard input, and no portal is needed here. */
  mail_process_guard ();
  prepare ();
  mail_resolver_install ();
  return close_output (dispatch (argc > 0 ? argv + 1 : argv));
}
