/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-test-chunk-stream.h"

#include <string.h>

struct _MailTestChunkStream
{
  GInputStream parent_instance;

  GBytes *bytes;
  gsize offset;
  gsize chunk_size;
};

static void mail_test_chunk_stream_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailTestChunkStream,
                               mail_test_chunk_stream,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      mail_test_chunk_stream_pollable_init))

static gssize
mail_test_chunk_stream_read (GInputStream *stream,
                             void *buffer,
                             gsize count,
                             GCancellable *cancellable,
                             GError **error)
{
  MailTestChunkStream *self = MAIL_TEST_CHUNK_STREAM (stream);
  gsize size;
  const char *data = g_bytes_get_data (self->bytes, &size);
  gsize taken = MIN (MIN (count, self->chunk_size), size - self->offset);

  if (taken > 0)
    memcpy (buffer, data + self->offset, taken);
  self->offset += taken;
  return taken;
}

static gboolean
mail_test_chunk_stream_is_readable (GPollableInputStream *stream)
{
  return TRUE;
}

static GSource *
mail_test_chunk_stream_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) at_once = g_timeout_source_new (0);

  return g_pollable_source_new_full (stream, at_once, cancellable);
}

static void
mail_test_chunk_stream_finalize (GObject *object)
{
  g_clear_pointer (&MAIL_TEST_CHUNK_STREAM (object)->bytes, g_bytes_unref);

  G_OBJECT_CLASS (mail_test_chunk_stream_parent_class)->finalize (object);
}

static void
mail_test_chunk_stream_class_init (MailTestChunkStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_test_chunk_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = mail_test_chunk_stream_read;
}

static void
mail_test_chunk_stream_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = mail_test_chunk_stream_is_readable;
  iface->create_source = mail_test_chunk_stream_create_source;
}

static void
mail_test_chunk_stream_init (MailTestChunkStream *self)
{
}

GInputStream *
mail_test_chunk_stream_new (GBytes *bytes, gsize chunk_size)
{
  MailTestChunkStream *self = g_object_new (MAIL_TYPE_TEST_CHUNK_STREAM, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->chunk_size = chunk_size;
  return G_INPUT_STREAM (self);
}
