/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-diagnosis-view.h"

#include <glib/gi18n-lib.h>

struct _MailDiagnosisView
{
  GtkBox parent_instance;

  MailDiagnosis *diagnosis;

  GtkWidget *title;
  GtkWidget *cause;
  GtkWidget *remedy;
  GtkWidget *button;
  GtkWidget *button_label;
  GtkWidget *words;
  GtkWidget *said;
};

G_DEFINE_FINAL_TYPE (MailDiagnosisView, mail_diagnosis_view, GTK_TYPE_BOX)

enum
{
  ACTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_text (GtkWidget *label, GtkWidget *shown, const char *text)
{
  gboolean wanted = text != NULL && *text != '\0';

  gtk_label_set_text (GTK_LABEL (label), wanted ? text : "");
  gtk_widget_set_visible (shown, wanted);
}

/* Somebody else's words look like it. */
static void
show_said (MailDiagnosisView *self, const char *said)
{
  /* Translators: the words of a server, between quotation marks. */
  g_autofree char *quoted = said != NULL && *said != '\0' ? g_strdup_printf (_("“%s”"), said) : NULL;

  gtk_expander_set_expanded (GTK_EXPANDER (self->words), FALSE);
  show_text (self->said, self->words, quoted);
}

static void
on_clicked (GtkButton *button, MailDiagnosisView *self)
{
  g_autoptr (MailDiagnosis) diagnosis = g_object_ref (self->diagnosis);

  if (mail_diagnosis_get_action (diagnosis) == MAIL_ACTION_OPEN_PAGE)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                  mail_diagnosis_get_action_uri (diagnosis), GDK_CURRENT_TIME);

  g_signal_emit (self, signals[ACTED], 0, diagnosis);
}

static void
mail_diagnosis_view_dispose (GObject *object)
{
  MailDiagnosisView *self = MAIL_DIAGNOSIS_VIEW (object);

  g_clear_object (&self->diagnosis);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_DIAGNOSIS_VIEW);

  G_OBJECT_CLASS (mail_diagnosis_view_parent_class)->dispose (object);
}

static void
mail_diagnosis_view_class_init (MailDiagnosisViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_diagnosis_view_dispose;

  /**
   * MailDiagnosisView::acted:
   * @diagnosis: what its button is for
   */
  signals[ACTED] = g_signal_new ("acted", MAIL_TYPE_DIAGNOSIS_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, MAIL_TYPE_DIAGNOSIS);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-diagnosis-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MailDiagnosisView, title);
  gtk_widget_class_bind_template_child (widget_class, MailDiagnosisView, cause);
  gtk_widget_class_bind_template_child (widget_class, MailDiagnosisView, remedy);
  gtk_widget_class_bind_template_child (widget_class, MailDiagnosisView, button);
  gtk_widget_class_bind_template_child (widget_class, MailDiagnosisView, button_label);
  gtk_widget_class_bind_template_child (widget_class, MailDiagnosisView, words);
  gtk_widget_class_bind_template_child (widget_class, MailDiagnosisView, said);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
mail_diagnosis_view_init (MailDiagnosisView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_diagnosis_view_set_diagnosis:
 * @self: a view
 * @diagnosis: (nullable): what to show, or %NULL to hide
 *
 * The server's words are shown as plain text, whatever they contain.
 */
void
mail_diagnosis_view_set_diagnosis (MailDiagnosisView *self, MailDiagnosis *diagnosis)
{
  g_set_object (&self->diagnosis, diagnosis);
  gtk_widget_set_visible (GTK_WIDGET (self), diagnosis != NULL);
  if (diagnosis == NULL)
    return;

  show_text (self->title, self->title, mail_diagnosis_get_title (diagnosis));
  show_text (self->cause, self->cause, mail_diagnosis_get_cause (diagnosis));
  show_text (self->remedy, self->remedy, mail_diagnosis_get_remedy (diagnosis));
  show_text (self->button_label, self->button, mail_diagnosis_get_action_label (diagnosis));
  show_said (self, mail_diagnosis_get_server_said (diagnosis));
}

/**
 * mail_diagnosis_view_set_title:
 * @self: a view that shows a diagnosis
 * @title: what happened
 *
 * For those who know what was being done: a keyring that stays locked has more than one meaning.
 */
void
mail_diagnosis_view_set_title (MailDiagnosisView *self, const char *title)
{
  show_text (self->title, self->title, title);
}

/**
 * mail_diagnosis_view_withhold_action:
 * @self: a view that shows a diagnosis
 *
 * Takes the button away where what it offers is not for this server.
 */
void
mail_diagnosis_view_withhold_action (MailDiagnosisView *self)
{
  gtk_widget_hide (self->button);
}
