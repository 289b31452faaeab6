/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-clamp.h"

struct _MailClamp
{
  GtkWidget parent_instance;

  GtkWidget *child;
  int maximum;
};

G_DEFINE_FINAL_TYPE (MailClamp, mail_clamp, GTK_TYPE_WIDGET)

/* The width that the child gets of available; its own minimum wins, so that nothing is ever cut off. */
static int
child_width (MailClamp *self, int available)
{
  int minimum;

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return MIN (available, MAX (self->maximum, minimum));
}

static GtkSizeRequestMode
mail_clamp_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
mail_clamp_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  MailClamp *self = MAIL_CLAMP (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    for_size = child_width (self, for_size);

  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, MIN (*natural, self->maximum));
}

static void
mail_clamp_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MailClamp *self = MAIL_CLAMP (widget);
  int taken = child_width (self, width);
  GtkAllocation place = { (width - taken) / 2, 0, taken, height };

  gtk_widget_size_allocate (self->child, &place, -1);
}

static void
mail_clamp_dispose (GObject *object)
{
  MailClamp *self = MAIL_CLAMP (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);

  G_OBJECT_CLASS (mail_clamp_parent_class)->dispose (object);
}

static void
mail_clamp_class_init (MailClampClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mail_clamp_dispose;
  widget_class->get_request_mode = mail_clamp_get_request_mode;
  widget_class->measure = mail_clamp_measure;
  widget_class->size_allocate = mail_clamp_size_allocate;
}

static void
mail_clamp_init (MailClamp *self)
{
}

/**
 * mail_clamp_new:
 * @child: what to show
 * @maximum: the widest it may become, in pixels
 *
 * Returns: (transfer floating): a widget that centres @child
 */
GtkWidget *
mail_clamp_new (GtkWidget *child, int maximum)
{
  MailClamp *self = g_object_new (MAIL_TYPE_CLAMP, NULL);

  self->maximum = maximum;
  self->child = child;
  gtk_widget_set_parent (child, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
