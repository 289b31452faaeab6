/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "mail-error.h"
#include "mail-test-await.h"
#include "mail-test-chunk-stream.h"
#include "mail-tls-stream.h"

/* The first byte says in what pieces the others come. No bytes prepared beforehand can finish a handshake. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static MailAnchors *anchors = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (size > 0 ? data + 1 : NULL, size > 0 ? size - 1 : 0);
  g_autoptr (GInputStream) in = mail_test_chunk_stream_new (bytes, size > 0 ? data[0] + 1 : 1);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GIOStream) base = g_simple_io_stream_new (in, out);
  g_autoptr (MailTlsStream) stream = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (anchors == NULL)
    anchors = mail_anchors_new (NULL, NULL);
  stream = mail_tls_stream_new (base, "mail.example.test", anchors, NULL);
  mail_tls_stream_handshake_async (stream, NULL, mail_test_store_result, &result);
  g_assert_false (mail_tls_stream_handshake_finish (stream, mail_test_await (&result), &error));
  g_assert_true (error->domain == MAIL_ERROR);
  return 0;
}
