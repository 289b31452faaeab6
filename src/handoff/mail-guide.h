/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-account.h"
#include "mail-paper.h"

G_BEGIN_DECLS

/* One thing to do, in the words of the program it is done in; or one field to fill in while doing it. */
typedef struct {
  char *text;       /* translated, with the account's values in it; of a field: “Server: imap.example.org” */
  char *value;      /* nullable: what is to be entered there, alone, to be copied */
  char *value_name; /* nullable: the program's own name of the field */
  char *choice;     /* nullable: what is to be chosen there, in the program's words: nothing to copy */
  guint number;     /* from 1; 0: a field, which belongs to the step before it */
} MailGuideStep;

/* Whether a program can be set up today at all. */
typedef enum {
  MAIL_GUIDE_WORKS,
  MAIL_GUIDE_WORKS_PARTLY, /* with a limit that the note tells */
  MAIL_GUIDE_TOO_OLD,      /* speaks no encryption that servers still accept */
} MailGuideVerdict;

#define MAIL_TYPE_GUIDE (mail_guide_get_type ())
/* How an account is set up by hand in one program: from a file in data/guides, for one account. */
G_DECLARE_FINAL_TYPE (MailGuide, mail_guide, MAIL, GUIDE, GObject)

/* What there is: ids, names for people (never translated where they are names), groups. */
GStrv            mail_guide_list            (void) G_GNUC_WARN_UNUSED_RESULT;
MailGuide       *mail_guide_load            (const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char      *mail_guide_get_id          (MailGuide *self);
const char      *mail_guide_get_name        (MailGuide *self);
/* "windows" "mac" "iphone" "android" "linux" "old"; and for people, translated: "iPhone and iPad". */
const char      *mail_guide_get_group       (MailGuide *self);
const char      *mail_guide_get_group_label (const char *group);
/* The program and its version that it was written for, and when, ISO 8601. */
const char      *mail_guide_get_version     (MailGuide *self);
const char      *mail_guide_get_date        (MailGuide *self);
MailGuideVerdict mail_guide_get_verdict     (MailGuide *self);
/* Nullable, translated. */
char            *mail_guide_get_note        (MailGuide *self) G_GNUC_WARN_UNUSED_RESULT;
/* Nullable: the id of the guide to take instead. */
const char      *mail_guide_get_instead     (MailGuide *self);
/* A search, case-insensitive. */
gboolean         mail_guide_matches         (MailGuide *self, const char *words);
/* Nullable, translated: why the program cannot hold the account. Then there are no steps. */
char            *mail_guide_get_refusal     (MailGuide *self,
                                             MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
/* The steps for an account: (element-type MailGuideStep). */
/* Translated sentences: what it was written for; what to know before the first step. */
char            *mail_guide_get_about       (MailGuide *self) G_GNUC_WARN_UNUSED_RESULT;
char           **mail_guide_get_remarks     (MailGuide *self, MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *mail_guide_get_steps       (MailGuide *self,
                                             MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
void             mail_guide_write           (MailGuide *self, MailAccount *account, MailPaper *paper);
MailPaper       *mail_guide_to_paper        (MailGuide *self,
                                             MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
