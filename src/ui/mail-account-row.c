/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-account-row.h"

#include "mail-account-words.h"

struct _MailAccountRow
{
  GtkButton parent_instance;

  MailAccount *account;

  GtkWidget *address;
  GtkWidget *servers;
};

G_DEFINE_FINAL_TYPE (MailAccountRow, mail_account_row, GTK_TYPE_BUTTON)

static void
mail_account_row_dispose (GObject *object)
{
  MailAccountRow *self = MAIL_ACCOUNT_ROW (object);

  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_ACCOUNT_ROW);

  G_OBJECT_CLASS (mail_account_row_parent_class)->dispose (object);
}

static void
mail_account_row_class_init (MailAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_account_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, address);
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, servers);
}

static void
mail_account_row_init (MailAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_account_row_new:
 * @account: an account
 *
 * Returns: (transfer floating): a row for @account
 */
GtkWidget *
mail_account_row_new (MailAccount *account)
{
  MailAccountRow *self = g_object_new (MAIL_TYPE_ACCOUNT_ROW, NULL);
  g_autofree char *servers = mail_account_words_dup_servers (account);

  self->account = g_object_ref (account);
  gtk_label_set_text (GTK_LABEL (self->address),
                      mail_address_get_address (mail_account_get_address (account)));
  gtk_label_set_text (GTK_LABEL (self->servers), servers);

  return GTK_WIDGET (self);
}

/**
 * mail_account_row_get_account:
 * @self: a row
 *
 * Returns: (transfer none): its account
 */
MailAccount *
mail_account_row_get_account (MailAccountRow *self)
{
  return self->account;
}
