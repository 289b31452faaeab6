/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-store.h"

G_BEGIN_DECLS

MailStore   *mail_cli_accounts_open (void) G_GNUC_WARN_UNUSED_RESULT;
MailAccount *mail_cli_accounts_find (MailStore *store, const char *address_or_id, GError **error);

G_END_DECLS
