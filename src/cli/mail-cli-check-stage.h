/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-cli-check-options.h"
#include "mail-cli-wait.h"
#include "mail-setup.h"

G_BEGIN_DECLS

gboolean      mail_cli_check_stage_prepare (const MailCliCheckOptions *options,
                                            MailSetup *setup,
                                            GError **error);
gboolean      mail_cli_check_stage_secrets (const MailCliCheckOptions *options,
                                            MailSetup *setup,
                                            GError **error);
gboolean      mail_cli_check_stage_run     (const MailCliCheckOptions *options,
                                            MailSetup *setup,
                                            MailCliWait *wait,
                                            GError **error);
MailCliStatus mail_cli_check_stage_finish  (const MailCliCheckOptions *options,
                                            MailSetup *setup,
                                            const GError *error);

G_END_DECLS
