/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-discovery.h"

#include <glib/gi18n-lib.h>

#include "mail-client-config.h"
#include "mail-database.h"
#include "mail-domain.h"
#include "mail-error.h"

/* More than a settings file may have; what is too much, the parser says. */
#define MAX_FILE (256 * 1024 + 1)

/* Bounded, since the path may lead to a device that never ends. */
static GBytes *
read_start (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autofree char *data = NULL;
  gsize length;

  if (stream == NULL)
    return NULL;
  data = g_malloc (MAX_FILE);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), data, MAX_FILE, &length, NULL, NULL))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), length);
}

static MailClientConfig *
read_config (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = read_start (path);
  g_autofree char *name = NULL;

  if (bytes != NULL)
    return mail_client_config_new_from_data (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  name = g_filename_display_name (path);
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
               /* Translators: %s is the name of a file. */
               _("The file “%s” cannot be read. Check that it is there and that you may open it."), name);
  return NULL;
}

static MailServer *
suggest_server (MailAddress *address, MailProtocol protocol, const char *label)
{
  g_autofree char *host = g_strconcat (label, ".", mail_address_get_domain (address), NULL);
  MailServer *server = mail_server_new (protocol, host, 0, MAIL_SECURITY_AUTOMATIC);

  mail_server_set_username (server, mail_address_get_address (address));
  mail_server_set_username_guessed (server, TRUE);
  return server;
}

/* Whose servers a candidate says it has, in our own words. */
static MailClientConfig *
find_provider (MailCandidate *candidate)
{
  MailProvider *provider = mail_candidate_get_provider (candidate);
  const char *id = provider != NULL ? mail_provider_get_id (provider) : NULL;

  return id != NULL ? mail_database_get_provider (mail_database_get_default (), id, NULL) : NULL;
}

static gboolean
are_vouched_for (GPtrArray *servers, MailClientConfig *config, MailAddress *address)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const char *host = mail_server_get_host (g_ptr_array_index (servers, i));

      if (!mail_domain_same_registrable (host, mail_address_get_domain (address))
          && (config == NULL || !mail_client_config_lists_host (config, address, host)))
        return FALSE;
    }
  return TRUE;
}

/**
 * mail_discovery_lookup:
 * @address: whose settings
 *
 * What the built-in database says; nothing leaves the machine. A provider without standard access is a
 * candidate without servers, whose provider says why.
 *
 * Returns: (transfer full): the settings; %NULL with %MAIL_ERROR_SETTINGS_UNKNOWN where there are none
 */
MailCandidate *
mail_discovery_lookup (MailAddress *address, GError **error)
{
  MailDatabase *database = mail_database_get_default ();
  GError *damage = NULL;
  g_autoptr (MailClientConfig) config
      = mail_database_lookup (database, mail_address_get_domain (address), &damage);
  g_autofree char *where = NULL;

  if (config == NULL)
    {
      if (damage != NULL)
        g_propagate_error (error, damage);
      else
        g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN,
                     /* Translators: %s is a domain such as “example.org”. */
                     _("Siegel does not know the mail servers of “%s”. Ask your provider for them."),
                     mail_address_get_display_domain (address));
      return NULL;
    }
  /* Translators: %s is a date such as 2026-08-30. */
  where = g_strdup_printf (_("Siegel’s list of providers, as of %s"), mail_database_get_date (database));
  return mail_client_config_expand (config, address, MAIL_SOURCE_DATABASE, MAIL_TRUST_BUILT_IN, where);
}

/**
 * mail_discovery_read_file:
 * @path: an autoconfig file that somebody handed out, at most 256 KiB
 * @address: for whom
 *
 * Returns: (transfer full): its settings; %NULL with %MAIL_ERROR_SETTINGS_INVALID where it cannot be read, is
 *   damaged, or has no server that can be used
 */
MailCandidate *
mail_discovery_read_file (const char *path, MailAddress *address, GError **error)
{
  g_autoptr (MailClientConfig) config = read_config (path, error);
  g_autoptr (MailCandidate) candidate = NULL;
  g_autofree char *name = NULL;

  if (config == NULL)
    return NULL;
  name = g_filename_display_name (path);
  candidate = mail_client_config_expand (config, address, MAIL_SOURCE_FILE, MAIL_TRUST_UNVERIFIED, name);
  if (mail_candidate_get_incoming (candidate)->len > 0 || mail_candidate_get_outgoing (candidate)->len > 0)
    return g_steal_pointer (&candidate);
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
               /* Translators: %s is the name of a file. */
               _("The file “%s” names no encrypted IMAP, POP3 or SMTP server. Ask for a newer one."), name);
  return NULL;
}

/**
 * mail_discovery_suggest:
 * @address: whose settings
 *
 * Likely names for a domain that nobody knows: imap., pop. and smtp. before it, encrypted one way or the
 * other, the address as a guessed user name.
 *
 * Returns: (transfer full): the settings
 */
MailCandidate *
mail_discovery_suggest (MailAddress *address)
{
  g_autoptr (GPtrArray) incoming = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) outgoing = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (incoming, suggest_server (address, MAIL_PROTOCOL_IMAP, "imap"));
  g_ptr_array_add (incoming, suggest_server (address, MAIL_PROTOCOL_POP3, "pop"));
  g_ptr_array_add (outgoing, suggest_server (address, MAIL_PROTOCOL_SMTP, "smtp"));
  return mail_candidate_new (MAIL_SOURCE_GUESS, MAIL_TRUST_UNVERIFIED, _("A guess from the domain name"),
                             NULL, incoming, outgoing);
}

/**
 * mail_discovery_needs_consent:
 * @candidate: settings that somebody proposes
 * @address: for whom
 *
 * Nothing vouches for what came over the DNS unsigned: whoever can forge it could have the password sent to a
 * server of his own. Such servers are used without a question only where they are of the domain itself, or
 * are known servers of the provider. What a person typed or chose as a file was consented to by that.
 *
 * Returns: whether a person has to agree before a password goes to the servers of @candidate
 */
gboolean
mail_discovery_needs_consent (MailCandidate *candidate, MailAddress *address)
{
  MailSource source = mail_candidate_get_source (candidate);
  g_autoptr (MailClientConfig) config = NULL;

  if (mail_candidate_get_trust (candidate) != MAIL_TRUST_UNVERIFIED || source == MAIL_SOURCE_FILE
      || source == MAIL_SOURCE_MANUAL)
    return FALSE;
  config = find_provider (candidate);
  return !are_vouched_for (mail_candidate_get_incoming (candidate), config, address)
         || !are_vouched_for (mail_candidate_get_outgoing (candidate), config, address);
}

/**
 * mail_discovery_is_listed_host:
 * @candidate: settings that somebody proposes
 * @address: for whom
 * @host: the name of a server
 *
 * Returns: whether the database lists @host among the servers of the provider of @candidate
 */
gboolean
mail_discovery_is_listed_host (MailCandidate *candidate, MailAddress *address, const char *host)
{
  g_autoptr (MailClientConfig) config = find_provider (candidate);

  return config != NULL && mail_client_config_lists_host (config, address, host);
}
