/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-fetch-uri.h"

#include <string.h>

#include "mail-domain.h"

#define FLAGS                                                                                                \
  (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY                           \
   | G_URI_FLAGS_ENCODED_FRAGMENT | G_URI_FLAGS_SCHEME_NORMALIZE)

#define PORT 443

/* Nothing that could end a line of the request (RFC 3986, section 2). */
static gboolean
is_clean (const char *text)
{
  for (; text != NULL && *text != '\0'; text++)
    if (!g_ascii_isgraph (*text))
      return FALSE;
  return TRUE;
}

/**
 * mail_fetch_uri_parse:
 * @base: (nullable): the URI that led to @text
 * @text: a URI, or with @base a part of one (RFC 3986, section 5)
 *
 * Reads a URI with a host. The host is brought into the form of the DNS, so that the one that is judged is
 * the one that is asked; a fragment is left out. A name and password in the URI are nothing that anybody
 * needs to send us to.
 *
 * Returns: (transfer full) (nullable): the URI, %NULL where it is none that we would ask for
 */
GUri *
mail_fetch_uri_parse (GUri *base, const char *text)
{
  g_autoptr (GUri) uri
      = base != NULL ? g_uri_parse_relative (base, text, FLAGS, NULL) : g_uri_parse (text, FLAGS, NULL);
  g_autofree char *host = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL
      || !is_clean (g_uri_get_path (uri)) || !is_clean (g_uri_get_query (uri)))
    return NULL;
  host = mail_domain_to_ascii (g_uri_get_host (uri), NULL);
  if (host == NULL)
    return NULL;
  return g_uri_build (FLAGS, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri), g_uri_get_path (uri),
                      g_uri_get_query (uri), NULL);
}

/**
 * mail_fetch_uri_is_https:
 * @uri: a URI
 *
 * Returns: whether it is one that may be asked for
 */
gboolean
mail_fetch_uri_is_https (GUri *uri)
{
  return g_str_equal (g_uri_get_scheme (uri), "https");
}

/**
 * mail_fetch_uri_get_port:
 * @uri: an https URI
 *
 * Returns: its port, 443 where it says none
 */
guint16
mail_fetch_uri_get_port (GUri *uri)
{
  return g_uri_get_port (uri) > 0 ? (guint16) g_uri_get_port (uri) : PORT;
}

/* RFC 9110, section 7.2. */
static char *
dup_host_field (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autofree char *literal = strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_strdup (host);

  if (mail_fetch_uri_get_port (uri) == PORT)
    return g_steal_pointer (&literal);
  return g_strdup_printf ("%s:%u", literal, mail_fetch_uri_get_port (uri));
}

/**
 * mail_fetch_uri_write_request:
 * @uri: an https URI
 *
 * Writes a GET (RFC 9112, section 3) that says nothing that is not needed: no language, no cookie, no page
 * that we came from.
 *
 * Returns: (transfer full): the bytes to send
 */
char *
mail_fetch_uri_write_request (GUri *uri)
{
  g_autofree char *host = dup_host_field (uri);
  const char *query = g_uri_get_query (uri);

  return g_strdup_printf ("GET %s%s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Siegel\r\nAccept: */*\r\n"
                          "Accept-Encoding: gzip\r\n\r\n",
                          g_uri_get_path (uri), query != NULL ? "?" : "", query != NULL ? query : "", host);
}
