/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-fetch-answer.h"

G_BEGIN_DECLS

#define MAIL_FETCH_MAX_BYTES     (256 * 1024)
#define MAIL_FETCH_MAX_REDIRECTS 4

/* What happens on the way, for those who keep a record. Redirects bring further ones. */
typedef enum {
  MAIL_FETCH_RESOLVING,   /* the argument is a host name */
  MAIL_FETCH_CONNECTING,  /* the argument is the URI that is asked for over this connection */
} MailFetchEvent;

typedef void (*MailFetchFunc) (MailFetchEvent event, const char *what, gpointer user_data);

#define MAIL_TYPE_FETCH (mail_fetch_get_type ())
/* Documents over HTTPS, bounded in size, redirects and time. Nobody above it knows libsoup. */
G_DECLARE_FINAL_TYPE (MailFetch, mail_fetch, MAIL, FETCH, GObject)

MailFetch       *mail_fetch_new        (const char *ca_file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void             mail_fetch_get_async  (MailFetch *self,
                                        const char *uri,
                                        MailFetchFunc progress,
                                        gpointer progress_data,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
MailFetchAnswer *mail_fetch_get_finish (MailFetch *self,
                                        GAsyncResult *result,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
