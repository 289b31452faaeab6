/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Attacks on a person's password, time and memory, each by name; test-hostile-steps.c goes through a
 * conversation step by step. What must hold of all of them is in mail-test-attack.c. */

#include <locale.h>
#include <string.h>

#include "mail-test-attack.h"

/* In MiB, of the whole program with its servers. */
#define PEAK_MAX 150

/* For those that end by the time limit. */
#define SHORT 3000

#define IMAP     MAIL_PROTOCOL_IMAP
#define POP3     MAIL_PROTOCOL_POP3
#define SMTP     MAIL_PROTOCOL_SMTP
#define TLS      MAIL_SECURITY_TLS
#define STARTTLS MAIL_SECURITY_STARTTLS

#define FAILS(error, at) MAIL_ERROR_##error, MAIL_STEP_##at
#define PASSES           MAIL_TEST_SUCCESS, MAIL_STEP_RESOLVE

/* Up to the answer to STARTTLS, which is not given. */
#define IMAP_ASKED "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\nC: A1 STARTTLS\n"
#define POP3_ASKED "S: +OK hi\nC: CAPA\nS: +OK\nS: STLS\nS: .\nC: STLS\n"
#define SMTP_ASKED "S: 220 mx\nC*\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\n"

/* Up to the capabilities inside TLS, which are asked for and not given. */
#define IMAP_TLS IMAP_ASKED "S: A1 OK go\nTLS\nC: A2 CAPABILITY\n"
#define POP3_TLS POP3_ASKED "S: +OK go\nTLS\nC: CAPA\n"
#define SMTP_TLS SMTP_ASKED "S: 220 go\nTLS\nC*\n"

/* Up to the answer to the sign-in, which is not given; with a mechanism, up to its first word. */
#define IMAP_AUTH(mechanism)                                                                                 \
  "TLS\nS: * OK [CAPABILITY IMAP4rev1 SASL-IR LOGINDISABLED AUTH=" mechanism "] hi\n"
#define POP3_AUTH(mechanism) "TLS\nS: +OK hi\nC: CAPA\nS: +OK\nS: SASL " mechanism "\nS: .\n"
#define SMTP_AUTH(mechanism) "TLS\nS: 220 mx\nC*\nS: 250-mx\nS: 250 AUTH " mechanism "\n"
#define IMAP_IN              IMAP_AUTH ("PLAIN") "C*\nS: A1 OK in\nC*\n"
#define POP3_IN              POP3_AUTH ("PLAIN") "C*\nS: +OK in\nC: STAT\n"
#define SMTP_IN              SMTP_AUTH ("PLAIN") "C*\nS: 235 in\nC*\n"

#define IMAP_END "C*\nS: A2 OK opened\nWAIT"

typedef struct
{
  const char *name;
  MailProtocol protocol;
  MailSecurity security;
  const char *script;
  int code;
  MailStep step;

  gboolean signs_in;   /* the sign-in was reached, and may have been heard */
  guint limit;         /* milliseconds; 0: the usual one, far beyond what it takes */
  const char *said;    /* a part of what is shown of the server's words; "": nothing */
  const char *unsaid;  /* what must not be shown, nor part of any detail */
  const char *unheard; /* what the server must not be told */
} Case;

static const Case cases[] = {
  /* Said ahead of the encryption, to count as said inside (RFC 3207, CVE-2011-0411). */
  { "injection/answers-to-come", IMAP, STARTTLS,
    IMAP_ASKED "S+ A1 OK go\\r\\nA2 OK done\\r\\nA3 OK in\\r\\nA4 OK opened\\r\\n\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "injection/pop3", POP3, STARTTLS, POP3_ASKED "S+ +OK go\\r\\n+OK\\r\\nSASL PLAIN\\r\\n.\\r\\n\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "injection/smtp", SMTP, STARTTLS, SMTP_ASKED "S+ 220 go\\r\\n250-mx\\r\\n250 AUTH PLAIN\\r\\n\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "injection/one-byte", SMTP, STARTTLS, SMTP_ASKED "S+ 220 go\\r\\n \nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "injection/with-the-handshake", IMAP, STARTTLS,
    IMAP_ASKED "S: A1 OK go\nINJECT 1 * CAPABILITY IMAP4rev1 AUTH=PLAIN\\r\\n\nTLS\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "injection/in-the-handshake", IMAP, STARTTLS,
    IMAP_ASKED "S: A1 OK go\nINJECT 2 * CAPABILITY IMAP4rev1 AUTH=PLAIN\\r\\n\nTLS\nWAIT",
    FAILS (TLS_FAILED, TLS) },
  { "injection/after-the-handshake", IMAP, STARTTLS, IMAP_TLS "RAW A2 OK done\\r\\n\nWAIT",
    FAILS (TLS_FAILED, CAPABILITIES) },
  { "injection/answer-in-the-greeting", IMAP, STARTTLS,
    "S+ * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\\r\\nA1 OK go\\r\\n\nC: A1 STARTTLS\nS: A1 OK go\nWAIT",
    FAILS (PROTOCOL_ERROR, STARTTLS) },
  { "injection/plain-after-begin", IMAP, STARTTLS, IMAP_ASKED "S: A1 OK go\nC+\nS: A2 OK go on\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "injection/plain-after-begin-pop3", POP3, STARTTLS, POP3_ASKED "S: +OK go\nC+\nS: -ERR no\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "injection/plain-after-begin-smtp", SMTP, STARTTLS, SMTP_ASKED "S: 220 go\nC+\nS: 500 what?\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },

  { "twice/imap-starttls", IMAP, STARTTLS, IMAP_ASKED "S: A1 OK go\nS: A1 OK go\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "twice/pop3-stls", POP3, STARTTLS, POP3_ASKED "S: +OK go\nS: +OK go\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "twice/smtp-starttls", SMTP, STARTTLS, SMTP_ASKED "S: 220 go\nS: 220 go\nWAIT",
    FAILS (STARTTLS_INJECTION, TLS) },
  { "twice/capability", IMAP, STARTTLS,
    IMAP_TLS "S+ * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\\r\\nA2 OK\\r\\nA2 OK\\r\\n\nC*\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE },
  { "twice/capa", POP3, TLS,
    "TLS\nS: +OK hi\nC: CAPA\nS+ +OK\\r\\nUSER\\r\\n.\\r\\n+OK\\r\\nUSER\\r\\n.\\r\\n\nC*\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE },
  { "twice/ehlo", SMTP, TLS, "TLS\nS: 220 mx\nC*\nS+ 250 AUTH PLAIN\\r\\n250 AUTH PLAIN\\r\\n\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },

  /* An answer before its question: nobody has looked at the password. */
  { "ahead/imap", IMAP, TLS,
    "TLS\nS+ * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\\r\\nA1 OK in\\r\\nA2 OK opened\\r\\n\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE },
  { "ahead/imap-behind-data", IMAP, TLS,
    "TLS\nS+ * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\\r\\n* OK so\\r\\nA1 OK in\\r\\n\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE },
  { "ahead/imap-challenge", IMAP, TLS,
    "TLS\nS+ * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\\r\\n+ \\r\\nA1 OK in\\r\\n\nC*\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN) },
  { "ahead/imap-data-may", IMAP, TLS,
    "TLS\nS+ * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\\r\\n* OK so\\r\\n* 1 EXISTS\\r\\n\nC*\nS: A1 "
    "OK in\n" IMAP_END,
    PASSES, .signs_in = TRUE },
  { "ahead/pop3", POP3, TLS,
    "TLS\nS: +OK hi\nC: CAPA\nS+ +OK\\r\\nSASL PLAIN\\r\\n.\\r\\n+OK in\\r\\n+OK 1 1\\r\\n\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE },
  { "ahead/smtp", SMTP, TLS,
    "TLS\nS: 220 mx\nC*\nS+ 250-mx\\r\\n250 AUTH PLAIN\\r\\n235 in\\r\\n250 ok\\r\\n\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE },
  { "ahead/smtp-gives-up", SMTP, TLS, "TLS\nS+ 220 mx\\r\\n421 4.3.2 shutting down\\r\\n\nWAIT",
    FAILS (SERVER_BUSY, CAPABILITIES), .said = "shutting down" },

  { "stripped/imap", IMAP, STARTTLS, "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\nWAIT",
    FAILS (STARTTLS_MISSING, STARTTLS) },
  { "stripped/imap-prefix", IMAP, STARTTLS, "S: * OK [CAPABILITY IMAP4rev1 STARTTLSX XSTARTTLS] hi\nWAIT",
    FAILS (STARTTLS_MISSING, STARTTLS) },
  { "stripped/pop3", POP3, STARTTLS, "S: +OK hi\nC: CAPA\nS: +OK\nS: USER\nS: .\nWAIT",
    FAILS (STARTTLS_MISSING, STARTTLS) },
  { "stripped/pop3-no-capa", POP3, STARTTLS, "S: +OK hi\nC: CAPA\nS: -ERR what?\nWAIT",
    FAILS (STARTTLS_MISSING, STARTTLS) },
  { "stripped/smtp", SMTP, STARTTLS, "S: 220 mx\nC*\nS: 250-STARTTLS\nS: 250 AUTH PLAIN\nWAIT",
    FAILS (STARTTLS_MISSING, STARTTLS) },
  { "refused/imap-no", IMAP, STARTTLS, IMAP_ASKED "S: A1 NO not today\nWAIT",
    FAILS (STARTTLS_REFUSED, STARTTLS), .said = "not today" },
  { "refused/imap-bad", IMAP, STARTTLS, IMAP_ASKED "S: A1 BAD what?\nWAIT",
    FAILS (STARTTLS_REFUSED, STARTTLS) },
  { "refused/pop3", POP3, STARTTLS, POP3_ASKED "S: -ERR no\nWAIT", FAILS (STARTTLS_REFUSED, STARTTLS) },
  { "refused/smtp", SMTP, STARTTLS, SMTP_ASKED "S: 454 4.7.0 no\nWAIT", FAILS (STARTTLS_REFUSED, STARTTLS) },
  { "refused/smtp-other-yes", SMTP, STARTTLS, SMTP_ASKED "S: 250 go on without\nWAIT",
    FAILS (PROTOCOL_ERROR, STARTTLS) },

  /* What was heard in clear text is forgotten. */
  { "forgotten/imap-mechanisms", IMAP, STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS SASL-IR AUTH=PLAIN AUTH=LOGIN] hi\nC: A1 STARTTLS\nS: A1 OK "
    "go\nTLS\n"
    "C: A2 CAPABILITY\nS: * CAPABILITY IMAP4rev1 LOGINDISABLED\nS: A2 OK\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "forgotten/imap-all", IMAP, STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS SASL-IR LITERAL+ ID AUTH=PLAIN] hi\nC: A1 STARTTLS\nS: A1 OK "
    "go\nTLS\n"
    "C: A2 CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN\nS: A2 OK\nC: A3 AUTHENTICATE PLAIN\nS: + \nC*\n"
    "S: A3 OK in\nC: A4 EXAMINE INBOX\nS: A4 OK opened\nWAIT",
    PASSES, .signs_in = TRUE },
  { "forgotten/pop3-mechanisms", POP3, STARTTLS,
    "S: +OK hi\nC: CAPA\nS: +OK\nS: STLS\nS: USER\nS: SASL PLAIN\nS: .\nC: STLS\nS: +OK go\nTLS\nC: CAPA\nS: "
    "+OK\n"
    "S: UIDL\nS: .\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "forgotten/smtp-mechanisms", SMTP, STARTTLS,
    "S: 220 mx\nC*\nS: 250-mx\nS: 250-AUTH PLAIN LOGIN\nS: 250-PIPELINING\nS: 250 STARTTLS\nC: STARTTLS\nS: "
    "220 go\n"
    "TLS\nC*\nS: 250-mx\nS: 250 SIZE\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "forgotten/alert", IMAP, STARTTLS,
    IMAP_ASKED
    "S: * OK [ALERT] call 555-1234\nS: A1 OK go\nTLS\nC*\nS: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\n"
    "S: A2 OK\nC*\nS: A3 NO no\nWAIT",
    FAILS (SIGN_IN_REJECTED, SIGN_IN), .signs_in = TRUE, .said = "no", .unsaid = "555" },
  { "forgotten/alert-without-tls", IMAP, STARTTLS,
    IMAP_ASKED "S: * OK [ALERT] call 555-1234\nS: A1 NO no\nWAIT", FAILS (STARTTLS_REFUSED, STARTTLS),
    .said = "no", .unsaid = "555" },
  { "forgotten/alert-in-the-greeting", IMAP, STARTTLS, "S: * OK [ALERT] call 555-1234\nC*\nS: A1 NO no\nWAIT",
    MAIL_TEST_ANY, MAIL_STEP_STARTTLS, .unsaid = "555" },

  { "preauth/before-tls", IMAP, STARTTLS, "S: * PREAUTH [CAPABILITY IMAP4rev1] hi\nWAIT",
    FAILS (STARTTLS_INJECTION, GREETING) },
  { "preauth/instead-of-starttls", IMAP, STARTTLS, IMAP_ASKED "S: * PREAUTH hi\nWAIT",
    FAILS (PROTOCOL_ERROR, STARTTLS) },
  { "preauth/over-tls", IMAP, TLS, "TLS\nS: * PREAUTH hi\nWAIT", FAILS (PROTOCOL_ERROR, GREETING) },
  { "preauth/after-starttls", IMAP, STARTTLS, IMAP_TLS "S: * PREAUTH hi\nWAIT",
    FAILS (PROTOCOL_ERROR, CAPABILITIES) },

  /* Other servers that we are sent to (RFC 2193, RFC 2221). */
  { "referral/greeting", IMAP, TLS, "TLS\nS: * BYE [REFERRAL imap://127.0.0.1:1/] moved\nWAIT",
    FAILS (SERVER_BUSY, GREETING), .said = "REFERRAL" },
  { "referral/sign-in", IMAP, TLS,
    IMAP_AUTH ("PLAIN") "C*\nS: A1 NO [REFERRAL imap://alice@127.0.0.1:1/] moved\nWAIT",
    FAILS (SIGN_IN_REJECTED, SIGN_IN), .signs_in = TRUE },
  { "referral/signed-in", IMAP, TLS,
    IMAP_AUTH ("PLAIN") "C*\nS: A1 OK [REFERRAL imap://alice@127.0.0.1:1/] in\n" IMAP_END, PASSES,
    .signs_in = TRUE },
  { "referral/mailbox", IMAP, TLS, IMAP_IN "S: A2 NO [REFERRAL imap://127.0.0.1:1/INBOX] moved\nWAIT",
    FAILS (MAILBOX_UNAVAILABLE, MAILBOX), .signs_in = TRUE },
  { "referral/smtp", SMTP, TLS, SMTP_IN "S: 551 try <alice@127.0.0.1>\nWAIT", FAILS (SENDER_REJECTED, SENDER),
    .signs_in = TRUE },

  { "tag/other", IMAP, STARTTLS, IMAP_TLS "S: Z9 OK done\nWAIT", FAILS (PROTOCOL_ERROR, CAPABILITIES) },
  { "tag/old", IMAP, STARTTLS, IMAP_TLS "S: A1 OK done\nWAIT", FAILS (PROTOCOL_ERROR, CAPABILITIES) },
  { "tag/longer", IMAP, STARTTLS, IMAP_TLS "S: A20 OK done\nWAIT", FAILS (PROTOCOL_ERROR, CAPABILITIES) },
  { "tag/shorter", IMAP, STARTTLS, IMAP_TLS "S: A OK done\nWAIT", FAILS (PROTOCOL_ERROR, CAPABILITIES) },
  { "tag/lower-case", IMAP, STARTTLS, IMAP_TLS "S: a2 OK done\nWAIT", FAILS (PROTOCOL_ERROR, CAPABILITIES) },
  { "tag/glued", IMAP, STARTTLS, IMAP_TLS "S: *A2 OK done\nWAIT", FAILS (PROTOCOL_ERROR, CAPABILITIES) },
  { "tag/without-status", IMAP, STARTTLS, IMAP_TLS "S: A2 OKAY\nWAIT", FAILS (PROTOCOL_ERROR, CAPABILITIES) },
  { "tag/greeting", IMAP, TLS, "TLS\nS: A1 OK hi\nWAIT", FAILS (NOT_THIS_PROTOCOL, GREETING) },

  { "endless/untagged-in-clear", IMAP, STARTTLS, IMAP_ASKED "S* * OK noise\\r\\n",
    FAILS (TOO_MUCH_DATA, STARTTLS) },
  { "endless/untagged", IMAP, STARTTLS, IMAP_TLS "S# 100000 * 1 EXISTS\\r\\n\nWAIT",
    FAILS (TOO_MUCH_DATA, CAPABILITIES) },
  { "endless/capabilities", IMAP, STARTTLS, IMAP_TLS "S+ * CAPABILITY\nS* \\040AUTH=X",
    FAILS (TOO_MUCH_DATA, CAPABILITIES) },
  { "endless/mailbox", IMAP, TLS, IMAP_IN "S# 100000 * 1 FETCH (FLAGS ())\\r\\n\nS: A2 OK done\nWAIT",
    FAILS (TOO_MUCH_DATA, MAILBOX), .signs_in = TRUE },
  { "endless/line", IMAP, STARTTLS, "S* xxxxxxxxxxxxxxxx", FAILS (TOO_MUCH_DATA, GREETING) },
  { "endless/line-over-tls", POP3, TLS, "TLS\nS+ +OK \nS* xxxxxxxxxxxxxxxx",
    FAILS (TOO_MUCH_DATA, GREETING) },
  { "endless/line-in-the-sign-in", SMTP, TLS, SMTP_AUTH ("PLAIN") "C*\nS+ 235 \nS* xxxxxxxxxxxxxxxx",
    FAILS (TOO_MUCH_DATA, SIGN_IN), .signs_in = TRUE },
  { "endless/capa", POP3, TLS, "TLS\nS: +OK hi\nC*\nS: +OK\nS* SASL PLAIN\\r\\n",
    FAILS (TOO_MUCH_DATA, CAPABILITIES) },
  { "endless/empty-lines", POP3, TLS, "TLS\nS: +OK hi\nC*\nS: +OK\nS* \\n",
    FAILS (TOO_MUCH_DATA, CAPABILITIES) },
  { "endless/greeting", SMTP, TLS, "TLS\nS* 220-hi\\r\\n", FAILS (TOO_MUCH_DATA, GREETING) },
  { "endless/ehlo", SMTP, TLS, "TLS\nS: 220 mx\nC*\nS* 250-AUTH PLAIN\\r\\n",
    FAILS (TOO_MUCH_DATA, CAPABILITIES) },
  { "endless/ehlo-in-clear", SMTP, STARTTLS, "S: 220 mx\nC*\nS* 250-STARTTLS\\r\\n",
    FAILS (TOO_MUCH_DATA, STARTTLS) },
  { "endless/challenges-imap", IMAP, TLS, IMAP_AUTH ("LOGIN") "C*\nS* + VXNlcm5hbWU6\\r\\n",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE },
  { "endless/challenges-pop3", POP3, TLS, POP3_AUTH ("LOGIN") "C*\nS* + VXNlcm5hbWU6\\r\\n",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE },
  { "endless/challenges-smtp", SMTP, TLS, SMTP_AUTH ("LOGIN") "C*\nS* 334 VXNlcm5hbWU6\\r\\n",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE },
  { "endless/continuations", IMAP, STARTTLS, IMAP_TLS "S* + go on\\r\\n",
    FAILS (PROTOCOL_ERROR, CAPABILITIES) },
  { "endless/replies-with-a-hyphen", SMTP, TLS, SMTP_AUTH ("PLAIN") "C*\nS* 334-\\r\\n",
    FAILS (TOO_MUCH_DATA, SIGN_IN), .signs_in = TRUE },

  /* RFC 9051, section 4.3. */
  { "literal/4-gigabytes", IMAP, STARTTLS, IMAP_TLS "S: * LIST () {4294967295}\nS: x\nS: A2 OK done\nWAIT",
    FAILS (TOO_MUCH_DATA, CAPABILITIES) },
  { "literal/huge", IMAP, STARTTLS, IMAP_TLS "S: * LIST () {99999999999999999999}\nWAIT",
    FAILS (TOO_MUCH_DATA, CAPABILITIES) },
  { "literal/not-synchronising", IMAP, STARTTLS, IMAP_TLS "S: * LIST () {4294967295+}\nWAIT",
    FAILS (TOO_MUCH_DATA, CAPABILITIES) },
  { "literal/second-one-huge", IMAP, STARTTLS, IMAP_TLS "S: * LIST () {3}\nS: abc {4294967295}\nWAIT",
    FAILS (TOO_MUCH_DATA, CAPABILITIES) },
  { "literal/negative", IMAP, STARTTLS, IMAP_TLS "S: * LIST () {-1}\nS: * BYE enough\nWAIT",
    FAILS (CLOSED_EARLY, CAPABILITIES), .said = "enough" },
  { "literal/holds-answers", IMAP, TLS,
    IMAP_IN
    "S: * LIST () {27}\nS: A2 OK forged\nS: * BYE forged \"x\" {3}\nS: abc)\nS: A2 NO [ALERT] real\nWAIT",
    FAILS (MAILBOX_UNAVAILABLE, MAILBOX), .signs_in = TRUE, .said = "real" },
  { "literal/empty", IMAP, TLS, IMAP_IN "S: * LIST () {0}\nS: \nS: A2 OK opened\nWAIT", PASSES,
    .signs_in = TRUE },
  { "literal/never-ends", IMAP, TLS, IMAP_IN "S: * LIST () {60000}\nS* A2 OK forged\\r\\n", MAIL_TEST_ANY,
    MAIL_STEP_MAILBOX, .signs_in = TRUE },
  { "literal/in-a-text", IMAP, TLS, IMAP_IN "S: * OK said {5}\nS: A2 OK opened\nWAIT", PASSES,
    .signs_in = TRUE },

  { "bytes/nul", POP3, TLS, "TLS\nS+ +OK \\000\\r\\n\nWAIT", FAILS (PROTOCOL_ERROR, GREETING) },
  { "bytes/nul-in-the-sign-in", IMAP, TLS, IMAP_AUTH ("PLAIN") "C*\nS+ A1 OK\\000\\r\\n\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE },
  { "bytes/8-bit", SMTP, TLS, "TLS\nS: \\377\\376\\200\nWAIT", FAILS (NOT_THIS_PROTOCOL, GREETING) },
  { "bytes/8-bit-in-words", SMTP, TLS, "TLS\nS: 554 \\377\\302\\233\\033[2J nein\nWAIT",
    FAILS (SERVER_BUSY, GREETING), .said = "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd[2J nein" },
  { "bytes/cr-inside", IMAP, TLS, "TLS\nS+ * OK hi\\rA1 OK done\\r\\n\nWAIT",
    FAILS (PROTOCOL_ERROR, GREETING) },
  { "bytes/cr-alone", POP3, TLS, "TLS\nS+ +OK hi\\r\nWAIT", FAILS (TIMED_OUT, GREETING), .limit = SHORT },
  { "bytes/cr-alone-again", SMTP, STARTTLS, "S+ 220 mx\\r\nS+ 220 mx\\r\nS+ 220 mx\\r\\n\nWAIT",
    FAILS (PROTOCOL_ERROR, GREETING) },
  { "bytes/lf-alone", POP3, TLS,
    "TLS\nS+ +OK hi\\n\nC: CAPA\nS+ +OK\\nUSER\\n.\\n\nC*\nS+ +OK\\n\nC*\nS+ +OK in\\n\nC*\nS+ +OK 2 "
    "3\\n\nWAIT",
    PASSES, .signs_in = TRUE },
  { "bytes/crcrlf", POP3, TLS,
    "TLS\nS: +OK hi\\r\nC: CAPA\nS: +OK\\r\nS: USER\\r\nS: .\\r\nC*\nS: +OK\\r\nC*\nS: +OK in\\r\nC*\nS: +OK "
    "2 3\\r\nWAIT",
    PASSES, .signs_in = TRUE },
  { "bytes/empty-line", IMAP, STARTTLS, IMAP_TLS "S: \nWAIT", FAILS (PROTOCOL_ERROR, CAPABILITIES) },

  /* What never gets to the point. */
  { "drip/in-clear", IMAP, STARTTLS, "DRIP 100\n" IMAP_ASKED "WAIT", FAILS (TIMED_OUT, GREETING),
    .limit = SHORT },
  { "drip/over-tls", SMTP, TLS, "TLS\nDRIP 100\nS: 220 Welcome to a long greeting\nWAIT",
    FAILS (TIMED_OUT, GREETING), .limit = SHORT },
  { "drip/one-a-second", POP3, TLS, "TLS\nDRIP 1000\nS: +OK hi\nWAIT", FAILS (TIMED_OUT, GREETING),
    .limit = SHORT },
  { "drip/but-enough", POP3, TLS,
    "TLS\nDRIP 1\nS: +OK hi\nC: CAPA\nS: +OK\nS: SASL PLAIN\nS: .\nC*\nS: +OK in\nC*\nS: +OK 2 3\nWAIT",
    PASSES, .signs_in = TRUE },

  { "tls/alert-at-once", IMAP, TLS, "S+ \\025\\003\\003\\000\\002\\002\\050\nWAIT", FAILS (TLS_FAILED, TLS) },
  { "tls/alert-after-begin", SMTP, STARTTLS,
    SMTP_ASKED "S: 220 go\nC+\nS+ \\025\\003\\003\\000\\002\\002\\050\nWAIT", FAILS (TLS_FAILED, TLS) },
  { "tls/alert-ahead-of-begin", SMTP, STARTTLS,
    SMTP_ASKED "S+ 220 go\\r\\n\\025\\003\\003\\000\\002\\002\\050\nWAIT", FAILS (STARTTLS_INJECTION, TLS) },
  { "tls/warnings", POP3, TLS, "C+\nS* \\025\\003\\003\\000\\002\\001\\132", FAILS (TLS_FAILED, TLS) },
  { "tls/close-notify", POP3, TLS, "C+\nS+ \\025\\003\\003\\000\\002\\001\\000\nWAIT", MAIL_TEST_ANY,
    MAIL_STEP_TLS },
  { "tls/huge-message", IMAP, TLS,
    "C+\nS+ \\026\\003\\003\\100\\000\\002\\377\\377\\377\nS* \\001\\002\\003\\004",
    FAILS (TLS_FAILED, TLS) },
  { "tls/empty-records", IMAP, TLS, "C+\nS* \\026\\003\\003\\000\\000", MAIL_TEST_ANY, MAIL_STEP_TLS,
    .limit = SHORT },
  { "tls/long-chain", IMAP, TLS, "CHAIN 100\n" IMAP_IN "S: A2 OK opened\nWAIT", MAIL_TEST_ANY,
    MAIL_STEP_IDENTITY },
  { "tls/huge-chain", IMAP, TLS, "CHAIN 2000\n" IMAP_IN "S: A2 OK opened\nWAIT", FAILS (TLS_FAILED, TLS) },
  { "tls/cut-after-handshake", IMAP, TLS, "TLS\nCUT", FAILS (CLOSED_EARLY, GREETING) },
  { "tls/raw-end", IMAP, TLS, IMAP_AUTH ("PLAIN") "C*\nRAW \\025\\003\\003\\000\\002\\001\\000\nWAIT",
    MAIL_TEST_ANY, MAIL_STEP_SIGN_IN, .signs_in = TRUE },

  /* Good until the password is known. */
  { "later/bye", IMAP, TLS, IMAP_IN "S: * BYE bye\nWAIT", FAILS (CLOSED_EARLY, MAILBOX), .signs_in = TRUE,
    .said = "bye" },
  { "later/bye-unavailable", IMAP, TLS, IMAP_IN "S: * 3 EXISTS\nS: * BYE [UNAVAILABLE] bye\nWAIT",
    FAILS (SERVER_BUSY, MAILBOX), .signs_in = TRUE },
  { "later/bye-with-the-yes", IMAP, TLS, IMAP_AUTH ("PLAIN") "C*\nS+ A1 OK in\\r\\n* BYE bye\\r\\n\nWAIT",
    FAILS (CLOSED_EARLY, MAILBOX), .signs_in = TRUE },
  { "later/421", SMTP, TLS, SMTP_IN "S: 421 4.3.2 bye\nWAIT", FAILS (SERVER_BUSY, SENDER), .signs_in = TRUE },
  { "later/421-with-the-yes", SMTP, TLS, SMTP_AUTH ("PLAIN") "C*\nS+ 235 in\\r\\n421 bye\\r\\n\nWAIT",
    FAILS (SERVER_BUSY, SENDER), .signs_in = TRUE },
  { "later/err", POP3, TLS, POP3_IN "S: -ERR no\nWAIT", FAILS (MAILBOX_UNAVAILABLE, MAILBOX),
    .signs_in = TRUE },
  { "later/end", POP3, TLS, POP3_IN "CUT", FAILS (CLOSED_EARLY, MAILBOX), .signs_in = TRUE },

  { "numbers/stat-too-many", POP3, TLS, POP3_IN "S: +OK 99999999999999999999 1\nWAIT",
    FAILS (PROTOCOL_ERROR, MAILBOX), .signs_in = TRUE },
  { "numbers/stat-negative", POP3, TLS, POP3_IN "S: +OK -1 -1\nWAIT", FAILS (PROTOCOL_ERROR, MAILBOX),
    .signs_in = TRUE },
  { "numbers/stat-hex", POP3, TLS, POP3_IN "S: +OK 0x10 1\nWAIT", FAILS (PROTOCOL_ERROR, MAILBOX),
    .signs_in = TRUE },
  { "numbers/stat-none", POP3, TLS, POP3_IN "S: +OK\nWAIT", FAILS (PROTOCOL_ERROR, MAILBOX),
    .signs_in = TRUE },
  { "numbers/stat-most", POP3, TLS, POP3_IN "S: +OK 4294967295 99999999999999999999\nWAIT", PASSES,
    .signs_in = TRUE },
  { "numbers/exists", IMAP, TLS,
    IMAP_IN "S: * 99999999999999999999 EXISTS\nS: * -1 EXISTS\nS: A2 OK opened\nWAIT", PASSES,
    .signs_in = TRUE },
  { "numbers/smtp-354", SMTP, TLS, "TLS\nS: 220 mx\nC*\nS: 354 go ahead\nWAIT",
    FAILS (PROTOCOL_ERROR, CAPABILITIES) },
  { "numbers/smtp-334-to-mail", SMTP, TLS, SMTP_IN "S: 334 \nWAIT", FAILS (PROTOCOL_ERROR, SENDER),
    .signs_in = TRUE },

  /* SASL. A password is never the answer to a question of another mechanism. */
  { "sasl/other-challenge", IMAP, TLS,
    "TLS\nS: * OK [CAPABILITY IMAP4rev1 SASL-IR LOGINDISABLED AUTH=SCRAM-SHA-256] hi\nC*\nS: + "
    "UGFzc3dvcmQ6\nC: *\nS: A1 NO no\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/other-challenge-pop3", POP3, TLS,
    POP3_AUTH ("SCRAM-SHA-1") "C*\nS: + UGFzc3dvcmQ6\nC: *\nS: -ERR no\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/other-challenge-smtp", SMTP, TLS,
    SMTP_AUTH ("SCRAM-SHA-1") "C*\nS: 334 UGFzc3dvcmQ6\nC: *\nS: 501 no\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/not-base64", IMAP, TLS, IMAP_AUTH ("SCRAM-SHA-256") "C*\nS: + !!!\nC: *\nS: A1 BAD no\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/asks-on-after-end", IMAP, TLS,
    IMAP_AUTH ("SCRAM-SHA-256") "C*\nS: + !!!\nC: *\nS: + UGFzc3dvcmQ6\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN) },
  { "sasl/yes-after-end", IMAP, TLS, IMAP_AUTH ("SCRAM-SHA-256") "C*\nS: + !!!\nC: *\nS: A1 OK in\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN) },
  { "sasl/yes-at-once", SMTP, TLS, SMTP_AUTH ("SCRAM-SHA-256") "C*\nS: 235 in\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN) },
  { "sasl/wrong-nonce", IMAP, TLS,
    IMAP_AUTH ("SCRAM-SHA-256") "SCRAM + r=other%s,s=QSXCR+Q6sek8bf92,i=4096\nC: *\nS: A1 NO no\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/cut-nonce", IMAP, TLS,
    IMAP_AUTH ("SCRAM-SHA-256") "SCRAM + r=,s=QSXCR+Q6sek8bf92,i=4096\nC: *\nS: A1 NO no\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/2^31-iterations", IMAP, TLS,
    IMAP_AUTH ("SCRAM-SHA-256") "SCRAM + r=%sx,s=QSXCR+Q6sek8bf92,i=2147483648\nC: *\nS: A1 NO no\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/2^31-iterations-smtp", SMTP, TLS,
    SMTP_AUTH ("SCRAM-SHA-1") "SCRAM 334 r=%sx,s=QSXCR+Q6sek8bf92,i=2147483648\nC: *\nS: 501 no\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/overflowing-iterations", POP3, TLS,
    POP3_AUTH (
        "SCRAM-SHA-1") "SCRAM + r=%sx,s=QSXCR+Q6sek8bf92,i=18446744073709551617\nC: *\nS: -ERR no\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/no-iterations", IMAP, TLS,
    IMAP_AUTH ("SCRAM-SHA-256") "SCRAM + r=%sx,s=QSXCR+Q6sek8bf92,i=0\nC: *\nS: A1 NO no\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/most-iterations", IMAP, TLS,
    IMAP_AUTH ("SCRAM-SHA-256") "SCRAM + r=%sx,s=QSXCR+Q6sek8bf92,i=600000\nC*\nS: A1 NO no\nWAIT",
    FAILS (SIGN_IN_REJECTED, SIGN_IN), .signs_in = TRUE, .unheard = MAIL_TEST_PASSWORD },
  /* Who fails to prove itself knows the proof then, and must not get the password on top. */
  { "sasl/wrong-signature", IMAP, TLS,
    "TLS\nS: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256 AUTH=PLAIN] hi\n"
    "SCRAM + r=%sx,s=QSXCR+Q6sek8bf92,i=4096\nC*\nS: + "
    "dj1BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE9\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE, .unheard = MAIL_TEST_PASSWORD },
  { "sasl/no-signature", SMTP, TLS,
    SMTP_AUTH ("SCRAM-SHA-1 PLAIN") "SCRAM 334 r=%sx,s=QSXCR+Q6sek8bf92,i=4096\nC*\nS: 235 in\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN), .signs_in = TRUE, .unheard = MAIL_TEST_PASSWORD },
  { "sasl/signature-for-nothing", IMAP, TLS,
    IMAP_AUTH ("SCRAM-SHA-256") "C*\nS: + dj1BQUFB\nC: *\nS: A1 OK in\nWAIT",
    FAILS (PROTOCOL_ERROR, SIGN_IN) },
  { "sasl/unknown-only", IMAP, TLS, IMAP_AUTH ("GS2-KRB5-PLUS AUTH=GS2-KRB5 AUTH=X-OWN") "WAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/weak-only", SMTP, TLS, SMTP_AUTH ("CRAM-MD5 DIGEST-MD5 NTLM") "WAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },
  { "sasl/plus-without-plus", IMAP, TLS,
    IMAP_AUTH ("SCRAM-SHA-256-PLUS") "C*\nS: + !!!\nC: *\nS: A1 NO no\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN) },

  { "words/markup-and-escapes", IMAP, TLS,
    IMAP_AUTH ("PLAIN") "C*\nS: A1 NO <b>\\033]0;x\\007\\342\\200\\256evil\\342\\200\\213</b>\nWAIT",
    FAILS (SIGN_IN_REJECTED, SIGN_IN), .signs_in = TRUE,
    .said = "<b>\xef\xbf\xbd]0;x\xef\xbf\xbd\xef\xbf\xbd"
            "evil</b>" },
  { "words/password-echoed", IMAP, TLS,
    IMAP_AUTH ("PLAIN") "C*\nS: A1 NO not " MAIL_TEST_PASSWORD " please\nWAIT",
    FAILS (SIGN_IN_REJECTED, SIGN_IN), .signs_in = TRUE, .said = "not … please",
    .unsaid = MAIL_TEST_PASSWORD },
  { "words/capabilities", IMAP, STARTTLS,
    IMAP_TLS "S: * CAPABILITY \\033[2J <b>IMAP4rev1</b> LOGINDISABLED\nS: A2 OK\nWAIT",
    FAILS (MECHANISM_UNSUPPORTED, SIGN_IN), .unsaid = "\xef\xbf\xbd" },
};

/* Shared, since loading those of the system takes longer than a conversation. */
static MailAnchors *anchors;

static void
assert_step (const Case *c, const MailTestOutcome *outcome)
{
  MailStep step;

  if (c->code == MAIL_TEST_SUCCESS || c->code == MAIL_TEST_ANY)
    return;
  g_assert_true (mail_report_get_failed_step (outcome->report, &step));
  g_assert_cmpstr (mail_step_to_string (step), ==, mail_step_to_string (c->step));
}

static void
assert_not_shown (MailReport *report, const char *text)
{
  const char *said = mail_report_get_server_said (report);

  g_assert_true (said == NULL || strstr (said, text) == NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);
      const char *detail = mail_check_get_detail (check);

      g_assert_true (detail == NULL || strstr (detail, text) == NULL);
    }
}

static gboolean
heard (const char *text, const char *word)
{
  return strstr (text, word) != NULL;
}

/* One at a time would take minutes, so all of them run when the first is asked about. */
typedef struct
{
  char *failure;
  gint64 duration;
  gboolean done;
} Result;

static Result results[G_N_ELEMENTS (cases)];

static void
judge (const MailTestAttack *attack, const MailTestOutcome *outcome, gpointer user_data)
{
  const MailTestAttack *attacks = user_data;
  const Case *c = &cases[attack - attacks];
  const char *said = mail_report_get_server_said (outcome->report);

  g_test_message ("%s: %s, %d ms", c->name,
                  outcome->error != NULL ? mail_error_get_code_name (outcome->error) : "passed",
                  (int) outcome->duration);
  if (outcome->error != NULL)
    g_test_message ("  %s", outcome->error->message);
  /* One conversation; the others only look who is there, and say nothing. */
  g_assert_cmpuint (outcome->n_clients, >=, 1);
  g_assert_cmpuint (outcome->n_clients, <=, 3);
  assert_step (c, outcome);
  if (c->said != NULL)
    {
      g_assert_nonnull (said);
      g_assert_nonnull (strstr (said, c->said));
    }
  if (c->unsaid != NULL)
    assert_not_shown (outcome->report, c->unsaid);
  if (c->unheard != NULL)
    g_assert_false (heard (outcome->heard, c->unheard));
  results[c - cases].done = TRUE;
  results[c - cases].duration = outcome->duration;
}

static void
run_all (void)
{
  static MailTestAttack attacks[G_N_ELEMENTS (cases)];

  if (results[0].done)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    attacks[i] = (MailTestAttack){
      .protocol = cases[i].protocol,
      .security = cases[i].security,
      .plan = { .script = cases[i].script },
      .code = cases[i].code,
      .signs_in = cases[i].signs_in,
      .limit = cases[i].limit,
    };
  mail_test_attack_run (attacks, G_N_ELEMENTS (attacks), anchors, judge, attacks);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;

  run_all ();
  g_assert_true (results[c - cases].done);
}

/* Of all attacks together, with the servers in the same program. */
static void
test_memory (void)
{
  run_all ();
  g_test_message ("%u MiB at most", mail_test_attack_get_peak ());
  g_assert_cmpuint (mail_test_attack_get_peak (), <, PEAK_MAX);
}

int
main (int argc, char **argv)
{
  g_autofree char *ca_file = NULL;
  int status;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  ca_file = mail_test_certificate_path ("ca.pem");
  anchors = mail_anchors_new (ca_file, NULL);
  g_assert_nonnull (anchors);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/hostile/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/hostile/memory", test_memory);
  status = g_test_run ();
  g_assert_finalize_object (anchors);
  return status;
}
