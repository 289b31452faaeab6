/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-checkup-view.h"

#include <glib/gi18n-lib.h>

#include "mail-account-words.h"
#include "mail-diagnosis-view.h"
#include "mail-verify-view.h"

struct _MailCheckupView
{
  GtkBox parent_instance;

  MailDoctor *doctor;
  GCancellable *cancellable; /* as long as it runs */

  GtkWidget *status;
  GtkWidget *stop;
  GtkWidget *again;
  GtkWidget *failure;
  MailDiagnosisView *diagnosis_view;
  MailVerifyView *verify_view;
};

G_DEFINE_FINAL_TYPE (MailCheckupView, mail_checkup_view, GTK_TYPE_BOX)

enum
{
  WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_running (MailCheckupView *self, gboolean running)
{
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_visible (self->again, !running);
}

/* What the keyring says belongs to neither of the servers. */
static void
show_failure (MailCheckupView *self, const GError *error)
{
  g_autoptr (MailProvider) provider
      = mail_account_words_find_provider (mail_doctor_get_account (self->doctor));
  g_autoptr (MailDiagnosis) diagnosis = error != NULL ? mail_diagnosis_new_for_error (error, provider) : NULL;

  mail_diagnosis_view_set_diagnosis (self->diagnosis_view, diagnosis);
  gtk_widget_set_visible (self->failure, diagnosis != NULL);
  if (diagnosis != NULL)
    gtk_widget_hide (GTK_WIDGET (self->verify_view));
}

static const char *
describe_result (const GError *error)
{
  if (error == NULL)
    return _("Both servers know you. Everything works.");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return _("The check was stopped.");
  return _("Something is wrong. See below what to do.");
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailCheckupView) self = user_data;
  g_autoptr (GError) error = NULL;

  mail_doctor_check_finish (MAIL_DOCTOR (source), result, &error);
  g_clear_object (&self->cancellable);
  if (self->doctor == NULL)
    return;

  gtk_label_set_label (GTK_LABEL (self->status), describe_result (error));
  if (mail_account_words_is_local (error))
    show_failure (self, error);
  show_running (self, FALSE);
}

static void
start (MailCheckupView *self)
{
  if (mail_doctor_get_busy (self->doctor))
    return;

  show_failure (self, NULL);
  show_running (self, TRUE);
  gtk_label_set_label (GTK_LABEL (self->status), _("Siegel is talking to both servers…"));
  self->cancellable = g_cancellable_new ();
  mail_doctor_check_async (self->doctor, MAIL_GOAL_ACCESS, self->cancellable, on_checked,
                           g_object_ref (self));
}

static void
on_stop_clicked (GtkButton *button, MailCheckupView *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
act (MailCheckupView *self, MailDiagnosis *diagnosis)
{
  MailAction action = mail_diagnosis_get_action (diagnosis);

  if (action == MAIL_ACTION_TRY_AGAIN)
    start (self);
  else if (action != MAIL_ACTION_NONE && action != MAIL_ACTION_OPEN_PAGE)
    g_signal_emit (self, signals[WANTED], 0, (int) action);
}

static void
on_acted (GtkWidget *view, MailDiagnosis *diagnosis, MailCheckupView *self)
{
  act (self, diagnosis);
}

static void
mail_checkup_view_dispose (GObject *object)
{
  MailCheckupView *self = MAIL_CHECKUP_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->doctor);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_CHECKUP_VIEW);

  G_OBJECT_CLASS (mail_checkup_view_parent_class)->dispose (object);
}

static void
mail_checkup_view_class_init (MailCheckupViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_checkup_view_dispose;

  /**
   * MailCheckupView::wanted:
   * @action: a #MailAction: what has to be changed
   */
  signals[WANTED] = g_signal_new ("wanted", MAIL_TYPE_CHECKUP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT);

  g_type_ensure (MAIL_TYPE_DIAGNOSIS_VIEW);
  g_type_ensure (MAIL_TYPE_VERIFY_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-checkup-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MailCheckupView, status);
  gtk_widget_class_bind_template_child (widget_class, MailCheckupView, stop);
  gtk_widget_class_bind_template_child (widget_class, MailCheckupView, again);
  gtk_widget_class_bind_template_child (widget_class, MailCheckupView, failure);
  gtk_widget_class_bind_template_child (widget_class, MailCheckupView, diagnosis_view);
  gtk_widget_class_bind_template_child (widget_class, MailCheckupView, verify_view);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_acted);
}

static void
mail_checkup_view_init (MailCheckupView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_checkup_view_new:
 * @doctor: who looks after the account
 *
 * Returns: (transfer floating): a view in which the check has begun; it ends with the view
 */
GtkWidget *
mail_checkup_view_new (MailDoctor *doctor)
{
  MailCheckupView *self = g_object_new (MAIL_TYPE_CHECKUP_VIEW, NULL);

  self->doctor = g_object_ref (doctor);
  mail_verify_view_set_doctor (self->verify_view, doctor);
  start (self);

  return GTK_WIDGET (self);
}
