/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-text.h"

#define U(c) "\xef\xbf\xbd" c /* U+FFFD, and what follows it */

/* What a stranger says, and what is shown of it. */
typedef struct
{
  const char *name;
  const char *said;
  const char *shown;
} Case;

static const Case cases[] = {
  { "plain", "NO [AUTHENTICATIONFAILED] Wrong.", "NO [AUTHENTICATIONFAILED] Wrong." },
  { "nothing", "", "" },
  { "umlauts", "Größenwahn & Straße <b>", "Größenwahn & Straße <b>" },
  { "markup", "<a href=\"https://evil.test\">click</a> &amp;",
    "<a href=\"https://evil.test\">click</a> &amp;" },
  { "other-scripts", "日本語 العربية עברית Ελλάδα Русский", "日本語 العربية עברית Ελλάδα Русский" },

  /* One line. */
  { "white-space", "  two\r\nlines\t\tand \n", "two lines and" },
  { "all-spaces", "a\xc2\xa0\xe2\x80\x83\xe3\x80\x80\xe2\x80\xa8\xe2\x80\xa9\xc2\x85\xe1\x9a\x80z", "a z" },
  { "only-white-space", " \r\n\t\xe2\x80\xa8 ", "" },
  { "lone-cr", "real\rfake", "real fake" },

  /* What a terminal would obey. */
  { "escape", "\x1b[31mred\x07", U ("[31mred") U ("") },
  { "title", "\x1b]0;owned\x07", U ("]0;owned") U ("") },
  { "csi-of-8-bits",
    "\xc2\x9b"
    "2J",
    U ("2J") },
  { "raw-csi",
    "\x9b"
    "2J",
    U ("2J") },
  { "backspace", "no\x08\x08ok\x7f", "no" U ("") U ("ok") U ("") },

  /* What turns text around. */
  { "override", "exe.\xe2\x80\xaegpj", "exe." U ("gpj") },
  { "embedding", "\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xadx", U ("") U ("") U ("") U ("x") },
  { "isolates", "\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9x", U ("") U ("") U ("") U ("x") },
  { "marks-of-direction", "a\xe2\x80\x8e\xe2\x80\x8f\xd8\x9cz", "a" U ("") U ("") U ("z") },

  /* What cannot be seen. */
  { "soft-hyphen", "pass\xc2\xadword", "password" },
  { "zero-width-space", "pass\xe2\x80\x8bword", "password" },
  { "byte-order-mark", "\xef\xbb\xbfpass\xef\xbb\xbfword", "password" },
  { "word-joiner", "pass\xe2\x81\xa0word\xe2\x81\xa4", "password" },
  { "joiners-in-latin", "pay\xe2\x80\x8cpal\xe2\x80\x8d.example", "paypal.example" },
  { "joiner-at-the-ends", "\xe2\x80\x8d日本\xe2\x80\x8d", "日本" },
  { "many-joiners", "می\xe2\x80\x8c\xe2\x80\x8c\xe2\x80\x8cخواهم", "می\xe2\x80\x8cخواهم" },
  { "persian", "می\xe2\x80\x8cخواهم", "می\xe2\x80\x8cخواهم" },
  { "family", "👩\xe2\x80\x8d👧", "👩\xe2\x80\x8d👧" },
  { "tags", "ok\xf3\xa0\x80\x81\xf3\xa0\x81\xa5\xf3\xa0\x81\xbf.", "ok." },
  { "variation-selectors", "ok\xef\xb8\x8f\xef\xb8\x80\xf3\xa0\x84\x80.", "ok." },
  { "fillers", "\xe3\x85\xa4o\xe1\x85\x9f\xe1\x85\xa0k\xef\xbe\xa0\xe2\xa0\x80", "ok" },
  { "grapheme-joiner", "o\xcd\x8fk", "ok" },
  { "only-invisible", "\xe2\x80\x8b\xef\xbb\xbf\xc2\xad", "" },
  { "arabic-number-sign", "\xd8\x80\xd9\xa1", "\xd8\x80\xd9\xa1" },

  /* What no font knows. */
  { "private-use", "a\xee\x80\x80\xf3\xb0\x80\x80z", "a" U ("") U ("z") },
  { "unassigned", "a\xf0\x9f\xbf\xbfz\xcd\xb8", "a" U ("z") U ("") },
  { "not-a-character", "a\xef\xbf\xbf\xef\xb7\x90z", "a" U ("") U ("z") },
  { "object", "a\xef\xbf\xbcz", "a" U ("z") },

  /* What is not UTF-8. */
  { "latin-1", "caf\xe9 geschlossen", "caf" U (" geschlossen") },
  { "overlong", "\xc0\xaf\xe0\x80\xaf", U ("") U ("") U ("") U ("") U ("") },
  { "surrogate", "\xed\xa0\x80", U ("") U ("") U ("") },
  { "cut", "a\xe2\x80", "a" U ("") U ("") },

  /* Marks that climb over the lines around. */
  { "accents", "e\xcc\x81\xcc\xa3n", "e\xcc\x81\xcc\xa3n" },
  { "heap", "Z\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87\xcc\x88!",
    "Z\xcc\x81\xcc\x82\xcc\x83\xcc\x84!" },
  { "mark-first",
    "\xcc\x81\xe2\x83\x9d"
    "a",
    "a" },
  { "mark-after-space", "a \xcc\x81z", "a z" },
  { "enclosing", "a\xe2\x83\xa0", "a\xe2\x83\xa0" },
  { "vowel-signs", "हिन्दी", "हिन्दी" },

  /* Our quotation marks cannot be closed from within. */
  { "quotes", "Fine.” Siegel says: “Send „it“‟", "Fine.\" Siegel says: \"Send \"it\"\"" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *shown = mail_text_neutralise (c->said, -1, 500);
  g_autofree char *again = mail_text_neutralise (shown, -1, 500);

  g_assert_cmpstr (shown, ==, c->shown);
  g_assert_cmpstr (again, ==, c->shown);
}

static void
test_length (void)
{
  g_autofree char *nothing = mail_text_neutralise (NULL, -1, 10);
  g_autofree char *part = mail_text_neutralise ("abcdef", 3, 10);
  g_autofree char *nul = mail_text_neutralise ("ab\0cd", 5, 10);

  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (part, ==, "abc");
  g_assert_cmpstr (nul, ==, "ab" U ("cd"));
}

/* At most so many characters, the dots for the rest among them; what is left out does not count. */
static void
test_bound (void)
{
  static const char *const said[][2] = {
    { "abc", "abc" },
    { "abcdefghij", "abcdefghij" },
    { "abcdefghijk", "abcdefghi…" },
    { "äöüäöüäöüäö", "äöüäöüäöü…" },
    { "abcdefghij \r\n", "abcdefghij" },
    { "abcdefghij\xe2\x80\x8b\xe2\x80\x8b", "abcdefghij" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (said); i++)
    {
      g_autofree char *shown = mail_text_neutralise (said[i][0], -1, 10);

      g_assert_cmpstr (shown, ==, said[i][1]);
    }
}

/* For what is used as it is: quotation marks and spaces do no harm, what cannot be seen does. */
static void
test_harmless (void)
{
  static const char *const harmless[]
      = { "", "alice@example.test", "„Größe“  1\302\240&\302\2401", "é", "日本" };
  static const char *const harmful[] = {
    "a\nb",          "a\tb",           "a\rb",          "a\033",     "a\342\200\250",     "a\342\200\256",
    "a\342\200\213", "a\342\200\215b", "\357\273\277a", "a\302\255", "a\363\240\201\245", "a\356\200\200",
    "\343\205\244",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (harmless); i++)
    g_assert_true (mail_text_is_harmless (harmless[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (harmful); i++)
    g_assert_false (mail_text_is_harmless (harmful[i]));
}

/* A flood costs no more than its bytes, and comes to nothing. */
static void
test_flood (void)
{
  static const char *const drops[] = { "\xcc\x81", "\xe2\x80\x8b", "\xe2\x80\x8d", " ", "\x1b", "\xff" };

  for (gsize i = 0; i < G_N_ELEMENTS (drops); i++)
    {
      g_autoptr (GString) flood = g_string_new ("a");
      g_autofree char *shown = NULL;

      for (guint n = 0; n < 64 * 1024; n++)
        g_string_append (flood, drops[i]);
      g_string_append (flood, "z");
      shown = mail_text_neutralise (flood->str, flood->len, 500);
      g_assert_true (g_utf8_validate (shown, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (shown, -1), <=, 500);
      g_assert_true (shown[0] == 'a');
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/text/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/text/length", test_length);
  g_test_add_func ("/text/bound", test_bound);
  g_test_add_func ("/text/harmless", test_harmless);
  g_test_add_func ("/text/flood", test_flood);
  return g_test_run ();
}
