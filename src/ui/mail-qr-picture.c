/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-qr-picture.h"

/* Pixels of a module that a camera of today still reads from an arm's length. */
#define MODULE 5

struct _MailQrPicture
{
  GtkWidget parent_instance;

  MailQr *code;
};

G_DEFINE_FINAL_TYPE (MailQrPicture, mail_qr_picture, GTK_TYPE_WIDGET)

static guint
get_modules (MailQrPicture *self)
{
  return self->code != NULL ? mail_qr_get_size (self->code) + 2 * MAIL_QR_QUIET_ZONE : 0;
}

static void
mail_qr_picture_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = *natural = get_modules (MAIL_QR_PICTURE (widget)) * MODULE;
}

static void
draw (MailQrPicture *self, GtkSnapshot *snapshot, float scale)
{
  const GdkRGBA black = { 0, 0, 0, 1 };
  guint size = mail_qr_get_size (self->code);

  for (guint y = 0; y < size; y++)
    for (guint x = 0; x < size; x++)
      if (mail_qr_is_dark (self->code, x, y))
        gtk_snapshot_append_color (snapshot, &black,
                                   &GRAPHENE_RECT_INIT ((x + MAIL_QR_QUIET_ZONE) * scale,
                                                        (y + MAIL_QR_QUIET_ZONE) * scale, scale, scale));
}

/* Whole pixels: a module with a grey edge is harder to read. */
static void
mail_qr_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MailQrPicture *self = MAIL_QR_PICTURE (widget);
  const GdkRGBA white = { 1, 1, 1, 1 };
  guint modules = get_modules (self);
  int scale;

  if (modules == 0)
    return;
  scale = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget)) / (int) modules;
  gtk_snapshot_append_color (snapshot, &white, &GRAPHENE_RECT_INIT (0, 0, modules * scale, modules * scale));
  draw (self, snapshot, scale);
}

static void
mail_qr_picture_finalize (GObject *object)
{
  g_clear_pointer (&MAIL_QR_PICTURE (object)->code, mail_qr_free);
  G_OBJECT_CLASS (mail_qr_picture_parent_class)->finalize (object);
}

static void
mail_qr_picture_class_init (MailQrPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mail_qr_picture_finalize;
  widget_class->measure = mail_qr_picture_measure;
  widget_class->snapshot = mail_qr_picture_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mail_qr_picture_init (MailQrPicture *self)
{
}

/**
 * mail_qr_picture_set_code:
 * @self: a picture
 * @code: (nullable) (transfer full): what to show, or %NULL for nothing
 *
 * What was shown before is wiped.
 */
void
mail_qr_picture_set_code (MailQrPicture *self, MailQr *code)
{
  g_clear_pointer (&self->code, mail_qr_free);
  self->code = code;
  gtk_widget_set_visible (GTK_WIDGET (self), code != NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
