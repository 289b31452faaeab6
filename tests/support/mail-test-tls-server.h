/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server on 127.0.0.1, in a thread of its own, that plays a script to whoever connects, one by one,
 * and then closes the connection. It does not try to be right: scripts may be as hostile as they like.
 *
 * A script has one instruction a line, and no empty lines:
 *
 *   S: text         say text and CRLF
 *   S+ text         say exactly text
 *   S* text         say text again and again until the client goes away
 *   S# n text       say text n times
 *   C: text         hear the line text; anything else is a fault, and ends the conversation
 *   C*              hear any line
 *   C..             hear any lines, up to an empty one
 *   C+              hear anything at all, such as the beginning of a handshake
 *   SCRAM mark text hear a line with SCRAM's first word in it, and say mark and, in base64, text with the
 *                   nonce of the client in place of %s
 *   C> text         hear any lines, up to the line text
 *   LEARN text      hear lines up to one that begins with text; all servers know what follows it there
 *   TELL            wait until one of them knows something
 *   S% text         say text and CRLF, with what they know in the place of %
 *   TLS             do the server's side of a handshake; everything after it is encrypted
 *   BINDING         say the channel bindings in hex, "tls-exporter tls-unique" ("-" for none), and CRLF
 *   REHANDSHAKE n   ask for a new handshake n times (TLS 1.2)
 *   REKEY           change the keys and ask the client to do so, too (TLS 1.3)
 *   CHAIN n         in the handshake, show the certificate n times
 *   ALPN name       in the handshake, speak nothing but this with a client that says what it wants to speak
 *   INJECT n text   in the handshake, say text in clear before the n-th piece
 *   RAW text        say exactly text below TLS
 *   DRIP n          from now on say each byte for itself, and wait n milliseconds after it
 *   ECHO            say everything that is heard, until the client says goodbye
 *   WAIT            say nothing until the client goes away
 *   BYE             say the goodbye of TLS
 *   CUT             close without it
 *   NEXT            what follows is for the next client; the last such part is for all others, too
 *
 * Texts know the escapes of C (\r \n \" \\ \000). Without CUT, a conversation over TLS ends as with BYE. */
typedef struct _MailTestTlsServer MailTestTlsServer;

typedef struct {
  const char *script;
  const char *certificate; /* name of one of make-certificates.sh; "ec" where NULL */
  const char *priority;    /* of GnuTLS; "NORMAL" where NULL */
  const char *staple;      /* its issuer's word: a file of make-certificates.sh; NAME.ocsp where NULL */

  const char *then;  /* a script: how it goes on as soon as it would say more than limit bytes; nullable */
  gsize limit;       /* in bytes of S: and S+ */
  gsize wire_limit;  /* 0: none; after so many bytes on the wire the server is gone */
} MailTestTlsServerPlan;

/* plan's strings are copied. */
MailTestTlsServer *mail_test_tls_server_new (const MailTestTlsServerPlan *plan) G_GNUC_WARN_UNUSED_RESULT;
guint16 mail_test_tls_server_get_port (MailTestTlsServer *self);
/* How many clients came. */
guint mail_test_tls_server_get_count (MailTestTlsServer *self);
/* Whether the first of them has come to what the plan says of "then". */
gboolean mail_test_tls_server_has_turned (MailTestTlsServer *self);
/* How many of them are gone, and all that they said was heard. */
guint mail_test_tls_server_get_n_gone (MailTestTlsServer *self);
/* The first line that was not what the script expects: "C: …, but heard “…”"; NULL where all was well. */
char *mail_test_tls_server_dup_fault (MailTestTlsServer *self) G_GNUC_WARN_UNUSED_RESULT;
/* All that was heard, decrypted, once n_clients have come and gone. */
char              *mail_test_tls_server_dup_heard (MailTestTlsServer *self,
                                                   guint n_clients) G_GNUC_WARN_UNUSED_RESULT;
/* That part of it that was not encrypted. */
char *mail_test_tls_server_dup_heard_in_clear (MailTestTlsServer *self) G_GNUC_WARN_UNUSED_RESULT;
/* Ends all conversations and waits for the thread. */
void mail_test_tls_server_free (MailTestTlsServer *self);

/* The path of a file that make-certificates.sh made: "ca.pem". */
char *mail_test_certificate_path (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailTestTlsServer, mail_test_tls_server_free)

G_END_DECLS
