/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of data/guides, read. Private to the guides. */
#pragma once

#include "mail-guide.h"

G_BEGIN_DECLS

/* What an account can be like. A part of a guide is shown where the account is all that the part asks for. */
typedef enum {
  MAIL_GUIDE_IF_IMAP = 1 << 0,
  MAIL_GUIDE_IF_POP3 = 1 << 1,
  MAIL_GUIDE_IF_INCOMING_TLS = 1 << 2,
  MAIL_GUIDE_IF_INCOMING_STARTTLS = 1 << 3,
  MAIL_GUIDE_IF_OUTGOING_TLS = 1 << 4,
  MAIL_GUIDE_IF_OUTGOING_STARTTLS = 1 << 5,
  MAIL_GUIDE_IF_SIGN_IN = 1 << 6,    /* the outgoing server wants a user name at all */
  MAIL_GUIDE_IF_NO_SIGN_IN = 1 << 7,
  MAIL_GUIDE_IF_SAME_LOGIN = 1 << 8, /* and it is that of the incoming one */
  MAIL_GUIDE_IF_OTHER_LOGIN = 1 << 9,
} MailGuideIf;

typedef enum {
  MAIL_GUIDE_CANNOT, /* why the program cannot hold such an account */
  MAIL_GUIDE_STEP,
  MAIL_GUIDE_FIELD,  /* of the step before: what is typed there */
  MAIL_GUIDE_CHOICE, /* of the step before: what is chosen there */
} MailGuideKind;

typedef struct {
  MailGuideKind kind;
  MailGuideIf conditions;
  char *text; /* to be translated; of FIELD and CHOICE: the program's name of the field */
  char *word; /* nullable: of FIELD: a placeholder; of CHOICE: the program's word, to be translated */
} MailGuideItem;

typedef struct {
  char *id;
  char *name;
  char *group;
  char *version;
  char *date;
  char *instead;  /* nullable */
  char *keywords; /* nullable: what else people may look for, in any language */
  MailGuideVerdict verdict;
  char *note;             /* nullable, to be translated */
  char *security_word[2]; /* nullable: what the program calls TLS from the first byte, and STARTTLS */
  GPtrArray *items;       /* of MailGuideItem, in order */
} MailGuideDocument;

MailGuideDocument *mail_guide_document_new  (const char *text,
                                             gssize length,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void               mail_guide_document_free (MailGuideDocument *self);
const char        *mail_guide_document_translate (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailGuideDocument, mail_guide_document_free)

/* Of which the steps for an account are made, in mail-guide-steps.c. */
GPtrArray *mail_guide_document_get_steps   (const MailGuideDocument *self,
                                            MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
char      *mail_guide_document_get_refusal (const MailGuideDocument *self,
                                            MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
