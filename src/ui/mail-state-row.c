/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-state-row.h"

#include <glib/gi18n-lib.h>

struct _MailStateRow
{
  GtkBox parent_instance;

  MailState state;

  GtkWidget *mark;
  GtkWidget *image;
  GtkWidget *title;
  GtkWidget *time;
};

G_DEFINE_FINAL_TYPE (MailStateRow, mail_state_row, GTK_TYPE_BOX)

typedef enum
{
  PROP_TITLE = 1,
} MailStateRowProperty;

static GParamSpec *properties[PROP_TITLE + 1];

/* How a state looks, and what a screen reader says of it. */
static const struct
{
  const char *icon_name;
  const char *css_class;
  const char *words;
} looks[] = {
  [MAIL_STATE_WAITING] = { "siegel-waiting-symbolic", "waiting", N_("waiting") },
  [MAIL_STATE_RUNNING] = { "siegel-waiting-symbolic", "running", N_("running") },
  [MAIL_STATE_PASSED] = { "siegel-passed-symbolic", "passed", N_("passed") },
  [MAIL_STATE_FAILED] = { "siegel-failed-symbolic", "failed", N_("failed") },
  [MAIL_STATE_SKIPPED] = { "siegel-skipped-symbolic", "skipped", N_("skipped") },
};

static void
update (MailStateRow *self)
{
  const char *classes[] = { "step", looks[self->state].css_class, NULL };
  /* Translators: a step and its state, for screen readers: “Sign in: passed”. */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), gtk_label_get_label (GTK_LABEL (self->title)),
                                           _ (looks[self->state].words));

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), looks[self->state].icon_name);
  gtk_stack_set_visible_child_name (GTK_STACK (self->mark),
                                    self->state == MAIL_STATE_RUNNING ? "spinner" : "image");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
mail_state_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailStateRow *self = MAIL_STATE_ROW (object);

  switch ((MailStateRowProperty) id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->title)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_state_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailStateRow *self = MAIL_STATE_ROW (object);

  switch ((MailStateRowProperty) id)
    {
    case PROP_TITLE:
      gtk_label_set_label (GTK_LABEL (self->title), g_value_get_string (value));
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_state_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_STATE_ROW);

  G_OBJECT_CLASS (mail_state_row_parent_class)->dispose (object);
}

static void
mail_state_row_class_init (MailStateRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mail_state_row_dispose;
  object_class->get_property = mail_state_row_get_property;
  object_class->set_property = mail_state_row_set_property;

  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-state-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MailStateRow, mark);
  gtk_widget_class_bind_template_child (widget_class, MailStateRow, image);
  gtk_widget_class_bind_template_child (widget_class, MailStateRow, title);
  gtk_widget_class_bind_template_child (widget_class, MailStateRow, time);
}

static void
mail_state_row_init (MailStateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * mail_state_row_set_state:
 * @self: a row
 * @state: how far the step is
 */
void
mail_state_row_set_state (MailStateRow *self, MailState state)
{
  self->state = state;
  update (self);
}

/**
 * mail_state_row_set_time:
 * @self: a row
 * @words: how long it has taken so far, or took; "" where nobody has measured
 */
void
mail_state_row_set_time (MailStateRow *self, const char *words)
{
  gtk_label_set_label (GTK_LABEL (self->time), words);
}
