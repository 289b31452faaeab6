/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-account.h"
#include "mail-candidate.h"
#include "mail-cli-json.h"

G_BEGIN_DECLS

void mail_cli_answer_found     (JsonBuilder *json,
                                MailAddress *address,
                                MailCandidate *candidate,
                                const GError *error);
void mail_cli_answer_not_found (JsonBuilder *json,
                                const char *text,
                                MailAddress *address,
                                const GError *error);
void mail_cli_answer_account   (JsonBuilder *json, MailAccount *account);
void mail_cli_answer_facts     (JsonBuilder *json, MailProvider *provider, const char *const *domains);

G_END_DECLS
