/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A test mail through a real Postfix to a real Dovecot. real_delivery_test.py starts them, and says in a key
 * file (MAIL_TEST_SERVERS) where they are: a group a pair, in it the ports and the folder of the mailbox. */

#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "mail-delivery.h"
#include "mail-error.h"
#include "mail-test-await.h"

#define ADDRESS  "alice@example.test"
#define PASSWORD "secret"
#define NAME     "Alice Müller-Lüdenscheidt, \"die Große\"\r\nBcc: eve@example.test"

static GKeyFile *servers;

static MailServer *
create_server (const char *group, const char *service, MailProtocol protocol)
{
  g_autofree char *address = g_key_file_get_string (servers, group, "address", NULL);
  MailServer *server = mail_server_new (
      protocol, address, g_key_file_get_integer (servers, group, service, NULL), MAIL_SECURITY_TLS);

  mail_server_set_username (server, ADDRESS);
  return server;
}

static MailDelivery *
create_delivery (const char *group, const char *service, MailProtocol protocol)
{
  g_autoptr (MailServer) incoming = create_server (group, service, protocol);
  g_autoptr (MailServer) outgoing = create_server (group, "smtp", MAIL_PROTOCOL_SMTP);
  g_autoptr (MailSettings) settings = mail_settings_new (incoming, outgoing);
  g_autoptr (MailAddress) address = mail_address_new (ADDRESS, NULL);
  g_autoptr (MailSecret) secret = mail_secret_new (PASSWORD, -1);
  g_autofree char *ca = g_key_file_get_string (servers, "certificates", "ca", NULL);
  g_autoptr (GError) error = NULL;
  MailDelivery *delivery = mail_delivery_new (settings, address);

  mail_delivery_set_ca_file (delivery, ca, &error);
  g_assert_no_error (error);
  mail_delivery_set_name (delivery, NAME);
  mail_delivery_set_secret (delivery, secret);
  mail_delivery_set_timeout (delivery, 60);
  return delivery;
}

/* The files of a mailbox, by what they hold. */
static guint
count_messages (const char *group, const char *text, char **found)
{
  static const char *const folders[] = { "new", "cur" };
  g_autofree char *mailbox = g_key_file_get_string (servers, group, "mailbox", NULL);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (mailbox, folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);
          g_autofree char *message = NULL;

          g_assert_true (g_file_get_contents (path, &message, NULL, NULL));
          if (strstr (message, text) == NULL)
            continue;
          n++;
          if (found != NULL && *found == NULL)
            *found = g_steal_pointer (&message);
        }
    }
  return n;
}

static void
assert_field (const char *message, const char *field)
{
  if (strstr (message, field) == NULL)
    g_error ("“%s” is not in “%s”", field, message);
}

/* What a mail program is shown. */
static void
check_message (const char *group)
{
  g_autofree char *message = NULL;

  g_assert_cmpuint (count_messages (group, "Auto-Submitted: auto-generated", &message), ==, 1);
  assert_field (message, "\nSubject: Test mail from Siegel\n");
  assert_field (message, "\n <" ADDRESS ">\n");
  assert_field (message, "\nContent-Type: text/plain; charset=UTF-8\n");
  assert_field (message, "\nYou may delete it.\n");
  g_assert_null (strstr (message, "\nBcc:"));
}

static void
deliver (MailDelivery *delivery)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_delivery_run_async (delivery, NULL, mail_test_store_result, &result);
  mail_delivery_run_finish (delivery, mail_test_await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpint (mail_delivery_get_state (delivery), ==, MAIL_DELIVERY_ARRIVED);
  g_assert_cmpint (mail_delivery_get_sending_time (delivery), >, 0);
  g_assert_cmpint (mail_delivery_get_travel_time (delivery), >=, 0);
  g_test_message ("sent in %" G_GINT64_FORMAT " ms, there after %" G_GINT64_FORMAT " ms",
                  mail_delivery_get_sending_time (delivery), mail_delivery_get_travel_time (delivery));
}

static gboolean
take_away (MailDelivery *delivery, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_delivery_remove_async (delivery, NULL, mail_test_store_result, &result);
  return mail_delivery_remove_finish (delivery, mail_test_await (&result), error);
}

static void
assert_other_stays (const char *group)
{
  g_assert_cmpuint (count_messages (group, "Message-ID: <other@example.test>", NULL), ==, 1);
}

/* The server tells at once, and takes away what it is asked to, and not what somebody else has marked. */
static void
test_idle (void)
{
  MailDelivery *delivery = create_delivery ("idle", "imap", MAIL_PROTOCOL_IMAP);
  g_autoptr (GError) error = NULL;

  deliver (delivery);
  g_assert_cmpint (mail_delivery_get_travel_time (delivery), <, 15000);
  check_message ("idle");
  g_assert_true (mail_delivery_can_remove (delivery));
  take_away (delivery, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_messages ("idle", "Auto-Submitted", NULL), ==, 0);
  assert_other_stays ("idle");
  g_assert_finalize_object (delivery);
}

/* Asked every few seconds; and one more message does no harm. */
static void
test_noop (void)
{
  for (guint i = 0; i < 2; i++)
    {
      MailDelivery *delivery = create_delivery ("noop", "imap", MAIL_PROTOCOL_IMAP);
      g_autoptr (GError) error = NULL;

      deliver (delivery);
      take_away (delivery, &error);
      g_assert_no_error (error);
      g_assert_finalize_object (delivery);
    }
  g_assert_cmpuint (count_messages ("noop", "Auto-Submitted", NULL), ==, 0);
  assert_other_stays ("noop");
}

/* A server that cannot remove one message alone is not asked to remove all. */
static void
test_without_uidplus (void)
{
  MailDelivery *delivery = create_delivery ("old", "imap", MAIL_PROTOCOL_IMAP);
  g_autoptr (GError) error = NULL;

  deliver (delivery);
  g_assert_false (take_away (delivery, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_MAILBOX_UNAVAILABLE);
  check_message ("old");
  assert_other_stays ("old");
  g_assert_finalize_object (delivery);
}

static void
test_pop3 (void)
{
  MailDelivery *delivery = create_delivery ("old", "pop3", MAIL_PROTOCOL_POP3);

  deliver (delivery);
  g_assert_false (mail_delivery_can_remove (delivery));
  assert_other_stays ("old");
  g_assert_finalize_object (delivery);
}

/* Through a server that does not let this address pass. */
static void
test_refused (void)
{
  g_autoptr (MailServer) incoming = create_server ("idle", "imap", MAIL_PROTOCOL_IMAP);
  g_autoptr (MailServer) outgoing = create_server ("idle", "smtp", MAIL_PROTOCOL_SMTP);
  g_autoptr (MailSettings) settings = mail_settings_new (incoming, outgoing);
  g_autoptr (MailAddress) address = mail_address_new ("eve@example.test", NULL);
  g_autoptr (MailSecret) secret = mail_secret_new (PASSWORD, -1);
  g_autofree char *ca = g_key_file_get_string (servers, "certificates", "ca", NULL);
  MailDelivery *delivery = mail_delivery_new (settings, address);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mail_delivery_set_ca_file (delivery, ca, NULL);
  mail_delivery_set_secret (delivery, secret);
  mail_delivery_run_async (delivery, NULL, mail_test_store_result, &result);
  g_assert_false (mail_delivery_run_finish (delivery, mail_test_await (&result), &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SENDER_REJECTED);
  g_assert_cmpint (mail_delivery_get_sending_time (delivery), ==, -1);
  g_clear_object (&result);
  g_assert_finalize_object (delivery);
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  servers = g_key_file_new ();
  g_assert_true (g_key_file_load_from_file (servers, g_getenv ("MAIL_TEST_SERVERS"), G_KEY_FILE_NONE, NULL));
  g_test_add_func ("/real-delivery/idle", test_idle);
  g_test_add_func ("/real-delivery/noop", test_noop);
  g_test_add_func ("/real-delivery/without-uidplus", test_without_uidplus);
  g_test_add_func ("/real-delivery/pop3", test_pop3);
  g_test_add_func ("/real-delivery/refused", test_refused);
  status = g_test_run ();
  g_key_file_unref (servers);
  return status;
}
