/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-test-tls-server.h"
#include "mail-tls-stream.h"

G_BEGIN_DECLS

/* Priorities of servers that know one version only. */
#define MAIL_TEST_TLS_1_0 "NORMAL:-VERS-ALL:+VERS-TLS1.0"
#define MAIL_TEST_TLS_1_1 "NORMAL:-VERS-ALL:+VERS-TLS1.1"
#define MAIL_TEST_TLS_1_2 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define MAIL_TEST_TLS_1_3 "NORMAL:-VERS-ALL:+VERS-TLS1.3"

#define MAIL_TEST_NO_ERROR -1

/* One TLS stream on one scripted server. */
typedef struct {
  MailTestTlsServer *server;
  MailAnchors *anchors;
  GIOStream *base;
  MailTlsStream *stream;
} MailTestTlsClient;

/* Connects, without a handshake. ca: name of a certificate to trust beside the system's, or NULL. */
void mail_test_tls_client_set_up (MailTestTlsClient *client,
                                  const MailTestTlsServerPlan *plan,
                                  const char *host,
                                  const char *ca,
                                  const char *pin);
/* Connects to a server with the right certificate, up to the point where data flows. */
void mail_test_tls_client_set_up_proven (MailTestTlsClient *client, const char *script, const char *priority);
gboolean mail_test_tls_client_handshake (MailTestTlsClient *client, GError **error);
/* Asserts that the server heard what it had to, and that nothing of the client is left. */
void mail_test_tls_client_tear_down (MailTestTlsClient *client);

/* code: a MailError or MAIL_TEST_NO_ERROR. */
void mail_test_assert_outcome (gboolean success, const GError *error, int code);
/* Asynchronously inside, as everything is written and read in this program. */
gssize mail_test_write (GIOStream *stream, const void *data, gsize size, GError **error);
gssize mail_test_read (GIOStream *stream, void *buffer, gsize size, GError **error);

G_END_DECLS
