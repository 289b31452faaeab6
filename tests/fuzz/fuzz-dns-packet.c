/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "mail-dns-packet.h"

static void
check_record (const MailDnsRecord *record)
{
  g_assert_true ((record->host != NULL) != (record->text != NULL));
  for (const char *c = record->host; c != NULL && *c != '\0'; c++)
    g_assert_true (g_ascii_isdigit (*c) || g_ascii_islower (*c) || *c == '-' || *c == '.');
}

/* The first byte says what was asked for. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (MailDnsAnswer) answer = NULL;

  if (size < 1)
    return 0;
  answer = mail_dns_packet_read (data + 1, size - 1, data[0] % 3, TRUE);
  mail_dns_packet_is_too_new (data + 1, size - 1);
  if (answer == NULL)
    return 0;
  g_assert_cmpuint (answer->records->len, <=, 64);
  for (guint i = 0; i < answer->records->len; i++)
    check_record (answer->records->pdata[i]);
  return 0;
}
