/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-candidate.h"

G_BEGIN_DECLS

#define MAIL_TYPE_CLIENT_CONFIG (mail_client_config_get_type ())
G_DECLARE_FINAL_TYPE (MailClientConfig, mail_client_config, MAIL, CLIENT_CONFIG, GObject)

/* An autoconfig document, version 1.1 (and the parts of 1.2 that matter), with the facts of our own namespace;
 * placeholders not yet filled in. Immutable.
 *
 * Limits: 256 KiB, depth 16, 64 servers. Unknown elements and types (jmap, exchange …) are ignored; a server with
 * socketType "plain" is ignored, and so is one without host or port. A file that is not well-formed, too big, too deep,
 * or without clientConfig/emailProvider: MAIL_ERROR_SETTINGS_INVALID with line and column in the sentence. */
MailClientConfig *mail_client_config_new_from_data (const char *data,
                                                    gsize length,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailProvider     *mail_client_config_get_provider  (MailClientConfig *self);
/* The settings for one address, placeholders filled in. A user name that the facts leave to the person is "". */
MailCandidate    *mail_client_config_expand        (MailClientConfig *self,
                                                    MailAddress *address,
                                                    MailSource source,
                                                    MailTrust trust,
                                                    const char *where) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
