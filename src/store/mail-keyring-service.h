/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "mail-deadline.h"

G_BEGIN_DECLS

#define MAIL_TYPE_KEYRING_SERVICE (mail_keyring_service_get_type ())
/* One session with the Secret Service, for one call: it knows when the person is being asked something. */
G_DECLARE_FINAL_TYPE (MailKeyringService, mail_keyring_service, MAIL, KEYRING_SERVICE, SecretService)

void                mail_keyring_service_open_async  (MailDeadline *deadline,
                                                      gboolean interactive,
                                                      GAsyncReadyCallback callback,
                                                      gpointer user_data);
MailKeyringService *mail_keyring_service_open_finish (GAsyncResult *result,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
GTask              *mail_keyring_service_step_new    (MailKeyringService *self,
                                                      gpointer tag,
                                                      GAsyncReadyCallback callback,
                                                      gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
