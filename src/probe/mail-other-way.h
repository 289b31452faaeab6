/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-server.h"

G_BEGIN_DECLS

gboolean mail_other_way_choose (MailServer *server,
                                const GError *error,
                                MailSecurity *security,
                                guint *port);

G_END_DECLS
