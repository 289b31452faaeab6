/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Thunderbird for Android and K-9 Mail read from a QR code: "qr-code-format.md" of the former, version 1
 * of 2025-02-06. Arrays of JSON without names, so that the code stays small:
 *
 *   [1,[1,1],[0,"host",993,3,1,"user","","password"],
 *    [[[0,"host",465,3,1,"user","password"],["address","name"]]]]
 */
#include "config.h"

#include "mail-thunderbird-payload.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mail-error.h"
#include "mail-export-values.h"

enum
{
  INCOMING_IMAP = 0,
  INCOMING_POP3 = 1,
};

enum
{
  SECURITY_STARTTLS = 2,
  SECURITY_TLS = 3,
};

enum
{
  AUTH_NONE = 0,
  AUTH_PASSWORD = 1,
};

static gboolean
is_one_line (const char *text, gsize length)
{
  return memchr (text, '\n', length) == NULL && memchr (text, '\r', length) == NULL;
}

/**
 * mail_thunderbird_can_hold:
 * @account: an account
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED
 *
 * Returns: whether the format has words for it
 */
gboolean
mail_thunderbird_can_hold (MailAccount *account, GError **error)
{
  if (g_str_is_ascii (mail_export_get_address (account)))
    return mail_export_is_one_line (account, error);
  g_set_error_literal (
      error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
      _("Thunderbird for Android does not know addresses with such letters before the @ sign."));
  return FALSE;
}

/* Everything beyond ASCII as \uXXXX: it is the same to whoever reads JSON, and scanners need not guess which
 * character set the bytes are in. */
static void
add_character (GString *json, gunichar character)
{
  if (character == '"' || character == '\\')
    g_string_append_c (json, '\\');
  if (character >= ' ' && character < 0x7f)
    g_string_append_c (json, character);
  else if (character < 0x10000)
    g_string_append_printf (json, "\\u%04x", character);
  else
    g_string_append_printf (json, "\\u%04x\\u%04x", 0xd7c0 + (character >> 10), 0xdc00 + (character & 0x3ff));
}

static void
add_string (GString *json, const char *text, gsize length)
{
  g_string_append_c (json, '"');
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    add_character (json, g_utf8_get_char (p));
  g_string_append_c (json, '"');
}

static void
add_text (GString *json, const char *text)
{
  add_string (json, text, strlen (text));
}

static void
add_password (GString *json, MailSecret *secret)
{
  gsize length;
  const char *password = mail_secret_peek (secret, &length);

  add_string (json, password, length);
}

/* From the name of the server to that of the user. */
static void
add_server (GString *json, MailServer *server)
{
  gboolean signs_in = mail_export_signs_in (server);
  g_autofree char *host = mail_export_dup_host (server);

  g_string_append_c (json, ',');
  add_text (json, host);
  g_string_append_printf (json, ",%u,%d,%d,", mail_server_get_port (server),
                          mail_export_is_starttls (server) ? SECURITY_STARTTLS : SECURITY_TLS,
                          signs_in ? AUTH_PASSWORD : AUTH_NONE);
  add_text (json, signs_in ? mail_server_get_username (server) : "");
}

static void
add_incoming (GString *json, MailAccount *account, MailSecret *secret)
{
  g_string_append_printf (json, "[%d", mail_export_is_imap (account) ? INCOMING_IMAP : INCOMING_POP3);
  add_server (json, mail_export_get_incoming (account));
  if (secret != NULL)
    {
      /* The name of the account: that of the address. The format allows null here, its reader does not. */
      g_string_append (json, ",\"\",");
      add_password (json, secret);
    }
  g_string_append_c (json, ']');
}

static void
add_outgoing (GString *json, MailAccount *account, MailSecret *secret)
{
  MailServer *server = mail_export_get_outgoing (account);
  gboolean separate = mail_settings_get_separate_login (mail_account_get_settings (account));

  g_string_append (json, "[0");
  add_server (json, server);
  /* A password of its own is asked for on the telephone; that of another server is none of its business. */
  if (secret != NULL && mail_export_signs_in (server) && !separate)
    {
      g_string_append_c (json, ',');
      add_password (json, secret);
    }
  g_string_append_c (json, ']');
}

static void
add_identity (GString *json, MailAccount *account)
{
  g_string_append_c (json, '[');
  add_text (json, mail_export_get_address (account));
  g_string_append_c (json, ',');
  add_text (json, mail_account_get_name (account));
  g_string_append_c (json, ']');
}

static gboolean
check_password (MailSecret *secret, GError **error)
{
  gsize length;
  const char *password = mail_secret_peek (secret, &length);

  if (g_utf8_validate_len (password, length, NULL) && is_one_line (password, length))
    return TRUE;
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
                       _("This password contains a line break, which Thunderbird for Android does not take. "
                          "Leave the password out."));
  return FALSE;
}

/* Never to grow, as growing leaves copies behind. */
static gsize
estimate (MailAccount *account, MailSecret *secret)
{
  gsize length = 0;
  gsize texts = 4096;

  if (secret != NULL)
    mail_secret_peek (secret, &length);
  texts += strlen (mail_account_get_name (account));
  texts += strlen (mail_server_get_username (mail_export_get_incoming (account)));
  texts += strlen (mail_server_get_username (mail_export_get_outgoing (account)));
  return strlen ("\\uffff") * (texts + 2 * length);
}

/**
 * mail_thunderbird_payload_new:
 * @account: an account
 * @secret: (nullable): its password, only where the person asked for it to be in the code
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED
 *
 * Returns: (transfer full): the text of the QR code, ASCII on one line; to be freed with mail_wipe_free()
 */
char *
mail_thunderbird_payload_new (MailAccount *account, MailSecret *secret, GError **error)
{
  GString *json;

  if (!mail_thunderbird_can_hold (account, error) || (secret != NULL && !check_password (secret, error)))
    return NULL;
  json = g_string_sized_new (estimate (account, secret));
  /* The version of the format, and "code 1 of 1". */
  g_string_append (json, "[1,[1,1],");
  add_incoming (json, account, secret);
  g_string_append (json, ",[[");
  add_outgoing (json, account, secret);
  g_string_append_c (json, ',');
  add_identity (json, account);
  g_string_append (json, "]]]");
  return g_string_free (json, FALSE);
}

/**
 * mail_thunderbird_qr_new:
 * @account: an account
 * @secret: (nullable): its password, only where the person asked for it to be in the code
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED
 *
 * Returns: (transfer full): the QR code to scan in Thunderbird for Android
 */
MailQr *
mail_thunderbird_qr_new (MailAccount *account, MailSecret *secret, GError **error)
{
  char *payload = mail_thunderbird_payload_new (account, secret, error);
  MailQr *qr;

  if (payload == NULL)
    return NULL;
  qr = mail_qr_new (payload, error);
  mail_wipe_free (payload);
  return qr;
}
