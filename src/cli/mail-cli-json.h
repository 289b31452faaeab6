/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "mail-account.h"
#include "mail-candidate.h"
#include "mail-client-config.h"
#include "mail-verify.h"

G_BEGIN_DECLS

void mail_cli_json_begin    (void);
void mail_cli_json_print    (JsonBuilder *builder);

void mail_cli_json_string   (JsonBuilder *builder, const char *name, const char *value);
void mail_cli_json_strv     (JsonBuilder *builder, const char *name, const char *const *texts);
void mail_cli_json_provider (JsonBuilder *builder, const char *id, const char *display_name);
void mail_cli_json_server   (JsonBuilder *builder, MailServer *server);

void mail_cli_json_found     (JsonBuilder *builder,
                              MailAddress *address,
                              MailCandidate *candidate,
                              const GError *error);
void mail_cli_json_not_found (JsonBuilder *builder,
                              const char *text,
                              MailAddress *address,
                              const GError *error);
void mail_cli_json_account   (JsonBuilder *builder, MailAccount *account);
void mail_cli_json_facts     (JsonBuilder *builder, MailProvider *provider, const char *const *domains);

/* What became of an address in "check" and "setup". */
typedef struct {
  const char *address;
  MailAddress *parsed;       /* (nullable) */
  MailProvider *provider;    /* (nullable) */
  MailVerify *verify;        /* (nullable): the check never began */
  const GError *error;       /* (nullable): what no report holds */
  MailAccount *account;      /* (nullable): what was stored */
  gboolean ok;
} MailCliOutcome;

void mail_cli_json_outcome  (JsonBuilder *builder, const MailCliOutcome *outcome);

G_END_DECLS
