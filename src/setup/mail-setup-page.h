/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The pages of the assistant, in their order. */
typedef enum {
  MAIL_SETUP_PAGE_ACCOUNT,
  MAIL_SETUP_PAGE_SEARCH,   /* only where the database is silent */
  MAIL_SETUP_PAGE_CHOOSE,   /* only where there is something to decide */
  MAIL_SETUP_PAGE_SERVERS,
  MAIL_SETUP_PAGE_CHECK,
  MAIL_SETUP_PAGE_SAVE,
  MAIL_SETUP_PAGE_DONE,
} MailSetupPage;

#define MAIL_SETUP_N_PAGES (MAIL_SETUP_PAGE_DONE + 1)

/* What the way depends on. */
typedef struct {
  gboolean search;  /* the network has to be asked */
  gboolean choose;  /* the person has to decide between candidates, or to agree to one */
} MailSetupWay;

int      mail_setup_page_next      (MailSetupPage page, MailSetupWay way);
gboolean mail_setup_page_is_on_way (MailSetupPage page, MailSetupWay way);

G_END_DECLS
