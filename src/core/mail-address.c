/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-address.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"

/* RFC 5321, section 4.5.3.1: the local part, and the whole path without its angle brackets. */
#define LOCAL_MAX   64
#define ADDRESS_MAX 254

struct _MailAddress
{
  gatomicrefcount ref_count;
  char *address;
  char *local;
  const char *domain; /* the tail of address */
  char *display_domain;
};

G_DEFINE_BOXED_TYPE (MailAddress, mail_address, mail_address_ref, mail_address_unref)

static void
set_invalid (GError **error, const char *sentence)
{
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_ADDRESS_INVALID, sentence);
}

/* The first wanted character outside of a quoted string (RFC 5321, section 4.1.2). */
static const char *
find_unquoted (const char *text, char wanted)
{
  gboolean quoted = FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == wanted && !quoted)
        return p;
      if (*p == '"')
        quoted = !quoted;
      else if (*p == '\\' && quoted && p[1] != '\0')
        p++;
    }
  return NULL;
}

/* What people paste: “mailto:anna@example.org?subject=…” from a web page. */
static char *
unwrap_link (const char *text)
{
  const char *address = text + strlen ("mailto:");
  gsize length = strcspn (address, "?");

  return g_uri_unescape_segment (address, address + length, NULL);
}

/* … or “Anna <anna@example.org>” from a message. */
static char *
unwrap_brackets (const char *text)
{
  const char *open = find_unquoted (text, '<');

  if (open == NULL || !g_str_has_suffix (open, ">"))
    return g_strdup (text);
  return g_strndup (open + 1, strlen (open) - 2);
}

static char *
unwrap (const char *text)
{
  g_autofree char *inner = g_strdup (text);

  g_strstrip (inner);
  if (g_str_has_suffix (inner, ">"))
    {
      char *address = unwrap_brackets (inner);

      g_free (inner);
      inner = g_strstrip (address);
    }
  if (g_ascii_strncasecmp (inner, "mailto:", strlen ("mailto:")) == 0)
    {
      char *address = unwrap_link (inner);

      if (address == NULL)
        return g_steal_pointer (&inner);
      g_free (inner);
      inner = g_strstrip (address);
    }
  return g_steal_pointer (&inner);
}

/* RFC 6531, section 3.3 lets any character beyond ASCII in. Those that nobody can see come in by copy and
 * paste, never on purpose; the joiners are part of how Persian and Hindi are written. */
static gboolean
is_visible (gunichar c)
{
  if (c == 0x200c || c == 0x200d)
    return TRUE;
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
    case G_UNICODE_SURROGATE:
      return FALSE;
    default:
      return TRUE;
    }
}

/* atext of RFC 5322, section 3.2.3, extended by RFC 6531. */
static gboolean
is_atom_character (gunichar c)
{
  if (c >= 0x80)
    return is_visible (c);
  return g_ascii_isalnum ((char) c) || (c != 0 && strchr ("!#$%&'*+-/=?^_`{|}~", (int) c) != NULL);
}

static gboolean
check_dots (const char *local, GError **error)
{
  if (local[0] != '.' && !g_str_has_suffix (local, ".") && strstr (local, "..") == NULL)
    return TRUE;
  set_invalid (error,
               _("Before the @ sign, a dot stands at the beginning, at the end, or beside another dot."));
  return FALSE;
}

static void
set_unexpected (GError **error, const char *p)
{
  gunichar c = g_utf8_get_char (p);
  g_autofree char *character = g_strndup (p, g_utf8_next_char (p) - p);

  if (g_unichar_isspace (c))
    set_invalid (error, _("An e-mail address has no spaces in it."));
  else if (!g_unichar_isgraph (c))
    set_invalid (error, _("The address contains an invisible character. Type it instead of pasting it."));
  else
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_ADDRESS_INVALID,
                 /* Translators: %s is one character, such as a comma. */
                 _("The part before the @ sign must not contain “%s”."), character);
}

static gboolean
check_atoms (const char *local, GError **error)
{
  for (const char *p = local; *p != '\0'; p = g_utf8_next_char (p))
    if (*p != '.' && !is_atom_character (g_utf8_get_char (p)))
      {
        set_unexpected (error, p);
        return FALSE;
      }
  return check_dots (local, error);
}

/* Quoted-string of RFC 5321, section 4.1.2, extended by RFC 6531: what a quoted pair may hold is what may
 * stand by itself, so only the quotes and backslashes need a look at their neighbours. */
static gboolean
check_quoted (const char *local, GError **error)
{
  gsize length = strlen (local);
  const char *end = local + length - 1;
  const char *p = local + 1;

  while (p < end && *p != '"')
    {
      if (*p == '\\')
        p++;
      if (*p != ' ' && !is_visible (g_utf8_get_char (p)))
        break;
      p = g_utf8_next_char (p);
    }
  if (length >= 2 && p == end && *end == '"')
    return TRUE;
  set_invalid (error,
               _("The quotation marks in this address are not right. Check the part before the @ sign."));
  return FALSE;
}

static gboolean
check_local (const char *local, GError **error)
{
  if (*local == '\0')
    set_invalid (error, _("The part before the @ sign is missing."));
  else if (strlen (local) > LOCAL_MAX)
    set_invalid (error, _("The part before the @ sign is too long."));
  else
    return *local == '"' ? check_quoted (local, error) : check_atoms (local, error);
  return FALSE;
}

/* Mail to an IP address, with or without brackets, exists in the standards; accounts there do not. */
static gboolean
check_domain (const char *domain, GError **error)
{
  gsize length = strlen (domain);

  if (length == 0)
    set_invalid (error, _("The part after the @ sign is missing."));
  else if (*domain == '[' || g_hostname_is_ip_address (domain))
    set_invalid (error, _("After the @ sign, a name is needed (such as example.org), not a number."));
  else if (strchr (domain, ' ') != NULL)
    set_invalid (error, _("An e-mail address has no spaces in it."));
  else
    return TRUE;
  return FALSE;
}

static char *
parse_domain (const char *text, GError **error)
{
  g_autofree char *domain = NULL;

  if (!check_domain (text, error))
    return NULL;
  domain = mail_domain_to_ascii (text, error);
  if (domain == NULL)
    return NULL;
  if (strchr (domain, '.') == NULL)
    {
      set_invalid (error, _("The part after the @ sign is incomplete."));
      return NULL;
    }
  return g_steal_pointer (&domain);
}

/* The @ sign that separates: the only one that is not quoted. */
static const char *
find_separator (const char *text, GError **error)
{
  const char *at = find_unquoted (text, '@');

  if (*text == '\0')
    set_invalid (error, _("Enter your e-mail address."));
  else if (at == NULL)
    set_invalid (error, _("An e-mail address has an @ sign in the middle, such as anna@example.org."));
  else if (find_unquoted (at + 1, '@') != NULL)
    set_invalid (error, _("An e-mail address has only one @ sign."));
  else
    return at;
  return NULL;
}

static MailAddress *
address_new_take (char *local, const char *domain)
{
  MailAddress *self = g_new (MailAddress, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->local = local;
  self->address = g_strconcat (local, "@", domain, NULL);
  self->domain = self->address + strlen (local) + 1;
  self->display_domain = mail_domain_to_display (domain);
  return self;
}

/**
 * mail_address_new:
 * @text: an address as a person typed or pasted it
 * @error: return location for %MAIL_ERROR_ADDRESS_INVALID
 *
 * Reads an address as RFC 5321, section 4.1.2 and RFC 6531 have it. White space around it, angle brackets
 * with a name before them and “mailto:” are taken off. The local part is kept as typed, quoted ones and
 * sub-addresses too, since only its server may say what it means; the domain becomes an A-label, see
 * [func@Mail.domain_to_ascii], and has at least one dot.
 *
 * Returns: (transfer full): an address, or %NULL with a sentence that says which mistake @text has
 */
MailAddress *
mail_address_new (const char *text, GError **error)
{
  g_autofree char *address = NULL;
  g_autofree char *local = NULL;
  g_autofree char *domain = NULL;
  const char *at;

  if (!g_utf8_validate (text, -1, NULL))
    {
      set_invalid (error, _("The address contains characters that cannot be read."));
      return NULL;
    }
  address = unwrap (text);
  at = find_separator (address, error);
  if (at == NULL)
    return NULL;
  local = g_strndup (address, at - address);
  if (!check_local (local, error))
    return NULL;
  domain = parse_domain (at + 1, error);
  if (domain == NULL)
    return NULL;
  if (strlen (local) + 1 + strlen (domain) > ADDRESS_MAX)
    {
      set_invalid (error, _("The address is too long."));
      return NULL;
    }
  return address_new_take (g_steal_pointer (&local), domain);
}

/**
 * mail_address_ref:
 * Returns: (transfer full): @self
 */
MailAddress *
mail_address_ref (MailAddress *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mail_address_unref:
 * @self: (transfer full): an address
 *
 * Gives a reference back, and frees the address with the last one.
 */
void
mail_address_unref (MailAddress *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->address);
  g_free (self->local);
  g_free (self->display_domain);
  g_free (self);
}

/**
 * mail_address_get_address:
 * Returns: (transfer none): local@domain with the A-label; what is sent to servers
 */
const char *
mail_address_get_address (const MailAddress *self)
{
  return self->address;
}

/**
 * mail_address_get_local:
 * Returns: (transfer none): the local part as typed, with its quotation marks if it has some
 */
const char *
mail_address_get_local (const MailAddress *self)
{
  return self->local;
}

/**
 * mail_address_get_domain:
 * Returns: (transfer none): the domain as an A-label, lower case, without a trailing dot
 */
const char *
mail_address_get_domain (const MailAddress *self)
{
  return self->domain;
}

/**
 * mail_address_get_display_domain:
 * Returns: (transfer none): the domain as people write it (“straße.de”, U-labels)
 */
const char *
mail_address_get_display_domain (const MailAddress *self)
{
  return self->display_domain;
}

/**
 * mail_address_equal:
 * @a: (nullable): an address
 * @b: (nullable): another
 *
 * Capital letters make a difference in the local part, since only its server may say that they do not.
 *
 * Returns: whether both are the same, or both are %NULL
 */
gboolean
mail_address_equal (const MailAddress *a, const MailAddress *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return strcmp (a->address, b->address) == 0;
}
