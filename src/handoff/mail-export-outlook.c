/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A profile file of Outlook (.prf), as Microsoft's Office Customization Tool writes it. Section 5 of it holds
 * the values, section 7 says which property each of them is; one without the other is ignored silently.
 *
 * Windows reads it like any .ini file: as 8-bit text, and without the blanks and the pair of quotation marks
 * around a value. */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mail-error.h"
#include "mail-export-formats.h"
#include "mail-export-values.h"

/* Of Windows in western Europe and America. Elsewhere letters with accents may come out as others. */
#define CHARACTER_SET "WINDOWS-1252"

/* SMTPSecureConnection */
#define SECURE_SSL 1
#define SECURE_TLS 2

#define TIMEOUT 60 /* seconds, Outlook's own choice */

typedef struct
{
  const char *key;
  const char *property;
} Mapping;

static const Mapping common_mappings[] = {
  { "AccountName", "PT_UNICODE,0x0002" },  { "DisplayName", "PT_UNICODE,0x000B" },
  { "EmailAddress", "PT_UNICODE,0x000C" }, { "ConnectionType", "PT_LONG,0x000F" },
  { "SMTPServer", "PT_UNICODE,0x0200" },   { "SMTPPort", "PT_LONG,0x0201" },
  { "SMTPUseAuth", "PT_LONG,0x0203" },     { "SMTPUserName", "PT_UNICODE,0x0204" },
  { "SMTPUseSPA", "PT_LONG,0x0207" },      { "SMTPAuthMethod", "PT_LONG,0x0208" },
  { "ServerTimeOut", "PT_LONG,0x0209" },   { "SMTPSecureConnection", "PT_LONG,0x020A" },
};

/* After "IMAP" or "POP3". */
static const Mapping incoming_mappings[] = {
  { "Server", "PT_UNICODE,0x0100" }, { "UserName", "PT_UNICODE,0x0101" }, { "Port", "PT_LONG,0x0104" },
  { "UseSSL", "PT_LONG,0x0105" },    { "UseSPA", "PT_LONG,0x0108" },
};

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED, sentence);
  return FALSE;
}

/* The file knows "SSL" for receiving and nothing else; without it Outlook would send the password in the
 * clear. */
static gboolean
can_hold (MailAccount *account, GError **error)
{
  MailServer *incoming = mail_export_get_incoming (account);
  MailServer *outgoing = mail_export_get_outgoing (account);

  if (mail_export_is_starttls (incoming))
    return refuse (error,
                   _("An Outlook profile file cannot say STARTTLS for the incoming server. Set Outlook up "
                      "by hand, with the guide."));
  if (!g_str_is_ascii (mail_server_get_username (incoming))
      || !g_str_is_ascii (mail_server_get_username (outgoing))
      || !g_str_is_ascii (mail_export_get_address (account)))
    return refuse (error,
                   _("An Outlook profile file holds addresses and user names in plain letters only. Set "
                      "Outlook up by hand, with the guide."));
  return TRUE;
}

static gboolean
needs_quotes (const char *value)
{
  gsize length = strlen (value);

  return length > 0 && (strchr ("\"' ", value[0]) != NULL || strchr ("\"' ", value[length - 1]) != NULL);
}

static void
add_string (GString *text, const char *prefix, const char *key, const char *value)
{
  const char *quote = needs_quotes (value) ? "\"" : "";

  g_string_append_printf (text, "%s%s=%s%s%s\r\n", prefix, key, quote, value, quote);
}

static void
add_number (GString *text, const char *prefix, const char *key, guint value)
{
  g_string_append_printf (text, "%s%s=%u\r\n", prefix, key, value);
}

static void
add_incoming (GString *text, MailServer *server, const char *prefix)
{
  g_autofree char *host = mail_export_dup_host (server);

  add_string (text, prefix, "Server", host);
  add_string (text, prefix, "UserName", mail_server_get_username (server));
  add_number (text, prefix, "Port", mail_server_get_port (server));
  add_number (text, prefix, "UseSSL", 1);
  add_number (text, prefix, "UseSPA", 0);
}

static void
add_outgoing (GString *text, MailAccount *account)
{
  MailServer *server = mail_export_get_outgoing (account);
  g_autofree char *host = mail_export_dup_host (server);
  gboolean separate = mail_settings_get_separate_login (mail_account_get_settings (account));

  add_string (text, "SMTP", "Server", host);
  add_number (text, "SMTP", "Port", mail_server_get_port (server));
  add_number (text, "SMTP", "SecureConnection", mail_export_is_starttls (server) ? SECURE_TLS : SECURE_SSL);
  add_number (text, "SMTP", "UseAuth", mail_export_signs_in (server) ? 1 : 0);
  /* 0: the log-in of the incoming server; 1: one of its own. */
  add_number (text, "SMTP", "AuthMethod", separate ? 1 : 0);
  if (mail_export_signs_in (server) && separate)
    add_string (text, "SMTP", "UserName", mail_server_get_username (server));
  add_number (text, "SMTP", "UseSPA", 0);
}

static void
add_mappings (GString *text, const char *prefix, const Mapping *mappings, gsize n)
{
  for (gsize i = 0; i < n; i++)
    add_string (text, prefix, mappings[i].key, mappings[i].property);
}

/* What Windows has no letters for here is left out: Outlook shows the address in its place. */
static char *
encode (MailAccount *account, gsize *length)
{
  const char *name = mail_account_get_name (account);
  char *encoded = g_convert (name, -1, CHARACTER_SET, "UTF-8", NULL, length, NULL);

  if (encoded != NULL && *length > 0)
    return encoded;
  g_free (encoded);
  *length = strlen (mail_export_get_address (account));
  return g_strdup (mail_export_get_address (account));
}

static void
add_display_name (GString *text, MailAccount *account)
{
  gsize length;
  g_autofree char *name = encode (account, &length);

  add_string (text, "", "DisplayName", name);
}

/* "Append" to the profile that is there: no other account of it is touched. */
static void
add_general (GString *text, const char *kind)
{
  g_string_append (text, "; Read by: outlook.exe /importprf FILE\r\n\r\n"
                         "[General]\r\nCustom=1\r\nProfileName=Outlook\r\nDefaultProfile=Yes\r\n"
                         "OverwriteProfile=Append\r\nModifyDefaultProfileIfPresent=TRUE\r\n\r\n"
                         "[Service List]\r\n\r\n");
  g_string_append_printf (text, "[Internet Account List]\r\nAccount1=%s\r\n\r\n", kind);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  GString *text = g_string_new (NULL);
  gboolean imap = mail_export_is_imap (account);
  const char *kind = imap ? "IMAP_I_Mail" : "I_Mail";
  const char *prefix = imap ? "IMAP" : "POP3";

  add_general (text, kind);
  g_string_append (text, "[Account1]\r\nUniqueService=No\r\n");
  add_string (text, "", "AccountName", mail_export_get_address (account));
  add_display_name (text, account);
  add_string (text, "", "EmailAddress", mail_export_get_address (account));
  add_incoming (text, mail_export_get_incoming (account), prefix);
  add_outgoing (text, account);
  add_number (text, "", "ConnectionType", 0);
  add_number (text, "", "ServerTimeOut", TIMEOUT);
  g_string_append_printf (text, "\r\n[%s]\r\nAccountType=%s\r\n", kind, prefix);
  add_mappings (text, prefix, incoming_mappings, G_N_ELEMENTS (incoming_mappings));
  add_mappings (text, "", common_mappings, G_N_ELEMENTS (common_mappings));
  return g_string_free_to_bytes (text);
}

static const char *const steps[] = {
  N_("This is for the classic Outlook only: 2016, 2019, 2021, and the classic one of Microsoft 365. The new "
      "Outlook does not read such files; set it up by hand, with the guide."),
  N_("Copy the file to the Windows computer, and close Outlook there."),
  N_("Press Windows+R, type outlook.exe /importprf and the path of the file in quotation marks, and press "
      "Enter."),
  N_("Enter the password when Outlook asks for it. Your other accounts stay as they are."),
  NULL,
};

const MailExport mail_export_outlook = {
  .id = "outlook",
  .name = "Outlook",
  .summary = N_("Profile file for the classic Outlook on Windows"),
  .group = MAIL_EXPORT_OFFICE,
  .file_name = "%s.prf",
  .content_type = "text/plain",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
