/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MailSasl against libgsasl's own server, every mechanism. */

#include <string.h>

#include "mail-error.h"
#include "mail-sasl.h"
#include "sasl-server.h"

#define HOST      "mail.example.test"
#define BINDING   "channel"
#define BINDING64 "Y2hhbm5lbA=="

typedef struct
{
  const char *name;
  const char *mechanism;
  const char *binding;        /* of the client */
  const char *server_binding; /* of the server; NULL: the same */
  const char *password;
  const char *server_password; /* NULL: the same */
  const char *first;           /* how the client's first word begins, decoded; NULL: not looked at */
  gboolean refused;
} Exchange;

static const Exchange exchanges[] = {
  { "plain", "PLAIN", NULL, NULL, "wonderland", NULL, NULL, FALSE },
  { "plain-wrong", "PLAIN", NULL, NULL, "wonderland", "other", NULL, TRUE },
  { "plain-bytes", "PLAIN", NULL, NULL, " gr\303\266\303\237e\"\\ ", NULL, NULL, FALSE },
  { "login", "LOGIN", NULL, NULL, "wonderland", NULL, "alice", FALSE },
  { "login-wrong", "LOGIN", NULL, NULL, "wonderland", "other", NULL, TRUE },
  { "login-bytes", "LOGIN", NULL, NULL, " gr\303\266\303\237e\"\\ ", NULL, NULL, FALSE },
  { "scram-sha-1", "SCRAM-SHA-1", NULL, NULL, "wonderland", NULL, "n,,n=alice,r=", FALSE },
  { "scram-sha-1-wrong", "SCRAM-SHA-1", NULL, NULL, "wonderland", "other", NULL, TRUE },
  { "scram-sha-256", "SCRAM-SHA-256", NULL, NULL, "wonderland", NULL, "n,,n=alice,r=", FALSE },
  { "scram-sha-256-wrong", "SCRAM-SHA-256", NULL, NULL, "wonderland", "other", NULL, TRUE },
  { "scram-sha-256-utf8", "SCRAM-SHA-256", NULL, NULL, "gr\303\266\303\237e \"\\", NULL, NULL, FALSE },
  { "scram-sha-256-spaces", "SCRAM-SHA-256", NULL, NULL, " wonderland ", NULL, NULL, FALSE },
  { "scram-sha-256-space-missing", "SCRAM-SHA-256", NULL, NULL, " wonderland ", "wonderland", NULL, TRUE },
  { "scram-sha-1-plus-exporter", "SCRAM-SHA-1-PLUS", "tls-exporter", NULL, "wonderland", NULL,
    "p=tls-exporter,,n=alice", FALSE },
  { "scram-sha-1-plus-unique", "SCRAM-SHA-1-PLUS", "tls-unique", NULL, "wonderland", NULL,
    "p=tls-unique,,n=alice", FALSE },
  { "scram-sha-256-plus-exporter", "SCRAM-SHA-256-PLUS", "tls-exporter", NULL, "wonderland", NULL,
    "p=tls-exporter,,n=alice", FALSE },
  { "scram-sha-256-plus-unique", "SCRAM-SHA-256-PLUS", "tls-unique", NULL, "wonderland", NULL,
    "p=tls-unique,,n=alice", FALSE },
  { "scram-sha-256-plus-wrong", "SCRAM-SHA-256-PLUS", "tls-exporter", NULL, "wonderland", "other", NULL,
    TRUE },
  { "scram-sha-256-plus-stranger", "SCRAM-SHA-256-PLUS", "tls-exporter", "c29tZXRoaW5nIGVsc2U=", "wonderland",
    NULL, NULL, TRUE },
  { "scram-sha-256-binding-unused", "SCRAM-SHA-256", "tls-exporter", NULL, "wonderland", NULL,
    "n,,n=alice,r=", FALSE },
};

static MailSasl *
create (const char *password, const char *binding_type)
{
  g_autoptr (MailSecret) secret = mail_secret_new (password, -1);
  g_autoptr (GBytes) binding = g_bytes_new_static (BINDING, strlen (BINDING));
  MailSasl *sasl = mail_sasl_new ("imap", HOST, "alice", secret);

  if (binding_type != NULL)
    mail_sasl_set_channel_binding (sasl, binding_type, binding);
  return sasl;
}

static void
assert_begins (const char *encoded, const char *expected)
{
  gsize length;
  g_autofree guchar *bytes = g_base64_decode (encoded, &length);

  g_assert_cmpuint (length, >=, strlen (expected));
  g_assert_cmpmem (bytes, strlen (expected), expected, strlen (expected));
}

/* To the end of the exchange, or to where the server refuses. */
static gboolean
converse (MailSasl *sasl, SaslServer *server, const Exchange *exchange)
{
  g_autofree char *challenge
      = mail_sasl_client_first (sasl) ? g_strdup ("") : sasl_server_step (server, NULL);
  gboolean done = FALSE;

  for (guint i = 0; i < 5 && !done; i++)
    {
      g_autoptr (GError) error = NULL;
      char *response = mail_sasl_step (sasl, challenge, &done, &error);

      g_assert_no_error (error);
      g_assert_nonnull (response);
      if (i == 0 && exchange->first != NULL)
        assert_begins (response, exchange->first);
      g_assert_true (done == mail_sasl_is_complete (sasl));
      g_clear_pointer (&challenge, g_free);
      if (!done || !g_str_has_prefix (exchange->mechanism, "SCRAM"))
        challenge = sasl_server_step (server, response);
      else
        challenge = g_strdup ("");
      mail_wipe_free (response);
      if (challenge == NULL)
        return FALSE;
    }
  return done;
}

static void
test_exchange (gconstpointer data)
{
  const Exchange *exchange = data;
  const SaslPerson person = {
    .username = "alice",
    .password = exchange->server_password != NULL ? exchange->server_password : exchange->password,
    .binding_type = exchange->binding,
    .binding = exchange->server_binding != NULL ? exchange->server_binding : BINDING64,
  };
  MailSasl *sasl = create (exchange->password, exchange->binding);
  SaslServer server = { 0 };

  sasl_server_start (&server, &person, exchange->mechanism);
  mail_sasl_offer (sasl, exchange->mechanism);
  g_assert_cmpstr (mail_sasl_next (sasl), ==, exchange->mechanism);
  g_assert_false (mail_sasl_gave_proof (sasl));
  g_assert_cmpint (converse (sasl, &server, exchange), ==, !exchange->refused);
  g_assert_true (mail_sasl_gave_proof (sasl));
  /* SCRAM knows by itself whether the server is right; for the others the server's word counts. */
  if (g_str_has_prefix (exchange->mechanism, "SCRAM"))
    g_assert_cmpint (mail_sasl_is_complete (sasl), ==, !exchange->refused);
  sasl_server_stop (&server);
  g_assert_finalize_object (sasl);
}

typedef struct
{
  const char *name;
  const char *offers;
  const char *binding;
  const char *password;
  const char *order;
} Choice;

static const Choice choices[] = {
  { "strongest-first", "LOGIN PLAIN SCRAM-SHA-1 SCRAM-SHA-256", NULL, "p",
    "SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN" },
  { "plus-with-binding", "PLAIN SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS", "tls-exporter", "p",
    "SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-256 PLAIN" },
  { "plus-without-binding", "SCRAM-SHA-256-PLUS PLAIN", NULL, "p", "PLAIN" },
  { "unknown-binding", "SCRAM-SHA-256-PLUS PLAIN", "tls-server-end-point", "p", "PLAIN" },
  { "any-case", "plain Login sCRAM-SHA-1", NULL, "p", "SCRAM-SHA-1 PLAIN LOGIN" },
  { "weak-ones-never", "CRAM-MD5 DIGEST-MD5 NTLM ANONYMOUS EXTERNAL GSSAPI XOAUTH2 PLAINX XPLAIN", NULL, "p",
    "" },
  { "twice-is-once", "PLAIN PLAIN", NULL, "p", "PLAIN" },
  { "not-utf8", "SCRAM-SHA-256 SCRAM-SHA-1 PLAIN", NULL, "w\374nderland", "PLAIN" },
  { "control-character", "SCRAM-SHA-256 PLAIN", NULL, "wonder\001land", "PLAIN" },
  { "nothing", "", NULL, "p", "" },
};

static void
test_choice (gconstpointer data)
{
  const Choice *choice = data;
  MailSasl *sasl = create (choice->password, choice->binding);
  g_auto (GStrv) offers = g_strsplit (choice->offers, " ", -1);
  g_autoptr (GString) order = g_string_new (NULL);
  const char *mechanism;

  for (guint i = 0; offers[i] != NULL; i++)
    mail_sasl_offer (sasl, offers[i]);
  while ((mechanism = mail_sasl_next (sasl)) != NULL)
    {
      g_assert_cmpint (mail_sasl_client_first (sasl), ==, strcmp (mechanism, "LOGIN") != 0);
      g_string_append_printf (order, "%s%s", order->len > 0 ? " " : "", mechanism);
    }
  g_assert_cmpstr (order->str, ==, choice->order);
  g_assert_finalize_object (sasl);
}

typedef struct
{
  const char *name;
  const char *server_first; /* %s: the nonce of the client; NULL: from the real server */
  const char *server_final; /* NULL: none is said */
  MailError error;
} Fault;

static const Fault faults[] = {
  { "first-garbage", "nonsense", NULL, MAIL_ERROR_MECHANISM_UNSUPPORTED },
  { "first-other-nonce", "r=other,s=QSXCR+Q6sek8bf92,i=4096", NULL, MAIL_ERROR_MECHANISM_UNSUPPORTED },
  { "first-too-many-iterations", "r=%sx,s=QSXCR+Q6sek8bf92,i=600001", NULL,
    MAIL_ERROR_MECHANISM_UNSUPPORTED },
  { "first-endless-iterations", "r=%sx,s=QSXCR+Q6sek8bf92,i=99999999999999999999", NULL,
    MAIL_ERROR_MECHANISM_UNSUPPORTED },
  { "final-wrong-signature", NULL,
    "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", MAIL_ERROR_PROTOCOL_ERROR },
  { "final-garbage", NULL, "nonsense", MAIL_ERROR_PROTOCOL_ERROR },
  { "final-empty", NULL, "", MAIL_ERROR_PROTOCOL_ERROR },
};

static char *
encode (const char *text)
{
  return *text != '\0' ? g_base64_encode ((const guchar *) text, strlen (text)) : g_strdup ("");
}

/* text in base64, with the nonce out of the first word of the client in place of %s. */
static char *
encode_with_nonce (const char *text, const char *first)
{
  gsize length;
  g_autofree guchar *bytes = g_base64_decode (first, &length);
  g_autofree char *word = g_strndup ((const char *) bytes, length);
  g_auto (GStrv) around = g_strsplit (text, "%s", 2);
  g_autofree char *whole = g_strjoinv (strstr (word, ",r=") + strlen (",r="), around);

  return encode (whole);
}

static void
expect_step (MailSasl *sasl, const char *challenge, const MailError *expected, char **response)
{
  g_autoptr (GError) error = NULL;
  gboolean done;

  *response = mail_sasl_step (sasl, challenge, &done, &error);
  g_assert_false (done);
  g_assert_false (mail_sasl_is_complete (sasl));
  if (expected == NULL)
    g_assert_no_error (error);
  else
    g_assert_error (error, MAIL_ERROR, (int) *expected);
}

static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  const SaslPerson person = { .username = "alice", .password = "wonderland" };
  MailSasl *sasl = create ("wonderland", NULL);
  SaslServer server = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *challenge = NULL;

  sasl_server_start (&server, &person, "SCRAM-SHA-256");
  mail_sasl_offer (sasl, "SCRAM-SHA-256");
  g_assert_nonnull (mail_sasl_next (sasl));
  expect_step (sasl, "", NULL, &first);
  challenge = fault->server_first != NULL ? encode_with_nonce (fault->server_first, first)
                                          : sasl_server_step (&server, first);
  expect_step (sasl, challenge, fault->server_first != NULL ? &fault->error : NULL, &second);
  if (fault->server_final != NULL)
    {
      g_free (challenge);
      challenge = encode (fault->server_final);
      expect_step (sasl, challenge, &fault->error, &third);
    }
  sasl_server_stop (&server);
  g_assert_finalize_object (sasl);
}

/* RFC 5802, section 7: an error of the server is answered, and proves nothing. */
static void
test_server_error (void)
{
  const SaslPerson person = { .username = "alice", .password = "other" };
  MailSasl *sasl = create ("wonderland", NULL);
  SaslServer server = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *challenge = NULL;
  g_autofree char *said = encode ("e=invalid-proof");

  sasl_server_start (&server, &person, "SCRAM-SHA-1");
  mail_sasl_offer (sasl, "SCRAM-SHA-1");
  g_assert_nonnull (mail_sasl_next (sasl));
  expect_step (sasl, "", NULL, &first);
  challenge = sasl_server_step (&server, first);
  expect_step (sasl, challenge, NULL, &second);
  expect_step (sasl, said, NULL, &third);
  g_assert_cmpstr (third, ==, "");
  sasl_server_stop (&server);
  g_assert_finalize_object (sasl);
}

/* A mechanism that failed leaves nothing behind for the next. */
static void
test_next_starts_afresh (void)
{
  MailSasl *sasl = create ("wonderland", NULL);
  g_autofree char *response = NULL;
  gboolean done;

  mail_sasl_offer (sasl, "SCRAM-SHA-256");
  mail_sasl_offer (sasl, "PLAIN");
  g_assert_cmpstr (mail_sasl_next (sasl), ==, "SCRAM-SHA-256");
  expect_step (sasl, "", NULL, &response);
  g_assert_cmpstr (mail_sasl_next (sasl), ==, "PLAIN");
  g_assert_false (mail_sasl_gave_proof (sasl));
  g_assert_false (mail_sasl_is_complete (sasl));
  g_free (response);
  response = mail_sasl_step (sasl, "", &done, NULL);
  g_assert_cmpstr (response, ==, "AGFsaWNlAHdvbmRlcmxhbmQ=");
  g_assert_true (done);
  g_assert_finalize_object (sasl);
}

static void
add (const char *folder, const char *name, gconstpointer data, GTestDataFunc test)
{
  g_autofree char *path = g_strconcat ("/sasl/", folder, "/", name, NULL);

  g_test_add_data_func (path, data, test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (exchanges); i++)
    add ("exchange", exchanges[i].name, &exchanges[i], test_exchange);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    add ("choice", choices[i].name, &choices[i], test_choice);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    add ("fault", faults[i].name, &faults[i], test_fault);
  g_test_add_func ("/sasl/server-error", test_server_error);
  g_test_add_func ("/sasl/next-starts-afresh", test_next_starts_afresh);
  return g_test_run ();
}
