/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-setup.h"

G_BEGIN_DECLS

#define MAIL_TYPE_CANDIDATE_ROW (mail_candidate_row_get_type ())
/* Settings that can be chosen: the servers, who says so, and what vouches for it. */
G_DECLARE_FINAL_TYPE (MailCandidateRow, mail_candidate_row, MAIL, CANDIDATE_ROW, GtkCheckButton)

GtkWidget *mail_candidate_row_new (MailCandidate *candidate, MailSetup *setup) G_GNUC_WARN_UNUSED_RESULT;
void mail_candidate_row_mark_best (MailCandidateRow *self);
MailCandidate *mail_candidate_row_get_candidate (MailCandidateRow *self);

G_END_DECLS
