/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-setup-page.h"

/**
 * mail_setup_page_next:
 * @page: a page
 * @way: what the way depends on
 *
 * The rule "after page X comes Y". It has no state, because GtkAssistant asks whenever it likes, also for
 * pages that nobody has seen yet.
 *
 * Returns: the page after @page, -1 after the last
 */
int
mail_setup_page_next (MailSetupPage page, MailSetupWay way)
{
  for (int next = (int) page + 1; next < MAIL_SETUP_N_PAGES; next++)
    if (mail_setup_page_is_on_way (next, way))
      return next;
  return -1;
}

/**
 * mail_setup_page_is_on_way:
 * @page: a page
 * @way: what the way depends on
 *
 * Returns: whether the person comes by @page; the usual one sees neither a search nor a choice
 */
gboolean
mail_setup_page_is_on_way (MailSetupPage page, MailSetupWay way)
{
  switch (page)
    {
    case MAIL_SETUP_PAGE_SEARCH:
      return way.search;
    case MAIL_SETUP_PAGE_CHOOSE:
      return way.choose;
    case MAIL_SETUP_PAGE_ACCOUNT:
    case MAIL_SETUP_PAGE_SERVERS:
    case MAIL_SETUP_PAGE_CHECK:
    case MAIL_SETUP_PAGE_SAVE:
    case MAIL_SETUP_PAGE_DONE:
    default:
      return TRUE;
    }
}
