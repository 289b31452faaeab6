/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-report-view.h"

#include <glib/gi18n-lib.h>

#include "mail-check-row.h"
#include "mail-diagnosis-view.h"
#include "mail-fold.h"
#include "mail-tls-details.h"

struct _MailReportView
{
  GtkBox parent_instance;

  MailReport *report;
  MailAddress *address;
  MailProvider *provider;
  MailDiagnosis *diagnosis;
  char *title;
  char *icon_name;

  GtkWidget *mark;
  GtkWidget *mark_image;
  MailFold *steps_fold;
  GtkWidget *steps;
  MailFold *outcome_fold;
  GtkWidget *success;
  MailDiagnosisView *diagnosis_view;
  GtkWidget *soon;
  GtkWidget *soon_label;
  GtkWidget *outcome;
  GtkWidget *details_fold;
  MailTlsDetails *details;
};

static void mail_report_view_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailReportView,
                               mail_report_view,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, mail_report_view_buildable_init))

typedef enum
{
  PROP_TITLE = 1,
  PROP_ICON_NAME,
  PROP_SERVER,
  PROP_DETAILED,
} MailReportViewProperty;

static GParamSpec *properties[PROP_DETAILED + 1];

static GtkBuildableIface *parent_buildable;

enum
{
  ACTED,
  JUDGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
describe_server (MailReportView *self,
                 MailServer *server,
                 const char *host,
                 guint port,
                 MailSecurity security)
{
  return server != NULL ? mail_server_describe (server) : NULL;
}

static GtkWidget *
create_step (gpointer item, gpointer user_data)
{
  return mail_check_row_new (MAIL_CHECK (item));
}

static void
set_mark (MailReportView *self, const char *page, const char *icon_name, const char *css_class)
{
  const char *classes[] = { css_class, NULL };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->mark_image), icon_name);
  gtk_widget_set_css_classes (self->mark_image, classes);
  gtk_stack_set_visible_child_name (GTK_STACK (self->mark), page);
}

static void
show_steps (MailReportView *self, gboolean running)
{
  set_mark (self, running ? "spinner" : "image", "siegel-waiting-symbolic", "waiting");
  mail_fold_set_open (self->steps_fold, TRUE);
  mail_fold_set_open (self->outcome_fold, FALSE);
  gtk_expander_set_expanded (GTK_EXPANDER (self->details_fold), FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "stopped");
}

/* What works today, but not for long, is worth a word while there is time. */
static void
show_expiry (MailReportView *self, const MailTlsInfo *tls)
{
  g_autofree char *words
      = tls != NULL ? mail_tls_info_describe_expiry (tls, g_get_real_time () / G_USEC_PER_SEC) : NULL;

  gtk_label_set_text (GTK_LABEL (self->soon_label), words != NULL ? words : "");
  gtk_widget_set_visible (self->soon, words != NULL);
}

static void
show_details (MailReportView *self)
{
  const MailTlsInfo *tls = mail_report_get_tls (self->report);

  gtk_widget_set_visible (self->details_fold, tls != NULL);
  if (tls != NULL)
    mail_tls_details_set_report (self->details, self->report);
  show_expiry (self, mail_report_get_state (self->report) == MAIL_STATE_PASSED ? tls : NULL);
}

static void
show_success (MailReportView *self)
{
  g_autofree char *sentence = mail_diagnosis_describe_success (self->report);

  set_mark (self, "image", "siegel-passed-symbolic", "success");
  gtk_label_set_text (GTK_LABEL (self->success), sentence);
  gtk_widget_show (self->success);
  mail_diagnosis_view_set_diagnosis (self->diagnosis_view, NULL);
  show_details (self);
  mail_fold_set_open (self->steps_fold, FALSE);
  mail_fold_set_open (self->outcome_fold, TRUE);
}

/* What the person stopped themselves is no failure. */
static void
show_stopped (MailReportView *self)
{
  show_steps (self, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "stopped");
  set_mark (self, "image", "siegel-skipped-symbolic", "waiting");
}

static void
show_failure (MailReportView *self)
{
  self->diagnosis = mail_diagnosis_new (self->report, self->address, self->provider);
  set_mark (self, "image", "siegel-failed-symbolic", "error");
  gtk_widget_hide (self->success);
  mail_diagnosis_view_set_diagnosis (self->diagnosis_view, self->diagnosis);
  show_details (self);
  mail_fold_set_open (self->steps_fold, TRUE);
  mail_fold_set_open (self->outcome_fold, TRUE);
}

static void
update (MailReportView *self)
{
  MailState state = self->report != NULL ? mail_report_get_state (self->report) : MAIL_STATE_WAITING;

  g_clear_object (&self->diagnosis);
  if (state == MAIL_STATE_PASSED)
    show_success (self);
  else if (state != MAIL_STATE_FAILED)
    show_steps (self, state == MAIL_STATE_RUNNING);
  else if (g_error_matches (mail_report_get_error (self->report), G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_stopped (self);
  else
    show_failure (self);
  g_signal_emit (self, signals[JUDGED], 0);
}

static void
on_details_toggled (MailReportView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAILED]);
}

/* Further ways out of a failure go under it. */
static void
mail_report_view_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  MailReportView *self = MAIL_REPORT_VIEW (buildable);

  /* While the template itself is built there is nothing to put it into. */
  if (self->outcome == NULL)
    parent_buildable->add_child (buildable, builder, child, type);
  else
    gtk_box_insert_child_after (GTK_BOX (self->outcome), GTK_WIDGET (child),
                                GTK_WIDGET (self->diagnosis_view));
}

static void
mail_report_view_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = mail_report_view_add_child;
}

static void
on_acted (MailDiagnosisView *view, MailDiagnosis *diagnosis, MailReportView *self)
{
  g_signal_emit (self, signals[ACTED], 0, diagnosis);
}

static void
mail_report_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailReportView *self = MAIL_REPORT_VIEW (object);

  switch ((MailReportViewProperty) id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;
    case PROP_SERVER:
      g_value_set_object (value, self->report != NULL ? mail_report_get_server (self->report) : NULL);
      break;
    case PROP_DETAILED:
      g_value_set_boolean (value, gtk_expander_get_expanded (GTK_EXPANDER (self->details_fold)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_report_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailReportView *self = MAIL_REPORT_VIEW (object);

  switch ((MailReportViewProperty) id)
    {
    case PROP_TITLE:
      g_free (self->title);
      self->title = g_value_dup_string (value);
      break;
    case PROP_ICON_NAME:
      g_free (self->icon_name);
      self->icon_name = g_value_dup_string (value);
      break;
    case PROP_SERVER:
    case PROP_DETAILED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_report_view_dispose (GObject *object)
{
  MailReportView *self = MAIL_REPORT_VIEW (object);

  g_clear_object (&self->report);
  g_clear_object (&self->diagnosis);
  g_clear_pointer (&self->address, mail_address_unref);
  g_clear_pointer (&self->provider, mail_provider_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_REPORT_VIEW);

  G_OBJECT_CLASS (mail_report_view_parent_class)->dispose (object);
}

static void
mail_report_view_finalize (GObject *object)
{
  MailReportView *self = MAIL_REPORT_VIEW (object);

  g_free (self->title);
  g_free (self->icon_name);

  G_OBJECT_CLASS (mail_report_view_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON_NAME]
      = g_param_spec_string ("icon-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SERVER] = g_param_spec_object ("server", NULL, NULL, MAIL_TYPE_SERVER,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DETAILED]
      = g_param_spec_boolean ("detailed", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * MailReportView::acted:
   * @diagnosis: whose button was pressed
   */
  signals[ACTED] = g_signal_new ("acted", MAIL_TYPE_REPORT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, MAIL_TYPE_DIAGNOSIS);
  /**
   * MailReportView::judged:
   *
   * The report begins, ends or goes, and the card shows so.
   */
  signals[JUDGED] = g_signal_new ("judged", MAIL_TYPE_REPORT_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-report-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MailReportView, mark);
  gtk_widget_class_bind_template_child (widget_class, MailReportView, mark_image);
  gtk_widget_class_bind_template_child (widget_class, MailReportView, steps_fold);
  gtk_widget_class_bind_template_child (widget_class, MailReportView, steps);
  gtk_widget_class_bind_template_child (widget_class, MailReportView, outcome_fold);
  gtk_widget_class_bind_template_child (widget_class, MailReportView, success);
  gtk_widget_class_bind_template_child (widget_class, MailReportView, diagnosis_view);
  gtk_widget_class_bind_template_child (widget_class, MailReportView, soon);
  gtk_widget_class_bind_template_child (widget_class, MailReportView, soon_label);
  gtk_widget_class_bind_template_child (widget_class, MailReportView, outcome);
  gtk_widget_class_bind_template_child (widget_class, MailReportView, details_fold);
  gtk_widget_class_bind_template_child (widget_class, MailReportView, details);
  gtk_widget_class_bind_template_callback (widget_class, describe_server);
  gtk_widget_class_bind_template_callback (widget_class, on_acted);
  gtk_widget_class_bind_template_callback (widget_class, on_details_toggled);
}

static void
mail_report_view_class_init (MailReportViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mail_report_view_dispose;
  object_class->finalize = mail_report_view_finalize;
  object_class->get_property = mail_report_view_get_property;
  object_class->set_property = mail_report_view_set_property;
  install_properties (object_class);

  g_type_ensure (MAIL_TYPE_FOLD);
  g_type_ensure (MAIL_TYPE_DIAGNOSIS_VIEW);
  g_type_ensure (MAIL_TYPE_TLS_DETAILS);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
mail_report_view_init (MailReportView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_report_view_set_report:
 * @self: a card
 * @report: (nullable): the report to follow
 * @address: (nullable): whose mailbox it is about
 * @provider: (nullable): lends its name, its needs and its pages to a diagnosis
 *
 * Shows @report and follows it from now on.
 */
void
mail_report_view_set_report (MailReportView *self,
                             MailReport *report,
                             MailAddress *address,
                             MailProvider *provider)
{
  if (self->report != NULL)
    g_signal_handlers_disconnect_by_func (self->report, update, self);

  g_clear_pointer (&self->address, mail_address_unref);
  self->address = address != NULL ? mail_address_ref (address) : NULL;
  g_clear_pointer (&self->provider, mail_provider_unref);
  self->provider = provider != NULL ? mail_provider_ref (provider) : NULL;
  g_set_object (&self->report, report);

  gtk_flow_box_bind_model (GTK_FLOW_BOX (self->steps), G_LIST_MODEL (report), create_step, NULL, NULL);
  if (report != NULL)
    g_signal_connect_object (report, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER]);
}

/**
 * mail_report_view_get_diagnosis:
 * @self: a card
 *
 * Returns: (transfer none) (nullable): what is wrong, where the report failed
 */
MailDiagnosis *
mail_report_view_get_diagnosis (MailReportView *self)
{
  return self->diagnosis;
}

/**
 * mail_report_view_withhold_action:
 * @self: a card that shows a failure
 *
 * Takes the diagnosis’ button away where what it offers is not for this server.
 */
void
mail_report_view_withhold_action (MailReportView *self)
{
  mail_diagnosis_view_withhold_action (self->diagnosis_view);
}
