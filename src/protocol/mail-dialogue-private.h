/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-capabilities.h"
#include "mail-dialogue.h"
#include "mail-evidence.h"
#include "mail-refusal.h"
#include "mail-sign-in.h"

G_BEGIN_DECLS

/* What the protocols share; not for drivers. */

void                    mail_dialogue_begin            (MailDialogue *self,
                                                        MailProtocol protocol,
                                                        const MailDialoguePlan *plan);
const MailDialoguePlan *mail_dialogue_get_plan         (MailDialogue *self);
gboolean                mail_dialogue_wants_starttls   (MailDialogue *self);
gboolean                mail_dialogue_knows_enough     (MailDialogue *self);
gboolean                mail_dialogue_is_ahead         (MailDialogue *self);
MailCapabilities       *mail_dialogue_get_capabilities (MailDialogue *self);
MailProtocol            mail_dialogue_get_protocol     (MailDialogue *self);
GPtrArray              *mail_dialogue_get_alerts       (MailDialogue *self);
MailSignIn             *mail_dialogue_get_sign_in      (MailDialogue *self);

void     mail_dialogue_plan_copy              (MailDialoguePlan *copy, const MailDialoguePlan *plan);
void     mail_dialogue_plan_clear             (MailDialoguePlan *plan);
gboolean mail_dialogue_check_credentials      (MailDialogue *self, GError **error);

void     mail_dialogue_enter                  (MailDialogue *self, MailStep step);
void     mail_dialogue_say                    (MailDialogue *self, ...) G_GNUC_NULL_TERMINATED;
void     mail_dialogue_say_bytes              (MailDialogue *self, GBytes *bytes);
void     mail_dialogue_take_detail            (MailDialogue *self, MailStep step, char *detail);
void     mail_dialogue_describe_capabilities  (MailDialogue *self);
void     mail_dialogue_describe_mailbox       (MailDialogue *self, guint64 n_messages);
void     mail_dialogue_quote                  (MailDialogue *self, const char *text);

MailTurn mail_dialogue_fail                   (MailDialogue *self,
                                               GError **error,
                                               MailError code,
                                               const char *format,
                                               ...) G_GNUC_PRINTF (4, 5);
MailTurn mail_dialogue_refuse                 (MailDialogue *self,
                                               const MailRefusal *refusal,
                                               GError **error);
MailTurn mail_dialogue_fail_misunderstood     (MailDialogue *self, GError **error);
MailTurn mail_dialogue_fail_too_much          (MailDialogue *self, GError **error);
MailTurn mail_dialogue_fail_greeting          (MailDialogue *self, const char *line, GError **error);
MailTurn mail_dialogue_fail_no_starttls       (MailDialogue *self, GError **error);

MailTurn mail_dialogue_sign_in                (MailDialogue *self, GError **error);
MailTurn mail_dialogue_watch                  (MailDialogue *self, GError **error);

G_END_DECLS
