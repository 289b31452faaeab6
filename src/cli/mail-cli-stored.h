/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-setup.h"

G_BEGIN_DECLS

gboolean mail_cli_stored_take         (const char *address_or_id, MailSetup *setup, GError **error);
gboolean mail_cli_stored_take_secrets (MailSetup *setup, GError **error);

G_END_DECLS
