/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-address.h"
#include "mail-provider.h"
#include "mail-verify.h"

G_BEGIN_DECLS

char *mail_support_report_format (MailVerify *verify,
                                  MailAddress *address,
                                  MailProvider *provider,
                                  gboolean names) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
