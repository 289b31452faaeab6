/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-candidate.h"
#include "mail-inquiry.h"

G_BEGIN_DECLS

/* A MailInquiry that asks a script instead of the network: it takes the place of the real one when it is
 * linked. What the script does not mention is a host, or a name, that does not exist. */
#define MAIL_TEST_NEVER G_MAXUINT

MailInquiry *mail_test_inquiry_new          (const char *address,
                                             const MailDiscoveryOptions *options) G_GNUC_WARN_UNUSED_RESULT;
/* Questions are named as in the record: "https://…", "dns:MX example.org", "tcp:imap.example.org:993"; and
 * "host:imap.example.org" stands for both look-ups of addresses. Delays are in milliseconds. Records are
 * hosts, the best first, those of SRV with a port ("imap.example.org:993 mail.example.org:993"), "." for the
 * root; or texts, one a line; NULL where the name does not exist. */
void         mail_test_inquiry_add_document (MailInquiry *self,
                                             const char *uri,
                                             guint delay,
                                             const char *body,
                                             const char *redirected_to);
void         mail_test_inquiry_add_records  (MailInquiry *self,
                                             const char *question,
                                             guint delay,
                                             const char *records,
                                             gboolean authentic);
void         mail_test_inquiry_add_error    (MailInquiry *self, const char *question, guint delay, int code);
/* A whole script, with a NULL question at its end. To questions for the DNS the answers are records, after
 * "ad " authentic ones, or "nxdomain"; to other questions "yes"; to any the name of a MailError, or
 * "silent". */
typedef struct {
  const char *question;
  const char *answer;
  guint delay;
} MailTestAnswer;

void         mail_test_inquiry_add_script   (MailInquiry *self, const MailTestAnswer *script);
/* Pulls cancellable when the n-th question, from 1, is asked. */
void         mail_test_inquiry_cancel_at    (MailInquiry *self, guint n, GCancellable *cancellable);
/* Whether a question was asked that begins like that. */
gboolean     mail_test_inquiry_was_asked    (MailInquiry *self, const char *prefix);
/* Of what was asked, those who asked did not want to know any more; one a line. */
const char  *mail_test_inquiry_get_dropped  (MailInquiry *self);
guint        mail_test_inquiry_get_n_open   (MailInquiry *self);
/* "imap:imap.example.org:993:tls smtp:mail.example.org:587:starttls" */
char        *mail_test_describe_servers     (MailCandidate *candidate) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
