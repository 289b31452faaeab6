/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-letter-window.h"

#include <glib/gi18n-lib.h>

#include "mail-clamp.h"
#include "mail-fold.h"
#include "mail-letter.h"
#include "mail-paper-print.h"

struct _MailLetterWindow
{
  GtkWindow parent_instance;

  MailAddress *address;
  char *name;

  GtkWidget *copy;
  GtkWidget *subject;
  GtkWidget *opening;
  GtkWidget *questions;
  GtkWidget *closing;
  MailFold *notice_fold;
  GtkWidget *notice;
};

G_DEFINE_FINAL_TYPE (MailLetterWindow, mail_letter_window, GTK_TYPE_WINDOW)

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE, "selectable",
                                   TRUE, "can-focus", FALSE, NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* The line is drawn by the style: it is room to write on, and nothing that could be read out. */
static GtkWidget *
create_question (guint index)
{
  MailQuestion question = mail_letter_get_question (index);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *title = g_strdup_printf ("%u. %s", index + 1, question.title);

  gtk_widget_add_css_class (box, "question");
  gtk_box_append (GTK_BOX (box), create_label (title, "heading"));
  gtk_box_append (GTK_BOX (box), create_label (question.explanation, "caption"));

  return box;
}

static void
fill (MailLetterWindow *self)
{
  g_autofree char *subject = mail_letter_dup_subject (self->address);
  g_autofree char *opening = mail_letter_dup_opening (self->address);
  g_autofree char *closing = mail_letter_dup_closing (self->name);

  gtk_label_set_label (GTK_LABEL (self->subject), subject);
  gtk_label_set_label (GTK_LABEL (self->opening), opening);
  for (guint i = 0; i < MAIL_N_QUESTIONS; i++)
    gtk_box_append (GTK_BOX (self->questions), create_question (i));
  gtk_label_set_label (GTK_LABEL (self->closing), closing);
}

static void
say (MailLetterWindow *self, const char *words, gboolean bad)
{
  const char *classes[] = { "row-message", bad ? "error" : "success", NULL };

  gtk_widget_set_css_classes (self->notice, classes);
  gtk_label_set_label (GTK_LABEL (self->notice), words);
  mail_fold_set_open (self->notice_fold, TRUE);
}

static void
on_copy_clicked (GtkButton *button, MailLetterWindow *self)
{
  g_autofree char *text = mail_letter_dup_text (self->address, self->name);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  say (self, _("Copied. Paste it into a message, a form or a chat."), FALSE);
}

static void
on_print_clicked (GtkButton *button, MailLetterWindow *self)
{
  g_autoptr (MailPaperPrint) print = mail_paper_print_new (mail_letter_to_paper (self->address, self->name));

  g_signal_connect_object (print, "told", G_CALLBACK (say), self, G_CONNECT_SWAPPED);
  mail_paper_print_start (print, GTK_WIDGET (self));
}

static void
mail_letter_window_dispose (GObject *object)
{
  MailLetterWindow *self = MAIL_LETTER_WINDOW (object);

  g_clear_pointer (&self->address, mail_address_unref);
  g_clear_pointer (&self->name, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_LETTER_WINDOW);

  G_OBJECT_CLASS (mail_letter_window_parent_class)->dispose (object);
}

static void
mail_letter_window_class_init (MailLetterWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_letter_window_dispose;

  g_type_ensure (MAIL_TYPE_FOLD);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-letter-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MailLetterWindow, copy);
  gtk_widget_class_bind_template_child (widget_class, MailLetterWindow, subject);
  gtk_widget_class_bind_template_child (widget_class, MailLetterWindow, opening);
  gtk_widget_class_bind_template_child (widget_class, MailLetterWindow, questions);
  gtk_widget_class_bind_template_child (widget_class, MailLetterWindow, closing);
  gtk_widget_class_bind_template_child (widget_class, MailLetterWindow, notice_fold);
  gtk_widget_class_bind_template_child (widget_class, MailLetterWindow, notice);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_print_clicked);
}

static void
mail_letter_window_init (MailLetterWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_letter_window_open:
 * @parent: a widget of the window that it belongs to
 * @address: whose mailbox
 * @name: who asks; may be empty
 *
 * Shows the letter in a window of its own.
 */
void
mail_letter_window_open (GtkWidget *parent, MailAddress *address, const char *name)
{
  MailLetterWindow *self
      = g_object_new (MAIL_TYPE_LETTER_WINDOW, "transient-for", gtk_widget_get_root (parent), NULL);

  self->address = mail_address_ref (address);
  self->name = g_strdup (name);
  fill (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->copy);
}
