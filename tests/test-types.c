/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "mail-enums.h"
#include "mail-error.h"
#include "mail-types.h"

typedef struct
{
  const char *name;
  GType (*get_type) (void);
  const char *words;
} Words;

/* The words scripts rely on, written out once more: a renamed enumerator must not change them unnoticed. */
static const Words all_words[] = {
  { "protocol", mail_protocol_get_type, "imap pop3 smtp" },
  { "security", mail_security_get_type, "automatic tls starttls" },
  { "auth", mail_auth_get_type, "password oauth2 none" },
  { "need", mail_need_get_type,
    "app-password enable-imap special-password oauth2-only paid-plan bridge no-imap" },
  { "source", mail_source_get_type, "database file pacc autoconfig ispdb srv mx guess manual" },
  { "trust", mail_trust_get_type, "built-in https dnssec digest unverified" },
  { "step", mail_step_get_type,
    "resolve connect greeting starttls tls identity capabilities sign-in mailbox sender message arrival" },
  { "state", mail_state_get_type, "waiting running passed failed skipped" },
  { "error", mail_error_get_type,
    "address-invalid settings-unknown settings-invalid provider-unsupported host-unknown network-unreachable "
    "connection-refused timed-out closed-early not-this-protocol plaintext-on-tls-port "
    "tls-on-plaintext-port starttls-missing starttls-refused starttls-injection tls-too-old tls-failed "
    "certificate-expired certificate-not-yet-valid certificate-wrong-host certificate-self-signed "
    "certificate-unknown-issuer certificate-revoked certificate-weak certificate-changed protocol-error "
    "too-much-data server-busy too-many-connections access-disabled sign-in-rejected app-password-needed "
    "oauth-needed web-login-needed account-locked password-expired mechanism-unsupported "
    "mailbox-unavailable sender-rejected keyring-locked keyring-dismissed keyring-missing keyring-failed "
    "store-failed handoff-failed cancelled" },
};

static char *
join_enum_nicks (GType type)
{
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (type);
  g_autoptr (GPtrArray) nicks = g_ptr_array_new ();

  for (guint i = 0; i < enum_class->n_values; i++)
    g_ptr_array_add (nicks, (gpointer) enum_class->values[i].value_nick);
  g_ptr_array_add (nicks, NULL);
  return g_strjoinv (" ", (char **) nicks->pdata);
}

static char *
join_flags_nicks (GType type)
{
  g_autoptr (GFlagsClass) flags_class = g_type_class_ref (type);
  g_autoptr (GPtrArray) nicks = g_ptr_array_new ();

  for (guint i = 0; i < flags_class->n_values; i++)
    g_ptr_array_add (nicks, (gpointer) flags_class->values[i].value_nick);
  g_ptr_array_add (nicks, NULL);
  return g_strjoinv (" ", (char **) nicks->pdata);
}

static void
test_words (gconstpointer data)
{
  const Words *words = data;
  GType type = words->get_type ();
  g_autofree char *nicks = G_TYPE_IS_FLAGS (type) ? join_flags_nicks (type) : join_enum_nicks (type);

  g_assert_cmpstr (nicks, ==, words->words);
}

static void
test_to_string (void)
{
  g_assert_cmpstr (mail_protocol_to_string (MAIL_PROTOCOL_POP3), ==, "pop3");
  g_assert_cmpstr (mail_security_to_string (MAIL_SECURITY_STARTTLS), ==, "starttls");
  g_assert_cmpstr (mail_source_to_string (MAIL_SOURCE_ISPDB), ==, "ispdb");
  g_assert_cmpstr (mail_trust_to_string (MAIL_TRUST_BUILT_IN), ==, "built-in");
  g_assert_cmpstr (mail_step_to_string (MAIL_STEP_SIGN_IN), ==, "sign-in");
  g_assert_cmpstr (mail_state_to_string (MAIL_STATE_SKIPPED), ==, "skipped");
  g_assert_cmpstr (mail_error_to_string (MAIL_ERROR_KEYRING_LOCKED), ==, "keyring-locked");
  g_assert_cmpstr (mail_enum_get_nick (MAIL_TYPE_STATE, 99), ==, "unknown");
}

static void
test_from_string (void)
{
  MailProtocol protocol = MAIL_PROTOCOL_IMAP;
  MailSecurity security = MAIL_SECURITY_AUTOMATIC;

  g_assert_true (mail_protocol_from_string ("smtp", &protocol));
  g_assert_cmpint (protocol, ==, MAIL_PROTOCOL_SMTP);
  g_assert_true (mail_security_from_string ("starttls", &security));
  g_assert_cmpint (security, ==, MAIL_SECURITY_STARTTLS);
  g_assert_false (mail_protocol_from_string ("jmap", &protocol));
  g_assert_cmpint (protocol, ==, MAIL_PROTOCOL_SMTP);
  g_assert_false (mail_security_from_string ("plain", &security));
  g_assert_cmpint (security, ==, MAIL_SECURITY_STARTTLS);
}

static void
test_flags (void)
{
  g_autofree const char **needs = mail_need_to_strv (MAIL_NEED_BRIDGE | MAIL_NEED_APP_PASSWORD);
  g_autofree const char **auth = mail_auth_to_strv (0);

  g_assert_cmpstr (needs[0], ==, "app-password");
  g_assert_cmpstr (needs[1], ==, "bridge");
  g_assert_null (needs[2]);
  g_assert_null (auth[0]);
}

static void
test_ports (void)
{
  static const struct
  {
    MailProtocol protocol;
    MailSecurity security;
    guint port;
  } cases[] = {
    { MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, 993 },       { MAIL_PROTOCOL_IMAP, MAIL_SECURITY_STARTTLS, 143 },
    { MAIL_PROTOCOL_POP3, MAIL_SECURITY_TLS, 995 },       { MAIL_PROTOCOL_POP3, MAIL_SECURITY_STARTTLS, 110 },
    { MAIL_PROTOCOL_SMTP, MAIL_SECURITY_TLS, 465 },       { MAIL_PROTOCOL_SMTP, MAIL_SECURITY_STARTTLS, 587 },
    { MAIL_PROTOCOL_IMAP, MAIL_SECURITY_AUTOMATIC, 993 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (mail_protocol_get_port (cases[i].protocol, cases[i].security), ==, cases[i].port);
}

static void
test_labels (void)
{
  g_assert_cmpstr (mail_protocol_get_label (MAIL_PROTOCOL_IMAP), ==, "IMAP");
  g_assert_cmpstr (mail_protocol_get_sasl_service (MAIL_PROTOCOL_POP3), ==, "pop");
  g_assert_cmpstr (mail_security_get_label (MAIL_SECURITY_TLS), ==, "SSL/TLS");
  g_assert_cmpstr (mail_security_get_label (MAIL_SECURITY_AUTOMATIC), ==, "Automatic (encrypted)");
  g_assert_cmpstr (mail_step_get_label (MAIL_STEP_SIGN_IN), ==, "Sign in");
  for (MailStep step = MAIL_STEP_RESOLVE; step <= MAIL_STEP_ARRIVAL; step++)
    g_assert_cmpuint (strlen (mail_step_get_label (step)), >, 0);
}

static void
test_code_name (void)
{
  g_autoptr (GError) ours = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_TIMED_OUT, "");
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, "");

  g_assert_cmpstr (mail_error_get_code_name (ours), ==, "timed-out");
  g_assert_cmpstr (mail_error_get_code_name (cancelled), ==, "cancelled");
  g_assert_cmpstr (mail_error_get_code_name (foreign), ==, "protocol-error");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (all_words); i++)
    {
      g_autofree char *path = g_strconcat ("/types/words/", all_words[i].name, NULL);

      g_test_add_data_func (path, &all_words[i], test_words);
    }
  g_test_add_func ("/types/to-string", test_to_string);
  g_test_add_func ("/types/from-string", test_from_string);
  g_test_add_func ("/types/flags", test_flags);
  g_test_add_func ("/types/ports", test_ports);
  g_test_add_func ("/types/labels", test_labels);
  g_test_add_func ("/types/code-name", test_code_name);
  return g_test_run ();
}
