/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-page.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SERVERS_PAGE (mail_servers_page_get_type ())
/* What was found and from where, one line a server, editable in place. */
G_DECLARE_FINAL_TYPE (MailServersPage, mail_servers_page, MAIL, SERVERS_PAGE, MailPage)

G_END_DECLS
