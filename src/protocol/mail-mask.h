/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-secret.h"

G_BEGIN_DECLS

char *mail_mask_secret (const char *text, MailSecret *secret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
