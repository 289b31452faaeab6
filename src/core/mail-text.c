/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words of strangers, made fit to be shown.
 *
 * What a terminal would obey, what turns text around and what no font knows becomes U+FFFD, so that it is
 * seen that something was there. What cannot be seen at all is left out: it only serves to hide a word from
 * whoever looks for it, or to make two different names look the same. */

#include "mail-text.h"

#define REPLACEMENT 0xfffd

/* Hebrew with points and accents and stacked Tibetan need four; a heap of them climbs over the lines around.
 */
#define MARKS_MAX 4

typedef enum
{
  KEPT,
  REPLACED,
  DROPPED,
  SPACE,
  QUOTE,  /* of the kind that we put around these words */
  MARK,   /* combines with what stands before it */
  JOINER, /* shapes what stands on both sides */
} Treatment;

typedef struct
{
  gunichar first;
  gunichar last;
  Treatment treatment;
} Range;

/* Where the general category says too little. Sorted. */
static const Range ranges[] = {
  { 0x0085, 0x0085, SPACE },    /* next line */
  { 0x034f, 0x034f, DROPPED },  /* combining grapheme joiner */
  { 0x0600, 0x0605, KEPT },     /* Arabic number signs: format characters that are seen */
  { 0x061c, 0x061c, REPLACED }, /* Arabic letter mark */
  { 0x06dd, 0x06dd, KEPT },     /* end of ayah */
  { 0x070f, 0x070f, KEPT },     /* Syriac abbreviation mark */
  { 0x0890, 0x0891, KEPT },     /* Arabic pound and piastre marks */
  { 0x08e2, 0x08e2, KEPT },     /* disputed end of ayah */
  { 0x115f, 0x1160, DROPPED },  /* Hangul fillers */
  { 0x17b4, 0x17b5, DROPPED },  /* Khmer inherent vowels */
  { 0x180b, 0x180f, DROPPED },  /* Mongolian variation selectors */
  { 0x200c, 0x200d, JOINER },   /* ZERO WIDTH NON-JOINER and JOINER */
  { 0x200e, 0x200f, REPLACED }, /* marks of direction (Unicode, annex 9) */
  { 0x201c, 0x201f, QUOTE },    /* “ ” „ ‟ */
  { 0x202a, 0x202e, REPLACED }, /* embeddings and overrides */
  { 0x2066, 0x2069, REPLACED }, /* isolates */
  { 0x2800, 0x2800, DROPPED },  /* a Braille pattern without a dot */
  { 0x3164, 0x3164, DROPPED },  /* Hangul filler */
  { 0xfe00, 0xfe0f, DROPPED },  /* variation selectors */
  { 0xffa0, 0xffa0, DROPPED },  /* Hangul filler, half as wide */
  { 0xfffc, 0xfffc, REPLACED }, /* object replacement character */
  { 0x110bd, 0x110bd, KEPT },   /* Kaithi number signs */
  { 0x110cd, 0x110cd, KEPT },   { 0xe0000, 0xe0fff, DROPPED }, /* tags, more variation selectors */
};

/* The text as it grows. */
typedef struct
{
  GString *text;
  gsize n_characters;
  gsize max_characters;
  gunichar last;  /* of what was kept; 0 where nothing was */
  guint n_marks;  /* on it */
  gunichar owed;  /* a space or joiner that comes only if something follows */
  gboolean ended; /* there is more than may be kept */
} Writer;

static Treatment
treat_by_category (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
      return g_unichar_isspace (c) ? SPACE : REPLACED;
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
      return SPACE;
    case G_UNICODE_FORMAT:
      return DROPPED;
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return REPLACED;
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_SPACING_MARK:
      return MARK;
    default:
      return KEPT;
    }
}

static Treatment
treat (gunichar c)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ranges) && ranges[i].first <= c; i++)
    if (c <= ranges[i].last)
      return ranges[i].treatment;
  return treat_by_category (c);
}

static void
write_one (Writer *writer, gunichar c)
{
  if (writer->n_characters == writer->max_characters)
    {
      writer->ended = TRUE;
      return;
    }
  g_string_append_unichar (writer->text, c);
  writer->n_characters++;
}

/* A joiner between letters that have no other form is one more way to make a name look like another. */
static gboolean
is_shaped (gunichar c)
{
  return c >= 0x0600 && c != REPLACEMENT;
}

static void
pay (Writer *writer, gunichar next)
{
  const gunichar owed = writer->owed;

  writer->owed = 0;
  if (owed == ' ' || (owed != 0 && is_shaped (writer->last) && is_shaped (next)))
    write_one (writer, owed);
}

static void
add (Writer *writer, gunichar c)
{
  pay (writer, c);
  write_one (writer, c);
  writer->last = c;
  writer->n_marks = 0;
}

/* Without a letter before it, a mark would land on the words that we put in front. */
static void
add_mark (Writer *writer, gunichar c)
{
  if (writer->last == 0 || writer->last == REPLACEMENT || writer->owed == ' ' || writer->n_marks == MARKS_MAX)
    return;
  pay (writer, c);
  write_one (writer, c);
  writer->n_marks++;
}

static void
owe (Writer *writer, gunichar c)
{
  if (writer->last != 0 && writer->owed != ' ')
    writer->owed = c;
}

static void
take (Writer *writer, gunichar c)
{
  switch (treat (c))
    {
    case KEPT:
      add (writer, c);
      break;
    case REPLACED:
      add (writer, REPLACEMENT);
      break;
    case SPACE:
      owe (writer, ' ');
      break;
    case QUOTE:
      add (writer, '"');
      break;
    case MARK:
      add_mark (writer, c);
      break;
    case JOINER:
      owe (writer, c);
      break;
    case DROPPED:
    default:
      break;
    }
}

/* Takes the last character back for the sign that there is more. */
static void
end_with_dots (GString *text)
{
  if (text->len > 0)
    g_string_truncate (text, g_utf8_find_prev_char (text->str, text->str + text->len) - text->str);
  g_string_append (text, "…");
}

/**
 * mail_text_neutralise:
 * @text: (nullable): bytes of a stranger: a server's answer, a name in a certificate
 * @length: how many, or -1 up to the first NUL
 * @max_characters: how much of it to keep; "…" stands for the rest
 *
 * Makes words of a stranger fit for a screen or a terminal, where escape sequences would be obeyed and turned
 * directions believed. Controls, marks of direction (Unicode, annex 9), private and unassigned characters and
 * bytes that are not UTF-8 become U+FFFD. White space becomes one space. What cannot be seen (soft hyphens,
 * zero-width characters, tags, variation selectors, fillers) is left out; the two joiners stay where they
 * shape letters. On one letter lie at most four combining marks. The quotation marks that we put around such
 * words become straight ones, so that nobody can close ours and go on in our name.
 *
 * The result is still plain text: whoever shows it must not read markup in it, nor make links of it.
 *
 * Returns: (transfer full): valid UTF-8 on one line, without white space at its ends; may be ""
 */
char *
mail_text_neutralise (const char *text, gssize length, gsize max_characters)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", text != NULL ? length : 0);
  Writer writer = { .text = g_string_new (NULL), .max_characters = max_characters };

  for (const char *p = valid; *p != '\0' && !writer.ended; p = g_utf8_next_char (p))
    take (&writer, g_utf8_get_char (p));
  if (writer.ended)
    end_with_dots (writer.text);
  return g_string_free (writer.text, FALSE);
}

/**
 * mail_text_is_harmless:
 * @text: words of a stranger, UTF-8, that are of use only as they are: a user name, a URL
 *
 * Returns: whether @text is one line and holds nothing that mail_text_neutralise() would replace or leave out
 *   for what it is
 */
gboolean
mail_text_is_harmless (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    switch (treat (g_utf8_get_char (p)))
      {
      case KEPT:
      case QUOTE:
      case MARK:
        break;
      case SPACE:
        if (g_unichar_type (g_utf8_get_char (p)) != G_UNICODE_SPACE_SEPARATOR)
          return FALSE;
        break;
      case REPLACED:
      case DROPPED:
      case JOINER:
      default:
        return FALSE;
      }
  return TRUE;
}
