/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plays the transcripts of data/transcripts against the client of their protocol; README there says how they
 * are written. */

#include <string.h>

#include "mail-dialogue.h"
#include "mail-watch.h"
#include "sasl-server.h"

#define HOST       "mail.example.test"
#define MESSAGE_ID "<letter@example.test>"

/* What a transcript says, and how far it has come. */
typedef struct
{
  GHashTable *header;
  SaslPerson person;
  SaslServer server;
  MailProtocol protocol;
  MailWatch *watch;
  MailDialogue *dialogue;
  MailTurn turn;
  GError *error;
  GQueue said; /* lines of the client that the transcript has not shown yet */
  char *last;  /* the last one it has */
  gboolean encrypted;
  gboolean left;
} Play;

static const char *
header (Play *play, const char *name)
{
  return g_hash_table_lookup (play->header, name);
}

/* Whether text holds the password, plain or in a word of base64. */
static gboolean
holds_password (const char *text, const char *password)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \r\n", -1);

  if (strstr (text, password) != NULL)
    return TRUE;
  for (guint i = 0; words[i] != NULL; i++)
    {
      gsize length;
      g_autofree guchar *bytes = g_base64_decode (words[i], &length);

      if (memmem (bytes, length, password, strlen (password)) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
collect_words (Play *play)
{
  g_autoptr (GBytes) bytes = mail_dialogue_take_words (play->dialogue);
  g_autofree char *words = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = NULL;

  if (*words == '\0')
    return;
  g_assert_true (g_str_has_suffix (words, "\r\n"));
  if (!play->encrypted)
    g_assert_false (holds_password (words, header (play, "password")));
  lines = g_strsplit (words, "\r\n", -1);
  for (guint i = 0; lines[i + 1] != NULL; i++)
    g_queue_push_tail (&play->said, g_strdup (lines[i]));
}

/* Words come with SAY and DONE, and with nothing else. */
static void
take_turn (Play *play, MailTurn turn)
{
  const guint before = play->said.length;

  play->turn = turn;
  g_assert_true ((turn == MAIL_TURN_FAIL) == (play->error != NULL));
  collect_words (play);
  if (turn == MAIL_TURN_SAY)
    g_assert_cmpuint (play->said.length, >, before);
  else if (turn != MAIL_TURN_DONE)
    g_assert_cmpuint (play->said.length, ==, before);
}

static void
assert_silent (Play *play)
{
  if (!g_queue_is_empty (&play->said))
    g_error ("the client says “%s”, which the transcript does not show",
             (char *) g_queue_peek_head (&play->said));
}

static gboolean
is_over (Play *play)
{
  return play->turn == MAIL_TURN_DONE || play->turn == MAIL_TURN_FAIL || play->left;
}

static void
server_says (Play *play, const char *line, gsize length)
{
  assert_silent (play);
  g_assert_false (is_over (play));
  take_turn (play, mail_dialogue_hear (play->dialogue, line, length, &play->error));
}

/* “$SCRAM”: the answer of a real server to the last word of the client. */
static void
server_says_line (Play *play, const char *line)
{
  const char *place = strstr (line, "$SCRAM");
  const char *last_word = play->last != NULL ? strrchr (play->last, ' ') : NULL;
  g_autofree char *answer = NULL;
  g_autofree char *whole = NULL;

  if (place == NULL)
    {
      server_says (play, line, strlen (line));
      return;
    }
  answer = sasl_server_step (&play->server, last_word != NULL ? last_word + 1 : play->last);
  whole = g_strdup_printf ("%.*s%s", (int) (place - line), line,
                           answer != NULL ? answer : "ZT1pbnZhbGlkLXByb29m");
  server_says (play, whole, strlen (whole));
}

static void
server_says_escaped (Play *play, const char *line)
{
  g_autofree char *bytes = g_strcompress (line);

  server_says (play, bytes, strlen (bytes));
}

static void
server_repeats (Play *play, const char *line)
{
  char *text;
  guint64 times = g_ascii_strtoull (line, &text, 10);

  for (; times > 0 && !is_over (play); times--)
    server_says (play, text + 1, strlen (text + 1));
}

static void
client_says (Play *play, const char *line)
{
  g_autofree char *said = g_queue_pop_head (&play->said);

  if (g_str_has_suffix (line, "*") && !g_str_equal (line, "*"))
    {
      g_assert_nonnull (said);
      g_assert_true (g_pattern_match_simple (line, said));
    }
  else
    g_assert_cmpstr (said, ==, line);
  g_free (play->last);
  play->last = g_steal_pointer (&said);
}

static void
encrypt (Play *play)
{
  const char *type = header (play, "binding");
  g_autoptr (GBytes) binding = type != NULL ? g_bytes_new_static ("channel", 7) : NULL;

  assert_silent (play);
  play->encrypted = TRUE;
  take_turn (play, mail_dialogue_encrypted (play->dialogue, type, binding, &play->error));
}

/* Nothing was heard for as long as the client wants to wait. */
static void
wait_in_vain (Play *play)
{
  assert_silent (play);
  g_assert_cmpuint (mail_dialogue_get_patience (play->dialogue), >, 0);
  mail_dialogue_resume (play->dialogue);
  take_turn (play, MAIL_TURN_SAY);
}

static void
leave (Play *play)
{
  assert_silent (play);
  g_assert_true (mail_dialogue_leave (play->dialogue));
  take_turn (play, MAIL_TURN_SAY);
  play->left = TRUE;
}

static void begin (Play *play);

/* One more conversation for the same watch. */
static void
begin_again (Play *play)
{
  assert_silent (play);
  g_assert_cmpint (play->turn, ==, MAIL_TURN_DONE);
  g_assert_finalize_object (play->dialogue);
  play->turn = MAIL_TURN_LISTEN;
  play->encrypted = FALSE;
  begin (play);
}

static void
begin_to_remove (Play *play)
{
  mail_watch_remove (play->watch);
  begin_again (play);
}

static gboolean
play_event (Play *play, const char *line)
{
  static const struct
  {
    const char *line;
    void (*happen) (Play *play);
  } events[] = {
    { "-- TLS --", encrypt },       { "-- WAIT --", wait_in_vain },      { "-- LEAVE --", leave },
    { "-- AGAIN --", begin_again }, { "-- REMOVE --", begin_to_remove },
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    if (g_str_equal (line, events[i].line))
      {
        events[i].happen (play);
        return TRUE;
      }
  return FALSE;
}

typedef void (*Act) (Play *play, const char *line);

static void
play_line (Play *play, const char *line)
{
  static const struct
  {
    const char *prefix;
    Act act;
  } acts[] = {
    { "S: ", server_says_line },
    { "E: ", server_says_escaped },
    { "R: ", server_repeats },
    { "C: ", client_says },
  };

  if (play_event (play, line))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_has_prefix (line, acts[i].prefix))
      {
        acts[i].act (play, line + strlen (acts[i].prefix));
        return;
      }
  if (*line != '\0' && *line != '#')
    g_error ("not a line of a transcript: %s", line);
}

static void
assert_header (Play *play, const char *name, const char *value)
{
  if (header (play, name) != NULL)
    g_assert_cmpstr (value, ==, *header (play, name) != '\0' ? header (play, name) : NULL);
}

static void
check_end (Play *play)
{
  const char *message = header (play, "message");

  assert_silent (play);
  g_assert_cmpstr (play->error != NULL ? mail_error_get_code_name (play->error) : "ok", ==,
                   header (play, "expect"));
  if (!play->left)
    g_assert_cmpint (play->turn, ==, play->error != NULL ? MAIL_TURN_FAIL : MAIL_TURN_DONE);
  if (play->watch != NULL)
    assert_header (play, "found", mail_watch_has_found (play->watch) ? "yes" : "no");
  assert_header (play, "step", mail_step_to_string (mail_dialogue_get_step (play->dialogue)));
  assert_header (play, "mechanism", mail_dialogue_get_mechanism (play->dialogue));
  assert_header (play, "server-said", mail_dialogue_get_server_said (play->dialogue));
  assert_header (play, "capabilities", mail_dialogue_get_detail (play->dialogue, MAIL_STEP_CAPABILITIES));
  assert_header (play, "mailbox", mail_dialogue_get_detail (play->dialogue, MAIL_STEP_MAILBOX));
  assert_header (play, "sender-detail", mail_dialogue_get_detail (play->dialogue, MAIL_STEP_SENDER));
  if (message != NULL)
    g_assert_nonnull (strstr (play->error->message, message));
}

/* After its end a dialogue takes nothing more. */
static void
check_it_stays_over (Play *play)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) words = NULL;

  g_assert_cmpint (mail_dialogue_hear (play->dialogue, "* OK", 4, &error), ==, MAIL_TURN_FAIL);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_PROTOCOL_ERROR);
  g_clear_error (&error);
  g_assert_cmpint (mail_dialogue_encrypted (play->dialogue, NULL, NULL, &error), ==, MAIL_TURN_FAIL);
  words = mail_dialogue_take_words (play->dialogue);
  g_assert_cmpuint (g_bytes_get_size (words), ==, 0);
}

/* Defaults first, so that a transcript says only what is special about it. */
static void
read_header (Play *play, char ***line)
{
  static const char *const defaults[][2] = {
    { "security", "tls" },        { "user", "alice" },
    { "password", "wonderland" }, { "sender", "alice@example.test" },
    { "goal", "access" },         { "letter", "Subject: hi\r\n\r\nHello\r\n" },
  };

  play->header = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    g_hash_table_insert (play->header, g_strdup (defaults[i][0]), g_strdup (defaults[i][1]));
  for (; **line != NULL && ***line != '\0'; (*line)++)
    {
      char *colon = strchr (**line, ':');

      if (***line == '#')
        continue;
      g_assert_nonnull (colon);
      g_hash_table_insert (play->header, g_strndup (**line, colon - **line),
                           g_strcompress (colon + 1 + strspn (colon + 1, " ")));
    }
}

static void
start_scram (Play *play)
{
  if (header (play, "scram") == NULL)
    return;
  play->person = (SaslPerson){
    .username = header (play, "user"),
    .password
    = header (play, "scram-password") != NULL ? header (play, "scram-password") : header (play, "password"),
    .binding_type = header (play, "binding"),
    .binding = "Y2hhbm5lbA==",
  };
  sasl_server_start (&play->server, &play->person, header (play, "scram"));
}

static MailGoal
read_goal (Play *play)
{
  const char *goal = header (play, "goal");

  for (MailGoal i = MAIL_GOAL_GREETING; i <= MAIL_GOAL_DELIVERY; i++)
    if (g_str_equal (goal, mail_enum_get_nick (MAIL_TYPE_GOAL, i)))
      return i;
  g_error ("not a goal: %s", goal);
}

/* What a delivery needs: something to send, or something to look for. */
static void
prepare_delivery (Play *play)
{
  if (read_goal (play) == MAIL_GOAL_DELIVERY && play->protocol != MAIL_PROTOCOL_SMTP)
    play->watch = mail_watch_new (play->protocol, MESSAGE_ID);
}

static GBytes *
create_message (Play *play)
{
  const char *message = header (play, "letter");

  if (play->protocol != MAIL_PROTOCOL_SMTP || read_goal (play) != MAIL_GOAL_DELIVERY)
    return NULL;
  return g_bytes_new (message, strlen (message));
}

static void
begin (Play *play)
{
  const char *sender = header (play, "sender");
  g_autoptr (MailSecret) secret = mail_secret_new (header (play, "password"), -1);
  g_autoptr (MailAddress) address = *sender != '\0' ? mail_address_new (sender, &play->error) : NULL;
  g_autoptr (GBytes) message = create_message (play);
  MailDialoguePlan plan = {
    .goal = read_goal (play),
    .host = HOST,
    .username = header (play, "user"),
    .secret = secret,
    .sign_in = header (play, "sign-in") == NULL,
    .sender = address,
    .message = message,
    .watch = play->watch,
  };

  g_assert_no_error (play->error);
  g_assert_true (mail_security_from_string (header (play, "security"), &plan.security));
  play->dialogue = mail_dialogue_new (play->protocol, &plan);
  start_scram (play);
}

static void
clear_play (Play *play)
{
  sasl_server_stop (&play->server);
  g_assert_finalize_object (play->dialogue);
  if (play->watch != NULL)
    g_assert_finalize_object (play->watch);
  g_queue_clear_full (&play->said, g_free);
  g_hash_table_unref (play->header);
  g_free (play->last);
  g_clear_error (&play->error);
}

static void
play_file (MailProtocol protocol, const char *path)
{
  Play play = { .protocol = protocol, .said = G_QUEUE_INIT };
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  char **line;

  g_assert_true (g_file_get_contents (path, &text, NULL, &play.error));
  lines = g_strsplit (text, "\n", -1);
  line = lines;
  read_header (&play, &line);
  prepare_delivery (&play);
  begin (&play);
  for (; *line != NULL; line++)
    play_line (&play, *line);
  check_end (&play);
  check_it_stays_over (&play);
  clear_play (&play);
}

static void
test_transcript (gconstpointer data)
{
  const char *path = data;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (folder);
  MailProtocol protocol;

  g_assert_true (mail_protocol_from_string (name, &protocol));
  play_file (protocol, path);
}

static void
add_transcripts (const char *protocol)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "transcripts", protocol, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".txt"))
      {
        g_autofree char *test
            = g_strdup_printf ("/dialogue/%s/%.*s", protocol, (int) strlen (name) - 4, name);

        g_test_add_data_func_full (test, g_build_filename (folder, name, NULL), test_transcript, g_free);
      }
}

/* A driver that forgets TLS gets nothing out of a dialogue. */
static void
test_silent_before_tls (void)
{
  const MailDialoguePlan plan
      = { .security = MAIL_SECURITY_TLS, .goal = MAIL_GOAL_CAPABILITIES, .host = HOST };

  for (MailProtocol protocol = MAIL_PROTOCOL_IMAP; protocol <= MAIL_PROTOCOL_SMTP; protocol++)
    {
      MailDialogue *dialogue = mail_dialogue_new (protocol, &plan);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) words = NULL;

      g_assert_cmpint (mail_dialogue_hear (dialogue, "* OK", 4, &error), ==, MAIL_TURN_FAIL);
      g_assert_error (error, MAIL_ERROR, MAIL_ERROR_PROTOCOL_ERROR);
      words = mail_dialogue_take_words (dialogue);
      g_assert_cmpuint (g_bytes_get_size (words), ==, 0);
      g_assert_finalize_object (dialogue);
    }
}

/* TLS that nobody has asked for. */
static void
test_encrypted_too_early (void)
{
  const MailDialoguePlan plan
      = { .security = MAIL_SECURITY_STARTTLS, .goal = MAIL_GOAL_CAPABILITIES, .host = HOST };
  MailDialogue *dialogue = mail_dialogue_new (MAIL_PROTOCOL_IMAP, &plan);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mail_dialogue_encrypted (dialogue, NULL, NULL, &error), ==, MAIL_TURN_FAIL);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_PROTOCOL_ERROR);
  g_assert_finalize_object (dialogue);
}

/* A NUL in what a server says, or in a password. */
static void
test_nul (void)
{
  g_autoptr (MailSecret) secret = mail_secret_new ("won\0derland", 11);
  const MailDialoguePlan plan = {
    .security = MAIL_SECURITY_TLS,
    .goal = MAIL_GOAL_ACCESS,
    .host = HOST,
    .username = "alice",
    .secret = secret,
    .sign_in = TRUE,
  };
  const char greeting[] = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello";
  MailDialogue *dialogue = mail_dialogue_new (MAIL_PROTOCOL_IMAP, &plan);
  MailDialogue *other = mail_dialogue_new (MAIL_PROTOCOL_IMAP, &plan);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mail_dialogue_encrypted (dialogue, NULL, NULL, &error), ==, MAIL_TURN_LISTEN);
  g_assert_cmpint (mail_dialogue_hear (dialogue, greeting, strlen (greeting), &error), ==, MAIL_TURN_FAIL);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (mail_dialogue_encrypted (other, NULL, NULL, &error), ==, MAIL_TURN_LISTEN);
  g_assert_cmpint (mail_dialogue_hear (other, "* OK\0", 5, &error), ==, MAIL_TURN_FAIL);
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_PROTOCOL_ERROR);
  g_assert_finalize_object (dialogue);
  g_assert_finalize_object (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_transcripts ("imap");
  add_transcripts ("pop3");
  add_transcripts ("smtp");
  g_test_add_func ("/dialogue/silent-before-tls", test_silent_before_tls);
  g_test_add_func ("/dialogue/encrypted-too-early", test_encrypted_too_early);
  g_test_add_func ("/dialogue/nul", test_nul);
  return g_test_run ();
}
