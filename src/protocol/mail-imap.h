/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-dialogue.h"

G_BEGIN_DECLS

#define MAIL_TYPE_IMAP (mail_imap_get_type ())
/* The client of an IMAP server (RFC 9051): signs in and looks into the inbox without changing it. */
G_DECLARE_FINAL_TYPE (MailImap, mail_imap, MAIL, IMAP, MailDialogue)

MailDialogue *mail_imap_new (const MailDialoguePlan *plan) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
