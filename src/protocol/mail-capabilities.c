/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-capabilities.h"

#include <string.h>

/* More than any server has; what follows is not kept. */
#define MAX_CAPABILITIES 200
/* As many as a person wants to read in one line. */
#define MAX_DESCRIBED 12

struct _MailCapabilities
{
  GPtrArray *lines;
};

static gboolean
is_printable (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isprint (*text))
      return FALSE;
  return TRUE;
}

static gsize
keyword_length (const char *line)
{
  return strcspn (line, " ");
}

/* "AUTH=PLAIN" is IMAP's way, and that of mail servers before RFC 2554. */
static const char *
mechanisms_of (const char *line)
{
  if (g_ascii_strncasecmp (line, "AUTH=", 5) == 0 || g_ascii_strncasecmp (line, "AUTH ", 5) == 0
      || g_ascii_strncasecmp (line, "SASL ", 5) == 0)
    return line + 5;
  return NULL;
}

/* The line of a key word. */
static const char *
find (MailCapabilities *self, const char *keyword)
{
  const gsize length = strlen (keyword);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const char *line = g_ptr_array_index (self->lines, i);

      if (keyword_length (line) == length && g_ascii_strncasecmp (line, keyword, length) == 0)
        return line;
    }
  return NULL;
}

/**
 * mail_capabilities_new:
 *
 * Returns: (transfer full): an empty list
 */
MailCapabilities *
mail_capabilities_new (void)
{
  MailCapabilities *self = g_new0 (MailCapabilities, 1);

  self->lines = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * mail_capabilities_free:
 * @self: (transfer full): the list
 */
void
mail_capabilities_free (MailCapabilities *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self);
}

/**
 * mail_capabilities_clear:
 * @self: the list
 *
 * Forgets everything: what was said before TLS may be forged (RFC 3207, section 4.2).
 */
void
mail_capabilities_clear (MailCapabilities *self)
{
  g_ptr_array_set_size (self->lines, 0);
}

/**
 * mail_capabilities_add:
 * @self: the list
 * @line: a key word and its arguments, as heard
 *
 * Adds one capability. A line with control characters or without a word is left out.
 */
void
mail_capabilities_add (MailCapabilities *self, const char *line)
{
  g_autofree char *copy = g_strstrip (g_strdup (line));

  if (*copy != '\0' && is_printable (copy) && self->lines->len < MAX_CAPABILITIES)
    g_ptr_array_add (self->lines, g_steal_pointer (&copy));
}

/**
 * mail_capabilities_add_words:
 * @self: the list
 * @words: key words separated by spaces, as IMAP lists them
 */
void
mail_capabilities_add_words (MailCapabilities *self, const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  for (guint i = 0; list[i] != NULL; i++)
    mail_capabilities_add (self, list[i]);
}

/**
 * mail_capabilities_has:
 * @self: the list
 * @keyword: a whole key word
 *
 * Returns: whether the server has said @keyword, in any case
 */
gboolean
mail_capabilities_has (MailCapabilities *self, const char *keyword)
{
  return find (self, keyword) != NULL;
}

/**
 * mail_capabilities_get_number:
 * @self: the list
 * @keyword: a whole key word
 *
 * Returns: the number that follows @keyword, “LOGIN-DELAY 900”; 0 where there is none
 */
guint
mail_capabilities_get_number (MailCapabilities *self, const char *keyword)
{
  const char *line = find (self, keyword);
  const guint64 number = line != NULL ? g_ascii_strtoull (line + strlen (keyword), NULL, 10) : 0;

  return MIN (number, G_MAXINT);
}

/**
 * mail_capabilities_list_mechanisms:
 * @self: the list
 *
 * The SASL mechanisms: `AUTH=…` (RFC 9051), `AUTH …` (RFC 4954), `SASL …` (RFC 5034).
 *
 * Returns: (transfer full): their names as heard
 */
char **
mail_capabilities_list_mechanisms (MailCapabilities *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->lines->len; i++)
    {
      const char *mechanisms = mechanisms_of (g_ptr_array_index (self->lines, i));
      g_auto (GStrv) words = g_strsplit (mechanisms != NULL ? mechanisms : "", " ", -1);

      for (guint j = 0; words[j] != NULL; j++)
        if (*words[j] != '\0')
          g_strv_builder_add (builder, words[j]);
    }
  return g_strv_builder_end (builder);
}

/**
 * mail_capabilities_describe:
 * @self: the list
 *
 * Returns: (transfer full) (nullable): the first key words, for people: “IMAP4rev1, IDLE …”; %NULL where
 * there are none
 */
char *
mail_capabilities_describe (MailCapabilities *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len && i < MAX_DESCRIBED; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (char *) g_ptr_array_index (self->lines, i));
  if (self->lines->len > MAX_DESCRIBED)
    g_string_append (text, " …");
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
