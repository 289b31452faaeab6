/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-setup-page.h"

/**
 * mail_setup_page_next:
 * @page: a page
 *
 * The rule "after page X comes Y". It has no state, because GtkAssistant asks whenever it likes, also for
 * pages that nobody has seen yet.
 *
 * Returns: the page after @page, -1 after the last
 */
int
mail_setup_page_next (MailSetupPage page)
{
  return page < MAIL_SETUP_PAGE_DONE ? (int) page + 1 : -1;
}
