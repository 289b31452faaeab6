/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-server.h"

G_BEGIN_DECLS

void mail_export_msmtp_append (GString *text, MailServer *server);

G_END_DECLS
