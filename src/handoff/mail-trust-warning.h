/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-account.h"

G_BEGIN_DECLS

char *mail_trust_warning_new (const char *program, MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
