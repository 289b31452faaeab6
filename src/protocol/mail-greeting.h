/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "mail-types.h"

G_BEGIN_DECLS

/* Who answers there? The first line of a conversation tells. */
const char *mail_greeting_identify  (const char *line);
gboolean    mail_greeting_is        (const char *line, MailProtocol protocol);
gboolean    mail_greeting_is_tls    (const char *line, gsize length);
void        mail_greeting_set_error (const char *line,
                                     MailProtocol expected,
                                     const char *host,
                                     GError **error);

G_END_DECLS
