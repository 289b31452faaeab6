/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-check-page.h"

#include <glib/gi18n-lib.h>

#include "mail-report-copy.h"
#include "mail-server-check.h"

struct _MailCheckPage
{
  MailPage parent_instance;

  GtkWidget *status;
  GtkWidget *stop;
  GtkWidget *change;
  MailServerCheck *incoming;
  MailServerCheck *outgoing;
  MailReportCopy *copy;
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
  return mail_server_check_get_diagnosis (self->incoming) == NULL
         && mail_server_check_get_diagnosis (self->outgoing) == NULL;
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

static gboolean
are_details_open (MailCheckPage *self)
{
  gboolean incoming, outgoing;

  g_object_get (self->incoming, "detailed", &incoming, NULL);
  g_object_get (self->outgoing, "detailed", &outgoing, NULL);
  return incoming || outgoing;
}

/* Where all is well a report is one of the details. */
static void
update_copy (MailCheckPage *self)
{
  MailSetup *setup = get_setup (self);
  gboolean over = setup != NULL && mail_setup_get_verify (setup) != NULL && !mail_setup_get_checking (setup);
  gboolean wanted = over && (!was_stopped (self) || are_details_open (self));

  if (wanted)
    mail_report_copy_set_verify (self->copy, mail_setup_get_verify (setup), mail_setup_get_address (setup),
                                 mail_setup_get_provider (setup));
  gtk_widget_set_visible (GTK_WIDGET (self->copy), wanted);
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
  update_copy (self);
}

static void
show_reports (MailCheckPage *self)
{
  MailVerify *verify = mail_setup_get_verify (get_setup (self));

  mail_server_check_set_report (self->incoming, verify != NULL ? mail_verify_get_incoming (verify) : NULL);
  mail_server_check_set_report (self->outgoing, verify != NULL ? mail_verify_get_outgoing (verify) : NULL);
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

static gboolean
is_field (MailAction action)
{
  return action == MAIL_ACTION_CHANGE_HOST || action == MAIL_ACTION_CHANGE_SECURITY
         || action == MAIL_ACTION_CHANGE_USERNAME || action == MAIL_ACTION_CHANGE_PASSWORD
         || action == MAIL_ACTION_CHANGE_ADDRESS;
}

/* Back to the field that the first failure is about; where it is about none, to the server's name. */
static void
on_change_clicked (GtkButton *button, MailCheckPage *self)
{
  MailDiagnosis *diagnosis = mail_server_check_get_diagnosis (self->incoming);
  gboolean incoming = diagnosis != NULL || was_stopped (self);
  MailAction field;

  if (diagnosis == NULL)
    diagnosis = mail_server_check_get_diagnosis (self->outgoing);

  field = diagnosis != NULL ? mail_diagnosis_get_action (diagnosis) : MAIL_ACTION_NONE;
  if (!is_field (field))
    field = MAIL_ACTION_CHANGE_HOST;
  want_field (self, field, incoming);
}

static MailServer *
get_server (MailCheckPage *self, gboolean incoming)
{
  MailSettings *settings = mail_setup_get_settings (get_setup (self));

  return incoming ? mail_settings_get_incoming (settings) : mail_settings_get_outgoing (settings);
}

static void
change_security (MailCheckPage *self, MailDiagnosis *diagnosis, gboolean incoming)
{
  MailServer *server = get_server (self, incoming);

  mail_server_set_security (server, mail_diagnosis_get_action_security (diagnosis));
  mail_server_set_port (server, mail_diagnosis_get_action_port (diagnosis));
}

/* The name for sending follows that for receiving, unless there is a sign-in of its own. */
static void
use_username (MailCheckPage *self, MailDiagnosis *diagnosis, gboolean incoming)
{
  gboolean separate = mail_settings_get_separate_login (mail_setup_get_settings (get_setup (self)));
  MailServer *server = get_server (self, incoming || !separate);

  mail_server_set_username (server, mail_diagnosis_get_action_username (diagnosis));
}

static void
act (MailCheckPage *self, MailDiagnosis *diagnosis, gboolean incoming)
{
  MailAction action = mail_diagnosis_get_action (diagnosis);

  switch (action)
    {
    case MAIL_ACTION_NONE:
    case MAIL_ACTION_OPEN_PAGE:
    case MAIL_ACTION_REVIEW_CERTIFICATE:
      break;
    case MAIL_ACTION_CHANGE_SECURITY:
      change_security (self, diagnosis, incoming);
      start (self);
      break;
    case MAIL_ACTION_USE_USERNAME:
      use_username (self, diagnosis, incoming);
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
on_incoming_acted (MailServerCheck *view, MailDiagnosis *diagnosis, MailCheckPage *self)
{
  act (self, diagnosis, TRUE);
}

static void
on_outgoing_acted (MailServerCheck *view, MailDiagnosis *diagnosis, MailCheckPage *self)
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

  g_type_ensure (MAIL_TYPE_REPORT_COPY);
  g_type_ensure (MAIL_TYPE_SERVER_CHECK);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MailCheckPage, status);
  gtk_widget_class_bind_template_child (widget_class, MailCheckPage, stop);
  gtk_widget_class_bind_template_child (widget_class, MailCheckPage, change);
  gtk_widget_class_bind_template_child (widget_class, MailCheckPage, incoming);
  gtk_widget_class_bind_template_child (widget_class, MailCheckPage, outgoing);
  gtk_widget_class_bind_template_child (widget_class, MailCheckPage, copy);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_change_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_incoming_acted);
  gtk_widget_class_bind_template_callback (widget_class, on_outgoing_acted);
  gtk_widget_class_bind_template_callback (widget_class, update_copy);
  gtk_widget_class_bind_template_callback (widget_class, start);
}

static void
mail_check_page_init (MailCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
