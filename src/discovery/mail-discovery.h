/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-candidate.h"

G_BEGIN_DECLS

/* Everything here is offline: nothing leaves the machine.
 * NULL with MAIL_ERROR_SETTINGS_UNKNOWN: the database is silent. A provider without standard access is a candidate without
 * servers (its provider says why). */
MailCandidate *mail_discovery_lookup   (MailAddress *address, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Settings from an autoconfig file that somebody handed out. */
MailCandidate *mail_discovery_read_file (const char *path, MailAddress *address, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likely names for a domain nobody knows: imap.D / pop.D and smtp.D, security AUTOMATIC, user name guessed; source GUESS,
 * trust UNVERIFIED. Never fails. */
MailCandidate *mail_discovery_suggest  (MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
