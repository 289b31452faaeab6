/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A name server on 127.0.0.1, UDP and TCP, on the default main context. It says what it is told to, right or
 * wrong. */
typedef struct _MailTestNameServer MailTestNameServer;

typedef enum {
  MAIL_TEST_DNS_ANSWER,
  MAIL_TEST_DNS_NXDOMAIN,
  MAIL_TEST_DNS_SERVFAIL,
  MAIL_TEST_DNS_REFUSED,
  MAIL_TEST_DNS_SILENT,
  MAIL_TEST_DNS_LOST_ONCE,       /* answers whoever asks a second time */
  MAIL_TEST_DNS_NO_EDNS,         /* does not understand questions with EDNS */
  MAIL_TEST_DNS_TRUNCATED,       /* over UDP; answers over TCP */
  MAIL_TEST_DNS_CUT,             /* truncated over UDP, and hangs up over TCP */
  MAIL_TEST_DNS_SILENT_TCP,      /* truncated over UDP, and silent over TCP */
  MAIL_TEST_DNS_WRONG_ID,        /* and nothing else, as the next three */
  MAIL_TEST_DNS_WRONG_QUESTION,
  MAIL_TEST_DNS_GARBAGE,
  MAIL_TEST_DNS_TINY,
  MAIL_TEST_DNS_FORGED_FIRST,    /* a hundred wrong answers, then the right one */
  MAIL_TEST_DNS_MIRROR,          /* sends the question back */
  MAIL_TEST_DNS_BROKEN,          /* breaks off within the last record */
  MAIL_TEST_DNS_LOOP,            /* a name that points at itself */
} MailTestDnsAction;

typedef struct {
  const char *name;
  MailTestDnsAction action;
  /* One a line, names with the escapes of C: "MX 10 mx.example.test", "SRV 0 1 993 imap.example.test",
   * "TXT first string|second string", "A 192.0.2.1", "AAAA ::1", "CNAME example.test"; for another name than
   * the one that was asked for, "example.test: A 192.0.2.1". "." is the root. Of a type that is not there,
   * there is none. */
  const char *records;
  gboolean authentic;
} MailTestDnsRule;

/* rules is kept by the caller, and ends with a NULL name; other names do not exist. */
MailTestNameServer *mail_test_name_server_new (const MailTestDnsRule *rules) G_GNUC_WARN_UNUSED_RESULT;
/* "127.0.0.1:12345" */
const char        *mail_test_name_server_get_address (MailTestNameServer *self);
/* What was asked since the last time: "udp MX example.test;tcp …;"; with “+ad” where that was asked, “-edns”
 * where EDNS was not offered. */
char              *mail_test_name_server_take_log (MailTestNameServer *self) G_GNUC_WARN_UNUSED_RESULT;
void               mail_test_name_server_free (MailTestNameServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailTestNameServer, mail_test_name_server_free)

G_END_DECLS
