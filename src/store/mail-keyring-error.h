/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-deadline.h"

G_BEGIN_DECLS

/* What can be wrong with a keyring, finer than the codes: each has its own sentence. */
typedef enum {
  MAIL_KEYRING_LOCKED,     /* and nobody could be asked */
  MAIL_KEYRING_DISMISSED,
  MAIL_KEYRING_NO_SERVICE,
  MAIL_KEYRING_FORBIDDEN,  /* by the sandbox */
  MAIL_KEYRING_NO_BUS,
  MAIL_KEYRING_NO_PLACE,   /* a service without a default keyring, and none could be created */
  MAIL_KEYRING_SILENT,
  MAIL_KEYRING_STOPPED,
} MailKeyringTrouble;

GError *mail_keyring_error_new       (MailKeyringTrouble trouble) G_GNUC_WARN_UNUSED_RESULT;
GError *mail_keyring_error_opening   (GError *error) G_GNUC_WARN_UNUSED_RESULT;
GError *mail_keyring_error_translate (GError *error, MailDeadline *deadline) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
