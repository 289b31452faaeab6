/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-settings.h"

G_BEGIN_DECLS

/* What is said of certificates that are trusted because a person decided so: one line each. */
char *mail_trust_dup_pin       (const char *pin) G_GNUC_WARN_UNUSED_RESULT;
char *mail_trust_dup_authority (const char *path) G_GNUC_WARN_UNUSED_RESULT;
char *mail_trust_dup_decisions (MailSettings *settings,
                                const char *ca_file) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
