/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup-servers.h"

static MailServer *
server_new (MailTestTlsServer *server, MailProtocol protocol)
{
  MailServer *endpoint = mail_server_new (protocol, "127.0.0.1", mail_test_tls_server_get_port (server),
                                          MAIL_SECURITY_AUTOMATIC);

  mail_server_set_username (endpoint, SETUP_ADDRESS);
  mail_server_set_username_guessed (endpoint, TRUE);
  return endpoint;
}

static void
lead (SetupServers *servers, MailSetup *setup)
{
  g_autoptr (MailServer) incoming = server_new (servers->incoming, MAIL_PROTOCOL_IMAP);
  g_autoptr (MailServer) outgoing = server_new (servers->outgoing, MAIL_PROTOCOL_SMTP);
  g_autoptr (MailSettings) settings = mail_settings_new (incoming, outgoing);
  g_autoptr (MailSecret) secret = mail_secret_new ("correct-horse", -1);
  g_autofree char *ca_file = mail_test_certificate_path ("ca.pem");
  g_autoptr (GError) error = NULL;

  mail_setup_set_address_text (setup, SETUP_ADDRESS);
  mail_setup_set_settings (setup, settings);
  mail_setup_set_secret (setup, secret);
  mail_setup_set_ca_file (setup, ca_file, &error);
  g_assert_no_error (error);
}

void
setup_servers_start (SetupServers *servers, MailSetup *setup, const char *incoming, const char *outgoing)
{
  const MailTestTlsServerPlan incoming_plan = { .script = incoming };
  const MailTestTlsServerPlan outgoing_plan = { .script = outgoing };

  servers->incoming = mail_test_tls_server_new (&incoming_plan);
  servers->outgoing = mail_test_tls_server_new (&outgoing_plan);
  lead (servers, setup);
}

void
setup_servers_stop (SetupServers *servers)
{
  g_clear_pointer (&servers->incoming, mail_test_tls_server_free);
  g_clear_pointer (&servers->outgoing, mail_test_tls_server_free);
}
