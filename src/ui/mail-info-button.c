/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-info-button.h"

#include <glib/gi18n-lib.h>

struct _MailInfoButton
{
  GtkBox parent_instance;

  GtkWidget *button;
  GtkWidget *title;
  GtkWidget *text;
};

G_DEFINE_FINAL_TYPE (MailInfoButton, mail_info_button, GTK_TYPE_BOX)

typedef enum
{
  PROP_TITLE = 1,
  PROP_TEXT,
} MailInfoButtonProperty;

static GParamSpec *properties[PROP_TEXT + 1];

/* An icon alone says nothing to a screen reader. */
static void
set_title (MailInfoButton *self, const char *title)
{
  /* Translators: the name of a button that explains something; %s is what, for instance “Encryption”. */
  g_autofree char *name = g_strdup_printf (_("About “%s”"), title);

  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_widget_set_tooltip_text (self->button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
mail_info_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailInfoButton *self = MAIL_INFO_BUTTON (object);

  switch ((MailInfoButtonProperty) id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->title)));
      break;
    case PROP_TEXT:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->text)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_info_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailInfoButton *self = MAIL_INFO_BUTTON (object);

  switch ((MailInfoButtonProperty) id)
    {
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    case PROP_TEXT:
      gtk_label_set_label (GTK_LABEL (self->text), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_info_button_class_init (MailInfoButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = mail_info_button_get_property;
  object_class->set_property = mail_info_button_set_property;

  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT]
      = g_param_spec_string ("text", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-info-button.ui");
  gtk_widget_class_bind_template_child (widget_class, MailInfoButton, button);
  gtk_widget_class_bind_template_child (widget_class, MailInfoButton, title);
  gtk_widget_class_bind_template_child (widget_class, MailInfoButton, text);
}

static void
mail_info_button_init (MailInfoButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
