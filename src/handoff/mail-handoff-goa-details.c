/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-handoff-goa.h"

#define MAIL "org.gnome.OnlineAccounts.Mail"

/* The default port is left out, so that the person sees a plain name in the settings. Those who read it do
 * not agree on the default of SMTP (25 or 587), so that one is always said. An IPv6 address needs its
 * brackets to be told from a port. */
static char *
get_host (MailServer *server)
{
  MailProtocol protocol = mail_server_get_protocol (server);
  const char *host = mail_server_get_host (server);
  g_autofree char *name = strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_strdup (host);
  guint port = mail_server_get_port (server);

  if (protocol == MAIL_PROTOCOL_IMAP
      && port == mail_protocol_get_port (protocol, mail_server_get_security (server)))
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s:%u", name, port);
}

static void
add (GVariantBuilder *details, const char *prefix, const char *name, const char *value)
{
  g_autofree char *key = g_strconcat (prefix, name, NULL);

  g_variant_builder_add (details, "{ss}", key, value);
}

static const char *
say (gboolean value)
{
  return value ? "true" : "false";
}

/* "Ssl" is TLS from the first byte, "Tls" is STARTTLS; there is always one of them. */
static void
add_server (GVariantBuilder *details, const char *prefix, MailServer *server)
{
  gboolean starttls = mail_server_get_security (server) == MAIL_SECURITY_STARTTLS;
  g_autofree char *host = get_host (server);

  add (details, prefix, "Host", host);
  add (details, prefix, "UseSsl", say (!starttls));
  add (details, prefix, "UseTls", say (starttls));
  add (details, prefix, "AcceptSslErrors", "false");
  if (mail_server_get_auth (server) != MAIL_AUTH_NONE)
    add (details, prefix, "UserName", mail_server_get_username (server));
}

static GVariant *
get_details (MailAccount *account)
{
  MailSettings *settings = mail_account_get_settings (account);
  MailServer *outgoing = mail_settings_get_outgoing (settings);
  gboolean signs_in = mail_server_get_auth (outgoing) != MAIL_AUTH_NONE;
  GVariantBuilder details;

  g_variant_builder_init (&details, G_VARIANT_TYPE ("a{ss}"));
  add (&details, "", "Enabled", "true");
  add (&details, "", "EmailAddress", mail_address_get_address (mail_account_get_address (account)));
  add (&details, "", "Name", mail_account_get_name (account));
  add_server (&details, "Imap", mail_settings_get_incoming (settings));
  add_server (&details, "Smtp", outgoing);
  add (&details, "Smtp", "UseAuth", say (signs_in));
  add (&details, "Smtp", "AuthPlain", say (signs_in));
  add (&details, "Smtp", "AuthLogin", "false");
  return g_variant_builder_end (&details);
}

static GVariant *
get_credentials (MailSecret *secret, MailSecret *outgoing_secret)
{
  GVariantBuilder credentials;

  g_variant_builder_init (&credentials, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&credentials, "{sv}", "imap-password",
                         g_variant_new_string (mail_secret_peek (secret, NULL)));
  if (outgoing_secret != NULL)
    g_variant_builder_add (&credentials, "{sv}", "smtp-password",
                           g_variant_new_string (mail_secret_peek (outgoing_secret, NULL)));
  return g_variant_builder_end (&credentials);
}

/**
 * mail_handoff_goa_arguments_new:
 * @account: an account with IMAP
 * @secret: its password, valid UTF-8
 * @outgoing_secret: (nullable): that of the outgoing server; %NULL where it wants no sign-in
 *
 * Returns: (transfer floating): the arguments of AddAccount
 */
GVariant *
mail_handoff_goa_arguments_new (MailAccount *account, MailSecret *secret, MailSecret *outgoing_secret)
{
  const char *address = mail_address_get_address (mail_account_get_address (account));

  return g_variant_new ("(sss@a{sv}@a{ss})", "imap_smtp", address, address,
                        get_credentials (secret, outgoing_secret), get_details (account));
}

static gboolean
has_value (GVariant *mail, const char *name, const char *value)
{
  const char *kept = NULL;

  return g_variant_lookup (mail, name, "&s", &kept) && g_str_equal (kept, value);
}

static gboolean
has_flag (GVariant *mail, const char *name, gboolean value)
{
  gboolean kept;

  return g_variant_lookup (mail, name, "b", &kept) && kept == value;
}

static gboolean
is_server_as_told (GVariant *mail,
                   MailServer *server,
                   const char *host_name,
                   const char *tls,
                   const char *starttls)
{
  gboolean wants_starttls = mail_server_get_security (server) == MAIL_SECURITY_STARTTLS;
  g_autofree char *host = get_host (server);

  return has_value (mail, host_name, host) && has_flag (mail, tls, !wants_starttls)
         && has_flag (mail, starttls, wants_starttls);
}

/**
 * mail_handoff_goa_is_as_told:
 * @account: what was added
 * @interfaces: (nullable): what became of it: interface, property, value
 *
 * Returns: whether mail programs will be told of the right servers
 */
gboolean
mail_handoff_goa_is_as_told (MailAccount *account, GVariant *interfaces)
{
  MailSettings *settings = mail_account_get_settings (account);
  g_autoptr (GVariant) mail = NULL;

  if (interfaces != NULL)
    mail = g_variant_lookup_value (interfaces, MAIL, G_VARIANT_TYPE_VARDICT);
  return mail != NULL
         && is_server_as_told (mail, mail_settings_get_incoming (settings), "ImapHost", "ImapUseSsl",
                               "ImapUseTls")
         && is_server_as_told (mail, mail_settings_get_outgoing (settings), "SmtpHost", "SmtpUseSsl",
                               "SmtpUseTls")
         && has_flag (mail, "ImapAcceptSslErrors", FALSE) && has_flag (mail, "SmtpAcceptSslErrors", FALSE);
}
