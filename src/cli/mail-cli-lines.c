/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gunixinputstream.h>

#include "mail-cli-lines.h"

/* An address has at most 320 octets; a line beyond this is none. */
#define LINE_MAX_BYTES 4095
#define CHUNK          (64 * 1024)

struct _MailCliLines
{
  GInputStream *stream;
  /* What was read and not handed out: length bytes from start on; a line that is not complete moves to the
   * front before more is read. */
  char buffer[LINE_MAX_BYTES + CHUNK];
  gsize start;
  gsize length;
  gboolean skipping; /* the rest of a line that was too long */
  gboolean ended;
};

/**
 * mail_cli_lines_new:
 * @fd: a file descriptor, which stays open
 *
 * Returns: (transfer full): a new #MailCliLines
 */
MailCliLines *
mail_cli_lines_new (int fd)
{
  MailCliLines *self = g_new0 (MailCliLines, 1);

  self->stream = g_unix_input_stream_new (fd, FALSE);
  return self;
}

/**
 * mail_cli_lines_free:
 * @self: (transfer full): a #MailCliLines that is not being filled
 *
 * Frees @self.
 */
void
mail_cli_lines_free (MailCliLines *self)
{
  g_object_unref (self->stream);
  g_free (self);
}

static void
consume (MailCliLines *self, gsize length)
{
  self->start += length;
  self->length -= length;
}

/* Up to and with the end of the line where there is one; the rest of the buffer otherwise. */
static gsize
measure_line (MailCliLines *self, gboolean *complete)
{
  const char *start = self->buffer + self->start;
  const char *end = memchr (start, '\n', self->length);

  *complete = end != NULL;
  return end != NULL ? (gsize) (end - start) + 1 : self->length;
}

/* The rest of a line that is too long belongs to no answer. */
static void
skip_rest (MailCliLines *self)
{
  gboolean complete;

  if (!self->skipping)
    return;
  consume (self, measure_line (self, &complete));
  self->skipping = !complete;
}

/* Without the end of the line, also where that is one of Windows. */
static char *
take_line (MailCliLines *self, gsize length)
{
  g_autofree char *line = g_strndup (self->buffer + self->start, MIN (length, LINE_MAX_BYTES));

  consume (self, MIN (length, LINE_MAX_BYTES));
  line[strcspn (line, "\r\n")] = '\0';
  return g_steal_pointer (&line);
}

/**
 * mail_cli_lines_next:
 * @self: a #MailCliLines
 * @line: (out) (transfer full): the next line, without its end; one that is too long is cut
 *
 * Returns: whether there is a line, or there may be one after mail_cli_lines_fill_async()
 */
MailCliLinesState
mail_cli_lines_next (MailCliLines *self, char **line)
{
  gboolean complete;
  gsize length;

  skip_rest (self);
  length = measure_line (self, &complete);
  if (!complete && length < LINE_MAX_BYTES && !self->ended)
    return MAIL_CLI_LINES_WAIT;
  if (length == 0)
    return MAIL_CLI_LINES_END;
  self->skipping = length > LINE_MAX_BYTES || (!complete && length == LINE_MAX_BYTES);
  *line = take_line (self, length);
  return MAIL_CLI_LINES_LINE;
}

/**
 * mail_cli_lines_fill_async:
 * @self: a #MailCliLines that said %MAIL_CLI_LINES_WAIT
 * @callback: called when there is more, or no more
 * @user_data: data for @callback
 *
 * Reads on.
 */
void
mail_cli_lines_fill_async (MailCliLines *self, GAsyncReadyCallback callback, gpointer user_data)
{
  memmove (self->buffer, self->buffer + self->start, self->length);
  self->start = 0;
  g_input_stream_read_async (self->stream, self->buffer + self->length, CHUNK, G_PRIORITY_DEFAULT, NULL,
                             callback, user_data);
}

/**
 * mail_cli_lines_fill_finish:
 * @self: a #MailCliLines
 * @result: the result handed to the callback
 * @error: return location of %G_IO_ERROR
 *
 * Returns: whether reading worked; the end of the input is no error
 */
gboolean
mail_cli_lines_fill_finish (MailCliLines *self, GAsyncResult *result, GError **error)
{
  gssize length = g_input_stream_read_finish (self->stream, result, error);

  if (length > 0)
    self->length += (gsize) length;
  else
    self->ended = TRUE;
  return length >= 0;
}
