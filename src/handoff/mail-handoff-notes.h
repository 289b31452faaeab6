/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-account.h"

G_BEGIN_DECLS

/* What became of an account in a program that gives it a name of its own: a file, by address. */
char    *mail_handoff_notes_find  (const char *path, MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
gboolean mail_handoff_notes_write (const char *path, MailAccount *account, const char *id, GError **error);

G_END_DECLS
