/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-export-values.h"

G_BEGIN_DECLS

/* What a program for the terminal has words for. */
typedef enum /*< skip >*/ {
  MAIL_EXPORT_TAKES_IMAP = 1 << 0,
  MAIL_EXPORT_TAKES_POP3 = 1 << 1,
  MAIL_EXPORT_TAKES_STARTTLS = 1 << 2, /* insists on it, and checks the certificate */
  MAIL_EXPORT_TAKES_BOTH = MAIL_EXPORT_TAKES_IMAP | MAIL_EXPORT_TAKES_POP3 | MAIL_EXPORT_TAKES_STARTTLS,
} MailExportTakes;

gboolean mail_export_refuse         (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean mail_export_check_incoming (MailAccount *account,
                                     const char *program,
                                     MailExportTakes takes,
                                     GError **error);

char       *mail_export_get_label          (MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
char       *mail_export_get_mailbox        (MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;

gboolean    mail_export_is_pop3            (MailServer *server);
char       *mail_export_get_place          (MailServer *server) G_GNUC_WARN_UNUSED_RESULT;
char       *mail_export_get_url            (MailServer *server, const char *scheme) G_GNUC_WARN_UNUSED_RESULT;
char      **mail_export_get_lookup         (MailServer *server) G_GNUC_WARN_UNUSED_RESULT;
char       *mail_export_get_lookup_command (MailServer *server) G_GNUC_WARN_UNUSED_RESULT;
char       *mail_export_get_lookup_list    (MailServer *server) G_GNUC_WARN_UNUSED_RESULT;
const char *mail_export_get_trust_file     (void);

G_END_DECLS
