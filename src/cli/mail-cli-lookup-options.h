/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-cli.h"
#include "mail-inquiry.h"

G_BEGIN_DECLS

/* The options of "lookup". */
typedef struct {
  gboolean offline;
  gboolean all;
  gboolean json;
  gboolean ispdb;
  gboolean send_address;
  int timeout;
  char *ca_file;
  char *file;
  char **addresses;
} MailCliLookupOptions;

gboolean mail_cli_lookup_options_parse (MailCliLookupOptions *self,
                                        const MailCliCommand *command,
                                        char **arguments,
                                        GError **error);
void     mail_cli_lookup_options_clear (MailCliLookupOptions *self);

MailDiscoveryOptions mail_cli_lookup_options_get_search (const MailCliLookupOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MailCliLookupOptions, mail_cli_lookup_options_clear)

G_END_DECLS
