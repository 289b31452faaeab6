/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A test mail between two servers that say what a script says: the incoming one knows by LEARN and TELL what
 * the outgoing one was given. */

#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "mail-delivery.h"
#include "mail-error.h"
#include "mail-header.h"
#include "mail-quoted-printable.h"
#include "mail-test-await.h"
#include "mail-test-message.h"
#include "mail-test-tls-server.h"

#define ADDRESS  "alice@example.test"
#define PASSWORD "correct-horse"

#define IMAP_GREETING "TLS\nS: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\nC*\nS: A1 OK in\n"
#define IMAP_OPEN(capabilities)                                                                              \
  IMAP_GREETING "C: B1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 " capabilities "\nS: B1 OK done\n"              \
                "C: B2 EXAMINE INBOX\nS: * 3 EXISTS\nS: * OK [UIDNEXT 8] next\nS: B2 OK [READ-ONLY] done\n"
#define LOOK(tag, uid) "C: " tag " UID FETCH " uid " (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])\n"
/* The length of our Message-ID is known: a UUID at example.test. */
#define SHOW(tag, uid)                                                                                       \
  "S: * 4 FETCH (UID " uid " BODY[HEADER.FIELDS (MESSAGE-ID)] {67}\nS% Message-ID: %\nS:\nS: )\nS: " tag     \
  " OK done\n"

#define IMAP_IDLE     IMAP_OPEN ("IDLE UIDPLUS") "C: B3 IDLE\nS: + idling\n"
#define IMAP_TELLS    IMAP_IDLE "TELL\nS: * 4 EXISTS\nC: DONE\nS: B3 OK done\n" LOOK ("B4", "8:*")
#define IMAP_DELIVERS IMAP_TELLS SHOW ("B4", "8") "C: B5 LOGOUT"

#define REMOVAL_OPEN(capabilities)                                                                           \
  "\nNEXT\n" IMAP_GREETING "C: B1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 " capabilities                       \
  "\nS: B1 OK done\nC: B2 SELECT INBOX\nS: B2 OK done\n" LOOK ("B3", "8") SHOW ("B3", "8")
#define REMOVAL                                                                                              \
  REMOVAL_OPEN ("UIDPLUS")                                                                                   \
  "C: B4 UID STORE 8 +FLAGS.SILENT (\\\\Deleted)\nS: B4 OK done\nC: B5 UID EXPUNGE 8\nS: B5 OK done\n"       \
  "C: B6 LOGOUT"

#define SMTP_GREETING "TLS\nS: 220 mx\nC*\nS: 250-mx\nS: 250 AUTH PLAIN\nC*\nS: 235 in\n"
#define SMTP_MAIL     SMTP_GREETING "C: MAIL FROM:<" ADDRESS ">\nS: 250 ok\nC: RCPT TO:<" ADDRESS ">\n"
#define SMTP_DATA     SMTP_MAIL "S: 250 ok\nC: DATA\n"
#define SMTP_LETTER   SMTP_DATA "S: 354 go on\nLEARN Message-ID: \nC> .\n"
#define SMTP_TAKES    SMTP_DATA "S: 354 go on\nLEARN Message-ID: \nC> .\nS: 250 queued\nC: QUIT"

#define POP3_LIST                                                                                            \
  "TLS\nS: +OK hi\nC: CAPA\nS: +OK\nS: USER\nS: .\nC: USER " ADDRESS "\nS: +OK\nC: PASS " PASSWORD           \
  "\nS: +OK\nC: STAT\nS: +OK 1 1\nC: UIDL\nS: +OK\nS: 1 one\n"

#define SILENT "WAIT"

/* Both servers, and what passes between them. */
typedef struct
{
  MailTestTlsServer *incoming;
  MailTestTlsServer *outgoing;
  MailDelivery *delivery;
  GString *states;
} Fixture;

static void
on_state (MailDelivery *delivery, GParamSpec *pspec, Fixture *fixture)
{
  static const char letters[] = {
    [MAIL_DELIVERY_WAITING] = 'w',    [MAIL_DELIVERY_OPENING] = 'o', [MAIL_DELIVERY_SENDING] = 's',
    [MAIL_DELIVERY_TRAVELLING] = 't', [MAIL_DELIVERY_ARRIVED] = 'a', [MAIL_DELIVERY_REMOVED] = 'r',
    [MAIL_DELIVERY_FAILED] = 'f',
  };

  g_string_append_c (fixture->states, letters[mail_delivery_get_state (delivery)]);
}

static MailServer *
create_endpoint (MailTestTlsServer *server, MailProtocol protocol)
{
  MailServer *endpoint
      = mail_server_new (protocol, "127.0.0.1", mail_test_tls_server_get_port (server), MAIL_SECURITY_TLS);

  mail_server_set_username (endpoint, ADDRESS);
  return endpoint;
}

static MailDelivery *
create_delivery (Fixture *fixture, MailProtocol protocol)
{
  g_autoptr (MailServer) incoming = create_endpoint (fixture->incoming, protocol);
  g_autoptr (MailServer) outgoing = create_endpoint (fixture->outgoing, MAIL_PROTOCOL_SMTP);
  g_autoptr (MailSettings) settings = mail_settings_new (incoming, outgoing);
  g_autoptr (MailAddress) address = mail_address_new (ADDRESS, NULL);
  g_autoptr (MailSecret) secret = mail_secret_new (PASSWORD, -1);
  g_autofree char *ca_file = mail_test_certificate_path ("ca.pem");
  g_autoptr (GError) error = NULL;
  MailDelivery *delivery = mail_delivery_new (settings, address);

  mail_delivery_set_ca_file (delivery, ca_file, &error);
  g_assert_no_error (error);
  mail_delivery_set_name (delivery, "Alice");
  mail_delivery_set_secret (delivery, secret);
  mail_delivery_set_timeout (delivery, 20);
  return delivery;
}

static void
set_up (Fixture *fixture, MailProtocol protocol, const char *incoming, const char *outgoing)
{
  const MailTestTlsServerPlan incoming_plan = { .script = incoming };
  const MailTestTlsServerPlan outgoing_plan = { .script = outgoing };

  fixture->incoming = mail_test_tls_server_new (&incoming_plan);
  fixture->outgoing = mail_test_tls_server_new (&outgoing_plan);
  fixture->states = g_string_new (NULL);
  fixture->delivery = create_delivery (fixture, protocol);
  g_signal_connect (fixture->delivery, "notify::state", G_CALLBACK (on_state), fixture);
}

static guint
count_sockets (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
      g_autofree char *target = g_file_read_link (path, NULL);

      n += target != NULL && g_str_has_prefix (target, "socket:");
    }
  return n;
}

/* All conversations are over, and were as the scripts have them. */
static void
tear_down (Fixture *fixture, guint n_incoming, guint n_outgoing)
{
  G_GNUC_UNUSED g_autofree char *heard = mail_test_tls_server_dup_heard (fixture->incoming, n_incoming);
  G_GNUC_UNUSED g_autofree char *heard_too = mail_test_tls_server_dup_heard (fixture->outgoing, n_outgoing);
  g_autofree char *fault = mail_test_tls_server_dup_fault (fixture->incoming);
  g_autofree char *other_fault = mail_test_tls_server_dup_fault (fixture->outgoing);

  g_assert_cmpstr (fault, ==, NULL);
  g_assert_cmpstr (other_fault, ==, NULL);
  g_assert_cmpuint (mail_test_tls_server_get_count (fixture->incoming), ==, n_incoming);
  g_assert_cmpuint (mail_test_tls_server_get_count (fixture->outgoing), ==, n_outgoing);
  g_assert_finalize_object (fixture->delivery);
  mail_test_tls_server_free (fixture->incoming);
  mail_test_tls_server_free (fixture->outgoing);
  g_string_free (fixture->states, TRUE);
  g_assert_cmpuint (count_sockets (), ==, 0);
}

static gboolean
run (Fixture *fixture, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_delivery_run_async (fixture->delivery, cancellable, mail_test_store_result, &result);
  return mail_delivery_run_finish (fixture->delivery, mail_test_await (&result), error);
}

static gboolean
remove_again (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_delivery_remove_async (fixture->delivery, NULL, mail_test_store_result, &result);
  return mail_delivery_remove_finish (fixture->delivery, mail_test_await (&result), error);
}

static void
test_arrives (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, MAIL_PROTOCOL_IMAP, IMAP_DELIVERS REMOVAL, SMTP_TAKES);
  g_assert_cmpint (mail_delivery_get_sending_time (fixture.delivery), ==, -1);
  g_assert_false (mail_delivery_can_remove (fixture.delivery));
  run (&fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mail_delivery_get_sending_time (fixture.delivery), >=, 0);
  g_assert_cmpint (mail_delivery_get_travel_time (fixture.delivery), >=, 0);
  g_assert_true (mail_delivery_can_remove (fixture.delivery));
  g_assert_cmpint (mail_report_get_state (mail_delivery_get_incoming (fixture.delivery)), ==,
                   MAIL_STATE_PASSED);

  remove_again (&fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture.states->str, ==, "ostar");
  g_assert_false (mail_delivery_can_remove (fixture.delivery));
  tear_down (&fixture, 2, 1);
}

/* It is there before the sender knows that it was taken. */
static void
test_faster_than_the_answer (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, MAIL_PROTOCOL_IMAP, IMAP_DELIVERS,
          SMTP_DATA "S: 354 go on\nLEARN Message-ID: \nC> .\nDRIP 40\nS: 250 queued\nC: QUIT");
  run (&fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mail_delivery_get_sending_time (fixture.delivery), >=, 300);
  g_assert_cmpint (mail_delivery_get_travel_time (fixture.delivery), ==, 0);
  g_assert_cmpstr (fixture.states->str, ==, "osta");
  tear_down (&fixture, 1, 1);
}

static void
test_stays_without_uidplus (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, MAIL_PROTOCOL_IMAP, IMAP_DELIVERS REMOVAL_OPEN ("IDLE") "WAIT", SMTP_TAKES);
  run (&fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (remove_again (&fixture, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_MAILBOX_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, "it stays"));
  g_assert_cmpint (mail_delivery_get_state (fixture.delivery), ==, MAIL_DELIVERY_ARRIVED);
  tear_down (&fixture, 2, 1);
}

/* POP3: the second look finds it, five seconds later. */
static void
test_pop3 (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, MAIL_PROTOCOL_POP3,
          POP3_LIST "S: .\nC: QUIT\nNEXT\n" POP3_LIST
                    "S: 2 two\nS: .\nC: TOP 2 0\nS: +OK\nS% Message-ID: %\nS:\nS: .\nC: QUIT",
          SMTP_TAKES);
  run (&fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mail_delivery_get_travel_time (fixture.delivery), >=, 4000);
  g_assert_false (mail_delivery_can_remove (fixture.delivery));
  g_assert_cmpstr (fixture.states->str, ==, "osta");
  tear_down (&fixture, 2, 1);
}

/* What a server does wrong, or only does not do. */
typedef struct
{
  const char *name;
  MailProtocol protocol;
  const char *incoming;
  const char *outgoing;
  MailError error;
  gboolean outgoing_fails; /* or else the incoming one */
  MailStep step;
  const char *states;
  guint n_incoming; /* conversations */
  guint n_outgoing;
  const char *said; /* part of the message */
  guint timeout;    /* seconds; 0: long enough */
} Fault;

#define IMAP     MAIL_PROTOCOL_IMAP
#define POP3     MAIL_PROTOCOL_POP3
#define OUTGOING TRUE
#define INCOMING FALSE
#define LEAVES   "C: DONE\nC: B4 LOGOUT"

static const Fault faults[] = {
  { "recipient-refused", IMAP, IMAP_IDLE LEAVES, SMTP_MAIL "S: 550 5.1.1 who\nWAIT",
    MAIL_ERROR_SENDER_REJECTED, OUTGOING, MAIL_STEP_SENDER, "osf", 1, 1 },
  { "data-refused", IMAP, IMAP_IDLE LEAVES, SMTP_DATA "S: 554 5.7.1 no\nWAIT", MAIL_ERROR_SENDER_REJECTED,
    OUTGOING, MAIL_STEP_MESSAGE, "osf", 1, 1, "did not take the message" },
  { "message-refused", IMAP, IMAP_IDLE LEAVES, SMTP_LETTER "S: 552 5.2.3 no\nWAIT",
    MAIL_ERROR_SENDER_REJECTED, OUTGOING, MAIL_STEP_MESSAGE, "osf", 1, 1, "did not take the message" },
  { "message-refused-for-now", IMAP, IMAP_IDLE LEAVES, SMTP_LETTER "S: 451 4.3.0 later\nWAIT",
    MAIL_ERROR_SERVER_BUSY, OUTGOING, MAIL_STEP_MESSAGE, "osf", 1, 1 },
  { "closed-after-message", IMAP, IMAP_IDLE LEAVES, SMTP_LETTER, MAIL_ERROR_CLOSED_EARLY, OUTGOING,
    MAIL_STEP_MESSAGE, "osf", 1, 1 },
  { "sending-silent", IMAP, IMAP_IDLE LEAVES, SMTP_LETTER "WAIT", MAIL_ERROR_TIMED_OUT, OUTGOING,
    MAIL_STEP_MESSAGE, "osf", 1, 1, "did not answer in time", 1 },

  /* Nothing is sent where nothing could be seen. */
  { "no-mailbox", IMAP,
    IMAP_GREETING "C: B1 CAPABILITY\nS: B1 OK done\nC: B2 EXAMINE INBOX\nS: B2 NO no\nWAIT", SILENT,
    MAIL_ERROR_MAILBOX_UNAVAILABLE, INCOMING, MAIL_STEP_MAILBOX, "of", 1, 0 },
  { "rejected", IMAP,
    "TLS\nS: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\nC*\nS: A1 NO "
    "[AUTHENTICATIONFAILED] no\nWAIT",
    SILENT, MAIL_ERROR_SIGN_IN_REJECTED, INCOMING, MAIL_STEP_SIGN_IN, "of", 1, 0 },
  { "opening-silent", IMAP, SILENT, SILENT, MAIL_ERROR_TIMED_OUT, INCOMING, MAIL_STEP_TLS, "of", 1, 0,
    "did not answer in time", 1 },
  { "pop3-without-uidl", POP3,
    "TLS\nS: +OK hi\nC: CAPA\nS: +OK\nS: USER\nS: .\nC*\nS: +OK\nC*\nS: +OK\nC: STAT\nS: +OK 1 1\nC: UIDL\n"
    "S: -ERR what\nWAIT",
    SILENT, MAIL_ERROR_MAILBOX_UNAVAILABLE, INCOMING, MAIL_STEP_MAILBOX, "of", 1, 0 },

  /* It was taken. */
  { "closed-while-idle", IMAP, IMAP_IDLE "TELL\nS: * BYE closing\nCUT", SMTP_TAKES, MAIL_ERROR_CLOSED_EARLY,
    INCOMING, MAIL_STEP_ARRIVAL, NULL, 1, 1 },
  { "cut-while-idle", IMAP, IMAP_IDLE "TELL\nCUT", SMTP_TAKES, MAIL_ERROR_CLOSED_EARLY, INCOMING,
    MAIL_STEP_ARRIVAL, NULL, 1, 1 },
  { "never-arrives", IMAP, IMAP_IDLE LEAVES, SMTP_TAKES, MAIL_ERROR_TIMED_OUT, INCOMING, MAIL_STEP_ARRIVAL,
    "ostf", 1, 1, "spam folder", 1 },
  { "another-arrives", IMAP,
    IMAP_TELLS "S: * 4 FETCH (UID 8 BODY[HEADER.FIELDS (MESSAGE-ID)] {25}\nS: Message-ID: <x@example>\nS: )\n"
               "S: B4 OK done\nC: B5 IDLE\nS: + idling\nC: DONE\nC: B6 LOGOUT",
    SMTP_TAKES, MAIL_ERROR_TIMED_OUT, INCOMING, MAIL_STEP_ARRIVAL, "ostf", 1, 1, "spam folder", 1 },
  { "never-arrives-pop3", POP3, POP3_LIST "S: .\nC: QUIT", SMTP_TAKES, MAIL_ERROR_TIMED_OUT, INCOMING,
    MAIL_STEP_ARRIVAL, "ostf", 1, 1, "spam folder", 1 },
  { "login-delay", POP3,
    POP3_LIST "S: .\nC: QUIT\nNEXT\nTLS\nS: +OK hi\nC: CAPA\nS: +OK\nS: USER\nS: .\nC*\nS: +OK\nC*\n"
              "S: -ERR [LOGIN-DELAY] too soon\nWAIT",
    SMTP_TAKES, MAIL_ERROR_SERVER_BUSY, INCOMING, MAIL_STEP_ARRIVAL, "ostf", 2, 1 },

  /* Hostile. */
  { "literal-4-gb", IMAP, IMAP_TELLS "S: * 4 FETCH (UID 8 BODY[] {4294967296}\nS* x", SMTP_TAKES,
    MAIL_ERROR_TOO_MUCH_DATA, INCOMING, MAIL_STEP_ARRIVAL, NULL, 1, 1 },
  { "endless-literals", IMAP, IMAP_TELLS "S: * 4 FETCH (UID 8 BODY[] {4}\nS* abcd {4}\\r\\n", SMTP_TAKES,
    MAIL_ERROR_TOO_MUCH_DATA, INCOMING, MAIL_STEP_ARRIVAL, NULL, 1, 1 },
  { "endless-line", IMAP,
    IMAP_TELLS "S+ * 4 FETCH (UID 8 BODY[] \nS* aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", SMTP_TAKES,
    MAIL_ERROR_TOO_MUCH_DATA, INCOMING, MAIL_STEP_ARRIVAL, NULL, 1, 1 },
  { "endless-news", IMAP, IMAP_IDLE "TELL\nS* * 9 EXPUNGE\\r\\n", SMTP_TAKES, MAIL_ERROR_TOO_MUCH_DATA,
    INCOMING, MAIL_STEP_ARRIVAL, NULL, 1, 1 },
  { "endless-list", POP3, POP3_LIST "S* 1 one\\r\\n", SILENT, MAIL_ERROR_TOO_MUCH_DATA, INCOMING,
    MAIL_STEP_MAILBOX, "of", 1, 0 },
};

static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  Fixture fixture;
  MailReport *report;
  g_autoptr (GError) error = NULL;
  MailStep step;

  set_up (&fixture, fault->protocol, fault->incoming, fault->outgoing);
  if (fault->timeout > 0)
    mail_delivery_set_timeout (fixture.delivery, fault->timeout);
  g_assert_false (run (&fixture, NULL, &error));
  g_assert_error (error, MAIL_ERROR, (int) fault->error);
  if (fault->said != NULL)
    g_assert_nonnull (strstr (error->message, fault->said));
  report = fault->outgoing_fails ? mail_delivery_get_outgoing (fixture.delivery)
                                 : mail_delivery_get_incoming (fixture.delivery);
  g_assert_error (mail_report_get_error (report), MAIL_ERROR, (int) fault->error);
  g_assert_true (mail_report_get_failed_step (report, &step));
  g_assert_cmpint (step, ==, fault->step);
  if (fault->states != NULL)
    g_assert_cmpstr (fixture.states->str, ==, fault->states);
  g_assert_cmpint (mail_delivery_get_travel_time (fixture.delivery), ==, -1);
  g_assert_false (mail_delivery_can_remove (fixture.delivery));
  tear_down (&fixture, fault->n_incoming, fault->n_outgoing);
}

/* Stopped in a state; wherever that is, nothing stays open. */
static void
on_state_to_stop (MailDelivery *delivery, GParamSpec *pspec, GCancellable *cancellable)
{
  MailDeliveryState state = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cancellable), "state"));

  if (mail_delivery_get_state (delivery) == state)
    g_cancellable_cancel (cancellable);
}

static void
stop (MailProtocol protocol, const char *incoming, MailDeliveryState state, guint n_outgoing)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Fixture fixture;

  set_up (&fixture, protocol, incoming, SMTP_TAKES);
  g_object_set_data (G_OBJECT (cancellable), "state", GUINT_TO_POINTER (state));
  g_signal_connect (fixture.delivery, "notify::state", G_CALLBACK (on_state_to_stop), cancellable);
  g_assert_false (run (&fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (mail_delivery_get_state (fixture.delivery), ==, MAIL_DELIVERY_FAILED);
  tear_down (&fixture, state == MAIL_DELIVERY_OPENING ? 0 : 1, n_outgoing);
}

static void
test_stop (void)
{
  stop (MAIL_PROTOCOL_IMAP, IMAP_IDLE LEAVES, MAIL_DELIVERY_OPENING, 0);
  stop (MAIL_PROTOCOL_IMAP, IMAP_IDLE LEAVES, MAIL_DELIVERY_SENDING, 0);
  stop (MAIL_PROTOCOL_IMAP, IMAP_IDLE LEAVES, MAIL_DELIVERY_TRAVELLING, 1);
  stop (MAIL_PROTOCOL_POP3, POP3_LIST "S: .\nC: QUIT", MAIL_DELIVERY_TRAVELLING, 1);
}

/* A server that neither speaks nor listens is not waited for when there is only a goodbye to say. */
static void
test_run_again (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, MAIL_PROTOCOL_IMAP, "CUT\nNEXT\n" IMAP_DELIVERS, SMTP_TAKES);
  g_assert_false (run (&fixture, NULL, &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CLOSED_EARLY);
  g_clear_error (&error);
  run (&fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture.states->str, ==, "ofosta");
  tear_down (&fixture, 2, 1);
}

static const struct
{
  const char *text;
  const char *name; /* encoded; NULL: see what comes of it in general */
} names[] = {
  { "Alice", "\"Alice\"" },
  { "", "" },
  { " \t\r\n", "" },
  { "Alice \"Ace\" O\\Hara", "\"Alice \\\"Ace\\\" O\\\\Hara\"" },
  { "Jürgen Groß", "=?UTF-8?B?SsO8cmdlbiBHcm/Dnw==?=" },
  { "Alice\r\nBcc: eve@example.test", "\"Alice Bcc: eve@example.test\"" },
  { "=?UTF-8?B?ZXZl?=", "=?UTF-8?B?PT9VVEYtOD9CP1pYWmw/PQ==?=" },
  { "\xff\xfe\x01", NULL },
  { "👩‍👩‍👧 äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü "
    "äöü "
    "äöü "
    "äöü",
    NULL },
  { "a very long name that goes on and on, far beyond what anybody would ever want to read in a list", NULL },
};

/* The header of a message: every line of it is a field of ours or goes on with one (RFC 5322, section 2.2).
 */
static void
assert_sound (GBytes *message)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (message, NULL), g_bytes_get_size (message));
  g_auto (GStrv) parts = g_strsplit (text, "\r\n\r\n", 2);
  g_auto (GStrv) lines = g_strsplit (parts[0], "\r\n", -1);
  static const char *const fields[] = { "From: ",         "To: ",           "Subject: ",
                                        "Date: ",         "Message-ID: ",   "Auto-Submitted: auto-generated",
                                        "MIME-Version: ", "Content-Type: ", "Content-Transfer-Encoding: " };
  guint n = 0;

  g_assert_true (g_str_is_ascii (text));
  g_assert_true (g_str_has_suffix (text, "\r\n"));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 78);
      g_assert_null (strpbrk (lines[i], "\r\n"));
      if (*lines[i] == ' ')
        continue;
      g_assert_cmpuint (n, <, G_N_ELEMENTS (fields));
      g_assert_true (g_str_has_prefix (lines[i], fields[n++]));
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (fields));
}

static void
test_message (void)
{
  g_autoptr (MailAddress) address = mail_address_new (ADDRESS, NULL);
  g_autofree char *id = mail_test_message_create_id (address);
  g_autofree char *other_id = mail_test_message_create_id (address);
  g_autoptr (GBytes) anonymous = mail_test_message_new (address, NULL, id);

  g_assert_cmpstr (id, !=, other_id);
  assert_sound (anonymous);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) message = mail_test_message_new (address, names[i].text, id);
      g_autofree char *encoded = mail_header_encode_name (names[i].text);

      assert_sound (message);
      if (names[i].name != NULL)
        g_assert_cmpstr (encoded, ==, names[i].name);
    }
}

static const char *const bodies[][2] = {
  { "", "" },
  { "plain", "plain\r\n" },
  { "a\n\nb\n", "a\r\n\r\nb\r\n" },
  { "1 = 1", "1 =3D 1\r\n" },
  { "end \nend\t", "end=20\r\nend=09\r\n" },
  { "ä…", "=C3=A4=E2=80=A6\r\n" },
  { ".\n..dots", ".\r\n..dots\r\n" },
  { "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890",
    "012345678901234567890123456789012345678901234567890123456789012345678901234=\r\n5678901234567890\r\n" },
  { "01234567890123456789012345678901234567890123456789012345678901234567890123ä",
    "01234567890123456789012345678901234567890123456789012345678901234567890123=\r\n=C3=A4\r\n" },
};

static void
test_quoted_printable (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *encoded = mail_quoted_printable_encode (bodies[i][0]);

      g_assert_cmpstr (encoded, ==, bodies[i][1]);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/delivery/arrives", test_arrives);
  g_test_add_func ("/delivery/faster-than-the-answer", test_faster_than_the_answer);
  g_test_add_func ("/delivery/stays-without-uidplus", test_stays_without_uidplus);
  g_test_add_func ("/delivery/pop3", test_pop3);
  g_test_add_func ("/delivery/stop", test_stop);
  g_test_add_func ("/delivery/run-again", test_run_again);
  g_test_add_func ("/delivery/message", test_message);
  g_test_add_func ("/delivery/quoted-printable", test_quoted_printable);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strconcat ("/delivery/fault/", faults[i].name, NULL);

      g_test_add_data_func (path, &faults[i], test_fault);
    }
  return g_test_run ();
}
