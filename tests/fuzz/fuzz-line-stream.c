/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "mail-error.h"
#include "mail-line-stream.h"
#include "mail-test-await.h"
#include "mail-test-chunk-stream.h"

static void
check_line (GBytes *line)
{
  gsize size;
  const char *text = g_bytes_get_data (line, &size);

  g_assert_cmpuint (size, <=, MAIL_LINE_MAX);
  g_assert_cmpuint (strlen (text), ==, size);
  g_assert_null (memchr (text, '\n', size));
}

static gboolean
read_line (MailLineStream *stream)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) line = NULL;

  mail_line_stream_read_async (stream, NULL, mail_test_store_result, &result);
  line = mail_line_stream_read_finish (stream, mail_test_await (&result), &error);
  g_assert_true ((line == NULL) == (error != NULL));
  if (line == NULL)
    g_assert_true (error->domain == MAIL_ERROR);
  else
    check_line (line);

  return line != NULL;
}

/* The first byte says in what pieces the others come. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (size > 0 ? data + 1 : NULL, size > 0 ? size - 1 : 0);
  g_autoptr (GInputStream) in = mail_test_chunk_stream_new (bytes, size > 0 ? data[0] + 1 : 1);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GIOStream) base = g_simple_io_stream_new (in, out);
  g_autoptr (MailLineStream) stream = mail_line_stream_new (base);

  while (read_line (stream))
    ;
  return 0;
}
