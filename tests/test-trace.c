/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mail-trace.h"

/* One that looks like a command, and like a mechanism. */
#define PASSWORD "PASS word \"\\ÄPLAIN"
#define BASE64   "UEFTUyB3b3JkICJcw4RQTEFJTg=="

/* What is heard or said, one after the other, and what is shown of it. "!" before: during the sign-in. */
static const struct
{
  const char *name;
  const char *turns[8][2];
} conversations[] = {
  { "imap/plain",
    { { "S: * OK [CAPABILITY IMAP4rev1] hi", "S: * OK [CAPABILITY IMAP4rev1] hi" },
      { "!C: A1 AUTHENTICATE PLAIN AGEA" BASE64 "\r\n", "C: A1 AUTHENTICATE PLAIN ***" },
      { "!S: A1 OK in", "S: A1 OK in" },
      { "C: A2 ID NIL\r\nA3 EXAMINE INBOX\r\n", "C: A2 ID NIL\nC: A3 EXAMINE INBOX" } } },
  { "imap/no-initial-response",
    { { "!C: A1 AUTHENTICATE PLAIN\r\n", "C: A1 AUTHENTICATE PLAIN" },
      { "!S: + ", "S: + ***" },
      { "!C: AGEA" BASE64 "\r\n", "C: ***" } } },
  { "imap/scram",
    { { "!C: A1 AUTHENTICATE SCRAM-SHA-256 biwsbj1h\r\n", "C: A1 AUTHENTICATE SCRAM-SHA-256 ***" },
      { "!S: + cj1h", "S: + ***" },
      { "!C: Yz1i\r\n", "C: ***" },
      { "!S: + dj1h", "S: + ***" },
      { "!C: \r\n", "C: ***" } } },
  { "imap/login-quoted", { { "!C: A1 LOGIN \"a b\" \"PASS word\"\r\n", "C: A1 LOGIN ***" } } },
  { "imap/login-literals-at-once",
    { { "!C: A1 LOGIN {1+}\r\na {20+}\r\n" PASSWORD "\r\n", "C: A1 LOGIN ***\nC: ***\nC: ***" } } },
  /* The literal is nothing but the password, which begins like a command. */
  { "imap/login-literals",
    { { "!C: A1 LOGIN a {20}\r\n", "C: A1 LOGIN ***" },
      { "!S: + OK go on", "S: + ***" },
      { "!C: " PASSWORD "\r\n", "C: ***" } } },
  { "pop3/user",
    { { "!C: USER alice\r\n", "C: USER ***" },
      { "!S: +OK go on", "S: +OK go on" },
      { "!C: PASS " PASSWORD "\r\n", "C: PASS ***" },
      { "!S: -ERR [AUTH] no " PASSWORD, "S: …" } } },
  { "smtp/login",
    { { "!C: AUTH LOGIN\r\n", "C: AUTH LOGIN" },
      { "!S: 334 VXNlcm5hbWU6", "S: 334 ***" },
      { "!C: YQ==\r\n", "C: ***" },
      { "!S: 334 UGFzc3dvcmQ6", "S: 334 ***" },
      { "!C: " BASE64 "\r\n", "C: ***" },
      { "!S: 535 5.7.8 bad " BASE64, "S: 535 5.7.8 bad …" },
      { "!C: *\r\n", "C: ***" } } },
  { "unknown-command", { { "!C: XLOGIN me " PASSWORD "\r\n", "C: ***" } } },
  { "nothing", { { "C: ", "" } } },
  { "escape-sequences", { { "S: * OK \033[2Jhi\007", "S: * OK \357\277\275[2Jhi\357\277\275" } } },
};

static GString *shown;

static GLogWriterOutput
on_message (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      g_string_append_printf (shown, "%s%s", shown->len > 0 ? "\n" : "",
                              (const char *) fields[i].value + strlen ("mail.example.test:993 "));
  return G_LOG_WRITER_HANDLED;
}

static void
play (MailTrace *trace, const char *turn)
{
  gboolean signing_in = *turn == '!';
  const char *words = turn + (signing_in ? 1 : 0);
  g_autoptr (GBytes) bytes = g_bytes_new (words + 3, strlen (words + 3) + 1);
  g_autoptr (GBytes) line = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) - 1);

  g_string_truncate (shown, 0);
  (*words == 'S' ? mail_trace_heard : mail_trace_said) (trace, line, signing_in);
}

static MailTrace *
create_trace (void)
{
  g_autoptr (MailServer) server
      = mail_server_new (MAIL_PROTOCOL_IMAP, "mail.example.test", 993, MAIL_SECURITY_TLS);
  g_autoptr (MailSecret) secret = mail_secret_new (PASSWORD, -1);

  return mail_trace_new (server, secret);
}

/* Whoever reads along. GLib looks at the environment once; since 2.80 it can be told later. */
static void
set_reader (const char *domain)
{
#if GLIB_CHECK_VERSION(2, 80, 0)
  const char *const domains[] = { domain, NULL };

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  g_log_writer_default_set_debug_domains (domain != NULL ? domains : NULL);
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  if (domain != NULL)
    g_setenv ("G_MESSAGES_DEBUG", domain, TRUE);
  else
    g_unsetenv ("G_MESSAGES_DEBUG");
#endif
}

static void
test_conversation (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  MailTrace *trace;

  set_reader (G_LOG_DOMAIN);
  trace = create_trace ();
  for (gsize j = 0; j < G_N_ELEMENTS (conversations[i].turns) && conversations[i].turns[j][0] != NULL; j++)
    {
      play (trace, conversations[i].turns[j][0]);
      g_assert_cmpstr (shown->str, ==, conversations[i].turns[j][1]);
    }
  mail_trace_free (trace);
}

static void
test_note (void)
{
  MailTrace *trace;

  set_reader ("all");
  trace = create_trace ();
  g_string_truncate (shown, 0);
  mail_trace_note (trace, "TLS1.3");
  g_assert_cmpstr (shown->str, ==, "-- TLS1.3");
  mail_trace_free (trace);
}

/* Where nobody wants to read it, nothing is put into words. */
static void
test_quiet (void)
{
  MailTrace *trace;

  set_reader (NULL);
  trace = create_trace ();
  g_assert_null (trace);
  play (trace, "C: A1 CAPABILITY\r\n");
  play (trace, "S: * OK");
  mail_trace_note (trace, "TLS1.3");
  g_assert_cmpstr (shown->str, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  shown = g_string_new (NULL);
  g_log_set_writer_func (on_message, NULL, NULL);
  /* GLib's tests have a handler of their own, which since 2.84 asks no writer. */
  g_log_set_default_handler (g_log_default_handler, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (conversations); i++)
    {
      g_autofree char *path = g_strconcat ("/trace/", conversations[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_conversation);
    }
  g_test_add_func ("/trace/note", test_note);
  g_test_add_func ("/trace/quiet", test_quiet);
  return g_test_run ();
}
