/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-candidate.h"

G_BEGIN_DECLS

/* Where settings come from and what vouches for them, in words. */
char *mail_origin_dup_sources (MailCandidate *candidate, MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;
char *mail_origin_dup_sentence (MailCandidate *candidate, MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;
char *mail_origin_dup_likely (MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;
gboolean mail_origin_is_proven (MailCandidate *candidate);

G_END_DECLS
