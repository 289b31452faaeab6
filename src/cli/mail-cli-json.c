/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all answers in JSON have in common: members of the types they use, and how a line is printed. */
#include "mail-cli-json.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

/* The one control character that json-glib forgets to escape (RFC 8259 section 7). */
#define UNESCAPED     '\x1f'
#define UNESCAPED_SET "\x1f"

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

/**
 * mail_cli_json_string:
 * @json: in an object
 * @name: the name of the member
 * @value: (nullable): its value; what is not UTF-8 in it is replaced (RFC 8259 section 8.1)
 *
 * Adds a string, or null.
 */
void
mail_cli_json_string (JsonBuilder *json, const char *name, const char *value)
{
  g_autofree char *valid = NULL;

  /* Servers, certificates and people may say anything. */
  if (value != NULL && (!g_utf8_validate (value, -1, NULL) || strchr (value, UNESCAPED) != NULL))
    value = valid = g_strdelimit (g_utf8_make_valid (value, -1), UNESCAPED_SET, ' ');
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

/**
 * mail_cli_json_integer:
 * @json: in an object
 * @name: the name of the member
 * @value: its value
 */
void
mail_cli_json_integer (JsonBuilder *json, const char *name, gint64 value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

/**
 * mail_cli_json_boolean:
 * @json: in an object
 * @name: the name of the member
 * @value: its value
 */
void
mail_cli_json_boolean (JsonBuilder *json, const char *name, gboolean value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_boolean_value (json, value);
}

/**
 * mail_cli_json_strv:
 * @json: in an object
 * @name: the name of the member
 * @values: (array zero-terminated=1): its strings, UTF-8
 *
 * Adds an array of strings.
 */
void
mail_cli_json_strv (JsonBuilder *json, const char *name, const char *const *values)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  for (; *values != NULL; values++)
    json_builder_add_string_value (json, *values);
  json_builder_end_array (json);
}

/**
 * mail_cli_json_print:
 * @json: a complete answer; empty afterwards
 *
 * Prints it as one line, and hands it to whoever reads at once.
 */
void
mail_cli_json_print (JsonBuilder *json)
{
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = json_to_string (root, FALSE);

  puts (text);
  fflush (stdout);
  json_builder_reset (json);
}
