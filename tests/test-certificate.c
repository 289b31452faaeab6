/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "mail-certificate.h"
#include "mail-error.h"

#define HOST "mail.example.test"

/* In days from now. */
#define LONG_AGO   -1000
#define LONG_TO_GO 1000

/* What GnuTLS says, what the certificate says, and what a person must know first. */
typedef struct
{
  const char *name;
  guint status;
  const char *issuer;
  int not_before;
  int not_after;
  MailError code;
  const char *said;
} Case;

static const Case cases[] = {
  { "revoked-and-all", GNUTLS_CERT_REVOKED | GNUTLS_CERT_UNEXPECTED_OWNER | GNUTLS_CERT_EXPIRED, "CN=CA",
    LONG_AGO, -1, MAIL_ERROR_CERTIFICATE_REVOKED, HOST },
  { "host-and-expired", GNUTLS_CERT_UNEXPECTED_OWNER | GNUTLS_CERT_EXPIRED, "CN=CA", LONG_AGO, -1,
    MAIL_ERROR_CERTIFICATE_WRONG_HOST, "a.example.test, b.example.test, c.example.test." },
  { "host-and-issuer", GNUTLS_CERT_UNEXPECTED_OWNER | GNUTLS_CERT_SIGNER_NOT_FOUND, "CN=CA", LONG_AGO,
    LONG_TO_GO, MAIL_ERROR_CERTIFICATE_WRONG_HOST, HOST },
  { "expired", GNUTLS_CERT_EXPIRED, "CN=CA", LONG_AGO, -1, MAIL_ERROR_CERTIFICATE_EXPIRED, "expired on " },
  { "issuer-expired", GNUTLS_CERT_EXPIRED, "CN=CA", LONG_AGO, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_EXPIRED,
    "authority" },
  { "expired-and-issuer", GNUTLS_CERT_SIGNER_NOT_FOUND, "CN=CA", LONG_AGO, -1, MAIL_ERROR_CERTIFICATE_EXPIRED,
    "expired on " },
  { "not-yet", GNUTLS_CERT_NOT_ACTIVATED, "CN=CA", 1, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_NOT_YET_VALID,
    "clock" },
  { "not-yet-and-issuer", GNUTLS_CERT_SIGNER_NOT_FOUND, "CN=CA", 1, LONG_TO_GO,
    MAIL_ERROR_CERTIFICATE_NOT_YET_VALID, HOST },
  { "self-signed", GNUTLS_CERT_SIGNER_NOT_FOUND, "CN=server", LONG_AGO, LONG_TO_GO,
    MAIL_ERROR_CERTIFICATE_SELF_SIGNED, "self-signed" },
  { "issuer", GNUTLS_CERT_SIGNER_NOT_FOUND, "CN=CA", LONG_AGO, LONG_TO_GO,
    MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER, "CN=CA" },
  { "issuer-without-name", GNUTLS_CERT_SIGNER_NOT_FOUND, "", LONG_AGO, LONG_TO_GO,
    MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER, HOST },
  { "issuer-and-weak", GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_INSECURE_ALGORITHM, "CN=CA", LONG_AGO,
    LONG_TO_GO, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER, "CN=CA" },
  { "weak", GNUTLS_CERT_INSECURE_ALGORITHM, "CN=CA", LONG_AGO, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_WEAK,
    HOST },
  { "signature", GNUTLS_CERT_SIGNATURE_FAILURE, "CN=CA", LONG_AGO, LONG_TO_GO,
    MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER, HOST },
  { "purpose", GNUTLS_CERT_PURPOSE_MISMATCH, "CN=CA", LONG_AGO, LONG_TO_GO,
    MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER, HOST },
};

static gint64
days_from_now (int days)
{
  return g_get_real_time () / G_USEC_PER_SEC + days * G_GINT64_CONSTANT (24) * 3600;
}

static void
test_judge (gconstpointer data)
{
  const Case *c = data;
  static const char *const names[]
      = { "a.example.test", "b.example.test", "c.example.test", "d.example.test", NULL };
  MailTlsInfo info = {
    .subject = (char *) "CN=server",
    .issuer = (char *) c->issuer,
    .names = (char **) names,
    .not_before = days_from_now (c->not_before),
    .not_after = days_from_now (c->not_after),
  };
  g_autoptr (GError) error = NULL;

  g_assert_false (mail_certificate_judge (c->status | GNUTLS_CERT_INVALID, HOST, &info, &error));
  g_assert_error (error, MAIL_ERROR, (int) c->code);
  g_assert_nonnull (strstr (error->message, HOST));
  g_assert_nonnull (strstr (error->message, c->said));
}

static void
test_judge_right (void)
{
  MailTlsInfo info = { .subject = NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (mail_certificate_judge (0, HOST, &info, &error));
  g_assert_no_error (error);
}

/* A certificate without names, even without facts. */
static void
test_judge_without_facts (void)
{
  MailTlsInfo info = { .not_after = G_MAXINT64 };
  g_autoptr (GError) error = NULL;

  g_assert_false (mail_certificate_judge (GNUTLS_CERT_UNEXPECTED_OWNER, HOST, &info, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_WRONG_HOST);
  g_clear_error (&error);
  info.not_before = G_MAXINT64;
  g_assert_false (mail_certificate_judge (GNUTLS_CERT_NOT_ACTIVATED, HOST, &info, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_NOT_YET_VALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/certificate/judge/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_judge);
    }
  g_test_add_func ("/certificate/judge/right", test_judge_right);
  g_test_add_func ("/certificate/judge/without-facts", test_judge_without_facts);

  return g_test_run ();
}
