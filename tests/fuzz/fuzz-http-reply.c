/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "mail-http-reply.h"

#define LIMIT (64 * 1024)

/* The first byte says in what pieces the others come. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (MailHttpReply) reply = mail_http_reply_new (LIMIT);
  g_autoptr (GBytes) body = NULL;
  MailHttpResult result = MAIL_HTTP_MORE;
  size_t piece = size > 0 ? (size_t) data[0] + 1 : 1;

  for (size_t at = 1; at < size && result == MAIL_HTTP_MORE; at += piece)
    result = mail_http_reply_feed (reply, data + at, MIN (piece, size - at));
  if (result == MAIL_HTTP_MORE)
    result = mail_http_reply_feed (reply, NULL, 0);
  g_assert_cmpint (result, !=, MAIL_HTTP_MORE);
  if (result != MAIL_HTTP_COMPLETE)
    return 0;
  g_assert_cmpuint (mail_http_reply_get_status (reply), >=, 200);
  if (mail_http_reply_decode (reply, &body) == MAIL_HTTP_COMPLETE)
    g_assert_cmpuint (g_bytes_get_size (body), <=, LIMIT);
  return 0;
}
