/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-http-reply.h"

#include <string.h>

#define LIMIT 1000

/* What is heard, and after the last byte perhaps the end. */
typedef struct
{
  const char *heard;
  gboolean ends;
  MailHttpResult result;
  guint status;
  const char *body; /* where complete */
  gboolean is_last;
} Case;

#define OK "HTTP/1.1 200 OK\r\n"

static const Case cases[] = {
  { OK "Content-Length: 3\r\n\r\nabc", FALSE, MAIL_HTTP_COMPLETE, 200, "abc", FALSE },
  { OK "content-LENGTH:3 \r\n\r\nabc", FALSE, MAIL_HTTP_COMPLETE, 200, "abc", FALSE },
  { "HTTP/1.1 200\nContent-Length: 3\n\nabc", FALSE, MAIL_HTTP_COMPLETE, 200, "abc", FALSE },
  { OK "Content-Length: 0\r\n\r\n", FALSE, MAIL_HTTP_COMPLETE, 200, "", FALSE },
  { OK "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", FALSE, MAIL_HTTP_COMPLETE, 200, "abc", FALSE },
  { OK "Connection: keep-alive\r\nContent-Length: 1\r\n\r\na", FALSE, MAIL_HTTP_COMPLETE, 200, "a", FALSE },
  { OK "Connection: close\r\nContent-Length: 1\r\n\r\na", FALSE, MAIL_HTTP_COMPLETE, 200, "a", TRUE },
  { "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", FALSE, MAIL_HTTP_COMPLETE, 200, "a", TRUE },
  { OK "X: a\r\n b\r\n\tc: d\r\nContent-Length: 1\r\n\r\na", FALSE, MAIL_HTTP_COMPLETE, 200, "a", FALSE },
  /* Up to the end. */
  { OK "\r\nabc", FALSE, MAIL_HTTP_MORE, 200 },
  { OK "\r\nabc", TRUE, MAIL_HTTP_COMPLETE, 200, "abc", TRUE },
  { OK "\r\n", TRUE, MAIL_HTTP_COMPLETE, 200, "", TRUE },
  /* In chunks. */
  { OK "Transfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0a;x=y\r\n0123456789\r\n0\r\n\r\n", FALSE,
    MAIL_HTTP_COMPLETE, 200, "a0123456789", FALSE },
  { OK "Transfer-Encoding: chunked\r\n\r\n0\r\nTrailer: a\r\n\r\n", FALSE, MAIL_HTTP_COMPLETE, 200, "",
    FALSE },
  { OK "Transfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n1\r\na\r\n0\r\n\r\n", FALSE,
    MAIL_HTTP_COMPLETE, 200, "a", TRUE },
  { OK "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", FALSE, MAIL_HTTP_MORE, 200 },
  { OK "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n", TRUE, MAIL_HTTP_CUT, 200 },
  { OK "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", FALSE, MAIL_HTTP_GARBLED, 200 },
  { OK "Transfer-Encoding: chunked\r\n\r\n\r\n", FALSE, MAIL_HTTP_GARBLED, 200 },
  { OK "Transfer-Encoding: chunked\r\n\r\n-1\r\n", FALSE, MAIL_HTTP_GARBLED, 200 },
  { OK "Transfer-Encoding: chunked\r\n\r\n0x1\r\na", FALSE, MAIL_HTTP_GARBLED, 200 },
  { OK "Transfer-Encoding: chunked\r\n\r\n100000000\r\na", FALSE, MAIL_HTTP_GARBLED, 200 },
  { OK "Transfer-Encoding: chunked\r\n\r\nffffffff\r\na", FALSE, MAIL_HTTP_MORE, 200 },
  { OK "Transfer-Encoding: gzip, chunked\r\n\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  /* Without a body, and what comes before the reply. */
  { "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", FALSE, MAIL_HTTP_COMPLETE, 304, "", FALSE },
  { "HTTP/1.1 204 No Content\r\n\r\n", FALSE, MAIL_HTTP_COMPLETE, 204, "", FALSE },
  { "HTTP/1.1 100 Continue\r\nContent-Length: 9\r\n\r\nHTTP/1.1 103 Early\r\nLocation: /a\r\n\r\n" OK
    "Content-Length: 1\r\n\r\na",
    FALSE, MAIL_HTTP_COMPLETE, 200, "a", FALSE },
  { "HTTP/1.1 100 Continue\r\n\r\n", TRUE, MAIL_HTTP_CUT, 0 },
  { "HTTP/1.1 101 Switching\r\n\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  /* More than that. */
  { OK "Content-Length: 1\r\n\r\nab", FALSE, MAIL_HTTP_COMPLETE, 200, "a", TRUE },
  /* Cut. */
  { "", TRUE, MAIL_HTTP_CUT, 0 },
  { OK, TRUE, MAIL_HTTP_CUT, 0 },
  { OK "Content-Length: 3\r\n\r\nab", TRUE, MAIL_HTTP_CUT, 200 },
  { OK "Content-Length: 3\r\n\r\nab", FALSE, MAIL_HTTP_MORE, 200 },
  /* No replies. */
  { "220 mail.example.test ESMTP\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { "HTTP/2 200 OK\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { "HTTP/1.1 20 OK\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { "HTTP/1.1 2000 OK\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { "HTTP/1.1\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { "\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { OK "no colon\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { OK ": no name\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { OK "Content-Length: -1\r\n\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { OK "Content-Length: +1\r\n\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { OK "Content-Length: 1, 1\r\n\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { OK "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { OK "Content-Length: 99999999999999999999\r\n\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
  { OK "Content-Encoding: br\r\n\r\n", FALSE, MAIL_HTTP_GARBLED, 0 },
};

static MailHttpResult
feed_in_pieces (MailHttpReply *reply, const char *heard, gsize size, gsize piece)
{
  MailHttpResult result = MAIL_HTTP_MORE;

  for (gsize at = 0; at < size && result == MAIL_HTTP_MORE; at += piece)
    result = mail_http_reply_feed (reply, (const guchar *) heard + at, MIN (piece, size - at));
  return result;
}

static void
check_case (const Case *c, gsize piece)
{
  g_autoptr (MailHttpReply) reply = mail_http_reply_new (LIMIT);
  MailHttpResult result = feed_in_pieces (reply, c->heard, strlen (c->heard), piece);
  g_autoptr (GBytes) body = NULL;
  gsize size;
  const char *data;

  if (c->ends && result == MAIL_HTTP_MORE)
    result = mail_http_reply_feed (reply, NULL, 0);
  g_assert_cmpint (result, ==, c->result);
  g_assert_cmpuint (mail_http_reply_get_status (reply), ==, c->status);
  if (result != MAIL_HTTP_COMPLETE)
    return;
  g_assert_cmpint (mail_http_reply_decode (reply, &body), ==, MAIL_HTTP_COMPLETE);
  data = g_bytes_get_data (body, &size);
  g_assert_cmpmem (data, size, c->body, strlen (c->body));
  /* Byte by byte, what comes after the end was not heard yet. */
  if (piece > 1)
    g_assert_cmpint (mail_http_reply_is_last (reply), ==, c->is_last);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].heard);
      check_case (&cases[i], 1);
      check_case (&cases[i], 7);
      check_case (&cases[i], G_MAXUINT16);
    }
}

static void
test_headers (void)
{
  g_autoptr (MailHttpReply) reply = mail_http_reply_new (LIMIT);
  const char *heard = "HTTP/1.1 302 Found\r\nLOCATION: \t /elsewhere \r\n"
                      "Content-Type: Text/XML; charset=UTF-8\r\nContent-Length: 0\r\n\r\n";

  g_assert_cmpint (feed_in_pieces (reply, heard, strlen (heard), 5), ==, MAIL_HTTP_COMPLETE);
  g_assert_cmpuint (mail_http_reply_get_status (reply), ==, 302);
  g_assert_cmpstr (mail_http_reply_get_location (reply), ==, "/elsewhere");
  g_assert_cmpstr (mail_http_reply_get_kind (reply), ==, "text/xml");
}

/* What interim replies say does not count. */
static void
test_forgotten_headers (void)
{
  g_autoptr (MailHttpReply) reply = mail_http_reply_new (LIMIT);
  const char *heard
      = "HTTP/1.1 103 Early\r\nLocation: /a\r\nContent-Type: b\r\nTransfer-Encoding: chunked\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na";

  g_assert_cmpint (feed_in_pieces (reply, heard, strlen (heard), 1000), ==, MAIL_HTTP_COMPLETE);
  g_assert_null (mail_http_reply_get_location (reply));
  g_assert_null (mail_http_reply_get_kind (reply));
}

/* Each goes on for ever. */
static const struct
{
  const char *start;
  const char *rest;
} endless[] = {
  { "HTTP/1.1 200 ", "OK" },
  { OK, "X: y\r\n" },
  { OK "X: ", "y" },
  { OK "X: y\r\n ", "y\r\n " },
  { OK "\r\n", "abc" },
  { OK "Content-Length: 1001\r\n\r\n", "abc" },
  { OK "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n" },
  { OK "Transfer-Encoding: chunked\r\n\r\n", "1;x=y\r\na\r\n" },
  { OK "Transfer-Encoding: chunked\r\n\r\n1;", "x" },
  { OK "Transfer-Encoding: chunked\r\n\r\nffff\r\n", "abc" },
  { OK "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n" },
  { "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n" },
};

static void
test_endless (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (endless); i++)
    {
      g_autoptr (MailHttpReply) reply = mail_http_reply_new (LIMIT);
      MailHttpResult result
          = mail_http_reply_feed (reply, (const guchar *) endless[i].start, strlen (endless[i].start));

      for (guint n = 0; n < 100000 && result == MAIL_HTTP_MORE; n++)
        result = mail_http_reply_feed (reply, (const guchar *) endless[i].rest, strlen (endless[i].rest));
      g_test_message ("%s%s…", endless[i].start, endless[i].rest);
      g_assert_cmpint (result, ==, MAIL_HTTP_TOO_MUCH);
    }
}

static void
test_nul (void)
{
  static const char heard[] = "HTTP/1.1 200 OK\r\nLocation: a\0b\r\n";
  g_autoptr (MailHttpReply) reply = mail_http_reply_new (LIMIT);

  g_assert_cmpint (feed_in_pieces (reply, heard, sizeof heard - 1, 1000), ==, MAIL_HTTP_GARBLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-reply/cases", test_cases);
  g_test_add_func ("/http-reply/headers", test_headers);
  g_test_add_func ("/http-reply/forgotten-headers", test_forgotten_headers);
  g_test_add_func ("/http-reply/endless", test_endless);
  g_test_add_func ("/http-reply/nul", test_nul);

  return g_test_run ();
}
