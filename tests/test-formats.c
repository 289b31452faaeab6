/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formats as their own code sees them; cli_export_test.py reads the same files with the programs of others.
 */
#include "config.h"

#include <string.h>

#include "mail-client-config.h"
#include "mail-error.h"
#include "mail-export.h"
#include "mail-guide.h"
#include "mail-qr.h"
#include "mail-sheet.h"
#include "mail-thunderbird-payload.h"

#define ODD_USER "o'brien \"x\" \\y #z $(id) <b>&amp; %s@example.test"
#define PASSWORD "pass\"wort\\ü€𝄞 "

/* What is not set is as usual. */
typedef struct
{
  MailProtocol protocol;
  gboolean starttls;
  const char *host;
  const char *user;
  const char *outgoing_user;
  const char *name;
  const char *address;
  gboolean no_sign_in; /* for sending */
} Sample;

static const char * or (const char *value, const char *usual) { return value != NULL ? value : usual; }

static MailAccount *
make_account (const Sample *sample)
{
  MailSecurity security = sample->starttls ? MAIL_SECURITY_STARTTLS : MAIL_SECURITY_TLS;
  const char *user = or (sample->user, "alice@example.test");
  g_autoptr (MailAddress) address = mail_address_new (or (sample->address, "alice@example.test"), NULL);
  g_autoptr (MailServer) incoming
      = mail_server_new (sample->protocol, or (sample->host, "imap.example.test"), 0, security);
  g_autoptr (MailServer) outgoing = mail_server_new (MAIL_PROTOCOL_SMTP, "smtp.example.test", 0, security);
  g_autoptr (GDateTime) created = g_date_time_new_utc (2026, 1, 2, 3, 4, 5);
  g_autoptr (MailSettings) settings = NULL;

  g_assert_nonnull (address);
  mail_server_set_username (incoming, user);
  mail_server_set_username (outgoing, or (sample->outgoing_user, user));
  mail_server_set_auth (outgoing, sample->no_sign_in ? MAIL_AUTH_NONE : MAIL_AUTH_PASSWORD);
  settings = mail_settings_new (incoming, outgoing);
  return mail_account_new ("0f9b7c5e-0000-4000-8000-000000000001", or (sample->name, "Alice Example"),
                           address, settings, NULL, "Example & Söhne", created);
}

static void
assert_payload (const Sample *sample, const char *password, const char *expected)
{
  g_autoptr (MailAccount) account = make_account (sample);
  g_autoptr (MailSecret) secret = password != NULL ? mail_secret_new (password, -1) : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *payload = mail_thunderbird_payload_new (account, secret, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (payload, ==, expected);
}

static void
test_payload (void)
{
  assert_payload (&(Sample){ 0 }, NULL,
                  "[1,[1,1],[0,\"imap.example.test\",993,3,1,\"alice@example.test\"],"
                  "[[[0,\"smtp.example.test\",465,3,1,\"alice@example.test\"],"
                  "[\"alice@example.test\",\"Alice Example\"]]]]");
  assert_payload (&(Sample){ 0 }, "secret",
                  "[1,[1,1],[0,\"imap.example.test\",993,3,1,\"alice@example.test\",\"\",\"secret\"],"
                  "[[[0,\"smtp.example.test\",465,3,1,\"alice@example.test\",\"secret\"],"
                  "[\"alice@example.test\",\"Alice Example\"]]]]");
  assert_payload (&(Sample){ .protocol = MAIL_PROTOCOL_POP3,
                             .starttls = TRUE,
                             .host = "straße.example",
                             .name = "",
                             .no_sign_in = TRUE },
                  "secret",
                  "[1,[1,1],[1,\"xn--strae-oqa.example\",110,2,1,\"alice@example.test\",\"\",\"secret\"],"
                  "[[[0,\"smtp.example.test\",587,2,0,\"\"],[\"alice@example.test\",\"\"]]]]");
}

static void
test_payload_escapes (void)
{
  assert_payload (&(Sample){ .user = ODD_USER, .name = "Jürgen „X“ \"Y\" 𝄞" }, NULL,
                  "[1,[1,1],[0,\"imap.example.test\",993,3,1,"
                  "\"o'brien \\\"x\\\" \\\\y #z $(id) <b>&amp; %s@example.test\"],"
                  "[[[0,\"smtp.example.test\",465,3,1,"
                  "\"o'brien \\\"x\\\" \\\\y #z $(id) <b>&amp; %s@example.test\"],"
                  "[\"alice@example.test\",\"J\\u00fcrgen \\u201eX\\u201c \\\"Y\\\" \\ud834\\udd1e\"]]]]");
}

/* The password of one server is never told to another. */
static void
test_payload_separate (void)
{
  assert_payload (&(Sample){ .outgoing_user = "relay" }, PASSWORD,
                  "[1,[1,1],[0,\"imap.example.test\",993,3,1,\"alice@example.test\",\"\","
                  "\"pass\\\"wort\\\\\\u00fc\\u20ac\\ud834\\udd1e \"],"
                  "[[[0,\"smtp.example.test\",465,3,1,\"relay\"],"
                  "[\"alice@example.test\",\"Alice Example\"]]]]");
}

static void
assert_refused (const char *id, const Sample *sample, const char *password)
{
  g_autoptr (MailAccount) account = make_account (sample);
  g_autoptr (MailSecret) secret = password != NULL ? mail_secret_new (password, -1) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = mail_export_write (mail_export_find (id), account, secret, &error);

  g_assert_null (file);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_refusals (void)
{
  assert_refused ("thunderbird-qr", &(Sample){ .address = "jürgen@example.test" }, NULL);
  assert_refused ("thunderbird-qr", &(Sample){ 0 }, "two\nlines");
  assert_refused ("outlook", &(Sample){ .starttls = TRUE }, NULL);
  assert_refused ("outlook", &(Sample){ .user = "jürgen" }, NULL);
  assert_refused ("autoconfig", &(Sample){ .user = "%EMAILLOCALPART" }, NULL);
  for (const MailExport *const *format = mail_export_list (); *format != NULL; format++)
    {
      assert_refused ((*format)->id, &(Sample){ .user = "a\nb" }, NULL);
      assert_refused ((*format)->id, &(Sample){ .name = "a\rb" }, NULL);
      assert_refused ((*format)->id, &(Sample){ .outgoing_user = "a\xe2\x80\xa8z" }, NULL);
    }
}

/* Every format describes itself, and none of those that may not holds a password. */
static void
test_list (void)
{
  g_autoptr (MailAccount) imap = make_account (&(Sample){ 0 });
  g_autoptr (MailAccount) pop3 = make_account (&(Sample){ .protocol = MAIL_PROTOCOL_POP3 });
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (const MailExport *const *format = mail_export_list (); *format != NULL; format++)
    {
      MailAccount *account = mail_export_can_hold (*format, imap, NULL) ? imap : pop3;
      g_autofree char *name = mail_export_get_file_name (*format, account);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) file = mail_export_write (*format, account, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (file), >, 0);
      g_assert_true (g_hash_table_add (seen, (char *) (*format)->id));
      g_assert_true (mail_export_find ((*format)->id) == *format);
      g_assert_null (strchr (name, '/'));
      g_assert_nonnull ((*format)->summary);
      g_assert_true (!(*format)->takes_password || g_str_equal ((*format)->id, "thunderbird-qr"));
    }
}

static void
test_autoconfig_read_back (void)
{
  const Sample samples[] = {
    { 0 },
    { .protocol = MAIL_PROTOCOL_POP3, .starttls = TRUE, .user = ODD_USER },
    { .outgoing_user = "relay" },
    { .user = "alice", .host = "straße.example" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (MailAccount) account = make_account (&samples[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) file = mail_export_write (mail_export_find ("autoconfig"), account, NULL, &error);
      g_autoptr (MailClientConfig) config = NULL;
      g_autoptr (MailCandidate) candidate = NULL;
      MailSettings *settings = mail_account_get_settings (account);
      g_autoptr (MailServer) incoming = mail_server_copy (mail_settings_get_incoming (settings));

      g_assert_no_error (error);
      config
          = mail_client_config_new_from_data (g_bytes_get_data (file, NULL), g_bytes_get_size (file), &error);
      g_assert_no_error (error);
      candidate = mail_client_config_expand (config, mail_account_get_address (account), MAIL_SOURCE_FILE,
                                             MAIL_TRUST_UNVERIFIED, "file");
      if (samples[i].host != NULL)
        mail_server_set_host (incoming, "xn--strae-oqa.example");
      g_assert_true (
          mail_server_equal (g_ptr_array_index (mail_candidate_get_incoming (candidate), 0), incoming));
      g_assert_true (mail_server_equal (g_ptr_array_index (mail_candidate_get_outgoing (candidate), 0),
                                        mail_settings_get_outgoing (settings)));
    }
}

/* A finder pattern in three corners, and light where a reader looks for the border. */
static void
test_qr (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MailQr) qr = mail_qr_new ("[1,[1,1]]", &error);
  guint size = mail_qr_get_size (qr);

  g_assert_no_error (error);
  g_assert_cmpuint (size, ==, 21);
  for (guint i = 0; i < 7; i++)
    {
      g_assert_true (mail_qr_is_dark (qr, i, 0));
      g_assert_true (mail_qr_is_dark (qr, size - 1 - i, 0));
      g_assert_true (mail_qr_is_dark (qr, i, size - 1));
      g_assert_false (mail_qr_is_dark (qr, i, 7));
    }
  g_assert_false (mail_qr_is_dark (qr, size, 0));
  g_assert_false (mail_qr_is_dark (qr, 0, size));
}

/* As long as it can be: with less correction a longer text fits, and then none. */
static void
test_qr_length (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *longest = g_strnfill (2953, 'x');
  g_autofree char *longer = g_strnfill (2954, 'x');
  g_autoptr (MailQr) qr = mail_qr_new (longest, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (mail_qr_get_size (qr), ==, 177);
  g_assert_null (mail_qr_new (longer, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED);
}

/* All of the guide is on the sheet, and what looks like markup is none. */
static void
test_sheet_guide (void)
{
  g_autoptr (MailAccount) account = make_account (&(Sample){ .user = ODD_USER });
  g_autoptr (MailGuide) guide = mail_guide_load ("kmail", NULL);
  g_autoptr (GPtrArray) steps = mail_guide_get_steps (guide, account);
  g_autoptr (MailPaper) paper = mail_sheet_new (account, guide);
  g_autofree char *html = mail_paper_to_html (paper);

  g_assert_cmpuint (steps->len, >, 5);
  for (guint i = 0; i < steps->len; i++)
    {
      const MailGuideStep *step = g_ptr_array_index (steps, i);
      g_autofree char *text = g_markup_escape_text (step->number > 0 ? step->text : step->value_name, -1);

      g_assert_nonnull (strstr (html, text));
    }
  g_assert_nonnull (strstr (html, "<h2>KMail</h2>"));
  g_assert_null (strstr (html, "<script"));
  g_assert_null (strstr (html, "<b>"));
}

/* What a person trusts here is nothing that the other program knows of. */
static void
test_warning (void)
{
  g_autoptr (MailAccount) account = make_account (&(Sample){ 0 });
  g_auto (GStrv) none = mail_export_warn (mail_export_find ("apple"), account);
  g_auto (GStrv) one = NULL;

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  mail_settings_set_authorities (mail_account_get_settings (account), "-----BEGIN");
  one = mail_export_warn (mail_export_find ("apple"), account);
  g_assert_cmpuint (g_strv_length (one), ==, 1);
  g_assert_nonnull (strstr (one[0], "Apple Mail"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/list", test_list);
  g_test_add_func ("/formats/refusals", test_refusals);
  g_test_add_func ("/formats/warning", test_warning);
  g_test_add_func ("/formats/autoconfig/read-back", test_autoconfig_read_back);
  g_test_add_func ("/formats/thunderbird/payload", test_payload);
  g_test_add_func ("/formats/thunderbird/escapes", test_payload_escapes);
  g_test_add_func ("/formats/thunderbird/separate", test_payload_separate);
  g_test_add_func ("/formats/qr/matrix", test_qr);
  g_test_add_func ("/formats/qr/length", test_qr_length);
  g_test_add_func ("/formats/sheet/guide", test_sheet_guide);
  return g_test_run ();
}
