/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-cli.h"

G_BEGIN_DECLS

/* A place in the structure that holds the values of a command's options, for GOptionEntry.arg_data. */
#define MAIL_CLI_OPTION(type, field) ((gpointer) G_STRUCT_OFFSET (type, field))

gboolean    mail_cli_options_parse   (const MailCliCommand *command,
                                      const GOptionEntry *entries,
                                      gpointer values,
                                      char **arguments,
                                      GError **error);
const char *mail_cli_options_get_one (const MailCliCommand *command, char **operands, GError **error);
gboolean    mail_cli_options_is_timeout (int seconds, GError **error);
gboolean    mail_cli_options_is_text (const char *name, const char *value, GError **error);

G_END_DECLS
