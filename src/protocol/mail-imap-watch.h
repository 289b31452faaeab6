/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-watch.h"

G_BEGIN_DECLS

#define MAIL_TYPE_IMAP_WATCH (mail_imap_watch_get_type ())
/* Waits for a message in the inbox of an IMAP server (RFC 9051, RFC 2177), or removes it (RFC 4315). */
G_DECLARE_FINAL_TYPE (MailImapWatch, mail_imap_watch, MAIL, IMAP_WATCH, MailWatch)

G_END_DECLS
