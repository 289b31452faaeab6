/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-page.h"

G_BEGIN_DECLS

#define MAIL_TYPE_CHOOSE_PAGE (mail_choose_page_get_type ())
/* Where a search has found something to decide: which servers, and whether those of others are right. */
G_DECLARE_FINAL_TYPE (MailChoosePage, mail_choose_page, MAIL, CHOOSE_PAGE, MailPage)

G_END_DECLS
