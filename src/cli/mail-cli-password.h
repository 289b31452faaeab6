/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-secret.h"

G_BEGIN_DECLS

MailSecret *mail_cli_password_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailSecret *mail_cli_password_ask  (const char *question, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
