/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-letter-print.h"

#include "mail-letter.h"

/* In points. */
#define MARGIN       56
#define ANSWER_SPACE 30
#define RULE_WIDTH   0.6

/* A paragraph and its place. */
typedef struct
{
  PangoLayout *layout;
  gboolean answer; /* a line to write on comes after it */
  int page;
  double y;
  double height;
} Block;

struct _MailLetterPrint
{
  GtkPrintOperation parent_instance;

  MailAddress *address;
  char *name;
  GArray *blocks; /* of Block */
};

G_DEFINE_FINAL_TYPE (MailLetterPrint, mail_letter_print, GTK_TYPE_PRINT_OPERATION)

static void
block_clear (Block *block)
{
  g_clear_object (&block->layout);
}

static Block *
add_block (MailLetterPrint *self, GtkPrintContext *context, const char *text, const char *font)
{
  PangoFontDescription *description = pango_font_description_from_string (font);
  Block block = { gtk_print_context_create_pango_layout (context), FALSE, 0, 0, 0 };

  pango_layout_set_font_description (block.layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (block.layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_wrap (block.layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (block.layout, text, -1);
  g_array_append_val (self->blocks, block);

  return &g_array_index (self->blocks, Block, self->blocks->len - 1);
}

static void
add_question (MailLetterPrint *self, GtkPrintContext *context, guint index)
{
  MailQuestion question = mail_letter_get_question (index);
  g_autofree char *title = g_strdup_printf ("%u. %s", index + 1, question.title);

  add_block (self, context, title, "Sans Bold 11");
  add_block (self, context, question.explanation, "Sans 10")->answer = TRUE;
}

static void
fill (MailLetterPrint *self, GtkPrintContext *context)
{
  g_autofree char *subject = mail_letter_dup_subject (self->address);
  g_autofree char *opening = mail_letter_dup_opening (self->address);
  g_autofree char *closing = mail_letter_dup_closing (self->name);

  add_block (self, context, subject, "Sans Bold 14");
  add_block (self, context, opening, "Sans 11");
  for (guint i = 0; i < MAIL_N_QUESTIONS; i++)
    add_question (self, context, i);
  add_block (self, context, closing, "Sans 11");
}

static void
measure (Block *block)
{
  int height;

  pango_layout_get_size (block->layout, NULL, &height);
  block->height = (double) height / PANGO_SCALE + (block->answer ? ANSWER_SPACE : 0);
}

/* A question stays with its explanation and its line: what would not fit goes to the next page as a whole. */
static double
height_of_group (MailLetterPrint *self, guint first)
{
  double height = 0;

  for (guint i = first; i < self->blocks->len; i++)
    {
      Block *block = &g_array_index (self->blocks, Block, i);

      height += block->height;
      /* Only a title of a question has something that follows it. */
      if (i + 1 >= self->blocks->len || i > first || !g_array_index (self->blocks, Block, i + 1).answer)
        break;
    }

  return height;
}

/* Returns the number of pages. */
static int
place (MailLetterPrint *self, double page_height)
{
  const double gap = 12;
  double y = 0;
  int page = 0;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      Block *block = &g_array_index (self->blocks, Block, i);

      if (y > 0 && y + height_of_group (self, i) > page_height)
        {
          page++;
          y = 0;
        }
      block->page = page;
      block->y = y;
      y += block->height + (height_of_group (self, i) > block->height ? gap / 4 : gap);
    }

  return page + 1;
}

static void
mail_letter_print_begin_print (GtkPrintOperation *operation, GtkPrintContext *context)
{
  MailLetterPrint *self = MAIL_LETTER_PRINT (operation);

  g_array_set_size (self->blocks, 0);
  fill (self, context);
  for (guint i = 0; i < self->blocks->len; i++)
    measure (&g_array_index (self->blocks, Block, i));
  gtk_print_operation_set_n_pages (operation, place (self, gtk_print_context_get_height (context)));
}

static void
draw_block (Block *block, cairo_t *cr, double width)
{
  cairo_move_to (cr, 0, block->y);
  pango_cairo_show_layout (cr, block->layout);
  if (!block->answer)
    return;

  cairo_set_line_width (cr, RULE_WIDTH);
  cairo_move_to (cr, 0, block->y + block->height);
  cairo_line_to (cr, width, block->y + block->height);
  cairo_stroke (cr);
}

static void
mail_letter_print_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page)
{
  MailLetterPrint *self = MAIL_LETTER_PRINT (operation);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      Block *block = &g_array_index (self->blocks, Block, i);

      if (block->page == page)
        draw_block (block, gtk_print_context_get_cairo_context (context),
                    gtk_print_context_get_width (context));
    }
}

static void
mail_letter_print_finalize (GObject *object)
{
  MailLetterPrint *self = MAIL_LETTER_PRINT (object);

  g_clear_pointer (&self->address, mail_address_unref);
  g_free (self->name);
  g_array_unref (self->blocks);

  G_OBJECT_CLASS (mail_letter_print_parent_class)->finalize (object);
}

static void
mail_letter_print_class_init (MailLetterPrintClass *klass)
{
  GtkPrintOperationClass *operation_class = GTK_PRINT_OPERATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mail_letter_print_finalize;
  operation_class->begin_print = mail_letter_print_begin_print;
  operation_class->draw_page = mail_letter_print_draw_page;
}

static void
mail_letter_print_init (MailLetterPrint *self)
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
 * mail_letter_print_new:
 * @address: whose mailbox
 * @name: who asks; may be empty
 *
 * Returns: (transfer full): an operation to run; it prints nothing secret
 */
MailLetterPrint *
mail_letter_print_new (MailAddress *address, const char *name)
{
  MailLetterPrint *self = g_object_new (MAIL_TYPE_LETTER_PRINT, NULL);
  g_autofree char *subject = mail_letter_dup_subject (address);

  self->address = mail_address_ref (address);
  self->name = g_strdup (name);
  gtk_print_operation_set_job_name (GTK_PRINT_OPERATION (self), subject);

  return self;
}
