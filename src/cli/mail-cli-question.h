/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-cli-lookup-options.h"

G_BEGIN_DECLS

/* One address whose settings are looked up. */
typedef struct _MailCliQuestion MailCliQuestion;
typedef void (*MailCliQuestionFunc) (gpointer user_data);

MailCliQuestion *mail_cli_question_new         (const MailCliLookupOptions *options,
                                                const char *text,
                                                gboolean one_line) G_GNUC_WARN_UNUSED_RESULT;
void             mail_cli_question_free        (MailCliQuestion *self);
gboolean         mail_cli_question_is_answered (MailCliQuestion *self);
void             mail_cli_question_ask         (MailCliQuestion *self,
                                                gboolean show_progress,
                                                MailCliQuestionFunc answered,
                                                gpointer user_data);
MailCliStatus    mail_cli_question_print       (MailCliQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailCliQuestion, mail_cli_question_free)

G_END_DECLS
