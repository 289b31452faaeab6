/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration of a domain, and the record that vouches for it: a web server and a DNS server of anybody
 * are at the other end. */
#include "mail-pacc.h"

#include "mail-error.h"

#include "fuzz.h"

static void
check_server (gpointer data, gpointer user_data)
{
  MailServer *server = data;
  MailProtocol protocol = mail_server_get_protocol (server);

  /* What every reader of a candidate relies on. */
  g_assert_cmpint (mail_server_get_security (server), ==, MAIL_SECURITY_TLS);
  g_assert_cmpuint (mail_server_get_port (server), ==, mail_protocol_get_port (protocol, MAIL_SECURITY_TLS));
  g_assert_cmpint (mail_server_get_auth (server), !=, 0);
  g_assert_cmpstr (mail_server_get_host (server), !=, "");
  g_assert_true (g_str_is_ascii (mail_server_get_host (server)));
  g_assert_cmpstr (mail_server_get_username (server), ==, "anna@example.org");
}

static void
check_provider (MailProvider *provider)
{
  const char *name = mail_provider_get_name (provider);
  const char *help = mail_provider_get_help_uri (provider);

  if (name != NULL)
    {
      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (name, -1), <=, 60);
    }
  if (help != NULL)
    g_assert_true (g_str_has_prefix (help, "https://"));
}

static void
read_document (GBytes *bytes)
{
  g_autoptr (MailAddress) address = mail_address_new ("anna@example.org", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MailCandidate) candidate = mail_pacc_read (bytes, address, MAIL_TRUST_DIGEST, "fuzz", &error);

  if (candidate == NULL)
    {
      g_assert_true (error->domain == MAIL_ERROR);
      g_assert_cmpstr (error->message, !=, "");
      return;
    }
  g_assert_cmpuint (
      mail_candidate_get_incoming (candidate)->len + mail_candidate_get_outgoing (candidate)->len, >, 0);
  g_ptr_array_foreach (mail_candidate_get_incoming (candidate), check_server, NULL);
  g_ptr_array_foreach (mail_candidate_get_outgoing (candidate), check_server, NULL);
  check_provider (mail_candidate_get_provider (candidate));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *record = g_strndup (size > 0 ? (const char *) data : "", size);

  read_document (bytes);
  if (mail_pacc_vouches (record, bytes))
    g_assert_true (mail_pacc_is_record (record));
  return 0;
}
