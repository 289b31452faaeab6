/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-cli-check-options.h"
#include "mail-setup.h"

G_BEGIN_DECLS

gboolean mail_cli_unconfirmed_check (const MailCliCheckOptions *options, MailSetup *setup, GError **error);

G_END_DECLS
