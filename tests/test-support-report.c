/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "mail-error.h"
#include "mail-support-report.h"

#define HOST "mail.example.test"

typedef struct
{
  const char *name;
  const char *address;
  const char *username;
  const char *said;
  const char *expected; /* of what was said */
} Case;

static const Case cases[] = {
  { "address", "alice@example.test", "alice@example.test", "No <Alice@Example.Test> here", "No … here" },
  { "local-part", "alice@example.test", "alice@example.test", "ALICE: unknown", "… unknown" },
  { "mailbox", "alice@example.test", "alice@example.test", "user.alice is locked", "… is locked" },
  { "lock-file", "alice@example.test", "alice@example.test", "/home/alice.lock exists", "… exists" },
  { "underscore", "alice@example.test", "alice@example.test", "mbox_alice is full", "… is full" },
  { "other-word", "alice@example.test", "alice@example.test", "malice, chalices", "malice, chalices" },
  { "user-name", "alice@example.test", "u4711", "login (u4711) failed", "login … failed" },
  { "windows-domain", "alice@example.test", "CORP\\a.smith", "no user a.smith", "no user …" },
  { "user-name-with-space", "alice@example.test", "Bob Jones", "Mr. jones?", "Mr. …" },
  { "percent", "alice@example.test", "alice@example.test", "see /%61lice%40example 5%", "see … 5%" },
  { "percent-broken", "alice@example.test", "alice@example.test", "see %zz/%61lice", "see …" },
  { "base64", "alice@example.test", "alice@example.test", "334 YWxpY2U=", "334 …" },
  { "base64-unpadded", "alice@example.test", "alice@example.test", "334 YWxpY2U", "334 …" },
  { "base64-glued", "alice@example.test", "alice@example.test", "challenge:YWxpY2U=", "…" },
  { "base64-plain", "alice@example.test", "alice@example.test", "AGFsaWNlAHB3 no", "… no" },
  { "base64-percent", "alice@example.test", "alice@example.test", "u=YWxpY2U%3D no", "… no" },
  { "decomposed", "a@example.test", "j\303\274rgen", "ju\314\210rgen?", "…" },
  { "host-stays", "test@example.test", "test@example.test", HOST " says no", HOST " says no" },
  { "short-name", "al@example.test", "al@example.test", "al at al@example.test", "al at …" },
};

static MailVerify *
verify_new (const Case *test, MailAddress *address)
{
  g_autoptr (MailServer) incoming = mail_server_new (MAIL_PROTOCOL_IMAP, HOST, 993, MAIL_SECURITY_TLS);
  g_autoptr (MailServer) outgoing = mail_server_new (MAIL_PROTOCOL_SMTP, HOST, 465, MAIL_SECURITY_TLS);
  g_autoptr (MailSettings) settings = NULL;

  mail_server_set_username (incoming, test->username);
  mail_server_set_username (outgoing, test->username);
  settings = mail_settings_new (incoming, outgoing);
  return mail_verify_new (settings, address, MAIL_GOAL_ACCESS);
}

static void
fail (MailReport *report, const char *said)
{
  g_autoptr (GError) error = g_error_new_literal (MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED, said);

  mail_report_enter (report, MAIL_STEP_RESOLVE);
  mail_report_set_detail (report, MAIL_STEP_RESOLVE, said);
  mail_report_enter (report, MAIL_STEP_SIGN_IN);
  mail_report_fail (report, error, said);
}

static char *
format (const Case *test, const char *said, gboolean names)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MailAddress) address = mail_address_new (test->address, &error);
  g_autoptr (MailVerify) verify = NULL;

  g_assert_no_error (error);
  verify = verify_new (test, address);
  fail (mail_verify_get_incoming (verify), said);
  fail (mail_verify_get_outgoing (verify), said);
  return mail_support_report_format (verify, address, NULL, names);
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, text);
}

static void
test_masked (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *report = format (test, test->said, FALSE);
  g_autofree char *told = format (test, test->said, TRUE);
  g_autofree char *masked = g_strdup_printf ("The server said: %s\n", test->expected);
  g_autofree char *detail = g_strdup_printf ("(%s)\n", test->expected);
  g_autofree char *whole = g_strdup_printf ("The server said: %s\n", test->said);

  assert_contains (report, masked);
  assert_contains (report, detail);
  assert_contains (report, "mail.example.test");
  assert_contains (report, "Code: sign-in-rejected\n");
  g_assert_null (strstr (report, test->address));
  assert_contains (told, whole);
  assert_contains (told, test->address);
}

/* ---- a certificate ---- */

static void
test_certificate (void)
{
  g_autoptr (MailAddress) address = mail_address_new ("alice@example.test", NULL);
  g_autoptr (MailVerify) verify = verify_new (&cases[0], address);
  g_autoptr (MailTlsInfo) tls = mail_tls_info_new ();
  g_autofree char *report = NULL;

  tls->version = g_strdup ("TLS1.3");
  tls->group = g_strdup ("X25519");
  tls->subject = g_strdup ("CN=Alice,O=Home");
  tls->issuer = g_strdup ("CN=alice@example.test");
  tls->names = g_strsplit ("*.example.test " HOST, " ", -1);
  tls->faults = MAIL_CERTIFICATE_FAULT_EXPIRED | MAIL_CERTIFICATE_FAULT_SELF_SIGNED;
  mail_report_set_tls (mail_verify_get_incoming (verify), tls);
  report = mail_support_report_format (verify, address, NULL, FALSE);
  assert_contains (report, "Encryption: TLS1.3, ?, ?, X25519\n");
  assert_contains (report, "Trusted: no (");
  assert_contains (report, "expired");
  assert_contains (report, "Certificate of: …\n");
  assert_contains (report, "Issued by: …\n");
  assert_contains (report, "For the names: *.example.test, " HOST "\n");
}

/* A name of one letter would be told by its first letter. */
static void
test_one_letter (void)
{
  const Case test = { .address = "x@example.test", .username = "x" };
  g_autofree char *report = format (&test, "no", FALSE);

  assert_contains (report, "Address: …@example.test\n");
  assert_contains (report, "User name: …\n");
}

/* ---- whatever a server makes of the names ---- */

static char *
encode (const char *name, guint form)
{
  g_autofree char *plain = g_strdup_printf ("%c%s%cpw", 0x1, name, 0x1);

  switch (form)
    {
    case 0:
      return g_strdup (name);
    case 1:
      return g_ascii_strup (name, -1);
    case 2:
      return g_uri_escape_string (name, NULL, FALSE);
    case 3:
      return g_base64_encode ((const guchar *) name, strlen (name));
    case 4:
      g_strdelimit (plain, "\001", '\n');
      return g_base64_encode ((const guchar *) plain, strlen (plain));
    default:
      return g_strdup ("harmless");
    }
}

/* One to eight words, glued or not, with a name in one of its forms here and there. */
static char *
make_up (GRand *random, const char **names, GPtrArray *used)
{
  static const char *const glue[]
      = { " ", "<", ">", "=", ":", "/", ".", "\"", " [", "] ", "%", ",", "_", ";" };
  GString *said = g_string_new ("500 ");
  guint n = g_rand_int_range (random, 1, 9);

  for (guint i = 0; i < n; i++)
    {
      char *word = encode (names[g_rand_int_range (random, 0, 3)], g_rand_int_range (random, 0, 6));

      g_string_append (said, word);
      g_string_append (said, glue[g_rand_int_range (random, 0, G_N_ELEMENTS (glue))]);
      g_ptr_array_add (used, word);
    }
  return g_string_free (said, FALSE);
}

static void
assert_none_survives (const char *report, const char *said, GPtrArray *used)
{
  for (guint i = 0; i < used->len; i++)
    if (!g_str_equal (used->pdata[i], "harmless") && strstr (report, used->pdata[i]) != NULL)
      g_error ("“%s” of “%s” survives in:\n%s", (char *) used->pdata[i], said, report);
}

static void
test_no_name_survives (void)
{
  const Case test = { .address = "alice.smith@example.test", .username = "u4711x" };
  const char *names[] = { test.address, "alice.smith", test.username };
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GPtrArray) used = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *said = make_up (random, names, used);
      g_autofree char *report = format (&test, said, FALSE);

      assert_none_survives (report, said, used);
      g_assert_cmpuint (strlen (report), <, 8192);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/support-report/masked/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_masked);
    }
  g_test_add_func ("/support-report/certificate", test_certificate);
  g_test_add_func ("/support-report/one-letter", test_one_letter);
  g_test_add_func ("/support-report/no-name-survives", test_no_name_survives);
  return g_test_run ();
}
