/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-pacc.h"

#include <string.h>

#include "mail-error.h"

#define ADDRESS "anna@example.org"
#define WHERE   "https://ua-auto-config.example.org/.well-known/user-agent-configuration.json"

typedef struct
{
  char *name;
  char *document;
  char *expected;
} Case;

static GPtrArray *cases;

static void
case_free (gpointer data)
{
  Case *self = data;

  g_free (self->name);
  g_free (self->document);
  g_free (self->expected);
  g_free (self);
}

static char *
read_file (const char *name, gsize *length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "pacc", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

static void
add_servers (GString *lines, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      MailServer *server = g_ptr_array_index (servers, i);
      g_autofree const char **words = mail_auth_to_strv (mail_server_get_auth (server));
      g_autofree char *auth = g_strjoinv (",", (char **) words);

      g_assert_false (mail_server_get_username_guessed (server));
      g_string_append_printf (lines, "%s %s %u %s %s %s\n",
                              mail_protocol_to_string (mail_server_get_protocol (server)),
                              mail_server_get_host (server), mail_server_get_port (server),
                              mail_security_to_string (mail_server_get_security (server)),
                              mail_server_get_username (server), auth);
    }
}

static void
add_provider (GString *lines, MailProvider *provider)
{
  if (mail_provider_get_name (provider) != NULL)
    g_string_append_printf (lines, "name: %s\n", mail_provider_get_name (provider));
  if (mail_provider_get_help_uri (provider) != NULL)
    g_string_append_printf (lines, "help: %s\n", mail_provider_get_help_uri (provider));
  if (mail_provider_get_needs (provider) == MAIL_NEED_OAUTH2_ONLY)
    g_string_append (lines, "needs: oauth2-only\n");
}

/* What a document says, or what is wrong with it, as text. */
static char *
describe (const char *document, gsize length)
{
  g_autoptr (MailAddress) address = mail_address_new (ADDRESS, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (document, length);
  g_autoptr (GError) error = NULL;
  MailCandidate *candidate = mail_pacc_read (bytes, address, MAIL_TRUST_DIGEST, WHERE, &error);
  GString *lines = g_string_new (NULL);

  if (candidate == NULL)
    {
      g_assert_true (error->domain == MAIL_ERROR);
      g_string_append_printf (lines, "%s: %s\n", mail_error_get_code_name (error), error->message);
      return g_string_free (lines, FALSE);
    }
  g_assert_no_error (error);
  g_assert_cmpint (mail_candidate_get_source (candidate), ==, MAIL_SOURCE_PACC);
  g_assert_cmpint (mail_candidate_get_trust (candidate), ==, MAIL_TRUST_DIGEST);
  g_assert_cmpstr (mail_candidate_get_where (candidate), ==, WHERE);
  add_provider (lines, mail_candidate_get_provider (candidate));
  add_servers (lines, mail_candidate_get_incoming (candidate));
  add_servers (lines, mail_candidate_get_outgoing (candidate));
  g_assert_finalize_object (candidate);
  return g_string_free (lines, FALSE);
}

static void
test_document (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *actual = describe (test->document, strlen (test->document));

  g_assert_cmpstr (actual, ==, test->expected);
}

static void
assert_not_json (const char *document, gsize length)
{
  g_autofree char *actual = describe (document, length);

  g_assert_cmpstr (
      actual, ==,
      "settings-invalid: The published settings are not valid JSON. Ask your provider to correct "
      "them.\n");
}

/* What no text file can hold. */
static void
test_bytes (void)
{
  static const char bad_utf8[] = "{\"protocols\":{\"imap\":{\"host\":\"imap.example.org\"}},\"x\":\"\xff\"}";
  static const char nul[] = "{\"protocols\":{\"imap\":{\"host\":\"imap.example.org\"}}}";
  static const char utf16[] = "\xff\xfe{\0\"\0x\0\"\0:\0001\0}";

  assert_not_json (bad_utf8, strlen (bad_utf8));
  assert_not_json (nul, sizeof nul);
  assert_not_json (utf16, sizeof utf16);
  assert_not_json (NULL, 0);
}

/* As deep as the size allows, in every way to be deep: whoever calls itself for each level is lost. */
static void
test_depth_bomb (void)
{
  static const char *levels[] = { "[", "{\"x\":", "[[], ", "[{\"\\\"\":" };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      GString *bomb = g_string_new ("{\"x\":");
      g_autofree char *actual = NULL;

      while (bomb->len + strlen (levels[i]) < MAIL_PACC_MAX_BYTES)
        g_string_append (bomb, levels[i]);
      actual = describe (bomb->str, bomb->len);
      g_assert_cmpstr (actual, ==,
                       "settings-invalid: The published settings are nested too deeply. Ask your provider to "
                       "correct them.\n");
      g_string_free (bomb, TRUE);
    }
}

static void
test_size (void)
{
  GString *text = g_string_new ("{\"protocols\":{\"imap\":{\"host\":\"imap.example.org\"}}}");
  g_autofree char *fits = NULL;
  g_autofree char *too_much = NULL;

  while (text->len < MAIL_PACC_MAX_BYTES)
    g_string_append_c (text, ' ');
  fits = describe (text->str, text->len);
  g_assert_cmpstr (fits, ==, "imap imap.example.org 993 tls anna@example.org password\n");
  g_string_append_c (text, ' ');
  too_much = describe (text->str, text->len);
  g_assert_cmpstr (
      too_much, ==,
      "too-much-data: The published settings are bigger than 256 KiB. Ask your provider to correct "
      "them.\n");
  g_string_free (text, TRUE);
}

/* Cut off anywhere, a document is an error, never half of its settings. */
static void
test_truncated (void)
{
  gsize length;
  g_autofree char *text = read_file ("complete.json", &length);

  for (gsize i = 0; i < length - 1; i++)
    assert_not_json (text, i);
}

#define COMPLETE      "ChbsOX2VuQoehwuDtCg3he8VmSfUS7nROF6tyOFskbs="
#define DETERMINISTIC "MOA19C2fw1LnfpriQEArPk+FRkxoE7UVaunADBmu7G8="

static const struct
{
  const char *text;
  gboolean is_record;
  const char *vouches_for; /* one of the documents */
} records[] = {
  { "v=UAAC1; a=sha256; d=" COMPLETE, TRUE, "complete.json" },
  { "v=UAAC1; a=sha256; d=" DETERMINISTIC, TRUE, "deterministic.json" },
  { "v=UAAC1;a=sha256;d=" COMPLETE, TRUE, "complete.json" },
  { " d\t= " COMPLETE " ; v = UAAC1 ;a  =sha256 ; ", TRUE, "complete.json" },
  { "v=UAAC1; n=a note; a=sha256; x; =; d=" COMPLETE ";", TRUE, "complete.json" },
  { "v=UAAC1; a=sha256; d=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", TRUE, NULL },
  { "v=UAAC2; a=sha256; d=" COMPLETE, FALSE, NULL },
  { "v=uaac1; a=sha256; d=" COMPLETE, FALSE, NULL },
  { "v=UAAC1; a=sha512; d=" COMPLETE, FALSE, NULL },
  { "v=UAAC1; a=sha256", FALSE, NULL },
  { "v=UAAC1; a=sha256; d=", FALSE, NULL },
  { "v=UAAC1; a=sha256; d=AAAA", FALSE, NULL },
  { "v=UAAC1; a=sha256; d=" COMPLETE COMPLETE, FALSE, NULL },
  { "v=UAAC1; a=sha256; d=" DETERMINISTIC "; d=" COMPLETE, FALSE, NULL },
  { "a=sha256; d=" COMPLETE, FALSE, NULL },
  { "v=UAAC1; d=" COMPLETE, FALSE, NULL },
  { "v=spf1 mx -all", FALSE, NULL },
  { "\xff\xfe;=;v=\xff", FALSE, NULL },
  { "", FALSE, NULL },
};

static void
test_records (void)
{
  static const char *names[] = { "complete.json", "deterministic.json" };

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      {
        gsize length;
        g_autofree char *text = read_file (names[j], &length);
        g_autoptr (GBytes) document = g_bytes_new (text, length);

        g_test_message ("“%s”, %s", records[i].text, names[j]);
        g_assert_cmpint (mail_pacc_is_record (records[i].text), ==, records[i].is_record);
        g_assert_cmpint (mail_pacc_vouches (records[i].text, document), ==,
                         g_strcmp0 (records[i].vouches_for, names[j]) == 0);
      }
}

/* One bit of the document, or of the digest, makes the difference. */
static void
test_one_bit (void)
{
  gsize length;
  g_autofree char *text = read_file ("complete.json", &length);

  for (gsize i = 0; i < length; i += 7)
    {
      g_autoptr (GBytes) document = NULL;

      text[i] ^= 1 << i % 8;
      document = g_bytes_new (text, length);
      g_assert_false (mail_pacc_vouches ("v=UAAC1; a=sha256; d=" COMPLETE, document));
      text[i] ^= 1 << i % 8;
    }
}

/* “== NAME”, the document, “--”, what is expected, an empty line. */
static void
read_cases (void)
{
  g_autofree char *text = read_file ("documents.txt", NULL);
  g_auto (GStrv) blocks = g_strsplit (text, "\n== ", -1);

  cases = g_ptr_array_new_with_free_func (case_free);
  for (guint i = 1; blocks[i] != NULL; i++)
    {
      g_auto (GStrv) parts = NULL;
      Case *test = g_new0 (Case, 1);
      char *start = strchr (blocks[i], '\n') + 1;

      parts = g_strsplit (start, "\n--\n", 2);
      test->name = g_strndup (blocks[i], start - blocks[i] - 1);
      test->document = g_strdup (parts[0]);
      test->expected = g_strconcat (g_strchomp (parts[1]), "\n", NULL);
      g_ptr_array_add (cases, test);
    }
}

static void
add_cases (void)
{
  for (guint i = 0; i < cases->len; i++)
    {
      const Case *test = g_ptr_array_index (cases, i);
      g_autofree char *path = g_strconcat ("/pacc/document/", test->name, NULL);

      g_test_add_data_func (path, test, test_document);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  read_cases ();
  add_cases ();
  g_test_add_func ("/pacc/bytes", test_bytes);
  g_test_add_func ("/pacc/depth-bomb", test_depth_bomb);
  g_test_add_func ("/pacc/size", test_size);
  g_test_add_func ("/pacc/truncated", test_truncated);
  g_test_add_func ("/pacc/records", test_records);
  g_test_add_func ("/pacc/one-bit", test_one_bit);
  status = g_test_run ();
  g_ptr_array_unref (cases);
  return status;
}
