/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "mail-secret.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SASL (mail_sasl_get_type ())
/* One sign-in over libgsasl: which mechanisms are left to try, strongest first, and the exchange of the current one.
 * SCRAM-SHA-256-PLUS, SCRAM-SHA-1-PLUS (only with a channel binding), SCRAM-SHA-256, SCRAM-SHA-1, PLAIN, LOGIN. */
G_DECLARE_FINAL_TYPE (MailSasl, mail_sasl, MAIL, SASL, GObject)

MailSasl   *mail_sasl_new            (const char *service,
                                      const char *host,
                                      const char *username,
                                      MailSecret *secret) G_GNUC_WARN_UNUSED_RESULT;
/* type "tls-exporter" or "tls-unique". */
void        mail_sasl_set_channel_binding (MailSasl *self, const char *type, GBytes *binding);
/* What the server offers (names without "AUTH="), any case. */
void        mail_sasl_offer          (MailSasl *self, const char *mechanism);
/* The strongest mechanism offered and not yet tried becomes current; NULL when none is left. */
const char *mail_sasl_next           (MailSasl *self);
const char *mail_sasl_get_mechanism  (MailSasl *self);
/* Whether the client speaks first (so that an initial response can ride with the command). */
gboolean    mail_sasl_client_first   (MailSasl *self);
/* challenge: base64 as heard ("" for none) → base64 to say (wiped by the caller with mail_wipe_free()); done is set when the
 * client has nothing left to prove: for SCRAM, when the server's signature was right. */
char       *mail_sasl_step           (MailSasl *self, const char *challenge, gboolean *done, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether, if the server says "OK" now, it has proven what the mechanism demands (SCRAM: its signature). */
gboolean    mail_sasl_is_complete    (MailSasl *self);

G_END_DECLS
