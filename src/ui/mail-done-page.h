/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-page.h"

G_BEGIN_DECLS

#define MAIL_TYPE_DONE_PAGE (mail_done_page_get_type ())
/* What now: the settings to copy, never the password. */
G_DECLARE_FINAL_TYPE (MailDonePage, mail_done_page, MAIL, DONE_PAGE, MailPage)

G_END_DECLS
