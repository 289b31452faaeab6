/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-guide-view.h"

#include <glib/gi18n-lib.h>

#include "mail-copy-row.h"
#include "mail-fold.h"
#include "mail-paper-print.h"
#include "mail-sentences.h"

struct _MailGuideView
{
  GtkBox parent_instance;

  MailAccount *account;
  MailGuide *guide;

  GtkWidget *remarks;
  GtkWidget *steps;
  GtkWidget *origin;
  MailFold *notice_fold;
  GtkWidget *notice;
};

G_DEFINE_FINAL_TYPE (MailGuideView, mail_guide_view, GTK_TYPE_BOX)

static void
say (MailGuideView *self, const char *words, gboolean bad)
{
  const char *classes[] = { "row-message", bad ? "error" : "success", NULL };

  gtk_widget_set_css_classes (self->notice, classes);
  gtk_label_set_label (GTK_LABEL (self->notice), words);
  mail_fold_set_open (self->notice_fold, TRUE);
}

static void
show_remarks (MailGuideView *self)
{
  g_auto (GStrv) remarks = mail_guide_get_remarks (self->guide, self->account);
  gboolean too_old = mail_guide_get_verdict (self->guide) == MAIL_GUIDE_TOO_OLD;

  mail_sentences_show (self->remarks, (const char *const *) remarks,
                       too_old ? "dialog-warning-symbolic" : "dialog-information-symbolic");
  if (too_old)
    gtk_widget_add_css_class (self->remarks, "warning");
}

/* Numbers in a column of their own, as on paper. */
static void
add_step (MailGuideView *self, const MailGuideStep *step)
{
  g_autofree char *number = g_strdup_printf ("%u.", step->number);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *mark
      = g_object_new (GTK_TYPE_LABEL, "label", number, "xalign", 0.0, "valign", GTK_ALIGN_BASELINE, NULL);
  GtkWidget *label
      = g_object_new (GTK_TYPE_LABEL, "label", step->text, "xalign", 0.0, "wrap", TRUE, "wrap-mode",
                      PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, "valign", GTK_ALIGN_BASELINE, NULL);

  gtk_widget_add_css_class (row, "row");
  gtk_widget_add_css_class (row, "guide-step");
  gtk_widget_add_css_class (mark, "numeric");
  gtk_box_append (GTK_BOX (row), mark);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (self->steps), row);
}

/* A value on a row of its own, that can be copied; what is chosen from a list there cannot be pasted. */
static void
add_field (MailGuideView *self, const MailGuideStep *step)
{
  GtkWidget *row = step->value != NULL ? mail_copy_row_new (step->value_name, step->value)
                                       : mail_copy_row_new_choice (step->value_name, step->choice);

  gtk_widget_add_css_class (row, "guide-field");
  gtk_box_append (GTK_BOX (self->steps), row);
}

static void
fill (MailGuideView *self)
{
  g_autoptr (GPtrArray) steps = mail_guide_get_steps (self->guide, self->account);
  g_autofree char *origin = mail_guide_get_about (self->guide);

  show_remarks (self);
  for (guint i = 0; i < steps->len; i++)
    {
      const MailGuideStep *step = g_ptr_array_index (steps, i);

      if (step->number > 0)
        add_step (self, step);
      else
        add_field (self, step);
    }
  gtk_widget_set_visible (self->steps, steps->len > 0);
  gtk_label_set_label (GTK_LABEL (self->origin), origin);
}

static void
copy (MailGuideView *self)
{
  g_autoptr (MailPaper) paper = mail_guide_to_paper (self->guide, self->account);
  g_autofree char *text = mail_paper_to_text (paper);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  say (self, _("Copied, with all steps. There is no password in it."), FALSE);
}

static void
print (MailGuideView *self)
{
  g_autoptr (MailPaperPrint) operation
      = mail_paper_print_new (mail_guide_to_paper (self->guide, self->account));

  g_signal_connect_object (operation, "told", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
  mail_paper_print_start (operation, GTK_WIDGET (self));
}

static void
mail_guide_view_dispose (GObject *object)
{
  MailGuideView *self = MAIL_GUIDE_VIEW (object);

  g_clear_object (&self->account);
  g_clear_object (&self->guide);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_GUIDE_VIEW);

  G_OBJECT_CLASS (mail_guide_view_parent_class)->dispose (object);
}

static void
mail_guide_view_class_init (MailGuideViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_guide_view_dispose;

  g_type_ensure (MAIL_TYPE_FOLD);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-guide-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MailGuideView, remarks);
  gtk_widget_class_bind_template_child (widget_class, MailGuideView, steps);
  gtk_widget_class_bind_template_child (widget_class, MailGuideView, origin);
  gtk_widget_class_bind_template_child (widget_class, MailGuideView, notice_fold);
  gtk_widget_class_bind_template_child (widget_class, MailGuideView, notice);
  gtk_widget_class_bind_template_callback (widget_class, copy);
  gtk_widget_class_bind_template_callback (widget_class, print);
}

static void
mail_guide_view_init (MailGuideView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_guide_view_new:
 * @account: an account
 * @guide: how it is set up in a program
 *
 * Returns: (transfer floating): a view of the steps, with the values of @account
 */
GtkWidget *
mail_guide_view_new (MailAccount *account, MailGuide *guide)
{
  MailGuideView *self = g_object_new (MAIL_TYPE_GUIDE_VIEW, NULL);

  self->account = g_object_ref (account);
  self->guide = g_object_ref (guide);
  fill (self);

  return GTK_WIDGET (self);
}
