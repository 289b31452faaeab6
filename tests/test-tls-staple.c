/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gnutls/gnutls.h>

#include "mail-certificate-staple.h"
#include "mail-error.h"
#include "mail-test-tls-client.h"
#include "mail-tls-stream.h"

#define UNCONFIRMED MAIL_CERTIFICATE_FAULT_UNCONFIRMED

/* The issuer's word, handed out by the server. */
typedef struct
{
  const char *name;
  const char *certificate;
  const char *staple;
  int days; /* how much later it is */
  guint faults;
} StapleCase;

static const StapleCase staple_cases[] = {
  { "good", "ec", "good.ocsp", 0, 0 },
  { "revoked", "revoked", "revoked.ocsp", 0, MAIL_CERTIFICATE_FAULT_REVOKED },
  { "good-before-revoked", "ec", "both.ocsp", 0, 0 },
  { "stale", "ec", "stale.ocsp", 2, UNCONFIRMED },
  { "foreign", "ec", "otherca.ocsp", 0, UNCONFIRMED },
  { "foreign-revoked", "revoked", "otherca.ocsp", 0, UNCONFIRMED },
  { "about-others", "rsa", "good.ocsp", 0, UNCONFIRMED },
  { "garbage", "ec", "ca.pem", 0, UNCONFIRMED },
  { "later", "ec", "later.ocsp", 0, 0 },
  { "must", "muststaple", "muststaple.ocsp", 0, 0 },
  { "must-missing", "muststaple", "none.ocsp", 0, UNCONFIRMED },
  { "must-later", "muststaple", "later.ocsp", 0, UNCONFIRMED },
};

static int days_later;

static time_t
tell_time (time_t *now)
{
  time_t later = g_get_real_time () / G_USEC_PER_SEC + days_later * 24 * 3600;

  if (now != NULL)
    *now = later;
  return later;
}

static int
get_staple_code (guint faults)
{
  if (faults == 0)
    return MAIL_TEST_NO_ERROR;
  return faults & UNCONFIRMED ? MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER : MAIL_ERROR_CERTIFICATE_REVOKED;
}

static void
check_staple (const StapleCase *c, const char *priority)
{
  MailTestTlsServerPlan plan = { "TLS\nWAIT", c->certificate, priority, c->staple };
  MailTestTlsClient client = { NULL };
  g_autoptr (MailTlsInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  gboolean success;

  days_later = c->days;
  mail_test_tls_client_set_up (&client, &plan, "mail.example.test", "ca.pem", NULL);
  g_assert_true (mail_test_tls_client_handshake (&client, &error));
  g_assert_no_error (error);
  info = mail_tls_stream_dup_info (client.stream);
  g_assert_cmphex (info->faults, ==, c->faults);
  success = mail_tls_stream_verify (client.stream, &error);
  mail_test_assert_outcome (success, error, get_staple_code (c->faults));
  mail_test_tls_client_tear_down (&client);
  days_later = 0;
}

static gboolean
has_staples (void)
{
  g_autofree char *ocsp = mail_test_certificate_path ("revoked.ocsp");

  if (g_file_test (ocsp, G_FILE_TEST_EXISTS))
    return TRUE;
  g_test_skip ("openssl, which signs the answers of the OCSP responder, is not installed");
  return FALSE;
}

static void
test_staple (gconstpointer data)
{
  if (!has_staples ())
    return;
  gnutls_global_set_time_function (tell_time);
  check_staple (data, MAIL_TEST_TLS_1_3);
  check_staple (data, MAIL_TEST_TLS_1_2);
}

static void
load (const char *name, gnutls_datum_t *data)
{
  g_autofree char *path = mail_test_certificate_path (name);

  g_assert_cmpint (gnutls_load_file (path, data), ==, GNUTLS_E_SUCCESS);
}

static guint
judge_staple (const char *answer_name, const char *certificate_name)
{
  gnutls_datum_t answer, pem, der;
  guint status;

  load (answer_name, &answer);
  load (certificate_name, &pem);
  g_assert_cmpint (gnutls_pem_base64_decode2 ("CERTIFICATE", &pem, &der), ==, GNUTLS_E_SUCCESS);
  status = mail_certificate_staple_judge (&answer, &der);
  gnutls_free (answer.data);
  gnutls_free (pem.data);
  gnutls_free (der.data);
  return status;
}

/* Of an answer about two certificates, the record counts that is about this one. */
static void
test_records (void)
{
  if (!has_staples ())
    return;
  g_assert_cmphex (judge_staple ("revoked.ocsp", "revoked.pem") & GNUTLS_CERT_REVOKED, !=, 0);
  g_assert_cmphex (judge_staple ("both.ocsp", "revoked.pem") & GNUTLS_CERT_REVOKED, !=, 0);
  g_assert_cmphex (judge_staple ("both.ocsp", "ec.pem"), ==, 0);
  g_assert_cmphex (judge_staple ("revoked.ocsp", "ec.pem"), ==, 0);
  g_assert_cmphex (judge_staple ("later.ocsp", "revoked.pem"), ==, 0);
  g_assert_cmphex (judge_staple ("ca.pem", "revoked.pem"), ==, 0);
}

/* GnuTLS either finds no record about this certificate, or reads that of another one. */
static void
test_behind (void)
{
  MailTestTlsServerPlan plan = { "TLS\nWAIT", "revoked", .staple = "both.ocsp" };
  MailTestTlsClient client = { NULL };
  g_autoptr (GError) error = NULL;

  if (!has_staples ())
    return;
  mail_test_tls_client_set_up (&client, &plan, "mail.example.test", "ca.pem", NULL);
  g_assert_true (mail_test_tls_client_handshake (&client, &error));
  g_assert_false (mail_tls_stream_verify (client.stream, &error));
  g_assert_cmpint (error->domain, ==, MAIL_ERROR);
  mail_test_tls_client_tear_down (&client);
}

/* Whoever accepted the key did not know that somebody else would hold it, too. */
static void
test_pinned (void)
{
  MailTestTlsServerPlan plan = { "TLS\nWAIT", "revoked" };
  MailTestTlsClient client = { NULL };
  MailTestTlsClient again = { NULL };
  g_autoptr (MailTlsInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  if (!has_staples ())
    return;
  mail_test_tls_client_set_up (&client, &plan, "localhost", "ca.pem", NULL);
  g_assert_true (mail_test_tls_client_handshake (&client, NULL));
  info = mail_tls_stream_dup_info (client.stream);
  mail_test_tls_client_tear_down (&client);

  mail_test_tls_client_set_up (&again, &plan, "localhost", "ca.pem", info->spki_sha256);
  g_assert_true (mail_test_tls_client_handshake (&again, NULL));
  g_assert_false (mail_tls_stream_verify (again.stream, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_REVOKED);
  mail_test_tls_client_tear_down (&again);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (staple_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/tls-staple/word/", staple_cases[i].name, NULL);

      g_test_add_data_func (path, &staple_cases[i], test_staple);
    }
  g_test_add_func ("/tls-staple/records", test_records);
  g_test_add_func ("/tls-staple/revoked-behind-good", test_behind);
  g_test_add_func ("/tls-staple/pinned", test_pinned);

  return g_test_run ();
}
