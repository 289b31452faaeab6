/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-account.h"
#include "mail-discovery.h"
#include "mail-verify.h"

G_BEGIN_DECLS

void mail_cli_text_candidate (MailAddress *address, MailCandidate *candidate, MailDiscovery *search);
void mail_cli_text_line      (MailAddress *address, MailCandidate *candidate, const char *question);
void mail_cli_text_account   (MailAccount *account);
void mail_cli_text_report    (MailReport *report, MailAddress *address, MailProvider *provider);
void mail_cli_text_column    (const char *text, int width);

G_END_DECLS
