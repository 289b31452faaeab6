/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A document. Immutable, counted (boxed). */
typedef struct {
  char *uri;            /* where it came from in the end */
  GBytes *body;         /* decoded, at most MAIL_FETCH_MAX_BYTES */
  gboolean redirected;  /* over another registrable domain than that of the URI that was asked for */
} MailFetchAnswer;

#define MAIL_TYPE_FETCH_ANSWER (mail_fetch_answer_get_type ())
GType            mail_fetch_answer_get_type (void);
MailFetchAnswer *mail_fetch_answer_new      (const char *uri,
                                             GBytes *body,
                                             gboolean redirected) G_GNUC_WARN_UNUSED_RESULT;
MailFetchAnswer *mail_fetch_answer_ref      (MailFetchAnswer *self);
void             mail_fetch_answer_unref    (MailFetchAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailFetchAnswer, mail_fetch_answer_unref)

G_END_DECLS
