/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-candidate.h"

G_BEGIN_DECLS

/* Which of the servers that somebody proposes comes first; for whoever finds some on the network. */
void           mail_ranking_sort    (GPtrArray *servers);
MailCandidate *mail_ranking_arrange (MailCandidate *candidate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
