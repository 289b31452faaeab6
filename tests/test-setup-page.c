/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-setup-page.h"

static void
test_order (void)
{
  static const MailSetupPage pages[] = {
    MAIL_SETUP_PAGE_ACCOUNT, MAIL_SETUP_PAGE_SERVERS, MAIL_SETUP_PAGE_CHECK,
    MAIL_SETUP_PAGE_SAVE,    MAIL_SETUP_PAGE_DONE,
  };

  g_assert_cmpuint (G_N_ELEMENTS (pages), ==, MAIL_SETUP_N_PAGES);
  for (guint i = 0; i + 1 < G_N_ELEMENTS (pages); i++)
    g_assert_cmpint (mail_setup_page_next (pages[i]), ==, pages[i + 1]);
  g_assert_cmpint (mail_setup_page_next (MAIL_SETUP_PAGE_DONE), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup-page/order", test_order);
  return g_test_run ();
}
