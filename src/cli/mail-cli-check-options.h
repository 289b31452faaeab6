/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-cli.h"
#include "mail-server.h"

G_BEGIN_DECLS

/* The options of "check" and "setup". */
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
  gboolean json;
  char *name;
  gboolean replace;
  char **operands;

  /* What they mean; NULL where the option is not given. */
  const char *address;
  MailServer *incoming_server;
  MailServer *outgoing_server;
  char *spki_sha256;
} MailCliCheckOptions;

gboolean mail_cli_check_options_parse (MailCliCheckOptions *self,
                                       const MailCliCommand *command,
                                       char **arguments,
                                       gboolean storing,
                                       GError **error);
void     mail_cli_check_options_clear (MailCliCheckOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MailCliCheckOptions, mail_cli_check_options_clear)

G_END_DECLS
