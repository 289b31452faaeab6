/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-paper.h"

#include <glib/gi18n-lib.h>

struct _MailPaper
{
  char *title;
  GArray *paragraphs; /* of MailParagraph */
  guint steps;
};

static void
paragraph_clear (MailParagraph *paragraph)
{
  g_free (paragraph->text);
  g_free (paragraph->value);
  g_clear_pointer (&paragraph->code, mail_qr_free);
}

static void
take (MailPaper *self, MailParagraph paragraph)
{
  g_array_append_val (self->paragraphs, paragraph);
}

/**
 * mail_paper_new:
 * @title: what stands at the top
 *
 * Returns: (transfer full): a paper with nothing else on it
 */
MailPaper *
mail_paper_new (const char *title)
{
  MailPaper *self = g_new0 (MailPaper, 1);

  self->title = g_strdup (title);
  self->paragraphs = g_array_new (FALSE, TRUE, sizeof (MailParagraph));
  g_array_set_clear_func (self->paragraphs, (GDestroyNotify) paragraph_clear);

  return self;
}

/**
 * mail_paper_free:
 * @self: (transfer full): a paper
 *
 * Throws it away.
 */
void
mail_paper_free (MailPaper *self)
{
  g_free (self->title);
  g_array_unref (self->paragraphs);
  g_free (self);
}

/**
 * mail_paper_add:
 * @self: a paper
 * @kind: what kind of paragraph it is; steps are counted
 * @text: the paragraph; nothing secret
 */
void
mail_paper_add (MailPaper *self, MailPaperKind kind, const char *text)
{
  take (self, (MailParagraph){ .kind = kind,
                               .text = g_strdup (text),
                               .number = kind == MAIL_PAPER_STEP ? ++self->steps : 0 });
}

/**
 * mail_paper_add_field:
 * @self: a paper
 * @name: what the value is called
 * @value: the value; nothing secret
 * @typed: whether it is typed as it stands
 */
void
mail_paper_add_field (MailPaper *self, const char *name, const char *value, gboolean typed)
{
  take (self,
        (MailParagraph){
            .kind = MAIL_PAPER_FIELD, .text = g_strdup (name), .value = g_strdup (value), .typed = typed });
}

/**
 * mail_paper_add_code:
 * @self: a paper
 * @code: (transfer full): a QR code; nothing secret
 * @text: what it is for
 */
void
mail_paper_add_code (MailPaper *self, MailQr *code, const char *text)
{
  take (self, (MailParagraph){ .kind = MAIL_PAPER_CODE, .text = g_strdup (text), .code = code });
}

/**
 * mail_paper_get_title:
 * @self: a paper
 *
 * Returns: what stands at the top
 */
const char *
mail_paper_get_title (MailPaper *self)
{
  return self->title;
}

/**
 * mail_paper_get_size:
 * @self: a paper
 *
 * Returns: how many paragraphs are on it, the title aside
 */
guint
mail_paper_get_size (MailPaper *self)
{
  return self->paragraphs->len;
}

/**
 * mail_paper_get:
 * @self: a paper
 * @index: which paragraph, from 0
 *
 * Returns: (nullable): it; %NULL behind the last one
 */
const MailParagraph *
mail_paper_get (MailPaper *self, guint index)
{
  return index < self->paragraphs->len ? &g_array_index (self->paragraphs, MailParagraph, index) : NULL;
}

/**
 * mail_paper_leads:
 * @self: a paper
 * @index: which paragraph, from 0
 *
 * Returns: whether no page ends with it: a heading stays with its text, and a step with its first field
 */
gboolean
mail_paper_leads (MailPaper *self, guint index)
{
  const MailParagraph *paragraph = mail_paper_get (self, index);
  const MailParagraph *next = mail_paper_get (self, index + 1);

  if (next == NULL)
    return FALSE;
  return paragraph->kind == MAIL_PAPER_HEADING
         || (paragraph->kind == MAIL_PAPER_STEP && next->kind == MAIL_PAPER_FIELD);
}

static gboolean
is_of_list (const MailParagraph *paragraph)
{
  return paragraph != NULL && (paragraph->kind == MAIL_PAPER_STEP || paragraph->kind == MAIL_PAPER_FIELD);
}

static void
write_line (GString *text, const MailParagraph *paragraph)
{
  /* Translators: a field of a mail program and what is entered there: “Server: imap.example.org”. */
  g_autofree char *field = g_strdup_printf (_("%s: %s"), paragraph->text, paragraph->value);

  if (paragraph->kind == MAIL_PAPER_STEP)
    g_string_append_printf (text, "%2u. %s\n", paragraph->number, paragraph->text);
  else if (paragraph->kind == MAIL_PAPER_FIELD)
    g_string_append_printf (text, "      %s\n", field);
  else
    g_string_append_printf (text, "%s\n", paragraph->text);
}

/**
 * mail_paper_to_text:
 * @self: a paper
 *
 * Returns: (transfer full): all of it but pictures, as lines for the terminal and for e-mail
 */
char *
mail_paper_to_text (MailPaper *self)
{
  GString *text = g_string_new (self->title);

  g_string_append (text, "\n\n");
  for (guint i = 0; i < self->paragraphs->len; i++)
    {
      write_line (text, mail_paper_get (self, i));
      if (i + 1 < self->paragraphs->len
          && !(is_of_list (mail_paper_get (self, i)) && is_of_list (mail_paper_get (self, i + 1))))
        g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}
