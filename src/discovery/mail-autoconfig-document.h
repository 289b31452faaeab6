/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-candidate.h"
#include "mail-fetch.h"

G_BEGIN_DECLS

/* What came of a document that was fetched; for the finders that read such. */
MailCandidate *mail_autoconfig_document_read         (MailFetchAnswer *answer,
                                                      const char *uri,
                                                      MailAddress *address,
                                                      MailSource source,
                                                      MailTrust trust,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           mail_autoconfig_document_set_unusable (GError **error, MailOther others);
char          *mail_autoconfig_document_dup_place    (MailFetchAnswer *answer,
                                                      const char *uri) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
