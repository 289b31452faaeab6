/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-password-view.h"

#include <glib/gi18n-lib.h>

#include "mail-account-words.h"
#include "mail-diagnosis-view.h"
#include "mail-entry-row.h"
#include "mail-process.h"
#include "mail-verify-view.h"

struct _MailPasswordView
{
  GtkBox parent_instance;

  MailDoctor *doctor;
  GCancellable *cancellable; /* as long as it runs */

  GtkWidget *form;
  MailEntryRow *password_row;
  GtkWidget *password;
  MailEntryRow *outgoing_row;
  GtkWidget *outgoing;
  GtkWidget *save;
  GtkWidget *stop;
  GtkWidget *status;
  GtkWidget *failure;
  MailDiagnosisView *diagnosis_view;
  MailVerifyView *verify_view;
};

G_DEFINE_FINAL_TYPE (MailPasswordView, mail_password_view, GTK_TYPE_BOX)

enum
{
  WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static MailSettings *
get_settings (MailPasswordView *self)
{
  return mail_account_get_settings (mail_doctor_get_account (self->doctor));
}

static gboolean
has_own_outgoing (MailPasswordView *self)
{
  MailSettings *settings = get_settings (self);

  return mail_settings_get_separate_login (settings)
         && mail_server_get_auth (mail_settings_get_outgoing (settings)) != MAIL_AUTH_NONE;
}

static void
say (MailPasswordView *self, const char *words, const char *css_class)
{
  const char *classes[] = { css_class, NULL };

  gtk_widget_set_css_classes (self->status, classes);
  gtk_label_set_label (GTK_LABEL (self->status), words);
}

static void
show_running (MailPasswordView *self, gboolean running)
{
  gtk_widget_set_sensitive (self->form, !running);
  gtk_widget_set_visible (self->save, !running);
  gtk_widget_set_visible (self->stop, running);
}

static void
show_failure (MailPasswordView *self, const GError *error)
{
  g_autoptr (MailProvider) provider
      = mail_account_words_find_provider (mail_doctor_get_account (self->doctor));
  g_autoptr (MailDiagnosis) diagnosis = error != NULL ? mail_diagnosis_new_for_error (error, provider) : NULL;

  mail_diagnosis_view_set_diagnosis (self->diagnosis_view, diagnosis);
  gtk_widget_set_visible (self->failure, diagnosis != NULL);
}

/* Nothing that was typed stays in an entry once it has done its work. */
static void
clear_entries (MailPasswordView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  gtk_editable_set_text (GTK_EDITABLE (self->outgoing), "");
}

static void
show_result (MailPasswordView *self, const GError *error)
{
  if (error == NULL)
    {
      clear_entries (self);
      gtk_widget_hide (self->form);
      gtk_widget_hide (self->save);
      say (self, _("The new password works, and is stored in place of the old one."), "success");
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, _("Stopped. The old password is still stored."), NULL);
  else
    say (self, _("Nothing was changed: the old password is still stored."), NULL);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailPasswordView) self = user_data;
  g_autoptr (GError) error = NULL;

  mail_doctor_change_password_finish (MAIL_DOCTOR (source), result, &error);
  g_clear_object (&self->cancellable);
  if (self->doctor == NULL)
    return;

  show_running (self, FALSE);
  show_result (self, error);
  if (mail_account_words_is_local (error))
    show_failure (self, error);
}

static MailSecret *
take (GtkWidget *entry)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  return *text != '\0' ? mail_secret_new (text, -1) : NULL;
}

static void
start (MailPasswordView *self)
{
  g_autoptr (MailSecret) secret = take (self->password);
  g_autoptr (MailSecret) outgoing = has_own_outgoing (self) ? take (self->outgoing) : NULL;

  if (mail_doctor_get_busy (self->doctor))
    return;
  if (secret == NULL)
    {
      mail_entry_row_set_error (self->password_row, _("Enter the new password."));
      mail_entry_row_focus (self->password_row);
      return;
    }

  show_failure (self, NULL);
  show_running (self, TRUE);
  say (self, _("Siegel is proving the new password…"), NULL);
  self->cancellable = g_cancellable_new ();
  mail_doctor_change_password_async (self->doctor, secret, outgoing, self->cancellable, on_changed,
                                     g_object_ref (self));
}

static void
on_stop_clicked (GtkButton *button, MailPasswordView *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
on_typed (MailPasswordView *self)
{
  mail_entry_row_set_error (self->password_row, NULL);
}

static void
on_acted (GtkWidget *view, MailDiagnosis *diagnosis, MailPasswordView *self)
{
  MailAction action = mail_diagnosis_get_action (diagnosis);

  if (action == MAIL_ACTION_TRY_AGAIN)
    start (self);
  else if (action == MAIL_ACTION_CHANGE_PASSWORD)
    mail_entry_row_focus (self->password_row);
  else if (action != MAIL_ACTION_NONE && action != MAIL_ACTION_OPEN_PAGE)
    g_signal_emit (self, signals[WANTED], 0, (int) action);
}

static void
mail_password_view_dispose (GObject *object)
{
  MailPasswordView *self = MAIL_PASSWORD_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->doctor);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_PASSWORD_VIEW);

  G_OBJECT_CLASS (mail_password_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-password-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MailPasswordView, form);
  gtk_widget_class_bind_template_child (widget_class, MailPasswordView, password_row);
  gtk_widget_class_bind_template_child (widget_class, MailPasswordView, password);
  gtk_widget_class_bind_template_child (widget_class, MailPasswordView, outgoing_row);
  gtk_widget_class_bind_template_child (widget_class, MailPasswordView, outgoing);
  gtk_widget_class_bind_template_child (widget_class, MailPasswordView, save);
  gtk_widget_class_bind_template_child (widget_class, MailPasswordView, stop);
  gtk_widget_class_bind_template_child (widget_class, MailPasswordView, status);
  gtk_widget_class_bind_template_child (widget_class, MailPasswordView, failure);
  gtk_widget_class_bind_template_child (widget_class, MailPasswordView, diagnosis_view);
  gtk_widget_class_bind_template_child (widget_class, MailPasswordView, verify_view);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_acted);
}

static void
mail_password_view_class_init (MailPasswordViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_password_view_dispose;

  /**
   * MailPasswordView::wanted:
   * @action: a #MailAction: what has to be changed
   */
  signals[WANTED] = g_signal_new ("wanted", MAIL_TYPE_PASSWORD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT);

  g_type_ensure (MAIL_TYPE_DIAGNOSIS_VIEW);
  g_type_ensure (MAIL_TYPE_ENTRY_ROW);
  g_type_ensure (MAIL_TYPE_VERIFY_VIEW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
mail_password_view_init (MailPasswordView *self)
{
  mail_process_expect_secrets ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_password_view_new:
 * @doctor: who looks after the account
 *
 * Returns: (transfer floating): a form for new passwords; a proof that runs ends with it
 */
GtkWidget *
mail_password_view_new (MailDoctor *doctor)
{
  MailPasswordView *self = g_object_new (MAIL_TYPE_PASSWORD_VIEW, NULL);

  self->doctor = g_object_ref (doctor);
  mail_verify_view_set_doctor (self->verify_view, doctor);
  gtk_widget_set_visible (GTK_WIDGET (self->outgoing_row), has_own_outgoing (self));

  return GTK_WIDGET (self);
}
