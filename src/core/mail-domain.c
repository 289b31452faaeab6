/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-domain.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gnutls/gnutls.h>
#include <libpsl.h>
#include <string.h>

#include "mail-error.h"

/* RFC 1035, section 2.3.4; 253 is what remains of 255 octets in the presentation form. */
#define LABEL_MAX  63
#define DOMAIN_MAX 253

typedef enum
{
  FAULT_NONE,
  FAULT_CHARACTER,
  FAULT_EMPTY_LABEL,
  FAULT_HYPHEN,
  FAULT_TOO_LONG,
} Fault;

static const char *
get_fault_format (Fault fault)
{
  switch (fault)
    {
    case FAULT_NONE:
      break;
    case FAULT_CHARACTER:
      /* Translators: %s is the name of a domain or a server as typed. */
      return _("“%s” contains a character that cannot be part of a domain name. Check the spelling.");
    case FAULT_EMPTY_LABEL:
      /* Translators: %s is the name of a domain or a server as typed. */
      return _("In “%s” something is missing before or after a dot. Check the spelling.");
    case FAULT_HYPHEN:
      /* Translators: %s is the name of a domain or a server as typed. */
      return _("In “%s” a hyphen stands at the beginning or end of a part. Check the spelling.");
    case FAULT_TOO_LONG:
      /* Translators: %s is the name of a domain or a server as typed, perhaps shortened. */
      return _("“%s” is too long for a domain name. Check the spelling.");
    }
  g_return_val_if_reached ("");
}

static void
set_fault (GError **error, Fault fault, const char *text, gsize length)
{
  g_autofree char *name = g_strndup (text, length);
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *shown = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), 80));

  /* The formats are the constants above and their translations. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_ADDRESS_INVALID, get_fault_format (fault), shown);
#pragma GCC diagnostic pop
}

static inline gboolean
is_label_character (char c)
{
  return g_ascii_isalnum (c) || c == '-';
}

static Fault
judge_label (const char *label, gsize length)
{
  if (length == 0)
    return FAULT_EMPTY_LABEL;
  if (length > LABEL_MAX)
    return FAULT_TOO_LONG;
  if (label[0] == '-' || label[length - 1] == '-')
    return FAULT_HYPHEN;
  return FAULT_NONE;
}

/* Judges a name of ASCII characters in one pass; every look-up comes by here. */
static Fault
judge_ascii (const char *name, gsize length)
{
  gsize start = 0;

  if (length > DOMAIN_MAX)
    return FAULT_TOO_LONG;
  for (gsize i = 0; i <= length; i++)
    {
      Fault fault;

      if (i < length && is_label_character (name[i]))
        continue;
      if (i < length && name[i] != '.')
        return FAULT_CHARACTER;
      fault = judge_label (name + start, i - start);
      if (fault != FAULT_NONE)
        return fault;
      start = i + 1;
    }
  return FAULT_NONE;
}

/* The dots of Chinese and Japanese keyboards, which UTS #46, section 2.3, takes for a full stop. */
static gboolean
is_wide_dot (gunichar c)
{
  return c == 0x3002 || c == 0xff0e || c == 0xff61;
}

/* Lower case and dots before GnuTLS sees the name, since it would turn a capital ẞ into ss and drop
 * forbidden ASCII characters without a word. Never g_utf8_strdown (): its result depends on the locale. */
static char *
prepare_unicode (const char *name, gsize length, Fault *fault)
{
  g_autoptr (GString) lower = g_string_sized_new (length);
  const char *end = name + length;

  for (const char *p = name; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80 && c != '.' && !is_label_character ((char) c))
        {
          *fault = FAULT_CHARACTER;
          return NULL;
        }
      g_string_append_unichar (lower, is_wide_dot (c) ? '.' : g_unichar_tolower (c));
    }
  return g_utf8_normalize (lower->str, -1, G_NORMALIZE_NFC);
}

static char *
map_unicode (const char *name, gsize length, Fault *fault)
{
  g_autofree char *prepared = NULL;
  gnutls_datum_t mapped = { NULL, 0 };
  char *result;

  *fault = FAULT_CHARACTER;
  if (!g_utf8_validate (name, length, NULL))
    return NULL;
  /* Far above any name that fits once it is mapped; the mapping gets no megabytes to chew on. */
  if (length > 4 * DOMAIN_MAX)
    {
      *fault = FAULT_TOO_LONG;
      return NULL;
    }
  prepared = prepare_unicode (name, length, fault);
  if (prepared == NULL
      || gnutls_idna_map (prepared, strlen (prepared), &mapped, GNUTLS_IDNA_FORCE_2008) != GNUTLS_E_SUCCESS)
    return NULL;
  result = g_strndup ((const char *) mapped.data, mapped.size);
  gnutls_free (mapped.data);
  *fault = judge_ascii (result, strlen (result));
  return result;
}

static gboolean
is_ascii (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] >= 0x80)
      return FALSE;
  return TRUE;
}

static char *
to_ascii (const char *name, gsize length, Fault *fault)
{
  if (!is_ascii (name, length))
    return map_unicode (name, length, fault);
  *fault = judge_ascii (name, length);
  return *fault == FAULT_NONE ? g_ascii_strdown (name, length) : NULL;
}

/**
 * mail_domain_to_ascii:
 * @text: the name of a domain or a host as a person typed it, or an IP address
 * @error: return location for %MAIL_ERROR_ADDRESS_INVALID
 *
 * Turns a name into the form that is looked up and compared: A-labels by IDNA 2008 (RFC 5891, so that
 * “straße.de” is not “strasse.de”), lower case, without white space around it and without a trailing dot.
 * IP addresses pass through. Names that are already in this form cost one pass and one allocation.
 *
 * Returns: (transfer full): the name, or %NULL with a sentence that says what is wrong with @text
 */
char *
mail_domain_to_ascii (const char *text, GError **error)
{
  g_autofree char *name = NULL;
  Fault fault = FAULT_NONE;
  gsize length;

  while (g_ascii_isspace (*text))
    text++;
  length = strlen (text);
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (memchr (text, ':', length) != NULL)
    {
      name = g_strndup (text, length);
      if (g_hostname_is_ip_address (name))
        return g_steal_pointer (&name);
      g_clear_pointer (&name, g_free);
    }
  if (length > 1 && text[length - 1] == '.')
    length--;
  name = to_ascii (text, length, &fault);
  if (fault == FAULT_NONE)
    return g_steal_pointer (&name);
  set_fault (error, fault, text, length);
  return NULL;
}

/* Scripts with letters that nobody can tell from Latin ones. */
static gboolean
resembles_latin (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_ARMENIAN:
    case G_UNICODE_SCRIPT_CHEROKEE:
    case G_UNICODE_SCRIPT_COPTIC:
    case G_UNICODE_SCRIPT_CYRILLIC:
    case G_UNICODE_SCRIPT_GREEK:
    case G_UNICODE_SCRIPT_LISU:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Of Latin the letters of European languages and of Vietnamese, but without the dotless i and the kra: those
 * pass for an i and a k. */
static gboolean
is_familiar_latin (gunichar c)
{
  return (c >= 0xdf && c <= 0x17f && c != 0x131 && c != 0x138) || (c >= 0x1ea0 && c <= 0x1ef9);
}

static gboolean
is_unmistakable (gunichar c, gboolean foreign)
{
  if (c < 0x80)
    return TRUE;
  if (g_unichar_get_script (c) == G_UNICODE_SCRIPT_LATIN)
    return is_familiar_latin (c);
  if (resembles_latin (c))
    return foreign;
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || c == 0x30fb;
}

/* Cyrillic below .рф is what it looks like; below .com it may be there to look like something else. */
static gboolean
can_be_shown (const char *name)
{
  const char *last = strrchr (name, '.');
  gboolean foreign = last != NULL && !g_str_is_ascii (last);

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_unmistakable (g_utf8_get_char (p), foreign))
      return FALSE;
  return TRUE;
}

/**
 * mail_domain_to_display:
 * @domain: A-label in lower case
 *
 * Says @domain in a form that people read, and that cannot pass for another name: the way to a server is
 * judged by what is shown of it.
 *
 * Returns: (transfer full): the same name as people write it (“straße.de”, U-labels); @domain itself where
 *   that would look like another name
 */
char *
mail_domain_to_display (const char *domain)
{
  gnutls_datum_t mapped = { NULL, 0 };
  char *display;

  if (strstr (domain, "xn--") == NULL
      || gnutls_idna_reverse_map (domain, strlen (domain), &mapped, 0) != GNUTLS_E_SUCCESS)
    return g_strdup (domain);
  if (g_utf8_validate ((const char *) mapped.data, mapped.size, NULL)
      && can_be_shown ((const char *) mapped.data))
    display = g_strndup ((const char *) mapped.data, mapped.size);
  else
    display = g_strdup (domain);
  gnutls_free (mapped.data);
  return display;
}

/* The newer one of the list that the system keeps up to date and the one that came with the library. Read
 * once, by the first who asks; NULL where there is neither. */
static const psl_ctx_t *
get_suffixes (void)
{
  static gsize loaded = 0;
  static const psl_ctx_t *suffixes = NULL;

  if (g_once_init_enter (&loaded))
    {
      suffixes = psl_latest (NULL);
      g_once_init_leave (&loaded, 1);
    }
  return suffixes;
}

/* Points into domain. */
static const char *
find_registrable (const char *domain)
{
  return g_hostname_is_ip_address (domain) ? NULL : psl_registrable_domain (get_suffixes (), domain);
}

/**
 * mail_domain_get_registrable:
 * @domain: A-label in lower case, as of mail_domain_to_ascii()
 *
 * Finds the part of @domain that its owner has registered, by the Public Suffix List: everything below it
 * belongs to the same owner (“imap.example.co.uk” → “example.co.uk”). Suffixes below which a company lets
 * everyone have a name (“github.io”) count as public.
 *
 * Returns: (transfer full) (nullable): the registrable domain; %NULL for an IP address and for a public
 * suffix itself
 */
char *
mail_domain_get_registrable (const char *domain)
{
  return g_strdup (find_registrable (domain));
}

/**
 * mail_domain_same_registrable:
 * @a: A-label in lower case, or an IP address
 * @b: A-label in lower case, or an IP address
 *
 * Asks whether two hosts have one owner. What has no registrable domain is only its own.
 *
 * Returns: %TRUE where @a and @b lie in one registrable domain, or are the same
 */
gboolean
mail_domain_same_registrable (const char *a, const char *b)
{
  const char *registrable = find_registrable (a);

  if (g_str_equal (a, b))
    return TRUE;
  return registrable != NULL && g_strcmp0 (registrable, find_registrable (b)) == 0;
}

/**
 * mail_domain_has_known_suffix:
 * @domain: A-label in lower case
 *
 * Asks whether @domain can exist as far as its end goes. The rule of the Public Suffix List for top level
 * domains that it does not know (“*”) is left aside, so that “example.cmo” is recognised as a slip. Wildcards
 * (“*.ck”) make more than the last label the suffix.
 *
 * Returns: %TRUE where some end of @domain is in the list; %FALSE for an IP address
 */
gboolean
mail_domain_has_known_suffix (const char *domain)
{
  if (g_hostname_is_ip_address (domain))
    return FALSE;
  for (const char *end = domain; end != NULL; end = strchr (end, '.'))
    {
      end += *end == '.';
      if (psl_is_public_suffix2 (get_suffixes (), end, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE))
        return TRUE;
    }
  return FALSE;
}
