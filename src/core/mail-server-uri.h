/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-server.h"

G_BEGIN_DECLS

/* Servers as scripts write them. */
MailServer *mail_server_new_from_uri (const char *uri, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
