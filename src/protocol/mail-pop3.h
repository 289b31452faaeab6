/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-dialogue.h"

G_BEGIN_DECLS

#define MAIL_TYPE_POP3 (mail_pop3_get_type ())
/* The client of a POP3 server (RFC 1939): signs in and counts the messages. */
G_DECLARE_FINAL_TYPE (MailPop3, mail_pop3, MAIL, POP3, MailDialogue)

MailDialogue *mail_pop3_new (const MailDialoguePlan *plan) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
