/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-account-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "mail-error.h"

/* One account, no secret in it:
 *
 *   [Account]
 *   Format=1                           a reader refuses what is newer
 *   Id=0f9b7c5e-…                      a UUID; also the name of the file, and "account" in the keyring
 *   Name=Alice Example
 *   Address=alice@example.test         the domain as an A-label
 *   Provider=gmx.net                   where it is known
 *   ProviderName=GMX
 *   Created=2026-08-30T12:00:00Z       ISO 8601
 *   Authorities=-----BEGIN…            where a company vouches for the servers: its certificates, PEM
 *
 *   [Incoming]
 *   Protocol=imap                      or pop3
 *   Host=imap.example.test
 *   Port=993
 *   Security=tls                       or starttls
 *   User=alice@example.test
 *   Authentication=password;           as the settings had it: password, oauth2, none
 *   Pin=sha256:0f3a…                   where a person decided to trust this public key, and no other
 *
 *   [Outgoing]                         the same keys, Protocol=smtp
 *   SeparateLogin=true                 where it has a user name and a password of its own
 *
 * Groups and keys that a reader does not know are ignored. */

#define FORMAT   1
#define ACCOUNT  "Account"
#define INCOMING "Incoming"
#define OUTGOING "Outgoing"

#define PIN_PREFIX        "sha256:"
#define SHA256_HEX_LENGTH 64

/* ---- writing ---- */

static void
set_string (GKeyFile *file, const char *group, const char *key, const char *value)
{
  if (value != NULL)
    g_key_file_set_string (file, group, key, value);
}

static void
set_pin (GKeyFile *file, const char *group, const char *pin)
{
  g_autofree char *text = pin != NULL ? g_strconcat (PIN_PREFIX, pin, NULL) : NULL;

  set_string (file, group, "Pin", text);
}

static void
set_server (GKeyFile *file, const char *group, MailServer *server)
{
  g_autofree const char **auth = mail_auth_to_strv (mail_server_get_auth (server));

  set_string (file, group, "Protocol", mail_protocol_to_string (mail_server_get_protocol (server)));
  set_string (file, group, "Host", mail_server_get_host (server));
  g_key_file_set_integer (file, group, "Port", mail_server_get_port (server));
  set_string (file, group, "Security", mail_security_to_string (mail_server_get_security (server)));
  set_string (file, group, "User", mail_server_get_username (server));
  g_key_file_set_string_list (file, group, "Authentication", auth, g_strv_length ((char **) auth));
  set_pin (file, group, mail_server_get_pin (server));
}

/**
 * mail_account_file_format:
 * @account: an account
 * @length: (out): length of the text in bytes
 *
 * Returns: (transfer full): the text of its file
 */
char *
mail_account_file_format (MailAccount *account, gsize *length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *created = g_date_time_format_iso8601 (mail_account_get_created (account));
  MailSettings *settings = mail_account_get_settings (account);

  g_key_file_set_integer (file, ACCOUNT, "Format", FORMAT);
  set_string (file, ACCOUNT, "Id", mail_account_get_id (account));
  set_string (file, ACCOUNT, "Name", mail_account_get_name (account));
  set_string (file, ACCOUNT, "Address", mail_address_get_address (mail_account_get_address (account)));
  set_string (file, ACCOUNT, "Provider", mail_account_get_provider_id (account));
  set_string (file, ACCOUNT, "ProviderName", mail_account_get_provider_name (account));
  set_string (file, ACCOUNT, "Created", created);
  set_string (file, ACCOUNT, "Authorities", mail_settings_get_authorities (settings));
  set_server (file, INCOMING, mail_settings_get_incoming (settings));
  set_server (file, OUTGOING, mail_settings_get_outgoing (settings));
  g_key_file_set_boolean (file, OUTGOING, "SeparateLogin", mail_settings_get_separate_login (settings));
  return g_key_file_to_data (file, length, NULL);
}

/* ---- reading ---- */

static gboolean
set_damaged (GError **error, const char *key)
{
  /* Translators: %s is the name of an entry in a file, such as “Port”. */
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_STORE_FAILED, _("The account file is damaged: “%s” is wrong."),
               key);
  return FALSE;
}

/* What an account has always been written with; a file without it was not written by this program. */
static char *
get_string (GKeyFile *file, const char *group, const char *key, GError **error)
{
  char *value = g_key_file_get_string (file, group, key, NULL);

  if (value == NULL)
    set_damaged (error, key);
  return value;
}

static MailAuth
get_auth (GKeyFile *file, const char *group)
{
  g_auto (GStrv) words = g_key_file_get_string_list (file, group, "Authentication", NULL, NULL);
  g_autoptr (GFlagsClass) flags = g_type_class_ref (MAIL_TYPE_AUTH);
  MailAuth auth = 0;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      GFlagsValue *value = g_flags_get_value_by_nick (flags, words[i]);

      if (value != NULL)
        auth |= value->value;
    }
  return auth != 0 ? auth : MAIL_AUTH_PASSWORD;
}

/* A pin that cannot be read must not turn into none: without it, anybody whom an authority vouches for would
 * be trusted. */
static gboolean
get_pin (GKeyFile *file, const char *group, char **pin, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, group, "Pin", NULL);
  const char *digits;

  if (!g_key_file_has_key (file, group, "Pin", NULL))
    return TRUE;
  digits = text != NULL && g_str_has_prefix (text, PIN_PREFIX) ? text + strlen (PIN_PREFIX) : "";
  if (strlen (digits) != SHA256_HEX_LENGTH || strspn (digits, "0123456789abcdef") != SHA256_HEX_LENGTH)
    return set_damaged (error, "Pin");
  *pin = g_strdup (digits);
  return TRUE;
}

static MailServer *
server_new (GKeyFile *file, const char *group, MailProtocol protocol, MailSecurity security, GError **error)
{
  g_autofree char *host = get_string (file, group, "Host", error);
  g_autofree char *user = g_key_file_get_string (file, group, "User", NULL);
  g_autofree char *pin = NULL;
  int port = g_key_file_get_integer (file, group, "Port", NULL);
  g_autoptr (MailServer) server = NULL;

  if (host == NULL || !get_pin (file, group, &pin, error))
    return NULL;
  if (port < 1 || port > G_MAXUINT16)
    {
      set_damaged (error, "Port");
      return NULL;
    }
  server = mail_server_new (protocol, host, port, security);
  mail_server_set_auth (server, get_auth (file, group));
  mail_server_set_username (server, user != NULL ? user : "");
  mail_server_set_pin (server, pin);
  return g_steal_pointer (&server);
}

static MailServer *
get_server (GKeyFile *file, const char *group, GError **error)
{
  g_autofree char *protocol_text = g_key_file_get_string (file, group, "Protocol", NULL);
  g_autofree char *security_text = g_key_file_get_string (file, group, "Security", NULL);
  MailProtocol protocol;
  MailSecurity security;

  if (protocol_text == NULL || !mail_protocol_from_string (protocol_text, &protocol)
      || (protocol == MAIL_PROTOCOL_SMTP) != g_str_equal (group, OUTGOING))
    {
      set_damaged (error, "Protocol");
      return NULL;
    }
  if (security_text == NULL || !mail_security_from_string (security_text, &security))
    {
      set_damaged (error, "Security");
      return NULL;
    }
  return server_new (file, group, protocol, security, error);
}

static MailSettings *
get_settings (GKeyFile *file, GError **error)
{
  g_autoptr (MailServer) incoming = get_server (file, INCOMING, error);
  g_autoptr (MailServer) outgoing = NULL;
  g_autoptr (MailSettings) settings = NULL;
  g_autofree char *authorities = g_key_file_get_string (file, ACCOUNT, "Authorities", NULL);

  if (incoming == NULL)
    return NULL;
  outgoing = get_server (file, OUTGOING, error);
  if (outgoing == NULL)
    return NULL;
  settings = mail_settings_new (incoming, outgoing);
  mail_settings_set_separate_login (settings, g_key_file_get_boolean (file, OUTGOING, "SeparateLogin", NULL));
  mail_settings_set_authorities (settings, authorities);
  if (!mail_settings_validate (settings, error))
    return NULL;
  return g_steal_pointer (&settings);
}

static MailAddress *
get_address (GKeyFile *file, GError **error)
{
  g_autofree char *text = get_string (file, ACCOUNT, "Address", error);

  return text != NULL ? mail_address_new (text, error) : NULL;
}

/* The date is for people; an account without one is as good. */
static GDateTime *
get_created (GKeyFile *file)
{
  g_autofree char *text = g_key_file_get_string (file, ACCOUNT, "Created", NULL);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  GDateTime *created = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return created != NULL ? created : g_date_time_new_from_unix_utc (0);
}

/* The id becomes a file name, so nothing but a UUID will do. */
static char *
get_id (GKeyFile *file, GError **error)
{
  g_autofree char *id = get_string (file, ACCOUNT, "Id", error);

  if (id != NULL && !g_uuid_string_is_valid (id))
    {
      set_damaged (error, "Id");
      return NULL;
    }
  return g_steal_pointer (&id);
}

static gboolean
check_format (GKeyFile *file, GError **error)
{
  int format = g_key_file_get_integer (file, ACCOUNT, "Format", NULL);

  if (format <= FORMAT)
    return format == FORMAT || set_damaged (error, "Format");
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_STORE_FAILED,
                       _("The account file was written by a newer version of this program."));
  return FALSE;
}

static MailAccount *
get_account (GKeyFile *file, GError **error)
{
  g_autofree char *id = get_id (file, error);
  g_autofree char *name = g_key_file_get_string (file, ACCOUNT, "Name", NULL);
  g_autofree char *provider = g_key_file_get_string (file, ACCOUNT, "Provider", NULL);
  g_autofree char *provider_name = g_key_file_get_string (file, ACCOUNT, "ProviderName", NULL);
  g_autoptr (GDateTime) created = get_created (file);
  g_autoptr (MailAddress) address = NULL;
  g_autoptr (MailSettings) settings = NULL;

  if (id == NULL || (address = get_address (file, error)) == NULL
      || (settings = get_settings (file, error)) == NULL)
    return NULL;
  return mail_account_new (id, name != NULL ? name : "", address, settings, provider, provider_name, created);
}

/**
 * mail_account_file_parse:
 * @text: the text of an account's file
 * @length: its length in bytes
 * @error: return location: %MAIL_ERROR_STORE_FAILED, or what is wrong with the address or the settings in it
 *
 * Returns: (transfer full) (nullable): the account
 */
MailAccount *
mail_account_file_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL))
    {
      g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_STORE_FAILED, _("This is no account file."));
      return NULL;
    }
  return check_format (file, error) ? get_account (file, error) : NULL;
}

/**
 * mail_account_file_load:
 * @path: an account's file
 * @error: return location: %MAIL_ERROR_STORE_FAILED, or as in mail_account_file_parse()
 *
 * Returns: (transfer full) (nullable): the account
 */
MailAccount *
mail_account_file_load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *actual = g_path_get_basename (path);
  g_autoptr (MailAccount) account = NULL;
  g_autoptr (GError) reason = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &reason))
    {
      g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_STORE_FAILED, reason->message);
      return NULL;
    }
  account = mail_account_file_parse (text, length, error);
  if (account == NULL)
    return NULL;
  /* A copy under another name would be the same account twice, and removing one would remove the other's
   * passwords. */
  expected = g_strconcat (mail_account_get_id (account), ".ini", NULL);
  if (!g_str_equal (expected, actual))
    {
      set_damaged (error, "Id");
      return NULL;
    }
  return g_steal_pointer (&account);
}

/* ---- saving ---- */

typedef struct
{
  char *path;
  char *text;
  gsize length;
} Save;

static void
save_free (Save *save)
{
  g_free (save->path);
  g_free (save->text);
  g_free (save);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Save *save = task_data;
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents_full (save->path, save->text, save->length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                S_IRUSR | S_IWUSR, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, MAIL_ERROR, MAIL_ERROR_STORE_FAILED,
                             /* Translators: %s is the system's message, with the name of the file. */
                             _("The account could not be written to disk: %s"), error->message);
}

/**
 * mail_account_file_save_async:
 * @account: an account
 * @path: where to
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Writes the file so that there is either all of it or nothing, also when the power fails; readable by its
 * owner only. Waiting for the disk takes as long as the disk likes, therefore it happens on a thread of
 * GLib's pool.
 */
void
mail_account_file_save_async (MailAccount *account,
                              const char *path,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Save *save = g_new0 (Save, 1);

  g_task_set_source_tag (task, mail_account_file_save_async);
  save->path = g_strdup (path);
  save->text = mail_account_file_format (account, &save->length);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);
  g_task_run_in_thread (task, save_in_thread);
}

/**
 * mail_account_file_save_finish:
 * @result: the result
 * @error: return location: %MAIL_ERROR_STORE_FAILED
 *
 * Returns: whether it is on the disk
 */
gboolean
mail_account_file_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_account_file_save_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
