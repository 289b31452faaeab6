/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-inquiry.h"

G_BEGIN_DECLS

/* A MailInquiry that asks a script instead of the network: it takes the place of the real one when it is
 * linked. What the script does not mention is a host, or a name, that does not exist. */
#define MAIL_TEST_NEVER G_MAXUINT

MailInquiry *mail_test_inquiry_new          (const char *address,
                                             const MailDiscoveryOptions *options) G_GNUC_WARN_UNUSED_RESULT;
/* Questions are named as in the record: "https://…", "dns:MX example.org". Delays are in milliseconds. */
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
/* Of what was asked, those who asked did not want to know any more; one a line. */
const char  *mail_test_inquiry_get_dropped  (MailInquiry *self);
guint        mail_test_inquiry_get_n_open   (MailInquiry *self);

G_END_DECLS
