/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-account.h"
#include "mail-cli-json.h"
#include "mail-diagnosis.h"
#include "mail-provider.h"
#include "mail-verify.h"

G_BEGIN_DECLS

/* What became of an address in "check" and "setup". */
typedef struct {
  const char *address;
  MailAddress *parsed;       /* (nullable) */
  MailProvider *provider;    /* (nullable) */
  MailVerify *verify;        /* (nullable): the check never began */
  const GError *error;       /* (nullable): what no report holds */
  MailAccount *account;      /* (nullable): what was stored */
  const char *report;        /* (nullable): for a support desk */
  gboolean ok;
} MailCliOutcome;

void mail_cli_outcome_add       (JsonBuilder *json, const MailCliOutcome *outcome);
void mail_cli_outcome_add_error (JsonBuilder *json, const GError *error, MailDiagnosis *diagnosis);

G_END_DECLS
