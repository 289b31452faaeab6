/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-delivery-view.h"

#include <glib/gi18n-lib.h>

#include "mail-account-words.h"
#include "mail-diagnosis-view.h"
#include "mail-error.h"
#include "mail-state-row.h"

struct _MailDeliveryView
{
  GtkBox parent_instance;

  MailDoctor *doctor;
  MailDelivery *delivery;
  GCancellable *cancellable;  /* as long as something runs */
  MailDeliveryState furthest; /* where it was before it failed */
  gint64 departure;           /* monotonic */
  guint clock;

  GtkWidget *status;
  GtkWidget *stop;
  GtkWidget *again;
  MailStateRow *opening;
  MailStateRow *sending;
  MailStateRow *travelling;
  GtkWidget *failure;
  MailDiagnosisView *diagnosis_view;
  GtkWidget *advice;
  GtkWidget *choice;
};

G_DEFINE_FINAL_TYPE (MailDeliveryView, mail_delivery_view, GTK_TYPE_BOX)

enum
{
  WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
format_seconds (gint64 milliseconds)
{
  /* Translators: how long a step took, in seconds. */
  return g_strdup_printf (_("%.1f s"), milliseconds / 1000.0);
}

static void
say (MailDeliveryView *self, const char *words, const char *css_class)
{
  const char *classes[] = { css_class, NULL };

  gtk_widget_set_css_classes (self->status, classes);
  gtk_label_set_label (GTK_LABEL (self->status), words);
}

static void
show_running (MailDeliveryView *self, gboolean running)
{
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_visible (self->again, !running && self->furthest != MAIL_DELIVERY_ARRIVED);
}

/* ---- the way ---- */

/* Whole seconds: what counts them must not look busy. */
static gboolean
on_clock (gpointer user_data)
{
  MailDeliveryView *self = MAIL_DELIVERY_VIEW (user_data);
  int seconds = (g_get_monotonic_time () - self->departure) / G_USEC_PER_SEC;
  /* Translators: how long a mail has been on its way so far, in seconds. */
  g_autofree char *words = g_strdup_printf (_("%d s"), seconds);

  mail_state_row_set_time (self->travelling, words);
  return G_SOURCE_CONTINUE;
}

static void
show_departure (MailDeliveryView *self)
{
  gint64 took = mail_delivery_get_sending_time (self->delivery);
  g_autofree char *words = took >= 0 ? format_seconds (took) : NULL;

  if (words != NULL)
    mail_state_row_set_time (self->sending, words);
  say (self, _("The mail is on its way…"), NULL);
  self->departure = g_get_monotonic_time ();
  self->clock = g_timeout_add_seconds (1, on_clock, self);
  on_clock (self);
}

/* The row that runs, those before it and those behind it. */
static void
show_progress (MailDeliveryView *self, MailDeliveryState now, MailState state)
{
  const struct
  {
    MailStateRow *row;
    MailDeliveryState of;
  } rows[] = {
    { self->opening, MAIL_DELIVERY_OPENING },
    { self->sending, MAIL_DELIVERY_SENDING },
    { self->travelling, MAIL_DELIVERY_TRAVELLING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    mail_state_row_set_state (rows[i].row, rows[i].of < now    ? MAIL_STATE_PASSED
                                           : rows[i].of == now ? state
                                                               : MAIL_STATE_WAITING);
}

static void
on_state_changed (MailDeliveryView *self)
{
  MailDeliveryState state = mail_delivery_get_state (self->delivery);

  if (state >= MAIL_DELIVERY_REMOVED)
    return;

  self->furthest = state;
  show_progress (self, state, MAIL_STATE_RUNNING);
  if (state == MAIL_DELIVERY_OPENING)
    say (self, _("Siegel is opening the mailbox…"), NULL);
  else if (state == MAIL_DELIVERY_SENDING)
    say (self, _("Siegel is sending the test mail…"), NULL);
  else if (state == MAIL_DELIVERY_TRAVELLING)
    show_departure (self);
}

/* ---- the end ---- */

static void
show_arrival (MailDeliveryView *self)
{
  g_autofree char *took = format_seconds (mail_delivery_get_travel_time (self->delivery));
  /* Translators: %s is a time in seconds: “3.2 s”. */
  g_autofree char *words = g_strdup_printf (_("Arrived after %s. Sending and receiving work."), took);

  mail_state_row_set_time (self->travelling, took);
  show_progress (self, MAIL_DELIVERY_ARRIVED, MAIL_STATE_PASSED);
  say (self, words, "success");
  gtk_widget_set_visible (self->choice, mail_delivery_can_remove (self->delivery));
}

static MailDiagnosis *
diagnose (MailDeliveryView *self, const GError *error)
{
  MailAccount *account = mail_doctor_get_account (self->doctor);
  g_autoptr (MailProvider) provider = mail_account_words_find_provider (account);
  MailReport *reports[] = { self->delivery != NULL ? mail_delivery_get_outgoing (self->delivery) : NULL,
                            self->delivery != NULL ? mail_delivery_get_incoming (self->delivery) : NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      const GError *told = reports[i] != NULL ? mail_report_get_error (reports[i]) : NULL;

      if (told != NULL && g_error_matches (error, told->domain, told->code))
        return mail_diagnosis_new (reports[i], mail_account_get_address (account), provider);
    }
  return mail_diagnosis_new_for_error (error, provider);
}

/* Where nobody listens, nothing can be changed. */
static void
withhold_change (MailDeliveryView *self, MailDiagnosis *diagnosis)
{
  MailAction action = mail_diagnosis_get_action (diagnosis);

  if (action != MAIL_ACTION_TRY_AGAIN && action != MAIL_ACTION_OPEN_PAGE
      && !g_signal_has_handler_pending (self, signals[WANTED], 0, FALSE))
    mail_diagnosis_view_withhold_action (self->diagnosis_view);
}

static void
show_failure (MailDeliveryView *self, const GError *error)
{
  gboolean lost = self->furthest == MAIL_DELIVERY_TRAVELLING
                  && g_error_matches (error, MAIL_ERROR, MAIL_ERROR_TIMED_OUT);
  g_autoptr (MailDiagnosis) diagnosis = error != NULL && !lost ? diagnose (self, error) : NULL;

  if (error != NULL)
    show_progress (self, self->furthest, MAIL_STATE_FAILED);
  if (lost)
    say (self, _("The server took the mail, but it has not arrived yet."), NULL);
  else if (error != NULL)
    say (self, _("The test mail failed. See below what to do."), NULL);
  mail_diagnosis_view_set_diagnosis (self->diagnosis_view, diagnosis);
  if (diagnosis != NULL)
    withhold_change (self, diagnosis);
  gtk_widget_set_visible (self->failure, diagnosis != NULL);
  gtk_widget_set_visible (self->advice, lost);
}

static void
end (MailDeliveryView *self, const GError *error)
{
  g_clear_handle_id (&self->clock, g_source_remove);
  g_clear_object (&self->cancellable);
  if (error == NULL)
    show_arrival (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
  else
    {
      show_progress (self, self->furthest, MAIL_STATE_SKIPPED);
      say (self,
           self->furthest >= MAIL_DELIVERY_TRAVELLING ? _("Stopped. The mail is on its way all the same.")
                                                      : _("Stopped. Nothing was sent."),
           NULL);
    }
  show_running (self, FALSE);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailDeliveryView) self = user_data;
  g_autoptr (GError) error = NULL;

  mail_delivery_run_finish (MAIL_DELIVERY (source), result, &error);
  if (self->doctor != NULL)
    end (self, error);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailDeliveryView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MailDelivery) delivery
      = mail_doctor_prepare_delivery_finish (MAIL_DOCTOR (source), result, &error);

  if (self->doctor == NULL)
    return;
  if (delivery == NULL)
    {
      end (self, error);
      return;
    }

  g_set_object (&self->delivery, delivery);
  g_signal_connect_object (delivery, "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  mail_delivery_run_async (delivery, self->cancellable, on_run, g_object_ref (self));
}

static void
start (MailDeliveryView *self)
{
  if (mail_doctor_get_busy (self->doctor) || self->cancellable != NULL)
    return;

  g_clear_object (&self->delivery);
  self->furthest = MAIL_DELIVERY_OPENING;
  self->cancellable = g_cancellable_new ();
  show_failure (self, NULL);
  show_progress (self, MAIL_DELIVERY_OPENING, MAIL_STATE_RUNNING);
  mail_state_row_set_time (self->sending, "");
  mail_state_row_set_time (self->travelling, "");
  say (self, _("Siegel is opening the mailbox…"), NULL);
  show_running (self, TRUE);
  mail_doctor_prepare_delivery_async (self->doctor, self->cancellable, on_prepared, g_object_ref (self));
}

/* ---- what becomes of it ---- */

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailDeliveryView) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean removed = mail_delivery_remove_finish (MAIL_DELIVERY (source), result, &error);

  g_clear_object (&self->cancellable);
  if (self->doctor == NULL)
    return;

  if (removed)
    say (self, _("The test mail is removed again."), "success");
  else
    say (self, _("The test mail could not be removed. It stays in your mailbox."), NULL);
}

static void
on_remove_clicked (GtkButton *button, MailDeliveryView *self)
{
  gtk_widget_hide (self->choice);
  say (self, _("Removing the test mail…"), NULL);
  self->cancellable = g_cancellable_new ();
  mail_delivery_remove_async (self->delivery, self->cancellable, on_removed, g_object_ref (self));
}

static void
on_leave_clicked (GtkButton *button, MailDeliveryView *self)
{
  gtk_widget_hide (self->choice);
  say (self, _("The test mail stays in your mailbox."), "success");
}

static void
on_stop_clicked (GtkButton *button, MailDeliveryView *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
on_acted (GtkWidget *view, MailDiagnosis *diagnosis, MailDeliveryView *self)
{
  MailAction action = mail_diagnosis_get_action (diagnosis);

  if (action == MAIL_ACTION_TRY_AGAIN)
    start (self);
  else if (action != MAIL_ACTION_NONE && action != MAIL_ACTION_OPEN_PAGE)
    g_signal_emit (self, signals[WANTED], 0, (int) action);
}

static void
mail_delivery_view_dispose (GObject *object)
{
  MailDeliveryView *self = MAIL_DELIVERY_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->clock, g_source_remove);
  g_clear_object (&self->doctor);
  g_clear_object (&self->delivery);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_DELIVERY_VIEW);

  G_OBJECT_CLASS (mail_delivery_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-delivery-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MailDeliveryView, status);
  gtk_widget_class_bind_template_child (widget_class, MailDeliveryView, stop);
  gtk_widget_class_bind_template_child (widget_class, MailDeliveryView, again);
  gtk_widget_class_bind_template_child (widget_class, MailDeliveryView, opening);
  gtk_widget_class_bind_template_child (widget_class, MailDeliveryView, sending);
  gtk_widget_class_bind_template_child (widget_class, MailDeliveryView, travelling);
  gtk_widget_class_bind_template_child (widget_class, MailDeliveryView, failure);
  gtk_widget_class_bind_template_child (widget_class, MailDeliveryView, diagnosis_view);
  gtk_widget_class_bind_template_child (widget_class, MailDeliveryView, advice);
  gtk_widget_class_bind_template_child (widget_class, MailDeliveryView, choice);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_leave_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_acted);
}

static void
mail_delivery_view_class_init (MailDeliveryViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_delivery_view_dispose;

  /**
   * MailDeliveryView::wanted:
   * @action: a #MailAction: what has to be changed
   */
  signals[WANTED] = g_signal_new ("wanted", MAIL_TYPE_DELIVERY_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT);

  g_type_ensure (MAIL_TYPE_DIAGNOSIS_VIEW);
  g_type_ensure (MAIL_TYPE_STATE_ROW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
mail_delivery_view_init (MailDeliveryView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_delivery_view_new:
 * @doctor: who looks after the account
 *
 * Only where the person asked for a test mail: it is sent at once.
 *
 * Returns: (transfer floating): a view that follows it; what runs ends with the view
 */
GtkWidget *
mail_delivery_view_new (MailDoctor *doctor)
{
  MailDeliveryView *self = g_object_new (MAIL_TYPE_DELIVERY_VIEW, NULL);

  self->doctor = g_object_ref (doctor);
  start (self);

  return GTK_WIDGET (self);
}
