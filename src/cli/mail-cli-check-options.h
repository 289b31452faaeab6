/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-cli.h"
#include "mail-server.h"

G_BEGIN_DECLS

/* The commands that check servers. */
typedef enum {
  MAIL_CLI_CHECK_ONLY,
  MAIL_CLI_CHECK_SETUP,    /* and store what was proven */
  MAIL_CLI_CHECK_PASSWORD, /* of a stored account, and store that */
} MailCliCheckKind;

/* Their options. */
typedef struct {
  char *incoming;
  char *outgoing;
  char *file;
  gboolean offline;
  gboolean ispdb;
  gboolean send_address;
  gboolean pop3;
  char *username;
  char *smtp_username;
  char *password_file;
  char *smtp_password_file;
  char *ca_file;
  char *pin;
  int timeout;
  gboolean no_login;
  gboolean stored;
  gboolean report;
  gboolean report_names;
  gboolean json;
  char *name;
  gboolean replace;
  char **operands;

  /* What they mean; NULL where the option is not given. */
  gboolean new_password;
  const char *address;
  MailServer *incoming_server;
  MailServer *outgoing_server;
  char *spki_sha256;
} MailCliCheckOptions;

gboolean mail_cli_check_options_parse (MailCliCheckOptions *self,
                                       const MailCliCommand *command,
                                       char **arguments,
                                       MailCliCheckKind kind,
                                       GError **error);
void     mail_cli_check_options_clear (MailCliCheckOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MailCliCheckOptions, mail_cli_check_options_clear)

G_END_DECLS
