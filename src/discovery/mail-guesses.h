/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-address.h"
#include "mail-candidate.h"
#include "mail-services.h"

G_BEGIN_DECLS

typedef enum {
  MAIL_GUESS_OPEN,
  MAIL_GUESS_PROVEN,
  MAIL_GUESS_WRONG,
} MailGuessState;

/* A server that may be there. */
typedef struct {
  MailServer *server;
  gboolean begun;    /* it was greeted, or need not be any more */
  MailGuessState state;
  GError *error;     /* nullable: why it is wrong */
} MailGuess;

/* All that may be there, and what has come of it; without I/O. */
typedef struct _MailGuesses MailGuesses;

char          **mail_guesses_list_names       (const char *domain) G_GNUC_WARN_UNUSED_RESULT;

MailGuesses    *mail_guesses_new              (MailAddress *address,
                                               const char *exchanger,
                                               MailServices *services) G_GNUC_WARN_UNUSED_RESULT;
void            mail_guesses_free             (MailGuesses *self);
GPtrArray      *mail_guesses_list             (MailGuesses *self, MailProtocol protocol);
void            mail_guesses_prove            (MailGuesses *self, MailGuess *guess);
void            mail_guesses_refute           (MailGuesses *self, MailGuess *guess, const GError *error);
void            mail_guesses_refute_host      (MailGuesses *self, const char *host);
MailGuess      *mail_guesses_get_best         (MailGuesses *self, MailProtocol protocol);
gboolean        mail_guesses_is_decided       (MailGuesses *self, MailProtocol protocol);
gboolean        mail_guesses_is_over          (MailGuesses *self, MailProtocol protocol);
MailCandidate  *mail_guesses_create_candidate (MailGuesses *self, gboolean all) G_GNUC_WARN_UNUSED_RESULT;
GError         *mail_guesses_dup_suspicion    (MailGuesses *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailGuesses, mail_guesses_free)

G_END_DECLS
