/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-candidate.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SHORTLIST (mail_shortlist_get_type ())
/* What the sources of a search have found, merged and ranked. */
G_DECLARE_FINAL_TYPE (MailShortlist, mail_shortlist, MAIL, SHORTLIST, GObject)

MailShortlist *mail_shortlist_new             (guint n_ranks) G_GNUC_WARN_UNUSED_RESULT;
void           mail_shortlist_add             (MailShortlist *self, guint rank, GPtrArray *found);
GListModel    *mail_shortlist_get_model       (MailShortlist *self);
gboolean       mail_shortlist_get_best_rank   (MailShortlist *self, guint *rank);
MailCandidate *mail_shortlist_get_best        (MailShortlist *self);
MailCandidate *mail_shortlist_get_unsupported (MailShortlist *self);

G_END_DECLS
