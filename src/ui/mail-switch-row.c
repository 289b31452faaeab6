/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-switch-row.h"

struct _MailSwitchRow
{
  GtkBox parent_instance;

  GtkWidget *title;
  GtkWidget *subtitle;
  GtkWidget *toggle;
};

G_DEFINE_FINAL_TYPE (MailSwitchRow, mail_switch_row, GTK_TYPE_BOX)

typedef enum
{
  PROP_TITLE = 1,
  PROP_SUBTITLE,
  PROP_ACTIVE,
} MailSwitchRowProperty;

static GParamSpec *properties[PROP_ACTIVE + 1];

static void
set_subtitle (MailSwitchRow *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->subtitle), text != NULL ? text : "");
  gtk_widget_set_visible (self->subtitle, text != NULL && *text != '\0');
}

/* The whole row is the target, as with the rows that have an entry. */
static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, MailSwitchRow *self)
{
  gtk_switch_set_active (GTK_SWITCH (self->toggle), !gtk_switch_get_active (GTK_SWITCH (self->toggle)));
}

static void
on_toggled (MailSwitchRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

static void
mail_switch_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailSwitchRow *self = MAIL_SWITCH_ROW (object);

  switch ((MailSwitchRowProperty) id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->title)));
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->subtitle)));
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, gtk_switch_get_active (GTK_SWITCH (self->toggle)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_switch_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailSwitchRow *self = MAIL_SWITCH_ROW (object);

  switch ((MailSwitchRowProperty) id)
    {
    case PROP_TITLE:
      gtk_label_set_label (GTK_LABEL (self->title), g_value_get_string (value));
      break;
    case PROP_SUBTITLE:
      set_subtitle (self, g_value_get_string (value));
      break;
    case PROP_ACTIVE:
      gtk_switch_set_active (GTK_SWITCH (self->toggle), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_switch_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_SWITCH_ROW);

  G_OBJECT_CLASS (mail_switch_row_parent_class)->dispose (object);
}

static void
mail_switch_row_class_init (MailSwitchRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = mail_switch_row_dispose;
  object_class->get_property = mail_switch_row_get_property;
  object_class->set_property = mail_switch_row_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_ACTIVE]
      = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-switch-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MailSwitchRow, title);
  gtk_widget_class_bind_template_child (widget_class, MailSwitchRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, MailSwitchRow, toggle);
  gtk_widget_class_bind_template_callback (widget_class, on_released);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
mail_switch_row_init (MailSwitchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
