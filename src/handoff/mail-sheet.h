/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-account.h"
#include "mail-guide.h"
#include "mail-paper.h"

G_BEGIN_DECLS

MailPaper *mail_sheet_new (MailAccount *account, MailGuide *guide) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
