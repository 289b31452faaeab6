/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "mail-certificate-faults.h"
#include "mail-certificate.h"
#include "mail-error.h"
#include "mail-test-certificate.h"

#define HOST "mail.example.test"

/* In days from now. */
#define LONG_AGO   -1000
#define LONG_TO_GO 1000

#define REVOKED     MAIL_CERTIFICATE_FAULT_REVOKED
#define WRONG_HOST  MAIL_CERTIFICATE_FAULT_WRONG_HOST
#define EXPIRED     MAIL_CERTIFICATE_FAULT_EXPIRED
#define NOT_YET     MAIL_CERTIFICATE_FAULT_NOT_YET_VALID
#define WEAK        MAIL_CERTIFICATE_FAULT_WEAK
#define SELF_SIGNED MAIL_CERTIFICATE_FAULT_SELF_SIGNED
#define UNKNOWN     MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER
#define CHANGED     MAIL_CERTIFICATE_FAULT_CHANGED
#define UNCONFIRMED MAIL_CERTIFICATE_FAULT_UNCONFIRMED
#define UNFIT       MAIL_CERTIFICATE_FAULT_UNFIT

/* What is wrong, what the certificate says, and what a person must know first. */
typedef struct
{
  const char *name;
  guint faults;
  const char *issuer;
  int not_before;
  int not_after;
  MailError code;
  const char *said;
} JudgeCase;

static const JudgeCase judge_cases[] = {
  { "revoked-and-all", REVOKED | WRONG_HOST | EXPIRED, "CN=CA", LONG_AGO, -1, MAIL_ERROR_CERTIFICATE_REVOKED,
    HOST },
  { "host-and-expired", WRONG_HOST | EXPIRED, "CN=CA", LONG_AGO, -1, MAIL_ERROR_CERTIFICATE_WRONG_HOST,
    "a.example.test, b.example.test, c.example.test." },
  { "host-and-issuer", WRONG_HOST | UNKNOWN, "CN=CA", LONG_AGO, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_WRONG_HOST,
    HOST },
  { "expired", EXPIRED, "CN=CA", LONG_AGO, -1, MAIL_ERROR_CERTIFICATE_EXPIRED, "expired on " },
  { "issuer-expired", EXPIRED, "CN=CA", LONG_AGO, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_EXPIRED, "authority" },
  { "expired-and-issuer", EXPIRED | UNKNOWN, "CN=CA", LONG_AGO, -1, MAIL_ERROR_CERTIFICATE_EXPIRED,
    "expired on " },
  { "not-yet", NOT_YET, "CN=CA", 1, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_NOT_YET_VALID, "clock" },
  { "not-yet-and-self", NOT_YET | SELF_SIGNED, "CN=server", 1, LONG_TO_GO,
    MAIL_ERROR_CERTIFICATE_NOT_YET_VALID, HOST },
  { "self-signed", SELF_SIGNED, "CN=server", LONG_AGO, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_SELF_SIGNED,
    "self-signed" },
  { "issuer", UNKNOWN, "CN=CA", LONG_AGO, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER, "CN=CA" },
  { "issuer-without-name", UNKNOWN, "", LONG_AGO, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
    "unnamed" },
  { "issuer-and-weak", UNKNOWN | WEAK, "CN=CA", LONG_AGO, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_WEAK, HOST },
  { "weak", WEAK, "CN=CA", LONG_AGO, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_WEAK, HOST },
  { "unconfirmed", UNCONFIRMED, "CN=CA", LONG_AGO, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER,
    "word" },
  { "unfit", UNFIT, "CN=CA", LONG_AGO, LONG_TO_GO, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER, "damaged" },
  { "changed-and-all", CHANGED | REVOKED | WRONG_HOST | SELF_SIGNED, "CN=CA", LONG_AGO, LONG_TO_GO,
    MAIL_ERROR_CERTIFICATE_CHANGED, "accepted" },
};

static gint64
days_from_now (int days)
{
  return g_get_real_time () / G_USEC_PER_SEC + days * G_GINT64_CONSTANT (24) * 3600;
}

static void
test_judge (gconstpointer data)
{
  const JudgeCase *c = data;
  static const char *const names[]
      = { "a.example.test", "b.example.test", "c.example.test", "d.example.test", NULL };
  MailTlsInfo info = {
    .subject = (char *) "CN=server",
    .issuer = (char *) c->issuer,
    .names = (char **) names,
    .not_before = days_from_now (c->not_before),
    .not_after = days_from_now (c->not_after),
    .faults = c->faults,
  };
  g_autoptr (GError) error = NULL;

  g_assert_false (mail_certificate_judge (HOST, &info, &error));
  g_assert_error (error, MAIL_ERROR, (int) c->code);
  g_assert_nonnull (strstr (error->message, HOST));
  g_assert_nonnull (strstr (error->message, c->said));
}

static void
test_judge_right (void)
{
  MailTlsInfo info = { .subject = NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (mail_certificate_judge (HOST, &info, &error));
  g_assert_no_error (error);
}

/* A certificate without names, even without facts. */
static void
test_judge_without_facts (void)
{
  MailTlsInfo info = { .not_after = G_MAXINT64, .faults = WRONG_HOST };
  g_autoptr (GError) error = NULL;

  g_assert_false (mail_certificate_judge (HOST, &info, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_WRONG_HOST);
  g_clear_error (&error);
  info.not_before = G_MAXINT64;
  info.faults = NOT_YET;
  g_assert_false (mail_certificate_judge (HOST, &info, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_NOT_YET_VALID);
  g_clear_error (&error);
  info.faults = UNKNOWN;
  g_assert_false (mail_certificate_judge (HOST, &info, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER);
}

/* A server's certificate, that of its authority where it is sent along, and what GnuTLS says. */
typedef struct
{
  const char *name;
  int begins;
  int ends;
  guint rsa_bits;
  const char *names;
  const char *authority; /* subject; NULL: it vouches for itself */
  gboolean sends_authority;
  int authority_ends;
  guint authority_bits;
  guint status;
  guint faults;
} FaultCase;

#define GOOD LONG_AGO, LONG_TO_GO, 0, "dns:" HOST
#define LOST GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNER_NOT_FOUND

static const FaultCase fault_cases[] = {
  { "none", GOOD, "CN=CA", TRUE, LONG_TO_GO, 0, 0, 0 },
  { "host", LONG_AGO, LONG_TO_GO, 0, "dns:other.example.test", "CN=CA", TRUE, LONG_TO_GO, 0, 0, WRONG_HOST },
  { "issuer", GOOD, "CN=CA", TRUE, LONG_TO_GO, 0, LOST, UNKNOWN },
  { "self", GOOD, NULL, FALSE, 0, 0, LOST, SELF_SIGNED },
  /* GnuTLS found no issuer, and so looked no further. */
  { "all-three", LONG_AGO, -1, 0, "dns:other.example.test", NULL, FALSE, 0, 0, LOST,
    WRONG_HOST | EXPIRED | SELF_SIGNED },
  { "not-yet-and-issuer", 1, LONG_TO_GO, 0, "dns:" HOST, "CN=CA", FALSE, LONG_TO_GO, 0, LOST,
    NOT_YET | UNKNOWN },
  { "backwards", 10, -10, 0, "dns:" HOST, NULL, FALSE, 0, 0, LOST, EXPIRED | NOT_YET | SELF_SIGNED },
  { "weak-and-self", LONG_AGO, LONG_TO_GO, 1024, "dns:" HOST, NULL, FALSE, 0, 0, LOST, WEAK | SELF_SIGNED },
  { "issuer-expired", GOOD, "CN=CA", TRUE, -1, 0, LOST, EXPIRED | UNKNOWN },
  { "issuer-weak", GOOD, "CN=CA", TRUE, LONG_TO_GO, 1024, LOST, WEAK | UNKNOWN },
  /* What was not sent is not known. */
  { "issuer-expired-at-home", GOOD, "CN=CA", FALSE, -1, 0, LOST, UNKNOWN },
  /* Where GnuTLS found an issuer, it also knows which of the certificates count. */
  { "issuer-expired-beside", GOOD, "CN=CA", TRUE, -1, 0, 0, 0 },
  { "gnutls-expired", GOOD, "CN=CA", TRUE, LONG_TO_GO, 0, GNUTLS_CERT_INVALID | GNUTLS_CERT_EXPIRED,
    EXPIRED },
  { "gnutls-not-yet", GOOD, "CN=CA", TRUE, LONG_TO_GO, 0, GNUTLS_CERT_INVALID | GNUTLS_CERT_NOT_ACTIVATED,
    NOT_YET },
  { "gnutls-weak", GOOD, "CN=CA", TRUE, LONG_TO_GO, 0, GNUTLS_CERT_INVALID | GNUTLS_CERT_INSECURE_ALGORITHM,
    WEAK },
  { "revoked-and-host", LONG_AGO, LONG_TO_GO, 0, "dns:other.example.test", "CN=CA", TRUE, LONG_TO_GO, 0,
    GNUTLS_CERT_INVALID | GNUTLS_CERT_REVOKED, REVOKED | WRONG_HOST },
  { "signature", GOOD, "CN=CA", TRUE, LONG_TO_GO, 0, GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNATURE_FAILURE,
    UNFIT },
  { "purpose", GOOD, "CN=CA", TRUE, LONG_TO_GO, 0, GNUTLS_CERT_INVALID | GNUTLS_CERT_PURPOSE_MISMATCH,
    UNFIT },
  { "staple", GOOD, "CN=CA", TRUE, LONG_TO_GO, 0, GNUTLS_CERT_INVALID | GNUTLS_CERT_INVALID_OCSP_STATUS,
    UNCONFIRMED },
  /* Nobody could check the word of an unknown issuer. */
  { "staple-and-issuer", GOOD, "CN=CA", TRUE, LONG_TO_GO, 0, LOST | GNUTLS_CERT_INVALID_OCSP_STATUS,
    UNKNOWN },
  { "only-invalid", GOOD, "CN=CA", TRUE, LONG_TO_GO, 0, GNUTLS_CERT_INVALID, UNFIT },
  { "unheard-of", GOOD, "CN=CA", TRUE, LONG_TO_GO, 0, 1u << 30, UNFIT },
};

static MailTestCertificate *
make_authority (const FaultCase *c)
{
  const MailTestCertificatePlan plan = {
    .subject = c->authority,
    .begins = LONG_AGO,
    .ends = c->authority_ends,
    .rsa_bits = c->authority_bits,
  };

  return c->authority != NULL ? mail_test_certificate_new (&plan) : NULL;
}

static void
test_faults (gconstpointer data)
{
  const FaultCase *c = data;
  const MailIdentity wanted = { .host = HOST };
  g_autoptr (MailTestCertificate) authority = make_authority (c);
  const MailTestCertificatePlan plan = {
    .subject = "CN=server",
    .names = c->names,
    .begins = c->begins,
    .ends = c->ends,
    .rsa_bits = c->rsa_bits,
    .issuer = authority,
  };
  g_autoptr (MailTestCertificate) server = mail_test_certificate_new (&plan);
  gnutls_datum_t chain[2] = { server->der };

  if (c->sends_authority)
    chain[1] = authority->der;
  g_assert_cmphex (mail_certificate_find_faults (chain, c->sends_authority ? 2 : 1, c->status, &wanted), ==,
                   c->faults);
}

/* What cannot be read proves nothing, at whichever place it stands. */
static void
test_faults_unreadable (void)
{
  const MailIdentity wanted = { .host = HOST };
  const MailTestCertificatePlan plan = { .names = "dns:" HOST, .begins = -1, .ends = 1 };
  g_autoptr (MailTestCertificate) server = mail_test_certificate_new (&plan);
  gnutls_datum_t garbage = { (guchar *) "garbage", 7 };
  gnutls_datum_t chain[] = { server->der, garbage };

  g_assert_cmphex (mail_certificate_find_faults (NULL, 0, 0, &wanted), ==, UNFIT);
  g_assert_cmphex (mail_certificate_find_faults (&garbage, 1, 0, &wanted), ==, UNFIT);
  g_assert_cmphex (mail_certificate_find_faults (chain, 2, LOST, &wanted), ==, SELF_SIGNED);
}

static void
assert_key (guint rsa_bits, const char *key)
{
  const MailTestCertificatePlan plan = { .begins = -1, .ends = 1, .rsa_bits = rsa_bits };
  g_autoptr (MailTestCertificate) certificate = mail_test_certificate_new (&plan);
  g_autoptr (MailTlsInfo) info = mail_tls_info_new ();

  g_assert_true (mail_certificate_read_der (certificate->der.data, certificate->der.size, info));
  g_assert_cmpstr (info->key, ==, key);
}

static void
test_key (void)
{
  assert_key (0, "Ed25519");
  assert_key (1024, "RSA 1024");
}

#define ADD_CASES(path, cases, function)                                                                     \
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)                                                           \
    {                                                                                                        \
      g_autofree char *full_path = g_strdup_printf ("/certificate/%s/%s", path, cases[i].name);              \
                                                                                                             \
      g_test_add_data_func (full_path, &cases[i], function);                                                 \
    }

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_CASES ("judge", judge_cases, test_judge);
  ADD_CASES ("faults", fault_cases, test_faults);
  g_test_add_func ("/certificate/judge/right", test_judge_right);
  g_test_add_func ("/certificate/judge/without-facts", test_judge_without_facts);
  g_test_add_func ("/certificate/faults/unreadable", test_faults_unreadable);
  g_test_add_func ("/certificate/key", test_key);

  return g_test_run ();
}
