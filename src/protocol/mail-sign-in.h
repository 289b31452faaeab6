/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-dialogue.h"
#include "mail-refusal.h"
#include "mail-sasl.h"

G_BEGIN_DECLS

/* The attempts to sign in of one conversation, strongest mechanism first. One that fails for technical
 * reasons falls to the next, a wrong password does not, and the password is shown at most twice. */
typedef struct _MailSignIn MailSignIn;

MailSignIn *mail_sign_in_new           (MailDialogue *dialogue, MailSasl *sasl) G_GNUC_WARN_UNUSED_RESULT;
void        mail_sign_in_free          (MailSignIn *self);
void        mail_sign_in_offer         (MailSignIn *self, char **mechanisms);
const char *mail_sign_in_get_mechanism (MailSignIn *self);
guint       mail_sign_in_get_proofs    (MailSignIn *self);
MailTurn    mail_sign_in_next          (MailSignIn *self, GError **error);
MailTurn    mail_sign_in_challenged    (MailSignIn *self, const char *challenge, GError **error);
MailTurn    mail_sign_in_refused       (MailSignIn *self, const MailRefusal *refusal, GError **error);
gboolean    mail_sign_in_accepted      (MailSignIn *self, GError **error);

G_END_DECLS
