/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-candidate.h"

G_BEGIN_DECLS

/* From an address to settings. Everything here is offline: nothing leaves the machine. */
MailCandidate *mail_discovery_lookup    (MailAddress *address, GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailCandidate *mail_discovery_read_file (const char *path,
                                         MailAddress *address,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailCandidate *mail_discovery_suggest   (MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
