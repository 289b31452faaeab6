/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-cli-lookup-options.h"
#include "mail-cli-options.h"
#include "mail-discovery.h"

#define PLACE(field) MAIL_CLI_OPTION (MailCliLookupOptions, field)

static const GOptionEntry entries[] = {
  { "offline", 0, 0, G_OPTION_ARG_NONE, PLACE (offline), N_("Ask nobody on the network"), NULL },
  { "all", 0, 0, G_OPTION_ARG_NONE, PLACE (all), N_("Show all settings that are found"), NULL },
  { "ispdb", 0, 0, G_OPTION_ARG_NONE, PLACE (ispdb),
    N_("Tell Thunderbird’s list of providers the domain, too"), NULL },
  { "send-address", 0, 0, G_OPTION_ARG_NONE, PLACE (send_address),
    N_("Tell the domain’s own website the whole address"), NULL },
  { "timeout", 0, 0, G_OPTION_ARG_INT, PLACE (timeout), N_("Give up after so many seconds"),
    N_("SECONDS") },
  { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, PLACE (ca_file), N_("Trust the authorities in this file, too"),
    N_("PEM") },
  { "json", 0, 0, G_OPTION_ARG_NONE, PLACE (json), N_("Print one line of JSON an answer"), NULL },
  { "file", 0, 0, G_OPTION_ARG_FILENAME, PLACE (file), N_("Take the settings from this autoconfig file"),
    /* Translators: stands for the name of a file in the list of options. */
    N_("AUTOCONFIG.XML") },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, PLACE (addresses), NULL, NULL },
  { NULL },
};

/* A search that never begins: said once, and before the first answer. */
static gboolean
check_ca_file (const MailCliLookupOptions *self, GError **error)
{
  const MailDiscoveryOptions options = mail_cli_lookup_options_get_search (self);
  g_autoptr (MailAddress) nobody = mail_address_new ("nobody@example.invalid", NULL);
  g_autoptr (MailDiscovery) search = NULL;

  if (self->ca_file == NULL)
    return TRUE;
  search = mail_discovery_new (nobody, &options, error);
  return search != NULL;
}

/**
 * mail_cli_lookup_options_parse:
 * @self: (inout): all zero
 * @command: the command
 * @arguments: (array zero-terminated=1): its name and what follows it
 * @error: return location of %G_OPTION_ERROR, or what is wrong with the file of --ca-file
 *
 * Reads the options.
 *
 * Returns: whether they are right
 */
gboolean
mail_cli_lookup_options_parse (MailCliLookupOptions *self,
                               const MailCliCommand *command,
                               char **arguments,
                               GError **error)
{
  self->timeout = MAIL_DISCOVERY_DEFAULT_TIMEOUT;
  if (!mail_cli_options_parse (command, entries, self, arguments, error)
      || !mail_cli_options_is_timeout (self->timeout, error))
    return FALSE;
  if (self->addresses != NULL)
    return check_ca_file (self, error);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("Name an address, or “-” to read addresses from standard input."));
  return FALSE;
}

/**
 * mail_cli_lookup_options_clear:
 * @self: the options
 *
 * Frees everything in @self.
 */
void
mail_cli_lookup_options_clear (MailCliLookupOptions *self)
{
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_pointer (&self->file, g_free);
  g_clear_pointer (&self->addresses, g_strfreev);
}

/**
 * mail_cli_lookup_options_get_search:
 * @self: the options
 *
 * Returns: what they mean for a search; valid as long as @self
 */
MailDiscoveryOptions
mail_cli_lookup_options_get_search (const MailCliLookupOptions *self)
{
  return (MailDiscoveryOptions){
    .offline = self->offline,
    .exhaustive = self->all,
    .ask_ispdb = self->ispdb,
    .send_address = self->send_address,
    .protocol = MAIL_PROTOCOL_IMAP,
    .timeout = (guint) self->timeout,
    .ca_file = self->ca_file,
  };
}
