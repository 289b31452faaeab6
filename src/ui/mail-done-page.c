/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-done-page.h"

#include <glib/gi18n-lib.h>

#include "mail-action-row.h"
#include "mail-copy-row.h"
#include "mail-delivery-view.h"
#include "mail-handover-view.h"

struct _MailDonePage
{
  MailPage parent_instance;

  GtkWidget *title;
  GtkWidget *offer;
  GtkWidget *test;
  MailHandoverView *handover;
  GtkWidget *incoming_title;
  GtkWidget *incoming;
  GtkWidget *outgoing_title;
  GtkWidget *outgoing;
};

G_DEFINE_FINAL_TYPE (MailDonePage, mail_done_page, MAIL_TYPE_PAGE)

static void
add (GtkWidget *box, const char *title, const char *value)
{
  gtk_box_append (GTK_BOX (box), mail_copy_row_new (title, value));
}

static void
add_server (GtkWidget *box, MailServer *server)
{
  g_autofree char *port = g_strdup_printf ("%u", mail_server_get_port (server));

  add (box, _("Server"), mail_server_get_host (server));
  add (box, _("Port"), port);
  add (box, _("Encryption"), mail_security_get_label (mail_server_get_security (server)));
  if (mail_server_get_auth (server) == MAIL_AUTH_NONE)
    add (box, _("Sign-in"), _("None"));
  else
    add (box, _("User name"), mail_server_get_username (server));
}

static void
clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static void
show_server (GtkWidget *title, const char *words, GtkWidget *box, MailServer *server)
{
  gtk_label_set_label (GTK_LABEL (title), words);
  clear (box);
  add_server (box, server);
}

static void
show_servers (MailDonePage *self, MailSettings *settings)
{
  MailServer *incoming = mail_settings_get_incoming (settings);
  /* Translators: the heading over the settings of a server; %s is IMAP or POP3. */
  g_autofree char *words = g_strdup_printf (_("Receiving mail (%s)"),
                                            mail_protocol_get_label (mail_server_get_protocol (incoming)));

  show_server (self->incoming_title, words, self->incoming, incoming);
  show_server (self->outgoing_title, _("Sending mail (SMTP)"), self->outgoing,
               mail_settings_get_outgoing (settings));
}

/* The passwords are gone from the run; the keyring has them. */
static void
on_test_clicked (GtkButton *button, MailDonePage *self)
{
  MailSetup *setup = mail_page_get_setup (MAIL_PAGE (self));
  g_autoptr (MailDoctor) doctor
      = mail_doctor_new (mail_setup_get_store (setup), mail_setup_get_account (setup));
  GtkWidget *view;

  mail_doctor_set_ca_file (doctor, mail_setup_get_ca_file (setup));
  view = mail_delivery_view_new (doctor);
  gtk_box_append (GTK_BOX (self->test), view);
  gtk_widget_show (self->test);
  gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
  gtk_widget_hide (self->offer);
}

static void
mail_done_page_shown (MailPage *page)
{
  MailDonePage *self = MAIL_DONE_PAGE (page);
  MailAccount *account = mail_setup_get_account (mail_page_get_setup (page));
  g_autofree char *title = NULL;

  clear (self->test);
  gtk_widget_hide (self->test);
  gtk_widget_show (self->offer);
  /* Translators: %s is an e-mail address. */
  title = g_strdup_printf (_("%s is set up"), mail_address_get_address (mail_account_get_address (account)));
  gtk_label_set_label (GTK_LABEL (self->title), title);
  show_servers (self, mail_account_get_settings (account));
  mail_handover_view_set_account (self->handover, mail_setup_get_store (mail_page_get_setup (page)), account);
  mail_page_set_next (page, _("_Close"), TRUE);
}

static void
mail_done_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_DONE_PAGE);

  G_OBJECT_CLASS (mail_done_page_parent_class)->dispose (object);
}

static void
mail_done_page_class_init (MailDonePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_done_page_dispose;
  MAIL_PAGE_CLASS (klass)->shown = mail_done_page_shown;

  g_type_ensure (MAIL_TYPE_ACTION_ROW);
  g_type_ensure (MAIL_TYPE_HANDOVER_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-done-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MailDonePage, title);
  gtk_widget_class_bind_template_child (widget_class, MailDonePage, offer);
  gtk_widget_class_bind_template_child (widget_class, MailDonePage, test);
  gtk_widget_class_bind_template_child (widget_class, MailDonePage, handover);
  gtk_widget_class_bind_template_child (widget_class, MailDonePage, incoming_title);
  gtk_widget_class_bind_template_child (widget_class, MailDonePage, incoming);
  gtk_widget_class_bind_template_child (widget_class, MailDonePage, outgoing_title);
  gtk_widget_class_bind_template_child (widget_class, MailDonePage, outgoing);
  gtk_widget_class_bind_template_callback (widget_class, on_test_clicked);
}

static void
mail_done_page_init (MailDonePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
