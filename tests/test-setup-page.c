/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-setup-page.h"

/* The way of @way, as the initials of its pages. */
static char *
walk (MailSetupWay way)
{
  static const char initials[] = "ASCVKMD"; /* Account, Search, Choose, serVers, checK, Mail store, Done */
  GString *walked = g_string_new ("A");

  g_assert_cmpuint (G_N_ELEMENTS (initials) - 1, ==, MAIL_SETUP_N_PAGES);
  for (int page = mail_setup_page_next (MAIL_SETUP_PAGE_ACCOUNT, way); page >= 0;
       page = mail_setup_page_next (page, way))
    g_string_append_c (walked, initials[page]);
  return g_string_free (walked, FALSE);
}

static void
test_ways (void)
{
  static const struct
  {
    MailSetupWay way;
    const char *walked;
  } cases[] = {
    { { FALSE, FALSE }, "AVKMD" },
    { { TRUE, FALSE }, "ASVKMD" },
    { { TRUE, TRUE }, "ASCVKMD" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *walked = walk (cases[i].way);

      g_assert_cmpstr (walked, ==, cases[i].walked);
    }
}

/* GtkAssistant asks for the way on from pages that are not on it, too. */
static void
test_off_the_way (void)
{
  const MailSetupWay usual = { FALSE, FALSE };

  g_assert_false (mail_setup_page_is_on_way (MAIL_SETUP_PAGE_SEARCH, usual));
  g_assert_false (mail_setup_page_is_on_way (MAIL_SETUP_PAGE_CHOOSE, usual));
  g_assert_true (mail_setup_page_is_on_way (MAIL_SETUP_PAGE_SERVERS, usual));
  g_assert_cmpint (mail_setup_page_next (MAIL_SETUP_PAGE_SEARCH, usual), ==, MAIL_SETUP_PAGE_SERVERS);
  g_assert_cmpint (mail_setup_page_next (MAIL_SETUP_PAGE_CHOOSE, usual), ==, MAIL_SETUP_PAGE_SERVERS);
  g_assert_cmpint (mail_setup_page_next (MAIL_SETUP_PAGE_DONE, usual), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup-page/ways", test_ways);
  g_test_add_func ("/setup-page/off-the-way", test_off_the_way);
  return g_test_run ();
}
