/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-action-row.h"

struct _MailActionRow
{
  GtkButton parent_instance;

  GtkWidget *image;
  GtkWidget *title;
  GtkWidget *subtitle;
};

G_DEFINE_FINAL_TYPE (MailActionRow, mail_action_row, GTK_TYPE_BUTTON)

typedef enum
{
  PROP_TITLE = 1,
  PROP_SUBTITLE,
  PROP_IMAGE_NAME,
} MailActionRowProperty;

static GParamSpec *properties[PROP_IMAGE_NAME + 1];

static void
mail_action_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailActionRow *self = MAIL_ACTION_ROW (object);

  switch ((MailActionRowProperty) id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->title)));
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->subtitle)));
      break;
    case PROP_IMAGE_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (GTK_IMAGE (self->image)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_action_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailActionRow *self = MAIL_ACTION_ROW (object);

  switch ((MailActionRowProperty) id)
    {
    case PROP_TITLE:
      gtk_label_set_label (GTK_LABEL (self->title), g_value_get_string (value));
      break;
    case PROP_SUBTITLE:
      gtk_label_set_label (GTK_LABEL (self->subtitle), g_value_get_string (value));
      gtk_widget_set_visible (self->subtitle, *gtk_label_get_label (GTK_LABEL (self->subtitle)) != '\0');
      break;
    case PROP_IMAGE_NAME:
      gtk_image_set_from_icon_name (GTK_IMAGE (self->image), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_action_row_class_init (MailActionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mail_action_row_get_property;
  object_class->set_property = mail_action_row_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, "", flags);
  properties[PROP_IMAGE_NAME] = g_param_spec_string ("image-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-action-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MailActionRow, image);
  gtk_widget_class_bind_template_child (widget_class, MailActionRow, title);
  gtk_widget_class_bind_template_child (widget_class, MailActionRow, subtitle);
}

static void
mail_action_row_init (MailActionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
