/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-account-row.h"

#include <glib/gi18n-lib.h>

#include "mail-database.h"
#include "mail-diagnosis-view.h"
#include "mail-fold.h"
#include "mail-recheck.h"
#include "mail-report-view.h"

struct _MailAccountRow
{
  GtkBox parent_instance;

  MailStore *store;
  MailAccount *account;
  char *ca_file;
  GCancellable *cancellable;

  GtkWidget *address;
  GtkWidget *servers;
  GtkWidget *check;
  GtkWidget *remove;
  MailFold *question;
  GtkWidget *keep;
  GtkWidget *failure;
  MailDiagnosisView *diagnosis_view;
  GtkWidget *reports;
  MailReportView *incoming;
  MailReportView *outgoing;
};

G_DEFINE_FINAL_TYPE (MailAccountRow, mail_account_row, GTK_TYPE_BOX)

/* The provider as it is known today; its advice may have changed since the account was stored. */
static MailProvider *
get_provider (MailAccount *account)
{
  const char *id = mail_account_get_provider_id (account);
  g_autoptr (MailClientConfig) config = NULL;

  if (id != NULL)
    config = mail_database_get_provider (mail_database_get_default (), id, NULL);

  return config != NULL ? mail_provider_ref (mail_client_config_get_provider (config)) : NULL;
}

static char *
describe_servers (MailAccount *account)
{
  MailSettings *settings = mail_account_get_settings (account);
  const char *provider = mail_account_get_provider_name (account);
  const char *incoming = mail_server_get_host (mail_settings_get_incoming (settings));
  const char *outgoing = mail_server_get_host (mail_settings_get_outgoing (settings));

  if (provider == NULL)
    /* Translators: both are servers. */
    return g_strdup_printf (_("%s · %s"), incoming, outgoing);

  /* Translators: a provider and two servers: “GMX · imap.gmx.net · mail.gmx.net”. */
  return g_strdup_printf (_("%s · %s · %s"), provider, incoming, outgoing);
}

static void
name_button (GtkWidget *button, const char *words, gboolean tooltip)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  if (tooltip)
    gtk_widget_set_tooltip_text (button, words);
}

/* With several accounts in a list a button must say which one it means. */
static void
show_account (MailAccountRow *self)
{
  const char *address = mail_address_get_address (mail_account_get_address (self->account));
  g_autofree char *servers = describe_servers (self->account);
  /* Translators: the name of a button; %s is an e-mail address. */
  g_autofree char *check = g_strdup_printf (_("Check %s again"), address);
  /* Translators: the name of a button; %s is an e-mail address. */
  g_autofree char *removal = g_strdup_printf (_("Remove %s"), address);

  gtk_label_set_label (GTK_LABEL (self->address), address);
  gtk_label_set_label (GTK_LABEL (self->servers), servers);
  name_button (self->check, check, FALSE);
  name_button (self->remove, removal, TRUE);
}

static void
show_failure (MailAccountRow *self, const GError *error)
{
  g_autoptr (MailProvider) provider = get_provider (self->account);
  g_autoptr (MailDiagnosis) diagnosis = error != NULL ? mail_diagnosis_new_for_error (error, provider) : NULL;

  mail_diagnosis_view_set_diagnosis (self->diagnosis_view, diagnosis);
  gtk_widget_set_visible (self->failure, diagnosis != NULL);
}

static void
set_busy (MailAccountRow *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->check, !busy);
  gtk_widget_set_sensitive (self->remove, !busy);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailAccountRow) self = user_data;

  /* What went wrong is in the reports, which are shown already. */
  mail_verify_run_finish (MAIL_VERIFY (source), result, NULL);
  if (self->account != NULL)
    set_busy (self, FALSE);
}

static void
run (MailAccountRow *self, MailVerify *verify)
{
  MailAddress *address = mail_account_get_address (self->account);
  g_autoptr (MailProvider) provider = get_provider (self->account);

  mail_report_view_set_report (self->incoming, mail_verify_get_incoming (verify), address, provider);
  mail_report_view_set_report (self->outgoing, mail_verify_get_outgoing (verify), address, provider);
  gtk_widget_show (self->reports);
  mail_verify_run_async (verify, self->cancellable, on_checked, g_object_ref (self));
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailAccountRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MailVerify) verify = mail_recheck_prepare_finish (MAIL_ACCOUNT (source), result, &error);

  if (self->account == NULL)
    return;

  if (verify == NULL || (self->ca_file != NULL && !mail_verify_set_ca_file (verify, self->ca_file, &error)))
    {
      show_failure (self, error);
      set_busy (self, FALSE);
      return;
    }

  run (self, verify);
}

static void
on_check_clicked (GtkButton *button, MailAccountRow *self)
{
  show_failure (self, NULL);
  set_busy (self, TRUE);
  mail_recheck_prepare_async (self->store, self->account, self->cancellable, on_prepared,
                              g_object_ref (self));
}

static void
ask (MailAccountRow *self, gboolean asking)
{
  mail_fold_set_open (self->question, asking);
  gtk_widget_grab_focus (asking ? self->keep : self->remove);
}

static void
on_remove_clicked (GtkButton *button, MailAccountRow *self)
{
  ask (self, !mail_fold_get_open (self->question));
}

static void
on_keep_clicked (GtkButton *button, MailAccountRow *self)
{
  ask (self, FALSE);
}

/* When all goes well the row itself is gone by now. */
static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailAccountRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (mail_store_remove_finish (MAIL_STORE (source), result, &error) || self->account == NULL)
    return;

  show_failure (self, error);
  set_busy (self, FALSE);
}

static void
on_remove_confirmed (GtkButton *button, MailAccountRow *self)
{
  ask (self, FALSE);
  show_failure (self, NULL);
  set_busy (self, TRUE);
  mail_store_remove_async (self->store, self->account, NULL, on_removed, g_object_ref (self));
}

static void
mail_account_row_dispose (GObject *object)
{
  MailAccountRow *self = MAIL_ACCOUNT_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->account);
  g_clear_pointer (&self->ca_file, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_ACCOUNT_ROW);

  G_OBJECT_CLASS (mail_account_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, address);
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, servers);
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, check);
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, remove);
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, question);
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, keep);
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, failure);
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, diagnosis_view);
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, reports);
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, incoming);
  gtk_widget_class_bind_template_child (widget_class, MailAccountRow, outgoing);
  gtk_widget_class_bind_template_callback (widget_class, on_check_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_confirmed);
}

static void
mail_account_row_class_init (MailAccountRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_account_row_dispose;

  g_type_ensure (MAIL_TYPE_FOLD);
  g_type_ensure (MAIL_TYPE_DIAGNOSIS_VIEW);
  g_type_ensure (MAIL_TYPE_REPORT_VIEW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
mail_account_row_init (MailAccountRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_account_row_new:
 * @store: the accounts
 * @account: one of them
 * @ca_file: (nullable): a file with certificates to trust as well
 *
 * Returns: (transfer floating): a row for @account
 */
GtkWidget *
mail_account_row_new (MailStore *store, MailAccount *account, const char *ca_file)
{
  MailAccountRow *self = g_object_new (MAIL_TYPE_ACCOUNT_ROW, NULL);

  self->store = g_object_ref (store);
  self->account = g_object_ref (account);
  self->ca_file = g_strdup (ca_file);
  show_account (self);

  return GTK_WIDGET (self);
}
