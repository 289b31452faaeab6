/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-export-quote.h"

#include <string.h>

#define PLAIN G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS

/* Characters that no shell does anything about, wherever they stand; "~" and "=" are not among them. */
#define SHELL_PLAIN PLAIN "@%+:,./-_"

/**
 * mail_export_quote_shell:
 * @text: a word
 *
 * For sh(1), and so for every program that hands a command to it. Words that mean nothing to a shell are left
 * alone, so that a person can read the command.
 *
 * Returns: (transfer full): the word, in single quotes where it needs them
 */
char *
mail_export_quote_shell (const char *text)
{
  if (*text != '\0' && strspn (text, SHELL_PLAIN) == strlen (text))
    return g_strdup (text);
  return g_shell_quote (text);
}

/**
 * mail_export_quote_words:
 * @words: (array zero-terminated=1): a program and its arguments
 *
 * Returns: (transfer full): the command for sh(1)
 */
char *
mail_export_quote_words (const char *const *words)
{
  g_autoptr (GStrvBuilder) quoted = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = mail_export_quote_shell (words[i]);

      g_strv_builder_add (quoted, word);
    }
  parts = g_strv_builder_end (quoted);
  return g_strjoinv (" ", parts);
}

/**
 * mail_export_quote_escape:
 * @text: a value
 * @specials: characters, all of them ASCII
 *
 * Returns: (transfer full): @text with a backslash before each of @specials
 */
char *
mail_export_quote_escape (const char *text, const char *specials)
{
  GString *escaped = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (strchr (specials, *p) != NULL)
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, *p);
    }
  return g_string_free (escaped, FALSE);
}

/**
 * mail_export_quote_double:
 * @text: a value
 * @specials: what has to be escaped between double quotes; those and the backslash in most files
 *
 * Returns: (transfer full): @text in double quotes
 */
char *
mail_export_quote_double (const char *text, const char *specials)
{
  g_autofree char *escaped = mail_export_quote_escape (text, specials);

  return g_strconcat ("\"", escaped, "\"", NULL);
}

/**
 * mail_export_quote_percent:
 * @text: a user name
 *
 * Returns: (transfer full): @text as the user name of a URL (RFC 3986, section 2.1); it has nothing but
 *   letters, digits and "-._~%"
 */
char *
mail_export_quote_percent (const char *text)
{
  return g_uri_escape_string (text, NULL, FALSE);
}

/**
 * mail_export_quote_python:
 * @text: a value
 *
 * In ASCII, since the encoding in which a program of Python reads its file is that of the locale.
 *
 * Returns: (transfer full): a string as Python writes it, in double quotes
 */
char *
mail_export_quote_python (const char *text)
{
  GString *quoted = g_string_new ("\"");

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '"' || c == '\\')
        g_string_append_printf (quoted, "\\%c", (char) c);
      else if (c < 0x80)
        g_string_append_c (quoted, (char) c);
      else
        g_string_append_printf (quoted, "\\U%08x", c);
    }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

/**
 * mail_export_quote_replace:
 * @text: a value
 * @part: what a file would take for something else
 * @by: how the file has it written
 *
 * Returns: (transfer full): @text with each @part replaced
 */
char *
mail_export_quote_replace (const char *text, const char *part, const char *by)
{
  g_auto (GStrv) pieces = g_strsplit (text, part, -1);

  return g_strjoinv (by, pieces);
}

/**
 * mail_export_quote_label:
 * @text: an address
 *
 * Returns: (transfer full): a name for the account, for a section of a file or a folder on disk: one word
 * that needs no quoting anywhere, and no hidden file
 */
char *
mail_export_quote_label (const char *text)
{
  char *label = g_strcanon (g_strdup (text), PLAIN "@.-_+", '_');

  if (*label == '.' || *label == '-' || *label == '+')
    *label = '_';
  return label;
}

/**
 * mail_export_quote_mailbox:
 * @name: what a person is called, may be empty
 * @address: the e-mail address
 *
 * Returns: (transfer full): what goes behind From: (RFC 5322, section 3.4), not yet encoded
 */
char *
mail_export_quote_mailbox (const char *name, const char *address)
{
  g_autofree char *quoted = mail_export_quote_double (name, "\"\\");

  return *name != '\0' ? g_strdup_printf ("%s <%s>", quoted, address) : g_strdup (address);
}
