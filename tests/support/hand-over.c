/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hand-over PROGRAM VERB: gives an account to a program, as the faces of Siegel do.
 *
 * Standard input is a key file: [account] name, address, password, outgoing-password, authorities; [incoming]
 * and [outgoing] protocol, host, port, starttls, user, pin; without a user there is no sign-in. VERB is one
 * of look, add, add-and-cancel, remove, describe, warn, holds. The answer is a line of JSON. */

#include "config.h"

#include <json-glib/json-glib.h>

#include "mail-error.h"
#include "mail-export.h"
#include "mail-handoff.h"
#include "mail-test-await.h"

static GKeyFile *
read_input (void)
{
  GKeyFile *file = g_key_file_new ();
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_io_channel_read_to_end (input, &text, NULL, &error);
  g_assert_no_error (error);
  g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  return file;
}

static MailServer *
server_new (GKeyFile *file, const char *group)
{
  g_autofree char *host = g_key_file_get_string (file, group, "host", NULL);
  g_autofree char *name = g_key_file_get_string (file, group, "protocol", NULL);
  g_autofree char *user = g_key_file_get_string (file, group, "user", NULL);
  g_autofree char *pin = g_key_file_get_string (file, group, "pin", NULL);
  gboolean starttls = g_key_file_get_boolean (file, group, "starttls", NULL);
  MailProtocol protocol;
  MailServer *server;

  g_assert_true (mail_protocol_from_string (name, &protocol));
  server = mail_server_new (protocol, host, g_key_file_get_integer (file, group, "port", NULL),
                            starttls ? MAIL_SECURITY_STARTTLS : MAIL_SECURITY_TLS);
  mail_server_set_username (server, user);
  mail_server_set_auth (server, user != NULL ? MAIL_AUTH_PASSWORD : MAIL_AUTH_NONE);
  mail_server_set_pin (server, pin);
  return server;
}

static MailAccount *
account_new (GKeyFile *file)
{
  g_autofree char *name = g_key_file_get_string (file, "account", "name", NULL);
  g_autofree char *text = g_key_file_get_string (file, "account", "address", NULL);
  g_autofree char *authorities = g_key_file_get_string (file, "account", "authorities", NULL);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MailAddress) address = mail_address_new (text, &error);
  g_autoptr (MailServer) incoming = server_new (file, "incoming");
  g_autoptr (MailServer) outgoing = server_new (file, "outgoing");
  g_autoptr (MailSettings) settings = mail_settings_new (incoming, outgoing);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_assert_no_error (error);
  mail_settings_set_authorities (settings, authorities);
  return mail_account_new (id, name, address, settings, NULL, NULL, now);
}

/* One that is no text comes in Base64. */
static MailSecret *
secret_new (GKeyFile *file, const char *key)
{
  g_autofree char *encoded_key = g_strconcat (key, "-base64", NULL);
  g_autofree char *encoded = g_key_file_get_string (file, "account", encoded_key, NULL);
  g_autofree char *text = g_key_file_get_string (file, "account", key, NULL);

  if (encoded != NULL)
    {
      gsize length;
      g_autofree guchar *bytes = g_base64_decode (encoded, &length);

      return mail_secret_new ((const char *) bytes, length);
    }
  return text != NULL ? mail_secret_new (text, -1) : NULL;
}

static MailHandoff *
find (const char *id)
{
  g_autoptr (GListModel) list = mail_handoff_list_new ();

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (MailHandoff) handoff = g_list_model_get_item (list, i);

      if (g_str_equal (mail_handoff_get_id (handoff), id))
        return g_steal_pointer (&handoff);
    }
  g_error ("no program is called %s", id);
}

/* ---- answers ---- */

static int
print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);

  g_print ("%s\n", text);
  return 0;
}

static int
answer (const char *name, const char *value, GError *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, error != NULL ? "error" : name);
  json_builder_add_string_value (builder, error != NULL ? mail_error_get_code_name (error) : value);
  if (error != NULL)
    {
      json_builder_set_member_name (builder, "message");
      json_builder_add_string_value (builder, error->message);
    }
  json_builder_end_object (builder);
  return print (builder);
}

static int
answer_sentences (char **sentences)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "sentences");
  json_builder_begin_array (builder);
  for (char **sentence = sentences; *sentence != NULL; sentence++)
    json_builder_add_string_value (builder, *sentence);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  g_strfreev (sentences);
  return print (builder);
}

/* ---- verbs ---- */

static int
look (MailHandoff *handoff, MailAccount *account)
{
  static const char *const names[] = { "missing", "ready", "added", "foreign" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MailHandoffState state = 0;

  mail_handoff_look_async (handoff, account, NULL, mail_test_store_result, &result);
  mail_handoff_look_finish (handoff, mail_test_await (&result), &state, &error);
  return answer ("state", names[state], error);
}

static int
add (MailHandoff *handoff, MailAccount *account, GKeyFile *file, GCancellable *cancellable)
{
  g_autoptr (MailSecret) secret = secret_new (file, "password");
  g_autoptr (MailSecret) outgoing = secret_new (file, "outgoing-password");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_handoff_add_async (handoff, account, secret, outgoing, cancellable, mail_test_store_result, &result);
  mail_handoff_add_finish (handoff, mail_test_await (&result), &error);
  return answer ("done", "add", error);
}

static gboolean
on_time (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* After so many milliseconds. */
static int
add_and_cancel (MailHandoff *handoff, MailAccount *account, GKeyFile *file)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_timeout_add (g_key_file_get_integer (file, "account", "cancel-after", NULL), on_time, cancellable);
  return add (handoff, account, file, cancellable);
}

static int
take_away (MailHandoff *handoff, MailAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_handoff_remove_async (handoff, account, NULL, mail_test_store_result, &result);
  mail_handoff_remove_finish (handoff, mail_test_await (&result), &error);
  return answer ("done", "remove", error);
}

static int
holds (MailHandoff *handoff, MailAccount *account)
{
  g_autoptr (GError) error = NULL;

  mail_handoff_can_hold (handoff, account, &error);
  return answer ("done", "holds", error);
}

static int export(const char *id, MailAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = mail_export_write (mail_export_find (id), account, NULL, &error);

  g_assert_no_error (error);
  g_print ("%.*s", (int) g_bytes_get_size (file), (const char *) g_bytes_get_data (file, NULL));
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GKeyFile) file = read_input ();
  g_autoptr (MailAccount) account = account_new (file);
  g_autoptr (MailHandoff) handoff = NULL;
  g_autoptr (MailSecret) secret = secret_new (file, "password");
  const char *verb = argv[2];

  if (g_str_equal (verb, "export"))
    return export(argv[1], account);
  handoff = find (argv[1]);
  if (g_str_equal (verb, "look"))
    return look (handoff, account);
  if (g_str_equal (verb, "add"))
    return add (handoff, account, file, NULL);
  if (g_str_equal (verb, "add-and-cancel"))
    return add_and_cancel (handoff, account, file);
  if (g_str_equal (verb, "remove"))
    return take_away (handoff, account);
  if (g_str_equal (verb, "describe"))
    return answer_sentences (mail_handoff_describe (handoff, account));
  if (g_str_equal (verb, "warn"))
    return answer_sentences (mail_handoff_warn (handoff, account, secret));
  if (g_str_equal (verb, "holds"))
    return holds (handoff, account);
  g_error ("no verb %s", verb);
}
