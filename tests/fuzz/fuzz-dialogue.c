/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes as the words of a mail server that speaks PROTOCOL: the first line says "tls access" or the like,
 * "-- TLS --" starts TLS, every other line is heard. With "delivery" something is sent, or looked for in as
 * many conversations as the lines ask for. Whatever a server says, the password stays inside until the
 * conversation is encrypted. */

#include <string.h>

#include "fuzz.h"
#include "mail-dialogue.h"
#include "mail-watch.h"

#define PASSWORD "wonderland"

#define LETTER "Subject: hi\r\n\r\n.\r\n"

typedef struct
{
  GBytes *wish; /* the first line */
  MailWatch *watch;
  MailDialogue *dialogue;
  gboolean encrypted;
  gboolean over;
} Run;

static gboolean
names (GBytes *line, const char *word)
{
  gsize length;
  const char *bytes = g_bytes_get_data (line, &length);

  return length > 0 && memmem (bytes, length, word, strlen (word)) != NULL;
}

static MailGoal
read_goal (GBytes *line)
{
  if (names (line, "greeting"))
    return MAIL_GOAL_GREETING;
  if (names (line, "capabilities"))
    return MAIL_GOAL_CAPABILITIES;
  return names (line, "delivery") ? MAIL_GOAL_DELIVERY : MAIL_GOAL_ACCESS;
}

static MailDialogue *
create_dialogue (GBytes *line, MailWatch *watch)
{
  g_autoptr (GBytes) letter = g_bytes_new_static (LETTER, strlen (LETTER));
  g_autoptr (MailSecret) secret = mail_secret_new (PASSWORD, -1);
  g_autoptr (MailAddress) address = mail_address_new ("alice@example.test", NULL);
  const MailDialoguePlan plan = {
    .security = names (line, "starttls") ? MAIL_SECURITY_STARTTLS : MAIL_SECURITY_TLS,
    .goal = read_goal (line),
    .host = "mail.example.test",
    .username = "alice",
    .secret = secret,
    .sign_in = !names (line, "open"),
    .sender = address,
    .message = read_goal (line) == MAIL_GOAL_DELIVERY ? letter : NULL,
    .watch = watch,
  };

  return mail_dialogue_new (PROTOCOL, &plan);
}

/* The next line of input without its end, and input moved behind it. */
static GBytes *
take_line (GBytes **input)
{
  g_autoptr (GBytes) whole = g_steal_pointer (input);
  gsize length;
  const char *bytes = g_bytes_get_data (whole, &length);
  const char *end = length > 0 ? memchr (bytes, '\n', length) : NULL;
  const gsize used = end != NULL ? (gsize) (end - bytes) : length;

  *input = g_bytes_new_from_bytes (whole, end != NULL ? used + 1 : used, end != NULL ? length - used - 1 : 0);
  return g_bytes_new_from_bytes (whole, 0, used);
}

static gboolean
is_secret (const char *words)
{
  g_auto (GStrv) list = g_strsplit_set (words, " \r\n", -1);

  for (guint i = 0; list[i] != NULL; i++)
    {
      gsize length;
      g_autofree guchar *decoded = g_base64_decode (list[i], &length);

      if (memmem (decoded, length, PASSWORD, strlen (PASSWORD)) != NULL)
        return TRUE;
    }
  return strstr (words, PASSWORD) != NULL;
}

/* FALSE when the conversation is over. */
static gboolean
check_turn (MailDialogue *dialogue, MailTurn turn, const GError *error, gboolean encrypted)
{
  g_autoptr (GBytes) bytes = mail_dialogue_take_words (dialogue);
  const gsize length = g_bytes_get_size (bytes);
  g_autofree char *words = g_strndup (g_bytes_get_data (bytes, NULL), length);
  const char *said = mail_dialogue_get_server_said (dialogue);

  g_assert_true ((turn == MAIL_TURN_FAIL) == (error != NULL));
  g_assert_true (turn != MAIL_TURN_SAY || length > 0);
  g_assert_true (length == 0 || turn == MAIL_TURN_SAY || turn == MAIL_TURN_DONE);
  g_assert_true (length == 0 || g_str_has_suffix (words, "\r\n"));
  g_assert_false (!encrypted && is_secret (words));
  g_assert_true (said == NULL || (g_utf8_validate (said, -1, NULL) && strstr (said, PASSWORD) == NULL));
  return turn != MAIL_TURN_DONE && turn != MAIL_TURN_FAIL;
}

static gboolean
is_event (GBytes *line, const char *event)
{
  return g_bytes_get_size (line) == strlen (event)
         && memcmp (g_bytes_get_data (line, NULL), event, strlen (event)) == 0;
}

/* What no server says. */
static gboolean
pass_time (Run *self, GBytes *line)
{
  if (is_event (line, "-- WAIT --") && mail_dialogue_get_patience (self->dialogue) > 0)
    {
      mail_dialogue_resume (self->dialogue);
      check_turn (self->dialogue, MAIL_TURN_SAY, NULL, self->encrypted);
      return TRUE;
    }
  if (!is_event (line, "-- LEAVE --") || !mail_dialogue_leave (self->dialogue))
    return FALSE;
  check_turn (self->dialogue, MAIL_TURN_SAY, NULL, self->encrypted);
  self->over = TRUE;
  return TRUE;
}

static void
hear (Run *self, GBytes *line)
{
  gsize length;
  const char *text = g_bytes_get_data (line, &length);
  g_autoptr (GError) error = NULL;
  MailTurn turn;

  if (is_event (line, "-- TLS --"))
    {
      turn = mail_dialogue_encrypted (self->dialogue, "tls-exporter", line, &error);
      self->encrypted = turn != MAIL_TURN_FAIL;
    }
  else
    turn = mail_dialogue_hear (self->dialogue, text, length, &error);
  self->over = !check_turn (self->dialogue, turn, error, self->encrypted);
}

/* One more conversation, with the same message in mind. */
static void
begin_again (Run *self, gboolean removes)
{
  g_assert_finalize_object (self->dialogue);
  if (removes)
    mail_watch_remove (self->watch);
  self->dialogue = create_dialogue (self->wish, self->watch);
  self->encrypted = FALSE;
  self->over = FALSE;
}

/* FALSE when nothing more can come. */
static gboolean
act (Run *self, GBytes *line)
{
  const gboolean removes = is_event (line, "-- REMOVE --");

  if (self->over && self->watch == NULL)
    return FALSE;
  if (self->over && (removes || is_event (line, "-- AGAIN --")))
    begin_again (self, removes);
  else if (!self->over && !pass_time (self, line))
    hear (self, line);
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) input = g_bytes_new (data, size);
  g_autoptr (GBytes) first = take_line (&input);
  Run run = { .wish = first };
  gboolean goes_on = TRUE;

  if (read_goal (first) == MAIL_GOAL_DELIVERY && PROTOCOL != MAIL_PROTOCOL_SMTP)
    run.watch = mail_watch_new (PROTOCOL, "<letter@example.test>");
  run.dialogue = create_dialogue (first, run.watch);
  while (goes_on && g_bytes_get_size (input) > 0)
    {
      g_autoptr (GBytes) line = take_line (&input);

      goes_on = act (&run, line);
    }
  g_assert_finalize_object (run.dialogue);
  if (run.watch != NULL)
    g_assert_finalize_object (run.watch);
  return 0;
}
