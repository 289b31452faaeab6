/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-authority-row.h"

#include <glib/gi18n-lib.h>

#include "mail-fold.h"
#include "mail-trust-words.h"

struct _MailAuthorityRow
{
  GtkBox parent_instance;

  MailSetup *setup;
  GtkFileChooserNative *chooser;

  GtkWidget *trusted;
  GtkWidget *trusted_label;
  GtkWidget *button;
  MailFold *error_fold;
  GtkWidget *error;
};

G_DEFINE_FINAL_TYPE (MailAuthorityRow, mail_authority_row, GTK_TYPE_BOX)

typedef enum
{
  PROP_SETUP = 1,
  PROP_OFFER,
} MailAuthorityRowProperty;

static GParamSpec *properties[PROP_OFFER + 1];

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_trusted (MailAuthorityRow *self)
{
  g_autofree char *words
      = self->setup != NULL ? mail_trust_dup_authority (mail_setup_get_ca_file (self->setup)) : NULL;

  gtk_label_set_text (GTK_LABEL (self->trusted_label), words != NULL ? words : "");
  gtk_widget_set_visible (self->trusted, words != NULL);
}

static void
complain (MailAuthorityRow *self, const char *words)
{
  if (words != NULL)
    gtk_label_set_label (GTK_LABEL (self->error), words);
  mail_fold_set_open (self->error_fold, words != NULL);
}

static void
use (MailAuthorityRow *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (!mail_setup_set_ca_file (self->setup, path, &error))
    {
      complain (self, error->message);
      return;
    }

  complain (self, NULL);
  show_trusted (self);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
on_response (GtkNativeDialog *dialog, int response, MailAuthorityRow *self)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response != GTK_RESPONSE_ACCEPT || file == NULL)
    return;

  if (path != NULL)
    use (self, path);
  else
    complain (self, _("This file is not on this computer. Copy it here first."));
}

static GtkFileChooserNative *
create_chooser (GtkWindow *parent)
{
  const char *suffixes[] = { "pem", "crt", "cer" };
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _("Trust a Company Certificate"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Trust"), NULL);
  g_autoptr (GtkFileFilter) certificates = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (certificates, _("Certificates (PEM)"));
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (certificates, suffixes[i]);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), certificates);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);

  return chooser;
}

static void
on_choose_clicked (GtkButton *button, MailAuthorityRow *self)
{
  if (self->chooser == NULL)
    {
      self->chooser = create_chooser (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
      g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, 0);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_forget_clicked (GtkButton *button, MailAuthorityRow *self)
{
  /* The button that has the focus goes. */
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), GTK_DIR_TAB_FORWARD);
  use (self, NULL);
}

/* The file may have been chosen on another page. */
static void
mail_authority_row_map (GtkWidget *widget)
{
  show_trusted (MAIL_AUTHORITY_ROW (widget));
  GTK_WIDGET_CLASS (mail_authority_row_parent_class)->map (widget);
}

static void
mail_authority_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailAuthorityRow *self = MAIL_AUTHORITY_ROW (object);

  switch ((MailAuthorityRowProperty) id)
    {
    case PROP_SETUP:
      g_value_set_object (value, self->setup);
      break;
    case PROP_OFFER:
      g_value_set_boolean (value, gtk_widget_get_visible (self->button));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_offer (MailAuthorityRow *self, gboolean offer)
{
  gtk_widget_set_visible (self->button, offer);
  if (!offer)
    complain (self, NULL);
}

static void
mail_authority_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailAuthorityRow *self = MAIL_AUTHORITY_ROW (object);

  switch ((MailAuthorityRowProperty) id)
    {
    case PROP_SETUP:
      g_set_object (&self->setup, g_value_get_object (value));
      show_trusted (self);
      break;
    case PROP_OFFER:
      set_offer (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_authority_row_dispose (GObject *object)
{
  MailAuthorityRow *self = MAIL_AUTHORITY_ROW (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->setup);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_AUTHORITY_ROW);

  G_OBJECT_CLASS (mail_authority_row_parent_class)->dispose (object);
}

static void
mail_authority_row_class_init (MailAuthorityRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mail_authority_row_dispose;
  object_class->get_property = mail_authority_row_get_property;
  object_class->set_property = mail_authority_row_set_property;
  widget_class->map = mail_authority_row_map;

  properties[PROP_SETUP] = g_param_spec_object ("setup", NULL, NULL, MAIL_TYPE_SETUP,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OFFER]
      = g_param_spec_boolean ("offer", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * MailAuthorityRow::chosen:
   *
   * Another file, or none, is trusted from now on.
   */
  signals[CHOSEN] = g_signal_new ("chosen", MAIL_TYPE_AUTHORITY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  g_type_ensure (MAIL_TYPE_FOLD);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-authority-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MailAuthorityRow, trusted);
  gtk_widget_class_bind_template_child (widget_class, MailAuthorityRow, trusted_label);
  gtk_widget_class_bind_template_child (widget_class, MailAuthorityRow, button);
  gtk_widget_class_bind_template_child (widget_class, MailAuthorityRow, error_fold);
  gtk_widget_class_bind_template_child (widget_class, MailAuthorityRow, error);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_clicked);
}

static void
mail_authority_row_init (MailAuthorityRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
