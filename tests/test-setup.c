/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "mail-error.h"
#include "mail-setup.h"

/* What happens before anything is asked of a server: recognition, the rule of clearing, and what is missing.
 * What runs is in test-setup-check.c and test-setup-keyring.c. */

#define STRANGER "alice@nobody-knows.example"

typedef struct
{
  char *folder;
  MailStore *store;
  MailSetup *setup;
  GString *notified; /* names of properties, in order, separated by blanks */
} Fixture;

static void
on_notify (MailSetup *setup, GParamSpec *pspec, Fixture *fixture)
{
  g_string_append_printf (fixture->notified, "%s ", pspec->name);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailKeyring) keyring = mail_keyring_new ();

  fixture->folder = g_dir_make_tmp ("siegel-setup-XXXXXX", NULL);
  fixture->store = mail_store_new (fixture->folder, keyring);
  fixture->setup = mail_setup_new (fixture->store, NULL);
  fixture->notified = g_string_new ("");
  g_signal_connect (fixture->setup, "notify", G_CALLBACK (on_notify), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", fixture->folder, NULL };

  g_assert_finalize_object (fixture->setup);
  g_assert_finalize_object (fixture->store);
  g_string_free (fixture->notified, TRUE);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->folder);
}

static void
set_password (Fixture *fixture, const char *password)
{
  g_autoptr (MailSecret) secret = mail_secret_new (password, -1);

  mail_setup_set_secret (fixture->setup, secret);
}

/* The names of the properties that were notified since the last call. */
static void
assert_notified (Fixture *fixture, const char *names)
{
  g_auto (GStrv) expected = g_strsplit (names, " ", -1);

  for (guint i = 0; expected[i] != NULL && expected[i][0] != '\0'; i++)
    if (strstr (fixture->notified->str, expected[i]) == NULL)
      g_error ("“%s” is not in “%s”", expected[i], fixture->notified->str);
  if (names[0] == '\0')
    g_assert_cmpstr (fixture->notified->str, ==, "");
  g_string_truncate (fixture->notified, 0);
}

static void
assert_missing (Fixture *fixture, MailSetupPage page, const char *part)
{
  const char *missing = "unset";
  gboolean complete = mail_setup_is_page_complete (fixture->setup, page, &missing);

  g_assert_cmpint (complete, ==, part == NULL);
  if (part == NULL)
    g_assert_null (missing);
  else if (missing == NULL || strstr (missing, part) == NULL)
    g_error ("“%s” is not in “%s”", part, missing);
}

static void
assert_incoming (Fixture *fixture, MailProtocol protocol, const char *host)
{
  MailServer *incoming = mail_settings_get_incoming (mail_setup_get_settings (fixture->setup));

  g_assert_cmpint (mail_server_get_protocol (incoming), ==, protocol);
  g_assert_cmpstr (mail_server_get_host (incoming), ==, host);
}

/* ---- recognition ---- */

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_true (mail_setup_get_store (fixture->setup) == fixture->store);
  g_assert_cmpstr (mail_setup_get_name (fixture->setup), ==, "");
  g_assert_cmpstr (mail_setup_get_address_text (fixture->setup), ==, "");
  g_assert_null (mail_setup_get_address (fixture->setup));
  g_assert_null (mail_setup_get_address_error (fixture->setup));
  g_assert_null (mail_setup_get_candidate (fixture->setup));
  g_assert_null (mail_setup_get_provider (fixture->setup));
  g_assert_null (mail_setup_get_settings (fixture->setup));
  g_assert_false (mail_setup_get_has_secret (fixture->setup));
}

static void
test_known (Fixture *fixture, gconstpointer data)
{
  MailServer *incoming;

  mail_setup_set_address_text (fixture->setup, "Alice@GMX.de");
  assert_notified (fixture, "address-text address candidate provider known settings");
  g_assert_true (mail_setup_get_known (fixture->setup));
  g_assert_cmpstr (mail_provider_get_name (mail_setup_get_provider (fixture->setup)), ==, "GMX");
  assert_incoming (fixture, MAIL_PROTOCOL_IMAP, "imap.gmx.net");
  incoming = mail_settings_get_incoming (mail_setup_get_settings (fixture->setup));
  g_assert_cmpstr (mail_server_get_username (incoming), ==, "Alice@gmx.de");
  g_assert_false (mail_server_get_username_guessed (incoming));
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  MailServer *incoming;

  mail_setup_set_address_text (fixture->setup, STRANGER);
  g_assert_false (mail_setup_get_known (fixture->setup));
  g_assert_null (mail_setup_get_provider (fixture->setup));
  g_assert_cmpint (mail_candidate_get_source (mail_setup_get_candidate (fixture->setup)), ==,
                   MAIL_SOURCE_GUESS);
  assert_incoming (fixture, MAIL_PROTOCOL_IMAP, "imap.nobody-knows.example");
  incoming = mail_settings_get_incoming (mail_setup_get_settings (fixture->setup));
  g_assert_true (mail_server_get_username_guessed (incoming));
}

static void
test_unsupported (Fixture *fixture, gconstpointer data)
{
  mail_setup_set_address_text (fixture->setup, "alice@tuta.com");
  set_password (fixture, "secret");
  g_assert_true (mail_setup_get_known (fixture->setup));
  g_assert_null (mail_setup_get_settings (fixture->setup));
  assert_missing (fixture, MAIL_SETUP_PAGE_ACCOUNT, "Tuta");
  assert_missing (fixture, MAIL_SETUP_PAGE_SERVERS, "Tuta");
}

/* What such a provider needs is said on the page; the check will say it again. */
static void
test_browser_only (Fixture *fixture, gconstpointer data)
{
  MailProvider *provider;

  mail_setup_set_address_text (fixture->setup, "alice@outlook.com");
  set_password (fixture, "secret");
  provider = mail_setup_get_provider (fixture->setup);
  g_assert_true (mail_provider_get_needs (provider) & MAIL_NEED_OAUTH2_ONLY);
  assert_missing (fixture, MAIL_SETUP_PAGE_ACCOUNT, NULL);
}

static void
test_invalid (Fixture *fixture, gconstpointer data)
{
  const char *missing;

  mail_setup_set_address_text (fixture->setup, "alice@");
  g_assert_null (mail_setup_get_address (fixture->setup));
  g_assert_true (g_error_matches (mail_setup_get_address_error (fixture->setup), MAIL_ERROR,
                                  MAIL_ERROR_ADDRESS_INVALID));
  g_assert_false (mail_setup_is_page_complete (fixture->setup, MAIL_SETUP_PAGE_ACCOUNT, &missing));
  g_assert_cmpstr (missing, ==, mail_setup_get_address_error (fixture->setup)->message);
  mail_setup_set_address_text (fixture->setup, "");
  g_assert_null (mail_setup_get_address_error (fixture->setup));
}

static void
test_protocol (Fixture *fixture, gconstpointer data)
{
  mail_setup_set_protocol (fixture->setup, MAIL_PROTOCOL_POP3);
  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  assert_incoming (fixture, MAIL_PROTOCOL_POP3, "pop.gmx.net");
  assert_notified (fixture, "protocol");
  mail_setup_set_protocol (fixture->setup, MAIL_PROTOCOL_IMAP);
  assert_notified (fixture, "protocol settings");
  assert_incoming (fixture, MAIL_PROTOCOL_IMAP, "imap.gmx.net");
}

/* ---- the rule ---- */

static void
test_new_address (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailSettings) settings = NULL;

  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  settings = g_object_ref (mail_setup_get_settings (fixture->setup));
  set_password (fixture, "secret");
  mail_setup_set_address_text (fixture->setup, "alice@gmx");
  g_assert_null (mail_setup_get_address (fixture->setup));
  g_assert_null (mail_setup_get_candidate (fixture->setup));
  g_assert_null (mail_setup_get_settings (fixture->setup));
  g_assert_false (mail_setup_get_known (fixture->setup));
  /* A password is no consequence of the address. */
  g_assert_true (mail_setup_get_has_secret (fixture->setup));
  mail_setup_set_address_text (fixture->setup, "alice@web.de");
  assert_incoming (fixture, MAIL_PROTOCOL_IMAP, "imap.web.de");
  g_assert_true (mail_setup_get_settings (fixture->setup) != settings);
}

/* Another way to type the same address changes nothing after it. */
static void
test_same_address (Fixture *fixture, gconstpointer data)
{
  MailSettings *settings;

  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  settings = mail_setup_get_settings (fixture->setup);
  assert_notified (fixture, "settings");
  mail_setup_set_address_text (fixture->setup, "alice@GMX.de.");
  g_assert_true (mail_setup_get_settings (fixture->setup) == settings);
  g_assert_cmpstr (fixture->notified->str, ==, "address-text ");
  g_string_truncate (fixture->notified, 0);
  mail_setup_set_address_text (fixture->setup, "alice@GMX.de.");
  assert_notified (fixture, "");
}

static void
on_changed (MailSetup *setup, guint *count)
{
  (*count)++;
}

static void
test_edit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailSettings) old = NULL;
  guint changes = 0;

  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  old = g_object_ref (mail_setup_get_settings (fixture->setup));
  g_signal_connect (fixture->setup, "changed", G_CALLBACK (on_changed), &changes);
  mail_server_set_host (mail_settings_get_outgoing (old), "");
  g_assert_cmpuint (changes, >, 0);
  assert_missing (fixture, MAIL_SETUP_PAGE_SERVERS, "server");
  mail_setup_set_protocol (fixture->setup, MAIL_PROTOCOL_POP3);
  assert_missing (fixture, MAIL_SETUP_PAGE_SERVERS, NULL);
  /* Those are nobody's settings any more. */
  changes = 0;
  mail_server_set_host (mail_settings_get_outgoing (old), "elsewhere.example.test");
  g_assert_cmpuint (changes, ==, 0);
}

static void
test_own_settings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailServer) incoming
      = mail_server_new (MAIL_PROTOCOL_POP3, "mx.example.test", 0, MAIL_SECURITY_TLS);
  g_autoptr (MailServer) outgoing
      = mail_server_new (MAIL_PROTOCOL_SMTP, "mx.example.test", 0, MAIL_SECURITY_TLS);
  g_autoptr (MailSettings) settings = mail_settings_new (incoming, outgoing);

  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  mail_setup_set_settings (fixture->setup, settings);
  assert_incoming (fixture, MAIL_PROTOCOL_POP3, "mx.example.test");
  g_assert_true (mail_setup_get_settings (fixture->setup) != settings);
  g_assert_cmpint (mail_setup_get_protocol (fixture->setup), ==, MAIL_PROTOCOL_POP3);
  g_assert_nonnull (mail_setup_get_provider (fixture->setup));
}

static void
test_outgoing_secret (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailSecret) secret = mail_secret_new ("other", -1);

  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  mail_setup_set_outgoing_secret (fixture->setup, secret);
  g_assert_true (mail_settings_get_separate_login (mail_setup_get_settings (fixture->setup)));
}

static void
test_reset (Fixture *fixture, gconstpointer data)
{
  mail_setup_set_name (fixture->setup, "Alice");
  mail_setup_set_protocol (fixture->setup, MAIL_PROTOCOL_POP3);
  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  set_password (fixture, "secret");
  mail_setup_reset (fixture->setup);
  test_empty (fixture, data);
  g_assert_cmpint (mail_setup_get_protocol (fixture->setup), ==, MAIL_PROTOCOL_IMAP);
}

/* ---- files ---- */

static const char complete_file[]
    = "<clientConfig version='1.1'><emailProvider id='example.test'><domain>example.test</domain>"
      "<displayName>Example</displayName>"
      "<incomingServer "
      "type='imap'><hostname>in.example.test</hostname><port>993</port><socketType>SSL</socketType>"
      "<username>%EMAILLOCALPART%</username><authentication>password-cleartext</authentication></"
      "incomingServer>"
      "<outgoingServer "
      "type='smtp'><hostname>out.example.test</hostname><port>465</port><socketType>SSL</socketType>"
      "<username>%EMAILLOCALPART%</username><authentication>password-cleartext</authentication></"
      "outgoingServer>"
      "</emailProvider></clientConfig>";

static gboolean
use_file (Fixture *fixture, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (fixture->folder, "settings.xml", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return mail_setup_use_file (fixture->setup, path, error);
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  mail_setup_set_address_text (fixture->setup, STRANGER);
  use_file (fixture, complete_file, &error);
  g_assert_no_error (error);
  assert_incoming (fixture, MAIL_PROTOCOL_IMAP, "in.example.test");
  g_assert_true (mail_setup_get_known (fixture->setup));
  g_assert_cmpint (mail_candidate_get_source (mail_setup_get_candidate (fixture->setup)), ==,
                   MAIL_SOURCE_FILE);
}

static void
test_file_before_address (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (use_file (fixture, complete_file, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_ADDRESS_INVALID);
}

static void
test_file_without_sending (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (complete_file);
  g_autoptr (GError) error = NULL;

  g_string_replace (text, "outgoingServer", "somethingElse", 0);
  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  g_assert_false (use_file (fixture, text->str, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
  assert_incoming (fixture, MAIL_PROTOCOL_IMAP, "imap.gmx.net");
}

static void
test_ca_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "no.pem", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (mail_setup_set_ca_file (fixture->setup, path, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
  g_clear_error (&error);
  g_assert_true (mail_setup_set_ca_file (fixture->setup, NULL, &error));
  g_assert_no_error (error);
}

/* ---- what is missing ---- */

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  assert_missing (fixture, MAIL_SETUP_PAGE_ACCOUNT, "address");
  assert_missing (fixture, MAIL_SETUP_PAGE_SERVERS, "address");
  mail_setup_set_address_text (fixture->setup, "alice@gmx.de");
  assert_missing (fixture, MAIL_SETUP_PAGE_ACCOUNT, "password");
  assert_missing (fixture, MAIL_SETUP_PAGE_SERVERS, NULL);
  set_password (fixture, "secret");
  assert_missing (fixture, MAIL_SETUP_PAGE_ACCOUNT, NULL);
  assert_missing (fixture, MAIL_SETUP_PAGE_CHECK, "Both servers");
  assert_missing (fixture, MAIL_SETUP_PAGE_SAVE, "Both servers");
  assert_missing (fixture, MAIL_SETUP_PAGE_DONE, "not stored");
  mail_setup_set_secret (fixture->setup, NULL);
  assert_missing (fixture, MAIL_SETUP_PAGE_ACCOUNT, "password");
}

/* Names and texts also by property, as the pages bind to them. */
static void
test_properties (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MailCandidate) candidate = NULL;
  g_autoptr (MailSettings) settings = NULL;
  g_autofree char *name = NULL;
  gboolean known, has_secret, proven;

  g_object_set (fixture->setup, "name", "Alice", "address-text", "alice@gmx.de", "protocol",
                MAIL_PROTOCOL_POP3, "replace", TRUE, NULL);
  g_object_get (fixture->setup, "candidate", &candidate, "settings", &settings, "name", &name, "known",
                &known, "has-secret", &has_secret, "proven", &proven, NULL);
  g_assert_true (candidate == mail_setup_get_candidate (fixture->setup));
  g_assert_true (settings == mail_setup_get_settings (fixture->setup));
  g_assert_cmpstr (name, ==, "Alice");
  g_assert_true (known && !has_secret && !proven);
  g_assert_true (mail_setup_get_replace (fixture->setup));
  assert_incoming (fixture, MAIL_PROTOCOL_POP3, "pop.gmx.net");
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  add ("/setup/empty", test_empty);
  add ("/setup/known", test_known);
  add ("/setup/unknown", test_unknown);
  add ("/setup/unsupported", test_unsupported);
  add ("/setup/browser-only", test_browser_only);
  add ("/setup/invalid", test_invalid);
  add ("/setup/protocol", test_protocol);
  add ("/setup/new-address", test_new_address);
  add ("/setup/same-address", test_same_address);
  add ("/setup/edit", test_edit);
  add ("/setup/own-settings", test_own_settings);
  add ("/setup/outgoing-secret", test_outgoing_secret);
  add ("/setup/reset", test_reset);
  add ("/setup/file", test_file);
  add ("/setup/file-before-address", test_file_before_address);
  add ("/setup/file-without-sending", test_file_without_sending);
  add ("/setup/ca-file", test_ca_file);
  add ("/setup/missing", test_missing);
  add ("/setup/properties", test_properties);
  return g_test_run ();
}
