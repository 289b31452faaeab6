/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A paper as a file for a browser. It loads nothing and runs nothing, and reads as XML, too. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-paper.h"

/* On paper black on white, and small enough for one page of A4; on the screen what the eyes are used to. The
 * picture keeps its white ground in the dark, as not every reader takes a negative. */
static const char *const style
    = ":root{color-scheme:light "
      "dark;--ink:#1a1a1a;--ground:#fff;--quiet:#5a5a5a;--line:#c8c8c8;--tint:#f2f2f2}\n"
      "@media screen and "
      "(prefers-color-scheme:dark){:root{--ink:#eee;--ground:#1e1e1e;--quiet:#aaa;--line:#555;"
      "--tint:#2a2a2a}}\n"
      "body{margin:2em auto;padding:0 1.5em;max-width:44em;color:var(--ink);background-color:var(--ground);"
      "font:16px/1.45 Cantarell,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif}\n"
      "h1{margin:0;font-size:1.6em;line-height:1.25;overflow-wrap:anywhere}\n"
      "h2{margin:1.4em 0 .4em;font-size:1.1em}\n"
      "p{margin:.4em 0}\n"
      "table{width:100%;border-collapse:collapse;margin:.4em 0}\n"
      "th,td{padding:.35em .6em;text-align:start;vertical-align:top;border-bottom:1px solid;"
      "border-color:var(--line)}\n"
      "th{width:38%;font-weight:normal;color:var(--quiet)}\n"
      "td{overflow-wrap:anywhere}\n"
      "td strong{font-weight:600;white-space:pre-wrap}\n"
      ".note{margin:.8em 0;padding:.6em .9em;background-color:var(--tint);border-radius:6px}\n"
      ".scan{overflow:hidden}\n"
      ".scan svg{float:left;width:42mm;height:42mm;margin-right:1.4em;border-radius:4px}\n"
      ".scan p{padding-top:1em}\n"
      "ol{margin:.6em 0;padding-left:1.6em}\n"
      "li{margin:.6em 0}\n"
      ".small{margin-top:.8em;font-size:.85em;color:var(--quiet)}\n"
      ".answer{height:2em;border-bottom:1px solid}\n"
      "@page{size:A4;margin:16mm}\n"
      "@media print{body{margin:0;padding:0;max-width:none;font-size:10.5pt;line-height:1.35}"
      "h2{break-after:avoid}table,.scan,li{break-inside:avoid}}\n";

/* The policy forbids what is not in the file; nothing in it could be run or fetched anyway. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'"

/* What is open at the end of a paragraph. */
typedef struct
{
  GString *html;
  gboolean list;
  gboolean item;
  gboolean table;
} Writer;

/* The only way by which text gets into the document. */
static void
add (Writer *self, const char *open, const char *text, const char *close)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (self->html, "%s%s%s", open, escaped, close);
}

static void
set_open (Writer *self, gboolean *what, gboolean open, const char *tag)
{
  if (*what != open)
    g_string_append_printf (self->html, open ? "<%s>\n" : "</%s>\n", tag);
  *what = open;
}

/* Before a paragraph that does not belong to them, a table ends, a step and a list. */
static void
close_before (Writer *self, const MailParagraph *next)
{
  if (next == NULL || next->kind != MAIL_PAPER_FIELD)
    set_open (self, &self->table, FALSE, "table");
  if (next == NULL || next->kind != MAIL_PAPER_FIELD)
    set_open (self, &self->item, FALSE, "li");
  if (next == NULL || (next->kind != MAIL_PAPER_FIELD && next->kind != MAIL_PAPER_STEP))
    set_open (self, &self->list, FALSE, "ol");
}

static void
add_step (Writer *self, const MailParagraph *step)
{
  set_open (self, &self->list, TRUE, "ol");
  add (self, "<li>", step->text, "\n");
  self->item = TRUE;
}

static void
add_field (Writer *self, const MailParagraph *field)
{
  set_open (self, &self->table, TRUE, "table");
  add (self, "<tr><th scope=\"row\">", field->text, "</th>");
  if (field->typed)
    add (self, "<td><strong>", field->value, "</strong></td></tr>\n");
  else
    add (self, "<td>", field->value, "</td></tr>\n");
}

static void
add_code (Writer *self, const MailParagraph *code)
{
  g_autofree char *svg = mail_qr_to_svg (code->code);

  g_string_append_printf (self->html, "<div class=\"scan\">\n%s", svg);
  add (self, "<p>", code->text, "</p>\n</div>\n");
}

static void
add_paragraph (Writer *self, const MailParagraph *paragraph)
{
  static const struct
  {
    const char *open;
    const char *close;
  } elements[] = {
    [MAIL_PAPER_HEADING] = { "<h2>", "</h2>\n" },
    [MAIL_PAPER_TEXT] = { "<p>", "</p>\n" },
    [MAIL_PAPER_NOTE] = { "<p class=\"note\">", "</p>\n" },
    [MAIL_PAPER_SMALL] = { "<p class=\"small\">", "</p>\n" },
    [MAIL_PAPER_ANSWER] = { "<p>", "</p>\n<div class=\"answer\"></div>\n" },
  };

  close_before (self, paragraph);
  if (paragraph->kind == MAIL_PAPER_STEP)
    add_step (self, paragraph);
  else if (paragraph->kind == MAIL_PAPER_FIELD)
    add_field (self, paragraph);
  else if (paragraph->kind == MAIL_PAPER_CODE)
    add_code (self, paragraph);
  else
    add (self, elements[paragraph->kind].open, paragraph->text, elements[paragraph->kind].close);
}

static void
add_head (Writer *self, const char *title)
{
  g_string_append_printf (
      self->html,
      "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\">\n"
      "<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\"/>\n"
      "<meta name=\"generator\" content=\"Siegel %s\"/>\n",
      /* Translators: the code of the language of this translation, as in <html lang="en">. */
      C_("language", "en"), POLICY, PACKAGE_VERSION);
  add (self, "<title>", title, "</title>\n");
  g_string_append_printf (self->html, "<style>\n%s</style>\n</head>\n<body>\n", style);
  add (self, "<h1>", title, "</h1>\n");
}

/**
 * mail_paper_to_html:
 * @self: a paper
 *
 * Returns: (transfer full): all of it as a document that needs no other file, for the screen and for paper
 */
char *
mail_paper_to_html (MailPaper *self)
{
  Writer writer = { .html = g_string_new (NULL) };

  add_head (&writer, mail_paper_get_title (self));
  for (guint i = 0; i < mail_paper_get_size (self); i++)
    add_paragraph (&writer, mail_paper_get (self, i));
  close_before (&writer, NULL);
  g_string_append (writer.html, "</body>\n</html>\n");

  return g_string_free (writer.html, FALSE);
}
