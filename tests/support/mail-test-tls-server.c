/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-test-tls-server.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define CHUNK_SIZE 4096

struct _MailTestTlsServer
{
  char **script;
  char *certificate;
  char *priority;
  char *staple;
  char **then;
  gsize limit;
  gsize wire_limit;

  GSocket *listener;
  GCancellable *stop;
  GThread *thread;

  GMutex lock;
  GCond gone;
  guint count;
  guint n_gone;
  gboolean has_turned;
  char *fault;
  GString *heard;
  GString *heard_in_clear;
};

/* What servers tell each other. */
static GMutex known_lock;
static GCond known_changed;
static char *known;

/* With one client. */
typedef struct
{
  MailTestTlsServer *server;
  GSocket *socket;
  gnutls_certificate_credentials_t credentials;
  gnutls_session_t tls;
  gboolean is_cut;
  gboolean is_over; /* the client has gone */
  gboolean drips;
  guint pause; /* milliseconds after each byte */
  guint chain;
  char *alpn;
  guint injection; /* before which piece of the handshake, counted from 1 */
  GString *injected;
  gsize said;
  gsize on_wire;
  gboolean at_limit;
} Talk;

/* Carries out one instruction; FALSE ends the conversation. */
typedef gboolean (*Instruction) (Talk *talk, const char *argument);

static ssize_t
pull (gnutls_transport_ptr_t pointer, void *buffer, size_t size)
{
  Talk *talk = pointer;
  gssize got = g_socket_receive (talk->socket, buffer, size, talk->server->stop, NULL);

  if (got < 0)
    gnutls_transport_set_errno (talk->tls, EIO);
  return got;
}

/* Not beyond what may be on the wire. */
static gssize
send_bytes (Talk *talk, const char *buffer, gsize size)
{
  const gsize limit = talk->server->wire_limit;
  gssize sent;

  if (limit > 0 && talk->on_wire + size > limit)
    {
      talk->is_cut = TRUE;
      size = limit - talk->on_wire;
    }
  sent = size > 0 ? g_socket_send (talk->socket, buffer, size, talk->server->stop, NULL) : 0;
  talk->on_wire += MAX (sent, 0);
  return talk->is_cut ? -1 : sent;
}

static void
inject (Talk *talk)
{
  if (talk->injection > 0 && --talk->injection == 0)
    send_bytes (talk, talk->injected->str, talk->injected->len);
}

static ssize_t
push (gnutls_transport_ptr_t pointer, const void *buffer, size_t size)
{
  Talk *talk = pointer;
  gssize written;

  inject (talk);
  written = send_bytes (talk, buffer, size);

  if (written < 0)
    gnutls_transport_set_errno (talk->tls, EIO);
  return written;
}

static gssize
receive_bytes (Talk *talk, char *buffer, gsize size)
{
  gssize got;

  if (talk->tls == NULL)
    return g_socket_receive (talk->socket, buffer, size, talk->server->stop, NULL);

  do
    got = gnutls_record_recv (talk->tls, buffer, size);
  while (got < 0 && !gnutls_error_is_fatal (got));
  return got;
}

static gssize
receive (Talk *talk, char *buffer, gsize size)
{
  gssize got = receive_bytes (talk, buffer, size);

  talk->is_over = got <= 0;
  g_mutex_lock (&talk->server->lock);
  g_string_append_len (talk->server->heard, buffer, MAX (got, 0));
  if (talk->tls == NULL)
    g_string_append_len (talk->server->heard_in_clear, buffer, MAX (got, 0));
  g_mutex_unlock (&talk->server->lock);
  return got;
}

static gboolean
say_on_wire (Talk *talk, const char *text, gsize length)
{
  for (gsize done = 0; done < length;)
    {
      const gsize piece = talk->drips ? 1 : length - done;
      gssize written = talk->tls != NULL ? gnutls_record_send (talk->tls, text + done, piece)
                                         : send_bytes (talk, text + done, piece);

      if (written <= 0 || g_cancellable_is_cancelled (talk->server->stop))
        return FALSE;
      done += written;
      if (talk->drips)
        g_usleep (talk->pause * 1000);
    }

  return TRUE;
}

static gboolean
say (Talk *talk, const char *text, gsize length)
{
  const gsize allowed = talk->server->then != NULL ? talk->server->limit - talk->said : length;

  if (talk->at_limit || length <= allowed)
    {
      talk->said += talk->at_limit ? 0 : length;
      return say_on_wire (talk, text, length);
    }
  say_on_wire (talk, text, allowed);
  talk->at_limit = TRUE;
  return FALSE;
}

/* As g_strcompress(), but a NUL may be in the middle. */
static GString *
unescape (const char *text)
{
  GString *plain = g_string_new (NULL);
  g_auto (GStrv) parts = g_strsplit (text, "\\000", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = g_strcompress (parts[i]);

      if (i > 0)
        g_string_append_c (plain, '\0');
      g_string_append (plain, part);
    }

  return plain;
}

static gboolean
say_exactly (Talk *talk, const char *text)
{
  g_autoptr (GString) plain = unescape (text);

  return say (talk, plain->str, plain->len);
}

static gboolean
say_line (Talk *talk, const char *text)
{
  g_autoptr (GString) plain = unescape (text);

  g_string_append (plain, "\r\n");
  return say (talk, plain->str, plain->len);
}

/* A flood: some thousand bytes at a time, since one that is busy encrypting is none. */
static gboolean
say_many_times (Talk *talk, const char *text, guint64 n)
{
  g_autoptr (GString) plain = unescape (text);
  g_autoptr (GString) chunk = g_string_new (NULL);

  while (n > 0)
    {
      for (g_string_truncate (chunk, 0); n > 0 && chunk->len < CHUNK_SIZE; n--)
        g_string_append_len (chunk, plain->str, plain->len);
      if (!say (talk, chunk->str, chunk->len))
        return FALSE;
    }
  return TRUE;
}

static gboolean
say_endlessly (Talk *talk, const char *text)
{
  say_many_times (talk, text, G_MAXUINT64);
  return FALSE;
}

static gboolean
say_repeatedly (Talk *talk, const char *argument)
{
  char *text;
  guint64 n = g_ascii_strtoull (argument, &text, 10);

  return say_many_times (talk, text + 1, n);
}

static gboolean
say_raw (Talk *talk, const char *text)
{
  g_autoptr (GString) plain = unescape (text);

  return send_bytes (talk, plain->str, plain->len) >= 0;
}

static gboolean
drip (Talk *talk, const char *argument)
{
  talk->drips = TRUE;
  talk->pause = g_ascii_strtoull (argument, NULL, 10);
  return TRUE;
}

static GString *
hear_line (Talk *talk)
{
  GString *line = g_string_new (NULL);
  char c;

  while (receive (talk, &c, 1) == 1 && c != '\n')
    g_string_append_c (line, c);

  if (line->len > 0 && line->str[line->len - 1] == '\r')
    g_string_truncate (line, line->len - 1);
  return line;
}

static gboolean
hear_this (Talk *talk, const char *text)
{
  g_autoptr (GString) heard = hear_line (talk);
  g_autoptr (GString) expected = unescape (text);

  if (g_string_equal (heard, expected))
    return TRUE;

  g_mutex_lock (&talk->server->lock);
  if (talk->server->fault == NULL)
    talk->server->fault = g_strdup_printf ("C: %s, but heard “%s”", text, heard->str);
  g_mutex_unlock (&talk->server->lock);
  return FALSE;
}

static gboolean
hear_anything (Talk *talk, const char *text)
{
  g_autoptr (GString) heard = hear_line (talk);

  return heard->len > 0;
}

static gboolean
hear_up_to_empty (Talk *talk, const char *text)
{
  gsize length;

  do
    {
      g_autoptr (GString) heard = hear_line (talk);

      length = heard->len;
    }
  while (length > 0);
  return TRUE;
}

static gboolean
hear_something (Talk *talk, const char *argument)
{
  char buffer[1024];

  return receive (talk, buffer, sizeof buffer) > 0;
}

/* RFC 5802, section 7: "n,,n=alice,r=NONCE". */
static char *
dup_nonce (const char *line)
{
  const char *word = strrchr (line, ' ');
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (word != NULL ? word + 1 : line, &length);
  g_autofree char *text = g_strndup ((char *) bytes, length);
  const char *nonce = strstr (text, ",r=");

  return g_strdup (nonce != NULL ? nonce + strlen (",r=") : "");
}

static gboolean
answer_scram (Talk *talk, const char *argument)
{
  g_autoptr (GString) heard = hear_line (talk);
  g_autofree char *nonce = dup_nonce (heard->str);
  g_auto (GStrv) parts = g_strsplit (argument, " ", 2);
  g_auto (GStrv) around = g_strsplit (parts[1], "%s", 2);
  g_autofree char *text = g_strjoinv (nonce, around);
  g_autofree char *encoded = g_base64_encode ((guchar *) text, strlen (text));
  g_autofree char *line = g_strdup_printf ("%s %s", parts[0], encoded);

  return say_line (talk, line);
}

static gboolean
lengthen_chain (Talk *talk, const char *argument)
{
  talk->chain = g_ascii_strtoull (argument, NULL, 10);
  return TRUE;
}

static gboolean
insist_on_protocol (Talk *talk, const char *name)
{
  g_free (talk->alpn);
  talk->alpn = g_strdup (name);
  return TRUE;
}

static gboolean
prepare_injection (Talk *talk, const char *argument)
{
  char *text;

  talk->injection = g_ascii_strtoull (argument, &text, 10);
  talk->injected = unescape (text + 1);
  return TRUE;
}

static gboolean
hear_up_to (Talk *talk, const char *text)
{
  for (;;)
    {
      g_autoptr (GString) heard = hear_line (talk);

      if (talk->is_over || g_str_equal (heard->str, text))
        return !talk->is_over;
    }
}

static void
know (char *what)
{
  g_mutex_lock (&known_lock);
  g_free (known);
  known = what;
  g_cond_broadcast (&known_changed);
  g_mutex_unlock (&known_lock);
}

static gboolean
learn (Talk *talk, const char *text)
{
  for (;;)
    {
      g_autoptr (GString) heard = hear_line (talk);

      if (talk->is_over)
        return FALSE;
      if (g_str_has_prefix (heard->str, text))
        {
          know (g_strdup (heard->str + strlen (text)));
          return TRUE;
        }
    }
}

static gboolean
wait_to_tell (Talk *talk, const char *argument)
{
  gboolean knows;

  g_mutex_lock (&known_lock);
  while (known == NULL && !g_cancellable_is_cancelled (talk->server->stop))
    g_cond_wait_until (&known_changed, &known_lock, g_get_monotonic_time () + 20 * G_TIME_SPAN_MILLISECOND);
  knows = known != NULL;
  g_mutex_unlock (&known_lock);
  return knows;
}

static gboolean
say_known (Talk *talk, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "%", -1);
  g_autofree char *line = NULL;

  g_mutex_lock (&known_lock);
  line = g_strjoinv (known != NULL ? known : "", parts);
  g_mutex_unlock (&known_lock);
  return say_line (talk, line);
}

/* By hand: GnuTLS refuses to load the answer that its certificate is revoked. */
static int
staple_ocsp (gnutls_session_t tls, void *data, gnutls_datum_t *response)
{
  Talk *talk = data;
  g_autofree char *path = mail_test_certificate_path (talk->server->staple);

  return gnutls_load_file (path, response) < 0 ? GNUTLS_E_NO_CERTIFICATE_STATUS : GNUTLS_E_SUCCESS;
}

/* By hand: GnuTLS sorts what it reads from a file, and leaves out what is there twice. */
static void
load_chain (Talk *talk, const char *certificate, const char *key)
{
  gnutls_pcert_st *chain = g_new0 (gnutls_pcert_st, talk->chain);
  gnutls_privkey_t private = NULL;
  gnutls_datum_t pem, key_pem;

  g_assert_cmpint (gnutls_load_file (certificate, &pem), ==, GNUTLS_E_SUCCESS);
  g_assert_cmpint (gnutls_load_file (key, &key_pem), ==, GNUTLS_E_SUCCESS);
  for (guint i = 0; i < talk->chain; i++)
    gnutls_pcert_import_x509_raw (&chain[i], &pem, GNUTLS_X509_FMT_PEM, 0);
  gnutls_privkey_init (&private);
  gnutls_privkey_import_x509_raw (private, &key_pem, GNUTLS_X509_FMT_PEM, NULL, 0);
  /* Takes the contents of both, and not the array. */
  g_assert_cmpint (gnutls_certificate_set_key (talk->credentials, NULL, 0, chain, talk->chain, private), >=,
                   0);
  g_free (chain);
  gnutls_free (pem.data);
  gnutls_free (key_pem.data);
}

static void
load_certificate (Talk *talk)
{
  g_autofree char *base = mail_test_certificate_path (talk->server->certificate);
  g_autofree char *certificate = g_strconcat (base, ".pem", NULL);
  g_autofree char *key = g_strconcat (base, ".key", NULL);
  int result;

  gnutls_certificate_allocate_credentials (&talk->credentials);
  if (talk->chain > 0)
    {
      load_chain (talk, certificate, key);
      return;
    }
  result = gnutls_certificate_set_x509_key_file (talk->credentials, certificate, key, GNUTLS_X509_FMT_PEM);
  g_assert_cmpint (result, >=, 0);
  gnutls_certificate_set_ocsp_status_request_function (talk->credentials, staple_ocsp, talk);
}

static void
offer_protocol (Talk *talk)
{
  gnutls_datum_t protocol = { (guchar *) talk->alpn, talk->alpn != NULL ? strlen (talk->alpn) : 0 };

  if (protocol.size > 0)
    gnutls_alpn_set_protocols (talk->tls, &protocol, 1, GNUTLS_ALPN_MANDATORY);
}

static gboolean
start_tls (Talk *talk, const char *argument)
{
  int result;

  load_certificate (talk);
  gnutls_init (&talk->tls, GNUTLS_SERVER);
  result = gnutls_priority_set_direct (talk->tls, talk->server->priority, NULL);
  g_assert_cmpint (result, ==, GNUTLS_E_SUCCESS);
  gnutls_credentials_set (talk->tls, GNUTLS_CRD_CERTIFICATE, talk->credentials);
  offer_protocol (talk);
  gnutls_transport_set_ptr (talk->tls, talk);
  gnutls_transport_set_pull_function (talk->tls, pull);
  gnutls_transport_set_push_function (talk->tls, push);

  do
    result = gnutls_handshake (talk->tls);
  while (result < 0 && !gnutls_error_is_fatal (result));

  if (result < 0)
    gnutls_alert_send_appropriate (talk->tls, result);
  return result == GNUTLS_E_SUCCESS;
}

static void
append_binding (Talk *talk, gnutls_channel_binding_t kind, GString *line)
{
  gnutls_datum_t binding = { NULL, 0 };

  if (gnutls_session_channel_binding (talk->tls, kind, &binding) < 0)
    g_string_append_c (line, '-');
  for (guint i = 0; i < binding.size; i++)
    g_string_append_printf (line, "%02x", binding.data[i]);
  gnutls_free (binding.data);
}

static gboolean
say_binding (Talk *talk, const char *argument)
{
  g_autoptr (GString) line = g_string_new (NULL);

  append_binding (talk, GNUTLS_CB_TLS_EXPORTER, line);
  g_string_append_c (line, ' ');
  append_binding (talk, GNUTLS_CB_TLS_UNIQUE, line);
  return say_line (talk, line->str);
}

static gboolean
ask_for_handshakes (Talk *talk, const char *argument)
{
  for (guint64 n = g_ascii_strtoull (argument, NULL, 10); n > 0; n--)
    if (gnutls_rehandshake (talk->tls) < 0)
      return FALSE;

  return TRUE;
}

static gboolean
change_keys (Talk *talk, const char *argument)
{
  return gnutls_session_key_update (talk->tls, GNUTLS_KU_PEER) == GNUTLS_E_SUCCESS;
}

static gboolean
echo (Talk *talk, const char *argument)
{
  char buffer[16 * 1024];
  gssize got;

  while ((got = receive (talk, buffer, sizeof buffer)) > 0)
    if (!say (talk, buffer, got))
      return FALSE;

  return got == 0;
}

static gboolean
wait_for_end (Talk *talk, const char *argument)
{
  char buffer[1024];

  while (receive (talk, buffer, sizeof buffer) > 0)
    ;
  return FALSE;
}

static gboolean
say_goodbye (Talk *talk, const char *argument)
{
  return talk->tls == NULL || gnutls_bye (talk->tls, GNUTLS_SHUT_WR) == GNUTLS_E_SUCCESS;
}

static gboolean
cut (Talk *talk, const char *argument)
{
  talk->is_cut = TRUE;
  return FALSE;
}

static const struct
{
  const char *word;
  Instruction instruction;
} instructions[] = {
  { "S:", say_line },
  { "S+", say_exactly },
  { "S*", say_endlessly },
  { "S#", say_repeatedly },
  { "C:", hear_this },
  { "C*", hear_anything },
  { "C..", hear_up_to_empty },
  { "C>", hear_up_to },
  { "LEARN", learn },
  { "TELL", wait_to_tell },
  { "S%", say_known },
  { "C+", hear_something },
  { "SCRAM", answer_scram },
  { "CHAIN", lengthen_chain },
  { "ALPN", insist_on_protocol },
  { "INJECT", prepare_injection },
  { "RAW", say_raw },
  { "DRIP", drip },
  { "TLS", start_tls },
  { "BINDING", say_binding },
  { "REHANDSHAKE", ask_for_handshakes },
  { "REKEY", change_keys },
  { "ECHO", echo },
  { "WAIT", wait_for_end },
  { "BYE", say_goodbye },
  { "CUT", cut },
};

static gboolean
carry_out (Talk *talk, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, " ", 2);
  const char *argument = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";

  for (guint i = 0; i < G_N_ELEMENTS (instructions); i++)
    if (g_strcmp0 (parts[0], instructions[i].word) == 0)
      return instructions[i].instruction (talk, argument);

  g_error ("Script: no such instruction: “%s”", line);
}

/* Closing a socket with something unheard in it would also destroy what was said last. */
static void
hear_out (Talk *talk)
{
  char buffer[1024];

  g_socket_shutdown (talk->socket, FALSE, TRUE, NULL);
  while (receive (talk, buffer, sizeof buffer) > 0)
    ;
  while (g_socket_receive (talk->socket, buffer, sizeof buffer, talk->server->stop, NULL) > 0)
    ;
}

static gboolean
play (Talk *talk, char **script)
{
  for (; *script != NULL && !g_str_equal (*script, "NEXT"); script++)
    if (!carry_out (talk, *script))
      return FALSE;
  return TRUE;
}

/* The part of the script for the newest client. */
static char **
find_part (MailTestTlsServer *self)
{
  char **part = self->script;
  guint n = self->count;

  for (char **line = self->script; *line != NULL && n > 1; line++)
    if (g_str_equal (*line, "NEXT"))
      {
        part = line + 1;
        n--;
      }
  return part;
}

static void
note_turn (MailTestTlsServer *self)
{
  g_mutex_lock (&self->lock);
  self->has_turned = TRUE;
  g_mutex_unlock (&self->lock);
}

static void
talk_to (MailTestTlsServer *self, GSocket *socket)
{
  Talk talk = { self, socket };
  gboolean goes_on = play (&talk, find_part (self));

  if (talk.at_limit)
    {
      note_turn (self);
      goes_on = play (&talk, self->then);
    }
  if (goes_on)
    say_goodbye (&talk, "");
  if (!talk.is_cut)
    hear_out (&talk);
  g_clear_pointer (&talk.tls, gnutls_deinit);
  g_clear_pointer (&talk.credentials, gnutls_certificate_free_credentials);
  g_free (talk.alpn);
  if (talk.injected != NULL)
    g_string_free (talk.injected, TRUE);
  g_socket_close (socket, NULL);
}

static gpointer
serve (gpointer data)
{
  MailTestTlsServer *self = data;
  GSocket *socket;

  while ((socket = g_socket_accept (self->listener, self->stop, NULL)) != NULL)
    {
      g_mutex_lock (&self->lock);
      self->count++;
      g_mutex_unlock (&self->lock);

      talk_to (self, socket);
      g_object_unref (socket);

      g_mutex_lock (&self->lock);
      self->n_gone++;
      g_cond_signal (&self->gone);
      g_mutex_unlock (&self->lock);
    }

  return NULL;
}

static GSocket *
listen_on_loopback (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, address, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (socket, &error);
  g_assert_no_error (error);
  return socket;
}

static char **
split_script (const char *text)
{
  g_autofree char *script = g_strchomp (g_strdup (text));

  return g_strsplit (script, "\n", -1);
}

MailTestTlsServer *
mail_test_tls_server_new (const MailTestTlsServerPlan *plan)
{
  MailTestTlsServer *self = g_new0 (MailTestTlsServer, 1);

  know (NULL);
  self->script = split_script (plan->script);
  self->then = plan->then != NULL ? split_script (plan->then) : NULL;
  self->limit = plan->limit;
  self->wire_limit = plan->wire_limit;
  self->certificate = g_strdup (plan->certificate != NULL ? plan->certificate : "ec");
  self->priority = g_strdup (plan->priority != NULL ? plan->priority : "NORMAL");
  self->staple
      = plan->staple != NULL ? g_strdup (plan->staple) : g_strconcat (self->certificate, ".ocsp", NULL);
  self->listener = listen_on_loopback ();
  self->stop = g_cancellable_new ();
  self->heard = g_string_new (NULL);
  self->heard_in_clear = g_string_new (NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->gone);
  self->thread = g_thread_new ("tls-server", serve, self);
  return self;
}

guint16
mail_test_tls_server_get_port (MailTestTlsServer *self)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (self->listener, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

guint
mail_test_tls_server_get_count (MailTestTlsServer *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  return self->count;
}

gboolean
mail_test_tls_server_has_turned (MailTestTlsServer *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  return self->has_turned;
}

guint
mail_test_tls_server_get_n_gone (MailTestTlsServer *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  return self->n_gone;
}

char *
mail_test_tls_server_dup_fault (MailTestTlsServer *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  return g_strdup (self->fault);
}

char *
mail_test_tls_server_dup_heard (MailTestTlsServer *self, guint n_clients)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  while (self->n_gone < n_clients)
    g_cond_wait (&self->gone, &self->lock);
  return g_strndup (self->heard->str, self->heard->len);
}

char *
mail_test_tls_server_dup_heard_in_clear (MailTestTlsServer *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  return g_strndup (self->heard_in_clear->str, self->heard_in_clear->len);
}

void
mail_test_tls_server_free (MailTestTlsServer *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);

  g_object_unref (self->listener);
  g_object_unref (self->stop);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->gone);
  g_strfreev (self->script);
  g_strfreev (self->then);
  g_free (self->certificate);
  g_free (self->priority);
  g_free (self->staple);
  g_free (self->fault);
  g_string_free (self->heard, TRUE);
  g_string_free (self->heard_in_clear, TRUE);
  g_free (self);
}

char *
mail_test_certificate_path (const char *name)
{
  return g_test_build_filename (G_TEST_BUILT, "support", name, NULL);
}
