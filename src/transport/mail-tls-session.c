/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-tls-session.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "mail-error.h"
#include "mail-stream-error.h"
#include "mail-tls-error.h"

/* TLS 1.2 and 1.3 (RFC 8996 forbids the older ones), forward secrecy only, nothing signed with SHA-1 (RFC
 * 9155), no key below 112 bits (RSA 2048). */
#define PRIORITY                                                                                             \
  "NORMAL:%PROFILE_MEDIUM:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1"

/* What can be decrypted by anybody with patience: only to find out whether a server has nothing better. */
#define OUTDATED_PRIORITY "LEGACY:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.1:+VERS-TLS1.0:+3DES-CBC:+ARCFOUR-128"

/* Bytes of a greeting in plain text that are kept. */
#define PLAIN_WORDS_MAX 200

/* How many records without data (warnings, wishes to renegotiate) a peer may send: a flood of them would keep
 * the main loop from ever noticing that time is up. */
#define QUIET_RECORDS_MAX 8

/* The most that GNUTLS_DEBUG_LEVEL may ask for: from 9 on, GnuTLS prints the keys of the session. */
#define DEBUG_LEVEL_MAX 8

#define VECTORS_MAX 16

struct _MailTlsSession
{
  GObject parent_instance;

  GIOStream *base;
  char *host;
  MailAnchors *anchors;
  gnutls_session_t gnutls;
  int set_up;         /* what GnuTLS said to our settings */
  GError *io_error;   /* of the base, which GnuTLS cannot carry */
  gboolean has_heard; /* at least one byte of the peer */
  gboolean is_plain;  /* that byte began no TLS record */
  char *plain_words;  /* what was said instead */
  gboolean has_ended; /* the base is at its end */
  gboolean is_up;     /* the handshake is done */
  gboolean is_proven; /* the peer is who we asked for */
  gboolean refuses_web;
  guint quiet_records;
};

G_DEFINE_FINAL_TYPE (MailTlsSession, mail_tls_session, G_TYPE_OBJECT)

/* GnuTLS asks for an errno; the error itself waits in io_error. */
static void
note_io_error (MailTlsSession *self, GError *error)
{
  gboolean would_block = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);

  gnutls_transport_set_errno (self->gnutls, would_block ? EAGAIN : EIO);
  if (would_block || self->io_error != NULL)
    g_error_free (error);
  else
    self->io_error = error;
}

/* A server's first record is a handshake or an alert (RFC 8446 section 5.1). Anything else is a greeting in
 * plain text, and some of these would look to GnuTLS like the head of a record to wait for. */
static gboolean
is_tls (MailTlsSession *self, const guint8 *data)
{
  if (!self->has_heard)
    {
      self->has_heard = TRUE;
      self->is_plain = data[0] != 21 && data[0] != 22;
    }

  return !self->is_plain;
}

/* Servers that write an answer in two pieces hold the second back (Nagle's algorithm) until we acknowledge
 * the first, which the kernel would put off for 40 ms: Postfix does so after its session ticket, Dovecot
 * after a sign-in. Sending data makes the kernel forget the wish, so it is said before each wait. */
static void
acknowledge_quickly (GIOStream *base)
{
  if (G_IS_SOCKET_CONNECTION (base))
    g_socket_set_option (g_socket_connection_get_socket (G_SOCKET_CONNECTION (base)), IPPROTO_TCP,
                         TCP_QUICKACK, TRUE, NULL);
}

/* GnuTLS asks for the head of a record alone; who it is that greets is in what follows. */
static void
keep_plain_words (MailTlsSession *self, GPollableInputStream *input, const char *head, gsize length)
{
  char words[PLAIN_WORDS_MAX + 1] = { 0 };
  gssize more;

  length = MIN (length, PLAIN_WORDS_MAX);
  memcpy (words, head, length);
  more = g_pollable_input_stream_read_nonblocking (input, words + length, PLAIN_WORDS_MAX - length, NULL,
                                                   NULL);
  g_free (self->plain_words);
  self->plain_words = g_strndup (words, length + MAX (more, 0));
}

static ssize_t
pull (gnutls_transport_ptr_t pointer, void *buffer, size_t size)
{
  MailTlsSession *self = pointer;
  GError *error = NULL;
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->base));
  gssize got = g_pollable_input_stream_read_nonblocking (input, buffer, size, NULL, &error);

  if (got < 0)
    {
      acknowledge_quickly (self->base);
      note_io_error (self, error);
      return -1;
    }

  if (got > 0 && !is_tls (self, buffer))
    {
      keep_plain_words (self, input, buffer, got);
      gnutls_transport_set_errno (self->gnutls, EIO);
      return -1;
    }

  self->has_ended = got == 0;
  return got;
}

/* In one go, because a flight of the handshake is several records: they belong into one packet. */
static ssize_t
push (gnutls_transport_ptr_t pointer, const giovec_t *pieces, int n_pieces)
{
  MailTlsSession *self = pointer;
  GPollableOutputStream *output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->base));
  GOutputVector vectors[VECTORS_MAX];
  int n_vectors = MIN (n_pieces, VECTORS_MAX);
  GError *error = NULL;
  gsize written = 0;

  for (int i = 0; i < n_vectors; i++)
    vectors[i] = (GOutputVector){ pieces[i].iov_base, pieces[i].iov_len };

  switch (g_pollable_output_stream_writev_nonblocking (output, vectors, n_vectors, &written, NULL, &error))
    {
    case G_POLLABLE_RETURN_OK:
      return written;

    case G_POLLABLE_RETURN_WOULD_BLOCK:
      gnutls_transport_set_errno (self->gnutls, EAGAIN);
      return -1;

    case G_POLLABLE_RETURN_FAILED:
    default:
      note_io_error (self, error);
      return -1;
    }
}

static gboolean
is_waiting (int result)
{
  return result == GNUTLS_E_AGAIN || result == GNUTLS_E_INTERRUPTED;
}

/* Turns what GnuTLS returned, and what we know beside it, into error. */
static void
fail (MailTlsSession *self, int result, GError **error)
{
  if (is_waiting (result))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "The TLS session waits for the network");
  else if (self->io_error != NULL)
    g_propagate_error (error, mail_stream_error_take (g_error_copy (self->io_error)));
  else if (self->is_plain)
    g_propagate_error (error, mail_tls_error_new_plain (self->host));
  else if (self->has_ended)
    g_propagate_error (error, mail_tls_error_new_closed (self->host));
  else
    g_propagate_error (error, mail_tls_error_new (self->gnutls, result, self->host));
}

/* The server's own log then says what was wrong with it. Not for a server that speaks no TLS or is gone. */
static void
complain (MailTlsSession *self, int result)
{
  if (!is_waiting (result) && self->io_error == NULL && !self->is_plain && !self->has_ended)
    gnutls_alert_send_appropriate (self->gnutls, result);
}

/* Whether result is a record without data that is now dealt with, so that the caller may try again. */
static gboolean
handle_quiet_record (MailTlsSession *self, int result)
{
  if (gnutls_error_is_fatal (result) || is_waiting (result) || self->quiet_records++ >= QUIET_RECORDS_MAX)
    return FALSE;

  /* A new handshake in the middle of TLS 1.2 could bring another certificate than the one that was proven. */
  if (result == GNUTLS_E_REHANDSHAKE)
    gnutls_alert_send (self->gnutls, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION);

  return TRUE;
}

static int
set_up (MailTlsSession *self)
{
  int result = gnutls_init (&self->gnutls, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_TICKETS);

  if (result == GNUTLS_E_SUCCESS)
    result = gnutls_priority_set_direct (self->gnutls, PRIORITY, NULL);
  if (result == GNUTLS_E_SUCCESS)
    result = gnutls_credentials_set (self->gnutls, GNUTLS_CRD_CERTIFICATE,
                                     mail_anchors_get_credentials (self->anchors));
  /* RFC 6066 section 3: never an IP address. */
  if (result == GNUTLS_E_SUCCESS && !g_hostname_is_ip_address (self->host))
    result = gnutls_server_name_set (self->gnutls, GNUTLS_NAME_DNS, self->host, strlen (self->host));
  if (result != GNUTLS_E_SUCCESS)
    return result;

  /* With the keys in the file that SSLKEYLOGFILE names, whoever recorded the packets would read the password.
   */
  gnutls_session_set_keylog_function (self->gnutls, NULL);
  gnutls_transport_set_ptr (self->gnutls, self);
  gnutls_transport_set_pull_function (self->gnutls, pull);
  gnutls_transport_set_vec_push_function (self->gnutls, push);
  return GNUTLS_E_SUCCESS;
}

static void
mail_tls_session_finalize (GObject *object)
{
  MailTlsSession *self = MAIL_TLS_SESSION (object);

  g_clear_pointer (&self->gnutls, gnutls_deinit);
  g_clear_object (&self->base);
  g_clear_object (&self->anchors);
  g_clear_error (&self->io_error);
  g_free (self->plain_words);
  g_free (self->host);

  G_OBJECT_CLASS (mail_tls_session_parent_class)->finalize (object);
}

/* GnuTLS read the variable when it was loaded, before any of our code ran. */
static void
bound_debugging (void)
{
  const char *level = g_getenv ("GNUTLS_DEBUG_LEVEL");

  if (level != NULL && g_ascii_strtoull (level, NULL, 10) > DEBUG_LEVEL_MAX)
    gnutls_global_set_log_level (DEBUG_LEVEL_MAX);
}

static void
mail_tls_session_class_init (MailTlsSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_tls_session_finalize;
  bound_debugging ();
}

static void
mail_tls_session_init (MailTlsSession *self)
{
}

/**
 * mail_tls_session_new:
 * @base: a connection with pollable streams
 * @host: name or IP address of the server
 * @anchors: what vouches for it
 *
 * Prepares a client session; nothing is sent yet.
 *
 * Returns: (transfer full): a new session
 */
MailTlsSession *
mail_tls_session_new (GIOStream *base, const char *host, MailAnchors *anchors)
{
  MailTlsSession *self = g_object_new (MAIL_TYPE_TLS_SESSION, NULL);
  gsize length = strlen (host);

  /* The dot of a fully qualified name is part of neither SNI (RFC 6066 section 3) nor certificate. */
  self->host = g_strndup (host, length - (g_str_has_suffix (host, ".") ? 1 : 0));
  self->base = g_object_ref (base);
  self->anchors = g_object_ref (anchors);
  self->set_up = set_up (self);
  return self;
}

/**
 * mail_tls_session_allow_outdated:
 * @self: a session before its handshake, which nobody is going to trust
 *
 * Offers what is no longer safe as well, down to TLS 1.0 (which RFC 8996 forbids).
 */
void
mail_tls_session_allow_outdated (MailTlsSession *self)
{
  if (self->set_up == GNUTLS_E_SUCCESS)
    self->set_up = gnutls_priority_set_direct (self->gnutls, OUTDATED_PRIORITY, NULL);
}

/**
 * mail_tls_session_ask_for_web:
 * @self: a session before its handshake
 *
 * Offers to speak HTTP inside (ALPN, RFC 7301): a web server then says that it would.
 */
void
mail_tls_session_ask_for_web (MailTlsSession *self)
{
  gnutls_datum_t protocols[] = { { (unsigned char *) "h2", 2 }, { (unsigned char *) "http/1.1", 8 } };

  if (self->set_up == GNUTLS_E_SUCCESS)
    self->set_up = gnutls_alpn_set_protocols (self->gnutls, protocols, G_N_ELEMENTS (protocols), 0);
}

/**
 * mail_tls_session_is_web:
 * @self: a session after its handshake
 *
 * Returns: whether the server took the offer of mail_tls_session_ask_for_web()
 */
gboolean
mail_tls_session_is_web (MailTlsSession *self)
{
  gnutls_datum_t protocol;

  return gnutls_alpn_get_selected_protocol (self->gnutls, &protocol) == GNUTLS_E_SUCCESS;
}

/**
 * mail_tls_session_refuses_web:
 * @self: a session whose handshake failed
 *
 * Returns: whether that was because the server speaks TLS, but nothing of mail_tls_session_ask_for_web() (RFC
 *   7301, section 3.2)
 */
gboolean
mail_tls_session_refuses_web (MailTlsSession *self)
{
  return self->refuses_web;
}

/**
 * mail_tls_session_get_plain_words:
 * @self: a session whose handshake failed with %MAIL_ERROR_PLAINTEXT_ON_TLS_PORT
 *
 * Returns: (transfer none) (nullable): the first bytes of what the server said instead, as they came
 */
const char *
mail_tls_session_get_plain_words (MailTlsSession *self)
{
  return self->plain_words;
}

/**
 * mail_tls_session_get_gnutls:
 * @self: a session
 *
 * Returns: (transfer none): the session to ask GnuTLS about
 */
gnutls_session_t
mail_tls_session_get_gnutls (MailTlsSession *self)
{
  return self->gnutls;
}

/**
 * mail_tls_session_get_host:
 * @self: a session
 *
 * Returns: (transfer none): the name or address to prove, without a dot at its end
 */
const char *
mail_tls_session_get_host (MailTlsSession *self)
{
  return self->host;
}

/**
 * mail_tls_session_get_base:
 * @self: a session
 *
 * Returns: (transfer none): the connection below
 */
GIOStream *
mail_tls_session_get_base (MailTlsSession *self)
{
  return self->base;
}

/**
 * mail_tls_session_handshake:
 * @self: a session
 * @error: return location for an error
 *
 * Goes on with the handshake as far as the network allows. Errors: %G_IO_ERROR_WOULD_BLOCK while it is not
 * done (wait for mail_tls_session_create_source() and call again); else #MailError.
 *
 * Returns: %TRUE when the handshake is done
 */
gboolean
mail_tls_session_handshake (MailTlsSession *self, GError **error)
{
  int result = self->set_up;

  if (result < 0)
    {
      fail (self, result, error);
      return FALSE;
    }

  do
    result = gnutls_handshake (self->gnutls);
  while (result < 0 && handle_quiet_record (self, result));

  if (result < 0)
    {
      fail (self, result, error);
      complain (self, result);
    }

  self->refuses_web = result == GNUTLS_E_FATAL_ALERT_RECEIVED
                      && gnutls_alert_get (self->gnutls) == GNUTLS_A_NO_APPLICATION_PROTOCOL;
  self->is_up = result == GNUTLS_E_SUCCESS;
  return self->is_up;
}

/**
 * mail_tls_session_is_up:
 * @self: a session
 *
 * Returns: whether the handshake is done
 */
gboolean
mail_tls_session_is_up (MailTlsSession *self)
{
  return self->is_up;
}

/**
 * mail_tls_session_set_proven:
 * @self: a session
 * @proven: whether the peer is who we asked for
 *
 * Opens the session for writing, or keeps it closed.
 */
void
mail_tls_session_set_proven (MailTlsSession *self, gboolean proven)
{
  self->is_proven = proven;
}

/**
 * mail_tls_session_read:
 * @self: a session
 * @buffer: where to
 * @size: its size in bytes
 * @error: return location for an error
 *
 * Reads what is there. Errors: %G_IO_ERROR_WOULD_BLOCK when that is nothing; else #MailError. An end without
 * the peer's goodbye is %MAIL_ERROR_CLOSED_EARLY: an attacker could have cut the connection.
 *
 * Returns: the number of bytes, 0 at the end, -1 on error
 */
gssize
mail_tls_session_read (MailTlsSession *self, void *buffer, gsize size, GError **error)
{
  gssize result;

  do
    result = gnutls_record_recv (self->gnutls, buffer, size);
  while (result < 0 && handle_quiet_record (self, result));

  if (result >= 0)
    return result;

  fail (self, result, error);
  return -1;
}

/**
 * mail_tls_session_write:
 * @self: a session
 * @buffer: what to write
 * @size: its size in bytes
 * @error: return location for an error
 *
 * Writes what the network takes; nothing before the peer is proven. Errors: %G_IO_ERROR_WOULD_BLOCK when
 * nothing can be written (call again with the same bytes); else #MailError.
 *
 * Returns: the number of bytes, or -1 on error
 */
gssize
mail_tls_session_write (MailTlsSession *self, const void *buffer, gsize size, GError **error)
{
  gssize result;

  if (!self->is_proven)
    {
      g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_TLS_FAILED,
                           _("Nothing is sent to a server before its identity is proven."));
      return -1;
    }

  result = gnutls_record_send (self->gnutls, buffer, size);
  if (result >= 0)
    return result;

  fail (self, result, error);
  return -1;
}

/**
 * mail_tls_session_has_plaintext:
 * @self: a session
 *
 * Returns: whether bytes are decrypted already and can be read without the network
 */
gboolean
mail_tls_session_has_plaintext (MailTlsSession *self)
{
  return gnutls_record_check_pending (self->gnutls) > 0;
}

/**
 * mail_tls_session_create_source:
 * @self: a session whose last handshake or read would have blocked
 * @cancellable: (nullable): wakes the source, too
 *
 * Returns: (transfer full): a source that wakes when that call is worth repeating, for a #GPollableSourceFunc
 */
GSource *
mail_tls_session_create_source (MailTlsSession *self, GCancellable *cancellable)
{
  /* A read, too, may have to write first: the answer to a change of keys. */
  if (gnutls_record_get_direction (self->gnutls) == 1)
    return g_pollable_output_stream_create_source (
        G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->base)), cancellable);

  return g_pollable_input_stream_create_source (
      G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->base)), cancellable);
}

/**
 * mail_tls_session_say_goodbye:
 * @self: a session
 *
 * Says that nothing more follows (close_notify), if the network takes it at once.
 */
void
mail_tls_session_say_goodbye (MailTlsSession *self)
{
  if (self->is_up)
    gnutls_bye (self->gnutls, GNUTLS_SHUT_WR);
}
