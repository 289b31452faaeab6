/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "mail-error.h"
#include "mail-line-stream.h"
#include "mail-test-await.h"
#include "mail-test-chunk-stream.h"

#define NOTHING_SPLIT G_MAXSIZE

/* What comes, the lines it makes ("|" after each), and what the reading ends with. */
typedef struct
{
  const char *name;
  const char *input;
  gsize size;
  const char *lines;
  MailError end;
} Case;

#define INPUT(text) (text), sizeof (text) - 1

static const Case cases[] = {
  { "nothing", INPUT (""), "", MAIL_ERROR_CLOSED_EARLY },
  { "crlf", INPUT ("* OK ready\r\na1 OK done\r\n"), "* OK ready|a1 OK done|", MAIL_ERROR_CLOSED_EARLY },
  { "lf", INPUT ("220 ready\n250 done\n"), "220 ready|250 done|", MAIL_ERROR_CLOSED_EARLY },
  { "mixed", INPUT ("one\ntwo\r\nthree\n"), "one|two|three|", MAIL_ERROR_CLOSED_EARLY },
  { "empty", INPUT ("\r\n\n\r\n"), "|||", MAIL_ERROR_CLOSED_EARLY },
  { "cr-inside", INPUT ("fine\r\na\rb\r\nlater\r\n"), "fine|", MAIL_ERROR_PROTOCOL_ERROR },
  { "cr-first", INPUT ("\rb\n"), "", MAIL_ERROR_PROTOCOL_ERROR },
  { "cr-twice", INPUT ("a\r\r\nb\r\r\r\n"), "a|b|", MAIL_ERROR_CLOSED_EARLY },
  { "cr-alone", INPUT ("\r\n\r\r\n"), "||", MAIL_ERROR_CLOSED_EARLY },
  { "cr-last", INPUT ("a\r"), "", MAIL_ERROR_CLOSED_EARLY },
  { "not-utf8", INPUT ("\xff\xfe\x80\r\n"), "\xff\xfe\x80|", MAIL_ERROR_CLOSED_EARLY },
  { "unfinished", INPUT ("done\r\nhalf a li"), "done|", MAIL_ERROR_CLOSED_EARLY },
  { "nul", INPUT ("fine\r\na\0b\r\nlater\r\n"), "fine|", MAIL_ERROR_PROTOCOL_ERROR },
  { "only-nul", INPUT ("\0\n"), "", MAIL_ERROR_PROTOCOL_ERROR },
};

/* Generated input: lines of length bytes and the end given, until there are total bytes. */
typedef struct
{
  const char *name;
  gsize length;
  const char *line_end;
  gsize total;
  guint n_lines;
  MailError end;
} SizeCase;

static const SizeCase size_cases[] = {
  { "longest-crlf", MAIL_LINE_MAX, "\r\n", MAIL_LINE_MAX + 2, 1, MAIL_ERROR_CLOSED_EARLY },
  { "longest-lf", MAIL_LINE_MAX, "\n", MAIL_LINE_MAX + 1, 1, MAIL_ERROR_CLOSED_EARLY },
  { "longer-crlf", MAIL_LINE_MAX + 1, "\r\n", MAIL_LINE_MAX + 3, 0, MAIL_ERROR_TOO_MUCH_DATA },
  { "longer-lf", MAIL_LINE_MAX + 1, "\n", MAIL_LINE_MAX + 2, 0, MAIL_ERROR_TOO_MUCH_DATA },
  { "endless", MAIL_LINES_MAX_BYTES, "", MAIL_LINES_MAX_BYTES, 0, MAIL_ERROR_TOO_MUCH_DATA },
  { "most", 62, "\r\n", MAIL_LINES_MAX_BYTES, MAIL_LINES_MAX_BYTES / 64, MAIL_ERROR_CLOSED_EARLY },
  { "more", 62, "\r\n", MAIL_LINES_MAX_BYTES + 64, MAIL_LINES_MAX_BYTES / 64, MAIL_ERROR_TOO_MUCH_DATA },
};

static GIOStream *
new_base (const char *input, gsize size, gsize chunk_size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (input, size);
  g_autoptr (GInputStream) in = mail_test_chunk_stream_new (bytes, chunk_size);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  return g_simple_io_stream_new (in, out);
}

static MailLineStream *
new_stream (const char *input, gsize size, gsize chunk_size)
{
  g_autoptr (GIOStream) base = new_base (input, size, chunk_size);

  return mail_line_stream_new (base);
}

static GBytes *
read_line (MailLineStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mail_line_stream_read_async (stream, cancellable, mail_test_store_result, &result);
  return mail_line_stream_read_finish (stream, mail_test_await (&result), error);
}

static void
assert_line (MailLineStream *stream, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) line = read_line (stream, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (line, NULL), g_bytes_get_size (line), expected, strlen (expected));
}

static gboolean
write_text (MailLineStream *stream, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  mail_line_stream_write_async (stream, bytes, NULL, mail_test_store_result, &result);
  return mail_line_stream_write_finish (stream, mail_test_await (&result), error);
}

static char *
read_all (MailLineStream *stream, GError **error)
{
  GString *lines = g_string_new (NULL);
  GBytes *line;

  while ((line = read_line (stream, NULL, error)) != NULL)
    {
      const char *text = g_bytes_get_data (line, NULL);

      /* Of which the contract says that a NUL follows. */
      g_assert_cmpuint (strlen (text), ==, g_bytes_get_size (line));
      g_string_append_printf (lines, "%s|", text);
      g_bytes_unref (line);
    }

  return g_string_free (lines, FALSE);
}

static void
test_lines (gconstpointer data)
{
  const Case *c = data;

  for (gsize chunk_size = 1; chunk_size <= c->size + 1; chunk_size++)
    {
      g_autoptr (GError) error = NULL;
      MailLineStream *stream = new_stream (c->input, c->size, chunk_size);
      g_autofree char *lines = read_all (stream, &error);

      g_assert_cmpstr (lines, ==, c->lines);
      g_assert_error (error, MAIL_ERROR, (int) c->end);
      g_assert_finalize_object (stream);
    }
}

static char *
make_input (const SizeCase *c)
{
  g_autofree char *text = g_strnfill (c->length, 'x');
  GString *input = g_string_new (NULL);

  while (input->len < c->total)
    {
      g_string_append (input, text);
      g_string_append (input, c->line_end);
    }
  g_assert_cmpuint (input->len, ==, c->total);
  return g_string_free (input, FALSE);
}

static void
test_sizes (gconstpointer data)
{
  const SizeCase *c = data;
  g_autofree char *input = make_input (c);
  g_autoptr (MailLineStream) stream = new_stream (input, c->total, 64);
  g_autoptr (GError) error = NULL;
  guint n_lines = 0;
  GBytes *line;

  while ((line = read_line (stream, NULL, &error)) != NULL)
    {
      g_assert_cmpuint (g_bytes_get_size (line), ==, c->length);
      g_bytes_unref (line);
      n_lines++;
    }

  g_assert_cmpuint (n_lines, ==, c->n_lines);
  g_assert_error (error, MAIL_ERROR, (int) c->end);
}

static void
test_count_lines (void)
{
  g_autoptr (MailLineStream) stream = new_stream (INPUT ("one\r\ntwo\n\r\nthr"), NOTHING_SPLIT);

  g_assert_cmpuint (mail_line_stream_count_lines (stream), ==, 0);
  assert_line (stream, "one");
  g_assert_cmpuint (mail_line_stream_count_lines (stream), ==, 2);
  assert_line (stream, "two");
  g_assert_cmpuint (mail_line_stream_count_lines (stream), ==, 1);
  assert_line (stream, "");
  g_assert_cmpuint (mail_line_stream_count_lines (stream), ==, 0);
}

static void
test_rebase (void)
{
  g_autoptr (MailLineStream) stream = new_stream (INPUT ("220 go ahead\r\n"), NOTHING_SPLIT);
  g_autoptr (GIOStream) other = new_base (INPUT ("over TLS\r\n"), NOTHING_SPLIT);
  g_autoptr (GError) error = NULL;

  assert_line (stream, "220 go ahead");
  g_assert_true (mail_line_stream_rebase (stream, other, &error));
  g_assert_no_error (error);
  assert_line (stream, "over TLS");
}

/* A whole line, a part of one, and a single byte that nobody asked for. */
static void
test_rebase_leftovers (void)
{
  static const char *const inputs[] = {
    "220 go ahead\r\n250 injected\r\n",
    "220 go ahead\r\n250 inj",
    "220 go ahead\r\n\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autoptr (MailLineStream) stream = new_stream (inputs[i], strlen (inputs[i]), NOTHING_SPLIT);
      g_autoptr (GIOStream) other = new_base (INPUT ("over TLS\r\n"), NOTHING_SPLIT);
      g_autoptr (GError) error = NULL;

      assert_line (stream, "220 go ahead");
      g_assert_false (mail_line_stream_rebase (stream, other, &error));
      g_assert_error (error, MAIL_ERROR, MAIL_ERROR_STARTTLS_INJECTION);
    }
}

/* The limit of a conversation is not forgotten where TLS starts. */
static void
test_rebase_counts (void)
{
  static const SizeCase one_base = { "", 4094, "\r\n", MAIL_LINE_MAX };
  g_autofree char *input = make_input (&one_base);
  g_autoptr (MailLineStream) stream = new_stream (INPUT ("hello\n"), NOTHING_SPLIT);
  g_autoptr (GError) error = NULL;
  GBytes *line;

  assert_line (stream, "hello");
  for (guint i = 0; i < MAIL_LINES_MAX_BYTES / MAIL_LINE_MAX; i++)
    {
      g_autoptr (GIOStream) next = new_base (input, MAIL_LINE_MAX, NOTHING_SPLIT);

      g_assert_true (mail_line_stream_rebase (stream, next, NULL));
      for (guint n = 0; n < MAIL_LINE_MAX / 4096 && (line = read_line (stream, NULL, &error)) != NULL; n++)
        g_bytes_unref (line);
    }

  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_TOO_MUCH_DATA);
}

static void
test_write (void)
{
  g_autoptr (GIOStream) base = new_base (INPUT (""), NOTHING_SPLIT);
  g_autoptr (MailLineStream) stream = mail_line_stream_new (base);
  GMemoryOutputStream *out = G_MEMORY_OUTPUT_STREAM (g_io_stream_get_output_stream (base));
  g_autoptr (GError) error = NULL;

  g_assert_true (write_text (stream, "EHLO [127.0.0.1]\r\n", &error));
  g_assert_true (write_text (stream, "QUIT\r\n", &error));
  g_assert_no_error (error);
  g_assert_cmpmem (g_memory_output_stream_get_data (out), g_memory_output_stream_get_data_size (out),
                   "EHLO [127.0.0.1]\r\nQUIT\r\n", strlen ("EHLO [127.0.0.1]\r\nQUIT\r\n"));
}

static void
test_write_closed (void)
{
  g_autoptr (GIOStream) base = new_base (INPUT (""), NOTHING_SPLIT);
  g_autoptr (MailLineStream) stream = mail_line_stream_new (base);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_io_stream_close (base, NULL, NULL));
  g_assert_false (write_text (stream, "QUIT\r\n", &error));
  g_assert_error (error, MAIL_ERROR, MAIL_ERROR_CLOSED_EARLY);
}

static void
test_cancelled (void)
{
  g_autoptr (MailLineStream) stream = new_stream (INPUT ("hello\r\n"), NOTHING_SPLIT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) line = NULL;

  g_cancellable_cancel (cancellable);
  line = read_line (stream, cancellable, &error);
  g_assert_null (line);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/line-stream/lines/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_lines);
    }
  for (guint i = 0; i < G_N_ELEMENTS (size_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/line-stream/sizes/%s", size_cases[i].name);

      g_test_add_data_func (path, &size_cases[i], test_sizes);
    }
  g_test_add_func ("/line-stream/count-lines", test_count_lines);
  g_test_add_func ("/line-stream/rebase", test_rebase);
  g_test_add_func ("/line-stream/rebase/leftovers", test_rebase_leftovers);
  g_test_add_func ("/line-stream/rebase/counts", test_rebase_counts);
  g_test_add_func ("/line-stream/write", test_write);
  g_test_add_func ("/line-stream/write/closed", test_write_closed);
  g_test_add_func ("/line-stream/cancelled", test_cancelled);

  return g_test_run ();
}
