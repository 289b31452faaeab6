/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-check-page.h"

#include <glib/gi18n-lib.h>

#include "mail-report-view.h"

struct _MailCheckPage
{
  MailPage parent_instance;

  GtkWidget *status;
  GtkWidget *stop;
  GtkWidget *change;
  MailReportView *incoming;
  MailReportView *outgoing;
};

G_DEFINE_FINAL_TYPE (MailCheckPage, mail_check_page, MAIL_TYPE_PAGE)

static MailSetup *
get_setup (MailCheckPage *self)
{
  return mail_page_get_setup (MAIL_PAGE (self));
}

static gboolean
was_stopped (MailCheckPage *self)
{
  return mail_report_view_get_diagnosis (self->incoming) == NULL
         && mail_report_view_get_diagnosis (self->outgoing) == NULL;
}

static const char *
describe_status (MailCheckPage *self)
{
  if (mail_setup_get_checking (get_setup (self)))
    return _("Siegel is talking to both servers…");
  if (mail_setup_get_proven (get_setup (self)))
    return _("Both servers know you. Everything works.");
  if (was_stopped (self))
    return _("The check was stopped. Nothing is stored yet.");

  return _("Something is still wrong. See below what to do.");
}

static void
update (MailCheckPage *self)
{
  gboolean checking = mail_setup_get_checking (get_setup (self));
  gboolean proven = mail_setup_get_proven (get_setup (self));

  gtk_label_set_label (GTK_LABEL (self->status), describe_status (self));
  gtk_widget_set_visible (self->stop, checking);
  gtk_widget_set_visible (self->change, !checking && !proven);
  mail_page_set_next (MAIL_PAGE (self), checking || proven ? _("_Next") : _("_Try Again"), !checking);
}

static void
show_reports (MailCheckPage *self)
{
  MailSetup *setup = get_setup (self);
  MailVerify *verify = mail_setup_get_verify (setup);
  MailAddress *address = mail_setup_get_address (setup);
  MailProvider *provider = mail_setup_get_provider (setup);

  mail_report_view_set_report (self->incoming, verify != NULL ? mail_verify_get_incoming (verify) : NULL,
                               address, provider);
  mail_report_view_set_report (self->outgoing, verify != NULL ? mail_verify_get_outgoing (verify) : NULL,
                               address, provider);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailCheckPage) self = user_data;

  /* What went wrong is in the reports, which are shown already. */
  mail_setup_check_finish (MAIL_SETUP (source), result, NULL);
  if (get_setup (self) == NULL)
    return;

  update (self);
}

static void
start (MailCheckPage *self)
{
  mail_setup_check_async (get_setup (self), MAIL_GOAL_ACCESS, mail_page_get_visit (MAIL_PAGE (self)),
                          on_checked, g_object_ref (self));
  update (self);
}

static void
on_stop_clicked (GtkButton *button, MailCheckPage *self)
{
  /* The visit goes on, but what it has started does not. */
  mail_page_left (MAIL_PAGE (self));
}

static void
want_field (MailCheckPage *self, MailAction field, gboolean incoming)
{
  MailSettings *settings = mail_setup_get_settings (get_setup (self));
  gboolean own_password = !incoming && mail_settings_get_separate_login (settings);
  gboolean on_account
      = field == MAIL_ACTION_CHANGE_ADDRESS || (field == MAIL_ACTION_CHANGE_PASSWORD && !own_password);

  mail_page_want_field (MAIL_PAGE (self), on_account ? MAIL_SETUP_PAGE_ACCOUNT : MAIL_SETUP_PAGE_SERVERS,
                        field, incoming);
}

/* Back to the field that the first failure is about; where it is about none, to the server's name. */
static void
on_change_clicked (GtkButton *button, MailCheckPage *self)
{
  MailDiagnosis *diagnosis = mail_report_view_get_diagnosis (self->incoming);
  gboolean incoming = diagnosis != NULL || was_stopped (self);
  MailAction field;

  if (diagnosis == NULL)
    diagnosis = mail_report_view_get_diagnosis (self->outgoing);

  field = diagnosis != NULL ? mail_diagnosis_get_action (diagnosis) : MAIL_ACTION_NONE;
  if (field == MAIL_ACTION_NONE || field == MAIL_ACTION_OPEN_PAGE || field == MAIL_ACTION_TRY_AGAIN)
    field = MAIL_ACTION_CHANGE_HOST;
  want_field (self, field, incoming);
}

static void
change_security (MailCheckPage *self, MailDiagnosis *diagnosis, gboolean incoming)
{
  MailSettings *settings = mail_setup_get_settings (get_setup (self));
  MailServer *server
      = incoming ? mail_settings_get_incoming (settings) : mail_settings_get_outgoing (settings);

  mail_server_set_security (server, mail_diagnosis_get_action_security (diagnosis));
  mail_server_set_port (server, mail_diagnosis_get_action_port (diagnosis));
}

static void
act (MailCheckPage *self, MailDiagnosis *diagnosis, gboolean incoming)
{
  MailAction action = mail_diagnosis_get_action (diagnosis);

  switch (action)
    {
    case MAIL_ACTION_NONE:
    case MAIL_ACTION_OPEN_PAGE:
      break;
    case MAIL_ACTION_CHANGE_SECURITY:
      change_security (self, diagnosis, incoming);
      start (self);
      break;
    case MAIL_ACTION_TRY_AGAIN:
      start (self);
      break;
    case MAIL_ACTION_CHANGE_HOST:
    case MAIL_ACTION_CHANGE_USERNAME:
    case MAIL_ACTION_CHANGE_PASSWORD:
    case MAIL_ACTION_CHANGE_ADDRESS:
    default:
      want_field (self, action, incoming);
    }
}

static void
on_incoming_acted (MailReportView *view, MailDiagnosis *diagnosis, MailCheckPage *self)
{
  act (self, diagnosis, TRUE);
}

static void
on_outgoing_acted (MailReportView *view, MailDiagnosis *diagnosis, MailCheckPage *self)
{
  act (self, diagnosis, FALSE);
}

/* What was proven stays proven until something changes. */
static void
mail_check_page_shown (MailPage *page)
{
  MailCheckPage *self = MAIL_CHECK_PAGE (page);

  show_reports (self);
  if (!mail_setup_get_proven (get_setup (self)))
    start (self);
}

static gboolean
mail_check_page_next (MailPage *page)
{
  MailCheckPage *self = MAIL_CHECK_PAGE (page);

  if (mail_setup_get_proven (get_setup (self)))
    return TRUE;

  start (self);
  return FALSE;
}

static void
mail_check_page_constructed (GObject *object)
{
  MailCheckPage *self = MAIL_CHECK_PAGE (object);

  G_OBJECT_CLASS (mail_check_page_parent_class)->constructed (object);

  g_signal_connect_object (get_setup (self), "notify::verify", G_CALLBACK (show_reports), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_setup (self), "notify::checking", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_setup (self), "notify::proven", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
mail_check_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_CHECK_PAGE);

  G_OBJECT_CLASS (mail_check_page_parent_class)->dispose (object);
}

static void
mail_check_page_class_init (MailCheckPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  MailPageClass *page_class = MAIL_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = mail_check_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = mail_check_page_dispose;
  page_class->shown = mail_check_page_shown;
  page_class->next = mail_check_page_next;

  g_type_ensure (MAIL_TYPE_REPORT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MailCheckPage, status);
  gtk_widget_class_bind_template_child (widget_class, MailCheckPage, stop);
  gtk_widget_class_bind_template_child (widget_class, MailCheckPage, change);
  gtk_widget_class_bind_template_child (widget_class, MailCheckPage, incoming);
  gtk_widget_class_bind_template_child (widget_class, MailCheckPage, outgoing);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_change_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_incoming_acted);
  gtk_widget_class_bind_template_callback (widget_class, on_outgoing_acted);
}

static void
mail_check_page_init (MailCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
