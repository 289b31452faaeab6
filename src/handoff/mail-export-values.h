/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several formats ask of an account in the same way. */
#pragma once

#include <gio/gio.h>

#include "mail-account.h"

G_BEGIN_DECLS

MailServer  *mail_export_get_incoming  (MailAccount *account);
MailServer  *mail_export_get_outgoing  (MailAccount *account);
const char  *mail_export_get_address   (MailAccount *account);
char        *mail_export_dup_host      (MailServer *server) G_GNUC_WARN_UNUSED_RESULT;
gboolean     mail_export_is_imap       (MailAccount *account);
gboolean     mail_export_signs_in      (MailServer *server);
gboolean     mail_export_is_starttls   (MailServer *server);
gboolean     mail_export_is_one_line   (MailAccount *account, GError **error);

G_END_DECLS
