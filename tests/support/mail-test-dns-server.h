/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MAIL_TYPE_TEST_DNS_SERVER (mail_test_dns_server_get_type ())
/* A name server on 127.0.0.1, on the main loop. It says that the exchanger of any domain is "mail." before
 * it, that names beginning with "missing." do not exist, and nothing at all about those beginning with
 * "silent.". */
G_DECLARE_FINAL_TYPE (MailTestDnsServer, mail_test_dns_server, MAIL, TEST_DNS_SERVER, GObject)

MailTestDnsServer *mail_test_dns_server_new         (void) G_GNUC_WARN_UNUSED_RESULT;
/* "127.0.0.1:5353" */
char              *mail_test_dns_server_dup_address (MailTestDnsServer *self) G_GNUC_WARN_UNUSED_RESULT;
/* How many questions came. */
guint              mail_test_dns_server_get_count   (MailTestDnsServer *self);

G_END_DECLS
