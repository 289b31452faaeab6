/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-handoff-view.h"

#include <glib/gi18n-lib.h>

#include "mail-diagnosis-view.h"
#include "mail-handover.h"
#include "mail-sentences.h"

/* What is done, and done again where it failed. */
typedef enum
{
  LOOK,
  ADD,
  REMOVE,
} Verb;

struct _MailHandoffView
{
  GtkBox parent_instance;

  MailStore *store;
  MailAccount *account;
  MailHandoff *handoff;
  GCancellable *cancellable;
  Verb verb;
  gboolean warned; /* of what the password is not good for */

  GtkWidget *plan;
  GtkWidget *warnings;
  GtkWidget *words;
  GtkWidget *status;
  GtkWidget *next;
  GtkWidget *spinner;
  GtkWidget *add;
  GtkWidget *remove;
  GtkWidget *failure;
  MailDiagnosisView *diagnosis_view;
};

G_DEFINE_FINAL_TYPE (MailHandoffView, mail_handoff_view, GTK_TYPE_BOX)

static const char *const failures[] = {
  /* Translators: %s is the name of a program. */
  [LOOK] = N_("%s does not answer."),
  /* Translators: %s is the name of a program. */
  [ADD] = N_("The account was not added to %s."),
  /* Translators: %s is the name of a program. */
  [REMOVE] = N_("The account was not removed from %s."),
};

static void look (MailHandoffView *self);

static void
update_words (MailHandoffView *self)
{
  gtk_widget_set_visible (self->words, gtk_widget_get_visible (self->spinner)
                                           || *gtk_label_get_label (GTK_LABEL (self->status)) != '\0');
}

static void
say (MailHandoffView *self, const char *words, const char *css_class)
{
  const char *classes[] = { css_class, NULL };

  gtk_widget_set_css_classes (self->status, classes);
  gtk_label_set_label (GTK_LABEL (self->status), words);
  update_words (self);
}

static char *
dup_words (MailHandoffView *self, const char *format)
{
  GString *words = g_string_new (format);

  g_string_replace (words, "%s", mail_handoff_get_name (self->handoff), 1);
  return g_string_free (words, FALSE);
}

static void
say_name (MailHandoffView *self, const char *format, const char *css_class)
{
  g_autofree char *words = dup_words (self, format);

  say (self, words, css_class);
}

/* Its button takes the place of the others. */
static void
show_failure (MailHandoffView *self, const GError *error)
{
  g_autoptr (MailDiagnosis) diagnosis = mail_diagnosis_new_for_error (error, NULL);
  g_autofree char *title = dup_words (self, _ (failures[self->verb]));

  say (self, "", NULL);
  gtk_widget_hide (self->add);
  gtk_widget_hide (self->remove);
  mail_diagnosis_view_set_diagnosis (self->diagnosis_view, diagnosis);
  mail_diagnosis_view_set_title (self->diagnosis_view, title);
  gtk_widget_show (self->failure);
  gtk_widget_child_focus (self->failure, GTK_DIR_TAB_FORWARD);
}

static void
show_running (MailHandoffView *self, gboolean running)
{
  gtk_widget_set_visible (self->spinner, running);
  update_words (self);
  gtk_widget_set_sensitive (self->add, !running);
  gtk_widget_set_sensitive (self->remove, !running);
}

static void
begin (MailHandoffView *self, Verb verb)
{
  self->verb = verb;
  gtk_widget_hide (self->failure);
  gtk_widget_hide (self->next);
  show_running (self, TRUE);
}

static void
show_plan (MailHandoffView *self, gboolean visible)
{
  g_auto (GStrv) plan = mail_handoff_describe (self->handoff, self->account);
  g_auto (GStrv) warnings = mail_handoff_warn (self->handoff, self->account, NULL);

  mail_sentences_show (self->plan, visible ? (const char *const *) plan : NULL, NULL);
  mail_sentences_show (self->warnings, visible ? (const char *const *) warnings : NULL,
                       "dialog-warning-symbolic");
}

/* The button that was pressed may be gone: whoever uses the keyboard goes on at the one that is there. Where
 * there is none, the window itself hears Escape: a hidden button with the focus would swallow it. */
static void
set_focus (MailHandoffView *self, GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (gtk_widget_get_visible (button))
    gtk_widget_grab_focus (button);
  else if (root != NULL)
    gtk_root_set_focus (root, NULL);
}

static void
show_buttons (MailHandoffView *self, gboolean add, gboolean remove)
{
  self->warned = FALSE;
  gtk_button_set_label (GTK_BUTTON (self->add), _("_Add the Account"));
  gtk_widget_set_visible (self->add, add);
  gtk_widget_set_visible (self->remove, remove);
  set_focus (self, add ? self->add : self->remove);
}

static void
say_state (MailHandoffView *self, MailHandoffState state)
{
  if (state == MAIL_HANDOFF_ADDED)
    /* Translators: %s is the name of a program. */
    say_name (self, _("The account is in %s."), "success");
  else if (state == MAIL_HANDOFF_FOREIGN)
    /* Translators: %s is the name of a program. */
    say_name (
        self,
        _("%s has an account with this address already. Siegel leaves it as it is. To have it replaced, "
           "remove it there, and come back."),
        NULL);
  else if (state == MAIL_HANDOFF_MISSING)
    /* Translators: %s is the name of a program. */
    say_name (self, _("%s was not found on this computer, or does not answer."), NULL);
  else
    say (self, "", NULL);
}

static void
show_state (MailHandoffView *self, MailHandoffState state)
{
  g_autoptr (GError) error = NULL;
  gboolean can_hold = mail_handoff_can_hold (self->handoff, self->account, &error);

  show_plan (self, state == MAIL_HANDOFF_READY && can_hold);
  gtk_widget_set_visible (self->next, state == MAIL_HANDOFF_ADDED);
  show_buttons (self, state == MAIL_HANDOFF_READY && can_hold, state == MAIL_HANDOFF_ADDED);
  if (can_hold)
    say_state (self, state);
  else
    say (self, error->message, NULL);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailHandoffView) self = user_data;
  g_autoptr (GError) error = NULL;
  MailHandoffState state = MAIL_HANDOFF_MISSING;

  mail_handoff_look_finish (MAIL_HANDOFF (source), result, &state, &error);
  if (self->handoff == NULL)
    return;

  show_running (self, FALSE);
  show_state (self, state);
  if (error != NULL)
    show_failure (self, error);
}

static void
look (MailHandoffView *self)
{
  begin (self, LOOK);
  mail_handoff_look_async (self->handoff, self->account, self->cancellable, on_looked, g_object_ref (self));
}

static void
end (MailHandoffView *self, const GError *error)
{
  if (self->handoff == NULL)
    return;

  show_running (self, FALSE);
  if (error == NULL)
    look (self);
  else
    show_failure (self, error);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailHandoffView) self = user_data;
  g_autoptr (GError) error = NULL;

  mail_handover_add_finish (MAIL_STORE (source), result, &error);
  end (self, error);
}

static void
add_now (MailHandoffView *self)
{
  mail_handover_add_async (self->store, self->account, self->handoff, self->cancellable, on_added,
                           g_object_ref (self));
}

static void
show_warnings (MailHandoffView *self, char **warnings)
{
  self->warned = TRUE;
  show_running (self, FALSE);
  mail_sentences_show (self->warnings, (const char *const *) warnings, "dialog-warning-symbolic");
  gtk_button_set_label (GTK_BUTTON (self->add), _("_Add Anyway"));
  gtk_widget_show (self->add);
  say (self, _("Nothing has been added yet."), NULL);
  gtk_widget_grab_focus (self->add);
}

/* The password is not known before the person wants something done with it: the keyring may ask for its own.
 */
static void
on_warned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailHandoffView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) warnings = mail_handover_warn_finish (MAIL_STORE (source), result, &error);
  g_auto (GStrv) known = NULL;

  if (warnings == NULL || self->handoff == NULL)
    {
      end (self, error);
      return;
    }
  known = mail_handoff_warn (self->handoff, self->account, NULL);
  if (g_strv_equal ((const char *const *) known, (const char *const *) warnings))
    add_now (self);
  else
    show_warnings (self, warnings);
}

static void
add (MailHandoffView *self)
{
  begin (self, ADD);
  say (self, _("One moment. Your keyring may ask you to unlock it."), NULL);
  if (self->warned)
    add_now (self);
  else
    mail_handover_warn_async (self->store, self->account, self->handoff, self->cancellable, on_warned,
                              g_object_ref (self));
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailHandoffView) self = user_data;
  g_autoptr (GError) error = NULL;

  mail_handoff_remove_finish (MAIL_HANDOFF (source), result, &error);
  end (self, error);
}

static void
take_back (MailHandoffView *self)
{
  begin (self, REMOVE);
  mail_handoff_remove_async (self->handoff, self->account, self->cancellable, on_removed,
                             g_object_ref (self));
}

static void
on_acted (GtkWidget *view, MailDiagnosis *diagnosis, MailHandoffView *self)
{
  static void (*const again[]) (MailHandoffView * self) = { look, add, take_back };

  if (mail_diagnosis_get_action (diagnosis) == MAIL_ACTION_TRY_AGAIN)
    again[self->verb](self);
}

static void
mail_handoff_view_dispose (GObject *object)
{
  MailHandoffView *self = MAIL_HANDOFF_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->account);
  g_clear_object (&self->handoff);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_HANDOFF_VIEW);

  G_OBJECT_CLASS (mail_handoff_view_parent_class)->dispose (object);
}

static void
mail_handoff_view_class_init (MailHandoffViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_handoff_view_dispose;

  g_type_ensure (MAIL_TYPE_DIAGNOSIS_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-handoff-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MailHandoffView, plan);
  gtk_widget_class_bind_template_child (widget_class, MailHandoffView, warnings);
  gtk_widget_class_bind_template_child (widget_class, MailHandoffView, words);
  gtk_widget_class_bind_template_child (widget_class, MailHandoffView, status);
  gtk_widget_class_bind_template_child (widget_class, MailHandoffView, next);
  gtk_widget_class_bind_template_child (widget_class, MailHandoffView, spinner);
  gtk_widget_class_bind_template_child (widget_class, MailHandoffView, add);
  gtk_widget_class_bind_template_child (widget_class, MailHandoffView, remove);
  gtk_widget_class_bind_template_child (widget_class, MailHandoffView, failure);
  gtk_widget_class_bind_template_child (widget_class, MailHandoffView, diagnosis_view);
  gtk_widget_class_bind_template_callback (widget_class, add);
  gtk_widget_class_bind_template_callback (widget_class, take_back);
  gtk_widget_class_bind_template_callback (widget_class, on_acted);
}

static void
mail_handoff_view_init (MailHandoffView *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_handoff_view_new:
 * @store: the accounts
 * @account: one of them
 * @handoff: a program
 *
 * Returns: (transfer floating): a view that looks at once how things are; what it has started ends with it
 */
GtkWidget *
mail_handoff_view_new (MailStore *store, MailAccount *account, MailHandoff *handoff)
{
  MailHandoffView *self = g_object_new (MAIL_TYPE_HANDOFF_VIEW, NULL);

  self->store = g_object_ref (store);
  self->account = g_object_ref (account);
  self->handoff = g_object_ref (handoff);
  gtk_label_set_label (GTK_LABEL (self->next), mail_handoff_get_next (handoff));
  /* It says at once what it is for, and is as high as it has to be. */
  show_plan (self, mail_handoff_can_hold (handoff, account, NULL));
  look (self);

  return GTK_WIDGET (self);
}
