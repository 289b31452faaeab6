/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-page.h"

G_BEGIN_DECLS

#define MAIL_TYPE_ACCOUNT_PAGE (mail_account_page_get_type ())
/* Who are you: name, address, password, and how mail is kept. */
G_DECLARE_FINAL_TYPE (MailAccountPage, mail_account_page, MAIL, ACCOUNT_PAGE, MailPage)

G_END_DECLS
