/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-setup.h"
#include "mail-test-tls-server.h"

G_BEGIN_DECLS

/* Two scripted servers, and a setup whose settings lead to them. */
#define SETUP_ADDRESS "alice@example.test"
#define SETUP_IMAP_GREETING "TLS\nS: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\n"
#define SETUP_IMAP_WELCOME                                                                                   \
  SETUP_IMAP_GREETING "C*\nS: A1 OK [CAPABILITY IMAP4rev1] in\nC: A2 EXAMINE INBOX\nS: A2 OK done\n"         \
                      "C: A3 LOGOUT"
#define SETUP_IMAP_REJECTED SETUP_IMAP_GREETING "C*\nS: A1 NO [AUTHENTICATIONFAILED] no\nWAIT"
#define SETUP_SMTP_WELCOME                                                                                   \
  "TLS\nS: 220 mx\nC*\nS: 250-mx\nS: 250 AUTH PLAIN\nC*\nS: 235 in\nC: MAIL FROM:<" SETUP_ADDRESS            \
  ">\nS: 250 ok\nC: RCPT TO:<" SETUP_ADDRESS ">\nS: 250 ok\nC: RSET\nS: 250 ok\nC: QUIT"

typedef struct
{
  MailTestTlsServer *incoming;
  MailTestTlsServer *outgoing;
} SetupServers;

/* Starts them, and gives their names and the password to setup; user names are guesses, security is
 * automatic. */
void setup_servers_start (SetupServers *servers,
                          MailSetup *setup,
                          const char *incoming,
                          const char *outgoing);
void setup_servers_stop  (SetupServers *servers);

G_END_DECLS
