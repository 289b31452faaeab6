/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What servers say when they say no, and what is made of it: data/refusals.txt. */

#include <string.h>

#include "mail-greeting.h"
#include "mail-imap-response.h"
#include "mail-mask.h"
#include "mail-refusal.h"
#include "mail-smtp-reply.h"

#define HOST "mail.example.test"

typedef struct
{
  char *expected;
  char *step;
  char *line;
} Case;

static void
free_case (gpointer data)
{
  Case *self = data;

  g_free (self->expected);
  g_free (self->step);
  g_free (self->line);
  g_free (self);
}

static MailStep
read_step (const char *name)
{
  for (MailStep step = MAIL_STEP_RESOLVE; step <= MAIL_STEP_ARRIVAL; step++)
    if (g_str_equal (mail_step_to_string (step), name))
      return step;
  g_error ("no step: %s", name);
}

static void
check (const Case *self, const MailRefusal *refusal)
{
  g_autoptr (GError) error = NULL;

  mail_refusal_set_error (refusal, HOST, &error);
  g_assert_cmpstr (mail_error_get_code_name (error), ==, self->expected);
  g_assert_nonnull (strstr (error->message, HOST));
  g_assert_cmpint (mail_refusal_is_technical (refusal), ==,
                   g_str_equal (self->expected, "mechanism-unsupported"));
}

static void
check_imap (const Case *self)
{
  g_auto (MailImapResponse) response = { 0 };
  const gboolean understood = mail_imap_response_parse (&response, self->line);
  const MailRefusal refusal = {
    .step = read_step (self->step),
    .code = response.code,
    .text = response.text,
    .bad = response.status == MAIL_IMAP_BAD,
    .closing = response.status == MAIL_IMAP_BYE,
  };

  g_assert_true (understood);
  check (self, &refusal);
}

static void
check_smtp (const Case *self)
{
  g_auto (MailSmtpReply) reply = { 0 };
  g_autofree char *code = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = g_strsplit (self->line, "\\n", -1);
  MailRefusal refusal = { .step = read_step (self->step) };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_true (mail_smtp_reply_hear (&reply, lines[i]));
      g_assert_true (reply.complete == (lines[i + 1] == NULL));
    }
  refusal.status = reply.code;
  refusal.code = code = mail_smtp_reply_dup_enhanced (&reply);
  refusal.text = text = mail_smtp_reply_dup_text (&reply);
  check (self, &refusal);
}

static void
check_pop3 (const Case *self)
{
  const char *text = self->line + strlen ("-ERR ");
  const char *end = *text == '[' ? strchr (text, ']') : NULL;
  g_autofree char *inside = end != NULL ? g_strndup (text + 1, end - text - 1) : NULL;
  g_autofree char *code = inside != NULL ? g_ascii_strup (inside, -1) : NULL;
  const MailRefusal refusal = { .step = read_step (self->step), .code = code, .text = text };

  check (self, &refusal);
}

static void
test_case (gconstpointer data)
{
  const Case *self = data;

  if (g_str_has_prefix (self->line, "-ERR "))
    check_pop3 (self);
  else if (g_ascii_isdigit (self->line[0]))
    check_smtp (self);
  else
    check_imap (self);
}

/* "code step line" */
static void
add_case (const char *line, guint number)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  g_autofree char *path = NULL;
  Case *self;

  if (*line == '\0' || *line == '#')
    return;
  g_assert_cmpuint (g_strv_length (words), ==, 3);
  self = g_new0 (Case, 1);
  self->expected = g_strdup (words[0]);
  self->step = g_strdup (words[1]);
  self->line = g_strdup (words[2]);
  path = g_strdup_printf ("/refusal/case/%s/%u", self->expected, number);
  g_test_add_data_func_full (path, self, test_case, free_case);
}

static void
add_cases (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "refusals.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    add_case (lines[i], i + 1);
}

static void
test_greeting (void)
{
  static const struct
  {
    const char *line;
    const char *service;
  } greetings[] = {
    { "* OK ready", "IMAP" },
    { "* PREAUTH hello", "IMAP" },
    { "* BYE", "IMAP" },
    { "+OK ready", "POP3" },
    { "-ERR busy", "POP3" },
    { "220 mail.example.test ESMTP Postfix", "SMTP" },
    { "220-mail.example.test", "SMTP" },
    { "220 ftp.example.test ESMTP", "SMTP" },
    { "220 ProFTPD Server", "FTP" },
    { "554 no", "SMTP" },
    { "HTTP/1.1 400 Bad Request", "HTTP" },
    { "<!doctype html>", "HTTP" },
    { "SSH-2.0-OpenSSH_9.2", "SSH" },
    { "200 news.example.test", "NNTP" },
    { "\"IMPLEMENTATION\" \"Dovecot Pigeonhole\"", "ManageSieve" },
    { "RFB 003.008", "VNC" },
    { "hello", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (greetings); i++)
    g_assert_cmpstr (mail_greeting_identify (greetings[i].line), ==, greetings[i].service);
}

static void
test_mask (void)
{
  static const struct
  {
    const char *text;
    const char *password;
    const char *masked;
  } texts[] = {
    { "no such user", "secret", "no such user" },
    { "bad command: PASS secret", "secret", "bad command: PASS …" },
    { "AUTH PLAIN AGFsaWNlAHNlY3JldA== is wrong", "secret", "AUTH PLAIN … is wrong" },
    { "PASS two words is wrong", "two words", "…" },
    { "cannot take c2VjcmV0", "secret", "cannot take …" },
    { "  spaces   stay ", "secret", "  spaces   stay " },
    { "anything", "", "anything" },
    /* As LOGIN quotes it (RFC 9051, section 4.3). */
    { "LOGIN alice \"o\\\"n\\\\e\" is wrong", "o\"n\\e", "LOGIN alice … is wrong" },
    { "LOGIN alice \"two \\\"words\\\"\" is wrong", "two \"words\"", "…" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (MailSecret) secret = mail_secret_new (texts[i].password, -1);
      g_autofree char *masked = mail_mask_secret (texts[i].text, secret);

      g_assert_cmpstr (masked, ==, texts[i].masked);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ();
  g_test_add_func ("/refusal/greeting", test_greeting);
  g_test_add_func ("/refusal/mask", test_mask);
  return g_test_run ();
}
