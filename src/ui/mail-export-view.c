/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-export-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-diagnosis-view.h"
#include "mail-fold.h"
#include "mail-handover.h"
#include "mail-paper-print.h"
#include "mail-qr-picture.h"
#include "mail-sentences.h"

struct _MailExportView
{
  GtkBox parent_instance;

  MailStore *store;
  MailAccount *account;
  const MailExport *format;
  GBytes *file; /* NULL while it is being written, or cannot be */
  GCancellable *cancellable;
  GtkFileChooserNative *chooser;

  GtkWidget *steps;
  GtkWidget *warnings;
  GtkWidget *guide_box;
  GtkWidget *guide;
  GtkWidget *password_box;
  GtkWidget *password;
  GtkWidget *preview;
  GtkWidget *text;
  MailQrPicture *picture;
  GtkWidget *actions;
  GtkWidget *copy_button;
  GtkWidget *print_button;
  MailFold *notice_fold;
  GtkWidget *notice;
  GtkWidget *failure;
  MailDiagnosisView *diagnosis_view;
};

G_DEFINE_FINAL_TYPE (MailExportView, mail_export_view, GTK_TYPE_BOX)

static gboolean
wants_password (MailExportView *self)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (self->password));
}

static void
say (MailExportView *self, const char *words, const char *css_class)
{
  const char *classes[] = { "row-message", css_class, NULL };

  gtk_widget_set_css_classes (self->notice, classes);
  gtk_label_set_label (GTK_LABEL (self->notice), words);
  mail_fold_set_open (self->notice_fold, *words != '\0');
}

static void
show_failure (MailExportView *self, const GError *error)
{
  g_autoptr (MailDiagnosis) diagnosis = error != NULL ? mail_diagnosis_new_for_error (error, NULL) : NULL;

  mail_diagnosis_view_set_diagnosis (self->diagnosis_view, diagnosis);
  gtk_widget_set_visible (self->failure, diagnosis != NULL);
}

static gboolean
is_for_paper (MailExportView *self)
{
  return self->format->lay_out != NULL;
}

/* What a person can read is shown; it is what the file will hold, to the last character. */
static gboolean
is_text (MailExportView *self)
{
  return g_str_has_prefix (self->format->content_type, "text/") && !is_for_paper (self);
}

static void
show_file (MailExportView *self)
{
  gsize size = 0;
  const char *data = self->file != NULL ? g_bytes_get_data (self->file, &size) : NULL;
  g_autofree char *text = g_strndup (data != NULL ? data : "", size);

  gtk_widget_set_sensitive (self->actions, data != NULL);
  gtk_widget_set_visible (self->preview, data != NULL && is_text (self));
  if (is_text (self))
    gtk_label_set_text (GTK_LABEL (self->text), text);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailExportView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MailQr) picture = NULL;
  g_autoptr (GBytes) file = mail_handover_write_finish (MAIL_STORE (source), result, &picture, &error);

  if (self->store == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_pointer (&self->file, g_bytes_unref);
  self->file = g_steal_pointer (&file);
  mail_qr_picture_set_code (self->picture, g_steal_pointer (&picture));
  show_file (self);
  show_failure (self, error);
}

/* Again whenever the person changes their mind about the password; only the last time counts. */
static void
write_file (MailExportView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->file, g_bytes_unref);
  mail_qr_picture_set_code (self->picture, NULL);
  show_file (self);
  say (self, "", NULL);
  mail_handover_write_async (self->store, self->account, self->format, wants_password (self),
                             self->cancellable, on_written, g_object_ref (self));
}

static void
copy (MailExportView *self)
{
  g_autofree char *text = NULL;
  gsize size;
  const char *data = g_bytes_get_data (self->file, &size);

  text = g_strndup (data, size);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  say (self, _("Copied."), "success");
}

/* ---- paper ---- */

/* Above all guides stands "none". */
static MailGuide *
load_guide (MailExportView *self)
{
  g_auto (GStrv) ids = mail_guide_list ();
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->guide));

  return selected > 0 && selected <= g_strv_length (ids) ? mail_guide_load (ids[selected - 1], NULL) : NULL;
}

static MailPaper *
lay_out (MailExportView *self)
{
  g_autoptr (MailGuide) guide = load_guide (self);

  return self->format->lay_out (self->account, guide);
}

static void
on_told (MailExportView *self, const char *words, gboolean bad)
{
  say (self, words, bad ? "error" : "success");
}

static void
print (MailExportView *self)
{
  g_autoptr (MailPaperPrint) operation = mail_paper_print_new (lay_out (self));

  g_signal_connect_object (operation, "told", G_CALLBACK (on_told), self, G_CONNECT_SWAPPED);
  mail_paper_print_start (operation, GTK_WIDGET (self));
}

static void
offer_guides (MailExportView *self)
{
  g_auto (GStrv) ids = mail_guide_list ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _("No guide"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (MailGuide) guide = mail_guide_load (ids[i], NULL);

      gtk_string_list_append (names, mail_guide_get_name (guide));
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->guide), G_LIST_MODEL (names));
}

/* ---- a file ---- */

static gboolean
is_html (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *folded = g_ascii_strdown (name, -1);

  return g_str_has_suffix (folded, ".html") || g_str_has_suffix (folded, ".htm");
}

/* A page for a browser by its name, and PDF by any other. */
static GBytes *
write_paper (MailExportView *self, GFile *file, GError **error)
{
  MailPaper *paper = lay_out (self);
  g_autoptr (MailPaperPrint) operation = mail_paper_print_new (paper);
  char *html;

  if (!is_html (file))
    return mail_paper_print_to_pdf (operation, error);
  html = mail_paper_to_html (paper);
  return g_bytes_new_take (html, strlen (html));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailExportView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *words = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (self->store == NULL)
    return;

  /* Translators: %s is the name of a file. */
  words = g_strdup_printf (_("Saved as “%s”."), name);
  say (self, error == NULL ? words : error->message, error == NULL ? "success" : "error");
}

static void
save_as (MailExportView *self, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = is_for_paper (self) ? write_paper (self, file, &error) : g_bytes_ref (self->file);

  if (bytes != NULL)
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, self->cancellable,
                                         on_saved, g_object_ref (self));
  else
    say (self, error->message, "error");
}

/* The dialog has asked before it names a file that is there. */
static void
on_response (GtkNativeDialog *dialog, int response, MailExportView *self)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && self->file != NULL)
    save_as (self, file);
}

static char *
propose_name (MailExportView *self)
{
  g_autofree char *name = mail_export_get_file_name (self->format, self->account);

  return is_for_paper (self) ? g_strdup_printf ("%.*s.pdf", (int) (strrchr (name, '.') - name), name)
                             : g_steal_pointer (&name);
}

static void
save (MailExportView *self)
{
  g_autofree char *name = propose_name (self);

  if (self->chooser == NULL)
    {
      self->chooser
          = gtk_file_chooser_native_new (_("Save"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
      gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
      g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, 0);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_acted (GtkWidget *view, MailDiagnosis *diagnosis, MailExportView *self)
{
  if (mail_diagnosis_get_action (diagnosis) == MAIL_ACTION_TRY_AGAIN)
    write_file (self);
}

static void
mail_export_view_dispose (GObject *object)
{
  MailExportView *self = MAIL_EXPORT_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_clear_object (&self->store);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_EXPORT_VIEW);

  G_OBJECT_CLASS (mail_export_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-export-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MailExportView, steps);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, warnings);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, guide_box);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, guide);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, password_box);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, password);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, preview);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, text);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, picture);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, actions);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, copy_button);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, print_button);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, notice_fold);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, notice);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, failure);
  gtk_widget_class_bind_template_child (widget_class, MailExportView, diagnosis_view);
  gtk_widget_class_bind_template_callback (widget_class, write_file);
  gtk_widget_class_bind_template_callback (widget_class, copy);
  gtk_widget_class_bind_template_callback (widget_class, print);
  gtk_widget_class_bind_template_callback (widget_class, save);
  gtk_widget_class_bind_template_callback (widget_class, on_acted);
}

static void
mail_export_view_class_init (MailExportViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_export_view_dispose;

  g_type_ensure (MAIL_TYPE_DIAGNOSIS_VIEW);
  g_type_ensure (MAIL_TYPE_FOLD);
  g_type_ensure (MAIL_TYPE_QR_PICTURE);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
mail_export_view_init (MailExportView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* In the window there is no need for a browser. */
static const char *const paper_steps[] = {
  N_("Print the page, or save it as PDF. With a name that ends in “.html” it is saved for a browser."),
  N_("Keep it where you find it when you set up a new device."),
  NULL,
};

static void
show_words (MailExportView *self)
{
  const char *const *all = is_for_paper (self) ? paper_steps : self->format->steps;
  g_auto (GStrv) warnings = mail_export_warn (self->format, self->account);
  g_autoptr (GPtrArray) steps = g_ptr_array_new ();

  for (const char *const *step = all; step != NULL && *step != NULL; step++)
    g_ptr_array_add (steps, (gpointer) _ (*step));
  g_ptr_array_add (steps, NULL);
  mail_sentences_show_steps (self->steps, (const char *const *) steps->pdata);
  mail_sentences_show (self->warnings, (const char *const *) warnings, "dialog-warning-symbolic");
}

/**
 * mail_export_view_new:
 * @store: the accounts
 * @account: one of them
 * @format: what to write
 *
 * Returns: (transfer floating): a view of the file, which exists nowhere until it is saved
 */
GtkWidget *
mail_export_view_new (MailStore *store, MailAccount *account, const MailExport *format)
{
  MailExportView *self = g_object_new (MAIL_TYPE_EXPORT_VIEW, NULL);

  self->store = g_object_ref (store);
  self->account = g_object_ref (account);
  self->format = format;
  show_words (self);
  gtk_widget_set_visible (self->password_box, format->takes_password);
  gtk_widget_set_visible (self->copy_button, is_text (self));
  gtk_widget_set_visible (self->print_button, is_for_paper (self));
  gtk_widget_set_visible (self->guide_box, is_for_paper (self));
  if (is_for_paper (self))
    offer_guides (self);
  write_file (self);

  return GTK_WIDGET (self);
}
