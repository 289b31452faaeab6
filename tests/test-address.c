/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-address.h"

#include <string.h>

#include "mail-error.h"

typedef struct
{
  const char *text;
  const char *local;
  const char *domain;
  const char *display;
} Valid;

static const Valid valid[] = {
  { "alice@example.org", "alice", "example.org", "example.org" },
  /* As people type and paste. */
  { " \talice@example.org\n", "alice", "example.org", "example.org" },
  { "Alice <alice@example.org>", "alice", "example.org", "example.org" },
  { "\"Alice <x>\" < alice@example.org >", "alice", "example.org", "example.org" },
  { "<alice@example.org>", "alice", "example.org", "example.org" },
  { "mailto:alice@example.org", "alice", "example.org", "example.org" },
  { "MAILTO:alice%2Bx@example.org?subject=Hello", "alice+x", "example.org", "example.org" },
  /* The domain: any case, a trailing dot, IDNA 2008. */
  { "Alice@Example.ORG.", "Alice", "example.org", "example.org" },
  { "a@straße.de", "a", "xn--strae-oqa.de", "straße.de" },
  { "a@STRAẞE.de", "a", "xn--strae-oqa.de", "straße.de" },
  { "a@xn--strae-oqa.de", "a", "xn--strae-oqa.de", "straße.de" },
  { "a@ÖSTERREICH.AT", "a", "xn--sterreich-z7a.at", "österreich.at" },
  { "a@o\xcc\x88sterreich.at", "a", "xn--sterreich-z7a.at", "österreich.at" },
  { "a@例え。jp", "a", "xn--r8jz45g.jp", "例え.jp" },
  { "a@имя.рф", "a", "xn--h1ai1d.xn--p1ai", "имя.рф" },
  /* What looks like another name is shown as what it is: Cyrillic, a dotless i, what nobody may have. */
  { "a@gm\xd1\x85.net", "a", "xn--gm-1mc.net", "xn--gm-1mc.net" },
  { "a@imap.аррӏе.com", "a", "imap.xn--80ak6aa92e.com", "imap.xn--80ak6aa92e.com" },
  { "a@paypaı.com", "a", "xn--paypa-r4a.com", "xn--paypa-r4a.com" },
  { "a@xn--google-p57b.com", "a", "xn--google-p57b.com", "xn--google-p57b.com" },
  { "a@sub-domain.x.co.uk", "a", "sub-domain.x.co.uk", "sub-domain.x.co.uk" },
  { "a@1und1.de", "a", "1und1.de", "1und1.de" },
  /* The local part: kept as typed. */
  { "alice+news@example.org", "alice+news", "example.org", "example.org" },
  { "o'hara.b_c-d@example.org", "o'hara.b_c-d", "example.org", "example.org" },
  { "!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~", "example.org", "example.org" },
  { "jürgen@example.org", "jürgen", "example.org", "example.org" },
  { "\"a b\"@example.org", "\"a b\"", "example.org", "example.org" },
  { "\"a@b\"@example.org", "\"a@b\"", "example.org", "example.org" },
  { "\"a\\\"@\\\\\"@example.org", "\"a\\\"@\\\\\"", "example.org", "example.org" },
  { "\"a..b<c>\"@example.org", "\"a..b<c>\"", "example.org", "example.org" },
  { "1234567890123456789012345678901234567890123456789012345678901234@example.org",
    "1234567890123456789012345678901234567890123456789012345678901234", "example.org", "example.org" },
};

typedef struct
{
  const char *text;
  const char *says; /* part of the sentence */
} Invalid;

static const Invalid invalid[] = {
  { "", "Enter your e-mail address" },
  { "  ", "Enter your e-mail address" },
  { "alice", "has an @ sign" },
  { "alice.example.org", "has an @ sign" },
  { "\"alice@example.org\"", "has an @ sign" },
  { "<>", "Enter your e-mail address" },
  { "a@b@example.org", "only one @ sign" },
  { "alice@@example.org", "only one @ sign" },
  { "@example.org", "before the @ sign is missing" },
  { "alice@", "after the @ sign is missing" },
  { "alice@example", "after the @ sign is incomplete" },
  { "alice@example.", "after the @ sign is incomplete" },
  { "alice@.", "“.” something is missing" },
  { "alice@example..org", "“example..org” something is missing" },
  { "alice@.example.org", "something is missing" },
  { "alice@example.org..", "something is missing" },
  { "alice@-example.org", "hyphen" },
  { "alice@example-.org", "hyphen" },
  { "alice@exa_mple.org", "cannot be part" },
  { "alice@exa_mple.straße.de", "cannot be part" },
  { "alice@example.org,", "cannot be part" },
  { "alice@example.org\x01", "cannot be part" },
  { "alice@☃.example.org", "cannot be part" },
  { "alice@exa mple.org", "no spaces" },
  { "al ice@example.org", "no spaces" },
  { "al\xc2\xa0ice@example.org", "no spaces" },
  { "al\xe2\x80\x8bice@example.org", "invisible" },
  { "al\x01ice@example.org", "invisible" },
  { "al\x7fice@example.org", "invisible" },
  { "alice@[192.0.2.1]", "not a number" },
  { "alice@192.0.2.1", "not a number" },
  { "alice@[IPv6:2001:db8::1]", "not a number" },
  { "alice@2001:db8::1", "not a number" },
  { ".alice@example.org", "a dot" },
  { "alice.@example.org", "a dot" },
  { "al..ice@example.org", "a dot" },
  { "al,ice@example.org", "“,”" },
  { "al(ice)@example.org", "“(”" },
  { "a\"b\"@example.org", "“\"”" },
  { "\"a\"b@example.org", "quotation marks" },
  { "\"a\nb\"@example.org", "quotation marks" },
  { "alice\xff@example.org", "cannot be read" },
  { "12345678901234567890123456789012345678901234567890123456789012345@example.org", "too long" },
  { "a@123456789012345678901234567890123456789012345678901234567890abcd.org", "too long" },
};

static void
assert_says (const GError *error, const char *part)
{
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” does not say “%s”", error->message, part);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_valid (gconstpointer data)
{
  const Valid *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MailAddress) address = mail_address_new (c->text, &error);
  g_autofree char *whole = g_strconcat (c->local, "@", c->domain, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (mail_address_get_local (address), ==, c->local);
  g_assert_cmpstr (mail_address_get_domain (address), ==, c->domain);
  g_assert_cmpstr (mail_address_get_display_domain (address), ==, c->display);
  g_assert_cmpstr (mail_address_get_address (address), ==, whole);
}

static void
test_invalid (gconstpointer data)
{
  const Invalid *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MailAddress) address = mail_address_new (c->text, &error);

  g_assert_null (address);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_ADDRESS_INVALID);
  assert_says (error, c->says);
}

static char *
repeat (const char *text, guint times)
{
  GString *string = g_string_new (NULL);

  while (times-- > 0)
    g_string_append (string, text);
  return g_string_free (string, FALSE);
}

static void
test_long_domains (void)
{
  g_autofree char *labels = repeat ("a.", 125);
  g_autofree char *longest = g_strconcat (labels, "org", NULL);
  g_autofree char *too_long = g_strconcat ("b", longest, NULL);
  g_autofree char *endless = repeat ("ö.", 500000);
  g_autofree char *kept = mail_domain_to_ascii (longest, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (strlen (longest), ==, 253);
  g_assert_cmpstr (kept, ==, longest);
  g_assert_null (mail_domain_to_ascii (too_long, NULL));
  g_assert_null (mail_domain_to_ascii (endless, &error));
  assert_says (error, "too long");
  g_assert_cmpuint (g_utf8_strlen (error->message, -1), <, 200);
}

static void
test_long_address (void)
{
  g_autofree char *labels = repeat ("a.", 120);
  g_autofree char *fits = g_strconcat ("alice1234@", labels, "test", NULL);
  g_autofree char *too_long = g_strconcat ("b", fits, NULL);
  g_autoptr (MailAddress) address = mail_address_new (fits, NULL);

  g_assert_cmpuint (strlen (fits), ==, 254);
  g_assert_nonnull (address);
  g_assert_null (mail_address_new (too_long, NULL));
}

/* Server names come the same way, and need no dot. */
static void
test_hosts (void)
{
  static const char *const cases[][2] = {
    { "localhost", "localhost" },
    { " IMAP.Example.Org. ", "imap.example.org" },
    { "imap.straße.de", "imap.xn--strae-oqa.de" },
    { "192.0.2.1", "192.0.2.1" },
    { "2001:db8::1", "2001:db8::1" },
    { "imap.example.org:993", NULL },
    { "imaps://imap.example.org", NULL },
    { "", NULL },
    { ".", NULL },
    { "::zz", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *host = mail_domain_to_ascii (cases[i][0], NULL);

      g_assert_cmpstr (host, ==, cases[i][1]);
    }
}

static void
test_equal (void)
{
  g_autoptr (MailAddress) a = mail_address_new ("alice@Example.org", NULL);
  g_autoptr (MailAddress) b = mail_address_new ("Alice <alice@example.org.>", NULL);
  g_autoptr (MailAddress) c = mail_address_new ("Alice@example.org", NULL);
  g_autoptr (MailAddress) copy = g_boxed_copy (MAIL_TYPE_ADDRESS, a);

  g_assert_true (mail_address_equal (a, b));
  g_assert_false (mail_address_equal (a, c));
  g_assert_false (mail_address_equal (a, NULL));
  g_assert_true (mail_address_equal (NULL, NULL));
  g_assert_true (copy == a);
}

static void
add_cases (const char *kind, GTestDataFunc func, gconstpointer cases, gsize size, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *path = g_strdup_printf ("/address/%s/%" G_GSIZE_FORMAT, kind, i);

      g_test_add_data_func (path, (const char *) cases + i * size, func);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_cases ("valid", test_valid, valid, sizeof valid[0], G_N_ELEMENTS (valid));
  add_cases ("invalid", test_invalid, invalid, sizeof invalid[0], G_N_ELEMENTS (invalid));
  g_test_add_func ("/address/long-domains", test_long_domains);
  g_test_add_func ("/address/long-address", test_long_address);
  g_test_add_func ("/address/hosts", test_hosts);
  g_test_add_func ("/address/equal", test_equal);
  return g_test_run ();
}
