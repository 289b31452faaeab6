/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-candidate.h"
#include "mail-inquiry.h"

G_BEGIN_DECLS

#define MAIL_TYPE_FINDER (mail_finder_get_type ())
/* One way to find settings. */
G_DECLARE_DERIVABLE_TYPE (MailFinder, mail_finder, MAIL, FINDER, GObject)

struct _MailFinderClass {
  GObjectClass parent_class;

  MailSource source;

  /* What is asked, for people, in one line: “The website of example.org”. */
  char *(*dup_label) (MailFinder *self, MailInquiry *inquiry);
  /* Whether it would ask at all: FALSE shows it as skipped, with the reason. */
  gboolean (*may_ask) (MailFinder *self, MailInquiry *inquiry, char **reason);
  void (*find_async) (MailFinder *self,
                      MailInquiry *inquiry,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  /* The candidates found, best first; empty without an error where there is simply nothing. */
  GPtrArray *(*find_finish) (MailFinder *self, GAsyncResult *result, GError **error);
};

MailSource mail_finder_get_source  (MailFinder *self);
char      *mail_finder_dup_label   (MailFinder *self, MailInquiry *inquiry) G_GNUC_WARN_UNUSED_RESULT;
gboolean   mail_finder_may_ask     (MailFinder *self, MailInquiry *inquiry, char **reason);
void       mail_finder_find_async  (MailFinder *self,
                                    MailInquiry *inquiry,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *mail_finder_find_finish (MailFinder *self,
                                    GAsyncResult *result,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
