/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-watch.h"

G_BEGIN_DECLS

#define MAIL_TYPE_POP3_WATCH (mail_pop3_watch_get_type ())
/* Looks for a message among the new ones of a POP3 server (RFC 1939), once a conversation. */
G_DECLARE_FINAL_TYPE (MailPop3Watch, mail_pop3_watch, MAIL, POP3_WATCH, MailWatch)

G_END_DECLS
