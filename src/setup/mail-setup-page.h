/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The pages of the assistant, in their order. */
typedef enum {
  MAIL_SETUP_PAGE_ACCOUNT,
  MAIL_SETUP_PAGE_SERVERS,
  MAIL_SETUP_PAGE_CHECK,
  MAIL_SETUP_PAGE_SAVE,
  MAIL_SETUP_PAGE_DONE,
} MailSetupPage;

#define MAIL_SETUP_N_PAGES (MAIL_SETUP_PAGE_DONE + 1)

int mail_setup_page_next (MailSetupPage page);

G_END_DECLS
