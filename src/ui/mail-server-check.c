/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-server-check.h"

#include "mail-authority-row.h"
#include "mail-certificate-card.h"
#include "mail-error.h"

struct _MailServerCheck
{
  GtkBox parent_instance;

  MailSetup *setup;
  MailReport *report;
  char *title;
  char *icon_name;

  MailReportView *view;
  GtkWidget *review;
  GtkWidget *authority;
  MailCertificateCard *card;
};

G_DEFINE_FINAL_TYPE (MailServerCheck, mail_server_check, GTK_TYPE_BOX)

typedef enum
{
  PROP_SETUP = 1,
  PROP_TITLE,
  PROP_ICON_NAME,
  PROP_DETAILED,
} MailServerCheckProperty;

static GParamSpec *properties[PROP_DETAILED + 1];

enum
{
  ACTED,
  RETRY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
may_trust (MailServerCheck *self)
{
  return self->setup != NULL && self->report != NULL
         && mail_report_get_state (self->report) == MAIL_STATE_FAILED
         && mail_setup_may_trust (self->setup, self->report);
}

/* The authority of a company helps where nobody known vouches for the server. */
static gboolean
may_be_a_company (MailServerCheck *self)
{
  const GError *error = self->report != NULL ? mail_report_get_error (self->report) : NULL;

  return g_error_matches (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_UNKNOWN_ISSUER)
         || g_error_matches (error, MAIL_ERROR, MAIL_ERROR_CERTIFICATE_SELF_SIGNED);
}

static void
on_judged (MailReportView *view, MailServerCheck *self)
{
  MailDiagnosis *diagnosis = mail_report_view_get_diagnosis (view);
  gboolean reviewed
      = diagnosis != NULL && mail_diagnosis_get_action (diagnosis) == MAIL_ACTION_REVIEW_CERTIFICATE;
  gboolean trustworthy = diagnosis != NULL && may_trust (self);

  if (reviewed && !trustworthy)
    mail_report_view_withhold_action (view);
  gtk_widget_set_visible (self->review, trustworthy && !reviewed);
  gtk_widget_set_visible (self->authority, diagnosis != NULL && may_be_a_company (self));
  mail_certificate_card_close (self->card);
}

static void
on_acted (MailReportView *view, MailDiagnosis *diagnosis, MailServerCheck *self)
{
  if (mail_diagnosis_get_action (diagnosis) != MAIL_ACTION_REVIEW_CERTIFICATE)
    g_signal_emit (self, signals[ACTED], 0, diagnosis);
  else if (may_trust (self))
    mail_certificate_card_open (self->card, self->report);
}

static void
on_review_clicked (GtkButton *button, MailServerCheck *self)
{
  if (may_trust (self))
    mail_certificate_card_open (self->card, self->report);
}

static gboolean
is_same_server (MailReport *a, MailReport *b)
{
  const MailTlsInfo *tls_a = mail_report_get_tls (a);
  const MailTlsInfo *tls_b = mail_report_get_tls (b);

  return tls_a != NULL && tls_b != NULL && g_strcmp0 (tls_a->spki_sha256, tls_b->spki_sha256) == 0
         && g_str_equal (mail_server_get_host (mail_report_get_server (a)),
                         mail_server_get_host (mail_report_get_server (b)));
}

/* Small servers do everything themselves: what was compared once, of one name and with one key, is not asked
 * about twice. */
static void
trust (MailServerCheck *self)
{
  MailVerify *verify = mail_setup_get_verify (self->setup);
  g_autoptr (MailReport) report = g_object_ref (self->report);
  g_autoptr (MailReport) incoming = g_object_ref (mail_verify_get_incoming (verify));
  g_autoptr (MailReport) outgoing = g_object_ref (mail_verify_get_outgoing (verify));
  MailReport *reports[] = { incoming, outgoing };

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    if (is_same_server (reports[i], report) && mail_setup_may_trust (self->setup, reports[i]))
      mail_setup_trust (self->setup, reports[i]);
}

static void
on_trusted (MailCertificateCard *card, MailServerCheck *self)
{
  trust (self);
  g_signal_emit (self, signals[RETRY], 0);
}

/* Back to where the card was opened. */
static void
on_dismissed (MailCertificateCard *card, MailServerCheck *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

static void
on_authority_chosen (MailServerCheck *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

static void
on_detailed (MailServerCheck *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAILED]);
}

static void
mail_server_check_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailServerCheck *self = MAIL_SERVER_CHECK (object);
  gboolean detailed;

  switch ((MailServerCheckProperty) id)
    {
    case PROP_SETUP:
      g_value_set_object (value, self->setup);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;
    case PROP_DETAILED:
      g_object_get (self->view, "detailed", &detailed, NULL);
      g_value_set_boolean (value, detailed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_server_check_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailServerCheck *self = MAIL_SERVER_CHECK (object);

  switch ((MailServerCheckProperty) id)
    {
    case PROP_SETUP:
      g_set_object (&self->setup, g_value_get_object (value));
      break;
    case PROP_TITLE:
      g_free (self->title);
      self->title = g_value_dup_string (value);
      break;
    case PROP_ICON_NAME:
      g_free (self->icon_name);
      self->icon_name = g_value_dup_string (value);
      break;
    case PROP_DETAILED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_server_check_dispose (GObject *object)
{
  MailServerCheck *self = MAIL_SERVER_CHECK (object);

  g_clear_object (&self->setup);
  g_clear_object (&self->report);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_SERVER_CHECK);

  G_OBJECT_CLASS (mail_server_check_parent_class)->dispose (object);
}

static void
mail_server_check_finalize (GObject *object)
{
  MailServerCheck *self = MAIL_SERVER_CHECK (object);

  g_free (self->title);
  g_free (self->icon_name);

  G_OBJECT_CLASS (mail_server_check_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_SETUP] = g_param_spec_object ("setup", NULL, NULL, MAIL_TYPE_SETUP, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_DETAILED]
      = g_param_spec_boolean ("detailed", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-server-check.ui");
  gtk_widget_class_bind_template_child (widget_class, MailServerCheck, view);
  gtk_widget_class_bind_template_child (widget_class, MailServerCheck, review);
  gtk_widget_class_bind_template_child (widget_class, MailServerCheck, authority);
  gtk_widget_class_bind_template_child (widget_class, MailServerCheck, card);
  gtk_widget_class_bind_template_callback (widget_class, on_judged);
  gtk_widget_class_bind_template_callback (widget_class, on_acted);
  gtk_widget_class_bind_template_callback (widget_class, on_review_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_trusted);
  gtk_widget_class_bind_template_callback (widget_class, on_dismissed);
  gtk_widget_class_bind_template_callback (widget_class, on_authority_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_detailed);
}

static void
mail_server_check_class_init (MailServerCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mail_server_check_dispose;
  object_class->finalize = mail_server_check_finalize;
  object_class->get_property = mail_server_check_get_property;
  object_class->set_property = mail_server_check_set_property;
  install_properties (object_class);

  /**
   * MailServerCheck::acted:
   * @diagnosis: whose button was pressed
   */
  signals[ACTED] = g_signal_new ("acted", MAIL_TYPE_SERVER_CHECK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, MAIL_TYPE_DIAGNOSIS);
  /**
   * MailServerCheck::retry:
   *
   * The person has decided what to trust; the check is to begin again.
   */
  signals[RETRY] = g_signal_new ("retry", MAIL_TYPE_SERVER_CHECK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  g_type_ensure (MAIL_TYPE_REPORT_VIEW);
  g_type_ensure (MAIL_TYPE_AUTHORITY_ROW);
  g_type_ensure (MAIL_TYPE_CERTIFICATE_CARD);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
mail_server_check_init (MailServerCheck *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_server_check_set_report:
 * @self: a check
 * @report: (nullable): one of the reports of the setup's check
 *
 * Shows @report and follows it from now on.
 */
void
mail_server_check_set_report (MailServerCheck *self, MailReport *report)
{
  g_set_object (&self->report, report);
  mail_report_view_set_report (self->view, report, mail_setup_get_address (self->setup),
                               mail_setup_get_provider (self->setup));
}

/**
 * mail_server_check_get_diagnosis:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): what is wrong, where the report failed
 */
MailDiagnosis *
mail_server_check_get_diagnosis (MailServerCheck *self)
{
  return mail_report_view_get_diagnosis (self->view);
}
