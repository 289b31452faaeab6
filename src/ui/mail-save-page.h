/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-page.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SAVE_PAGE (mail_save_page_get_type ())
/* What will be stored and where; then it is stored. */
G_DECLARE_FINAL_TYPE (MailSavePage, mail_save_page, MAIL, SAVE_PAGE, MailPage)

G_END_DECLS
