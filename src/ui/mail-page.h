/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mail-diagnosis.h"
#include "mail-setup.h"

G_BEGIN_DECLS

#define MAIL_TYPE_PAGE (mail_page_get_type ())
/* What every page of the assistant is: a heading, and content that scrolls at a readable width. A page knows
 * the setup and nothing of the assistant; it asks for what it wants by signals. */
G_DECLARE_DERIVABLE_TYPE (MailPage, mail_page, MAIL, PAGE, GtkBox)

struct _MailPageClass
{
  GtkBoxClass parent_class;

  /* The person has come to this page. */
  void (*shown) (MailPage *self);
  /* The forward button was pressed: TRUE goes on at once. A page that says FALSE tells why, or goes on later
   * by mail_page_advance(). */
  gboolean (*next) (MailPage *self);
  /* Puts the cursor where what a diagnosis asks for can be changed. */
  void (*find_field) (MailPage *self, MailAction field, gboolean incoming);
  /* Takes the settings of a file. Where it is NULL, a file that is dropped leads to a page that has it. */
  void (*take_file) (MailPage *self, const char *path);
};

MailSetup *mail_page_get_setup (MailPage *self);
GCancellable *mail_page_get_visit (MailPage *self);
void mail_page_set_next (MailPage *self, const char *label, gboolean sensitive);

void mail_page_shown (MailPage *self);
void mail_page_left (MailPage *self);
gboolean mail_page_next (MailPage *self);
void mail_page_find_field (MailPage *self, MailAction field, gboolean incoming);
gboolean mail_page_takes_files (MailPage *self);
void mail_page_take_file (MailPage *self, const char *path);
void mail_page_show_drop (MailPage *self, gboolean show);

void mail_page_advance (MailPage *self);
void mail_page_want_field (MailPage *self, MailSetupPage page, MailAction field, gboolean incoming);
void mail_page_focus (MailPage *self, GtkWidget *widget);
void mail_page_choose_file (MailPage *self);
gboolean mail_page_use_file (MailPage *self, const char *path, GError **error);

G_END_DECLS
