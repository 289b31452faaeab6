/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private to MailFetch: what is asked for. */
GUri    *mail_fetch_uri_parse         (GUri *base, const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean mail_fetch_uri_is_https      (GUri *uri);
guint16  mail_fetch_uri_get_port      (GUri *uri);
char    *mail_fetch_uri_write_request (GUri *uri) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
