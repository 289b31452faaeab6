/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-account.h"
#include "mail-provider.h"

G_BEGIN_DECLS

/* What is said of an account that is stored. */
MailProvider *mail_account_words_find_provider (MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
char         *mail_account_words_dup_servers   (MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
gboolean      mail_account_words_is_local      (const GError *error);

G_END_DECLS
