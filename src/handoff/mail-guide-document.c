/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of data/guides are ours, and a schema holds them to their form when they are tested. What is
 * checked here is only what would be a hole in a guide. */
#include "config.h"

#include "mail-guide-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"

#define CONTEXT_END "\004"

static const struct
{
  const char *name;
  MailGuideIf condition;
} conditions[] = {
  { "imap", MAIL_GUIDE_IF_IMAP },
  { "pop3", MAIL_GUIDE_IF_POP3 },
  { "incoming-tls", MAIL_GUIDE_IF_INCOMING_TLS },
  { "incoming-starttls", MAIL_GUIDE_IF_INCOMING_STARTTLS },
  { "outgoing-tls", MAIL_GUIDE_IF_OUTGOING_TLS },
  { "outgoing-starttls", MAIL_GUIDE_IF_OUTGOING_STARTTLS },
  { "sign-in", MAIL_GUIDE_IF_SIGN_IN },
  { "no-sign-in", MAIL_GUIDE_IF_NO_SIGN_IN },
  { "same-login", MAIL_GUIDE_IF_SAME_LOGIN },
  { "other-login", MAIL_GUIDE_IF_OTHER_LOGIN },
};

typedef struct
{
  MailGuideDocument *document;
  MailGuideIf step_conditions; /* what is in a step is shown only where the step is */
  MailGuideItem *item;         /* being read; belongs to the document */
  char **place;                /* where the text of the element being read belongs; NULL: it has none */
  char *context;               /* nullable: of that text, for gettext */
} Parser;

static void
parser_clear (Parser *self)
{
  g_free (self->context);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parser, parser_clear)

static void
item_free (gpointer data)
{
  MailGuideItem *self = data;

  g_free (self->text);
  g_free (self->word);
  g_free (self);
}

static gboolean
read_conditions (const char *text, MailGuideIf *found, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);

  *found = 0;
  for (guint i = 0; words[i] != NULL; i++)
    {
      MailGuideIf before = *found;

      for (guint j = 0; j < G_N_ELEMENTS (conditions); j++)
        if (g_str_equal (words[i], conditions[j].name))
          *found |= conditions[j].condition;
      if (*found == before)
        {
          g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID, "no condition: %s", words[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_verdict (const char *text, MailGuideVerdict *verdict, GError **error)
{
  static const char *const words[] = { "works", "partly", "too-old" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (text, words[i]))
      {
        *verdict = i;
        return TRUE;
      }
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID, "no verdict: %s", text);
  return FALSE;
}

static gboolean
start_guide (Parser *parser, const char **names, const char **values, GError **error)
{
  MailGuideDocument *document = parser->document;
  const char *verdict;

  return g_markup_collect_attributes (
             "guide", names, values, error, G_MARKUP_COLLECT_STRDUP, "id", &document->id,
             G_MARKUP_COLLECT_STRDUP, "name", &document->name, G_MARKUP_COLLECT_STRDUP, "group",
             &document->group, G_MARKUP_COLLECT_STRDUP, "version", &document->version,
             G_MARKUP_COLLECT_STRDUP, "date", &document->date, G_MARKUP_COLLECT_STRING, "verdict", &verdict,
             G_MARKUP_COLLECT_STRDUP | G_MARKUP_COLLECT_OPTIONAL, "instead", &document->instead,
             G_MARKUP_COLLECT_STRDUP | G_MARKUP_COLLECT_OPTIONAL, "keywords", &document->keywords,
             G_MARKUP_COLLECT_INVALID)
         && read_verdict (verdict, &document->verdict, error);
}

static gboolean
start_item (Parser *parser, MailGuideKind kind, const char **names, const char **values, GError **error)
{
  const char *wanted, *value, *context;
  MailGuideItem *item = g_new0 (MailGuideItem, 1);

  item->kind = kind;
  g_ptr_array_add (parser->document->items, item);
  parser->item = item;
  if (!g_markup_collect_attributes (
          "item", names, values, error, G_MARKUP_COLLECT_STRING | G_MARKUP_COLLECT_OPTIONAL, "if", &wanted,
          G_MARKUP_COLLECT_STRING | G_MARKUP_COLLECT_OPTIONAL, "value", &value,
          G_MARKUP_COLLECT_STRING | G_MARKUP_COLLECT_OPTIONAL, "context", &context, G_MARKUP_COLLECT_INVALID)
      || !read_conditions (wanted, &item->conditions, error))
    return FALSE;
  if (kind == MAIL_GUIDE_STEP)
    parser->step_conditions = item->conditions;
  else if (kind != MAIL_GUIDE_CANNOT)
    item->conditions |= parser->step_conditions;
  item->word = g_strdup (value);
  return TRUE;
}

/* A program may have a word of its own where others share one. */
static void
take_context (Parser *parser, const char **names, const char **values)
{
  g_clear_pointer (&parser->context, g_free);
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], "context"))
      parser->context = g_strdup (values[i]);
}

/* Elements with a text of their own; those of an item are known by their names alone. */
static char **
find_place (Parser *parser, const char *element)
{
  const struct
  {
    const char *element;
    char **place;
  } places[] = {
    { "note", &parser->document->note },
    { "tls", &parser->document->security_word[0] },
    { "starttls", &parser->document->security_word[1] },
    { "cannot", parser->item != NULL ? &parser->item->text : NULL },
    { "text", parser->item != NULL ? &parser->item->text : NULL },
    { "field", parser->item != NULL ? &parser->item->text : NULL },
    { "label", parser->item != NULL ? &parser->item->text : NULL },
    { "word", parser->item != NULL ? &parser->item->word : NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_str_equal (element, places[i].element))
      return places[i].place;
  return NULL;
}

static void
start_element (GMarkupParseContext *context,
               const char *element,
               const char **names,
               const char **values,
               gpointer user_data,
               GError **error)
{
  static const struct
  {
    const char *element;
    MailGuideKind kind;
  } kinds[] = {
    { "cannot", MAIL_GUIDE_CANNOT },
    { "step", MAIL_GUIDE_STEP },
    { "field", MAIL_GUIDE_FIELD },
    { "choice", MAIL_GUIDE_CHOICE },
  };
  Parser *parser = user_data;

  if (g_str_equal (element, "guide") && !start_guide (parser, names, values, error))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (element, kinds[i].element) && !start_item (parser, kinds[i].kind, names, values, error))
      return;
  take_context (parser, names, values);
  parser->place = find_place (parser, element);
}

static void
end_element (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Parser *parser = user_data;

  parser->place = NULL;
}

/* White space is collapsed as xgettext does, so that a text can be broken into lines in its file. */
static char *
normalise (const char *text, gsize length)
{
  GString *result = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      g_string_append_c (result, text[i]);
    else if (result->len > 0 && result->str[result->len - 1] != ' ')
      g_string_append_c (result, ' ');
  return g_strchomp (g_string_free (result, FALSE));
}

/* Kept as gettext keeps it in its files: the context before the text. */
static void
read_text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data, GError **error)
{
  Parser *parser = user_data;
  g_autofree char *words = normalise (text, length);

  if (parser->place == NULL || *words == '\0')
    return;
  g_free (*parser->place);
  *parser->place = parser->context != NULL ? g_strjoin (CONTEXT_END, parser->context, words, NULL)
                                           : g_steal_pointer (&words);
}

/* What no schema is at hand for when a guide is loaded, but what would be a hole in it. */
static gboolean
is_complete (const MailGuideDocument *self, GError **error)
{
  gboolean complete = self->id != NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      const MailGuideItem *item = g_ptr_array_index (self->items, i);
      gboolean wants_word = item->kind == MAIL_GUIDE_FIELD || item->kind == MAIL_GUIDE_CHOICE;

      complete &= item->text != NULL && (item->word != NULL) == wants_word;
    }
  if (!complete)
    g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID, "a guide with a hole");
  return complete;
}

/**
 * mail_guide_document_new:
 * @text: the XML of a file of data/guides
 * @length: its length in bytes
 * @error: return location for a %MAIL_ERROR_SETTINGS_INVALID or a #GMarkupError
 *
 * Returns: (transfer full): what is in it
 */
MailGuideDocument *
mail_guide_document_new (const char *text, gssize length, GError **error)
{
  static const GMarkupParser functions = { start_element, end_element, read_text };
  g_autoptr (MailGuideDocument) self = g_new0 (MailGuideDocument, 1);
  g_autoptr (GMarkupParseContext) context = NULL;
  g_auto (Parser) parser = { .document = self };

  self->items = g_ptr_array_new_with_free_func (item_free);
  context = g_markup_parse_context_new (&functions, G_MARKUP_TREAT_CDATA_AS_TEXT, &parser, NULL);
  if (!g_markup_parse_context_parse (context, text, length, error)
      || !g_markup_parse_context_end_parse (context, error) || !is_complete (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * mail_guide_document_translate:
 * @text: a text of a document
 *
 * Returns: (transfer none): the text in the language of the person
 */
const char *
mail_guide_document_translate (const char *text)
{
  const char *end = strstr (text, CONTEXT_END);

  return end == NULL ? _ (text) : g_dpgettext (GETTEXT_PACKAGE, text, end + 1 - text);
}

/**
 * mail_guide_document_free:
 * @self: (transfer full): a document
 */
void
mail_guide_document_free (MailGuideDocument *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->group);
  g_free (self->version);
  g_free (self->date);
  g_free (self->instead);
  g_free (self->keywords);
  g_free (self->note);
  g_free (self->security_word[0]);
  g_free (self->security_word[1]);
  g_ptr_array_unref (self->items);
  g_free (self);
}
