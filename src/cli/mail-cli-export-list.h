/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-account.h"

G_BEGIN_DECLS

void  mail_cli_export_list_print      (MailAccount *account);
void  mail_cli_export_list_print_json (MailAccount *account);
char *mail_cli_export_list_ids        (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
