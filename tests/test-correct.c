/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mail-database.h"
#include "mail-discovery.h"
#include "mail-slip.h"

/* “Did you mean …?”, by tests/data/corrections.txt. */

#define LOCAL "anna+news"
/* Microseconds for one domain; it happens with every key that is pressed. */
#define TIME_MAX 100

static char **
read_cases (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "corrections.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (text, "\n", -1);
}

/* The correction of LOCAL at @domain. */
static char *
correct (const char *domain)
{
  g_autofree char *text = g_strconcat (LOCAL "@", domain, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MailAddress) address = mail_address_new (text, &error);

  g_assert_no_error (error);
  return mail_discovery_correct (address);
}

static void
check_case (const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, " > ", 2);
  g_autofree char *correction = correct (parts[0]);
  g_autofree char *expected = parts[1] != NULL ? g_strconcat (LOCAL "@", parts[1], NULL) : NULL;

  if (g_strcmp0 (correction, expected) != 0)
    g_error ("%s: “%s” instead of “%s”", parts[0], correction, expected);
}

static void
test_cases (void)
{
  g_auto (GStrv) lines = read_cases ();
  guint n = 0;

  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && **line != '#' && strchr (*line, '.') != NULL)
      {
        check_case (*line);
        n++;
      }
  g_assert_cmpuint (n, >, 150);
}

/* No domain of the database looks like a slip, and none of their customers is alarmed. */
static void
test_known (void)
{
  MailDatabase *database = mail_database_get_default ();
  g_auto (GStrv) providers = mail_database_list_providers (database);
  guint n = 0;

  for (char **id = providers; *id != NULL; id++)
    {
      g_auto (GStrv) domains = mail_database_list_domains (database, *id);

      for (char **domain = domains; *domain != NULL; domain++, n++)
        g_assert_null (correct (*domain));
    }
  g_assert_cmpuint (n, >=, 1454);
}

/* The address is otherwise as it was typed. */
static void
test_address (void)
{
  static const struct
  {
    const char *typed;
    const char *corrected;
  } cases[] = {
    { "Anna.B@GMIAL.com", "Anna.B@gmail.com" },
    { "\"a@b c\"@gmial.com", "\"a@b c\"@gmail.com" },
    { "änna@gmx.dee", "änna@gmx.de" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MailAddress) address = mail_address_new (cases[i].typed, NULL);
      g_autofree char *corrected = mail_discovery_correct (address);

      g_assert_cmpstr (corrected, ==, cases[i].corrected);
    }
}

static void
test_slips (void)
{
  static const struct
  {
    const char *typed;
    MailSlip slip;
  } cases[] = {
    { "outlook", MAIL_SLIP_NONE },
    { "outlok", MAIL_SLIP_MISSING },
    { "utlook", MAIL_SLIP_MISSING },
    { "outloook", MAIL_SLIP_EXTRA },
    { "outlookx", MAIL_SLIP_EXTRA },
    { "oultook", MAIL_SLIP_SWAPPED },
    { "uotlook", MAIL_SLIP_SWAPPED },
    { "outlo0k", MAIL_SLIP_REPLACED },
    { "xutlook", MAIL_SLIP_REPLACED },
    { "ouloutk", MAIL_SLIP_OTHER },
    { "oulotok", MAIL_SLIP_SHUFFLED },
    { "ooutlok", MAIL_SLIP_OTHER },
    { "out", MAIL_SLIP_OTHER },
    { "", MAIL_SLIP_OTHER },
    { "outlookoutlook", MAIL_SLIP_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (mail_slip_compare (cases[i].typed, "outlook", NULL) != cases[i].slip)
      g_error ("%s: %d", cases[i].typed, mail_slip_compare (cases[i].typed, "outlook", NULL));
}

static void
test_fast (void)
{
  g_autoptr (MailAddress) address = mail_address_new ("anna@somewhere-else.example", NULL);
  gint64 start = g_get_monotonic_time ();
  const int rounds = 1000;

  if (!g_test_perf ())
    {
      g_test_skip ("run with -m perf");
      return;
    }
  for (int i = 0; i < rounds; i++)
    g_assert_null (mail_discovery_correct (address));
  g_assert_cmpint ((g_get_monotonic_time () - start) / rounds, <, TIME_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/correct/cases", test_cases);
  g_test_add_func ("/correct/known", test_known);
  g_test_add_func ("/correct/address", test_address);
  g_test_add_func ("/correct/slips", test_slips);
  g_test_add_func ("/correct/fast", test_fast);
  return g_test_run ();
}
