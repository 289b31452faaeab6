/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-domain.h"

/* domain → registrable domain (NULL: none), and whether its end is in the list. */
typedef struct
{
  const char *domain;
  const char *registrable;
  gboolean known;
} Case;

static const Case cases[] = {
  { "example.org", "example.org", TRUE },
  { "imap.example.org", "example.org", TRUE },
  { "a.b.c.example.org", "example.org", TRUE },
  { "org", NULL, TRUE },
  /* More than one label. */
  { "co.uk", NULL, TRUE },
  { "example.co.uk", "example.co.uk", TRUE },
  { "mx.example.co.uk", "example.co.uk", TRUE },
  /* Names that a company lets everyone have. */
  { "github.io", NULL, TRUE },
  { "mail.alice.github.io", "alice.github.io", TRUE },
  /* Wildcards and their exceptions. */
  { "example.ck", NULL, TRUE },
  { "mail.shop.example.ck", "shop.example.ck", TRUE },
  { "mail.www.ck", "www.ck", TRUE },
  { "mail.city.kawasaki.jp", "city.kawasaki.jp", TRUE },
  /* A-labels. */
  { "mail.xn--strae-oqa.de", "xn--strae-oqa.de", TRUE },
  { "xn--h1ai1d.xn--p1ai", "xn--h1ai1d.xn--p1ai", TRUE },
  { "xn--p1ai", NULL, TRUE },
  /* Not in the list: the last label is taken for the suffix. */
  { "example.test", "example.test", FALSE },
  { "imap.example.test", "example.test", FALSE },
  { "example.cmo", "example.cmo", FALSE },
  { "gmx.dee", "gmx.dee", FALSE },
  { "test", NULL, FALSE },
  { "localhost", NULL, FALSE },
  { "", NULL, FALSE },
  /* No names. */
  { "127.0.0.1", NULL, FALSE },
  { "2001:db8::1", NULL, FALSE },
};

static const struct
{
  const char *a;
  const char *b;
  gboolean same;
} pairs[] = {
  { "example.org", "example.org", TRUE },
  { "example.org", "imap.example.org", TRUE },
  { "smtp.example.co.uk", "imap.example.co.uk", TRUE },
  { "example.org", "example.com", FALSE },
  { "example.org", "notexample.org", FALSE },
  { "example.org", "example.org.example.com", FALSE },
  { "a.co.uk", "b.co.uk", FALSE },
  { "alice.github.io", "bob.github.io", FALSE },
  { "co.uk", "co.uk", TRUE },
  { "co.uk", "org.uk", FALSE },
  { "co.uk", "example.co.uk", FALSE },
  { "localhost", "localhost", TRUE },
  { "127.0.0.1", "127.0.0.1", TRUE },
  { "127.0.0.1", "127.0.0.2", FALSE },
  { "example.org", "127.0.0.1", FALSE },
  { "10.0.0.1", "11.0.0.1", FALSE },
};

static void
test_registrable (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *registrable = mail_domain_get_registrable (cases[i].domain);

      g_test_message ("“%s”", cases[i].domain);
      g_assert_cmpstr (registrable, ==, cases[i].registrable);
    }
}

static void
test_known_suffix (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("“%s”", cases[i].domain);
      g_assert_cmpint (mail_domain_has_known_suffix (cases[i].domain), ==, cases[i].known);
    }
}

static void
test_same (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_test_message ("“%s”, “%s”", pairs[i].a, pairs[i].b);
      g_assert_cmpint (mail_domain_same_registrable (pairs[i].a, pairs[i].b), ==, pairs[i].same);
      g_assert_cmpint (mail_domain_same_registrable (pairs[i].b, pairs[i].a), ==, pairs[i].same);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/domain/registrable", test_registrable);
  g_test_add_func ("/domain/known-suffix", test_known_suffix);
  g_test_add_func ("/domain/same", test_same);

  return g_test_run ();
}
