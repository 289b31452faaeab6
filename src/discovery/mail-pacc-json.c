/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-pacc-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"

/* Three times what the draft uses. */
#define MAX_DEPTH 16

typedef enum
{
  FAULT_NONE,
  FAULT_SYNTAX,
  FAULT_DEPTH,
  FAULT_DUPLICATE,
} Fault;

static const char *
get_fault_text (Fault fault)
{
  switch (fault)
    {
    case FAULT_NONE:
      break;
    case FAULT_SYNTAX:
      return _("The published settings are not valid JSON. Ask your provider to correct them.");
    case FAULT_DEPTH:
      return _("The published settings are nested too deeply. Ask your provider to correct them.");
    case FAULT_DUPLICATE:
      return _("The published settings say something twice. Ask your provider to correct them.");
    }
  g_return_val_if_reached ("");
}

/* The unit of UTF-16 in an escape; text stands on its "u". */
static gboolean
read_unit (const char *text, guint *unit)
{
  *unit = 0;
  if (*text != 'u')
    return FALSE;
  for (guint i = 1; i <= 4; i++)
    {
      int digit = g_ascii_xdigit_value (text[i]);

      if (digit < 0)
        return FALSE;
      *unit = *unit * 16 + digit;
    }
  return TRUE;
}

/* What comes after a backslash. After half a pair of surrogates json-glib takes the closing quotation mark
 * for the other half, and NUL would end a string before its time. */
static const char *
skip_escape (const char *text)
{
  guint unit, low;

  if (*text != 'u')
    return *text != '\0' && strchr ("\"\\/bfnrt", *text) != NULL ? text + 1 : NULL;
  if (!read_unit (text, &unit) || unit == 0)
    return NULL;
  if ((unit & 0xf800) != 0xd800)
    return text + 5;
  if ((unit & 0xfc00) == 0xd800 && text[5] == '\\' && read_unit (text + 6, &low) && (low & 0xfc00) == 0xdc00)
    return text + 11;
  return NULL;
}

/* From behind the opening quotation mark to behind the closing one. */
static const char *
skip_string (const char *text)
{
  while (text != NULL && *text != '"')
    {
      if ((guchar) *text < ' ')
        return NULL;
      text = *text == '\\' ? skip_escape (text + 1) : text + 1;
    }
  return text != NULL ? text + 1 : NULL;
}

static inline gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline gboolean
is_plain (char c)
{
  return is_space (c) || g_ascii_isalnum (c) || (c != '\0' && strchr (",+-.", c) != NULL);
}

/* From the opening brace to behind the one that closes it. json-glib calls itself for each level, so that
 * depth is looked at before. For this to count, both have to agree on what is a string: that is why nothing
 * comes by here that json-glib takes beside JSON, such as comments and single quotes. */
static const char *
skip_object (const char *text, guint *n_members, Fault *fault)
{
  guint depth = 0;

  *fault = FAULT_SYNTAX;
  do
    {
      if (*text == '{' || *text == '[')
        depth++;
      else if (*text == '}' || *text == ']')
        depth--;
      else if (*text == ':')
        *n_members += 1;
      else if (*text != '"' && !is_plain (*text))
        return NULL;
      if (depth > MAX_DEPTH)
        {
          *fault = FAULT_DEPTH;
          return NULL;
        }
      text = *text == '"' ? skip_string (text + 1) : text + 1;
    }
  while (text != NULL && depth > 0);
  return text;
}

/* RFC 8259, section 8.1: a byte order mark may be there, and is to be passed over. */
static Fault
check_text (const char **text, guint *n_members)
{
  const char *end;
  Fault fault;

  if (g_str_has_prefix (*text, "\xef\xbb\xbf"))
    *text += 3;
  while (is_space (**text))
    *text += 1;
  if (**text != '{')
    return FAULT_SYNTAX;
  end = skip_object (*text, n_members, &fault);
  if (end == NULL)
    return fault;
  while (is_space (*end))
    end++;
  return *end == '\0' ? FAULT_NONE : FAULT_SYNTAX;
}

static guint count_members (JsonNode *node);

static guint
count_in_object (JsonObject *object)
{
  guint count = json_object_get_size (object);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    count += count_members (node);
  return count;
}

static guint
count_in_array (JsonArray *array)
{
  guint count = 0;

  for (guint i = 0; i < json_array_get_length (array); i++)
    count += count_members (json_array_get_element (array, i));
  return count;
}

/* As deep as the text, and that is bounded. */
static guint
count_members (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return count_in_object (json_node_get_object (node));
  return JSON_NODE_HOLDS_ARRAY (node) ? count_in_array (json_node_get_array (node)) : 0;
}

/* Of two members with one name json-glib keeps the last, others the first: two programs would find two
 * servers in one document. */
static Fault
parse (const char *text, JsonNode **root)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  guint n_members = 0;
  Fault fault = check_text (&text, &n_members);

  if (fault != FAULT_NONE)
    return fault;
  if (!json_parser_load_from_data (parser, text, -1, NULL))
    return FAULT_SYNTAX;
  *root = json_parser_steal_root (parser);
  return count_members (*root) == n_members ? FAULT_NONE : FAULT_DUPLICATE;
}

/**
 * mail_pacc_json_parse:
 * @data: a document, perhaps
 * @length: of @data, in bytes
 *
 * Reads an object as RFC 8259 has it: UTF-8, at most 16 levels, each name once.
 *
 * Returns: (transfer full): the object; %NULL with %MAIL_ERROR_SETTINGS_INVALID where @data is not such
 */
JsonNode *
mail_pacc_json_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  Fault fault = FAULT_SYNTAX;

  if (g_utf8_validate_len (data, length, NULL))
    {
      text = g_strndup (data, length);
      fault = parse (text, &root);
    }
  if (fault == FAULT_NONE)
    return g_steal_pointer (&root);
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID, get_fault_text (fault));
  return NULL;
}

/**
 * mail_pacc_json_find:
 * @parent: (nullable): an object
 * @name: of one of its members
 *
 * Returns: (transfer none) (nullable): the member; %NULL where it is not there, or null
 */
JsonNode *
mail_pacc_json_find (JsonObject *parent, const char *name)
{
  JsonNode *node = parent != NULL ? json_object_get_member (parent, name) : NULL;

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

/**
 * mail_pacc_json_find_object:
 * @parent: (nullable): an object
 * @name: of one of its members
 * @child: (out) (nullable) (transfer none): the member; %NULL where it is not there, or null
 *
 * Returns: %FALSE with %MAIL_ERROR_SETTINGS_INVALID where the member is something else than an object
 */
gboolean
mail_pacc_json_find_object (JsonObject *parent, const char *name, JsonObject **child, GError **error)
{
  JsonNode *node = mail_pacc_json_find (parent, name);

  *child = NULL;
  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    {
      mail_pacc_json_set_fault (error, name);
      return FALSE;
    }
  if (node != NULL)
    *child = json_node_get_object (node);
  return TRUE;
}

/**
 * mail_pacc_json_find_string:
 * @parent: (nullable): an object
 * @name: of one of its members
 *
 * Returns: (transfer none) (nullable): the member; %NULL where it is not there, or not a string
 */
const char *
mail_pacc_json_find_string (JsonObject *parent, const char *name)
{
  JsonNode *node = mail_pacc_json_find (parent, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/**
 * mail_pacc_json_set_fault:
 * @name: of a member that is not what it should be, as the draft writes it
 *
 * Sets %MAIL_ERROR_SETTINGS_INVALID.
 */
void
mail_pacc_json_set_fault (GError **error, const char *name)
{
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
               /* Translators: %s is a name inside of a file, such as “imap” or “authentication”. */
               _("In the published settings “%s” cannot be understood. Ask your provider to correct it."),
               name);
}
