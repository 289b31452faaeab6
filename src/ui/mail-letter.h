/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-address.h"
#include "mail-paper.h"

G_BEGIN_DECLS

/* What to ask a provider when nobody knows its servers: the five values, in words for both sides. */
typedef struct
{
  const char *title;       /* “Server for receiving mail” */
  const char *explanation; /* one sentence, an example in it */
} MailQuestion;

#define MAIL_N_QUESTIONS 5

MailQuestion mail_letter_get_question (guint index);
char *mail_letter_dup_subject (MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;
char *mail_letter_dup_opening (MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;
char *mail_letter_dup_closing (const char *name) G_GNUC_WARN_UNUSED_RESULT;
char *mail_letter_dup_text (MailAddress *address, const char *name) G_GNUC_WARN_UNUSED_RESULT;
MailPaper *mail_letter_to_paper (MailAddress *address, const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
