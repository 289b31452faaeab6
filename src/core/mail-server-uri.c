/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-server-uri.h"

#include <glib/gi18n-lib.h>

#include "mail-domain.h"
#include "mail-error.h"

typedef struct
{
  const char *name;
  MailProtocol protocol;
  MailSecurity security;
} Scheme;

/* No scheme means plain text: without the “s” the way is encrypted by STARTTLS or not gone. */
static const Scheme schemes[] = {
  { "imaps", MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS }, { "imap", MAIL_PROTOCOL_IMAP, MAIL_SECURITY_STARTTLS },
  { "pop3s", MAIL_PROTOCOL_POP3, MAIL_SECURITY_TLS }, { "pop3", MAIL_PROTOCOL_POP3, MAIL_SECURITY_STARTTLS },
  { "smtps", MAIL_PROTOCOL_SMTP, MAIL_SECURITY_TLS }, { "smtp", MAIL_PROTOCOL_SMTP, MAIL_SECURITY_STARTTLS },
};

static const Scheme *
find_scheme (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strcasecmp (name, schemes[i].name) == 0)
      return &schemes[i];
  return NULL;
}

static void
set_invalid (GError **error, const char *sentence)
{
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID, sentence);
}

static gboolean
has_extra_parts (GUri *uri)
{
  const char *path = g_uri_get_path (uri);

  return (*path != '\0' && !g_str_equal (path, "/")) || g_uri_get_query (uri) != NULL
         || g_uri_get_fragment (uri) != NULL;
}

/* None of the sentences repeats the URI: one with a password in it would end in a terminal or a log. */
static const Scheme *
check_parts (GUri *uri, GError **error)
{
  const Scheme *scheme = find_scheme (g_uri_get_scheme (uri));

  if (scheme == NULL)
    set_invalid (error,
                 _("A server starts with imaps://, imap://, pop3s://, pop3://, smtps:// or smtp://."));
  else if (g_uri_get_password (uri) != NULL)
    set_invalid (error, _("A password must not be part of a server’s address; Siegel asks for it."));
  else if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    set_invalid (error, _("The name of the server is missing, as in imaps://imap.example.org."));
  else if (g_uri_get_port (uri) == 0)
    set_invalid (error, _("Enter a port between 1 and 65535."));
  else if (has_extra_parts (uri))
    set_invalid (error,
                 _("Nothing may follow the server and its port, as in imaps://imap.example.org:993."));
  else
    return scheme;
  return NULL;
}

/**
 * mail_server_new_from_uri:
 * @uri: `imaps://host[:993]`, `imap://host[:143]` and the same with pop3 and smtp; a user name before an @,
 *   percent-encoded (RFC 3986)
 * @error: return location for %MAIL_ERROR_SETTINGS_INVALID
 *
 * Reads a server from one line. Without the “s” at the end of the scheme, STARTTLS is required.
 *
 * Returns: (transfer full): a server, its user name "" where @uri has none; or %NULL with a sentence
 */
MailServer *
mail_server_new_from_uri (const char *uri, GError **error)
{
  /* NON_DNS: the host is for us to map, since GLib would do it by IDNA 2003. */
  GUriFlags flags = G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_NON_DNS;
  g_autoptr (GUri) parts = g_uri_parse (uri, flags, NULL);
  g_autoptr (GError) reason = NULL;
  g_autofree char *host = NULL;
  const Scheme *scheme;
  MailServer *self;

  if (parts == NULL)
    {
      set_invalid (error, _("This is no address of a server, such as imaps://imap.example.org:993."));
      return NULL;
    }
  scheme = check_parts (parts, error);
  if (scheme == NULL)
    return NULL;
  host = mail_domain_to_ascii (g_uri_get_host (parts), &reason);
  if (host == NULL)
    {
      set_invalid (error, reason->message);
      return NULL;
    }
  self = mail_server_new (scheme->protocol, host, MAX (g_uri_get_port (parts), 0), scheme->security);
  mail_server_set_username (self, g_uri_get_user (parts));
  return self;
}
