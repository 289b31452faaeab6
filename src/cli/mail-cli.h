/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What scripts rely on; INTERRUPTED is what a shell reports of a program that Ctrl-C ended. */
typedef enum {
  MAIL_CLI_OK = 0,
  MAIL_CLI_FAILED = 1,        /* nothing found, or the check failed */
  MAIL_CLI_WRONG_USAGE = 2,
  MAIL_CLI_NOT_ALLOWED = 3,   /* the keyring or a file said no */
  MAIL_CLI_INTERRUPTED = 130,
} MailCliStatus;

typedef struct _MailCliCommand MailCliCommand;

/* arguments starts with the name of the command and ends with NULL. */
typedef MailCliStatus (*MailCliFunc) (const MailCliCommand *command, char **arguments);

struct _MailCliCommand {
  const char *name;
  const char *operands;   /* as the usage line shows them: "ADDRESS|ID" */
  const char *summary;    /* to be translated */
  MailCliFunc run;
};

MailCliStatus mail_cli_lookup          (const MailCliCommand *command, char **arguments);
MailCliStatus mail_cli_check           (const MailCliCommand *command, char **arguments);
MailCliStatus mail_cli_setup           (const MailCliCommand *command, char **arguments);
MailCliStatus mail_cli_change_password (const MailCliCommand *command, char **arguments);
MailCliStatus mail_cli_list            (const MailCliCommand *command, char **arguments);
MailCliStatus mail_cli_show            (const MailCliCommand *command, char **arguments);
MailCliStatus mail_cli_remove          (const MailCliCommand *command, char **arguments);
MailCliStatus mail_cli_export          (const MailCliCommand *command, char **arguments);
MailCliStatus mail_cli_test_mail       (const MailCliCommand *command, char **arguments);
MailCliStatus mail_cli_guide           (const MailCliCommand *command, char **arguments);
MailCliStatus mail_cli_providers       (const MailCliCommand *command, char **arguments);

G_END_DECLS
