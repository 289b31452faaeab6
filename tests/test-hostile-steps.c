/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A conversation in which all goes well, for each protocol and each way to encrypt it; and then the same
 * again, broken off or led astray at every byte or line of it. Nothing of that may pass for success, last, or
 * learn a password ahead of the sign-in. What else must hold is in mail-test-attack.c. */

#include <locale.h>
#include <string.h>

#include "mail-test-attack.h"

/* In MiB, of the whole program with its servers. */
#define PEAK_MAX 150

/* Until time is up for a server that says nothing more, in milliseconds. */
#define SHORT 300

typedef struct
{
  const char *name;
  MailProtocol protocol;
  MailSecurity security;
  const char *before; /* the first word of the sign-in may follow it */
  const char *after;
} Talk;

#define IMAP_GREETING "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\n"
#define IMAP_REST(one, two)                                                                                  \
  "C*\nS: " one " OK [CAPABILITY IMAP4rev1] in\nC*\nS: * FLAGS (\\\\Seen)\nS: * 172 EXISTS\nS: " two         \
  " OK [READ-ONLY] opened\n"
#define POP3_CAPA "C: CAPA\nS: +OK\nS: SASL PLAIN\nS: UIDL\nS: .\n"
#define POP3_REST "C*\nS: +OK in\nC: STAT\nS: +OK 2 320\n"
#define SMTP_EHLO "C*\nS: 250-mx\nS: 250-PIPELINING\nS: 250 AUTH PLAIN\n"
#define SMTP_REST "C*\nS: 235 2.7.0 in\nC*\nC*\nC*\nS: 250 2.1.0 ok\nS: 250 2.1.5 ok\nS: 250 2.0.0 ok\n"

static const Talk talks[] = {
  { "imap-tls", MAIL_PROTOCOL_IMAP, MAIL_SECURITY_TLS, "TLS\n" IMAP_GREETING, IMAP_REST ("A1", "A2") },
  { "imap-starttls", MAIL_PROTOCOL_IMAP, MAIL_SECURITY_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\nC: A1 STARTTLS\nS: A1 OK go\nTLS\nC: A2 CAPABILITY\n"
    "S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\nS: A2 OK done\n",
    IMAP_REST ("A3", "A4") },
  { "pop3-tls", MAIL_PROTOCOL_POP3, MAIL_SECURITY_TLS, "TLS\nS: +OK hi\n" POP3_CAPA, POP3_REST },
  { "pop3-starttls", MAIL_PROTOCOL_POP3, MAIL_SECURITY_STARTTLS,
    "S: +OK hi\nC: CAPA\nS: +OK\nS: STLS\nS: .\nC: STLS\nS: +OK go\nTLS\n" POP3_CAPA, POP3_REST },
  { "smtp-tls", MAIL_PROTOCOL_SMTP, MAIL_SECURITY_TLS, "TLS\nS: 220 mx\n" SMTP_EHLO, SMTP_REST },
  { "smtp-starttls", MAIL_PROTOCOL_SMTP, MAIL_SECURITY_STARTTLS,
    "S: 220 mx\nC*\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nTLS\n" SMTP_EHLO, SMTP_REST },
};

/* What a server says instead of its next line. */
typedef struct
{
  const char *name;
  const char *then;
} Turn;

static const Turn turns[] = {
  { "nul", "S+ * OK \\000 +OK 250\\r\\n\nWAIT" },
  { "8-bit", "S: \\377\\376\\200\\302\nWAIT" },
  { "empty", "S: \nWAIT" },
  { "lone-cr", "S+ * OK\\rA1 OK\\rA2 OK\\r\\n\nWAIT" },
  { "cr-for-crlf", "S+ +OK\\r250 ok\\r\nWAIT" },
  { "space", "S+ \\040\\r\\n\nWAIT" },
  { "tls-alert", "S+ \\025\\003\\003\\000\\002\\002\\050\nWAIT" },
  { "below-tls", "RAW * OK +OK 250 ok\\r\\n\nWAIT" },
  { "http", "S+ HTTP/1.1 400 Bad Request\\r\\n\\r\\n<html>\\r\\n\nWAIT" },
  { "another-greeting", "S: * OK hi\nS: +OK hi\nS: 220 hi\nWAIT" },
  { "preauth", "S: * PREAUTH hi\nWAIT" },
  { "other-tag", "S: A99 OK done\nWAIT" },
  { "imap-bye", "S: * BYE\nWAIT" },
  { "pop3-err", "S: -ERR\nWAIT" },
  { "smtp-421", "S: 421 bye\nWAIT" },
  { "smtp-354", "S: 354 go on\nWAIT" },
  { "challenge", "S: + VXNlcm5hbWU6\nS: 334 VXNlcm5hbWU6\nWAIT" },
  { "literal", "S: * LIST {4294967295}\nWAIT" },
  { "endless-line", "S* xxxxxxxxxxxxxxxxxxxxxxxx" },
  { "endless-untagged", "S* * OK noise\\r\\n" },
  { "endless-continuations", "S* + \\r\\n" },
  { "endless-replies", "S* 250-noise\\r\\n" },
  { "endless-refusals", "S* -ERR\\r\\n" },
  { "endless-empty-lines", "S* \\r\\n" },
  { "long-line", "S# 4096 0123456789abcdef\nS: \nWAIT" },
};

/* Shared, since loading those of the system takes longer than a conversation. */
static MailAnchors *anchors;

static char *
join (const Talk *talk)
{
  return g_strconcat (talk->before, talk->after, "WAIT\n", NULL);
}

/* Where each line of the server begins, counted in bytes of the server, and where the last one ends. */
static GArray *
find_lines (const char *script)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_auto (GStrv) lines = g_strsplit (script, "\n", -1);
  gsize place = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "S: "))
      {
        g_autofree char *text = g_strcompress (lines[i] + 3);

        g_array_append_val (places, place);
        place += strlen (text) + 2;
      }
  g_array_append_val (places, place);
  return places;
}

static gsize
measure (const char *script)
{
  g_autoptr (GArray) places = find_lines (script);

  return g_array_index (places, gsize, places->len - 1);
}

static MailTestAttack
create_attack (const Talk *talk, const char *script, gsize limit, const char *then)
{
  return (MailTestAttack){
    .protocol = talk->protocol,
    .security = talk->security,
    .plan = { .script = script, .limit = limit, .then = then },
    .code = MAIL_TEST_ANY,
    .signs_in = limit >= measure (talk->before),
    .limit = SHORT,
  };
}

static void
judge_success (const MailTestAttack *attack, const MailTestOutcome *outcome, gpointer user_data)
{
  g_assert_null (outcome->fault);
  g_assert_true (mail_test_attack_tells_secret (outcome->heard));
}

/* All goes well: else what follows would prove nothing. */
static void
test_good (gconstpointer data)
{
  const Talk *talk = data;
  g_autofree char *script = join (talk);
  g_autofree char *slow = g_strconcat ("DRIP 0\n", script, NULL);
  MailTestAttack attacks[] = {
    create_attack (talk, script, G_MAXSIZE, NULL),
    create_attack (talk, slow, G_MAXSIZE, NULL),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      attacks[i].code = MAIL_TEST_SUCCESS;
      attacks[i].limit = 0;
    }
  mail_test_attack_run (attacks, G_N_ELEMENTS (attacks), anchors, judge_success, NULL);
}

/* The connection ends after each byte that the server says, now with TLS's goodbye and now without. */
static void
test_cut (gconstpointer data)
{
  const Talk *talk = data;
  g_autofree char *script = join (talk);
  const gsize n_bytes = measure (script);
  g_autofree MailTestAttack *attacks = g_new0 (MailTestAttack, n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    {
      attacks[i] = create_attack (talk, script, i, i % 4 == 0 ? "BYE" : "CUT");
      attacks[i].code = MAIL_ERROR_CLOSED_EARLY;
      attacks[i].limit = 0;
    }
  mail_test_attack_run (attacks, n_bytes, anchors, NULL, NULL);
}

/* As many bytes as are on the wire in a whole handshake. */
#define HANDSHAKE_SIZE 900
#define STRIDE         5

/* The connection ends in the middle of greeting or handshake, which are the same for all protocols. */
static void
test_cut_wire (gconstpointer data)
{
  const Talk *talk = data;
  g_autofree char *script = join (talk);
  const gsize n_attacks = HANDSHAKE_SIZE / STRIDE;
  g_autofree MailTestAttack *attacks = g_new0 (MailTestAttack, n_attacks);

  for (gsize i = 0; i < n_attacks; i++)
    {
      attacks[i] = create_attack (talk, script, 0, NULL);
      attacks[i].plan.wire_limit = 1 + i * STRIDE;
      attacks[i].code = MAIL_ERROR_CLOSED_EARLY;
      attacks[i].limit = 0;
    }
  mail_test_attack_run (attacks, n_attacks, anchors, NULL, NULL);
}

/* The server falls silent, before each line and in the middle of it. */
static void
test_silence (gconstpointer data)
{
  const Talk *talk = data;
  g_autofree char *script = join (talk);
  g_autoptr (GArray) places = find_lines (script);
  const gsize n_lines = places->len - 1;
  g_autofree MailTestAttack *attacks = g_new0 (MailTestAttack, 2 * n_lines);

  for (gsize i = 0; i < n_lines; i++)
    {
      const gsize place = g_array_index (places, gsize, i);

      attacks[2 * i] = create_attack (talk, script, place, "WAIT");
      attacks[2 * i + 1] = create_attack (talk, script, place + 2, "WAIT");
      attacks[2 * i].code = attacks[2 * i + 1].code = MAIL_ERROR_TIMED_OUT;
    }
  mail_test_attack_run (attacks, 2 * n_lines, anchors, NULL, NULL);
}

static void
note_turn (const MailTestAttack *attack, const MailTestOutcome *outcome, gpointer user_data)
{
  g_autofree char *then = g_strescape (attack->plan.then, NULL);

  g_test_message ("after %d bytes “%s”: %s, %d ms", (int) attack->plan.limit, then,
                  outcome->error != NULL ? mail_error_get_code_name (outcome->error) : "passed",
                  (int) outcome->duration);
}

/* Every surprise in place of every line. */
static void
test_turns (gconstpointer data)
{
  const Talk *talk = data;
  g_autofree char *script = join (talk);
  g_autoptr (GArray) places = find_lines (script);
  const gsize n_lines = places->len - 1;
  g_autofree MailTestAttack *attacks = g_new0 (MailTestAttack, n_lines * G_N_ELEMENTS (turns));

  for (gsize i = 0; i < n_lines; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (turns); j++)
      attacks[i * G_N_ELEMENTS (turns) + j]
          = create_attack (talk, script, g_array_index (places, gsize, i), turns[j].then);
  mail_test_attack_run (attacks, n_lines * G_N_ELEMENTS (turns), anchors, note_turn, NULL);
}

static void
test_memory (void)
{
  g_test_message ("%u MiB at most", mail_test_attack_get_peak ());
  g_assert_cmpuint (mail_test_attack_get_peak (), <, PEAK_MAX);
}

static void
add (const char *what, const Talk *talk, GTestDataFunc test)
{
  g_autofree char *path = g_strconcat ("/hostile-steps/", what, "/", talk->name, NULL);

  g_test_add_data_func (path, talk, test);
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
  for (gsize i = 0; i < G_N_ELEMENTS (talks); i++)
    {
      add ("good", &talks[i], test_good);
      add ("cut", &talks[i], test_cut);
      if (talks[i].protocol == MAIL_PROTOCOL_IMAP)
        add ("cut-wire", &talks[i], test_cut_wire);
      add ("silence", &talks[i], test_silence);
      add ("turns", &talks[i], test_turns);
    }
  g_test_add_func ("/hostile-steps/memory/peak", test_memory);
  status = g_test_run ();
  g_assert_finalize_object (anchors);
  return status;
}
