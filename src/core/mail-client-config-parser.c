/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-client-config-parser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"
#include "mail-text.h"

/* Facts that autoconfig has no element for are in this namespace. */
#define NAMESPACE "https://siegel.github.io/ns/provider"

/* Far beyond any real document: these only stop what wants to fill memory. */
#define MAX_SIZE    (256 * 1024)
#define MAX_DEPTH   16
#define MAX_SERVERS 64
#define MAX_TEXT    1024

typedef struct _Parser Parser;

/* An element that holds text; end () gets it without white space around it. */
typedef struct
{
  const char *name;
  void (*end) (Parser *parser, char *text);
} Leaf;

/* GMarkup reports elements one by one. Which of them mean something is decided by their depth: 1
 * clientConfig, 2 emailProvider, 3 what is said of the provider, 4 what is said of one of its servers. */
struct _Parser
{
  guint depth;
  guint ignored; /* depth of the outermost element that means nothing to us, 0: none */
  gboolean found_provider;
  char *prefix; /* of our namespace, with its colon */
  const Leaf *leaf;
  GString *text;
  gboolean with_two_factor; /* the attribute of the need being read */

  MailServerTemplate *server; /* being read */
  gboolean has_auth;
  GPtrArray *servers;
  MailOther others;

  MailProviderFacts facts;
  char *strings[6]; /* what facts points to */
};

enum
{
  STRING_ID,
  STRING_NAME,
  STRING_SHORT_NAME,
  STRING_COUNTRY,
  STRING_HELP,
  STRING_PREPARE,
};

static void
parser_clear (Parser *parser)
{
  g_free (parser->prefix);
  g_string_free (parser->text, TRUE);
  g_clear_pointer (&parser->server, mail_server_template_free);
  g_clear_pointer (&parser->servers, g_ptr_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS (parser->strings); i++)
    g_free (parser->strings[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parser, parser_clear)

static const char *
find_attribute (const char *wanted, const char **names, const char **values)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], wanted))
      return values[i];
  return NULL;
}

/* Texts come from strangers and are shown: what would do harm there is left out as a whole. Of the elements
 * of a kind the first counts; the others are translations or second thoughts. */
static void
set_string (Parser *parser, guint which, const char *text)
{
  if (parser->strings[which] == NULL && *text != '\0' && mail_text_is_harmless (text))
    parser->strings[which] = g_strdup (text);
}

/* A page whose address depends on the person cannot be kept here, and should not learn who comes. */
static void
set_url (Parser *parser, guint which, const char *url)
{
  if (url != NULL && (g_str_has_prefix (url, "https://") || g_str_has_prefix (url, "http://"))
      && strlen (url) <= MAX_TEXT && strstr (url, "%EMAIL") == NULL)
    set_string (parser, which, url);
}

static void
end_name (Parser *parser, char *text)
{
  set_string (parser, STRING_NAME, text);
}

static void
end_short_name (Parser *parser, char *text)
{
  set_string (parser, STRING_SHORT_NAME, text);
}

static void
end_country (Parser *parser, char *text)
{
  set_string (parser, STRING_COUNTRY, text);
}

static void
end_mx_is_server (Parser *parser, char *text)
{
  parser->facts.mx_is_server = TRUE;
}

static void
end_need (Parser *parser, char *text)
{
  g_autoptr (GFlagsClass) needs = g_type_class_ref (MAIL_TYPE_NEED);
  const GFlagsValue *need = g_flags_get_value_by_nick (needs, text);

  if (need == NULL)
    return;
  if (parser->with_two_factor)
    parser->facts.needs_with_2fa |= need->value;
  else
    parser->facts.needs |= need->value;
}

static void
end_host (Parser *parser, char *text)
{
  if (parser->server->host == NULL)
    parser->server->host = g_strdup (text);
}

static void
end_port (Parser *parser, char *text)
{
  guint64 port;

  if (g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL))
    parser->server->port = port;
}

/* AUTOMATIC stays where the document says "plain", or nothing that we know. */
static void
end_socket_type (Parser *parser, char *text)
{
  if (g_ascii_strcasecmp (text, "SSL") == 0)
    parser->server->security = MAIL_SECURITY_TLS;
  else if (g_ascii_strcasecmp (text, "STARTTLS") == 0)
    parser->server->security = MAIL_SECURITY_STARTTLS;
}

static void
end_username (Parser *parser, char *text)
{
  if (parser->server->username == NULL && mail_text_is_harmless (text))
    parser->server->username = g_strdup (text);
}

/* Names of autoconfig 1.1, two older ones, and the SASL mechanisms of 1.2. Which mechanism it really is, the
 * server says later: here it only counts what the person needs. */
static MailAuth
parse_auth (const char *text)
{
  static const char *passwords[] = { "password-cleartext", "password-encrypted", "plain", "secure", "login",
                                     "cram-md5",           "digest-md5",         NULL };
  static const char *oauth2[] = { "oauth2", "xoauth2", "oauthbearer", NULL };
  static const char *none[] = { "none", "client-ip-address", NULL };
  g_autofree char *name = g_ascii_strdown (text, -1);

  if (g_strv_contains (passwords, name) || g_str_has_prefix (name, "scram-"))
    return MAIL_AUTH_PASSWORD;
  if (g_strv_contains (oauth2, name))
    return MAIL_AUTH_OAUTH2;
  return g_strv_contains (none, name) ? MAIL_AUTH_NONE : 0;
}

static void
end_auth (Parser *parser, char *text)
{
  parser->has_auth = TRUE;
  parser->server->auth |= parse_auth (text);
}

static const Leaf provider_leaves[] = {
  { "displayName", end_name },
  { "displayShortName", end_short_name },
};

static const Leaf own_leaves[] = {
  { "country", end_country },
  { "mxIsServer", end_mx_is_server },
  { "need", end_need },
};

static const Leaf server_leaves[] = {
  { "hostname", end_host },     { "port", end_port },           { "socketType", end_socket_type },
  { "username", end_username }, { "authentication", end_auth },
};

static gboolean
start_leaf (Parser *parser, const Leaf *leaves, guint n_leaves, const char *name)
{
  for (guint i = 0; i < n_leaves; i++)
    if (g_str_equal (leaves[i].name, name))
      {
        parser->leaf = &leaves[i];
        g_string_truncate (parser->text, 0);
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_root (Parser *parser, const char *name, const char **names, const char **values)
{
  for (guint i = 0; names[i] != NULL && parser->prefix == NULL; i++)
    if (g_str_has_prefix (names[i], "xmlns:") && g_str_equal (values[i], NAMESPACE))
      parser->prefix = g_strconcat (names[i] + strlen ("xmlns:"), ":", NULL);
  return g_str_equal (name, "clientConfig");
}

/* "Allow IMAP there first": some documents say so inside of the provider, some beside it. */
static void
read_enable (Parser *parser, const char **names, const char **values)
{
  parser->facts.needs |= MAIL_NEED_ENABLE_IMAP;
  set_url (parser, STRING_PREPARE, find_attribute ("visiturl", names, values));
}

/* The start_in_* functions return whether the element and what is in it have to be looked at. */
static gboolean
start_in_root (Parser *parser, const char *name, const char **names, const char **values)
{
  const char *id;

  if (g_str_equal (name, "enable"))
    read_enable (parser, names, values);
  if (!g_str_equal (name, "emailProvider") || parser->found_provider)
    return FALSE;
  parser->found_provider = TRUE;
  id = find_attribute ("id", names, values);
  if (id != NULL && strlen (id) <= MAX_TEXT)
    set_string (parser, STRING_ID, id);
  return TRUE;
}

/* Ways to mail that we do not speak. Exchange has many dialects. */
static MailOther
parse_other (const char *type)
{
  static const char *exchange[] = { "exchange", "ews", "activesync", "graph", "owa", NULL };

  if (g_str_equal (type, "jmap"))
    return MAIL_OTHER_JMAP;
  return g_strv_contains (exchange, type) ? MAIL_OTHER_EXCHANGE : 0;
}

static gboolean
start_server (Parser *parser, gboolean incoming, const char *type)
{
  MailProtocol protocol;

  if (incoming && type != NULL)
    parser->others |= parse_other (type);
  if (type == NULL || !mail_protocol_from_string (type, &protocol)
      || incoming != (protocol != MAIL_PROTOCOL_SMTP) || parser->servers->len >= MAX_SERVERS)
    return FALSE;
  parser->server = mail_server_template_new ();
  parser->server->protocol = protocol;
  parser->server->security = MAIL_SECURITY_AUTOMATIC;
  parser->has_auth = FALSE;
  return TRUE;
}

static gboolean
start_own (Parser *parser, const char *name, const char **names, const char **values)
{
  if (g_str_equal (name, "prepare"))
    set_url (parser, STRING_PREPARE, find_attribute ("url", names, values));
  parser->with_two_factor = g_strcmp0 (find_attribute ("with", names, values), "two-factor") == 0;
  return start_leaf (parser, own_leaves, G_N_ELEMENTS (own_leaves), name);
}

static gboolean
start_in_provider (Parser *parser, const char *name, const char **names, const char **values)
{
  if (g_str_equal (name, "incomingServer"))
    return start_server (parser, TRUE, find_attribute ("type", names, values));
  if (g_str_equal (name, "outgoingServer"))
    return start_server (parser, FALSE, find_attribute ("type", names, values));
  if (g_str_equal (name, "documentation"))
    set_url (parser, STRING_HELP, find_attribute ("url", names, values));
  else if (g_str_equal (name, "enable"))
    read_enable (parser, names, values);
  else if (parser->prefix != NULL && g_str_has_prefix (name, parser->prefix))
    return start_own (parser, name + strlen (parser->prefix), names, values);
  return start_leaf (parser, provider_leaves, G_N_ELEMENTS (provider_leaves), name);
}

static gboolean
start_any (Parser *parser, const char *name, const char **names, const char **values)
{
  switch (parser->depth)
    {
    case 2:
      return start_in_root (parser, name, names, values);
    case 3:
      return start_in_provider (parser, name, names, values);
    case 4:
      return parser->server != NULL && start_leaf (parser, server_leaves, G_N_ELEMENTS (server_leaves), name);
    default:
      return FALSE;
    }
}

/* A server that cannot be used as described is as good as not there: one without encryption, or one that lets
 * people in only by ways that we do not know. Nobody fetches mail without a sign-in; a check that leaves it
 * out would prove nothing. */
static void
end_server (Parser *parser)
{
  g_autoptr (MailServerTemplate) server = g_steal_pointer (&parser->server);

  if (!parser->has_auth)
    server->auth = MAIL_AUTH_PASSWORD;
  if (server->protocol != MAIL_PROTOCOL_SMTP)
    server->auth &= ~MAIL_AUTH_NONE;
  if (server->port == 0 || server->security == MAIL_SECURITY_AUTOMATIC || server->auth == 0)
    return;
  g_ptr_array_add (parser->servers, g_steal_pointer (&server));
}

static void
end_leaf (Parser *parser)
{
  const Leaf *leaf = g_steal_pointer (&parser->leaf);

  g_strstrip (parser->text->str);
  leaf->end (parser, parser->text->str);
}

static void
on_start_element (GMarkupParseContext *context,
                  const char *name,
                  const char **names,
                  const char **values,
                  gpointer user_data,
                  GError **error)
{
  Parser *parser = user_data;

  parser->depth++;
  if (parser->depth > MAX_DEPTH)
    g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, name);
  else if (parser->depth == 1)
    {
      if (!is_root (parser, name, names, values))
        g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, name);
    }
  else if (parser->ignored == 0 && !start_any (parser, name, names, values))
    parser->ignored = parser->depth;
}

static void
on_end_element (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  Parser *parser = user_data;

  if (parser->ignored == parser->depth)
    parser->ignored = 0;
  else if (parser->ignored == 0 && parser->leaf != NULL)
    end_leaf (parser);
  else if (parser->depth == 3 && parser->server != NULL)
    end_server (parser);
  parser->depth--;
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data, GError **error)
{
  Parser *parser = user_data;

  if (parser->leaf == NULL || parser->ignored != 0)
    return;
  /* Cut off it might mean something else, so it is not there at all. */
  if (parser->text->len + length > MAX_TEXT)
    parser->leaf = NULL;
  else
    g_string_append_len (parser->text, text, length);
}

static const GMarkupParser markup_parser = {
  .start_element = on_start_element,
  .end_element = on_end_element,
  .text = on_text,
};

/* GMarkup's own messages are for programmers. */
static void
set_error (GError **error, GMarkupError code, int line, int column)
{
  if (code == G_MARKUP_ERROR_UNKNOWN_ELEMENT)
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
                 /* Translators: the numbers are a line and a column of the file. */
                 _ ("The file contains no mail settings (line %d, column %d). Ask for an autoconfig file."),
                 line, column);
  else if (code == G_MARKUP_ERROR_INVALID_CONTENT)
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
                 /* Translators: the numbers are a line and a column of the file. */
                 _ ("The settings are nested too deeply (line %d, column %d). Ask for a correct file."), line,
                 column);
  else
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
                 /* Translators: the numbers are a line and a column of the file. */
                 _ ("The settings are not valid XML (line %d, column %d). Ask for a correct file."), line,
                 column);
}

/* GMarkup would find this, too, but goes on after it and then reports two errors at once (GLib 2.74). */
static gboolean
check_utf8 (const char *data, gsize length, GError **error)
{
  const char *end;
  int line = 1, column = 1;

  if (g_utf8_validate_len (data, length, &end))
    return TRUE;
  for (const char *p = data; p < end; p = g_utf8_next_char (p))
    {
      column = *p == '\n' ? 1 : column + 1;
      line += *p == '\n';
    }
  set_error (error, G_MARKUP_ERROR_BAD_UTF8, line, column);
  return FALSE;
}

static gboolean
parse (Parser *parser, const char *data, gsize length, GError **error)
{
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&markup_parser, G_MARKUP_TREAT_CDATA_AS_TEXT, parser, NULL);
  g_autoptr (GError) markup_error = NULL;
  int line, column;

  if (g_markup_parse_context_parse (context, data, length, &markup_error)
      && g_markup_parse_context_end_parse (context, &markup_error) && parser->found_provider)
    return TRUE;
  g_markup_parse_context_get_position (context, &line, &column);
  set_error (error, markup_error != NULL ? markup_error->code : G_MARKUP_ERROR_UNKNOWN_ELEMENT, line, column);
  return FALSE;
}

/* A byte order mark is allowed by XML, but unknown to GMarkup. */
static void
skip_byte_order_mark (const char **data, gsize *length)
{
  if (*length < 3 || memcmp (*data, "\xef\xbb\xbf", 3) != 0)
    return;
  *data += 3;
  *length -= 3;
}

static MailProvider *
create_provider (Parser *parser)
{
  MailProviderFacts *facts = &parser->facts;

  facts->id = parser->strings[STRING_ID];
  facts->name = parser->strings[STRING_NAME];
  if (facts->name == NULL)
    facts->name = parser->strings[STRING_SHORT_NAME];
  if (facts->name == NULL)
    facts->name = facts->id;
  facts->country = parser->strings[STRING_COUNTRY];
  facts->help_uri = parser->strings[STRING_HELP];
  facts->prepare_uri = parser->strings[STRING_PREPARE];
  return mail_provider_new (facts);
}

/**
 * mail_client_config_parse:
 * @data: an autoconfig document, UTF-8
 * @length: of @data, in bytes
 * @provider: (out): what is said of the provider
 * @servers: (out) (element-type MailServerTemplate): its servers, in the order of the document
 * @others: (out): what it offers beside them
 *
 * Elements of other readers are passed over, as draft-ietf-mailmaint-autoconfig wants it. GMarkup expands no
 * entities but the five of XML, so that a small document cannot become a big one.
 *
 * Returns: %FALSE with %MAIL_ERROR_SETTINGS_INVALID where @data is damaged, too big, or something else
 */
gboolean
mail_client_config_parse (const char *data,
                          gsize length,
                          MailProvider **provider,
                          GPtrArray **servers,
                          MailOther *others,
                          GError **error)
{
  g_auto (Parser) parser = {
    .text = g_string_sized_new (64),
    .servers = g_ptr_array_new_with_free_func ((GDestroyNotify) mail_server_template_free),
  };

  if (length > MAX_SIZE)
    {
      g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
                   /* Translators: %d is a number, KiB a unit of size. */
                   _ ("The settings are bigger than %d KiB. Ask for a correct file."), MAX_SIZE / 1024);
      return FALSE;
    }
  skip_byte_order_mark (&data, &length);
  if (!check_utf8 (data, length, error) || !parse (&parser, data, length, error))
    return FALSE;
  *provider = create_provider (&parser);
  *servers = g_steal_pointer (&parser.servers);
  *others = parser.others;
  return TRUE;
}
