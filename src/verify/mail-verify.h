/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-address.h"
#include "mail-report.h"
#include "mail-secret.h"
#include "mail-settings.h"

G_BEGIN_DECLS

#define MAIL_VERIFY_DEFAULT_TIMEOUT 30 /* seconds */

#define MAIL_TYPE_VERIFY (mail_verify_get_type ())
/* Both servers at once, one report each, one deadline for all. */
G_DECLARE_FINAL_TYPE (MailVerify, mail_verify, MAIL, VERIFY, GObject)

/* goal CAPABILITIES asks for no password. The settings are copied. */
MailVerify *mail_verify_new                 (MailSettings *settings, MailAddress *address, MailGoal goal) G_GNUC_WARN_UNUSED_RESULT;
void        mail_verify_set_secret          (MailVerify *self, MailSecret *secret);
/* Where the outgoing server has its own; else the same is used. */
void        mail_verify_set_outgoing_secret (MailVerify *self, MailSecret *secret);
void        mail_verify_set_timeout         (MailVerify *self, guint seconds);
/* MAIL_ERROR_SETTINGS_INVALID where the file is no PEM file with certificates. */
gboolean    mail_verify_set_ca_file         (MailVerify *self, const char *path, GError **error);
void        mail_verify_set_pin             (MailVerify *self, const char *spki_sha256);

/* There from the start, so that a page can bind to them before anything runs. (transfer none) */
MailReport *mail_verify_get_incoming        (MailVerify *self);
MailReport *mail_verify_get_outgoing        (MailVerify *self);
/* Milliseconds since run, or of the whole run when it is over. */
gint64      mail_verify_get_elapsed         (MailVerify *self);

/* TRUE when both reports passed; FALSE with the error of the first that failed (incoming first). The other server's
 * conversation goes on to its own end. A user name that was only guessed: the address, and after sign-in-rejected the local
 * part; at most two log-ins a server. When the deadline passes, the running step fails as MAIL_ERROR_TIMED_OUT. */
void        mail_verify_run_async           (MailVerify *self,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean    mail_verify_run_finish          (MailVerify *self, GAsyncResult *result, GError **error);
/* The settings as they were proven: security, port and user names that worked. NULL before success. */
MailSettings *mail_verify_dup_proven        (MailVerify *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
