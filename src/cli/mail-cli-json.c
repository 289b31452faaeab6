/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes JSON (RFC 8259) straight into a line of text. A look-up takes a few microseconds, and a tree of
 * nodes for its answer would take longer than the look-up itself. */
#include "mail-cli-json.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

struct _MailCliJson
{
  GString *text;
};

/**
 * mail_cli_json_new:
 *
 * Returns: (transfer full): an empty line
 */
MailCliJson *
mail_cli_json_new (void)
{
  MailCliJson *self = g_new (MailCliJson, 1);

  self->text = g_string_sized_new (2048);
  return self;
}

/**
 * mail_cli_json_free:
 * @self: (transfer full): a line
 */
void
mail_cli_json_free (MailCliJson *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

static gboolean
is_plain (guchar c)
{
  return c >= 0x20 && c != '"' && c != '\\';
}

/* RFC 8259 section 7: what must be escaped, and nothing else. */
static void
append_escaped (GString *text, const char *value)
{
  while (*value != '\0')
    {
      const char *end = value;

      while (*end != '\0' && is_plain ((guchar) *end))
        end++;
      g_string_append_len (text, value, end - value);
      if (*end == '\0')
        return;
      g_string_append_printf (text, "\\u%04x", (guchar) *end);
      value = end + 1;
    }
}

static void
append_string (GString *text, const char *value)
{
  g_autofree char *valid = g_utf8_validate (value, -1, NULL) ? NULL : g_utf8_make_valid (value, -1);

  g_string_append_c (text, '"');
  append_escaped (text, valid != NULL ? valid : value);
  g_string_append_c (text, '"');
}

/* No value ends with an opening bracket, not even a string, which ends with a quote. */
static gboolean
is_first (const GString *text)
{
  return text->len == 0 || strchr ("{[", text->str[text->len - 1]) != NULL;
}

static GString *
begin_value (MailCliJson *self, const char *name)
{
  if (!is_first (self->text))
    g_string_append_c (self->text, ',');
  if (name != NULL)
    {
      append_string (self->text, name);
      g_string_append_c (self->text, ':');
    }
  return self->text;
}

/**
 * mail_cli_json_begin_object:
 * @self: a line
 * @name: (nullable): the name of the member; %NULL in an array, and at the top
 */
void
mail_cli_json_begin_object (MailCliJson *self, const char *name)
{
  g_string_append_c (begin_value (self, name), '{');
}

/**
 * mail_cli_json_end_object:
 * @self: a line
 */
void
mail_cli_json_end_object (MailCliJson *self)
{
  g_string_append_c (self->text, '}');
}

/**
 * mail_cli_json_begin_array:
 * @self: a line
 * @name: (nullable): the name of the member; %NULL in an array, and at the top
 */
void
mail_cli_json_begin_array (MailCliJson *self, const char *name)
{
  g_string_append_c (begin_value (self, name), '[');
}

/**
 * mail_cli_json_end_array:
 * @self: a line
 */
void
mail_cli_json_end_array (MailCliJson *self)
{
  g_string_append_c (self->text, ']');
}

/**
 * mail_cli_json_null:
 * @self: a line
 * @name: (nullable): the name of the member; %NULL in an array
 */
void
mail_cli_json_null (MailCliJson *self, const char *name)
{
  g_string_append (begin_value (self, name), "null");
}

/**
 * mail_cli_json_boolean:
 * @self: a line
 * @name: (nullable): the name of the member; %NULL in an array
 * @value: its value
 */
void
mail_cli_json_boolean (MailCliJson *self, const char *name, gboolean value)
{
  g_string_append (begin_value (self, name), value ? "true" : "false");
}

/**
 * mail_cli_json_integer:
 * @self: a line
 * @name: (nullable): the name of the member; %NULL in an array
 * @value: its value
 */
void
mail_cli_json_integer (MailCliJson *self, const char *name, gint64 value)
{
  g_string_append_printf (begin_value (self, name), "%" G_GINT64_FORMAT, value);
}

/**
 * mail_cli_json_string:
 * @self: a line
 * @name: (nullable): the name of the member; %NULL in an array
 * @value: (nullable): its value; what is not UTF-8 in it is replaced
 *
 * Adds a string, or null.
 */
void
mail_cli_json_string (MailCliJson *self, const char *name, const char *value)
{
  if (value == NULL)
    mail_cli_json_null (self, name);
  else
    append_string (begin_value (self, name), value);
}

/**
 * mail_cli_json_strv:
 * @self: a line
 * @name: (nullable): the name of the member; %NULL in an array
 * @values: (array zero-terminated=1): its strings
 *
 * Adds an array of strings.
 */
void
mail_cli_json_strv (MailCliJson *self, const char *name, const char *const *values)
{
  mail_cli_json_begin_array (self, name);
  for (; *values != NULL; values++)
    mail_cli_json_string (self, NULL, *values);
  mail_cli_json_end_array (self);
}

/**
 * mail_cli_json_print:
 * @self: a complete line
 *
 * Prints it, and hands it to whoever reads at once.
 */
void
mail_cli_json_print (MailCliJson *self)
{
  fputs (self->text->str, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}

/**
 * mail_cli_json_speak_english:
 *
 * From now on all texts are English: a script must not depend on the language of whoever runs it.
 */
void
mail_cli_json_speak_english (void)
{
  setlocale (LC_MESSAGES, "C");
  /* Sentences may hold dates. */
  setlocale (LC_TIME, "C");
}
