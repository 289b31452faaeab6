/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-candidate.h"

G_BEGIN_DECLS

#define MAIL_PACC_MAX_BYTES (256 * 1024)

/* The document of draft-ietf-mailmaint-pacc, and the record in the DNS that vouches for it. */
gboolean       mail_pacc_is_record (const char *text);
gboolean       mail_pacc_vouches   (const char *record, GBytes *document);
MailCandidate *mail_pacc_read      (GBytes *document,
                                    MailAddress *address,
                                    MailTrust trust,
                                    const char *where,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
