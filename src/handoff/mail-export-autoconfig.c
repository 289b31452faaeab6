/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Autoconfig 1.1 (draft-ietf-mailmaint-autoconfig): what a provider publishes, here for one account. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mail-error.h"
#include "mail-export-formats.h"
#include "mail-export-values.h"

/* In characters, from the draft. */
#define NAME_MAX_LENGTH       60
#define SHORT_NAME_MAX_LENGTH 20

/* Readers expand placeholders without a final per cent sign, too. */
#define PLACEHOLDER "%EMAIL"

static gboolean
can_hold (MailAccount *account, GError **error)
{
  MailServer *servers[] = { mail_export_get_incoming (account), mail_export_get_outgoing (account) };

  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    if (strstr (mail_server_get_username (servers[i]), PLACEHOLDER) != NULL)
      {
        g_set_error (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
                     /* Translators: %s is “%EMAIL”. */
                     _("In an autoconfig file “%s” stands for the address, so a user name with it cannot be "
                        "written there."),
                     PLACEHOLDER);
        return FALSE;
      }
  return TRUE;
}

static void
add_text (GString *xml, const char *indent, const char *element, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (xml, "%s<%s>%s</%s>\n", indent, element, escaped, element);
}

static void
add_name (GString *xml, const char *element, const char *name, glong max_length)
{
  g_autofree char *cut = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), max_length));

  add_text (xml, "    ", element, cut);
}

/* The file is of use to others of the domain, too, where the user name is the address. */
static void
add_login (GString *xml, MailServer *server, MailAccount *account)
{
  const char *username = mail_server_get_username (server);
  gboolean is_address = g_str_equal (username, mail_export_get_address (account));

  if (!mail_export_signs_in (server))
    {
      add_text (xml, "      ", "authentication", "none");
      return;
    }
  add_text (xml, "      ", "username", is_address ? "%EMAILADDRESS%" : username);
  /* Inside TLS; which mechanism it is travels by, client and server agree upon. */
  add_text (xml, "      ", "authentication", "password-cleartext");
}

static void
add_server (GString *xml, MailServer *server, MailAccount *account)
{
  const char *element = mail_server_is_incoming (server) ? "incomingServer" : "outgoingServer";
  g_autofree char *host = mail_export_dup_host (server);
  g_autofree char *port = g_strdup_printf ("%u", mail_server_get_port (server));

  g_string_append_printf (xml, "    <%s type=\"%s\">\n", element,
                          mail_protocol_to_string (mail_server_get_protocol (server)));
  add_text (xml, "      ", "hostname", host);
  add_text (xml, "      ", "port", port);
  add_text (xml, "      ", "socketType", mail_export_is_starttls (server) ? "STARTTLS" : "SSL");
  add_login (xml, server, account);
  g_string_append_printf (xml, "    </%s>\n", element);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  GString *xml
      = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\">\n");
  const char *domain = mail_address_get_domain (mail_account_get_address (account));
  const char *name = mail_account_get_provider_name (account);

  if (name == NULL || *name == '\0')
    name = domain;
  g_string_append_printf (xml, "  <emailProvider id=\"%s\">\n", domain);
  add_text (xml, "    ", "domain", domain);
  add_name (xml, "displayName", name, NAME_MAX_LENGTH);
  add_name (xml, "displayShortName", name, SHORT_NAME_MAX_LENGTH);
  add_server (xml, mail_export_get_incoming (account), account);
  add_server (xml, mail_export_get_outgoing (account), account);
  g_string_append (xml, "  </emailProvider>\n</clientConfig>\n");
  return g_string_free_to_bytes (xml);
}

static const char *const steps[] = {
  N_("As an administrator, see whether the user names are right for everybody, then publish the file on the "
      "web server of your domain, as https://autoconfig.DOMAIN/mail/config-v1.1.xml."),
  N_("From then on, mail programs that know autoconfig, such as Thunderbird, need the address only."),
  N_("Siegel itself reads the file with “siegel-cli check --file FILE ADDRESS”."),
  NULL,
};

const MailExport mail_export_autoconfig = {
  .id = "autoconfig",
  .name = "Autoconfig",
  .summary = N_("For an administrator: what Thunderbird and others find by the address"),
  .group = MAIL_EXPORT_OFFICE,
  .file_name = "config-v1.1.xml",
  .content_type = "text/xml",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
