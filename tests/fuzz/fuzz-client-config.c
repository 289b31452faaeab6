/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The autoconfig parser: a web server or a file from anybody is at the other end. */
#include "mail-client-config.h"
#include "mail-error.h"

#include "fuzz.h"

static void
check_server (gpointer data, gpointer user_data)
{
  MailServer *server = data;

  /* What every reader of a candidate relies on. */
  g_assert_cmpuint (mail_server_get_port (server), >, 0);
  g_assert_cmpint (mail_server_get_security (server), !=, MAIL_SECURITY_AUTOMATIC);
  g_assert_cmpint (mail_server_get_auth (server), !=, 0);
  g_assert_cmpstr (mail_server_get_host (server), !=, "");
  g_assert_true (g_str_is_ascii (mail_server_get_host (server)));
}

static void
expand (MailClientConfig *config, const char *text)
{
  g_autoptr (MailAddress) address = mail_address_new (text, NULL);
  g_autoptr (MailCandidate) candidate
      = mail_client_config_expand (config, address, MAIL_SOURCE_AUTOCONFIG, MAIL_TRUST_HTTPS, "fuzz");

  g_ptr_array_foreach (mail_candidate_get_incoming (candidate), check_server, NULL);
  g_ptr_array_foreach (mail_candidate_get_outgoing (candidate), check_server, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MailClientConfig) config = mail_client_config_new_from_data ((const char *) data, size, &error);

  if (config == NULL)
    {
      g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
      return 0;
    }
  expand (config, "anna@example.org");
  expand (config, "\"%EMAILDOMAIN%\"@straße.example");
  return 0;
}
