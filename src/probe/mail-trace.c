/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is secret is not searched for, because a password has too many disguises: of what we say during a
 * sign-in, only the name of the command and of the mechanism is shown, and of what the server says within an
 * exchange nothing. Elsewhere no secret belongs; a server that repeats one is masked all the same. */
#include "mail-trace.h"

#include <string.h>

#include "mail-mask.h"
#include "mail-text.h"

/* Characters of one line; more is not read. */
#define LINE_SHOWN 1000

#define HIDDEN "***"

struct _MailTrace
{
  char *place;
  MailSecret *secret;
  gboolean asked; /* the server waits for what no command begins: a response, a literal */
};

static void
show (MailTrace *self, const char *who, const char *line)
{
  g_debug ("%s %s %s", self->place, who, line);
}

static char *
mask (MailTrace *self, const char *line, gsize length)
{
  char *copy = g_strndup (line, length);
  g_autofree char *masked = mail_mask_secret (copy, self->secret);

  mail_wipe_free (copy);
  return mail_text_neutralise (masked, -1, LINE_SHOWN);
}

/* “+” (RFC 9051, section 7.6; RFC 5034, section 4) or 334 (RFC 4954, section 4); “+OK” is none. */
static gboolean
is_question (const char *line)
{
  return g_str_has_prefix (line, "334") || g_str_equal (line, "+") || g_str_has_prefix (line, "+ ");
}

static gsize
word_length (const char *text, gsize length)
{
  const char *space = memchr (text, ' ', length);

  return space != NULL ? (gsize) (space - text) : length;
}

static gboolean
is_tag (const char *word, gsize length)
{
  if (length < 2 || !g_ascii_isupper (word[0]))
    return FALSE;
  for (gsize i = 1; i < length; i++)
    if (!g_ascii_isdigit (word[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_word (const char *word, gsize length, const char *const *words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    if (strlen (words[i]) == length && strncmp (word, words[i], length) == 0)
      return TRUE;
  return FALSE;
}

/* How much of a command is harmless: its tag, its name, its mechanism. */
static gsize
measure_harmless (const char *line, gsize length)
{
  static const char *const mechanism_follows[] = { "AUTHENTICATE", "AUTH", NULL };
  static const char *const log_in[] = { "LOGIN", "USER", "PASS", "CAPABILITY", "CAPA", "EHLO", NULL };
  gsize word = word_length (line, length);
  gsize start = is_tag (line, word) ? MIN (word + 1, length) : 0;
  gsize end;

  word = word_length (line + start, length - start);
  end = start + word;
  if (is_word (line + start, word, log_in))
    return end;
  if (!is_word (line + start, word, mechanism_follows))
    return 0;
  return end < length ? end + 1 + word_length (line + end + 1, length - end - 1) : end;
}

static char *
hide (const char *line, gsize length)
{
  gsize harmless = measure_harmless (line, length);

  if (harmless == 0)
    return g_strdup (HIDDEN);
  return g_strdup_printf ("%.*s%s", (int) harmless, line, harmless < length ? " " HIDDEN : "");
}

/* The length of a line without its end. */
static gsize
measure_line (const char *line, gsize length)
{
  if (length > 0 && line[length - 1] == '\n')
    length--;
  return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
}

static void
show_ours (MailTrace *self, const char *line, gsize length, gboolean signing_in)
{
  g_autofree char *shown = NULL;

  if (!signing_in)
    shown = mask (self, line, length);
  else
    shown = self->asked ? g_strdup (HIDDEN) : hide (line, length);
  show (self, "C:", shown);
}

/**
 * mail_trace_new:
 * @server: who is talked to
 * @secret: (nullable): the password; a reference is taken
 *
 * Returns: (transfer full) (nullable): a trace; %NULL, which the other functions take too, where the messages
 *   would be thrown away: then nothing is put into words
 */
MailTrace *
mail_trace_new (MailServer *server, MailSecret *secret)
{
  MailTrace *self;

  if (g_log_writer_default_would_drop (G_LOG_LEVEL_DEBUG, G_LOG_DOMAIN))
    return NULL;
  self = g_new0 (MailTrace, 1);
  self->place = g_strdup_printf ("%s:%u", mail_server_get_host (server), mail_server_get_port (server));
  self->secret = secret != NULL ? mail_secret_ref (secret) : NULL;
  return self;
}

/**
 * mail_trace_free:
 * @self: (transfer full) (nullable): a trace
 */
void
mail_trace_free (MailTrace *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->secret, mail_secret_unref);
  g_free (self->place);
  g_free (self);
}

/**
 * mail_trace_heard:
 * @self: (nullable): a trace
 * @line: what the server said, with a NUL after it
 * @signing_in: whether the sign-in is going on
 *
 * Shows a line of the server; a challenge only as one.
 */
void
mail_trace_heard (MailTrace *self, GBytes *line, gboolean signing_in)
{
  g_autofree char *shown = NULL;
  const char *text;
  gsize length;

  if (self == NULL)
    return;
  text = g_bytes_get_data (line, &length);
  self->asked = is_question (text);
  if (self->asked && signing_in)
    shown = g_strdup_printf ("%.*s " HIDDEN, (int) word_length (text, length), text);
  else
    shown = mask (self, text, length);
  show (self, "S:", shown);
}

/**
 * mail_trace_said:
 * @self: (nullable): a trace
 * @words: lines of ours, or a part of one
 * @signing_in: whether the sign-in is going on
 *
 * Shows what is said. In a sign-in only the beginning of a command is shown; what follows a question of the
 * server, or the first line, may be nothing but a password.
 */
void
mail_trace_said (MailTrace *self, GBytes *words, gboolean signing_in)
{
  const char *line;
  gsize left;

  if (self == NULL)
    return;
  line = g_bytes_get_data (words, &left);
  while (left > 0)
    {
      const char *feed = memchr (line, '\n', left);
      gsize whole = feed != NULL ? (gsize) (feed - line) + 1 : left;

      show_ours (self, line, measure_line (line, whole), signing_in);
      self->asked = TRUE;
      line += whole;
      left -= whole;
    }
}

/**
 * mail_trace_note:
 * @self: (nullable): a trace
 * @event: what happened beside the words: “TLS1.3”, or how it ended
 */
void
mail_trace_note (MailTrace *self, const char *event)
{
  if (self != NULL)
    show (self, "--", event);
}
