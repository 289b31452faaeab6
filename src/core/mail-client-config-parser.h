/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-provider.h"
#include "mail-server-template.h"

G_BEGIN_DECLS

/* Reads an autoconfig document; for MailClientConfig. */
gboolean mail_client_config_parse (const char *data,
                                   gsize length,
                                   MailProvider **provider,
                                   GPtrArray **servers,
                                   MailOther *others,
                                   GError **error);

G_END_DECLS
