/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-page.h"

G_BEGIN_DECLS

#define MAIL_TYPE_CHECK_PAGE (mail_check_page_get_type ())
/* The proof: both servers at once, step by step. */
G_DECLARE_FINAL_TYPE (MailCheckPage, mail_check_page, MAIL, CHECK_PAGE, MailPage)

G_END_DECLS
