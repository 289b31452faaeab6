/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line typed at the terminal, without echo. However the program is left while it waits, the terminal gets
 * its echo back first: a signal is only noted while the echo is off, and raised again afterwards. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "mail-cli-terminal.h"

static const int fatal_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };

typedef struct
{
  struct sigaction actions[G_N_ELEMENTS (fatal_signals)];
} SignalState;

static volatile sig_atomic_t caught;

/* Ends the wait whichever thread the signal came to, and even where it came before the wait began: libraries
 * have threads, which take what this one does not. Open to the end, since a handler may still be at it. */
static int wake[2] = { -1, -1 };

static void
on_signal (int number)
{
  int before = errno;

  caught = number;
  /* A pipe that is full wakes as well. */
  if (write (wake[1], "", 1) < 0)
    errno = before;
}

static gboolean
prepare_wake (void)
{
  char byte;

  if (wake[0] < 0 && pipe2 (wake, O_CLOEXEC | O_NONBLOCK) != 0)
    return FALSE;
  while (read (wake[0], &byte, 1) > 0)
    continue;
  return TRUE;
}

static void
catch_signals (SignalState *state)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

  caught = 0;
  sigemptyset (&action.sa_mask);
  for (gsize i = 0; i < G_N_ELEMENTS (fatal_signals); i++)
    sigaction (fatal_signals[i], &action, &state->actions[i]);
}

static void
release_signals (const SignalState *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fatal_signals); i++)
    sigaction (fatal_signals[i], &state->actions[i], NULL);
}

static void
say (int tty, const char *text)
{
  g_autofree char *local = g_locale_from_utf8 (text, -1, NULL, NULL, NULL);
  const char *words = local != NULL ? local : text;

  /* A question that cannot be written does not keep anybody from answering it. */
  if (write (tty, words, strlen (words)) < 0)
    return;
}

/* Goes on after a signal that was not for us (the window changed its size). */
static gssize
read_line (int tty, char *buffer, gsize size)
{
  struct pollfd polls[] = { { .fd = tty, .events = POLLIN }, { .fd = wake[0], .events = POLLIN } };
  int ready;

  do
    ready = poll (polls, G_N_ELEMENTS (polls), -1);
  while (ready < 0 && errno == EINTR);
  return ready > 0 && caught == 0 ? read (tty, buffer, size) : -1;
}

static gssize
ask_once (int tty, const char *question, char *buffer, gsize size)
{
  SignalState state;
  struct termios shown, hidden;
  gssize n;

  if (tcgetattr (tty, &shown) != 0 || !prepare_wake ())
    return -1;
  hidden = shown;
  hidden.c_lflag &= ~((tcflag_t) ECHO);

  catch_signals (&state);
  tcsetattr (tty, TCSAFLUSH, &hidden);
  say (tty, question);
  say (tty, " ");
  n = read_line (tty, buffer, size);
  say (tty, "\n");
  tcsetattr (tty, TCSAFLUSH, &shown);
  release_signals (&state);
  return n;
}

/* Ctrl-Z: stops here with the echo on, and asks again when the person comes back. */
static gssize
ask (int tty, const char *question, char *buffer, gsize size)
{
  gssize n;

  do
    {
      n = ask_once (tty, question, buffer, size);
      if (caught != 0 && caught != SIGINT)
        raise (caught);
    }
  while (caught == SIGTSTP);
  return n;
}

/**
 * mail_cli_terminal_read_hidden:
 * @question: translated
 * @buffer: (out caller-allocates): gets the line with its newline; to be wiped by the caller in any case
 * @size: the size of @buffer in bytes
 * @length: (out): the number of bytes read
 * @error: return location
 *
 * Asks at the controlling terminal, wherever standard input and output lead.
 *
 * Returns: whether a line was typed
 */
gboolean
mail_cli_terminal_read_hidden (const char *question, char *buffer, gsize size, gsize *length, GError **error)
{
  int tty = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  gssize n;

  if (tty < 0)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("There is no terminal to ask for the password at: use “--password-file FILE”, "
                              "with “-” for standard input."));
      return FALSE;
    }
  n = ask (tty, question, buffer, size);
  close (tty);
  if (n <= 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("No password was typed."));
  *length = n > 0 ? (gsize) n : 0;
  return n > 0;
}
