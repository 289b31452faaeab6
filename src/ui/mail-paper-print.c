/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-paper-print.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* In points. */
#define MARGIN       56
#define GAP          10
#define CLOSE_GAP    3
#define ANSWER_SPACE 30
#define RULE_WIDTH   0.6
#define STEP_INDENT  20
#define CODE_SIDE    120
#define CODE_GAP     14

/* Where the value of a field begins, of the width of the page. */
#define VALUE_PLACE 0.36

/* A paragraph and its place. */
typedef struct
{
  const MailParagraph *paragraph; /* NULL: the title */
  PangoLayout *text;
  PangoLayout *mark; /* nullable: the number of a step, the value of a field */
  double x;          /* of the text */
  double mark_x;
  double height;
  int page;
  double y;
} Block;

struct _MailPaperPrint
{
  GtkPrintOperation parent_instance;

  MailPaper *paper;
  GArray *blocks; /* of Block: the title, then the paragraphs */
};

G_DEFINE_FINAL_TYPE (MailPaperPrint, mail_paper_print, GTK_TYPE_PRINT_OPERATION)

enum
{
  TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const fonts[] = {
  [MAIL_PAPER_HEADING] = "Sans Bold 11", [MAIL_PAPER_TEXT] = "Sans 10.5", [MAIL_PAPER_NOTE] = "Sans 10.5",
  [MAIL_PAPER_SMALL] = "Sans 9",         [MAIL_PAPER_STEP] = "Sans 10.5", [MAIL_PAPER_FIELD] = "Sans 10.5",
  [MAIL_PAPER_CODE] = "Sans 10.5",       [MAIL_PAPER_ANSWER] = "Sans 10",
};

static void
block_clear (Block *block)
{
  g_clear_object (&block->text);
  g_clear_object (&block->mark);
}

static Block *
get_block (MailPaperPrint *self, guint index)
{
  return &g_array_index (self->blocks, Block, index);
}

/* ---- how it looks ---- */

static PangoLayout *
create_layout (GtkPrintContext *context, const char *font, const char *text, double width)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

static double
get_height (PangoLayout *layout)
{
  int height = 0;

  if (layout != NULL)
    pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
lay_out_step (Block *block, GtkPrintContext *context, double width)
{
  g_autofree char *number = g_strdup_printf ("%u.", block->paragraph->number);

  block->x = STEP_INDENT;
  block->text = create_layout (context, fonts[MAIL_PAPER_STEP], block->paragraph->text, width - STEP_INDENT);
  block->mark = create_layout (context, fonts[MAIL_PAPER_STEP], number, STEP_INDENT);
}

/* In two columns; what is typed is bold. */
static void
lay_out_field (Block *block, GtkPrintContext *context, double width)
{
  const char *font = block->paragraph->typed ? "Sans Bold 10.5" : fonts[MAIL_PAPER_FIELD];

  block->x = STEP_INDENT;
  block->mark_x = width * VALUE_PLACE;
  block->text = create_layout (context, fonts[MAIL_PAPER_FIELD], block->paragraph->text,
                               block->mark_x - STEP_INDENT - GAP);
  block->mark = create_layout (context, font, block->paragraph->value, width - block->mark_x);
}

static void
lay_out_words (Block *block, GtkPrintContext *context, double width)
{
  block->x = block->paragraph->kind == MAIL_PAPER_CODE ? CODE_SIDE + CODE_GAP : 0;
  block->text
      = create_layout (context, fonts[block->paragraph->kind], block->paragraph->text, width - block->x);
}

static double
get_least_height (const Block *block)
{
  if (block->paragraph != NULL && block->paragraph->kind == MAIL_PAPER_CODE)
    return CODE_SIDE;
  return 0;
}

static void
lay_out (MailPaperPrint *self, guint index, GtkPrintContext *context)
{
  double width = gtk_print_context_get_width (context);
  Block *block = get_block (self, index);

  block_clear (block);
  if (block->paragraph == NULL)
    block->text = create_layout (context, "Sans Bold 14", mail_paper_get_title (self->paper), width);
  else if (block->paragraph->kind == MAIL_PAPER_STEP)
    lay_out_step (block, context, width);
  else if (block->paragraph->kind == MAIL_PAPER_FIELD)
    lay_out_field (block, context, width);
  else
    lay_out_words (block, context, width);
  block->height = MAX (MAX (get_height (block->text), get_height (block->mark)), get_least_height (block));
  if (block->paragraph != NULL && block->paragraph->kind == MAIL_PAPER_ANSWER)
    block->height += ANSWER_SPACE;
}

/* ---- where it goes ---- */

static gboolean
leads (MailPaperPrint *self, guint index)
{
  return index > 0 && mail_paper_leads (self->paper, index - 1);
}

static gboolean
is_field (MailPaperPrint *self, guint index)
{
  return index < self->blocks->len && get_block (self, index)->paragraph != NULL
         && get_block (self, index)->paragraph->kind == MAIL_PAPER_FIELD;
}

/* What belongs together stands closer. */
static double
get_gap (MailPaperPrint *self, guint index)
{
  return leads (self, index) || (is_field (self, index) && is_field (self, index + 1)) ? CLOSE_GAP : GAP;
}

/* What leads stays with what comes after it: what would not fit goes to the next page as a whole. */
static double
get_height_of_group (MailPaperPrint *self, guint first)
{
  double height = get_block (self, first)->height;

  for (guint i = first; leads (self, i); i++)
    height += get_gap (self, i) + get_block (self, i + 1)->height;

  return height;
}

/* Returns the number of pages. */
static int
place (MailPaperPrint *self, double page_height)
{
  double y = 0;
  int page = 0;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      Block *block = get_block (self, i);

      if (y > 0 && y + get_height_of_group (self, i) > page_height)
        {
          page++;
          y = 0;
        }
      block->page = page;
      block->y = y;
      y += block->height + get_gap (self, i);
    }

  return page + 1;
}

static void
mail_paper_print_begin_print (GtkPrintOperation *operation, GtkPrintContext *context)
{
  MailPaperPrint *self = MAIL_PAPER_PRINT (operation);

  for (guint i = 0; i < self->blocks->len; i++)
    lay_out (self, i, context);
  gtk_print_operation_set_n_pages (operation, place (self, gtk_print_context_get_height (context)));
}

/* ---- ink ---- */

static void
draw_layout (cairo_t *cr, PangoLayout *layout, double x, double y)
{
  if (layout == NULL)
    return;
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_line_to_write_on (cairo_t *cr, double y, double width)
{
  cairo_set_line_width (cr, RULE_WIDTH);
  cairo_move_to (cr, 0, y);
  cairo_line_to (cr, width, y);
  cairo_stroke (cr);
}

/* Without its quiet zone: around it the paper is white. */
static void
draw_code (cairo_t *cr, const MailQr *code, double y)
{
  guint size = mail_qr_get_size (code);
  double module = (double) CODE_SIDE / size;

  for (guint row = 0; row < size; row++)
    for (guint column = 0; column < size; column++)
      if (mail_qr_is_dark (code, column, row))
        cairo_rectangle (cr, column * module, y + row * module, module, module);
  /* All at once, so that no hair of paper shines through between two of them. */
  cairo_fill (cr);
}

static void
draw_block (const Block *block, cairo_t *cr, double width)
{
  draw_layout (cr, block->text, block->x, block->y);
  draw_layout (cr, block->mark, block->mark_x, block->y);
  if (block->paragraph == NULL)
    return;
  if (block->paragraph->kind == MAIL_PAPER_CODE)
    draw_code (cr, block->paragraph->code, block->y);
  if (block->paragraph->kind == MAIL_PAPER_ANSWER)
    draw_line_to_write_on (cr, block->y + block->height, width);
}

static void
mail_paper_print_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page)
{
  MailPaperPrint *self = MAIL_PAPER_PRINT (operation);
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  for (guint i = 0; i < self->blocks->len; i++)
    if (get_block (self, i)->page == page)
      draw_block (get_block (self, i), cr, gtk_print_context_get_width (context));
}

static void
mail_paper_print_done (GtkPrintOperation *operation, GtkPrintOperationResult result)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    g_signal_emit (operation, signals[TOLD], 0, _("Printed."), FALSE);
  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;

  gtk_print_operation_get_error (operation, &error);
  g_signal_emit (operation, signals[TOLD], 0, error->message, TRUE);
}

static void
mail_paper_print_finalize (GObject *object)
{
  MailPaperPrint *self = MAIL_PAPER_PRINT (object);

  g_array_unref (self->blocks);
  g_clear_pointer (&self->paper, mail_paper_free);

  G_OBJECT_CLASS (mail_paper_print_parent_class)->finalize (object);
}

static void
mail_paper_print_class_init (MailPaperPrintClass *klass)
{
  GtkPrintOperationClass *operation_class = GTK_PRINT_OPERATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mail_paper_print_finalize;
  operation_class->begin_print = mail_paper_print_begin_print;
  operation_class->draw_page = mail_paper_print_draw_page;
  operation_class->done = mail_paper_print_done;

  signals[TOLD] = g_signal_new ("told", MAIL_TYPE_PAPER_PRINT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
mail_paper_print_init (MailPaperPrint *self)
{
  g_autoptr (GtkPageSetup) paper = gtk_page_setup_new ();

  self->blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  g_array_set_clear_func (self->blocks, (GDestroyNotify) block_clear);

  gtk_page_setup_set_left_margin (paper, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_right_margin (paper, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_top_margin (paper, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_bottom_margin (paper, MARGIN, GTK_UNIT_POINTS);
  gtk_print_operation_set_default_page_setup (GTK_PRINT_OPERATION (self), paper);
  gtk_print_operation_set_unit (GTK_PRINT_OPERATION (self), GTK_UNIT_POINTS);
}

/**
 * mail_paper_print_new:
 * @paper: (transfer full): what to print
 *
 * Returns: (transfer full): an operation to start
 */
MailPaperPrint *
mail_paper_print_new (MailPaper *paper)
{
  MailPaperPrint *self = g_object_new (MAIL_TYPE_PAPER_PRINT, NULL);
  const Block title = { 0 };

  self->paper = paper;
  g_array_append_val (self->blocks, title);
  for (guint i = 0; i < mail_paper_get_size (paper); i++)
    {
      Block block = { .paragraph = mail_paper_get (paper, i) };

      g_array_append_val (self->blocks, block);
    }
  gtk_print_operation_set_job_name (GTK_PRINT_OPERATION (self), mail_paper_get_title (paper));

  return self;
}

/**
 * mail_paper_print_start:
 * @self: an operation
 * @widget: a widget of the window that asks
 *
 * Lets the person choose a printer, or a file. How it ends is told by “told”, unless they change their mind.
 */
void
mail_paper_print_start (MailPaperPrint *self, GtkWidget *widget)
{
  gtk_print_operation_set_allow_async (GTK_PRINT_OPERATION (self), TRUE);
  /* What goes wrong is heard by "done" as well. */
  gtk_print_operation_run (GTK_PRINT_OPERATION (self), GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (gtk_widget_get_root (widget)), NULL);
}

/* GTK writes into a file only. */
static GBytes *export(GtkPrintOperation *operation, const char *path, GError **error)
{
  char *contents;
  gsize length;

  gtk_print_operation_set_export_filename (operation, path);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, error)
          != GTK_PRINT_OPERATION_RESULT_APPLY
      || !g_file_get_contents (path, &contents, &length, error))
    return NULL;

  return g_bytes_new_take (contents, length);
}

/**
 * mail_paper_print_to_pdf:
 * @self: an operation
 * @error: return location for an error of GTK's or the file system's
 *
 * Returns: (transfer full): the paper as a PDF file
 */
GBytes *
mail_paper_print_to_pdf (MailPaperPrint *self, GError **error)
{
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("siegel-XXXXXX.pdf", &path, error);
  GBytes *pdf;

  if (file < 0)
    return NULL;
  g_close (file, NULL);
  pdf = export(GTK_PRINT_OPERATION (self), path, error);
  g_unlink (path);

  return pdf;
}
