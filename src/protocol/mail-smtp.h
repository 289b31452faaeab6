/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-dialogue.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SMTP (mail_smtp_get_type ())
/* The client of a submission server (RFC 6409): signs in and asks whether the sender is allowed. */
G_DECLARE_FINAL_TYPE (MailSmtp, mail_smtp, MAIL, SMTP, MailDialogue)

MailDialogue *mail_smtp_new (const MailDialoguePlan *plan) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
