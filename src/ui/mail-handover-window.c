/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-handover-window.h"

#include "mail-clamp.h"
#include "mail-export-view.h"
#include "mail-guide-view.h"
#include "mail-handoff-view.h"

#define MAXIMUM_WIDTH 560

struct _MailHandoverWindow
{
  GtkWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (MailHandoverWindow, mail_handover_window, GTK_TYPE_WINDOW)

static GtkWidget *
create_content (MailStore *store, MailAccount *account, MailHandoverItem *item)
{
  MailHandoff *handoff = mail_handover_item_get_handoff (item);
  const MailExport *format = mail_handover_item_get_export (item);

  if (handoff != NULL)
    return mail_handoff_view_new (store, account, handoff);
  if (format != NULL)
    return mail_export_view_new (store, account, format);
  return mail_guide_view_new (account, mail_handover_item_get_guide (item));
}

static void
mail_handover_window_class_init (MailHandoverWindowClass *klass)
{
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
mail_handover_window_init (MailHandoverWindow *self)
{
  GtkWidget *bar = gtk_header_bar_new ();

  gtk_window_set_titlebar (GTK_WINDOW (self), bar);
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 640);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
}

/**
 * mail_handover_window_open:
 * @parent: a widget of the window that it belongs to
 * @store: the accounts
 * @account: one of them
 * @item: how to use it
 *
 * Shows what a person has to know and to do for it.
 */
void
mail_handover_window_open (GtkWidget *parent, MailStore *store, MailAccount *account, MailHandoverItem *item)
{
  GtkWidget *content = create_content (store, account, item);
  GtkWidget *scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  GtkWindow *window = g_object_new (MAIL_TYPE_HANDOVER_WINDOW, "transient-for", gtk_widget_get_root (parent),
                                    "title", mail_handover_item_get_name (item), NULL);

  gtk_widget_add_css_class (content, "page-content");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), mail_clamp_new (content, MAXIMUM_WIDTH));
  gtk_window_set_child (window, scrolled);
  gtk_window_present (window);
  gtk_widget_child_focus (content, GTK_DIR_TAB_FORWARD);
}
