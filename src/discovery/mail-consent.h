/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-candidate.h"

G_BEGIN_DECLS

/* What a person is asked to agree to before a password goes there. */
char **mail_consent_dup_hosts (MailCandidate *candidate, MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
