/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "mail-client-config.h"
#include "mail-error.h"

#define ADDRESS "anna.müller+lists@example.org"

static char *
read_file (const char *name, gsize *length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "autoconfig", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

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
      g_autofree const char **auth = mail_auth_to_strv (mail_server_get_auth (server));
      g_autofree char *auths = g_strjoinv (",", (char **) auth);

      g_string_append_printf (
          lines, "%s %s %u %s “%s”%s %s\n", mail_protocol_to_string (mail_server_get_protocol (server)),
          mail_server_get_host (server), mail_server_get_port (server),
          mail_security_to_string (mail_server_get_security (server)), mail_server_get_username (server),
          mail_server_get_username_guessed (server) ? " guessed" : "", auths);
    }
}

static void
add_needs (GString *lines, const char *label, MailNeed needs)
{
  g_autofree const char **words = mail_need_to_strv (needs);
  g_autofree char *text = g_strjoinv (" ", (char **) words);

  if (needs != 0)
    g_string_append_printf (lines, "%s: %s\n", label, text);
}

static void
add_text (GString *lines, const char *label, const char *text)
{
  if (text != NULL)
    g_string_append_printf (lines, "%s: %s\n", label, text);
}

/* Everything that a document says for one address, as text: what the .expected files hold. */
static char *
describe (MailClientConfig *config)
{
  g_autoptr (MailAddress) address = mail_address_new (ADDRESS, NULL);
  g_autoptr (MailCandidate) candidate
      = mail_client_config_expand (config, address, MAIL_SOURCE_FILE, MAIL_TRUST_UNVERIFIED, "a test");
  MailProvider *provider = mail_candidate_get_provider (candidate);
  GString *lines = g_string_new (NULL);

  g_assert_cmpint (mail_candidate_get_source (candidate), ==, MAIL_SOURCE_FILE);
  g_assert_cmpint (mail_candidate_get_trust (candidate), ==, MAIL_TRUST_UNVERIFIED);
  g_assert_cmpstr (mail_candidate_get_where (candidate), ==, "a test");
  add_text (lines, "id", mail_provider_get_id (provider));
  add_text (lines, "name", mail_provider_get_name (provider));
  add_text (lines, "country", mail_provider_get_country (provider));
  add_needs (lines, "needs", mail_provider_get_needs (provider));
  add_needs (lines, "needs with two-factor", mail_provider_get_needs_with_2fa (provider));
  add_text (lines, "help", mail_provider_get_help_uri (provider));
  add_text (lines, "prepare", mail_provider_get_prepare_uri (provider));
  if (mail_provider_get_mx_is_server (provider))
    g_string_append (lines, "the mail exchanger is the server\n");
  add_servers (lines, mail_candidate_get_incoming (candidate));
  add_servers (lines, mail_candidate_get_outgoing (candidate));
  if (mail_client_config_get_others (config) & MAIL_OTHER_JMAP)
    g_string_append (lines, "JMAP as well\n");
  if (mail_client_config_get_others (config) & MAIL_OTHER_EXCHANGE)
    g_string_append (lines, "Exchange as well\n");
  return g_string_free (lines, FALSE);
}

/* Each NAME.xml in tests/data/autoconfig has a NAME.expected. */
static void
test_document (gconstpointer data)
{
  const char *name = data;
  g_autofree char *expected_name = g_strconcat (name, ".expected", NULL);
  g_autofree char *file_name = g_strconcat (name, ".xml", NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *expected = read_file (expected_name, NULL);
  g_autofree char *text = read_file (file_name, &length);
  MailClientConfig *config = mail_client_config_new_from_data (text, length, &error);
  g_autofree char *actual = NULL;

  g_assert_no_error (error);
  actual = describe (config);
  g_assert_cmpstr (actual, ==, expected);
  g_assert_finalize_object (config);
}

static void
assert_invalid (const char *text, gssize length, const char *sentence)
{
  g_autoptr (GError) error = NULL;
  MailClientConfig *config
      = mail_client_config_new_from_data (text, length >= 0 ? (gsize) length : strlen (text), &error);

  g_assert_null (config);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
  if (!g_pattern_match_simple (sentence, error->message))
    g_error ("“%s” is not “%s”", error->message, sentence);
}

static const struct
{
  const char *name;
  const char *text;
  const char *sentence;
} malformed[] = {
  { "empty", "", "*not valid XML*" },
  { "white-space", " \n", "*not valid XML*" },
  { "text", "imap.example.org", "*not valid XML (line 1, column 1)*" },
  { "json", "{\"protocols\":{}}", "*not valid XML*" },
  { "unclosed", "<clientConfig>\n  <emailProvider>\n", "*not valid XML (line 3, column *" },
  { "crossed", "<clientConfig><emailProvider></clientConfig></emailProvider>", "*not valid XML*" },
  { "two-roots", "<clientConfig/><clientConfig/>", "*no mail settings*" },
  { "attribute", "<clientConfig version=1.1><emailProvider/></clientConfig>", "*not valid XML*" },
  { "bad-utf-8", "<clientConfig>\n<emailProvider>\xff</emailProvider></clientConfig>",
    "*not valid XML (line 2, column 16)*" },
  { "entity", "<clientConfig><emailProvider>&nbsp;</emailProvider></clientConfig>", "*not valid XML*" },
  { "html", "<html><body>404</body></html>", "*no mail settings (line 1, column *" },
  { "other", "<plist version=\"1.0\"><dict/></plist>", "*no mail settings*" },
  { "no-provider", "<clientConfig version=\"1.1\"><webMail/></clientConfig>", "*no mail settings*" },
  { "nested-provider", "<clientConfig><x><emailProvider/></x></clientConfig>", "*no mail settings*" },
};

static void
test_malformed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_test_message ("%s", malformed[i].name);
      assert_invalid (malformed[i].text, -1, malformed[i].sentence);
    }
  assert_invalid ("<clientConfig>\0<emailProvider/></clientConfig>", 46,
                  "*not valid XML (line 1, column 15)*");
}

/* A small document that wants to be a big one: ten thousand million laughs in any parser that knows
 * entities. */
static void
test_bomb (void)
{
  GString *bomb = g_string_new ("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol0 \"lol\">");
  g_autofree char *text = NULL;

  for (guint i = 1; i < 11; i++)
    {
      g_string_append_printf (bomb, "<!ENTITY lol%u \"", i);
      for (guint j = 0; j < 10; j++)
        g_string_append_printf (bomb, "&lol%u;", i - 1);
      g_string_append (bomb, "\">");
    }
  g_string_append (bomb, "]><clientConfig><emailProvider><displayName>&lol10;</displayName>"
                         "</emailProvider></clientConfig>");
  text = g_string_free (bomb, FALSE);
  assert_invalid (text, -1, "*not valid XML*");
}

/* A file of the computer as part of the document: not with GMarkup, and here is the proof. */
static void
test_external_entity (void)
{
  assert_invalid ("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                  "<clientConfig><emailProvider><displayName>&e;</displayName></emailProvider>"
                  "</clientConfig>",
                  -1, "*not valid XML*");
}

static void
test_size (void)
{
  static const char start[] = "<clientConfig><emailProvider id=\"example.org\"/>";
  static const char end[] = "</clientConfig>";
  gsize limit = 256 * 1024;
  GString *text = g_string_new (start);
  g_autoptr (MailClientConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  while (text->len < limit - strlen (end))
    g_string_append_c (text, ' ');
  g_string_append (text, end);
  config = mail_client_config_new_from_data (text->str, text->len, &error);
  g_assert_no_error (error);
  g_string_append_c (text, '\n');
  assert_invalid (text->str, text->len, "*bigger than 256 KiB*");
  g_string_free (text, TRUE);
}

static char *
nest (guint depth)
{
  GString *text = g_string_new ("<clientConfig><emailProvider/>");

  for (guint i = 1; i < depth; i++)
    g_string_append (text, "<x>");
  for (guint i = 1; i < depth; i++)
    g_string_append (text, "</x>");
  g_string_append (text, "</clientConfig>");
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *deep = nest (16);
  g_autofree char *too_deep = nest (17);
  g_autofree char *far_too_deep = nest (30000);
  g_autoptr (GError) error = NULL;
  g_autoptr (MailClientConfig) config = mail_client_config_new_from_data (deep, strlen (deep), &error);

  g_assert_no_error (error);
  g_assert_nonnull (config);
  assert_invalid (too_deep, -1, "*nested too deeply (line 1, column *");
  assert_invalid (far_too_deep, -1, "*nested too deeply*");
}

static void
test_many_servers (void)
{
  GString *text = g_string_new ("<clientConfig><emailProvider>");
  g_autoptr (MailAddress) address = mail_address_new (ADDRESS, NULL);
  g_autoptr (MailClientConfig) config = NULL;
  g_autoptr (MailCandidate) candidate = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text,
                            "<incomingServer type='imap'><hostname>imap%u.example.org</hostname>"
                            "<port>993</port><socketType>SSL</socketType></incomingServer>",
                            i);
  g_string_append (text, "</emailProvider></clientConfig>");
  config = mail_client_config_new_from_data (text->str, text->len, NULL);
  candidate = mail_client_config_expand (config, address, MAIL_SOURCE_FILE, MAIL_TRUST_UNVERIFIED, "a test");
  g_assert_cmpuint (mail_candidate_get_incoming (candidate)->len, ==, 64);
  g_string_free (text, TRUE);
}

/* Cut off anywhere, a document is an error, never half of its settings. */
static void
test_truncated (void)
{
  gsize length;
  g_autofree char *text = read_file ("own-facts.xml", &length);
  gsize whole = strstr (text, "</clientConfig>") + strlen ("</clientConfig>") - text;

  for (gsize i = 0; i < whole; i++)
    assert_invalid (text, i, "*");
}

static MailClientConfig *
read_config (const char *name)
{
  gsize length;
  g_autofree char *text = read_file (name, &length);
  g_autoptr (GError) error = NULL;
  MailClientConfig *config = mail_client_config_new_from_data (text, length, &error);

  g_assert_no_error (error);
  return config;
}

/* siegel:mxIsServer: only the server without a name is what the exchanger is. */
static void
test_exchanger (void)
{
  g_autoptr (MailAddress) address = mail_address_new (ADDRESS, NULL);
  g_autoptr (MailClientConfig) config = read_config ("own-facts.xml");
  g_autoptr (MailCandidate) candidate = mail_client_config_expand_mx (
      config, address, "mx1.example.net", MAIL_SOURCE_MX, MAIL_TRUST_DNSSEC, "a test");
  MailServer *imap = g_ptr_array_index (mail_candidate_get_incoming (candidate), 0);
  MailServer *smtp = g_ptr_array_index (mail_candidate_get_outgoing (candidate), 0);

  g_assert_cmpint (mail_candidate_get_source (candidate), ==, MAIL_SOURCE_MX);
  g_assert_cmpint (mail_candidate_get_trust (candidate), ==, MAIL_TRUST_DNSSEC);
  g_assert_cmpstr (mail_server_get_host (imap), ==, "imap.example.org");
  g_assert_cmpstr (mail_server_get_host (smtp), ==, "mx1.example.net");
  g_assert_cmpuint (mail_server_get_port (smtp), ==, 465);
  g_assert_cmpint (mail_client_config_get_others (config), ==, 0);
}

static void
test_lists_host (void)
{
  g_autoptr (MailAddress) address = mail_address_new ("anna@example.net", NULL);
  g_autoptr (MailClientConfig) facts = read_config ("own-facts.xml");
  g_autoptr (MailClientConfig) config = read_config ("placeholders.xml");

  g_assert_true (mail_client_config_lists_host (facts, address, "imap.example.org"));
  g_assert_false (mail_client_config_lists_host (facts, address, "mx1.example.net"));
  g_assert_false (mail_client_config_lists_host (facts, address, ""));
  g_assert_true (mail_client_config_lists_host (config, address, "example.net"));
  g_assert_false (mail_client_config_lists_host (config, address, "example.org"));
}

static void
add_documents (void)
{
  static const char *names[] = { "plain-1.1", "version-1.2",    "own-facts",    "own-prefix", "quirks",
                                 "unusable",  "enable-outside", "placeholders", "texts" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat ("/client-config/document/", names[i], NULL);

      g_test_add_data_func (path, names[i], test_document);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_documents ();
  g_test_add_func ("/client-config/exchanger", test_exchanger);
  g_test_add_func ("/client-config/lists-host", test_lists_host);
  g_test_add_func ("/client-config/malformed", test_malformed);
  g_test_add_func ("/client-config/bomb", test_bomb);
  g_test_add_func ("/client-config/external-entity", test_external_entity);
  g_test_add_func ("/client-config/size", test_size);
  g_test_add_func ("/client-config/depth", test_depth);
  g_test_add_func ("/client-config/many-servers", test_many_servers);
  g_test_add_func ("/client-config/truncated", test_truncated);
  return g_test_run ();
}
