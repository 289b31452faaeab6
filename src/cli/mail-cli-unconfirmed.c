/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that a search found and nobody vouches for. At the command line the person vouches for a server by
 * naming it; a question that could be answered by a script would be no question. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-unconfirmed.h"
#include "mail-error.h"

static gboolean
has_host (MailServer *server, const char *host)
{
  return server != NULL && g_ascii_strcasecmp (mail_server_get_host (server), host) == 0;
}

static gboolean
is_named (const MailCliCheckOptions *options, const char *host)
{
  return has_host (options->incoming_server, host) || has_host (options->outgoing_server, host);
}

/* As the options take it: “--incoming imaps://mail.example.net:993”. */
static void
add_option (GPtrArray *words, const char *option, MailServer *server)
{
  gboolean tls = mail_server_get_security (server) != MAIL_SECURITY_STARTTLS;

  g_ptr_array_add (words, g_strdup_printf ("%s %s%s://%s:%u", option,
                                           mail_protocol_to_string (mail_server_get_protocol (server)),
                                           tls ? "s" : "", mail_server_get_host (server),
                                           mail_server_get_port (server)));
}

/* The options that name the servers of @settings that are among @hosts. */
static char *
create_options (MailSettings *settings, const char *const *hosts)
{
  MailServer *incoming = mail_settings_get_incoming (settings);
  MailServer *outgoing = mail_settings_get_outgoing (settings);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  if (g_strv_contains (hosts, mail_server_get_host (incoming)))
    add_option (words, "--incoming", incoming);
  if (g_strv_contains (hosts, mail_server_get_host (outgoing)))
    add_option (words, "--outgoing", outgoing);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

static gboolean
refuse (MailSetup *setup, const char *const *hosts, GError **error)
{
  g_autofree char *names = g_strjoinv (", ", (char **) hosts);
  g_autofree char *repeat = create_options (mail_setup_get_settings (setup), hosts);

  g_set_error (
      error, MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN,
      /* Translators: the first %s is a domain, the second one server or two with a comma between
       * them, the third is what to add to the command. */
      _("For %s a search found %s, and nobody vouches for that. If it is right, say so: repeat with %s."),
      mail_address_get_display_domain (mail_setup_get_address (setup)), names, repeat);
  return FALSE;
}

/**
 * mail_cli_unconfirmed_check:
 * @options: the options
 * @setup: a run with settings
 * @error: return location of %MAIL_ERROR_SETTINGS_UNKNOWN, which says how to vouch for the servers
 *
 * Agrees in the person's name to the servers that the options name, and to no other.
 *
 * Returns: whether a password may go to the servers of @setup, or none would
 */
gboolean
mail_cli_unconfirmed_check (const MailCliCheckOptions *options, MailSetup *setup, GError **error)
{
  g_auto (GStrv) hosts = mail_setup_dup_unconfirmed (setup);
  g_autoptr (GPtrArray) unnamed = g_ptr_array_new ();

  if (options->no_login || hosts[0] == NULL)
    return TRUE;
  for (guint i = 0; hosts[i] != NULL; i++)
    if (!is_named (options, hosts[i]))
      g_ptr_array_add (unnamed, hosts[i]);
  if (unnamed->len == 0)
    {
      mail_setup_set_consent (setup, TRUE);
      return TRUE;
    }
  g_ptr_array_add (unnamed, NULL);
  return refuse (setup, (const char *const *) unnamed->pdata, error);
}
