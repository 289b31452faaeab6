/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-address.h"
#include "mail-provider.h"
#include "mail-settings.h"

G_BEGIN_DECLS

/* One who says so. */
typedef struct {
  MailSource source;
  MailTrust trust;
  char *where; /* nullable: a URL, a record, the date of the database; for people */
} MailProvenance;

#define MAIL_TYPE_CANDIDATE (mail_candidate_get_type ())
/* Settings somebody proposes for one address, and who says so; immutable. */
G_DECLARE_FINAL_TYPE (MailCandidate, mail_candidate, MAIL, CANDIDATE, GObject)

MailCandidate *mail_candidate_new          (MailSource source,
                                            MailTrust trust,
                                            const char *where,
                                            MailProvider *provider,
                                            GPtrArray *incoming,
                                            GPtrArray *outgoing) G_GNUC_WARN_UNUSED_RESULT;
MailSource     mail_candidate_get_source   (MailCandidate *self);
MailTrust      mail_candidate_get_trust    (MailCandidate *self);
const char    *mail_candidate_get_where    (MailCandidate *self);
MailProvider  *mail_candidate_get_provider (MailCandidate *self);
GPtrArray     *mail_candidate_get_incoming (MailCandidate *self);
GPtrArray     *mail_candidate_get_outgoing (MailCandidate *self);
gboolean       mail_candidate_has_protocol (MailCandidate *self, MailProtocol protocol);
gboolean       mail_candidate_is_complete  (MailCandidate *self);
gboolean       mail_candidate_same_settings (MailCandidate *a, MailCandidate *b);
MailCandidate *mail_candidate_merge        (MailCandidate *self,
                                            MailCandidate *other) G_GNUC_WARN_UNUSED_RESULT;
guint          mail_candidate_get_n_provenances (MailCandidate *self);
const MailProvenance *mail_candidate_get_provenance (MailCandidate *self, guint index);
MailSettings  *mail_candidate_create_settings (MailCandidate *self,
                                               MailProtocol protocol) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
