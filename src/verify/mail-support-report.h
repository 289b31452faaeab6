/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-address.h"
#include "mail-provider.h"
#include "mail-verify.h"

G_BEGIN_DECLS

/* What a support desk needs of a check, as plain text: version, time, provider, both servers with steps,
 * durations, encryption, certificate, mechanism, error code, sentences, the server's words. Never a secret.
 * Masked: "a…@example.org" for the address, user names and the names in server words; host names stay.
 * TRUE for `names`: the person allowed them. */
char *mail_support_report_format (MailVerify *verify,
                                  MailAddress *address,
                                  MailProvider *provider,
                                  gboolean names) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
