/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-cli.h"

G_BEGIN_DECLS

void          mail_cli_complain         (const char *sentence);
MailCliStatus mail_cli_error_get_status (const GError *error);
MailCliStatus mail_cli_error_print      (const GError *error);

G_END_DECLS
