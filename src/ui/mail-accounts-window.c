/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-accounts-window.h"

#include "mail-account-row.h"
#include "mail-clamp.h"

#define MAXIMUM_WIDTH 640

struct _MailAccountsWindow
{
  GtkApplicationWindow parent_instance;

  MailStore *store;
  char *ca_file;

  GtkWidget *scrolled;
  GtkWidget *content;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (MailAccountsWindow, mail_accounts_window, GTK_TYPE_APPLICATION_WINDOW)

/* The row of the list is only a place: what can be done is on the buttons in it. */
static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  MailAccountsWindow *self = MAIL_ACCOUNTS_WINDOW (user_data);

  return g_object_new (GTK_TYPE_LIST_BOX_ROW, "activatable", FALSE, "focusable", FALSE, "child",
                       mail_account_row_new (self->store, MAIL_ACCOUNT (item), self->ca_file), NULL);
}

static void
mail_accounts_window_dispose (GObject *object)
{
  MailAccountsWindow *self = MAIL_ACCOUNTS_WINDOW (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (GTK_LIST_BOX (self->list), NULL, NULL, NULL, NULL);
  g_clear_object (&self->store);
  g_clear_pointer (&self->ca_file, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_ACCOUNTS_WINDOW);

  G_OBJECT_CLASS (mail_accounts_window_parent_class)->dispose (object);
}

static void
mail_accounts_window_class_init (MailAccountsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_accounts_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-accounts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MailAccountsWindow, scrolled);
  gtk_widget_class_bind_template_child (widget_class, MailAccountsWindow, content);
  gtk_widget_class_bind_template_child (widget_class, MailAccountsWindow, list);
}

static void
mail_accounts_window_init (MailAccountsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled),
                                 mail_clamp_new (self->content, MAXIMUM_WIDTH));
}

/**
 * mail_accounts_window_new:
 * @application: the program
 * @store: the accounts
 * @ca_file: (nullable): a file with certificates to trust as well
 *
 * Returns: (transfer none): a window that lists the accounts of @store and follows it
 */
GtkWindow *
mail_accounts_window_new (GtkApplication *application, MailStore *store, const char *ca_file)
{
  MailAccountsWindow *self = g_object_new (MAIL_TYPE_ACCOUNTS_WINDOW, "application", application, NULL);

  self->store = g_object_ref (store);
  self->ca_file = g_strdup (ca_file);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list), G_LIST_MODEL (store), create_row, self, NULL);

  return GTK_WINDOW (self);
}
