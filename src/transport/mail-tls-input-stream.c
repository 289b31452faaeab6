/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-tls-input-stream.h"

/* Being pollable is all that GIO needs for its asynchronous reads. There is no read_fn: a blocking read of
 * the network has no place in this program, and GIO says so to whoever tries. */
struct _MailTlsInputStream
{
  GInputStream parent_instance;

  MailTlsSession *session;
};

static void mail_tls_input_stream_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailTlsInputStream,
                               mail_tls_input_stream,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      mail_tls_input_stream_pollable_init))

static gboolean
mail_tls_input_stream_is_readable (GPollableInputStream *stream)
{
  MailTlsInputStream *self = MAIL_TLS_INPUT_STREAM (stream);
  GIOStream *base = mail_tls_session_get_base (self->session);

  return mail_tls_session_has_plaintext (self->session)
         || g_pollable_input_stream_is_readable (
             G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (base)));
}

static GSource *
mail_tls_input_stream_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  MailTlsInputStream *self = MAIL_TLS_INPUT_STREAM (stream);
  g_autoptr (GSource) base_source = NULL;

  /* What is decrypted already would not wake the base. */
  if (mail_tls_session_has_plaintext (self->session))
    base_source = g_timeout_source_new (0);
  else
    base_source = mail_tls_session_create_source (self->session, NULL);

  return g_pollable_source_new_full (stream, base_source, cancellable);
}

static gssize
mail_tls_input_stream_read_nonblocking (GPollableInputStream *stream,
                                        void *buffer,
                                        gsize count,
                                        GError **error)
{
  return mail_tls_session_read (MAIL_TLS_INPUT_STREAM (stream)->session, buffer, count, error);
}

static void
mail_tls_input_stream_finalize (GObject *object)
{
  g_clear_object (&MAIL_TLS_INPUT_STREAM (object)->session);

  G_OBJECT_CLASS (mail_tls_input_stream_parent_class)->finalize (object);
}

static void
mail_tls_input_stream_class_init (MailTlsInputStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_tls_input_stream_finalize;
}

static void
mail_tls_input_stream_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = mail_tls_input_stream_is_readable;
  iface->create_source = mail_tls_input_stream_create_source;
  iface->read_nonblocking = mail_tls_input_stream_read_nonblocking;
}

static void
mail_tls_input_stream_init (MailTlsInputStream *self)
{
}

/**
 * mail_tls_input_stream_new:
 * @session: the session to read from
 *
 * Returns: (transfer full): a stream of what @session decrypts
 */
GInputStream *
mail_tls_input_stream_new (MailTlsSession *session)
{
  MailTlsInputStream *self = g_object_new (MAIL_TYPE_TLS_INPUT_STREAM, NULL);

  self->session = g_object_ref (session);
  return G_INPUT_STREAM (self);
}
