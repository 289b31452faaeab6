/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "mail-secret.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SASL (mail_sasl_get_type ())
/* One sign-in over libgsasl: which mechanisms are left to try, and the exchange of the current one. */
G_DECLARE_FINAL_TYPE (MailSasl, mail_sasl, MAIL, SASL, GObject)

MailSasl   *mail_sasl_new                 (const char *service,
                                           const char *host,
                                           const char *username,
                                           MailSecret *secret) G_GNUC_WARN_UNUSED_RESULT;
void        mail_sasl_set_channel_binding (MailSasl *self, const char *type, GBytes *binding);
void        mail_sasl_offer               (MailSasl *self, const char *mechanism);
const char *mail_sasl_next                (MailSasl *self);
gboolean    mail_sasl_client_first        (MailSasl *self);
char       *mail_sasl_step                (MailSasl *self,
                                           const char *challenge,
                                           gboolean *done,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    mail_sasl_gave_proof          (MailSasl *self);
gboolean    mail_sasl_is_complete         (MailSasl *self);

G_END_DECLS
