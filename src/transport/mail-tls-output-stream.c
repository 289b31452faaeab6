/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-tls-output-stream.h"

/* As MailTlsInputStream: pollable, and without a write_fn that could block. */
struct _MailTlsOutputStream
{
  GOutputStream parent_instance;

  MailTlsSession *session;
};

static void mail_tls_output_stream_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailTlsOutputStream,
                               mail_tls_output_stream,
                               G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      mail_tls_output_stream_pollable_init))

/* A write waits for nothing but the right to write, because renegotiation is refused. */
static GPollableOutputStream *
get_base (GPollableOutputStream *stream)
{
  GIOStream *base = mail_tls_session_get_base (MAIL_TLS_OUTPUT_STREAM (stream)->session);

  return G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (base));
}

static gboolean
mail_tls_output_stream_is_writable (GPollableOutputStream *stream)
{
  return g_pollable_output_stream_is_writable (get_base (stream));
}

static GSource *
mail_tls_output_stream_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) base_source = g_pollable_output_stream_create_source (get_base (stream), NULL);

  return g_pollable_source_new_full (stream, base_source, cancellable);
}

static gssize
mail_tls_output_stream_write_nonblocking (GPollableOutputStream *stream,
                                          const void *buffer,
                                          gsize count,
                                          GError **error)
{
  return mail_tls_session_write (MAIL_TLS_OUTPUT_STREAM (stream)->session, buffer, count, error);
}

static void
mail_tls_output_stream_finalize (GObject *object)
{
  g_clear_object (&MAIL_TLS_OUTPUT_STREAM (object)->session);

  G_OBJECT_CLASS (mail_tls_output_stream_parent_class)->finalize (object);
}

static void
mail_tls_output_stream_class_init (MailTlsOutputStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_tls_output_stream_finalize;
}

static void
mail_tls_output_stream_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = mail_tls_output_stream_is_writable;
  iface->create_source = mail_tls_output_stream_create_source;
  iface->write_nonblocking = mail_tls_output_stream_write_nonblocking;
}

static void
mail_tls_output_stream_init (MailTlsOutputStream *self)
{
}

/**
 * mail_tls_output_stream_new:
 * @session: the session to write to
 *
 * Returns: (transfer full): a stream of what @session is to encrypt
 */
GOutputStream *
mail_tls_output_stream_new (MailTlsSession *session)
{
  MailTlsOutputStream *self = g_object_new (MAIL_TYPE_TLS_OUTPUT_STREAM, NULL);

  self->session = g_object_ref (session);
  return G_OUTPUT_STREAM (self);
}
