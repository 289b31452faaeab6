/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-guide.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "mail-error.h"

/* What would be an element, an entity, a placeholder or a format, were it not a name. */
#define ODD_NAME "o'brien \"x\" <b>&amp; \\y #z %s äöü @example.test"

/* An account of a kind: all that a guide may ask about. */
typedef struct
{
  const char *what;
  const char *name;
  const char *user;
  const char *outgoing_user;
  MailProtocol protocol;
  MailSecurity security;
  MailAuth auth;
} Kind;

static const Kind kinds[] = {
  { "IMAP, TLS", "Alice", "alice", NULL, MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_AUTH_PASSWORD },
  { "IMAP, STARTTLS", "", "alice", NULL, MAIL_PROTOCOL_IMAP, MAIL_SECURITY_STARTTLS, MAIL_AUTH_PASSWORD },
  { "POP3, TLS", "Alice", "alice", NULL, MAIL_PROTOCOL_POP3, MAIL_SECURITY_TLS, MAIL_AUTH_PASSWORD },
  { "POP3, STARTTLS", "Alice", "alice", NULL, MAIL_PROTOCOL_POP3, MAIL_SECURITY_STARTTLS,
    MAIL_AUTH_PASSWORD },
  { "own log-in", "Alice", "alice", "alice-out", MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, MAIL_AUTH_PASSWORD },
  { "no sign-in", "Alice", "alice", NULL, MAIL_PROTOCOL_POP3, MAIL_SECURITY_STARTTLS, MAIL_AUTH_NONE },
  { "odd", "<Alice> & “Bob”", ODD_NAME, ODD_NAME " 2", MAIL_PROTOCOL_IMAP, MAIL_SECURITY_STARTTLS,
    MAIL_AUTH_PASSWORD },
};

static MailAccount *
make_account (const Kind *kind)
{
  guint port = mail_protocol_get_port (kind->protocol, kind->security);
  g_autoptr (MailServer) incoming = mail_server_new (kind->protocol, "in.example.test", port, kind->security);
  g_autoptr (MailServer) outgoing
      = mail_server_new (MAIL_PROTOCOL_SMTP, "out.example.test", 1587, kind->security);
  g_autoptr (MailAddress) address = mail_address_new ("alice@example.test", NULL);
  g_autoptr (MailSettings) settings = NULL;
  g_autoptr (GDateTime) created = g_date_time_new_now_utc ();

  mail_server_set_username (incoming, kind->user);
  mail_server_set_auth (outgoing, kind->auth);
  if (kind->auth != MAIL_AUTH_NONE)
    mail_server_set_username (outgoing, kind->outgoing_user != NULL ? kind->outgoing_user : kind->user);
  settings = mail_settings_new (incoming, outgoing);
  return mail_account_new ("id", kind->name, address, settings, NULL, NULL, created);
}

/* Each guide that there is, with each kind of account. */
static void
for_all (void (*test) (MailGuide *guide, MailAccount *account, const Kind *kind))
{
  g_auto (GStrv) ids = mail_guide_list ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MailGuide) guide = mail_guide_load (ids[i], &error);

      g_assert_no_error (error);
      for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
        {
          g_autoptr (MailAccount) account = make_account (&kinds[j]);

          g_test_message ("%s: %s", ids[i], kinds[j].what);
          test (guide, account, &kinds[j]);
        }
    }
}

static void
assert_has_no_hole (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpstr (text, !=, "");
  g_assert_null (strchr (text, '{'));
  g_assert_null (strchr (text, '}'));
  g_assert_null (strstr (text, "  "));
}

static void
assert_step (const MailGuideStep *step, guint *number)
{
  assert_has_no_hole (step->text);
  if (step->number > 0)
    {
      g_assert_cmpuint (step->number, ==, ++*number);
      g_assert_null (step->value_name);
      return;
    }
  /* A field belongs to a step, and is typed or chosen. */
  g_assert_cmpuint (*number, >, 0);
  assert_has_no_hole (step->value_name);
  g_assert_true ((step->value == NULL) != (step->choice == NULL));
  assert_has_no_hole (step->value != NULL ? step->value : step->choice);
}

static gboolean
has_value (GPtrArray *steps, const char *value)
{
  for (guint i = 0; i < steps->len; i++)
    {
      const MailGuideStep *step = g_ptr_array_index (steps, i);

      if (step->value != NULL && strstr (step->value, value) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* What a guide does not have, the person would not have. */
static void
assert_complete (GPtrArray *steps, const Kind *kind)
{
  g_assert_true (has_value (steps, "alice@example.test"));
  g_assert_true (has_value (steps, "in.example.test"));
  g_assert_true (has_value (steps, "out.example.test"));
  g_assert_true (has_value (steps, "1587"));
  g_assert_true (has_value (steps, kind->user));
  if (kind->outgoing_user != NULL)
    g_assert_true (has_value (steps, kind->outgoing_user));
}

static void
check_steps (MailGuide *guide, MailAccount *account, const Kind *kind)
{
  g_autoptr (GPtrArray) steps = mail_guide_get_steps (guide, account);
  g_autofree char *refusal = mail_guide_get_refusal (guide, account);
  g_autofree char *note = mail_guide_get_note (guide);
  guint number = 0;

  for (guint i = 0; i < steps->len; i++)
    assert_step (g_ptr_array_index (steps, i), &number);
  if (refusal != NULL)
    assert_has_no_hole (refusal);
  if (mail_guide_get_verdict (guide) != MAIL_GUIDE_WORKS)
    assert_has_no_hole (note);
  if (mail_guide_get_verdict (guide) == MAIL_GUIDE_TOO_OLD || refusal != NULL)
    g_assert_cmpuint (steps->len, ==, 0);
  else
    assert_complete (steps, kind);
}

static void
test_steps (void)
{
  for_all (check_steps);
}

static char *
to_text (MailGuide *guide, MailAccount *account)
{
  g_autoptr (MailPaper) paper = mail_guide_to_paper (guide, account);

  return mail_paper_to_text (paper);
}

static char *
to_html (MailGuide *guide, MailAccount *account)
{
  g_autoptr (MailPaper) paper = mail_guide_to_paper (guide, account);

  return mail_paper_to_html (paper);
}

static void
check_text (MailGuide *guide, MailAccount *account, const Kind *kind)
{
  g_autofree char *text = to_text (guide, account);
  g_autoptr (GPtrArray) steps = mail_guide_get_steps (guide, account);

  g_assert_true (g_str_has_suffix (text, "\n") && !g_str_has_suffix (text, "\n\n"));
  g_assert_null (strchr (text, '{'));
  g_assert_nonnull (strstr (text, mail_guide_get_version (guide)));
  for (guint i = 0; i < steps->len; i++)
    g_assert_nonnull (strstr (text, ((MailGuideStep *) g_ptr_array_index (steps, i))->text));
}

static void
test_text (void)
{
  for_all (check_text);
}

/* All text of the document, as a reader of XML that knows nothing of us has it. */
static void
collect (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data, GError **error)
{
  g_string_append_len (user_data, text, length);
  g_string_append_c (user_data, '\n');
}

static void
check_html (MailGuide *guide, MailAccount *account, const Kind *kind)
{
  static const GMarkupParser functions = { .text = collect };
  g_autofree char *html = to_html (guide, account);
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&functions, 0, seen, NULL);
  g_autoptr (GPtrArray) steps = mail_guide_get_steps (guide, account);
  const char *document = strchr (html, '\n');
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, document, -1, &error);
  g_assert_no_error (error);
  g_assert_true (g_markup_parse_context_end_parse (context, NULL));
  g_assert_null (strstr (html, "<b>"));
  /* The name of the language is all that looks like an address. */
  g_assert_null (strstr (strstr (html, "://www.w3.org/1999/xhtml") + 1, "://"));
  for (guint i = 0; i < steps->len; i++)
    {
      const MailGuideStep *step = g_ptr_array_index (steps, i);
      const char *shown = step->number > 0 ? step->text : step->value != NULL ? step->value : step->choice;

      g_assert_nonnull (strstr (seen->str, shown));
    }
}

static void
test_html (void)
{
  for_all (check_html);
}

static void
test_list (void)
{
  g_auto (GStrv) ids = mail_guide_list ();
  static const char *const wanted[] = {
    "outlook-new",
    "outlook",
    "outlook-2013",
    "outlook-2010",
    "outlook-2007",
    "outlook-2003",
    "outlook-express",
    "windows-mail-vista",
    "windows-live-mail",
    "windows-mail",
    "thunderbird",
    "apple-mail",
    "iphone",
    "ipad",
    "gmail",
    "samsung-mail",
    "k-9",
    "windows-phone",
    "incredimail",
    "entourage",
    "t-online-email-6",
    "evolution",
    "geary",
    "kmail",
    "claws-mail",
    "mailspring",
    "em-client",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_true (g_strv_contains ((const char *const *) ids, wanted[i]));
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (MailGuide) guide = mail_guide_load (ids[i], NULL);
      g_autofree char *time = g_strconcat (mail_guide_get_date (guide), "T00:00:00Z", NULL);
      g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (time, NULL);
      const char *instead = mail_guide_get_instead (guide);

      g_assert_cmpstr (mail_guide_get_id (guide), ==, ids[i]);
      g_assert_nonnull (date);
      g_assert_cmpstr (mail_guide_get_group_label (mail_guide_get_group (guide)), !=, "");
      g_assert_true (instead == NULL || g_strv_contains ((const char *const *) ids, instead));
      g_assert_cmpstr (instead, !=, ids[i]);
    }
}

/* What is recommended can be set up itself. */
static void
test_instead (void)
{
  g_auto (GStrv) ids = mail_guide_list ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (MailGuide) guide = mail_guide_load (ids[i], NULL);
      const char *id = mail_guide_get_instead (guide);
      g_autoptr (MailGuide) instead = id != NULL ? mail_guide_load (id, NULL) : NULL;

      g_assert_true (instead == NULL || mail_guide_get_verdict (instead) == MAIL_GUIDE_WORKS);
    }
}

static void
test_unknown (void)
{
  static const char *const ids[] = { "", "list", "nonsense", "../guides/thunderbird", "thunderbird.xml" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (mail_guide_load (ids[i], &error));
      g_assert_error (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED);
    }
}

static void
test_finalized (void)
{
  MailGuide *guide = mail_guide_load ("thunderbird", NULL);

  g_assert_finalize_object (guide);
}

static void
assert_matches (const char *id, const char *words, gboolean matches)
{
  g_autoptr (MailGuide) guide = mail_guide_load (id, NULL);

  g_test_message ("%s: %s", id, words);
  g_assert_true (mail_guide_matches (guide, words) == matches);
}

static void
test_matches (void)
{
  assert_matches ("thunderbird", "", TRUE);
  assert_matches ("thunderbird", "THUNDER", TRUE);
  assert_matches ("thunderbird", " bird  windows ", TRUE);
  assert_matches ("thunderbird", "outlook", FALSE);
  assert_matches ("thunderbird", "thunderbird outlook", FALSE);
  assert_matches ("k-9", "Für Android", FALSE);
  assert_matches ("iphone", "Äpple", TRUE);
  assert_matches ("iphone", "aepple", TRUE);
  assert_matches ("outlook", "365", TRUE);
}

/* The translation is complete where its own test says so; here it has to arrive. */
static void
test_language (void)
{
  const char *locales = g_getenv ("SIEGEL_LOCALEDIR");
  g_autoptr (MailAccount) account = make_account (&kinds[0]);
  g_autoptr (MailGuide) guide = mail_guide_load ("thunderbird", NULL);
  g_autofree char *english = to_html (guide, account);
  g_autofree char *german = NULL;

  g_assert_nonnull (strstr (english, " lang=\"en\">"));
  g_setenv ("LANGUAGE", "de", TRUE);
  g_setenv ("LOCPATH", g_getenv ("SIEGEL_LOCALES"), TRUE);
  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("there is no German locale");
      return;
    }
  bindtextdomain (GETTEXT_PACKAGE, locales);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  german = to_html (guide, account);
  if (strstr (german, " lang=\"de\">") == NULL)
    {
      g_test_skip ("the German texts are not in po/de.po");
      return;
    }
  g_assert_nonnull (strstr (german, "Konto hinzufügen"));
  g_assert_null (strstr (german, "Add Account"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guide/list", test_list);
  g_test_add_func ("/guide/instead", test_instead);
  g_test_add_func ("/guide/unknown", test_unknown);
  g_test_add_func ("/guide/finalized", test_finalized);
  g_test_add_func ("/guide/matches", test_matches);
  g_test_add_func ("/guide/steps", test_steps);
  g_test_add_func ("/guide/text", test_text);
  g_test_add_func ("/guide/html", test_html);
  g_test_add_func ("/guide/language", test_language);
  return g_test_run ();
}
