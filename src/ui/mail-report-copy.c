/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-report-copy.h"

#include <glib/gi18n-lib.h>

#include "mail-fold.h"
#include "mail-support-report.h"

struct _MailReportCopy
{
  GtkBox parent_instance;

  MailVerify *verify;
  MailAddress *address;
  MailProvider *provider;

  GtkWidget *names;
  MailFold *notice_fold;
  GtkWidget *notice;
};

G_DEFINE_FINAL_TYPE (MailReportCopy, mail_report_copy, GTK_TYPE_BOX)

static void
on_copy_clicked (GtkButton *button, MailReportCopy *self)
{
  gboolean names = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->names));
  g_autofree char *text = NULL;

  if (self->verify == NULL)
    return;

  text = mail_support_report_format (self->verify, self->address, self->provider, names);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_label_set_label (GTK_LABEL (self->notice),
                       names ? _("Copied, with your address. There is no password in it.")
                             : _("Copied. There is no password in it, and your address is masked."));
  mail_fold_set_open (self->notice_fold, TRUE);
}

/* What is in the clipboard is not what would be copied now. */
static void
on_names_toggled (MailReportCopy *self)
{
  mail_fold_set_open (self->notice_fold, FALSE);
}

static void
drop (MailReportCopy *self)
{
  g_clear_object (&self->verify);
  g_clear_pointer (&self->address, mail_address_unref);
  g_clear_pointer (&self->provider, mail_provider_unref);
}

static void
mail_report_copy_dispose (GObject *object)
{
  drop (MAIL_REPORT_COPY (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_REPORT_COPY);

  G_OBJECT_CLASS (mail_report_copy_parent_class)->dispose (object);
}

static void
mail_report_copy_class_init (MailReportCopyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_report_copy_dispose;

  g_type_ensure (MAIL_TYPE_FOLD);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-report-copy.ui");
  gtk_widget_class_bind_template_child (widget_class, MailReportCopy, names);
  gtk_widget_class_bind_template_child (widget_class, MailReportCopy, notice_fold);
  gtk_widget_class_bind_template_child (widget_class, MailReportCopy, notice);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_names_toggled);
}

static void
mail_report_copy_init (MailReportCopy *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_report_copy_set_verify:
 * @self: a row
 * @verify: (nullable): a check that is over
 * @address: (nullable): whose mailbox it is about
 * @provider: (nullable): the provider, where it is known
 *
 * From now on @verify is what is copied. What was allowed for another one is asked again.
 */
void
mail_report_copy_set_verify (MailReportCopy *self,
                             MailVerify *verify,
                             MailAddress *address,
                             MailProvider *provider)
{
  if (self->verify == verify)
    return;

  drop (self);
  self->verify = verify != NULL ? g_object_ref (verify) : NULL;
  self->address = address != NULL ? mail_address_ref (address) : NULL;
  self->provider = provider != NULL ? mail_provider_ref (provider) : NULL;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->names), FALSE);
  mail_fold_set_open (self->notice_fold, FALSE);
}
