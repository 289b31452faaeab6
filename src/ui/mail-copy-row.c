/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-copy-row.h"

#include <glib/gi18n-lib.h>

#include "mail-tls-info.h"

/* How long the button says that it has copied, in milliseconds. */
#define CONFIRMATION 1500

/* Characters of a fingerprint that stay together on a line: eight pairs and what is between them. */
#define GROUP 24

struct _MailCopyRow
{
  GtkBox parent_instance;

  guint timeout;
  char *value; /* what is copied */

  GtkWidget *caption;
  GtkWidget *text;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (MailCopyRow, mail_copy_row, GTK_TYPE_BOX)

static void
set_button (MailCopyRow *self, const char *icon_name, const char *words)
{
  gtk_button_set_icon_name (GTK_BUTTON (self->button), icon_name);
  gtk_widget_set_tooltip_text (self->button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
offer (MailCopyRow *self)
{
  /* Translators: the name of a button; %s is a setting, for instance “Server”. */
  g_autofree char *words = g_strdup_printf (_("Copy “%s”"), gtk_label_get_label (GTK_LABEL (self->caption)));

  set_button (self, "edit-copy-symbolic", words);
}

static gboolean
on_timeout (gpointer user_data)
{
  MailCopyRow *self = MAIL_COPY_ROW (user_data);

  self->timeout = 0;
  offer (self);

  return G_SOURCE_REMOVE;
}

static void
on_clicked (GtkButton *button, MailCopyRow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->value);
  set_button (self, "object-select-symbolic", _("Copied"));

  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (CONFIRMATION, on_timeout, self);
}

static void
mail_copy_row_dispose (GObject *object)
{
  MailCopyRow *self = MAIL_COPY_ROW (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->value, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_COPY_ROW);

  G_OBJECT_CLASS (mail_copy_row_parent_class)->dispose (object);
}

static void
mail_copy_row_class_init (MailCopyRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_copy_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-copy-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MailCopyRow, caption);
  gtk_widget_class_bind_template_child (widget_class, MailCopyRow, text);
  gtk_widget_class_bind_template_child (widget_class, MailCopyRow, button);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
mail_copy_row_init (MailCopyRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static MailCopyRow *
create (const char *title, const char *value)
{
  MailCopyRow *self = g_object_new (MAIL_TYPE_COPY_ROW, NULL);

  gtk_label_set_text (GTK_LABEL (self->caption), title);
  gtk_label_set_text (GTK_LABEL (self->text), value);
  self->value = g_strdup (value);
  offer (self);

  return self;
}

/**
 * mail_copy_row_new:
 * @title: the name of a setting
 * @value: the setting
 *
 * Returns: (transfer floating): a row with a button that copies @value
 */
GtkWidget *
mail_copy_row_new (const char *title, const char *value)
{
  return GTK_WIDGET (create (title, value));
}

/**
 * mail_copy_row_new_choice:
 * @title: the name of a setting
 * @value: what to choose from a list
 *
 * Returns: (transfer floating): the same row without a button, for what cannot be pasted
 */
GtkWidget *
mail_copy_row_new_choice (const char *title, const char *value)
{
  MailCopyRow *self = create (title, value);

  gtk_widget_hide (self->button);

  return GTK_WIDGET (self);
}

/**
 * mail_copy_row_new_fingerprint:
 * @title: what has this fingerprint
 * @hex: the fingerprint, in hexadecimal
 *
 * The form is that of other programs, so that two people can compare; lines end where it is easy to keep
 * one's place, however wide the window is. What is copied has no spaces.
 *
 * Returns: (transfer floating): a row with the fingerprint and a button that copies it
 */
GtkWidget *
mail_copy_row_new_fingerprint (const char *title, const char *hex)
{
  g_autofree char *value = mail_tls_info_format_fingerprint (hex);
  g_autofree char *shown = g_strdup (value);
  MailCopyRow *self = create (title, value);

  for (gsize i = GROUP - 1; i < strlen (shown); i += GROUP)
    shown[i] = ' ';
  gtk_label_set_text (GTK_LABEL (self->text), shown);
  gtk_label_set_selectable (GTK_LABEL (self->text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->text), PANGO_WRAP_WORD);
  gtk_label_set_max_width_chars (GTK_LABEL (self->text), 2 * GROUP);
  gtk_widget_add_css_class (self->text, "fingerprint");

  return GTK_WIDGET (self);
}
