/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-server.h"

G_BEGIN_DECLS

/* imaps://host[:993] imap://host[:143] (STARTTLS required), pop3s:// pop3:// smtps:// smtp://; "user@" is
 * percent-encoded. MAIL_ERROR_SETTINGS_INVALID otherwise. "username" stays "" where none is given. */
MailServer *mail_server_new_from_uri (const char *uri, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
