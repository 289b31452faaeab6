/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-line-stream.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"
#include "mail-secret.h"
#include "mail-stream-error.h"

/* The longest line and its CRLF: a buffer that is full and holds no LF holds a line that is too long. */
#define BUFFER_SIZE (MAIL_LINE_MAX + 2)

struct _MailLineStream
{
  GObject parent_instance;

  GIOStream *base;
  char *buffer;
  gsize start; /* what is not handed out yet lies between start and end */
  gsize end;
  gsize heard; /* bytes since the conversation began, on every base */
};

G_DEFINE_FINAL_TYPE (MailLineStream, mail_line_stream, G_TYPE_OBJECT)

static const char *
find_feed (MailLineStream *self)
{
  return memchr (self->buffer + self->start, '\n', self->end - self->start);
}

static GBytes *
wipeable_copy (const char *text, gsize length)
{
  char *copy = g_malloc (length + 1);

  memcpy (copy, text, length);
  copy[length] = '\0';
  return mail_wipe_bytes_new_take (copy, length);
}

static GError *
too_long_error (void)
{
  return g_error_new_literal (MAIL_ERROR, MAIL_ERROR_TOO_MUCH_DATA,
                              _ ("The server sent a line that is far too long."));
}

static gboolean
check_line (const char *line, gsize length, GError **error)
{
  if (length > MAIL_LINE_MAX)
    {
      g_propagate_error (error, too_long_error ());
      return FALSE;
    }

  /* RFC 9051 section 9, RFC 5321 section 2.3.8: none of our protocols knows a NUL, where C text would end, or
   * a CR that ends no line, which some programs would read as two lines. */
  if (memchr (line, '\0', length) != NULL || memchr (line, '\r', length) != NULL)
    {
      g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_PROTOCOL_ERROR,
                           _ ("The server sent something that is not text."));
      return FALSE;
    }

  return TRUE;
}

static GBytes *
take_line (MailLineStream *self, const char *feed, GError **error)
{
  const char *line = self->buffer + self->start;
  gsize length = feed - line;

  self->start += length + 1;
  /* Some servers' own line ends get a second CR from a system that writes CRLF for LF. */
  while (length > 0 && line[length - 1] == '\r')
    length--;

  return check_line (line, length, error) ? wipeable_copy (line, length) : NULL;
}

static void
make_room (MailLineStream *self)
{
  if (self->start == 0)
    return;

  memmove (self->buffer, self->buffer + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;
}

static gboolean
count_bytes (MailLineStream *self, gsize size, GError **error)
{
  if (size == 0)
    {
      g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_CLOSED_EARLY,
                           _ ("The server closed the connection unexpectedly."));
      return FALSE;
    }

  self->end += size;
  self->heard += size;
  if (self->heard > MAIL_LINES_MAX_BYTES)
    {
      g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_TOO_MUCH_DATA,
                           _ ("The server sent far more than a sign-in needs."));
      return FALSE;
    }

  return TRUE;
}

static void on_read (GObject *source, GAsyncResult *result, gpointer user_data);

static void
read_more (MailLineStream *self, GTask *task)
{
  make_room (self);
  g_input_stream_read_async (g_io_stream_get_input_stream (self->base), self->buffer + self->end,
                             BUFFER_SIZE - self->end, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                             on_read, task);
}

/* Ends task where the buffer decides it, and reads on where it does not. Takes task. */
static void
look_for_line (MailLineStream *self, GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  g_autoptr (GError) error = NULL;
  const char *feed = find_feed (self);

  if (feed != NULL)
    {
      GBytes *line = take_line (self, feed, &error);

      if (line != NULL)
        g_task_return_pointer (task, line, (GDestroyNotify) g_bytes_unref);
      else
        g_task_return_error (task, g_steal_pointer (&error));
    }
  else if (self->end - self->start == BUFFER_SIZE)
    g_task_return_error (task, too_long_error ());
  else
    read_more (self, g_steal_pointer (&task));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailLineStream *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (size < 0)
    g_task_return_error (task, mail_stream_error_take (g_steal_pointer (&error)));
  else if (!count_bytes (self, size, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    look_for_line (self, g_steal_pointer (&task));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, mail_stream_error_take (g_steal_pointer (&error)));
}

static void
mail_line_stream_finalize (GObject *object)
{
  MailLineStream *self = MAIL_LINE_STREAM (object);

  g_clear_object (&self->base);
  mail_wipe (self->buffer, BUFFER_SIZE);
  g_free (self->buffer);

  G_OBJECT_CLASS (mail_line_stream_parent_class)->finalize (object);
}

static void
mail_line_stream_class_init (MailLineStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_line_stream_finalize;
}

static void
mail_line_stream_init (MailLineStream *self)
{
  self->buffer = g_malloc (BUFFER_SIZE);
}

/**
 * mail_line_stream_new:
 * @base: an open connection
 *
 * Reads lines from @base and writes bytes to it. Whatever the server does, one line is at most %MAIL_LINE_MAX
 * bytes long and a whole conversation at most %MAIL_LINES_MAX_BYTES.
 *
 * Returns: (transfer full): a new stream that holds a reference to @base and does not close it
 */
MailLineStream *
mail_line_stream_new (GIOStream *base)
{
  MailLineStream *self = g_object_new (MAIL_TYPE_LINE_STREAM, NULL);

  self->base = g_object_ref (base);
  return self;
}

/**
 * mail_line_stream_read_async:
 * @self: a line stream
 * @cancellable: (nullable): ends the wait
 * @callback: called with the line
 * @user_data: data for @callback
 *
 * Waits for the next line. Only one read may run at a time.
 */
void
mail_line_stream_read_async (MailLineStream *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_line_stream_read_async);
  look_for_line (self, g_steal_pointer (&task));
}

/**
 * mail_line_stream_read_finish:
 * @self: a line stream
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Gives the next line. It ends with CRLF, with a bare LF or with CRCRLF, which some servers send; all are
 * taken off. Errors: %MAIL_ERROR_TOO_MUCH_DATA beyond the limits, %MAIL_ERROR_PROTOCOL_ERROR for a NUL or a
 * CR in it, %MAIL_ERROR_CLOSED_EARLY when the stream ends (a line without its end is none), those of the base
 * as #MailError.
 *
 * Returns: (transfer full): the bytes of the line, not necessarily UTF-8, with a NUL after the last one;
 *   wiped when freed
 */
GBytes *
mail_line_stream_read_finish (MailLineStream *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_line_stream_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mail_line_stream_write_async:
 * @self: a line stream
 * @bytes: what to write, line ends included
 * @cancellable: (nullable): ends the wait
 * @callback: called when all is written
 * @user_data: data for @callback
 *
 * Writes all of @bytes, which are kept alive until then.
 */
void
mail_line_stream_write_async (MailLineStream *self,
                              GBytes *bytes,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_task_set_source_tag (task, mail_line_stream_write_async);
  g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->base), data, size, G_PRIORITY_DEFAULT,
                                   cancellable, on_written, g_steal_pointer (&task));
}

/**
 * mail_line_stream_write_finish:
 * @self: a line stream
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Says whether all of the bytes were written. Errors: those of the base as #MailError.
 *
 * Returns: %TRUE on success
 */
gboolean
mail_line_stream_write_finish (MailLineStream *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_line_stream_write_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_line_stream_count_lines:
 * @self: a line stream
 *
 * Returns: how many complete lines are here already: none of them can answer what is only about to be written
 */
guint
mail_line_stream_count_lines (MailLineStream *self)
{
  guint n_lines = 0;

  for (gsize i = self->start; i < self->end; i++)
    n_lines += self->buffer[i] == '\n';
  return n_lines;
}

/**
 * mail_line_stream_rebase:
 * @self: a line stream with no read or write under way
 * @base: the connection to go on with: a TLS stream over the old one
 * @error: return location for an error
 *
 * Goes on over @base. Bytes left over from before came unencrypted, and would now count as said inside TLS:
 * whoever sits on the way could have put words into the server's mouth (RFC 3207 section 6, CVE-2011-0411).
 * They are %MAIL_ERROR_STARTTLS_INJECTION, and the old base stays.
 *
 * Returns: %TRUE on success
 */
gboolean
mail_line_stream_rebase (MailLineStream *self, GIOStream *base, GError **error)
{
  if (self->start < self->end)
    {
      g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_STARTTLS_INJECTION,
                           _ ("The server, or someone on the way, sent data ahead of the encryption."));
      return FALSE;
    }

  g_set_object (&self->base, base);
  return TRUE;
}
