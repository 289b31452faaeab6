/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-page.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SEARCH_PAGE (mail_search_page_get_type ())
/* Where the settings of a domain are searched for, source by source; goes on by itself when found. */
G_DECLARE_FINAL_TYPE (MailSearchPage, mail_search_page, MAIL, SEARCH_PAGE, MailPage)

G_END_DECLS
