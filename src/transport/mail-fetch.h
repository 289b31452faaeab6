/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MAIL_FETCH_MAX_BYTES     (256 * 1024)
#define MAIL_FETCH_MAX_REDIRECTS 4

/* What happens on the way, for those who keep a record. Redirects bring further ones. */
typedef enum {
  MAIL_FETCH_RESOLVING,   /* the argument is a host name */
  MAIL_FETCH_CONNECTING,  /* the argument is the URI that is asked for over this connection */
} MailFetchEvent;

typedef void (*MailFetchFunc) (MailFetchEvent event, const char *what, gpointer user_data);

/* Immutable, counted (boxed). */
typedef struct {
  char *uri;            /* where the document came from in the end */
  GBytes *body;         /* decoded, at most MAIL_FETCH_MAX_BYTES */
  gboolean redirected;  /* over another registrable domain than that of the URI that was asked for */
} MailFetchAnswer;

#define MAIL_TYPE_FETCH_ANSWER (mail_fetch_answer_get_type ())
GType            mail_fetch_answer_get_type (void);
MailFetchAnswer *mail_fetch_answer_ref      (MailFetchAnswer *self);
void             mail_fetch_answer_unref    (MailFetchAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailFetchAnswer, mail_fetch_answer_unref)

#define MAIL_TYPE_FETCH (mail_fetch_get_type ())
/* Documents over HTTPS, bounded in size, redirects and time. The only file that knows libsoup. */
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
