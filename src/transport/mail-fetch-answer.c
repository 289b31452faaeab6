/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-fetch-answer.h"

G_DEFINE_BOXED_TYPE (MailFetchAnswer, mail_fetch_answer, mail_fetch_answer_ref, mail_fetch_answer_unref)

static void
clear (gpointer data)
{
  MailFetchAnswer *self = data;

  g_free (self->uri);
  g_bytes_unref (self->body);
}

/**
 * mail_fetch_answer_new:
 * @uri: where the document came from in the end
 * @body: the document
 * @redirected: whether the way led over another registrable domain
 *
 * Returns: (transfer full): a new answer
 */
MailFetchAnswer *
mail_fetch_answer_new (const char *uri, GBytes *body, gboolean redirected)
{
  MailFetchAnswer *self = g_rc_box_new0 (MailFetchAnswer);

  self->uri = g_strdup (uri);
  self->body = g_bytes_ref (body);
  self->redirected = redirected;
  return self;
}

/**
 * mail_fetch_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): the same answer
 */
MailFetchAnswer *
mail_fetch_answer_ref (MailFetchAnswer *self)
{
  return g_rc_box_acquire (self);
}

/**
 * mail_fetch_answer_unref:
 * @self: (transfer full): an answer
 *
 * The last one frees the answer.
 */
void
mail_fetch_answer_unref (MailFetchAnswer *self)
{
  g_rc_box_release_full (self, clear);
}
