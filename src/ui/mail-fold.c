/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-fold.h"

/* GtkRevealer of GTK 4.8 asks its child for a height without saying for which width, so that text that wraps
 * is cut off. This one asks properly. While it is closed it is hidden, so that it takes no spacing and no
 * focus. */

/* How long the slide takes, in microseconds. */
#define DURATION (200 * 1000)

struct _MailFold
{
  GtkWidget parent_instance;

  GtkWidget *child;
  gboolean open;
  /* How much of the child can be seen: 0 to 1. */
  double seen;
  gint64 last_frame;
  guint tick;
};

static void mail_fold_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailFold,
                               mail_fold,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, mail_fold_buildable_init))

typedef enum
{
  PROP_OPEN = 1,
} MailFoldProperty;

static GParamSpec *properties[PROP_OPEN + 1];

/* Fast at first, gently at the end. */
static double
ease (double progress)
{
  double rest = 1 - progress;

  return 1 - rest * rest * rest;
}

static void
set_seen (MailFold *self, double seen)
{
  self->seen = CLAMP (seen, 0, 1);
  gtk_widget_set_visible (GTK_WIDGET (self), self->open || self->seen > 0);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Where the focus was put into what unfolds, its page could not scroll there: there was no room yet. */
static void
show_focus (MailFold *self)
{
  GtkWidget *fold = GTK_WIDGET (self);
  GtkWidget *scrolled = gtk_widget_get_ancestor (fold, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (fold));
  GtkAdjustment *adjustment;
  double y, top;

  if (scrolled == NULL || focus == NULL || !gtk_widget_is_ancestor (focus, fold)
      || !gtk_widget_translate_coordinates (fold, scrolled, 0, 0, NULL, &y))
    return;

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  top = gtk_adjustment_get_value (adjustment) + y;
  gtk_adjustment_clamp_page (adjustment, top, top + gtk_widget_get_height (fold));
}

/* One frame after the last step everything has its place. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  MailFold *self = MAIL_FOLD (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double step = self->last_frame > 0 ? (double) (now - self->last_frame) / DURATION : 0;

  self->last_frame = now;
  if (self->open && self->seen == 1)
    {
      self->tick = 0;
      show_focus (self);
      return G_SOURCE_REMOVE;
    }

  set_seen (self, self->open ? self->seen + step : self->seen - step);
  if (self->open || self->seen > 0)
    return G_SOURCE_CONTINUE;

  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
may_animate (MailFold *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean enabled;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &enabled, NULL);

  return enabled && root != NULL && gtk_widget_get_mapped (GTK_WIDGET (root));
}

static void
mail_fold_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  MailFold *self = MAIL_FOLD (buildable);

  self->child = GTK_WIDGET (child);
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

static void
mail_fold_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = mail_fold_add_child;
}

static GtkSizeRequestMode
mail_fold_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
mail_fold_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  MailFold *self = MAIL_FOLD (widget);

  if (self->child == NULL)
    return;

  gtk_widget_measure (self->child, orientation, orientation == GTK_ORIENTATION_VERTICAL ? for_size : -1,
                      minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = (int) (*minimum * ease (self->seen) + .5);
      *natural = (int) (*natural * ease (self->seen) + .5);
    }
}

/* The child always has its whole height; what does not fit yet is clipped. */
static void
mail_fold_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MailFold *self = MAIL_FOLD (widget);
  GtkAllocation place = { 0, 0, width, height };
  int whole;

  if (self->child == NULL)
    return;

  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, &whole, NULL, NULL, NULL);
  place.height = MAX (height, whole);
  gtk_widget_size_allocate (self->child, &place, -1);
}

static void
mail_fold_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailFold *self = MAIL_FOLD (object);

  switch ((MailFoldProperty) id)
    {
    case PROP_OPEN:
      g_value_set_boolean (value, self->open);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_fold_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailFold *self = MAIL_FOLD (object);

  switch ((MailFoldProperty) id)
    {
    case PROP_OPEN:
      mail_fold_set_open (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_fold_dispose (GObject *object)
{
  MailFold *self = MAIL_FOLD (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);

  G_OBJECT_CLASS (mail_fold_parent_class)->dispose (object);
}

static void
mail_fold_class_init (MailFoldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mail_fold_dispose;
  object_class->get_property = mail_fold_get_property;
  object_class->set_property = mail_fold_set_property;
  widget_class->get_request_mode = mail_fold_get_request_mode;
  widget_class->measure = mail_fold_measure;
  widget_class->size_allocate = mail_fold_size_allocate;

  properties[PROP_OPEN] = g_param_spec_boolean (
      "open", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "fold");
}

static void
mail_fold_init (MailFold *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * mail_fold_get_open:
 * @self: a fold
 *
 * Returns: whether it is open, or on its way there
 */
gboolean
mail_fold_get_open (MailFold *self)
{
  return self->open;
}

/**
 * mail_fold_set_open:
 * @self: a fold
 * @open: whether its child is to be seen
 *
 * Slides there, or jumps where nobody would see it slide.
 */
void
mail_fold_set_open (MailFold *self, gboolean open)
{
  if (self->open == open)
    return;

  self->open = open;
  self->last_frame = 0;
  if (!may_animate (self))
    set_seen (self, open ? 1 : 0);
  else
    {
      set_seen (self, self->seen);
      if (self->tick == 0)
        self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}
