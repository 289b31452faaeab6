/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that knows libqrencode. The picture may hold a password, so it is wiped like one. */
#include "config.h"

#include "mail-qr.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <qrencode.h>

#include "mail-error.h"
#include "mail-secret.h"

/* The lowest bit of what libqrencode says of a module. */
#define DARK 1

/* Of the picture, where nobody gives it another size: in units of the screen, a module. */
#define SCALE 6

struct _MailQr
{
  guint size; /* modules a side, without the quiet zone */
  guint8 *modules;
};

/* As much correction as half of a code's usual damage wants, or less where the text is too long for that. */
static QRcode *
encode (const char *text)
{
  const unsigned char *bytes = (const unsigned char *) text;
  QRcode *code = QRcode_encodeData (strlen (text), bytes, 0, QR_ECLEVEL_M);

  return code != NULL || errno != ERANGE ? code : QRcode_encodeData (strlen (text), bytes, 0, QR_ECLEVEL_L);
}

/**
 * mail_qr_new:
 * @text: what whoever scans it shall read; bytes
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED
 *
 * Returns: (transfer full): a QR code, or %NULL where @text is empty or longer than the largest one
 */
MailQr *
mail_qr_new (const char *text, GError **error)
{
  QRcode *code = encode (text);
  MailQr *self;

  if (code == NULL)
    {
      g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
                           _("These settings are too long for a QR code."));
      return NULL;
    }
  self = g_new (MailQr, 1);
  self->size = code->width;
  self->modules = g_memdup2 (code->data, (gsize) self->size * self->size);
  mail_wipe (code->data, (gsize) self->size * self->size);
  QRcode_free (code);
  return self;
}

/**
 * mail_qr_free:
 * @self: (transfer full): a QR code
 *
 * Wipes and frees it.
 */
void
mail_qr_free (MailQr *self)
{
  mail_wipe (self->modules, (gsize) self->size * self->size);
  g_free (self->modules);
  g_free (self);
}

/**
 * mail_qr_get_size:
 * @self: a QR code
 *
 * Returns: how many modules it has a side; around them %MAIL_QR_QUIET_ZONE light ones have to be drawn
 */
guint
mail_qr_get_size (const MailQr *self)
{
  return self->size;
}

/**
 * mail_qr_is_dark:
 * @self: a QR code
 * @x: a column, from the left
 * @y: a row, from the top
 *
 * Returns: whether this module is dark
 */
gboolean
mail_qr_is_dark (const MailQr *self, guint x, guint y)
{
  return x < self->size && y < self->size && (self->modules[y * self->size + x] & DARK) != 0;
}

/* The dark modules of a row, as few rectangles as can be. */
static void
add_row (const MailQr *self, GString *svg, guint y)
{
  for (guint x = 0; x < self->size; x++)
    {
      guint start = x;

      while (mail_qr_is_dark (self, x, y))
        x++;
      if (x > start)
        g_string_append_printf (svg, "M%u %uh%uv1h-%uz", start + MAIL_QR_QUIET_ZONE, y + MAIL_QR_QUIET_ZONE,
                                x - start, x - start);
    }
}

/**
 * mail_qr_to_svg:
 * @self: a QR code
 *
 * Black on white whatever the colours around it: not every reader takes a negative.
 *
 * Returns: (transfer full): it as a picture, an svg element with its quiet zone; to be freed with
 *   mail_wipe_free() where a password is in it
 */
char *
mail_qr_to_svg (const MailQr *self)
{
  guint side = self->size + 2 * MAIL_QR_QUIET_ZONE;
  /* Never to grow, as growing leaves copies behind: 24 bytes are more than a rectangle takes. */
  GString *svg = g_string_sized_new (512 + 24 * (gsize) self->size * (self->size + 1) / 2);

  g_string_append_printf (svg,
                          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" "
                          "viewBox=\"0 0 %u %u\" shape-rendering=\"crispEdges\">\n"
                          "<path fill=\"#fff\" d=\"M0 0h%uv%uH0z\"/>\n<path d=\"",
                          side * SCALE, side * SCALE, side, side, side, side);
  for (guint y = 0; y < self->size; y++)
    add_row (self, svg, y);
  g_string_append (svg, "\"/>\n</svg>\n");
  return g_string_free (svg, FALSE);
}
