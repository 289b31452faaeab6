/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-check-row.h"

#include <glib/gi18n-lib.h>

struct _MailCheckRow
{
  GtkBox parent_instance;

  MailCheck *check;
};

G_DEFINE_FINAL_TYPE (MailCheckRow, mail_check_row, GTK_TYPE_BOX)

typedef enum
{
  PROP_CHECK = 1,
} MailCheckRowProperty;

static GParamSpec *properties[PROP_CHECK + 1];

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

static char *
mark_of_state (MailCheckRow *self, MailState state)
{
  return g_strdup (state == MAIL_STATE_RUNNING ? "spinner" : "image");
}

static char *
icon_of_state (MailCheckRow *self, MailState state)
{
  return g_strdup (looks[state].icon_name);
}

static char *
name_of_step (MailCheckRow *self, MailStep step)
{
  return g_strdup (mail_step_get_label (step));
}

static char *
describe_duration (MailCheckRow *self, gint64 duration)
{
  if (duration < 0)
    return g_strdup ("");

  /* Translators: how long a step took, in milliseconds. */
  if (duration < 1000)
    return g_strdup_printf (_("%d ms"), (int) duration);

  /* Translators: how long a step took, in seconds. */
  return g_strdup_printf (_("%.1f s"), duration / 1000.0);
}

static void
update_state (MailCheckRow *self)
{
  MailState state = mail_check_get_state (self->check);
  const char *classes[] = { "step", looks[state].css_class, NULL };
  /* Translators: a step and its state, for screen readers: “Sign in: passed”. */
  g_autofree char *name = g_strdup_printf (
      _("%s: %s"), mail_step_get_label (mail_check_get_step (self->check)), _ (looks[state].words));

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), mail_check_get_detail (self->check));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
mail_check_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailCheckRow *self = MAIL_CHECK_ROW (object);

  switch ((MailCheckRowProperty) id)
    {
    case PROP_CHECK:
      g_value_set_object (value, self->check);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_check_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailCheckRow *self = MAIL_CHECK_ROW (object);

  switch ((MailCheckRowProperty) id)
    {
    case PROP_CHECK:
      self->check = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_check_row_constructed (GObject *object)
{
  MailCheckRow *self = MAIL_CHECK_ROW (object);

  G_OBJECT_CLASS (mail_check_row_parent_class)->constructed (object);

  g_signal_connect_object (self->check, "notify::state", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->check, "notify::detail", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  update_state (self);
}

static void
mail_check_row_dispose (GObject *object)
{
  MailCheckRow *self = MAIL_CHECK_ROW (object);

  g_clear_object (&self->check);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_CHECK_ROW);

  G_OBJECT_CLASS (mail_check_row_parent_class)->dispose (object);
}

static void
mail_check_row_class_init (MailCheckRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = mail_check_row_constructed;
  object_class->dispose = mail_check_row_dispose;
  object_class->get_property = mail_check_row_get_property;
  object_class->set_property = mail_check_row_set_property;

  properties[PROP_CHECK]
      = g_param_spec_object ("check", NULL, NULL, MAIL_TYPE_CHECK,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-check-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, mark_of_state);
  gtk_widget_class_bind_template_callback (widget_class, icon_of_state);
  gtk_widget_class_bind_template_callback (widget_class, name_of_step);
  gtk_widget_class_bind_template_callback (widget_class, describe_duration);
}

static void
mail_check_row_init (MailCheckRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_check_row_new:
 * @check: a step
 *
 * Returns: (transfer floating): a row that follows @check
 */
GtkWidget *
mail_check_row_new (MailCheck *check)
{
  return g_object_new (MAIL_TYPE_CHECK_ROW, "check", check, NULL);
}
