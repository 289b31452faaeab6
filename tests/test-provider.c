/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-provider.h"

#include "mail-provider-advice.h"

static void
test_facts (void)
{
  char name[] = "GMX";
  MailProviderFacts facts = { .id = "gmx.net",
                              .name = name,
                              .country = "DE",
                              .needs = MAIL_NEED_ENABLE_IMAP,
                              .needs_with_2fa = MAIL_NEED_APP_PASSWORD,
                              .help_uri = "https://help.example.org/",
                              .prepare_uri = "https://prepare.example.org/",
                              .mx_is_server = TRUE };
  g_autoptr (MailProvider) provider = mail_provider_new (&facts);
  g_autoptr (MailProvider) copy = g_boxed_copy (MAIL_TYPE_PROVIDER, provider);

  name[0] = 'X';
  g_assert_true (copy == provider);
  g_assert_cmpstr (mail_provider_get_id (provider), ==, "gmx.net");
  g_assert_cmpstr (mail_provider_get_name (provider), ==, "GMX");
  g_assert_cmpstr (mail_provider_get_country (provider), ==, "DE");
  g_assert_cmpint (mail_provider_get_needs (provider), ==, MAIL_NEED_ENABLE_IMAP);
  g_assert_cmpint (mail_provider_get_needs_with_2fa (provider), ==, MAIL_NEED_APP_PASSWORD);
  g_assert_cmpstr (mail_provider_get_help_uri (provider), ==, "https://help.example.org/");
  g_assert_cmpstr (mail_provider_get_prepare_uri (provider), ==, "https://prepare.example.org/");
  g_assert_true (mail_provider_get_mx_is_server (provider));
  g_assert_true (mail_provider_is_supported (provider));
}

typedef struct
{
  MailNeed needs;
  MailNeed needs_with_2fa;
  const char *begins[5]; /* the beginning of each sentence, in order */
} Advice;

static const Advice advice[] = {
  { 0, 0, { NULL } },
  { MAIL_NEED_ENABLE_IMAP, 0, { "Before you go on, switch on access" } },
  { MAIL_NEED_APP_PASSWORD, 0, { "Example wants an app password here" } },
  { MAIL_NEED_SPECIAL_PASSWORD, 0, { "Example has a separate e-mail password" } },
  { MAIL_NEED_OAUTH2_ONLY, 0, { "Example lets mail programs sign in only through its website" } },
  { MAIL_NEED_NO_IMAP, 0, { "Example has no standard access" } },
  { MAIL_NEED_NO_IMAP | MAIL_NEED_PAID_PLAN, MAIL_NEED_APP_PASSWORD, { "Example has no standard access" } },
  { MAIL_NEED_APP_PASSWORD | MAIL_NEED_ENABLE_IMAP,
    0,
    { "Before you go on", "Example wants an app password" } },
  { MAIL_NEED_SPECIAL_PASSWORD | MAIL_NEED_BRIDGE | MAIL_NEED_PAID_PLAN,
    0,
    { "Example opens access", "Example needs a helper program", "Example has a separate" } },
  { MAIL_NEED_ENABLE_IMAP,
    MAIL_NEED_APP_PASSWORD,
    { "Before you go on", "If two-step sign-in is on at Example" } },
  { MAIL_NEED_APP_PASSWORD, MAIL_NEED_APP_PASSWORD, { "Example wants an app password" } },
};

static void
test_advice (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (advice); i++)
    {
      MailProviderFacts facts
          = { .name = "Example", .needs = advice[i].needs, .needs_with_2fa = advice[i].needs_with_2fa };
      g_autoptr (MailProvider) provider = mail_provider_new (&facts);
      g_auto (GStrv) sentences = mail_provider_dup_advice (provider);
      guint n = 0;

      for (; advice[i].begins[n] != NULL; n++)
        {
          g_assert_nonnull (sentences[n]);
          g_test_message ("%s", sentences[n]);
          g_assert_true (g_str_has_prefix (sentences[n], advice[i].begins[n]));
          g_assert_true (g_str_has_suffix (sentences[n], "."));
        }
      g_assert_null (sentences[n]);
    }
}

/* Every need has its words, for everybody and for those with two-step sign-in. */
static void
test_advice_complete (void)
{
  MailNeed all = MAIL_NEED_NO_IMAP - 1;
  MailProviderFacts always = { .id = "example.org", .needs = all };
  MailProviderFacts with_2fa = { .needs_with_2fa = all | MAIL_NEED_NO_IMAP };
  g_autoptr (MailProvider) a = mail_provider_new (&always);
  g_autoptr (MailProvider) b = mail_provider_new (&with_2fa);
  g_auto (GStrv) always_sentences = mail_provider_dup_advice (a);
  g_auto (GStrv) with_2fa_sentences = mail_provider_dup_advice (b);

  g_assert_cmpuint (g_strv_length (always_sentences), ==, 6);
  g_assert_cmpuint (g_strv_length (with_2fa_sentences), ==, 7);
  g_assert_nonnull (strstr (always_sentences[0], "example.org"));
}

/* Whatever a stranger calls itself, and whether it has a name at all. */
static void
test_names (void)
{
  static const char *const cases[][4] = {
    /* id, name; its name, what it is called */
    { "example.org", "Example", "Example", "Example" },
    { "example.org", NULL, NULL, "example.org" },
    { "example.org", "\xe2\x80\x8b \n", NULL, "example.org" },
    { NULL, "\x1b[2J\xe2\x80\xaepaypal", "\xef\xbf\xbd[2J\xef\xbf\xbdpaypal",
      "\xef\xbf\xbd[2J\xef\xbf\xbdpaypal" },
    { NULL, NULL, NULL, "This provider" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MailProviderFacts facts = { .id = cases[i][0], .name = cases[i][1] };
      g_autoptr (MailProvider) provider = mail_provider_new (&facts);

      g_assert_cmpstr (mail_provider_get_name (provider), ==, cases[i][2]);
      g_assert_cmpstr (mail_provider_get_display_name (provider), ==, cases[i][3]);
    }
}

static void
test_advice_uri (void)
{
  static const char *const cases[][3] = {
    /* prepare, help, what a button opens */
    { "https://a.example.org/", "https://b.example.org/", "https://a.example.org/" },
    { NULL, "HTTPS://b.example.org/", "HTTPS://b.example.org/" },
    { "http://a.example.org/", "https://b.example.org/", "https://b.example.org/" },
    { "file:///etc/passwd", "javascript:alert(1)", NULL },
    { "https://a b/", "https:b", NULL },
    { "https:///a", "https://b.example.org/ c", NULL },
    { NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MailProviderFacts facts = { .prepare_uri = cases[i][0], .help_uri = cases[i][1] };
      g_autoptr (MailProvider) provider = mail_provider_new (&facts);

      g_assert_cmpstr (mail_provider_get_advice_uri (provider), ==, cases[i][2]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/facts", test_facts);
  g_test_add_func ("/provider/names", test_names);
  g_test_add_func ("/provider/advice", test_advice);
  g_test_add_func ("/provider/advice-complete", test_advice_complete);
  g_test_add_func ("/provider/advice-uri", test_advice_uri);
  return g_test_run ();
}
