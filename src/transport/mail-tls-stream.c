/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-tls-stream.h"

#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>

#include "mail-certificate-faults.h"
#include "mail-certificate-staple.h"
#include "mail-certificate.h"
#include "mail-tls-error.h"
#include "mail-tls-input-stream.h"
#include "mail-tls-output-stream.h"
#include "mail-tls-session.h"

struct _MailTlsStream
{
  GIOStream parent_instance;

  MailTlsSession *session;
  GInputStream *input;
  GOutputStream *output;
  MailTlsInfo *info;
  MailIdentity wanted;
  char *domain; /* of wanted */
  char *spki_pin;
  int verified; /* what GnuTLS said to the attempt to look at the chain */
  gboolean is_outdated; /* may have been set up with anything */
};

G_DEFINE_FINAL_TYPE (MailTlsStream, mail_tls_stream, G_TYPE_IO_STREAM)

/* The person looked at this key once and accepted it. */
static gboolean
has_pinned_key (MailTlsStream *self)
{
  const char *key = self->info->spki_sha256;
  gsize length = strlen (self->spki_pin);

  return key != NULL && strlen (key) == length && gnutls_memcmp (key, self->spki_pin, length) == 0;
}

/* The general form of gnutls_certificate_verify_peers3(): it looks at the purpose of the certificate as well,
 * so that one for signing mail cannot stand for a server. OCSP answers stapled by the server count. */
static guint
verify_chain (MailTlsStream *self, gnutls_session_t gnutls)
{
  gnutls_typed_vdata_st wanted = { GNUTLS_DT_KEY_PURPOSE_OID, (guchar *) GNUTLS_KP_TLS_WWW_SERVER, 0 };
  guint status = 0;

  self->verified = gnutls_certificate_verify_peers (gnutls, &wanted, 1, &status);
  if (self->verified < 0)
    return GNUTLS_CERT_INVALID;
  return status & GNUTLS_CERT_INVALID_OCSP_STATUS ? status : status | mail_certificate_staple_read (gnutls);
}

static void
note_facts (MailTlsStream *self)
{
  gnutls_session_t gnutls = mail_tls_session_get_gnutls (self->session);
  guint length = 0;
  const gnutls_datum_t *chain = gnutls_certificate_get_peers (gnutls, &length);

  self->info->version = g_strdup (gnutls_protocol_get_name (gnutls_protocol_get_version (gnutls)));
  self->info->cipher = g_strdup (gnutls_cipher_get_name (gnutls_cipher_get (gnutls)));
  self->info->group = g_strdup (gnutls_group_get_name (gnutls_group_get (gnutls)));
  mail_certificate_read (gnutls, self->info);
  self->info->faults
      = mail_certificate_find_faults (chain, length, verify_chain (self, gnutls), &self->wanted);
  if (self->spki_pin != NULL && !has_pinned_key (self))
    self->info->faults |= MAIL_CERTIFICATE_FAULT_CHANGED;
}

static gboolean on_network_ready (GObject *pollable, gpointer user_data);

static void
go_on_with_handshake (MailTlsStream *self, GTask *task)
{
  g_autoptr (GError) error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (mail_tls_session_handshake (self->session, &error))
    {
      note_facts (self);
      g_task_return_boolean (task, TRUE);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      g_autoptr (GSource) source
          = mail_tls_session_create_source (self->session, g_task_get_cancellable (task));

      g_task_attach_source (task, source, G_SOURCE_FUNC (on_network_ready));
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static gboolean
on_network_ready (GObject *pollable, gpointer user_data)
{
  GTask *task = user_data;

  go_on_with_handshake (g_task_get_source_object (task), task);
  return G_SOURCE_REMOVE;
}

/* With a pin, what chain, name and dates are worth was the person's decision. That somebody else may hold the
 * key was not: a revocation came later. */
static gboolean
prove (MailTlsStream *self, GError **error)
{
  const guint barring = MAIL_CERTIFICATE_FAULT_CHANGED | MAIL_CERTIFICATE_FAULT_REVOKED;
  const char *host = mail_tls_session_get_host (self->session);

  if (self->spki_pin != NULL && !(self->info->faults & barring))
    return TRUE;
  if (self->spki_pin == NULL && self->verified < 0)
    {
      g_propagate_error (
          error, mail_tls_error_new (mail_tls_session_get_gnutls (self->session), self->verified, host));
      return FALSE;
    }
  return mail_certificate_judge (host, self->info, error);
}

static GInputStream *
mail_tls_stream_get_input_stream (GIOStream *stream)
{
  return MAIL_TLS_STREAM (stream)->input;
}

static GOutputStream *
mail_tls_stream_get_output_stream (GIOStream *stream)
{
  return MAIL_TLS_STREAM (stream)->output;
}

/* Never blocks: the goodbye is dropped where the network does not take it, and sockets close at once. */
static gboolean
mail_tls_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  MailTlsStream *self = MAIL_TLS_STREAM (stream);
  gboolean closed;

  mail_tls_session_say_goodbye (self->session);
  closed = G_IO_STREAM_CLASS (mail_tls_stream_parent_class)->close_fn (stream, cancellable, error);
  return g_io_stream_close (mail_tls_session_get_base (self->session), cancellable, closed ? error : NULL)
         && closed;
}

/* The default would do it in a thread. */
static void
mail_tls_stream_close_async (GIOStream *stream,
                             int io_priority,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, mail_tls_stream_close_async);
  if (mail_tls_stream_close (stream, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
mail_tls_stream_close_finish (GIOStream *stream, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stream), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_tls_stream_close_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Not in dispose, where GIOStream still closes the stream. */
static void
mail_tls_stream_finalize (GObject *object)
{
  MailTlsStream *self = MAIL_TLS_STREAM (object);

  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_object (&self->session);
  g_clear_pointer (&self->info, mail_tls_info_free);
  g_free (self->domain);
  g_free (self->spki_pin);

  G_OBJECT_CLASS (mail_tls_stream_parent_class)->finalize (object);
}

static void
mail_tls_stream_class_init (MailTlsStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mail_tls_stream_finalize;
  stream_class->get_input_stream = mail_tls_stream_get_input_stream;
  stream_class->get_output_stream = mail_tls_stream_get_output_stream;
  stream_class->close_fn = mail_tls_stream_close;
  stream_class->close_async = mail_tls_stream_close_async;
  stream_class->close_finish = mail_tls_stream_close_finish;
}

static void
mail_tls_stream_init (MailTlsStream *self)
{
  self->info = mail_tls_info_new ();
}

/**
 * mail_tls_stream_new:
 * @base: a connection with pollable streams; closed with the new stream
 * @host: the name (A-labels) or IP address that the person asked for; names are told to the server (SNI,
 *   RFC 6066 section 3), addresses never
 * @anchors: what vouches for the server
 * @spki_pin: (nullable): hex SHA-256 of the one public key (SubjectPublicKeyInfo) to accept instead of chain
 *   and name
 *
 * Puts a TLS client session over @base: TLS 1.2 and 1.3 only, by a priority string of our own. Until
 * mail_tls_stream_verify() has said yes, the output stream refuses every byte.
 *
 * Returns: (transfer full): a stream with pollable streams
 */
MailTlsStream *
mail_tls_stream_new (GIOStream *base, const char *host, MailAnchors *anchors, const char *spki_pin)
{
  MailTlsStream *self = g_object_new (MAIL_TYPE_TLS_STREAM, NULL);

  self->session = mail_tls_session_new (base, host, anchors);
  self->input = mail_tls_input_stream_new (self->session);
  self->output = mail_tls_output_stream_new (self->session);
  self->spki_pin = spki_pin != NULL ? g_ascii_strdown (spki_pin, -1) : NULL;
  self->wanted.host = mail_tls_session_get_host (self->session);
  return self;
}

/**
 * mail_tls_stream_set_service:
 * @self: a TLS stream before its handshake
 * @protocol: what is to be spoken over it
 * @domain: (nullable): that of the person's address (A-labels)
 *
 * Accepts as well a certificate that names this service of @domain or of the host, "_imaps.example.org"
 * (SRV-ID, RFC 7817 section 3).
 */
void
mail_tls_stream_set_service (MailTlsStream *self, MailProtocol protocol, const char *domain)
{
  g_free (self->domain);
  self->domain = g_strdup (domain);
  self->wanted.domain = self->domain;
  self->wanted.protocol = protocol;
  self->wanted.is_mail = TRUE;
}

/**
 * mail_tls_stream_allow_outdated:
 * @self: a TLS stream before its handshake, to find out what a server knows
 *
 * Accepts versions and ciphers that are no longer safe. Such a stream can never be proven, and so never be
 * written to.
 */
void
mail_tls_stream_allow_outdated (MailTlsStream *self)
{
  self->is_outdated = TRUE;
  mail_tls_session_allow_outdated (self->session);
}

/**
 * mail_tls_stream_ask_for_web:
 * @self: a TLS stream before its handshake, to find out who answers
 *
 * Offers to speak HTTP inside (ALPN, RFC 7301); see mail_tls_stream_is_web().
 */
void
mail_tls_stream_ask_for_web (MailTlsStream *self)
{
  mail_tls_session_ask_for_web (self->session);
}

/**
 * mail_tls_stream_handshake_async:
 * @self: a TLS stream
 * @cancellable: (nullable): ends the handshake
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Starts the TLS session, once.
 */
void
mail_tls_stream_handshake_async (MailTlsStream *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mail_tls_stream_handshake_async);
  go_on_with_handshake (self, task);
}

/**
 * mail_tls_stream_handshake_finish:
 * @self: a TLS stream
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Says whether the TLS session runs. Errors: %MAIL_ERROR_PLAINTEXT_ON_TLS_PORT, %MAIL_ERROR_TLS_TOO_OLD,
 * %MAIL_ERROR_CLOSED_EARLY, %MAIL_ERROR_TLS_FAILED, or that of a broken connection. The certificate is for
 * mail_tls_stream_verify() to look at.
 *
 * Returns: %TRUE on success
 */
gboolean
mail_tls_stream_handshake_finish (MailTlsStream *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_tls_stream_handshake_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mail_tls_stream_get_plain_words:
 * @self: a TLS stream whose handshake failed
 *
 * Returns: (transfer none) (nullable): with %MAIL_ERROR_PLAINTEXT_ON_TLS_PORT, the beginning of what the
 *   server said without encryption, as it came
 */
const char *
mail_tls_stream_get_plain_words (MailTlsStream *self)
{
  return mail_tls_session_get_plain_words (self->session);
}

/**
 * mail_tls_stream_is_web:
 * @self: a TLS stream after its handshake
 *
 * Returns: whether it was a web server that took the offer of mail_tls_stream_ask_for_web()
 */
gboolean
mail_tls_stream_is_web (MailTlsStream *self)
{
  return mail_tls_session_is_web (self->session);
}

/**
 * mail_tls_stream_refuses_web:
 * @self: a TLS stream whose handshake failed
 *
 * Returns: whether that was because of mail_tls_stream_ask_for_web(): the server speaks TLS, but not HTTP
 */
gboolean
mail_tls_stream_refuses_web (MailTlsStream *self)
{
  return mail_tls_session_refuses_web (self->session);
}

/**
 * mail_tls_stream_verify:
 * @self: a TLS stream after its handshake
 * @error: return location for an error
 *
 * Proves the server and opens the stream for writing: by chain, dates, purpose, name and stapled OCSP answer
 * (RFC 5280, RFC 7817, RFC 6960), or where there is a pin by that alone; only a revocation counts beside it.
 * Errors: %MAIL_ERROR_CERTIFICATE_CHANGED for another key than the pinned one, the other
 * MAIL_ERROR_CERTIFICATE_* codes, %MAIL_ERROR_TLS_FAILED without a certificate.
 *
 * Returns: %TRUE if the server is who it has to be
 */
gboolean
mail_tls_stream_verify (MailTlsStream *self, GError **error)
{
  /* Before its end, a handshake has a certificate, but no proof that the peer holds its key. */
  g_return_val_if_fail (mail_tls_session_is_up (self->session) && !self->is_outdated, FALSE);

  self->info->trusted = prove (self, error);
  self->info->pinned = self->info->trusted && self->spki_pin != NULL;
  mail_tls_session_set_proven (self->session, self->info->trusted);
  return self->info->trusted;
}

/**
 * mail_tls_stream_dup_info:
 * @self: a TLS stream
 *
 * Returns: (transfer full): the facts of session and certificate with all its faults, known after the
 *   handshake, whatever mail_tls_stream_verify() says
 */
MailTlsInfo *
mail_tls_stream_dup_info (MailTlsStream *self)
{
  return mail_tls_info_copy (self->info);
}

/**
 * mail_tls_stream_get_channel_binding:
 * @self: a TLS stream after its handshake
 * @type: (out) (nullable) (transfer none): return location for the name of the binding
 *
 * Gives what ties a sign-in (SCRAM-…-PLUS) to this very session: "tls-exporter" with TLS 1.3 (RFC 9266
 * section 2), "tls-unique" with TLS 1.2 (RFC 5929 section 3).
 *
 * Without the extended master secret (RFC 7627), tls-unique can be the same in two sessions, so there is
 * none.
 *
 * Returns: (transfer full) (nullable): the binding, or %NULL where there is none
 */
GBytes *
mail_tls_stream_get_channel_binding (MailTlsStream *self, const char **type)
{
  gnutls_session_t gnutls = mail_tls_session_get_gnutls (self->session);
  gboolean is_tls13 = gnutls_protocol_get_version (gnutls) == GNUTLS_TLS1_3;
  gnutls_datum_t binding = { NULL, 0 };

  *type = NULL;
  if (!mail_tls_session_is_up (self->session)
      || (!is_tls13 && !gnutls_session_ext_master_secret_status (gnutls)))
    return NULL;

  if (gnutls_session_channel_binding (gnutls, is_tls13 ? GNUTLS_CB_TLS_EXPORTER : GNUTLS_CB_TLS_UNIQUE,
                                      &binding)
      < 0)
    return NULL;

  *type = is_tls13 ? "tls-exporter" : "tls-unique";
  return g_bytes_new_with_free_func (binding.data, binding.size, gnutls_free, binding.data);
}
