/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-dialogue.h"

G_BEGIN_DECLS

void  mail_alerts_note (MailDialogue *dialogue, const char *code, const char *text);
char *mail_alerts_join (GPtrArray *alerts, const char *said) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
