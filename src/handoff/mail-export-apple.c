/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A configuration profile with one payload of the type com.apple.mail.managed. Apple wants passwords in
 * encrypted profiles only; without one, the device asks when the profile is installed. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-export-values.h"

#define UUID_LENGTH   16
#define SHA1_LENGTH   20
#define UUID_VERSION5 0x50
#define UUID_VARIANT  0x80

/* Whose names these are; any UUID will do, but it has to stay (RFC 9562, section 5.5). */
static const guint8 namespace[UUID_LENGTH] = {
  0x6d, 0x1f, 0x5c, 0x0e, 0x9b, 0x27, 0x4a, 0x53, 0x8e, 0x64, 0x2a, 0xd0, 0x7b, 0x31, 0xc9, 0x85,
};

/* A device that gets a profile with known UUIDs puts it in the place of the one it has. */
static char *
make_uuid (MailAccount *account, const char *part)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  const char *id = mail_account_get_id (account);
  guint8 digest[SHA1_LENGTH];
  gsize length = sizeof digest;
  GString *text = g_string_new (NULL);

  g_checksum_update (checksum, namespace, sizeof namespace);
  g_checksum_update (checksum, (const guchar *) id, strlen (id));
  g_checksum_update (checksum, (const guchar *) part, strlen (part));
  g_checksum_get_digest (checksum, digest, &length);
  digest[6] = (digest[6] & 0x0f) | UUID_VERSION5;
  digest[8] = (digest[8] & 0x3f) | UUID_VARIANT;
  for (guint i = 0; i < UUID_LENGTH; i++)
    g_string_append_printf (text, "%s%02X", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", digest[i]);
  return g_string_free (text, FALSE);
}

static void
add_string (GString *xml, const char *key, const char *value)
{
  g_autofree char *escaped = g_markup_escape_text (value, -1);

  g_string_append_printf (xml, "<key>%s</key>\n<string>%s</string>\n", key, escaped);
}

static void
add_boolean (GString *xml, const char *key, gboolean value)
{
  g_string_append_printf (xml, "<key>%s</key>\n<%s/>\n", key, value ? "true" : "false");
}

static void
add_integer (GString *xml, const char *key, guint value)
{
  g_string_append_printf (xml, "<key>%s</key>\n<integer>%u</integer>\n", key, value);
}

/* The names of the keys differ by their first word only. */
static void
add_server (GString *xml, MailServer *server, const char *direction)
{
  g_autofree char *host = mail_export_dup_host (server);
  g_autofree char *host_key = g_strconcat (direction, "MailServerHostName", NULL);
  g_autofree char *port_key = g_strconcat (direction, "MailServerPortNumber", NULL);
  g_autofree char *ssl_key = g_strconcat (direction, "MailServerUseSSL", NULL);
  g_autofree char *auth_key = g_strconcat (direction, "MailServerAuthentication", NULL);
  g_autofree char *user_key = g_strconcat (direction, "MailServerUsername", NULL);

  add_string (xml, host_key, host);
  add_integer (xml, port_key, mail_server_get_port (server));
  /* STARTTLS as well: the device tells by the port, and by asking, which one it is. */
  add_boolean (xml, ssl_key, TRUE);
  add_string (xml, auth_key, mail_export_signs_in (server) ? "EmailAuthPassword" : "EmailAuthNone");
  if (mail_export_signs_in (server))
    add_string (xml, user_key, mail_server_get_username (server));
}

/* What every dictionary of a profile begins with. */
static void
add_payload (GString *xml, MailAccount *account, const char *type, const char *part)
{
  g_autofree char *uuid = make_uuid (account, part);
  g_autofree char *identifier = g_strconcat (APP_ID ".", mail_account_get_id (account), part, NULL);

  add_string (xml, "PayloadType", type);
  add_integer (xml, "PayloadVersion", 1);
  add_string (xml, "PayloadIdentifier", identifier);
  add_string (xml, "PayloadUUID", uuid);
  add_string (xml, "PayloadDisplayName", mail_export_get_address (account));
}

static void
add_account (GString *xml, MailAccount *account)
{
  MailServer *outgoing = mail_export_get_outgoing (account);
  MailSettings *settings = mail_account_get_settings (account);

  add_payload (xml, account, "com.apple.mail.managed", ".mail");
  add_string (xml, "EmailAccountDescription", mail_export_get_address (account));
  if (*mail_account_get_name (account) != '\0')
    add_string (xml, "EmailAccountName", mail_account_get_name (account));
  add_string (xml, "EmailAccountType", mail_export_is_imap (account) ? "EmailTypeIMAP" : "EmailTypePOP");
  add_string (xml, "EmailAddress", mail_export_get_address (account));
  add_server (xml, mail_export_get_incoming (account), "Incoming");
  add_server (xml, outgoing, "Outgoing");
  if (mail_export_signs_in (outgoing))
    add_boolean (xml, "OutgoingPasswordSameAsIncomingPassword", !mail_settings_get_separate_login (settings));
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  GString *xml = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                               "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
                               "<plist version=\"1.0\">\n<dict>\n");

  add_payload (xml, account, "Configuration", "");
  add_string (xml, "PayloadDescription", _("Sets up a mailbox. The device asks for the password."));
  g_string_append (xml, "<key>PayloadContent</key>\n<array>\n<dict>\n");
  add_account (xml, account);
  g_string_append (xml, "</dict>\n</array>\n</dict>\n</plist>\n");
  return g_string_free_to_bytes (xml);
}

static const char *const steps[] = {
  N_("Send the file to the device: by AirDrop, by USB, or through a cloud folder that only you can open. "
      "There "
      "is no password in it."),
  N_("iPhone and iPad: open the file, then go to Settings › General › VPN & Device Management, and install "
      "the "
      "profile."),
  N_("Mac: open the file, then install the profile in System Settings, under General › Device Management."),
  N_("Enter the password of the mailbox when the device asks for it."),
  N_("The device says that the profile is not signed. That is right: it was made on your own computer."),
  NULL,
};

const MailExport mail_export_apple = {
  .id = "apple",
  .name = "Apple Mail",
  .summary = N_("Configuration profile for iPhone, iPad and Mac"),
  .group = MAIL_EXPORT_DEVICE,
  .file_name = "%s.mobileconfig",
  .content_type = "application/x-apple-aspen-config",
  .steps = steps,
  .write = write_file,
};
