/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-address.h"
#include "mail-anchors.h"
#include "mail-report.h"
#include "mail-secret.h"

G_BEGIN_DECLS

#define MAIL_TYPE_PROBE (mail_probe_get_type ())
/* One conversation with one server, up to the goal of a report, which it fills step by step. */
G_DECLARE_FINAL_TYPE (MailProbe, mail_probe, MAIL, PROBE, GObject)

/* address: the sender that SMTP asks about. anchors are shared. */
MailProbe *mail_probe_new        (MailReport *report, MailAddress *address, MailAnchors *anchors) G_GNUC_WARN_UNUSED_RESULT;
void       mail_probe_set_secret (MailProbe *self, MailSecret *secret);
/* Lower-case hex SHA-256 of a public key (SPKI), or NULL. */
void       mail_probe_set_pin    (MailProbe *self, const char *spki_sha256);
/* MAIL_SECURITY_AUTOMATIC: TLS first; where that meets no TLS server (refused, silent, plain text, closed), STARTTLS. A
 * certificate that is not right never falls through. The report's server then says what was used.
 * Ends as the report ends: FALSE with the report's error, or G_IO_ERROR_CANCELLED (the running step failed as cancelled). */
void       mail_probe_run_async  (MailProbe *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean   mail_probe_run_finish (MailProbe *self, GAsyncResult *result, GError **error);

G_END_DECLS
