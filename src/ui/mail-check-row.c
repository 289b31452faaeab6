/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-check-row.h"

#include <glib/gi18n-lib.h>

#include "mail-state-row.h"

struct _MailCheckRow
{
  GtkBox parent_instance;

  MailCheck *check;
  MailStateRow *row;
};

G_DEFINE_FINAL_TYPE (MailCheckRow, mail_check_row, GTK_TYPE_BOX)

typedef enum
{
  PROP_CHECK = 1,
} MailCheckRowProperty;

static GParamSpec *properties[PROP_CHECK + 1];

static char *
describe_duration (gint64 duration)
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
update (MailCheckRow *self)
{
  g_autofree char *duration = describe_duration (mail_check_get_duration (self->check));

  mail_state_row_set_state (self->row, mail_check_get_state (self->check));
  mail_state_row_set_time (self->row, duration);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), mail_check_get_detail (self->check));
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

  self->row = g_object_new (MAIL_TYPE_STATE_ROW, "title",
                            mail_step_get_label (mail_check_get_step (self->check)), "hexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->row));
  /* The state, the detail, the duration: a row is small enough to be written anew. */
  g_signal_connect_object (self->check, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
mail_check_row_dispose (GObject *object)
{
  MailCheckRow *self = MAIL_CHECK_ROW (object);

  g_clear_object (&self->check);

  G_OBJECT_CLASS (mail_check_row_parent_class)->dispose (object);
}

static void
mail_check_row_class_init (MailCheckRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = mail_check_row_constructed;
  object_class->dispose = mail_check_row_dispose;
  object_class->get_property = mail_check_row_get_property;
  object_class->set_property = mail_check_row_set_property;

  properties[PROP_CHECK]
      = g_param_spec_object ("check", NULL, NULL, MAIL_TYPE_CHECK,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_check_row_init (MailCheckRow *self)
{
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
