/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-qr.h"

G_BEGIN_DECLS

typedef enum /*< skip >*/ {
  MAIL_PAPER_HEADING, /* stays with what comes after it */
  MAIL_PAPER_TEXT,
  MAIL_PAPER_NOTE,   /* what must not be missed */
  MAIL_PAPER_SMALL,
  MAIL_PAPER_STEP,   /* has a number */
  MAIL_PAPER_FIELD,  /* has a name and a value; after a step, it is a part of it */
  MAIL_PAPER_CODE,   /* has a picture, with words beside it */
  MAIL_PAPER_ANSWER, /* words, with room to write below them */
} MailPaperKind;

typedef struct {
  MailPaperKind kind;
  char *text;      /* of a field: its name */
  char *value;     /* of a field */
  gboolean typed;  /* of a field: whether the value is typed as it stands, and not chosen from a list */
  guint number;    /* of a step, from 1 */
  MailQr *code;
} MailParagraph;

/* What is read away from here: printed, kept as a file, sent. All in it is plain text, and translated. */
typedef struct _MailPaper MailPaper;

MailPaper           *mail_paper_new       (const char *title) G_GNUC_WARN_UNUSED_RESULT;
void                 mail_paper_free      (MailPaper *self);
void                 mail_paper_add       (MailPaper *self, MailPaperKind kind, const char *text);
void                 mail_paper_add_field (MailPaper *self,
                                           const char *name,
                                           const char *value,
                                           gboolean typed);
void                 mail_paper_add_code  (MailPaper *self, MailQr *code, const char *text);
const char          *mail_paper_get_title (MailPaper *self);
guint                mail_paper_get_size  (MailPaper *self);
const MailParagraph *mail_paper_get       (MailPaper *self, guint index);
gboolean             mail_paper_leads     (MailPaper *self, guint index);
char                *mail_paper_to_text   (MailPaper *self) G_GNUC_WARN_UNUSED_RESULT;
char                *mail_paper_to_html   (MailPaper *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailPaper, mail_paper_free)

G_END_DECLS
