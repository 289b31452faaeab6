/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  MAIL_FETCH_FAULT_NOT_UNDERSTOOD,
  MAIL_FETCH_FAULT_NO_HTTPS,   /* asked for, or redirected to, something else */
  MAIL_FETCH_FAULT_ENDLESS,    /* redirects */
  MAIL_FETCH_FAULT_TOO_MUCH,
  MAIL_FETCH_FAULT_WEB_PAGE,
  MAIL_FETCH_FAULT_OLD_TLS,
} MailFetchFault;

/* Private to MailFetch. */
GError *mail_fetch_error_new            (MailFetchFault fault, const char *host) G_GNUC_WARN_UNUSED_RESULT;
GError *mail_fetch_error_new_for_status (guint status, const char *host) G_GNUC_WARN_UNUSED_RESULT;
GError *mail_fetch_error_take           (GError *error,
                                         const char *host,
                                         guint port) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
