/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-autoconfig-places.h"

#include <string.h>

static char *
build_host_uri (const char *domain)
{
  return g_strconcat ("https://autoconfig.", domain, "/mail/config-v1.1.xml", NULL);
}

static char *
build_ispdb_uri (const char *domain)
{
  return g_strconcat ("https://autoconfig.thunderbird.net/v1.1/", domain, NULL);
}

static char **
end_list (GPtrArray *uris)
{
  g_ptr_array_add (uris, NULL);
  return (char **) g_ptr_array_free (uris, FALSE);
}

/* The domains of the exchanger that may belong to the hoster: the one it is in, and the registrable one above
 * it; not what is a host or a suffix, and not the domain itself, which is asked on its own behalf. */
static GPtrArray *
list_hoster_domains (const char *domain, const char *exchanger)
{
  GPtrArray *domains = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *base = mail_domain_get_registrable (exchanger);
  const char *full = strchr (exchanger, '.');

  if (base == NULL || full == NULL)
    return domains;
  full++;
  if (strlen (full) > strlen (base) && !g_str_equal (full, domain))
    g_ptr_array_add (domains, g_strdup (full));
  if (!g_str_equal (base, domain))
    g_ptr_array_add (domains, g_steal_pointer (&base));
  return domains;
}

/**
 * mail_autoconfig_places_list_own:
 * @address: whose settings
 * @send_address: whether the host that is there for it may be told the whole address
 *
 * The places of the domain itself (draft-ietf-mailmaint-autoconfig, URLs 1.1 and 1.2). The website is never
 * told the address, and http: (URL 1.3) is never asked.
 *
 * Returns: (transfer full): their URIs
 */
char **
mail_autoconfig_places_list_own (MailAddress *address, gboolean send_address)
{
  const char *domain = mail_address_get_domain (address);
  GPtrArray *uris = g_ptr_array_new ();
  g_autofree char *uri = build_host_uri (domain);
  g_autofree char *escaped = g_uri_escape_string (mail_address_get_address (address), NULL, FALSE);

  g_ptr_array_add (uris, send_address ? g_strconcat (uri, "?emailaddress=", escaped, NULL) : g_strdup (uri));
  g_ptr_array_add (uris,
                   g_strconcat ("https://", domain, "/.well-known/autoconfig/mail/config-v1.1.xml", NULL));
  return end_list (uris);
}

/**
 * mail_autoconfig_places_list_ispdb:
 * @domain: an A-label
 *
 * Returns: (transfer full): the place of @domain in Thunderbird’s list of providers
 */
char **
mail_autoconfig_places_list_ispdb (const char *domain)
{
  GPtrArray *uris = g_ptr_array_new ();

  g_ptr_array_add (uris, build_ispdb_uri (domain));
  return end_list (uris);
}

/**
 * mail_autoconfig_places_list_hoster:
 * @domain: of the address, an A-label
 * @exchanger: the host that takes its mail, an A-label
 * @ask_ispdb: whether Thunderbird’s list of providers may be asked
 *
 * The places of whoever takes the mail of @domain (draft-ietf-mailmaint-autoconfig, URLs 3.1 to 3.4).
 *
 * Returns: (transfer full): their URIs; none where @exchanger belongs to @domain itself
 */
char **
mail_autoconfig_places_list_hoster (const char *domain, const char *exchanger, gboolean ask_ispdb)
{
  g_autoptr (GPtrArray) domains = list_hoster_domains (domain, exchanger);
  GPtrArray *uris = g_ptr_array_new ();

  for (guint i = 0; i < domains->len; i++)
    g_ptr_array_add (uris, build_host_uri (g_ptr_array_index (domains, i)));
  for (guint i = 0; ask_ispdb && i < domains->len; i++)
    g_ptr_array_add (uris, build_ispdb_uri (g_ptr_array_index (domains, i)));
  return end_list (uris);
}
