/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-account-view.h"

#include <glib/gi18n-lib.h>

#include "mail-account-words.h"
#include "mail-action-row.h"
#include "mail-diagnosis-view.h"
#include "mail-fold.h"
#include "mail-trust-words.h"

struct _MailAccountView
{
  GtkBox parent_instance;

  MailStore *store;
  char *ca_file;
  MailDoctor *doctor;

  GtkWidget *address;
  GtkWidget *servers;
  GtkWidget *trust;
  GtkWidget *actions;
  GtkWidget *edit;
  GtkWidget *opening;
  GtkWidget *remove;
  MailFold *question;
  GtkWidget *keep;
  GtkWidget *failure;
  MailDiagnosisView *diagnosis_view;
};

G_DEFINE_FINAL_TYPE (MailAccountView, mail_account_view, GTK_TYPE_BOX)

enum
{
  TASK,
  EDIT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static MailAccount *
get_account (MailAccountView *self)
{
  return self->doctor != NULL ? mail_doctor_get_account (self->doctor) : NULL;
}

/* Files of the command line are for the program; only what was decided for this account belongs to it. */
static void
show_account (MailAccountView *self)
{
  MailAccount *account = get_account (self);
  g_autofree char *servers = mail_account_words_dup_servers (account);
  g_autofree char *decisions = mail_trust_dup_decisions (mail_account_get_settings (account), NULL);

  gtk_label_set_text (GTK_LABEL (self->address),
                      mail_address_get_address (mail_account_get_address (account)));
  gtk_label_set_text (GTK_LABEL (self->servers), servers);
  gtk_label_set_text (GTK_LABEL (self->trust), decisions != NULL ? decisions : "");
  gtk_widget_set_visible (self->trust, decisions != NULL);
}

static void
begin_task (MailAccountView *self, MailAccountTask task)
{
  mail_account_view_show_failure (self, NULL);
  g_signal_emit (self, signals[TASK], 0, (int) task);
}

static void
on_check_clicked (GtkButton *button, MailAccountView *self)
{
  begin_task (self, MAIL_ACCOUNT_TASK_CHECK);
}

static void
on_delivery_clicked (GtkButton *button, MailAccountView *self)
{
  begin_task (self, MAIL_ACCOUNT_TASK_DELIVERY);
}

static void
on_password_clicked (GtkButton *button, MailAccountView *self)
{
  begin_task (self, MAIL_ACCOUNT_TASK_PASSWORD);
}

static void
on_handover_clicked (GtkButton *button, MailAccountView *self)
{
  begin_task (self, MAIL_ACCOUNT_TASK_HANDOVER);
}

static void
on_edit_clicked (GtkButton *button, MailAccountView *self)
{
  mail_account_view_show_failure (self, NULL);
  g_signal_emit (self, signals[EDIT], 0);
}

static void
ask (MailAccountView *self, gboolean asking)
{
  mail_fold_set_open (self->question, asking);
  gtk_widget_grab_focus (asking ? self->keep : self->remove);
}

static void
on_remove_clicked (GtkButton *button, MailAccountView *self)
{
  ask (self, !mail_fold_get_open (self->question));
}

static void
on_keep_clicked (GtkButton *button, MailAccountView *self)
{
  ask (self, FALSE);
}

/* When all goes well the view itself is gone by now. */
static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailAccountView) self = user_data;
  g_autoptr (GError) error = NULL;

  if (mail_store_remove_finish (MAIL_STORE (source), result, &error) || self->doctor == NULL)
    return;

  mail_account_view_show_failure (self, error);
  gtk_widget_set_sensitive (self->actions, TRUE);
}

static void
on_remove_confirmed (GtkButton *button, MailAccountView *self)
{
  ask (self, FALSE);
  mail_account_view_show_failure (self, NULL);
  gtk_widget_set_sensitive (self->actions, FALSE);
  mail_store_remove_async (self->store, get_account (self), NULL, on_removed, g_object_ref (self));
}

static void
mail_account_view_dispose (GObject *object)
{
  MailAccountView *self = MAIL_ACCOUNT_VIEW (object);

  g_clear_object (&self->store);
  g_clear_object (&self->doctor);
  g_clear_pointer (&self->ca_file, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_ACCOUNT_VIEW);

  G_OBJECT_CLASS (mail_account_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-account-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MailAccountView, address);
  gtk_widget_class_bind_template_child (widget_class, MailAccountView, servers);
  gtk_widget_class_bind_template_child (widget_class, MailAccountView, trust);
  gtk_widget_class_bind_template_child (widget_class, MailAccountView, actions);
  gtk_widget_class_bind_template_child (widget_class, MailAccountView, edit);
  gtk_widget_class_bind_template_child (widget_class, MailAccountView, opening);
  gtk_widget_class_bind_template_child (widget_class, MailAccountView, remove);
  gtk_widget_class_bind_template_child (widget_class, MailAccountView, question);
  gtk_widget_class_bind_template_child (widget_class, MailAccountView, keep);
  gtk_widget_class_bind_template_child (widget_class, MailAccountView, failure);
  gtk_widget_class_bind_template_child (widget_class, MailAccountView, diagnosis_view);
  gtk_widget_class_bind_template_callback (widget_class, on_check_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_delivery_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_password_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_handover_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_edit_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_confirmed);
}

static void
mail_account_view_class_init (MailAccountViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_account_view_dispose;

  /**
   * MailAccountView::task:
   * @task: a #MailAccountTask that the person chose
   */
  signals[TASK] = g_signal_new ("task", MAIL_TYPE_ACCOUNT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT);
  /**
   * MailAccountView::edit:
   *
   * The person wants to change the settings of the account.
   */
  signals[EDIT]
      = g_signal_new ("edit", MAIL_TYPE_ACCOUNT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (MAIL_TYPE_ACTION_ROW);
  g_type_ensure (MAIL_TYPE_DIAGNOSIS_VIEW);
  g_type_ensure (MAIL_TYPE_FOLD);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
mail_account_view_init (MailAccountView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_account_view_new:
 * @store: the accounts
 * @ca_file: (nullable) (type filename): a file with certificates to trust as well
 *
 * Returns: (transfer floating): a view that shows no account yet
 */
GtkWidget *
mail_account_view_new (MailStore *store, const char *ca_file)
{
  MailAccountView *self = g_object_new (MAIL_TYPE_ACCOUNT_VIEW, NULL);

  self->store = g_object_ref (store);
  self->ca_file = g_strdup (ca_file);

  return GTK_WIDGET (self);
}

/**
 * mail_account_view_set_account:
 * @self: a view
 * @account: an account of its store
 *
 * Shows @account from now on.
 */
void
mail_account_view_set_account (MailAccountView *self, MailAccount *account)
{
  if (get_account (self) == account)
    return;

  g_clear_object (&self->doctor);
  self->doctor = mail_doctor_new (self->store, account);
  mail_doctor_set_ca_file (self->doctor, self->ca_file);
  gtk_widget_set_sensitive (self->actions, TRUE);
  mail_fold_set_open (self->question, FALSE);
  mail_account_view_show_failure (self, NULL);
  show_account (self);
}

/**
 * mail_account_view_get_doctor:
 * @self: a view that shows an account
 *
 * Returns: (transfer none): who looks after the account
 */
MailDoctor *
mail_account_view_get_doctor (MailAccountView *self)
{
  return self->doctor;
}

/**
 * mail_account_view_set_editing:
 * @self: a view
 * @editing: whether the assistant for its account is being opened; the keyring may ask meanwhile
 */
void
mail_account_view_set_editing (MailAccountView *self, gboolean editing)
{
  gtk_widget_set_sensitive (self->edit, !editing);
  gtk_widget_set_visible (self->opening, editing);
}

/**
 * mail_account_view_show_failure:
 * @self: a view that shows an account
 * @error: (nullable): what went wrong, or %NULL to hide it
 */
void
mail_account_view_show_failure (MailAccountView *self, const GError *error)
{
  g_autoptr (MailProvider) provider = mail_account_words_find_provider (get_account (self));
  g_autoptr (MailDiagnosis) diagnosis = error != NULL ? mail_diagnosis_new_for_error (error, provider) : NULL;

  mail_diagnosis_view_set_diagnosis (self->diagnosis_view, diagnosis);
  gtk_widget_set_visible (self->failure, diagnosis != NULL);
}
