/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-verify-view.h"

#include "mail-account-words.h"
#include "mail-report-copy.h"
#include "mail-report-view.h"

struct _MailVerifyView
{
  GtkBox parent_instance;

  MailDoctor *doctor;

  MailReportView *incoming;
  MailReportView *outgoing;
  MailReportCopy *copy;
};

G_DEFINE_FINAL_TYPE (MailVerifyView, mail_verify_view, GTK_TYPE_BOX)

enum
{
  ACTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
has_failed (MailVerifyView *self)
{
  return mail_report_view_get_diagnosis (self->incoming) != NULL
         || mail_report_view_get_diagnosis (self->outgoing) != NULL;
}

static gboolean
are_details_open (MailVerifyView *self)
{
  gboolean incoming, outgoing;

  g_object_get (self->incoming, "detailed", &incoming, NULL);
  g_object_get (self->outgoing, "detailed", &outgoing, NULL);
  return incoming || outgoing;
}

/* Where all is well a report is one of the details. */
static void
update_copy (MailVerifyView *self)
{
  MailVerify *verify = self->doctor != NULL ? mail_doctor_get_verify (self->doctor) : NULL;
  gboolean wanted = verify != NULL && !mail_doctor_get_busy (self->doctor)
                    && (has_failed (self) || are_details_open (self));

  if (wanted)
    {
      MailAccount *account = mail_doctor_get_account (self->doctor);
      g_autoptr (MailProvider) provider = mail_account_words_find_provider (account);

      mail_report_copy_set_verify (self->copy, verify, mail_account_get_address (account), provider);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->copy), wanted);
}

static void
show_verify (MailVerifyView *self)
{
  MailVerify *verify = mail_doctor_get_verify (self->doctor);
  MailAccount *account = mail_doctor_get_account (self->doctor);
  MailAddress *address = mail_account_get_address (account);
  g_autoptr (MailProvider) provider = mail_account_words_find_provider (account);

  mail_report_view_set_report (self->incoming, verify != NULL ? mail_verify_get_incoming (verify) : NULL,
                               address, provider);
  mail_report_view_set_report (self->outgoing, verify != NULL ? mail_verify_get_outgoing (verify) : NULL,
                               address, provider);
  gtk_widget_set_visible (GTK_WIDGET (self), verify != NULL);
  update_copy (self);
}

static void
on_acted (MailReportView *view, MailDiagnosis *diagnosis, MailVerifyView *self)
{
  g_signal_emit (self, signals[ACTED], 0, diagnosis);
}

static void
mail_verify_view_dispose (GObject *object)
{
  MailVerifyView *self = MAIL_VERIFY_VIEW (object);

  g_clear_object (&self->doctor);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_VERIFY_VIEW);

  G_OBJECT_CLASS (mail_verify_view_parent_class)->dispose (object);
}

static void
mail_verify_view_class_init (MailVerifyViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_verify_view_dispose;

  /**
   * MailVerifyView::acted:
   * @diagnosis: whose button was pressed
   */
  signals[ACTED] = g_signal_new ("acted", MAIL_TYPE_VERIFY_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, MAIL_TYPE_DIAGNOSIS);

  g_type_ensure (MAIL_TYPE_REPORT_VIEW);
  g_type_ensure (MAIL_TYPE_REPORT_COPY);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-verify-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MailVerifyView, incoming);
  gtk_widget_class_bind_template_child (widget_class, MailVerifyView, outgoing);
  gtk_widget_class_bind_template_child (widget_class, MailVerifyView, copy);
  gtk_widget_class_bind_template_callback (widget_class, on_acted);
  gtk_widget_class_bind_template_callback (widget_class, update_copy);
}

static void
mail_verify_view_init (MailVerifyView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_verify_view_set_doctor:
 * @self: a view
 * @doctor: who checks; its last check is not shown, but every one that follows
 */
void
mail_verify_view_set_doctor (MailVerifyView *self, MailDoctor *doctor)
{
  g_set_object (&self->doctor, doctor);
  g_signal_connect_object (doctor, "notify::verify", G_CALLBACK (show_verify), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (doctor, "notify::busy", G_CALLBACK (update_copy), self, G_CONNECT_SWAPPED);
}
